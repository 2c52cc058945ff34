"""Consent on its pages: the record, the answer of each person, what is refused with everything typed kept, and who reads how much."""

from datetime import date, datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from aim2.consent.actions import decide_after_refusal
from aim2.consent.paper import pdf_context
from aim2.models import Consent
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import access, people
from hsb.cases.models import CaseLink
from referrals.engagement import guidance
from tests.factories import cases as case_factory
from tests.hsb.documents import reading

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.1"), pytest.mark.policy("P6.3")]
AT = datetime(2026, 12, 14, 17, 10, tzinfo=clock.LONDON)
DAY = {"answered_on_day": "14", "answered_on_month": "12", "answered_on_year": "2026"}
OFFER = {"next_offer_on_day": "11", "next_offer_on_month": "1", "next_offer_on_year": "2027"}
SAID = {"purpose": "take_part", "method": "in_person", "interpreter": "not_needed", "told": ["explicit", "stop"]} | DAY
ALONE = {"able": "no", "reasoning": "He could say what it is.", "parent_told": ""}


@pytest.fixture
def send(young, yos_officer, client_for):
    client = client_for(yos_officer)

    def post(who, **given):
        return client.post(reverse("aim2:consent_answer", args=[young.reference, who]), SAID | given)

    return post


def page(client, name, case, *more):
    return client.get(reverse(name, args=[case.reference, *more])).content.decode().replace("&#x27;", "'")


def test_each_person_has_a_form_of_their_own_with_guidance_on_denial_beside_it(young, mother, yos_officer, client_for):
    client = client_for(yos_officer)
    his = page(client, "aim2:consent_answer", young, "young_person")
    hers = page(client, "aim2:consent_answer", young, str(mother.pk))

    assert "Do they understand enough to decide?" in his and "By what right" not in his
    assert "By what right" in hers and "understand enough" not in hers
    assert all(line in his for line in (*guidance.FRAMING, *guidance.IF_REFUSED))
    assert "Monday 21 December 2026" in his and "Monday 11 January 2027" in his
    somebody = reverse("aim2:consent_answer", args=[young.reference, "b0b00000-0000-4000-8000-000000000000"])
    assert client.get(somebody).status_code == 404


def test_mother_and_son_agree_and_the_page_says_since_when(young, mother, send, yos_officer, client_for):
    assert send("young_person", reply="agrees", **ALONE).status_code == 302
    assert send(str(mother.pk), reply="agrees", responsibility="birth_certificate").status_code == 302

    html = page(client_for(yos_officer), "aim2:consent", young)

    assert "Enough to begin, since Monday 14 December 2026" in html
    assert "Not told" in html and "He could say what it is." in html
    assert "Named on the birth certificate" in html


def test_what_is_refused_stands_on_the_form_and_nothing_typed_is_lost(young, stepfather, send):
    refused = send(str(stepfather.pk), reply="agrees", responsibility="court")
    html = refused.content.decode()
    assert refused.status_code == 422 and "Stepfather has no parental responsibility" in html
    assert 'value="court" checked' in html

    silent = send("young_person", reply="no", reasons="", **ALONE, **OFFER)
    assert silent.status_code == 422 and "He could say what it is." in silent.content.decode()
    assert not Consent.objects.exists()


def test_a_no_is_a_refusal_or_after_a_yes_a_withdrawal_and_a_manager_says_what_is_done_instead(
    young, mother, send, yos_manager, yos_officer, client_for
):
    no = {"reply": "no", "reasons": "“It’s over.”"} | OFFER
    send("young_person", **no, **ALONE)
    send("young_person", reply="agrees", **ALONE)
    send(str(mother.pk), reply="agrees", responsibility="birth_mother")
    send("young_person", **no, **ALONE)
    assert list(Consent.objects.order_by("at", "reply").values_list("reply", flat=True)).count("withdraws") == 1

    manager = client_for(yos_manager)
    html = page(manager, "aim2:consent", young)
    assert (
        "Decide what is done instead" in html and "“It’s over.”" in html and "Next offer Monday 11 January 2027" in html
    )
    assert "Decide what is done instead" not in page(client_for(yos_officer), "aim2:consent", young)
    address = reverse("aim2:after_refusal", args=[young.reference])
    assert manager.post(address, {"safety_plan": "Stays."}).status_code == 422
    said = {"safety_plan": "Stays.", "other_help": "Work with his mother.", "social_care": "Asked today."} | OFFER
    assert manager.post(address, said).status_code == 302
    assert "Work with his mother." in page(manager, "aim2:consent", young)


