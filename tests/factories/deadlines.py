"""Clocks that run on a case, as a refold would leave them."""

from datetime import date, datetime
from itertools import count
from typing import Any

from hsb import clock
from hsb.cases.models import Case
from hsb.timeliness.models import Deadline

_ROOTS = count(900_001)


def running(case: Case, *, due: date, at: datetime, **changes: Any) -> Deadline:
    """An adopted assessment clock of the social worker, started at `at` and due that day; `changes` are columns."""
    given: dict[str, Any] = {
        "case": case,
        "standard_code": "T5",
        "standard_version": 1,
        "title": "Child and family assessment",
        "action": "Finish the assessment",
        "basis": "statutory guidance",
        "adopted": True,
        "owner_kind": "csws",
        "owner_role": "social_worker",
        "started_at": at,
        "started_on": at.date(),
        "due_on": due,
        "judged_on": due,
        "late_at": clock.end_of(due),
        "state": "open",
    }
    return Deadline.objects.create(root_event=next(_ROOTS), **{**given, **changes})
