"""Scenarios 4 and 5: the days by which the report is due (../shared/scenarios.md)."""

from datetime import date, datetime, time, timedelta

import pytest

from aim2.assessments import signing
from hsb import clock
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.ready import ready

pytestmark = pytest.mark.django_db


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime.combine(date(year, month, day), time(hour), tzinfo=clock.LONDON)


def due(case, code):
    found = Deadline.objects.get(case=case, standard_code=code)
    assert found.due_at is not None
    return clock.local_date(found.due_at - timedelta(seconds=1))


@pytest.mark.policy("P6.3")
def test_scenario_4_the_report_is_due_thirty_working_days_after_consent_and_met_by_the_signature(
    dsl, yos_officer, social_worker, yos_manager
):
    case = ready(dsl, yos_officer, social_worker, yos_manager, on(2026, 12, 14))
    assert due(case, "T26") == date(2027, 1, 28)

    assessment = builders.begun(case, yos_officer, social_worker, on(2026, 12, 16))
    builders.written(assessment, on(2027, 1, 20))
    builders.agreed(assessment, on(2027, 1, 26))
    assert Deadline.objects.get(case=case, standard_code="T26").met_at is None, "agreed is not signed"
    signing.sign(
        assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=on(2027, 1, 28)
    )
    assert Deadline.objects.get(case=case, standard_code="T26").state == "met"


def test_scenario_5_consent_on_the_seventh_makes_it_due_on_the_twenty_first(
    dsl, yos_officer, social_worker, yos_manager
):
    case = ready(dsl, yos_officer, social_worker, yos_manager, on(2026, 12, 7))
    assert due(case, "T26") == date(2027, 1, 21)