def test_who_asked_and_partners_learn_where_it_stands_in_words_and_no_more(
    young, mother, say, police_officer, client_for, dsl
):
    case_factory.put_on(young, dsl, Role.DSL, AT)
    say("agrees", mother)
    say("refuses")

    for reader in (police_officer, dsl):
        client = client_for(reader)
        html = page(client, "aim2:may_begin", young)
        assert "AIM2 does not start." in html
        assert "refused" not in html.lower() and "It’s over" not in html and "Consent: whose?" not in html
        assert client.get(reverse("aim2:consent", args=[young.reference])).status_code == 403
    chronology = page(client_for(police_officer), "cases:overview", young)
    assert "refused" not in chronology.lower() and "It’s over" not in chronology


def test_each_gate_says_why_and_leads_to_its_next_step(
    young, mother, say, yos_officer, yos_manager, social_worker, client_for
):
    html = page(client_for(yos_officer), "aim2:may_begin", young)
    assert "Not yet. " in html and "Nobody has been asked yet." in html and "Nobody leads the assessment yet." in html
    assert (
        reverse("aim2:tool", args=[young.reference]) in html
        and reverse("aim2:lead", args=[young.reference]) not in html
    )
    assert reverse("aim2:lead", args=[young.reference]) in page(client_for(yos_manager), "aim2:may_begin", young)

    client = client_for(yos_officer)
    judged = {
        "suits": "with_changes",
        "changes": "Short sessions.",
        "learning_disability": "no",
        "reasons": "School says so.",
    }
    assert client.post(reverse("aim2:tool", args=[young.reference]), judged).status_code == 302
    manager = client_for(yos_manager)
    paper = {"user": str(yos_officer.pk), "instrument": "AIM2", "edition": "2012", "certificate": "41, seen"}
    days = {"accredited_on": ("15", "9", "2025"), "expires_on": ("14", "9", "2027")}
    for name, parts in days.items():
        paper |= {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), parts, strict=True)}
    assert manager.post(reverse("aim2:accreditations"), paper).status_code == 302
    assert "to Tuesday 14 September 2027" in manager.get(reverse("aim2:accreditations")).content.decode()
    lead = {"lead": str(yos_officer.pk), "co_worker": str(social_worker.pk)}
    assert manager.post(reverse("aim2:lead", args=[young.reference]), lead).status_code == 302
    say("agrees")
    say("agrees", mother)

    assert "Yes. Eight of nine gates are open, one waits." in page(client, "aim2:may_begin", young)


def test_police_ask_and_are_answered_on_one_page(young, police_officer, yos_manager, social_worker, client_for):
    address = reverse("aim2:request", args=[young.reference])
    police, manager = client_for(police_officer), client_for(yos_manager)
    assert police.post(address, {"asks": ""}).status_code == 422
    assert police.post(address, {"asks": "Bail ends on 9 March."}).status_code == 302
    assert client_for(social_worker).post(address, {"asks": "Me too."}).status_code == 403
    assert manager.post(address, {"to": "more_asked", "text": "Which allegation?"}).status_code == 302
    assert police.post(address, {"text": "The first."}).status_code == 302
    assert manager.post(address, {"to": "declined", "text": "No."}).status_code == 422
    assert manager.post(address, {"to": "accepted", "text": "It helps the decision."}).status_code == 302

    html = police.get(address).content.decode()
    assert "Accepted" in html and "Which allegation?" in html and "The first." in html


