"""What people do about a clock: say why it was late. Nothing here moves a date: that is the fold's, from the events."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hsb.cases import clock_policies as policies
from hsb.cases import events
from hsb.cases.access import OpenCase
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.models import Deadline, DelayReason


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
    policies.check_can_explain(held, reason, text)
    assert held.broken_on is not None
    DelayReason.objects.create(
        case=opened.case,
        standard_code=held.standard_code,
        root_event=held.root_event,
        fell_due_on=held.broken_on,
        reason=reason,
        text=text.strip(),
        given_by=opened.user,
        given_at=at,
    )
    said = events.DelayExplained(
        standard=held.standard_code,
        root_event=held.root_event,
        fell_due_on=held.broken_on.isoformat(),
        reason=reason.value,
        title=held.title,
        text=text.strip(),
    )
    record(said, case=opened.case, by=opened.user, at=at, occasion=press)


def _as_it_stands(deadline: Deadline) -> Deadline:
    """Answer the clock again, under the case's lock: somebody may have acted since the page was drawn."""
    held = timeliness.clock_of(deadline.case_id, deadline.pk)
    if held is None:
        raise ActionNotAllowed("This clock is no longer there: what started it was corrected. Go back to the case.")
    return held
