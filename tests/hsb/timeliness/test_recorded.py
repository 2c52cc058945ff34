"""The clocks of a real referral: sent, and then everything rebuilt, as the product does it."""

import io
from datetime import date, datetime

import pytest
from django.core.management import call_command

from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.timeliness import queries
from hsb.timeliness.models import Deadline
from tests.factories import referrals

pytestmark = pytest.mark.django_db


@pytest.mark.policy("P5.10")
def test_sending_a_referral_starts_the_clocks_of_each_child_and_rebuilding_finds_nothing_else(
    at: datetime, social_worker: User
) -> None:
    referrals.partnership()
    referrals.sent(social_worker, at)

    young_person = Case.objects.get(kind="displayed")
    running = {row.standard_code: row.due_on for row in queries.open_clocks(young_person.pk)}
    assert running["T1"] == date(2026, 3, 6)  # sent on Thursday 5 March
    assert running["T45"] == date(2026, 3, 5)
    assert running["T5"] == date(2026, 5, 12)  # over Easter and the early May holiday
    assert {row.standard_code for row in queries.open_clocks(young_person.pk)} >= {"T1", "T5", "T45"}
    for harmed in Case.objects.filter(kind="harmed"):
        assert {row.standard_code for row in queries.open_clocks(harmed.pk)} == {"T1", "T5", "T45"}

    out = io.StringIO()
    call_command("deadlines", "rebuild", "--check", stdout=out)
    assert f"0 differences in {Case.objects.count()} cases." in out.getvalue()


def test_rebuilding_from_nothing_gives_the_same_clocks(at: datetime, social_worker: User) -> None:
    referrals.partnership()
    referrals.sent(social_worker, at)
    before = set(Deadline.objects.values_list("case", "standard_code", "root_event", "due_on", "state"))
    Deadline.objects.all().delete()

    call_command("deadlines", "rebuild", stdout=io.StringIO())

    assert set(Deadline.objects.values_list("case", "standard_code", "root_event", "due_on", "state")) == before
    assert before
