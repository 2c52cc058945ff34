"""A pre-sentence report that is due before the assessment it draws on (the usual guilty plea): said the day it is asked."""

from dataclasses import dataclass
from datetime import date

from aim2.models import ReportAsked
from hsb.cases.models import Case
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import State
from hsb.timeliness.models import Deadline

REPORT, ASSESSMENT = "T35", "T26"


@dataclass(frozen=True)
class EarlyReport:
    """A report, the day it is due, and the day the AIM report is due: at the soonest, where its clock does not run yet."""

    id: str
    due: date
    aim_due: date
    runs: bool


def reports(case: Case, today: date) -> list[EarlyReport]:
    """Answer the reports due before the AIM report, of which nobody has chosen how the court is told. One statement, two where a
    report is due."""
    clocks = list(Deadline.objects.filter(case=case, standard_code__in=(REPORT, ASSESSMENT)).order_by("pk"))
    due = {
        row.key: row.due_on for row in clocks if row.standard_code == REPORT and row.state in (State.OPEN, State.PAUSED)
    }
    aim = [row for row in clocks if row.standard_code == ASSESSMENT]
    if not due or (aim and aim[-1].state in (State.MET, State.MET_LATE)):
        return []
    running = aim[-1].due_on if aim and aim[-1].state == State.OPEN else None
    aim_due = running or _at_the_soonest(case, today)
    asked = ReportAsked.objects.filter(case=case, lodged_on=None, withdrawn=False, choice="").order_by("hearing_on")
    found = [(str(one.pk), due.get(str(one.hearing))) for one in asked]
    return [EarlyReport(pk, day, aim_due, running is not None) for pk, day in found if day and day < aim_due]


def _at_the_soonest(case: Case, today: date) -> date:
    """Answer when the AIM report would be due if everybody whose consent is needed gave it today."""
    amount = next(one.amount for one in timeliness.book().for_kind(case.kind) if one.code == ASSESSMENT)
    return timeliness.working_days_on(today, amount)
