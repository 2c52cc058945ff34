"""My work: what is mine to do stands there, a manager's approvals too."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from referrals.mash import actions
from tests.factories.referrals import sent, young_persons_case

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)


@pytest.mark.policy("P5.2")
def test_a_proposed_decision_waits_on_the_managers_page_and_not_on_the_proposers(
    dsl, mash_worker, csws_manager, client_for
):
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        referral = sent(dsl, NOW)
        young = young_persons_case(referral)
        manager, worker = client_for(csws_manager), client_for(mash_worker)
        home = reverse("pages:home")
        assert "Approve or return the decision" not in manager.get(home).content.decode()

        written = [actions.Written(young, 0, {"outcome": "section_47", "reasons": "A younger child needs protecting."})]
        actions.propose(referral=referral, written=written, by=mash_worker, at=NOW + timedelta(hours=1))

        shown = manager.get(home).content.decode()
        assert "Approve or return the decision" in shown and young.reference in shown
        assert "Approve or return the decision" not in worker.get(home).content.decode()
