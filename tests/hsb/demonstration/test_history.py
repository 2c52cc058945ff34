"""The demonstration's past is what the actions would have left, in a second or two, and floods nobody's work."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from hsb import clock
from hsb.cases import grants
from hsb.cases.models import Case
from hsb.chronology.models import CaseEvent
from hsb.demonstration import history, people
from hsb.timeliness.models import Breach, Deadline, DelayReason
from referrals.models import Offer, Receipt

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=clock.LONDON)


def test_the_past_is_whole_and_most_of_it_is_over(capsys):
    with time_machine.travel(NOW, tick=False):
        told = history.load(people.load(at=NOW, since=NOW.date() - timedelta(days=900)), now=NOW)
        call_command("audit", "verify")
        call_command("deadlines", "rebuild", "--check")

    assert f"0 differences in {history.CASES} cases." in capsys.readouterr().out
    assert told == Case.objects.count() == history.CASES
    assert grants.differences() == 0
    assert CaseEvent.objects.latest("recorded_at").recorded_at < NOW
    assert Case.objects.filter(closed_at=None).count() < history.CASES / 5
    assert Deadline.objects.running().count() < 40  # of far more kinds of clock than open cases
    assert Receipt.objects.filter(closed_at=None).count() < 10
    assert {offer.response for offer in Offer.objects.all()} == {"accepted", "refused"}
    explained = DelayReason.objects.count()
    assert 0 < explained < Breach.objects.count()
    for reason in DelayReason.objects.all():
        key = {"case": reason.case_id, "standard_code": reason.standard_code, "root_event": reason.root_event}
        assert Deadline.objects.filter(**key, broken_on=reason.fell_due_on).exists()
