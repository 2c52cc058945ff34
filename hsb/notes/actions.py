"""Writing a note, contact or visit on a case, and moving one that is on the wrong record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.chronology.declare import DECLARED
from hsb.chronology.models import CaseEvent
from hsb.notes import events, policies, queries
from hsb.notes.disclosing import may_be_disclosed
from hsb.notes.kinds import NOTE_CODES, USUAL, Audience, Kind, meets_a_clock
from hsb.notes.models import NoteDraft


@transaction.atomic
def add_note(
    *,
    case: Case,
    text: str,
    by: User,
    at: datetime,
    occurred: datetime | None = None,
    press: UUID | None = None,
    kind: str = Kind.NOTE,
    audience: str = "",
    who: str = "",
    minutes: int | None = None,
    seen: str = "",
    childs_words: str = "",
    about: CaseEvent | None = None,
    roles: frozenset[Role] | None = None,
) -> None:
    """The note stands in the chronology under its author's name, from now on unchanged; a visit meets its clock, and the child's own
    words stand apart for the fewest readers. Written under an agreement on work before trial it says that it may be disclosed. One press
    of the button is one note, and nothing of it stays in the draft.

    Raises ActionNotAllowed for a day to come, a visit that does not say whether the child was seen, or another child's name.
    """
    happened, of_kind = occurred or at, Kind(kind)
    policies.check_can_add(
        kind=of_kind,
        text=text,
        seen=seen,
        minutes=minutes,
        on=clock.local_date(happened),
        today=clock.local_date(at),
        roles=roles,
    )
    lock(case)
    policies.check_is_about(about, case)
    if any(chronology.has_happened(case.pk, code, press) for code in NOTE_CODES):
        return
    check_names_no_other(case, [text, who, childs_words])
    name = press or uuid4()
    written: dict[str, Any] = {
        "text": text,
        "note": str(name),
        "kind": str(of_kind),
        "minutes": minutes,
        "seen": seen,
        "about": about.pk if about else None,
        "may_be_disclosed": may_be_disclosed(case),
        "who": who.strip(),
    }
    happening: dict[str, Any] = {"case": case, "by": by, "at": at, "occurred": occurred, "occasion": name}
    close = (Audience(audience) if audience else USUAL[of_kind]) == Audience.CLOSE
    record(events.NoteKeptClose(**written) if close else events.NoteAdded(**written), **happening)
    if childs_words.strip():
        record(events.ChildSaid(note=str(name), text=childs_words.strip()), **happening)
    if meets_a_clock(of_kind, seen):
        of_the_plan = of_kind == Kind.PROTECTION_VISIT
        visited: dict[str, str] = {"note": str(name), "seen": seen}
        record(events.ProtectionVisit(**visited) if of_the_plan else events.LookedAfterVisit(**visited), **happening)
    _empty(case, by, at)


@transaction.atomic
def save_draft(*, case: Case, typed: Mapping[str, Any], by: User, at: datetime) -> NoteDraft:
    """What was typed is kept for its writer alone: the boxes that came, the others as they stood."""
    draft, _ = NoteDraft.objects.select_for_update().get_or_create(case=case, owner=by, defaults={"saved_at": at})
    NoteDraft.objects.filter(pk=draft.pk).update(typed={**draft.typed, **typed}, saved_at=at, version=F("version") + 1)
    draft.refresh_from_db()
    return draft


def _empty(case: Case, by: User, at: datetime) -> None:
    NoteDraft.objects.filter(case=case, owner=by).update(typed={}, saved_at=at, version=F("version") + 1)


@transaction.atomic
def move_note(
    *, note: CaseEvent, opened: OpenCase, to: OpenCase, reason: str, at: datetime, press: UUID | None = None
) -> None:
    """The note stands on the record it belongs to, with its day and its author; on this one nobody reads it any more, a line says that
    it was moved and why, and a clock that its visit met runs again.

    Raises AccessDenied where it is not theirs to move, ActionNotAllowed without a reason, twice, or to the record it is on.
    """
    lock(opened.case, to.case)
    if chronology.has_happened(opened.case.pk, "note.moved", press):
        return
    policies.check_may_move(opened, note)
    policies.check_can_move(
        case=opened.case, to=to.case, reason=reason, is_gone=queries.is_gone(opened.case.pk, note.pk)
    )
    check_names_no_other(opened.case, [reason])
    whole = [note, *queries.written_with(note)]
    check_names_no_other(to.case, [str(one.spoken.words.get("text", "")) for one in whole])
    name, written_by = uuid4(), note.by_label
    _move(whole, note, to.case, name=name, written_by=written_by, by=opened.user, at=at)
    for one in whole:
        moved = events.NoteMoved(note=str(note.facts.get("note", "")), reason=reason.strip())
        record(moved, case=opened.case, by=opened.user, at=at, corrects=one, occasion=press)


def _move(
    whole: Sequence[CaseEvent], note: CaseEvent, to: Case, *, name: UUID, written_by: str, by: User, at: datetime
) -> None:
    for one in whole:
        facts = {**one.facts, "note": str(name)}
        if one is note:
            # What it was about, and what was agreed for that young person, stands on the record it is moved off.
            facts |= {"about": None, "moved_here": True, "may_be_disclosed": False}
        spoken = {**one.spoken.words, "written_by": one.spoken.words.get("written_by") or written_by}
        event = DECLARED[one.code].rebuild(facts, spoken)
        record(event, case=to, by=by, at=at, occurred=one.occurred_at, occasion=name)
