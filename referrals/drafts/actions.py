"""Writing a referral: start, save, take out, put back, throw away. Nothing typed is lost and nothing happens twice.

A save is compared with what the writer last saw of the same part (a section's own questions, or one repeated thing). Saving the
same words again is not a change; saving different words over words not seen raises `StaleVersion`, which carries both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.documents import actions as documents
from hsb.documents.models import Document
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.writing.fields import Typed
from hsb.writing.sections import Section
from hsb.writing.typed import HOUSEKEEPING, MOST_ITEMS, has_content
from referrals import sections
from referrals.models import Danger, Draft, DraftSection

ALREADY_SENT = "This referral has been sent and cannot be changed. Add what is new to it instead."

SOMEBODY_ELSES = "Start a new referral: this one is somebody else’s."

DISCARDED = "This draft was thrown away and nothing of it was sent. Start a new referral."


class AlreadySent(ActionNotAllowed):
    """The referral went while this was being written: what is new can be added to it."""


class AlreadyDiscarded(ActionNotAllowed):
    """The draft was thrown away meanwhile."""


@dataclass(frozen=True)
class Saved:
    """What is stored after a save. `number` is set for a repeated thing, and may be new when two windows added at once."""

    version: int
    saved_at: datetime
    changed: bool
    number: int | None = None


@dataclass(frozen=True)
class Current:
    """What somebody (most likely the same person in another window) saved first."""

    typed: Typed
    version: int
    saved_at: datetime | None
    removed: bool = False


@transaction.atomic
def start(*, draft_id: UUID, danger: str, agency: Agency | None, by: User, at: datetime) -> Draft:
    """A draft of this id exists and belongs to `by`. Starting it twice (a double press) answers the same draft."""
    if danger not in Danger.values:
        raise ActionNotAllowed("Say whether anyone is in danger now.")
    facts = {"agency": agency, "danger_now": danger, "danger_at": at, "created_at": at, "updated_at": at}
    try:
        draft, _ = Draft.objects.get_or_create(pk=draft_id, defaults={"owner": by, **facts})
    except IntegrityError:
        # On PostgreSQL somebody else's draft is not even seen: only its key is in the way.
        raise AccessDenied(SOMEBODY_ELSES) from None
    if draft.owner_id != by.pk:
        raise AccessDenied(SOMEBODY_ELSES)
    if draft.danger_now != danger:  # pressed again with the other answer: that one counts
        return answer_danger(draft=draft, danger=danger, by=by, at=at)
    return draft


@transaction.atomic
def answer_danger(*, draft: Draft, danger: str, by: User, at: datetime) -> Draft:
    """The draft carries the latest answer to “is anyone in danger now?”."""
    draft = _lock(draft, by=by)
    if danger not in Danger.values:
        raise ActionNotAllowed("Say whether anyone is in danger now.")
    draft.danger_now, draft.danger_at, draft.updated_at = danger, at, at
    draft.version += 1
    draft.save(update_fields=["danger_now", "danger_at", "updated_at", "version"])
    return draft


@transaction.atomic
def save_section(
    *, draft: Draft, key: str, answers: Typed, version: int, by: User, at: datetime, window: str = ""
) -> Saved:
    """What was typed into a section's own questions is stored, right or wrong; its lists are left as they are.

    `window` names the open page. When the last save came from the same page, its answer only got lost on the way: no conflict.
    """
    draft = _lock(draft, by=by)
    section = _section(key)
    row = _row(draft, key, at)
    lists = {
        name: row.answers[name] for name in (*(items.key for items in section.lists), "next") if name in row.answers
    }
    stored = {name: value for name, value in row.answers.items() if name not in lists}
    if stored == answers:
        return Saved(row.version, row.saved_at, changed=False)
    if version != row.version and not (window and window == row.window):
        raise StaleVersion(Current(stored, row.version, row.saved_at))
    row.version, row.window = row.version + 1, window
    _store(draft, row, {**answers, **lists}, at=at)
    return Saved(row.version, at, changed=True)


@transaction.atomic
def save_item(
    *,
    draft: Draft,
    key: str,
    list_key: str,
    number: int,
    answers: Typed,
    version: int,
    by: User,
    at: datetime,
    window: str = "",
    renumber: bool = True,
) -> Saved:
    """What was typed about one repeated thing is stored. Two new things given one number by two windows are both kept.

    `renumber=False` (a save in the background, whose page cannot learn of a new number) refuses instead.
    """
    draft = _lock(draft, by=by)
    assert _section(key).list_of(list_key)
    row = _row(draft, key, at)
    items = [dict(item) for item in row.answers.get(list_key, [])]
    found = next((item for item in items if item["n"] == number), None)
    if found is None:
        if not has_content(answers):
            return Saved(0, at, changed=False, number=number)
        return _add_item(draft, row, list_key, answers, items, window=window, at=at)
    if _typed_only(found) == answers and not found.get("removed"):
        return Saved(found["version"], row.saved_at, changed=False, number=number)
    mine = bool(window) and found.get("window") == window
    if version == 0 and not mine and renumber:
        return _add_item(draft, row, list_key, answers, items, window=window, at=at)
    if found.get("removed") or (version != found["version"] and not mine):
        raise StaleVersion(
            Current(_typed_only(found), found["version"], row.saved_at, removed=bool(found.get("removed")))
        )
    new = {**answers, "n": number, "version": found["version"] + 1, "window": window}
    items = [new if item["n"] == number else item for item in items]
    _store(draft, row, {**row.answers, list_key: items}, at=at)
    return Saved(new["version"], at, changed=True, number=number)


def _add_item(
    draft: Draft,
    row: DraftSection,
    list_key: str,
    answers: Typed,
    items: list[Typed],
    *,
    window: str,
    at: datetime,
) -> Saved:
    if len([item for item in items if not item.get("removed")]) >= MOST_ITEMS:
        raise ActionNotAllowed(f"There are {MOST_ITEMS} already. Put the rest into one of them.")
    number = next_number(row.answers, list_key)
    items = [*items, {**answers, "n": number, "version": 1, "window": window}]
    following = {**row.answers.get("next", {}), list_key: number + 1}
    _store(draft, row, {**row.answers, list_key: items, "next": following}, at=at)
    return Saved(1, at, changed=True, number=number)


@transaction.atomic
def set_removed(*, draft: Draft, key: str, list_key: str, number: int, removed: bool, by: User, at: datetime) -> None:
    """One repeated thing is out of the referral, or back in it. Its words are kept until the draft is sent or thrown away."""
    draft = _lock(draft, by=by)
    row = _row(draft, key, at)
    items = [
        {**item, "removed": removed, "version": item["version"] + 1}
        if item["n"] == number and bool(item.get("removed")) != removed
        else item
        for item in row.answers.get(list_key, [])
    ]
    if items != row.answers.get(list_key, []):
        _store(draft, row, {**row.answers, list_key: items}, at=at)


def add_file(
    *, draft: Draft, file: "File[bytes]", title: str, by: User, at: datetime, press: UUID | None = None
) -> Document:
    """The file goes with the referral; one press adds one.

    Raises ActionNotAllowed for one that is not taken, or where the referral went meanwhile.
    """
    return documents.store_upload(
        file=file,
        title=title,
        draft=draft.pk,
        by=by,
        at=at,
        press=press,
        holding=lambda: _lock(draft, by=by),
    )


@transaction.atomic
def remove_file(*, draft: Draft, document: Document, by: User) -> None:
    """The file does not go with the referral any more."""
    _lock(draft, by=by)
    documents.remove_from_draft(document=document, by=by)


@transaction.atomic
def discard(*, draft: Draft, by: User, at: datetime) -> None:
    """The draft is off the list and what was typed into it is gone. It cannot be sent any more. Refused once it was sent, or
    thrown away before."""
    draft = _lock(draft, by=by)
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])
    draft.forget_answers()


def next_number(answers: Mapping[str, Any], list_key: str) -> int:
    """The number the next repeated thing gets; numbers are never used again."""
    used: list[int] = [item["n"] for item in answers.get(list_key, [])]
    return max([int(answers.get("next", {}).get(list_key, 1)), *(number + 1 for number in used)])


def _lock(draft: Draft, *, by: User) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.owner_id != by.pk:
        raise AccessDenied("Only the person who is writing a referral can change it.")
    if locked.submitted_at is not None:
        raise AlreadySent(ALREADY_SENT)
    if locked.discarded_at is not None:
        raise AlreadyDiscarded(DISCARDED)
    return locked


def _section(key: str) -> Section:
    return sections.SECTIONS[key]


def _row(draft: Draft, key: str, at: datetime) -> DraftSection:
    return DraftSection.objects.filter(draft=draft, key=key).first() or DraftSection(draft=draft, key=key, saved_at=at)


def _typed_only(item: Mapping[str, Any]) -> Typed:
    return {name: value for name, value in item.items() if name not in HOUSEKEEPING}


def _store(draft: Draft, row: DraftSection, answers: Typed, *, at: datetime) -> None:
    row.answers, row.saved_at = answers, at
    row.state = _section(row.key).state(answers)
    row.save()
    draft.updated_at = at
    draft.version += 1
    draft.save(update_fields=["updated_at", "version"])
