"""What people do about a clock: agree a later date, let it stand still, let it go on, say why it was late.

Nothing here moves a date: each records an event, and what follows is the fold's.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hsb import clock
from hsb.cases.access import OpenCase
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.clocks import events, policies
from hsb.errors import ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.models import Deadline, DelayReason
from hsb.timeliness.standards import PauseReason


def clock_for(opened: OpenCase, pk: int) -> Deadline | None:
    """Answer one clock of an opened case; None where it has no such clock that this reader may know of."""
    found = timeliness.clock_of(opened.case.pk, pk)
    return found if found is not None and policies.may_know(opened, found) else None


@transaction.atomic
def explain_delay(
    *, opened: OpenCase, deadline: Deadline, reason: Reason, text: str, at: datetime, press: UUID | None = None
) -> None:
    """Why this clock was late stands in the chronology and on the delay page, under the reader's name; what was said before stays.

    One press is one reason. Raises AccessDenied for those who do not answer for the clock, ActionNotAllowed when it was not late.
    """
    policies.check_answers_for(opened, deadline)
    lock(opened.case)
    if chronology.has_happened(opened.case.pk, "delay.explained", press):
        return
    held = _as_it_stands(deadline)
    fell_due_on = policies.check_can_explain(held, reason, text, at)
    DelayReason.objects.create(
        case=opened.case,
        standard_code=held.standard_code,
        root_event=held.root_event,
        fell_due_on=fell_due_on,
        reason=reason,
        text=text.strip(),
        given_by=opened.user,
        given_at=at,
    )
    said = events.DelayExplained(
        standard=held.standard_code,
        root_event=held.root_event,
        fell_due_on=fell_due_on.isoformat(),
        reason=reason.value,
        title=held.title,
        text=text.strip(),
    )
    record(said, case=opened.case, by=opened.user, at=at, occasion=press)


@transaction.atomic
def extend(
    *,
    opened: OpenCase,
    deadline: Deadline,
    until: date,
    reason: ExtensionReason,
    text: str,
    at: datetime,
    press: UUID | None = None,
    coordinator: str = "",
) -> None:
    """A later date stands beside the due date, with who agreed it and why. What law or guidance sets is held to its own date still.

    Raises AccessDenied for anybody but the manager, ActionNotAllowed for a date that is no extension or without words.
    """
    policies.check_manages(opened, deadline)
    lock(opened.case)
    if chronology.has_happened(opened.case.pk, "clock.extended", press):
        return
    held = _as_it_stands(deadline)
    policies.check_can_extend(held, until, text, clock.local_date(at))
    standard = timeliness.book().standard_of(held)
    policies.check_is_coordinated(standard, reason, coordinator)
    agreed = events.ClockExtended(
        standard=held.standard_code,
        root_event=held.root_event,
        until=until.isoformat(),
        reason=reason.value,
        binding=standard.binding,
        title=held.title,
        text=text.strip(),
        coordinator=coordinator.strip(),
    )
    record(agreed, case=opened.case, by=opened.user, at=at, occasion=press)


@transaction.atomic
def pause(
    *,
    opened: OpenCase,
    deadline: Deadline,
    reason: PauseReason | str,
    text: str,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """The clock stands still from now until `resume`, for a reason its standard knows; never for a criminal investigation (P6.2).

    Raises AccessDenied for those who do not answer for the clock, ActionNotAllowed when it cannot pause, or not for that.
    """
    policies.check_answers_for(opened, deadline)
    lock(opened.case)
    if chronology.has_happened(opened.case.pk, "clock.paused", press):
        return
    held = _as_it_stands(deadline)
    policies.check_can_pause(held, timeliness.book().standard_of(held), reason, at)
    paused = events.ClockPaused(
        standard=held.standard_code,
        root_event=held.root_event,
        reason=PauseReason(reason).value,
        title=held.title,
        text=text.strip(),
    )
    record(paused, case=opened.case, by=opened.user, at=at, occasion=press)


@transaction.atomic
def resume(*, opened: OpenCase, deadline: Deadline, text: str, at: datetime, press: UUID | None = None) -> None:
    """The clock that somebody let stand still goes on, with what was left of its time.

    Raises AccessDenied for those who do not answer for the clock, ActionNotAllowed when it does not stand still, or waits for
    an event.
    """
    policies.check_answers_for(opened, deadline)
    lock(opened.case)
    if chronology.has_happened(opened.case.pk, "clock.resumed", press):
        return
    held = _as_it_stands(deadline)
    policies.check_can_resume(held, began_by(held))
    gone_on = events.ClockResumed(
        standard=held.standard_code, root_event=held.root_event, title=held.title, text=text.strip()
    )
    record(gone_on, case=opened.case, by=opened.user, at=at, occasion=press)


def began_by(deadline: Deadline) -> str:
    """Answer the code of the event that began the pause in which the clock stands; "" when it runs."""
    spans = deadline.paused_spans
    return chronology.code_of(spans[-1]["began_by"]) if spans and spans[-1]["until"] is None else ""


def _as_it_stands(deadline: Deadline) -> Deadline:
    """Answer the clock again, under the case's lock: somebody may have acted since the page was drawn."""
    held = timeliness.clock_of(deadline.case_id, deadline.pk)
    if held is None:
        raise ActionNotAllowed("This clock is no longer there: what started it was corrected. Go back to the case.")
    return held
