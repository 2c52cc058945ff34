"""What chair and minute-taker write down: parts, and rows of each kind, for one child at a time. One transaction each.

Until the chair approves, everything may be changed. What changes a decision after the meeting ended is a correcting event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Max

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.cases.models import Case
from hsb.chronology.actions import lock
from hsb.database import opening
from hsb.errors import ActionNotAllowed, StaleVersion, check_said
from strategy_meetings.meetings import following, parts, policies
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import (
    Action,
    Contingency,
    Decision,
    Information,
    Meeting,
    MeetingChild,
    PartWritten,
    Told,
)

LONGEST = 400_000  # characters in one part, as the form says
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Typed:
    """What somebody wrote in one part, and the version it was written on (0: nothing stood there)."""

    answer: str
    text: str
    version: int


@transaction.atomic
def save_parts(*, meeting: Meeting, case: Case, typed: Mapping[str, Typed], by: User, at: datetime) -> dict[str, int]:
    """Every part that differs is stored on its next version; answers the versions. Raises StaleVersion for the first part
    somebody else saved since, and then nothing is written."""
    held = open_for_writing(meeting, case)
    known = set(kind_of(held.kind).parts)
    stored = {one.part: one for one in PartWritten.objects.filter(meeting=held, case=case).select_related("saved_by")}
    versions = {part: one.version for part, one in stored.items()}
    for key, one in typed.items():
        if key not in known:
            raise ActionNotAllowed("This meeting has no such part. Reload the page.")
        _check_answer(parts.PARTS[key], one)
        before = stored.get(key)
        if before is None:
            if one.answer or one.text.strip():
                PartWritten(
                    meeting=held, case=case, part=key, answer=one.answer, text=one.text, saved_at=at, saved_by=by
                ).save(force_insert=True)
                versions[key] = 1
            continue
        if (before.answer, before.text) == (one.answer, one.text):
            continue
        if before.version != one.version:
            raise StaleVersion(before)
        PartWritten.objects.filter(pk=before.pk).update(
            answer=one.answer, text=one.text, version=F("version") + 1, saved_at=at, saved_by=by
        )
        versions[key] = before.version + 1
    looked_at_again(held, case, by=by, at=at)
    return versions


def _check_answer(part: parts.Part, one: Typed) -> None:
    if one.answer and one.answer not in dict(part.choices):
        raise ActionNotAllowed(f"{part.title}: choose one of the answers shown.")
    if len(one.text) > LONGEST:
        raise ActionNotAllowed(
            f"{part.title} must be {LONGEST:,} characters or fewer: shorten it, or attach a document."
        )


@transaction.atomic
def add_information(
    *,
    meeting: Meeting,
    case: Case,
    agency_kind: str,
    said_by: str,
    text: str,
    is_opinion: bool,
    police_restricted: bool,
    by: User,
    at: datetime,
    agency: Agency | None = None,
) -> Information:
    """What the agency said stands under its name, as fact or opinion."""
    held = open_for_writing(meeting, case)
    check_said(text, "Write what the agency said.")
    row = Information(
        meeting=held,
        case=case,
        number=_next(Information, held, case),
        agency=agency,
        agency_kind=agency_kind,
        said_by=said_by.strip(),
        is_opinion=is_opinion,
        police_restricted=police_restricted,
        text=text.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    looked_at_again(held, case, by=by, at=at)
    return row


@transaction.atomic
def add_decision(
    *, meeting: Meeting, case: Case, text: str, dissent_by: str, dissent: str, by: User, at: datetime
) -> Decision:
    """The decision stands, with whoever disagreed and why."""
    held = open_for_writing(meeting, case)
    check_said(text, "Write the decision.")
    if bool(dissent_by.strip()) != bool(dissent.strip()):
        raise ActionNotAllowed("Say both who disagreed and why, or neither.")
    row = Decision(
        meeting=held,
        case=case,
        number=_next(Decision, held, case),
        text=text.strip(),
        dissent_by=dissent_by.strip(),
        dissent=dissent.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def add_action(
    *,
    meeting: Meeting,
    case: Case,
    what: str,
    owner_name: str,
    due_on: date,
    by: User,
    at: datetime,
    owner: User | None = None,
    owner_agency: Agency | None = None,
) -> Action:
    """The action stands; its task is set when the meeting ends, or at once where it has ended. Never due before the meeting."""
    held = open_for_writing(meeting, case)
    check_said(what, "Write what will be done.")
    check_said(owner_name, "Say who does it.")
    policies.check_action_due(due_on, held)
    row = Action(
        meeting=held,
        case=case,
        number=_next(Action, held, case),
        what=what.strip(),
        owner=owner,
        owner_agency=owner_agency,
        owner_name=owner_name.strip(),
        due_on=due_on,
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    following.set_tasks_if_ended(held, by=by, at=at)
    return row


@transaction.atomic
def add_contingency(
    *, meeting: Meeting, case: Case, if_this: str, then: str, who: str, by: User, at: datetime
) -> Contingency:
    """If this, then that, by whom: all three are said."""
    held = open_for_writing(meeting, case)
    for text, sentence in (
        (if_this, "Write what might happen."),
        (then, "Write what is done then."),
        (who, "Say who does it."),
    ):
        check_said(text, sentence)
    row = Contingency(
        meeting=held,
        case=case,
        number=_next(Contingency, held, case),
        if_this=if_this.strip(),
        then=then.strip(),
        who=who.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    looked_at_again(held, case, by=by, at=at)
    return row


@transaction.atomic
def add_told(
    *,
    meeting: Meeting,
    case: Case,
    whom: str,
    what: str,
    not_yet: str,
    by_whom: str,
    due_at: datetime | None,
    done: bool,
    by: User,
    at: datetime,
    by_user: User | None = None,
) -> Told:
    """It is agreed what this family is told, what not yet, by whom and when; a line of work until it is done."""
    held = open_for_writing(meeting, case)
    for text, sentence in (
        (whom, "Say who is told."),
        (what, "Write what they are told, or that they are told nothing yet and why."),
        (by_whom, "Say who tells them."),
    ):
        check_said(text, sentence)
    row = Told(
        meeting=held,
        case=case,
        number=_next(Told, held, case),
        whom=whom.strip(),
        what=what.strip(),
        not_yet=not_yet.strip(),
        by_whom=by_whom.strip(),
        by_user=by_user,
        due_at=due_at,
        done_at=at if done else None,
        done_by=by if done else None,
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    looked_at_again(held, case, by=by, at=at)
    return row


@transaction.atomic
def set_next(*, meeting: Meeting, next_on: date | None, because: str, by: User, at: datetime) -> None:
    """It is known when the meeting looks at it again, or why it does not."""
    children = [child.case for child in meeting.children.select_related("case").order_by("number")]
    held = open_for_writing(meeting, *children)
    if next_on is None and not because.strip():
        raise ActionNotAllowed("Enter the next date, or say why none is needed.")
    MeetingChild.objects.filter(meeting=held).update(
        next_on=next_on, no_next_because="" if next_on else because.strip(), version=F("version") + 1
    )
    looked_at_again(held, children[0], by=by, at=at)


def open_for_writing(meeting: Meeting, *cases: Case) -> Meeting:
    """Answer the meeting as it stands, its children here locked. Raises ActionNotAllowed where its record is not written on."""
    for case in cases:
        opening(case.pk)
    lock(*cases)
    held = Meeting.objects.select_related("chair", "follows").get(pk=meeting.pk)
    policies.check_can_write(held)
    return held


def _next(model: Any, meeting: Meeting, case: Case) -> int:
    last = model.objects.filter(meeting=meeting, case=case).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def looked_at_again(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    following.after_writing(meeting, case, by=by, at=at)
