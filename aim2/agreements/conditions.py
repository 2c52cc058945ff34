"""The agreement on work before trial, as a condition on every page of the young person's case (P6.2)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from aim2.agreements import queries
from aim2.models import PreTrialAgreement
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import ConditionSource
from hsb.ui.components import Condition


def _rows(opened: OpenCase) -> QuerySet[PreTrialAgreement] | None:
    if opened.case.is_harmed or not opened.may(RecordClass.CRIMINAL, Level.SUMMARY):
        return None
    return queries.standing_rows(opened.case)


def _words(opened: OpenCase, rows: Iterable[PreTrialAgreement], today: date) -> list[Condition]:
    found = []
    for one in rows:
        topics = f" Topics: {one.topics}" if opened.may(RecordClass.CRIMINAL, Level.READ) else ""
        text = f"the child harmed and the incidents are left out of all work; notes may be disclosed, as the young person was told.{topics}"
        found.append(Condition(title="Work before trial, agreed by police and CPS:", text=text))
    return found


AGREEMENT = ConditionSource(rows=_rows, words=_words, on_paper=True)
