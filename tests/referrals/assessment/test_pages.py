"""The child and family assessment: it begins with the referral, is saved without loss, and another person authorises it."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases.states import Safeguarding
from hsb.cases.visible import may_see
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from referrals.allocation import actions as allocation
from referrals.assessment import actions, queries
from referrals.assessment.sections import DISPLAYED, HARMED
from referrals.mash import actions as mash
from referrals.matching import actions as matching
from referrals.models import CfAssessment
from referrals.sections import SECTIONS
from tests.factories.cases import put_on
from tests.factories.referrals import harmed_cases, sent, young_persons_case
from tests.pages import text_of

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 18, 15, 42, tzinfo=clock.LONDON)
AT = SENT + timedelta(days=1)
JUDGED = {
    "own_harm": "suspected",
    "own_harm_detail": "A teacher heard something.",
    "conference": "no",
    "conference_reasons": "Enquiries go on; decided again on Friday.",
    "finding": "abusive",
    "finding_basis": "probabilities",
    "finding_reasons": "Repeated, with a warning not to tell.",
    "recommendation": "child_in_need",
    "left_out": "Parents are seen on Monday.",
}
DECIDED = {"decision": "child_in_need", "reasons": ""}


@pytest.fixture(autouse=True)
def _the_day_after():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def referral(dsl, mash_worker, csws_manager, social_worker):
    """A referral whose decision for every child was an assessment, allocated to a social worker."""
    referral = sent(dsl, SENT)
    cases = [young_persons_case(referral), *harmed_cases(referral)]
    fields = {"outcome": "assessment", "reasons": "To understand.", "planning": "hold"}
    decided = mash.propose(
        referral=referral, written=[mash.Written(c, 0, fields) for c in cases], by=mash_worker, at=AT
    )
    mash.approve(decisions=decided, by=csws_manager, at=AT)
    young = young_persons_case(referral)
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=AT)
    return referral


@pytest.fixture
def young(referral):
    return young_persons_case(referral)


@pytest.fixture
def assessment(young):
    return CfAssessment.objects.get(case=young)


def finish(assessment, by):
    for key, text in (("analysis", "What it means."), ("child_views", "“I am sorry.”"), ("risk", "At school.")):
        actions.save_section(assessment=assessment, key=key, text=text, version=0, by=by, at=AT)
    actions.save_judgements(assessment=assessment, fields=JUDGED, version=assessment.version, by=by, at=AT)
    assessment.refresh_from_db()


@pytest.mark.policy("P3.8–3.9")
def test_every_section_begins_with_what_the_referral_said_and_says_where_it_comes_from(
    young, assessment, social_worker, client_for
):
    carried = queries.carried(young)
    assert {"learning", "behaviour", "own_victimisation", "family"} <= set(carried)

    html = (
        client_for(social_worker)
        .get(reverse("referrals:assessment_section", args=[young.reference, "learning"]))
        .content.decode()
    )
    box = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)[1]

    assert "From the referral of 18 November 2026, by Nadia Iqbal, Fernhill Academy" in html
    assert carried["learning"][0].rows[0][1].split("\n")[0] in box.replace("&#x27;", "'")


def test_each_source_of_a_section_is_a_question_of_the_referral():
    for section in (*DISPLAYED, *HARMED):
        for source in section.sources:
            asked = SECTIONS[source.part]
            assert set(source.fields) <= set(asked.form.base_fields), (section.key, source.part)
            for key, fields in source.lists.items():
                assert set(fields) <= set(asked.list_of(key).form.base_fields), (section.key, key)


@pytest.mark.policy("P3.7")
def test_the_young_persons_assessment_never_names_the_child_harmed(young, social_worker, client_for):
    client = client_for(social_worker)
    pages = [client.get(reverse("referrals:assessment", args=[young.reference]))]
    pages += [client.get(reverse("referrals:assessment_section", args=[young.reference, s.key])) for s in DISPLAYED]

    for page in pages:
        assert page.status_code == 200
        for name in ("zoë", "zoe", "o’brien", "obrien"):
            assert name not in text_of(page).casefold()


@pytest.mark.policy("P3.7")
def test_the_harmed_childs_assessment_never_names_the_young_person(
    referral, young, csws_manager, social_worker, stranger, client_for
):
    [harmed, *_] = harmed_cases(referral)
    allocation.allocate(case=harmed, worker=stranger, by=csws_manager, at=AT)
    client = client_for(stranger)

    assert client_for(social_worker).get(reverse("referrals:assessment", args=[harmed.reference])).status_code == 404
    for section in HARMED:
        html = client.get(
            reverse("referrals:assessment_section", args=[harmed.reference, section.key])
        ).content.decode()
        for name in ("kit danvers", "danvers", "nadia iqbal"):
            assert name not in html.casefold(), (section.key, name)
    assert client.get(reverse("referrals:assessment_judgement", args=[harmed.reference, "finding"])).status_code == 404


def test_two_people_writing_one_section_see_both_texts(young, assessment, social_worker, csws_manager, client_for):
    client = client_for(social_worker)
    here = reverse("referrals:assessment_section", args=[young.reference, "strengths"])
    actions.save_section(assessment=assessment, key="strengths", text="Football.", version=0, by=csws_manager, at=AT)

    answer = client.post(here, {"text": "A good uncle.", "version": "0"})
    assert answer.status_code == 409
    assert "Football." in answer.content.decode() and "A good uncle." in answer.content.decode()

    client.post(here, {"text": "Football and a good uncle.", "version": "1"})
    assert queries.saved_sections(assessment)["strengths"].text == "Football and a good uncle."


def test_a_section_is_saved_as_it_is_typed_and_a_lost_answer_does_no_harm(young, assessment, social_worker, client_for):
    client = client_for(social_worker)
    address = reverse("referrals:assessment_autosave", args=[young.reference, "risk"])

    for _ in range(2):  # the first answer was lost on the way
        saved = client.post(address, {"text": "Younger children at home.", "version": "0", "changed": "text"})
        assert (saved.status_code, saved.json()["version"]) == (200, 1)
    assert client.post(address, {"text": "Another tab.", "version": "0", "changed": "text"}).status_code == 409


@pytest.mark.policy("P3.1–3.5")
@pytest.mark.policy("P5.7")
def test_own_harm_must_be_answered_and_a_conference_considered_with_reasons(
    young, assessment, social_worker, client_for
):
    client = client_for(social_worker)
    here = reverse("referrals:assessment_judgement", args=[young.reference, "own-harm"])
    missing = client.get(reverse("referrals:assessment", args=[young.reference])).content.decode()
    assert "Say whether the young person may have been harmed too" in missing

    for typed, sentence in (
        ({}, "Say whether the young person may have been harmed too"),
        ({"own_harm": "suspected"}, "Say whether to convene a child protection conference"),
        ({"own_harm": "known", "conference": "no"}, "Give the reasons for not convening a conference"),
    ):
        answer = client.post(here, typed | {"version": "1"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()

    client.post(here, {"own_harm": "none_known", "version": str(assessment.version)})
    assessment.refresh_from_db()
    assert assessment.own_harm == "none_known"


def test_an_unfinished_assessment_says_what_is_missing(assessment, social_worker):
    with pytest.raises(ActionNotAllowed, match="Say whether the young person may have been harmed too"):
        actions.submit(assessment=assessment, by=social_worker, at=AT)
    finish(assessment, social_worker)
    actions.submit(assessment=assessment, by=social_worker, at=AT)
    with pytest.raises(ActionNotAllowed, match="waiting for a manager"):
        actions.save_section(assessment=assessment, key="needs", text="More.", version=0, by=social_worker, at=AT)


@pytest.mark.policy("P5.2")
def test_another_person_authorises_and_the_clock_is_met(young, assessment, social_worker, csws_manager, client_for):
    assert Deadline.objects.get(case=young, standard_code="T5").state == "open"
    finish(assessment, social_worker)
    worker, manager = client_for(social_worker), client_for(csws_manager)
    address = reverse("referrals:assessment_authorise", args=[young.reference])
    worker.post(reverse("referrals:assessment_submit", args=[young.reference]))
    assert worker.post(address).status_code == 403

    manager.post(reverse("referrals:assessment_return", args=[young.reference]), {"comment": "Say more of the father."})
    assert (
        "Say more of the father."
        in worker.get(reverse("referrals:assessment", args=[young.reference])).content.decode()
    )
    worker.post(reverse("referrals:assessment_submit", args=[young.reference]))
    manager.post(address, DECIDED)

    young.refresh_from_db()
    assessment.refresh_from_db()
    assert (assessment.state, young.safeguarding) == ("authorised", Safeguarding.CHILD_IN_NEED)
    assert Deadline.objects.get(case=young, standard_code="T5").state == "met"
    assert queries.finding(young) == "abusive"
    told = set(CaseEvent.objects.filter(case=young).values_list("code", flat=True))
    assert {"hsb.finding_recorded", "conference.considered", "cf_assessment.authorised"} <= told


def test_a_manager_authorises_only_what_they_read(young, assessment, social_worker, csws_manager, client_for):
    finish(assessment, social_worker)
    worker, manager = client_for(social_worker), client_for(csws_manager)
    submit = reverse("referrals:assessment_submit", args=[young.reference])
    worker.post(submit)
    contents = manager.get(reverse("referrals:assessment_whole", args=[young.reference]))
    shown = {"version": contents.context["assessment"].version}
    assert f'name="version" value="{shown["version"]}"' in contents.content.decode()
    back = reverse("referrals:assessment_return", args=[young.reference])
    manager.post(back, shown | {"comment": "Say more of the father."})
    worker.post(submit)

    address = reverse("referrals:assessment_authorise", args=[young.reference])
    refused = manager.post(address, shown | DECIDED)

    assert "changed after you opened it" in refused.content.decode()
    assessment.refresh_from_db()
    assert assessment.state == "submitted"
    manager.post(address, DECIDED | {"version": assessment.version})
    assessment.refresh_from_db()
    assert assessment.state == "authorised"


def test_who_submits_does_not_authorise(assessment, csws_manager):
    finish(assessment, csws_manager)
    actions.submit(assessment=assessment, by=csws_manager, at=AT)
    with pytest.raises(ActionNotAllowed, match="You submitted this assessment"):
        actions.authorise(assessment=assessment, **DECIDED, by=csws_manager, at=AT)


def test_what_was_carried_forward_untouched_becomes_part_of_what_is_authorised(young, assessment, social_worker):
    finish(assessment, social_worker)
    before = queries.carried(young)["learning"][0].text
    actions.submit(assessment=assessment, by=social_worker, at=AT)

    assert queries.saved_sections(assessment)["learning"].text == before


def test_it_is_read_whole_on_the_page_where_it_is_decided_and_on_paper(
    young, assessment, social_worker, csws_manager, yos_officer, client_for
):
    finish(assessment, social_worker)
    actions.submit(assessment=assessment, by=social_worker, at=AT)
    put_on(young, yos_officer, Role.YOS_OFFICER, AT)
    page = client_for(csws_manager).get(reverse("referrals:assessment_whole", args=[young.reference])).content.decode()

    for words in (
        "What it means.",
        "“I am sorry.”",
        "Repeated, with a warning",
        "Parents are seen on Monday.",
        "What do you decide?",
    ):
        assert words in page
    reader = client_for(yos_officer)  # allocated: their own work rests on it
    assert (
        "What do you decide?"
        not in reader.get(reverse("referrals:assessment_whole", args=[young.reference])).content.decode()
    )
    copy = reader.get(reverse("referrals:assessment_copy", args=[young.reference]))
    assert copy.content.startswith(b"%PDF-")


def test_the_childs_words_and_the_risk_are_never_left_out_silently(assessment, social_worker):
    finish(assessment, social_worker)
    for key, sentence in (("child_views", "Write what the child says"), ("risk", "Write what the risk to others is")):
        kept = queries.saved_sections(assessment)[key]
        actions.save_section(assessment=assessment, key=key, text=" ", version=kept.version, by=social_worker, at=AT)
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.submit(assessment=assessment, by=social_worker, at=AT)
        actions.save_section(
            assessment=assessment, key=key, text="Said.", version=kept.version + 1, by=social_worker, at=AT
        )

    actions.save_section(assessment=assessment, key="strengths", text="", version=0, by=social_worker, at=AT)
    actions.save_judgements(
        assessment=assessment, fields={"left_out": ""}, version=assessment.version, by=social_worker, at=AT
    )
    with pytest.raises(ActionNotAllowed, match="say with your recommendation why they are left out"):
        actions.submit(assessment=assessment, by=social_worker, at=AT)


def test_a_decision_the_findings_do_not_lead_to_gives_its_reason_and_the_text_is_kept(
    young, assessment, social_worker, csws_manager, client_for
):
    finish(assessment, social_worker)
    actions.submit(assessment=assessment, by=social_worker, at=AT)
    manager, address = client_for(csws_manager), reverse("referrals:assessment_authorise", args=[young.reference])

    for decision, sentence in (
        ("close", "not what the findings lead to"),
        ("strategy_meeting", "not what the social worker recommends"),
        ("section_47", "follows from a strategy discussion, and none was held"),
    ):
        refused = manager.post(address, {"decision": decision, "reasons": ""})
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
    manager.post(address, {"decision": "strategy_meeting", "reasons": "A second child has spoken."})

    young.refresh_from_db()
    assessment.refresh_from_db()
    assert (assessment.decision, young.safeguarding) == ("strategy_meeting", Safeguarding.STRATEGY)


def test_judgements_saved_over_somebody_elses_are_refused(assessment, social_worker, csws_manager):
    version = assessment.version
    actions.save_judgements(
        assessment=assessment, fields={"recommendation": "close"}, version=version, by=csws_manager, at=AT
    )
    with pytest.raises(StaleVersion):
        actions.save_judgements(
            assessment=assessment, fields={"recommendation": "early_help"}, version=version, by=social_worker, at=AT
        )


def test_no_further_work_leaves_the_case_open_until_its_closure(young, assessment, social_worker, csws_manager):
    finish(assessment, social_worker)
    actions.submit(assessment=assessment, by=social_worker, at=AT)
    assessment.refresh_from_db()

    actions.authorise(assessment=assessment, decision="close", reasons="The family moved on.", by=csws_manager, at=AT)

    young.refresh_from_db()
    assert (young.safeguarding, young.closed_at) == (Safeguarding.TO_CLOSE, None)
    assert not CaseEvent.objects.filter(case=young, code="strand.closed").exists()


def test_a_joined_record_has_its_assessment_on_the_known_one(
    young, assessment, social_worker, csws_manager, mash_worker, health
):
    again = sent(health, SENT)
    new = young_persons_case(again)
    matching.answer_match(
        suggestion=new.match_suggestions.get(other_case=young), same=True, reason="Same child.", by=csws_manager, at=AT
    )
    fields = {"outcome": "strategy_meeting", "reasons": "Again."}
    decided = mash.propose(referral=again, written=[mash.Written(new, 0, fields)], by=mash_worker, at=AT)
    mash.approve(decisions=decided, by=csws_manager, at=AT)

    assert CfAssessment.objects.filter(case=new).count() == 0
    assert len({one.reference for one in queries.carried(young)["learning"]}) == 2
    young.refresh_from_db()
    assert young.safeguarding == Safeguarding.STRATEGY
    finish(assessment, social_worker)
    actions.submit(assessment=assessment, by=social_worker, at=AT)
    assessment.refresh_from_db()
    actions.authorise(assessment=assessment, **DECIDED, by=csws_manager, at=AT)
    assert not Deadline.objects.running().filter(case__in=[young, new], standard_code="T5").exists()


def test_a_stranger_and_an_agency_do_not_read_it(young, stranger, dsl, client_for):
    address = reverse("referrals:assessment", args=[young.reference])
    assert client_for(stranger).get(address).status_code == 404
    assert may_see(dsl, young.pk)
    assert client_for(dsl).get(address).status_code == 403
