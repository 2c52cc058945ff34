"""Which route decides who receives: on the child protection route YOS has nothing before it is decided to engage."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.cases import visible
from hsb.cases.models import Part
from hsb.cases.states import YouthOffending
from hsb.chronology.models import CaseEvent
from hsb.notifications.models import Notice
from hsb.timeliness.models import Deadline
from referrals.engagement import actions
from referrals.models import Receipt
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import minimal

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 18, 15, 42, tzinfo=clock.LONDON)
AT = SENT + timedelta(days=2)
FIRST_ROUTE = minimal(request={"routes": ["child_protection"]})
NINE = {"born_on_day": "4", "born_on_month": "5", "born_on_year": "2017"}


@pytest.fixture(autouse=True)
def _two_days_later():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(params=[{}, NINE], ids=["fourteen", "nine"])
def young(request, dsl, mash_worker, csws_manager, yos_manager):
    typed = minimal(request={"routes": ["child_protection"]}, young_person=request.param)
    return young_persons_case(sent(dsl, SENT, typed))


@pytest.mark.policy("P4.1", "P5.10")
def test_on_the_child_protection_route_yos_has_no_part_receipt_clock_event_or_notice(
    young, mash_worker, yos_manager, client_for
):
    assert list(Receipt.objects.filter(case=young).values_list("destination", flat=True)) == ["mash"]
    assert not young.involvements.filter(part=Part.SCREENING).exists()
    assert visible.may_see(mash_worker, young.pk) and not visible.may_see(yos_manager, young.pk)
    assert not Deadline.objects.filter(case=young, standard_code="T23").exists()
    assert not CaseEvent.objects.filter(case=young, code__startswith="yos.").exists()
    assert young.youth_offending == YouthOffending.NOT_OPEN
    assert not Notice.objects.filter(user=yos_manager, case=young).exists()
    client = client_for(yos_manager)
    assert young.reference not in client.get(reverse("referrals:yos_inbox")).content.decode()
    assert client.get(reverse("referrals:yos_case", args=[young.reference])).status_code == 404


def test_the_sender_reads_that_mash_has_it_and_not_that_yos_does(dsl, mash_worker, yos_manager, client_for):
    referral = sent(dsl, SENT, FIRST_ROUTE)

    page = client_for(dsl).get(reverse("referrals:sent", args=[referral.pk])).content.decode()

    assert "MASH has your referral" in page
    assert "checks its part" not in page


@pytest.mark.policy("P6.4")
def test_on_the_criminal_justice_route_both_receive_it_at_once(dsl, mash_worker, yos_manager, client_for):
    referral = sent(dsl, SENT, minimal(request={"routes": ["criminal_justice"]}))
    case = young_persons_case(referral)

    assert set(Receipt.objects.filter(case=case).values_list("destination", flat=True)) == {"mash", "yos"}
    assert visible.may_see(yos_manager, case.pk)
    assert Deadline.objects.filter(case=case, standard_code="T23").exists()


@pytest.mark.policy("P5.10")
def test_deciding_to_engage_leads_to_the_referral_filled_in_and_yos_has_it_with_a_clock_from_then(
    dsl, mash_worker, csws_manager, yos_manager, client_for
):
    young = young_persons_case(sent(dsl, SENT, FIRST_ROUTE))
    actions.end_investigation(
        case=young, kind="s47", ended_on=AT.date(), outcome="Substantiated.", by=csws_manager, at=AT
    )
    waits = Deadline.objects.get(case=young, standard_code="T29")
    assert waits.is_running
    client = client_for(csws_manager)

    then = client.post(
        reverse("referrals:engage", args=[young.reference]), {"engage": "yes", "reasons": "The family asks for help."}
    )

    refer = reverse("referrals:refer_to_yos", args=[young.reference])
    assert then["Location"] == refer
    page = client.get(refer).content.decode()
    assert "Advice or consultation" in page and "The family asks for help." in page

    client.post(refer, {"asks": "AIM2, please."})

    young.refresh_from_db()
    waits.refresh_from_db()
    assert young.youth_offending == YouthOffending.REFERRED
    assert visible.may_see(yos_manager, young.pk)
    assert not waits.is_running
    assert Deadline.objects.get(case=young, standard_code="T23").started_on == AT.date()
