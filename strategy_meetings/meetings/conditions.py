"""What may not be discussed with a child, at the top of every page of their record (P6.2)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import ConditionSource
from hsb.cases.models import Case
from hsb.ui.components import Condition
from strategy_meetings.models import NotDiscussed


def in_force(case: Case) -> QuerySet[NotDiscussed]:
    """Answer what may not be discussed with this child now, the oldest first."""
    return NotDiscussed.objects.filter(case=case, lifted_at=None).order_by("at")


def _in_force(opened: OpenCase) -> QuerySet[NotDiscussed] | None:
    """Whoever reaches the record may speak with the child, so everybody on it must know."""
    if not opened.may(RecordClass.HEADER, Level.SUMMARY) and not opened.may(RecordClass.MEETING, Level.SUMMARY):
        return None
    return in_force(opened.case)


def _words(opened: OpenCase, rows: Iterable[NotDiscussed], today: date) -> list[Condition]:
    found = []
    for row in rows:
        said = " and ".join(
            filter(
                None,
                (
                    f"{row.police_said}, police" if row.police_said else "",
                    f"{row.cps_said}, CPS" if row.cps_said else "",
                ),
            )
        )
        found.append(
            Condition(
                title=f"Do not discuss with {opened.case.label}: {row.what}",
                text=f"Until {row.until_what}. Said by {said}.",
            )
        )
    return found


NOT_DISCUSSED = ConditionSource(rows=_in_force, words=_words)
