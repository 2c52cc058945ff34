"""From the end of an enquiry to the family's answer: decided, offered, refused perhaps, and never closed by silence."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.agencies.models import Agency
from hsb.cases.models import PersonPart
from hsb.cases.states import CriminalJustice, Safeguarding, YouthOffending
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from referrals.allocation import actions as allocation
from referrals.engagement import actions, guidance, queries
from referrals.mash import actions as mash
from referrals.models import AgencyCheck, DecisionToEngage, InvestigationEnd, Offer, Receipt, Stance
from tests.factories.referrals import harmed_cases, sent, young_persons_case

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 18, 15, 42, tzinfo=clock.LONDON)
AT = datetime(2026, 11, 20, 11, 0, tzinfo=clock.LONDON)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _two_days_later():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def young(dsl, mash_worker, csws_manager, social_worker):
    """A young person whose case a social worker holds."""
    referral = sent(dsl, SENT)
    case = young_persons_case(referral)
    fields = {"outcome": "section_47", "reasons": "To make safe."}
    decided = mash.propose(referral=referral, written=[mash.Written(case, 0, fields)], by=mash_worker, at=AT)
    mash.approve(decisions=decided, by=csws_manager, at=AT)
    case.refresh_from_db()
    allocation.allocate(case=case, worker=social_worker, by=csws_manager, at=AT)
    return case


def day(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def codes(case):
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))


def offer(case, by, response="accepted", **over):
    given = {
        "made_by_name": "Priya Shah",
        "made_on": TODAY,
        "made_to": "both",
        "framing": "We talked about what he wants for himself.",
        "response": response,
        "response_words": "",
        "what_next": "",
    }
    return actions.record_offer(case=case, by=by, at=AT, **given | over)


@pytest.mark.policy("P5.10")
def test_the_end_of_an_enquiry_asks_for_the_decision_to_engage(young, social_worker, client_for):
    client = client_for(social_worker)
    address = reverse("referrals:investigation_ended", args=[young.reference])
    tomorrow = TODAY + timedelta(days=1)
    late = client.post(address, {"kind": "criminal", "outcome": "Substantiated."} | day("ended_on", tomorrow))
    assert late.status_code == 422 and "must be 20 November 2026 or earlier" in late.content.decode()

    then = client.post(address, {"kind": "criminal", "outcome": "Substantiated."} | day("ended_on", TODAY))

    assert then["Location"] == reverse("referrals:engage", args=[young.reference])
    page = client.get(reverse("referrals:engagement", args=[young.reference])).content.decode()
    assert "Decide whether to engage" in page and "Criminal investigation ended" in page
    assert codes(young).count("investigation.ended") == 1


def test_the_same_end_recorded_twice_is_one_end_and_a_criminal_one_moves_that_strand(young, social_worker):
    young.refresh_from_db()
    for _ in range(2):
        actions.end_investigation(
            case=young, kind="criminal", ended_on=TODAY, outcome="No charge.", by=social_worker, at=AT
        )

    young.refresh_from_db()
    assert InvestigationEnd.objects.count() == 1
    assert young.criminal_justice == CriminalJustice.ENDED


@pytest.mark.policy("P5.10")
def test_the_decision_to_engage_has_reasons_and_a_later_one_stands_beside_it(young, social_worker, client_for):
    client = client_for(social_worker)
    address = reverse("referrals:engage", args=[young.reference])
    assert "Give the reasons for the decision" in client.post(address, {"engage": "yes"}).content.decode()

    client.post(address, {"engage": "no", "reasons": "The family is moving."})
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        client.post(address, {"engage": "yes", "reasons": "They stayed."})

    assert DecisionToEngage.objects.filter(case=young).count() == 2
    assert queries.last_decision(young).engage is True


@pytest.mark.policy("P6.1")
def test_guidance_on_how_to_put_it_stands_where_the_offer_is_made(young, social_worker, client_for):
    html = client_for(social_worker).get(reverse("referrals:offer", args=[young.reference])).content.decode()
    for line in guidance.FRAMING:
        assert line in html.replace("&#x27;", "'")


@pytest.mark.policy("P6.1")
def test_a_refusal_needs_a_next_step_and_closes_nothing(young, social_worker, client_for):
    client = client_for(social_worker)
    address = reverse("referrals:offer", args=[young.reference])
    typed = {"made_to": "both", "framing": "Help, not blame.", "response": "refused"} | day("made_on", TODAY)
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "They refused: say when it is offered again" in refused.content.decode()
    with pytest.raises(ActionNotAllowed, match="The case stays open"):
        offer(young, social_worker, "refused")

    client.post(address, typed | {"what_next": "Offer again on 4 December."})

    young.refresh_from_db()
    assert Offer.objects.get(case=young).made_by_name == "Priya Shah"
    assert young.safeguarding == Safeguarding.ENQUIRY
    page = client.get(reverse("referrals:engagement", args=[young.reference])).content.decode()
    assert "Help was refused. The case stays open." in page and "Offer again on 4 December." in page


def test_an_open_offer_is_answered_once(young, social_worker, client_for):
    made = offer(young, social_worker, "thinking")
    client = client_for(social_worker)
    address = reverse("referrals:offer_answer", args=[young.reference, made.pk])
    early = client.post(address, {"response": "accepted"} | day("responded_on", TODAY - timedelta(days=1)))
    assert "cannot come before the offer" in early.content.decode()

    client.post(address, {"response": "accepted"} | day("responded_on", TODAY))
    made.refresh_from_db()
    assert (made.response, codes(young).count("offer.answered")) == ("accepted", 1)
    assert client.get(address).status_code == 404
    with pytest.raises(ActionNotAllowed, match="answered already"):
        actions.answer_offer(
            offer=made,
            response="refused",
            response_words="",
            responded_on=TODAY,
            what_next="x",
            by=social_worker,
            at=AT,
        )


@pytest.mark.policy("P6.1")
def test_each_of_them_is_recorded_over_time_without_a_name(young, social_worker, client_for):
    client = client_for(social_worker)
    address = reverse("referrals:stance", args=[young.reference])
    parent, called = queries.parents(young)[0]
    for who, stance, on in (
        ("young_person", "denies", TODAY - timedelta(days=1)),
        ("young_person", "partly", TODAY),
        (parent, "denies", TODAY),
    ):
        assert client.post(address, {"who": who, "stance": stance} | day("on", on)).status_code == 302

    assert Stance.objects.filter(case=young).count() == 3
    latest = {who: how for who, how, _ in queries.engagement(young).latest}
    assert latest == {"The young person": "Accepts part of it", called[:1].upper() + called[1:]: "Denies it"}
    page = client.get(reverse("referrals:engagement", args=[young.reference])).content.decode()
    assert "Denial is common" in page
    assert "Choose who said it" in client.post(address, {"stance": "denies"} | day("on", TODAY)).content.decode()


def test_the_chronology_says_no_time_where_only_the_day_is_known(young, social_worker, client_for):
    actions.end_investigation(
        case=young, kind="s47", ended_on=TODAY - timedelta(days=1), outcome="Nothing more.", by=social_worker, at=AT
    )

    page = client_for(social_worker).get(reverse("cases:overview", args=[young.reference])).content.decode()

    assert "Nothing more." in page and "12:00" not in page
    assert "11:00" in page  # what happened while somebody recorded it has its time


def test_pressing_twice_reloading_or_going_back_records_everything_once(young, social_worker, mash_worker, client_for):
    client = client_for(social_worker)
    school = Agency.objects.get(kind="school").pk
    typed = {
        "engage": {"engage": "yes", "reasons": "The family asked for help."},
        "offer": {"made_by_name": "Priya", "made_to": "both", "framing": "What he wants.", "response": "accepted"}
        | day("made_on", TODAY),
        "stance": {"who": "young_person", "stance": "denies"} | day("on", TODAY),
        "ask_check": {"agency": str(school), "question": "How is he?"} | day("due_on", TODAY + timedelta(days=3)),
    }
    for name, answers in typed.items():
        address = reverse(f"referrals:{name}", args=[young.reference])
        once = client.get(address).context["once"]
        for _ in range(3):
            assert client.post(address, answers | {"once": str(once)}).status_code == 302
    address = reverse("cases:notes", args=[young.reference])
    once = client.get(address).context["once"]
    for press in (once, once, uuid4()):  # the same words said again later are another note
        client.post(address, {"text": "Rang: no answer.", "once": str(press)})

    told = codes(young)
    expected = {
        "engagement.decided": 1,
        "offer.made": 1,
        "stance.recorded": 1,
        "agency_check.asked": 1,
        "note.added": 2,
    }
    assert {code: told.count(code) for code in expected} == expected
    assert (DecisionToEngage.objects.count(), Offer.objects.count(), Stance.objects.count()) == (1, 1, 1)
    assert AgencyCheck.objects.count() == 1


def test_a_stance_of_somebody_elses_parent_is_refused(young, social_worker, dsl):
    other = young_persons_case(sent(dsl, SENT))
    parent = other.people.filter(part=PersonPart.PARENT_CARER).first()
    with pytest.raises(ActionNotAllowed, match="of this child"):
        actions.record_stance(
            case=young, whose="parent", person=parent, stance="denies", on=TODAY, words="", by=social_worker, at=AT
        )


@pytest.mark.policy("P5.10")
def test_referring_to_yos_needs_the_decision_and_reopens_what_yos_had_closed(
    young, social_worker, yos_manager, client_for
):
    receipt = Receipt.objects.get(case=young, destination="yos")
    with pytest.raises(ActionNotAllowed, match="already has this referral"):
        actions.refer_to_yos(case=young, asks="AIM2.", by=social_worker, at=AT)
    Receipt.objects.filter(pk=receipt.pk).update(closed_at=AT)
    type(young).objects.filter(pk=young.pk).update(youth_offending=YouthOffending.DECLINED)
    with pytest.raises(ActionNotAllowed, match="Record the decision to engage first"):
        actions.refer_to_yos(case=young, asks="AIM2.", by=social_worker, at=AT)
    actions.decide_to_engage(case=young, engage=True, reasons="He wants to.", by=social_worker, at=AT)

    client = client_for(social_worker)
    assert "Refer to YOS" in client.get(reverse("referrals:engagement", args=[young.reference])).content.decode()
    client.post(reverse("referrals:refer_to_yos", args=[young.reference]), {"asks": "AIM2: the enquiry found abuse."})

    receipt.refresh_from_db()
    young.refresh_from_db()
    assert (receipt.closed_at, receipt.received_at) == (None, AT)
    assert young.youth_offending == YouthOffending.REFERRED
    assert codes(young).count("yos.referred") == 2


@pytest.mark.policy("P6.4")
def test_on_the_criminal_justice_route_nobody_waits_for_the_referral(young, social_worker):
    """The first form went to both at once."""
    actions.end_investigation(case=young, kind="s47", ended_on=TODAY, outcome="Ended.", by=social_worker, at=AT)
    assert not Deadline.objects.running().filter(case=young, standard_code="T29").exists()


def test_the_work_is_not_offered_to_the_child_harmed(young, mash_worker, csws_manager):
    [harmed, *_] = harmed_cases(Receipt.objects.get(case=young, destination="mash").referral)
    with pytest.raises(ActionNotAllowed, match="offered to the young person"):
        offer(harmed, csws_manager)
    with pytest.raises(ActionNotAllowed, match="offered to the young person"):
        actions.decide_to_engage(case=harmed, engage=True, reasons="x", by=csws_manager, at=AT)


def test_a_stranger_meets_404_and_the_school_403(young, stranger, dsl, client_for):
    for name in ("engagement", "engage", "offer", "stance", "refer_to_yos", "investigation_ended"):
        address = reverse(f"referrals:{name}", args=[young.reference])
        assert client_for(stranger).get(address).status_code == 404
        assert client_for(dsl).get(address).status_code == 403