def test_what_is_typed_is_kept_for_its_writer_until_the_answer_is_recorded(
    young, mother, send, yos_officer, social_worker, client_for
):
    address = reverse("aim2:consent_autosave", args=[young.reference, "young_person"])
    mine, colleagues = client_for(yos_officer), client_for(social_worker)

    def types(client, version, **typed):
        return client.post(address, {"version": version, "changed": list(typed), **typed})

    first = types(mine, 0, reasoning="He said it back in his own words.", told=["explicit", "stop"])
    assert first.status_code == 200
    assert types(mine, first.json()["version"], answered_on_day="31", answered_on_month="Feb").status_code == 200
    other_window = types(mine, first.json()["version"], reasoning="Older.")
    assert other_window.status_code == 409 and "another window" in other_window.json()["message"]

    html = page(mine, "aim2:consent_answer", young, "young_person")
    assert "He said it back in his own words." in html and 'value="31"' in html and 'value="Feb"' in html
    assert 'value="stop" checked' in html and "govuk-error-summary" not in html and "data-autosave" in html
    for elsewhere in (
        page(colleagues, "aim2:consent_answer", young, "young_person"),
        page(mine, "aim2:consent_answer", young, str(mother.pk)),
        page(mine, "aim2:consent", young),
    ):
        assert "in his own words" not in elsewhere
    assert not Consent.objects.exists()

    assert send("young_person", reply="agrees", **ALONE).status_code == 302
    assert "in his own words" not in page(mine, "aim2:consent_answer", young, "young_person")


def test_what_a_manager_writes_after_a_refusal_is_kept_too(young, say, yos_manager, yos_officer, client_for):
    say("refuses")
    address = reverse("aim2:consent_autosave", args=[young.reference, "instead"])
    typed = {"version": 0, "changed": ["other_help"], "other_help": "Work with his mother."}
    assert client_for(yos_officer).post(address, typed).status_code == 403
    manager = client_for(yos_manager)
    assert manager.post(address, typed).status_code == 200

    assert "Work with his mother." in page(manager, "aim2:after_refusal", young)


def test_the_record_leaves_as_a_pdf_for_those_who_may_read_every_answer(
    young, mother, say, yos_officer, police_officer, client_for
):
    say("agrees", mother)
    say("refuses")
    address = reverse("aim2:consent_copy", args=[young.reference])
    assert "Save as PDF" in page(client_for(yos_officer), "aim2:consent", young)

    made = client_for(yos_officer).get(address)

    assert made["Content-Type"] == "application/pdf" and f"{young.reference}-consent.pdf" in made["Content-Disposition"]
    assert client_for(police_officer).get(address).status_code == 403
    assert AuditEvent.objects.filter(what="consent record PDF", case_ref=young.pk).count() == 1
    context = pdf_context(access.get_case(yos_officer, young.reference, look="a test"), at=AT)
    said = render_to_string("pdf/consent.html", context)
    assert "Mother: agrees" in said and "The young person: refuses" in said and "What each was told" in said
    called = {one.relationship.capitalize() for one, _ in people.everybody(young)}  # “Mother” is what she is, not who
    both = [name for _, who in people.everybody(young) for name in (who.given_name, who.family_name)]
    names = [name for name in both if name and name not in called]
    assert names and not any(name in said for name in names)


def call_the_child_harmed(young, name):
    """From now on the record calls them so; what was typed before may hold the name already."""
    link = young.links.first() or CaseLink.objects.create(case=young, linked_case=case_factory.harmed_child(AT))
    CaseLink.objects.filter(pk=link.pk).update(called=name)


def test_the_record_on_paper_names_the_child_harmed_nowhere_whoever_typed_the_name(
    young, say, yos_officer, yos_manager, client_for
):
    say("refuses", reasons="Not because of Heron.", reasoning="Heron came up.", parent_told="Heron’s mother knows.")
    decide_after_refusal(
        case=young, safety_plan="Not with Heron.", other_help="Heron’s bus.", social_care="Heron’s school.",
        next_offer_on=date(2027, 1, 11), by=yos_manager, at=AT,
    )  # fmt: skip
    call_the_child_harmed(young, "Heron")

    made = client_for(yos_officer).get(reverse("aim2:consent_copy", args=[young.reference]))

    said = reading.squeezed(reading.text_of(made.content))
    assert said.count("thechildharmed") == 6 and "heron" not in said.casefold()


def test_an_answer_that_names_the_child_harmed_is_asked_about_and_kept_on_the_form(young, send):
    call_the_child_harmed(young, "Heron")
    answer = send("young_person", reply="no", reasons="“Ask Heron.”", **ALONE, **OFFER)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Write “the child harmed” instead" in html and "“Ask Heron.”" in html
