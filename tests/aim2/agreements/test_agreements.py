"""Work before trial: in force with police and CPS only, seen on every page, over with the finding, and what it locks (P6.2)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from aim2.agreements import actions, queries
from aim2.gates import queries as gates
from aim2.gates.answer import GateKey, GateState
from aim2.models import PreTrialAgreement
from aim2.proceedings import events as proceedings
from aim2.proceedings.actions import record_occasion
from hsb import clock
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notes import actions as notes
from hsb.timeliness.models import Deadline
from referrals.models import Allegation

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.2")]
AT = datetime(2026, 12, 14, 17, 10, tzinfo=clock.LONDON)
TODAY = AT.date()
TERMS = {
    "topics": "Relationships, consent in general.",
    "proviso": "The child harmed and the incidents are left out.",
    "young_person_told": "In person, with his mother.",
    "review_on": date(2027, 2, 15),
}


def ask(case, by, **change):
    return actions.ask(case=case, by=by, at=AT, **TERMS | change)


def agree(agreement, party, by, **change):
    given = {"name": "DC Amy Sorrell" if party == "police" else "R. Hale, prosecutor", "on": TODAY}
    return actions.answer(agreement=agreement, party=party, by=by, at=AT, **given | change)


@pytest.fixture
def asked(young, yos_officer):
    return ask(young, yos_officer)


@pytest.mark.parametrize("alone", ["police", "cps"])
def test_with_one_of_the_two_it_is_not_in_force_with_both_it_is(young, asked, yos_officer, alone):
    other = {"police": "cps", "cps": "police"}[alone]
    agree(asked, alone, yos_officer)
    assert gates.agreement_in_force(young) is None
    assert gates.may_begin(young, on=TODAY).gate(GateKey.AGREEMENT).state is GateState.WAITS
    with pytest.raises(ActionNotAllowed, match="not in force"):
        actions.review(agreement=asked, found="", review_on=date(2027, 3, 1), by=yos_officer, at=AT)

    agree(asked, other, yos_officer)

    found, lock = gates.agreement_in_force(young)
    assert found == asked and lock.covers == {"index_behaviour", "accounts", "attitude", "evidence"}
    assert Deadline.objects.get(case=young, standard_code="PRETRIAL").due_on == date(2027, 2, 15)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "by name"),
        ({"on": TODAY + timedelta(days=1)}, "cannot be after Monday 14 December 2026"),
    ],
)
def test_each_party_agrees_by_name_and_day_once(asked, yos_officer, social_worker, change, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        agree(asked, "police", yos_officer, **change)
    with pytest.raises(ActionNotAllowed, match="police or the Crown"):
        agree(asked, "court", yos_officer)
    with pytest.raises(AccessDenied, match="Police and YOS keep this agreement"):
        agree(asked, "police", social_worker)
    assert PreTrialAgreement.objects.get().police_on is None

    agree(asked, "police", yos_officer)

    with pytest.raises(ActionNotAllowed, match="recorded already"):
        agree(asked, "police", yos_officer)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"topics": ""}, "topics"),
        ({"proviso": ""}, "left out"),
        ({"young_person_told": ""}, "may be disclosed"),
        ({"review_on": TODAY}, "after today"),
    ],
)
def test_terms_are_whole_or_nothing_is_asked(young, yos_officer, change, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        ask(young, yos_officer, **change)
    assert not PreTrialAgreement.objects.exists()

    press = uuid4()
    assert ask(young, yos_officer, press=press) == ask(young, yos_officer, press=press)
    with pytest.raises(ActionNotAllowed, match="asked for or in force already"):
        ask(young, yos_officer)


def test_it_is_over_with_no_further_action_and_locks_nothing(young, asked, yos_officer, police_officer):
    agree(asked, "police", yos_officer)
    agree(asked, "cps", yos_officer)
    (allegation,) = Allegation.objects.filter(case=young)

    ended = proceedings.InvestigationEnded(allegations=[str(allegation.pk)], reason="Not in the public interest.")
    record_occasion(case=young, entries=[ended], occurred=AT, by=police_officer, at=AT)

    assert gates.agreement_in_force(young) is None
    with pytest.raises(ActionNotAllowed, match="No allegation is open"):
        actions.end(agreement=asked, why="No further action.", by=yos_officer, at=AT)
        ask(young, yos_officer)


def test_it_stands_on_every_page_of_the_young_person_and_is_done_on_its_own(
    young, yos_officer, social_worker, client_for
):
    client = client_for(yos_officer)
    page = reverse("aim2:agreement", args=[young.reference])

    def send(name, /, **given):
        return client.post(reverse(f"aim2:agreement_{name}", args=[young.reference]), given)

    when = {"review_on_day": "15", "review_on_month": "2", "review_on_year": "2027"}
    assert send("ask", **when).status_code == 422
    said = {name: TERMS[name] for name in ("topics", "proviso", "young_person_told")}
    assert send("ask", **said, **when)["Location"] == page
    day = {"on_day": "14", "on_month": "12", "on_year": "2026"}
    send("answer", party="police", name="DC Amy Sorrell", **day)
    assert "Not in force until both" in client.get(page).content.decode()
    send("answer", party="cps", name="R. Hale, prosecutor", **day)

    for reader, name in (
        (yos_officer, "aim2:may_begin"),
        (social_worker, "cases:overview"),
        (social_worker, "cases:notes"),
    ):
        html = client_for(reader).get(reverse(name, args=[young.reference])).content.decode()
        assert "Work before trial, agreed by police and CPS:" in html, name
    assert "In force" in client.get(page).content.decode()
    send("review", found="It works.", review_on_day="1", review_on_month="4", review_on_year="2027")
    assert queries.unended(young).review_on == date(2027, 4, 1)
    send("end", why="He was acquitted.")
    assert queries.unended(young) is None and "He was acquitted." in client.get(page).content.decode()


def test_a_note_written_meanwhile_says_that_it_may_be_disclosed_and_that_the_young_person_was_told(
    young, asked, yos_officer, client_for
):
    def wrote(text):
        notes.add_note(case=young, text=text, by=yos_officer, at=AT)
        return young.events.filter(code="note.added").latest("number").facts["may_be_disclosed"]

    tells = "This note may be disclosed, as the young person was told."
    agree(asked, "police", yos_officer)
    assert not wrote("Before the CPS answered.")
    agree(asked, "cps", yos_officer)
    assert wrote("A session on consent in general.")
    actions.end(agreement=asked, why="He was acquitted.", by=yos_officer, at=AT)
    assert not wrote("After it ended.")

    page = client_for(yos_officer).get(reverse("cases:notes", args=[young.reference])).content.decode()
    assert page.count(tells) == 1


def test_it_stands_at_the_head_of_every_pdf_of_the_case(young, asked, yos_officer, client_for, monkeypatch):
    monkeypatch.setattr("hsb.documents.pdf.render_html", lambda html, **_: html.encode())
    referral = young.referral_cases.get().referral_id
    address = reverse("referrals:case_copy", args=[young.reference, referral])
    before = client_for(yos_officer).get(address).content.decode()
    agree(asked, "police", yos_officer)
    agree(asked, "cps", yos_officer)

    after = client_for(yos_officer).get(address).content.decode()

    assert "Work before trial" not in before and "Work before trial, agreed by police and CPS:" in after
