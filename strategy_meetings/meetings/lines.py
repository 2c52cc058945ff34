"""Lines of a record that outlive the meeting or go again: what may not be discussed, that a family was told, what was a mistake."""

from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, check_said
from strategy_meetings.meetings import events, following
from strategy_meetings.meetings.writing import looked_at_again, open_for_writing
from strategy_meetings.models import (
    Action,
    Contingency,
    Decision,
    Information,
    Meeting,
    NotDiscussed,
    Told,
    Writing,
)


@transaction.atomic
def tell_done(*, told: Told, by: User, at: datetime) -> None:
    """The family has been told; pressing twice changes nothing more."""
    lock(told.case)
    if Told.objects.filter(pk=told.pk, done_at=None).update(done_at=at, done_by=by):
        record(
            events.FamilyTold(meeting=str(told.meeting_id), whom=told.whom, by_whom=told.by_whom),
            case=told.case,
            by=by,
            at=at,
        )


@transaction.atomic
def set_not_discussed(
    *, meeting: Meeting, case: Case, what: str, police_said: str, cps_said: str, until_what: str, by: User, at: datetime
) -> NotDiscussed:
    """Every page of this child's record says from now on what may not be discussed with them, who said so, until what (P6.2)."""
    held = open_for_writing(meeting, case)
    check_said(what, "Write what may not be discussed with the child.")
    check_said(until_what, "Say until what: an interview, a charging decision, the end of a trial.")
    if not police_said.strip() and not cps_said.strip():
        raise ActionNotAllowed("Say who of the police or the CPS asked for it.")
    row = NotDiscussed(
        meeting=held,
        case=case,
        what=what.strip(),
        police_said=police_said.strip(),
        cps_said=cps_said.strip(),
        until_what=until_what.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    said = events.NotDiscussedSet(meeting=str(held.pk), what=row.what, until_what=row.until_what)
    record(said, case=case, by=by, at=at)
    return row


@transaction.atomic
def lift_not_discussed(*, condition: NotDiscussed, said_by: str, because: str, by: User, at: datetime) -> None:
    """It may be discussed with the child again, and every page stops saying that it may not; the record keeps who said so, and why.

    Lifting twice changes nothing more. Raises ActionNotAllowed without who of the police or the CPS said so, or why.
    """
    lock(condition.case)
    check_said(said_by, "Say who of the police or the CPS said that it ends.")
    check_said(because, "Say what has happened, for example that the interview was held.")
    open_ones = NotDiscussed.objects.filter(pk=condition.pk, lifted_at=None)
    said = f"{because.strip()} Said by {said_by.strip()}."
    if open_ones.update(lifted_at=at, lifted_by=by, lifted_because=said):
        lifted = events.NotDiscussedLifted(meeting=str(condition.meeting_id), what=condition.what, because=said)
        record(lifted, case=condition.case, by=by, at=at)


@transaction.atomic
def take_out(*, row: Information | Decision | Action | Contingency | Told, by: User, at: datetime) -> None:
    """A line written by mistake is gone; an action whose task was set is withdrawn from whoever has it."""
    held = open_for_writing(row.meeting, row.case)
    if isinstance(row, Action):
        following.withdraw_task(row, by=by, at=at)
    type(row).objects.filter(pk=row.pk).delete()  # type: ignore[attr-defined]
    looked_at_again(held, row.case, by=by, at=at)


def writes_in(*, meeting: Meeting, case: Case, part: str, by: User, at: datetime) -> None:
    """It is known where this person writes just now."""
    Writing.objects.update_or_create(meeting=meeting, user=by, defaults={"case": case, "part": part[:40], "at": at})
