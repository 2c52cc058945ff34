"""The one change: the step was done on that day. It checks, locks and records in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from aim2.dated import policies
from aim2.dated.steps import Step
from aim2.looked_after import queries as looked_after
from hsb import clock
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record


@transaction.atomic
def record_step(
    *,
    case: Case,
    step: Step,
    on: date,
    said: Mapping[str, Any],
    opened: OpenCase,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """The step stands in the chronology on its day, and its clocks follow. One press records one."""
    lock(case)
    policies.check_may_record(step, opened)
    if chronology.has_happened(case.pk, step.code, press):
        return
    policies.check_can_record(on=on, today=clock.local_date(at), born_on=case.born_on)
    event = _event(case, step, said)
    record(event, case=case, by=opened.user, at=at, occurred=clock.instant_on(on, at=at), occasion=press)


def _event(case: Case, step: Step, said: Mapping[str, Any]) -> Any:
    if step.code == "lac_review.held":
        return step.makes({"meeting": str(uuid4()), "number": len(looked_after.reviews(case)) + 1})
    if step.asks == "review":
        known = [meeting for meeting, _, _ in looked_after.reviews(case)]
        policies.check_is_a_review(str(said.get("review") or ""), known)
    return step.makes(said)
