"""What a day for a meeting would mean: whether it is a working day, and which standard it would break."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hsb import clock
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import is_working_day
from hsb.timeliness.models import Deadline
from hsb.ui.words import date_time, long_date

STANDARDS = ("T4", "T6", "PLANNING")


def says(case_ids: Sequence[UUID], chosen: datetime | None, *, at: datetime) -> list[str]:
    """Answer in sentences what is due, or what the chosen instant breaks; empty when nothing is to be said."""
    clocks = list(
        Deadline.objects.filter(
            case_id__in=list(case_ids), standard_code__in=STANDARDS, state="open", due_at__isnull=False
        )
        .select_related("case")
        .order_by("due_at")
    )
    if chosen is None:
        return [f"{one.case.label}: {one.title} due by {date_time(one.due_at)}." for one in clocks]
    found = []
    day = clock.local_date(chosen)
    if not is_working_day(day, timeliness.holidays()):
        found.append(f"{long_date(day)} is no working day.")
    found += [
        f"That is after {one.title.lower()} is due for {one.case.label}: {date_time(one.due_at)}."
        for one in clocks
        if one.due_at is not None and chosen > one.due_at
    ]
    return found
