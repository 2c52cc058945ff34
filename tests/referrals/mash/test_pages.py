"""The pages of the front door, as a browser meets them."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import access, grants
from hsb.cases.models import Involvement, MatchSuggestion
from hsb.cases.visible import may_see
from referrals.checks import actions as checks
from referrals.mash import actions
from referrals.matching import actions as matching
from referrals.models import AgencyCheck, MashDecision, Merge, Receipt
from tests.factories.referrals import harmed_cases, sent, young_persons_case
from tests.pages import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday; the decision is due on the Friday
WHY = "The account is clear and first-hand."


@pytest.fixture(autouse=True)
def _this_afternoon():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def referral(dsl, mash_worker, csws_manager):
    return sent(dsl, NOW)


@pytest.fixture
def young(referral):
    return young_persons_case(referral)


@pytest.fixture
def harmed(referral):
    return harmed_cases(referral)[0]


def receipt(case):
    return Receipt.objects.get(case=case, destination="mash")


def page(client, case):
    return client.get(reverse("referrals:mash_receipt", args=[receipt(case).pk]))


def prefixes(html):
    """The prefix of each child's fields, in the order of the page."""
    return list(dict.fromkeys(re.findall(r'name="(k[0-9a-f]{10})-reasons"', html)))


def typed(html, **over):
    """The decision as somebody would fill it in: a strategy meeting for each child."""
    data = {"version": re.search(r'name="version" value="([^"]*)"', html)[1]}
    for prefix in prefixes(html):
        data |= {f"{prefix}-outcome": "strategy_meeting", f"{prefix}-reasons": WHY}
    return data | over


def test_the_inbox_lists_what_waits_with_the_clock_in_words(young, harmed, mash_worker, client_for, dsl):
    html = client_for(mash_worker).get(reverse("referrals:mash_inbox")).content.decode()

    assert young.label in html and harmed.label in html
    assert "Due Friday, 1 working day" in html
    assert "Fernhill Academy" in html and "Not claimed" in html
    assert client_for(dsl).get(reverse("referrals:mash_inbox")).status_code == 403


def test_the_inbox_can_be_kept_as_a_file_with_initials_only(young, harmed, mash_worker, client_for):
    answer = client_for(mash_worker).get(reverse("referrals:mash_inbox"), {"export": "csv", "from": "25"})

    assert answer["Content-Disposition"] == 'attachment; filename="mash-inbox.csv"'
    assert young.reference in answer.text and harmed.reference in answer.text
    assert "Danvers" not in answer.text


def test_an_empty_inbox_says_so(mash_worker, client_for):
    assert "Nothing is waiting." in client_for(mash_worker).get(reverse("referrals:mash_inbox")).content.decode()


def test_opening_a_referral_shows_what_was_sent_what_the_criteria_say_and_what_the_sender_will_be_told(
    young, mash_worker, client_for
):
    html = page(client_for(mash_worker), young).content.decode()

    assert receipt(young).first_opened_by == mash_worker
    assert "Significant harm" in html and "You judge" in html
    assert "Nadia Iqbal will be told" in html
    assert "by the end of tomorrow, Friday 20 November 2026" in html
    assert "I am dealing with this" in html


@pytest.mark.policy("P3.7")
def test_a_page_on_one_child_never_names_the_other_to_somebody_without_both(
    young, harmed, mash_worker, csws_manager, client_for
):
    """A MASH worker taken off the harmed child's record decides for the young person without learning who was harmed."""
    both = page(client_for(csws_manager), young).content.decode()
    assert len(prefixes(both)) == 1 + len(harmed_cases(receipt(young).referral))
    for case in harmed_cases(receipt(young).referral):
        Involvement.objects.filter(case=case, role=Role.MASH_WORKER).update(closed_at=NOW + timedelta(minutes=1))
        grants.sync(case.pk)

    client = client_for(mash_worker)
    html = text_of(page(client, young)).casefold()

    assert prefixes(html) == [f"k{receipt(young).pk.hex[:10]}"]
    for name in ("zoë", "zoe", "o’brien", "obrien"):
        assert name not in html
    assert harmed.reference.casefold() not in html
    assert page(client, harmed).status_code == 404


def test_a_stranger_meets_404_everywhere(young, stranger, client_for):
    client = client_for(stranger)
    for name in ("mash_receipt", "mash_claim", "mash_draft", "mash_propose", "mash_approve", "mash_return"):
        address = reverse(f"referrals:{name}", args=[receipt(young).pk])
        assert client.post(address).status_code in (404, 405)
    for name in ("mash_case", "checks", "ask_check", "separate", "allocate"):
        assert client.get(reverse(f"referrals:{name}", args=[young.reference])).status_code == 404


def test_the_sender_sees_the_referral_case_but_not_the_inbox(young, dsl, client_for):
    assert may_see(dsl, young.pk)
    assert page(client_for(dsl), young).status_code == 403


def test_claiming_and_taking_over_in_the_browser(young, mash_worker, csws_manager, client_for):
    address = reverse("referrals:mash_claim", args=[receipt(young).pk])
    client_for(mash_worker).post(address)
    manager = client_for(csws_manager)
    assert "Omar Field is dealing with it" in page(manager, young).content.decode()

    refused = manager.post(address, follow=True).content.decode()
    assert "To take it over, say why." in refused
    manager.post(address, {"reason": "Omar is ill."})
    assert receipt(young).claimed_by == csws_manager


@pytest.mark.policy("P5.2")
def test_a_decision_goes_from_one_person_to_another_and_to_the_referrer(
    young, mash_worker, csws_manager, dsl, client_for
):
    worker, manager = client_for(mash_worker), client_for(csws_manager)
    address = reverse("referrals:mash_propose", args=[receipt(young).pk])
    html = page(worker, young).content.decode()

    wrong = worker.post(address, typed(html, **{f"{prefixes(html)[0]}-reasons": ""}))
    assert wrong.status_code == 422
    assert "Say why: what weighed most for this child" in wrong.content.decode()
    assert WHY in wrong.content.decode()  # what was typed for the other child is still there
    assert not MashDecision.objects.filter(state="proposed").exists()

    worker.post(address, typed(html))
    assert "A team manager who did not propose it approves it" in page(worker, young).content.decode()
    waiting = page(manager, young).content.decode()
    assert "Approve and tell the referrer" in waiting and "will be told" in waiting
    manager.post(reverse("referrals:mash_approve", args=[receipt(young).pk]))

    told = client_for(dsl).get(reverse("referrals:outcome", args=[receipt(young).referral_id])).content.decode()
    assert "has decided to hold a strategy meeting about the young person" in told
    disagree = reverse("escalation:raise", args=[young.reference])
    assert disagree in told and client_for(dsl).get(disagree).status_code == 200
    assert (
        client_for(mash_worker).get(reverse("referrals:outcome", args=[receipt(young).referral_id])).status_code == 404
    )


def test_a_manager_approves_only_the_words_they_read(young, mash_worker, csws_manager, client_for):
    worker, manager = client_for(mash_worker), client_for(csws_manager)
    address = [receipt(young).pk]
    worker.post(reverse("referrals:mash_propose", args=address), typed(page(worker, young).content.decode()))
    shown = page(manager, young).context["shown"]
    back = {"comment": "Say more.", "version": shown}
    assert manager.post(reverse("referrals:mash_return", args=address), back).status_code == 302
    worker.post(reverse("referrals:mash_propose", args=address), typed(page(worker, young).content.decode()))

    refused = manager.post(reverse("referrals:mash_approve", args=address), {"version": shown}, follow=True)

    assert "changed after you opened it" in refused.content.decode()
    assert not MashDecision.objects.filter(state="approved").exists()
    now = {"version": page(manager, young).context["shown"]}
    manager.post(reverse("referrals:mash_approve", args=address), now)
    assert MashDecision.objects.filter(state="approved").exists()


@pytest.mark.policy("P5.4")
def test_choosing_no_strategy_meeting_asks_about_a_planning_meeting(young, mash_worker, client_for):
    client = client_for(mash_worker)
    html = page(client, young).content.decode()
    first = prefixes(html)[0]

    answer = client.post(
        reverse("referrals:mash_propose", args=[receipt(young).pk]), typed(html, **{f"{first}-outcome": "early_help"})
    )
    assert "say whether to hold a planning meeting" in answer.content.decode()


def test_what_is_typed_is_saved_as_it_is_typed(young, mash_worker, client_for):
    client = client_for(mash_worker)
    html = page(client, young).content.decode()
    first, version = prefixes(html)[0], typed(html)["version"]
    address = reverse("referrals:mash_draft", args=[receipt(young).pk])

    saved = client.post(address, {"version": version, "changed": f"{first}-reasons", f"{first}-reasons": "Half a sent"})
    assert saved.status_code == 200
    assert "Half a sent" in page(client, young).content.decode()

    stale = client.post(address, {"version": version, "changed": f"{first}-reasons", f"{first}-reasons": "Another tab"})
    assert stale.status_code == 409
    assert MashDecision.objects.get(case=young).reasons == "Half a sent"
    again = client.post(
        address,
        {"version": saved.json()["version"], "changed": f"{first}-reasons", f"{first}-reasons": "Half a sentence."},
    )
    assert again.status_code == 200


def test_two_people_deciding_at_once_see_both_texts(young, mash_worker, csws_manager, client_for):
    client = client_for(mash_worker)
    html = page(client, young).content.decode()
    actions.save_draft(
        referral=receipt(young).referral,
        written=[actions.Written(young, 0, {"reasons": "Helen’s words"})],
        by=csws_manager,
        at=NOW + timedelta(hours=1),
    )

    answer = client.post(reverse("referrals:mash_propose", args=[receipt(young).pk]), typed(html))

    assert answer.status_code == 409
    assert "Helen’s words" in answer.content.decode() and WHY in answer.content.decode()
    combined = answer.content.decode()
    client.post(
        reverse("referrals:mash_propose", args=[receipt(young).pk]),
        typed(html) | {"version": re.search(r'name="version" value="([^"]*)"', combined)[1]},
    )
    assert MashDecision.objects.get(case=young).state == "proposed"


@pytest.mark.policy("P3.6")
def test_an_agency_is_asked_answers_and_is_off_the_case(young, health, mash_worker, dsl, police_officer, client_for):
    mash = client_for(mash_worker)
    agency = Agency.objects.get(kind=AgencyKind.HEALTH)
    address = reverse("referrals:ask_check", args=[young.reference])
    blank = mash.get(address).content.decode()
    assert 'value="20"' in blank and 'value="11"' in blank  # due the next working day
    past = {"agency": agency.pk, "question": "Known?", "due_on_day": "18", "due_on_month": "11", "due_on_year": "2026"}
    assert "must be 19 November 2026 or later" in mash.post(address, past).content.decode()
    mash.post(address, past | {"due_on_day": "20"})
    check = AgencyCheck.objects.get()

    nurse = client_for(health)
    here = reverse("referrals:check", args=[young.reference, check.pk])
    assert "Known?" in nurse.get(here).content.decode()
    assert nurse.get(reverse("referrals:mash_case", args=[young.reference])).status_code == 403
    nurse.post(here, {"known": "yes", "text": "Seen in clinic.", "key": "one"})
    nurse.post(here, {"known": "yes", "text": "Seen in clinic.", "key": "one"})
    assert check.replies.count() == 1
    assert "Seen in clinic." in mash.get(reverse("referrals:checks", args=[young.reference])).content.decode()

    mash.post(reverse("referrals:close_check", args=[young.reference, check.pk]), {"reason": ""})
    assert nurse.get(here).status_code == 404


def test_one_agency_does_not_read_what_another_was_asked(young, health, police_officer, mash_worker, client_for):
    for kind, question in ((AgencyKind.HEALTH, "Seen in clinic?"), (AgencyKind.POLICE, "Any intelligence?")):
        checks.ask_check(
            case=young,
            agency=Agency.objects.get(kind=kind),
            question=question,
            due_on=NOW.date() + timedelta(days=1),
            by=mash_worker,
            at=NOW,
        )
    html = client_for(health).get(reverse("referrals:checks", args=[young.reference])).content.decode()
    other = AgencyCheck.objects.get(agency__kind=AgencyKind.POLICE)
    with time_machine.travel(NOW + timedelta(days=1, hours=2), tick=False):
        assert "No reply yet." in text_of(client_for(health).get(reverse("referrals:checks", args=[young.reference])))
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        late = text_of(client_for(health).get(reverse("referrals:checks", args=[young.reference])))
        assert '<span class="hsb-late">2 working days late</span>' in late

    assert "Seen in clinic?" in html and "Any intelligence?" not in html
    assert client_for(health).get(reverse("referrals:check", args=[young.reference, other.pk])).status_code == 403


def test_records_are_compared_side_by_side_joined_and_separated(young, health, mash_worker, client_for):
    again = sent(health, NOW)
    new = young_persons_case(again)
    suggestion = MatchSuggestion.objects.get(case=new, other_case=young)
    client = client_for(mash_worker)
    address = reverse("referrals:compare", args=[new.reference, suggestion.pk])

    assert "Compare records" in page(client, new).content.decode()
    assert "Agree" in client.get(address).content.decode()
    assert "Say what told you" in client.post(address, {"answer": "same", "reason": ""}).content.decode()
    client.post(address, {"answer": "same", "reason": "Same birth date and school."})
    assert Merge.objects.get().known_case == young
    known = page(client, new).content.decode()
    assert "this child has an earlier record" in known and "No earlier record" not in known
    assert client_for(health).get(address).status_code == 403  # who sent it has no compare page

    client.post(reverse("referrals:separate", args=[new.reference]), {"reason": "Cousins."})
    new.refresh_from_db()
    assert new.merged_into is None


def test_a_manager_allocates_with_caseloads_in_view(
    young, harmed, social_worker, mash_worker, csws_manager, client_for
):
    decided = actions.propose(
        referral=receipt(young).referral,
        written=[actions.Written(young, 0, {"outcome": "section_47", "reasons": WHY})],
        by=mash_worker,
        at=NOW + timedelta(hours=1),
    )
    actions.approve(decisions=decided, by=csws_manager, at=NOW + timedelta(hours=1))
    address = reverse("referrals:allocate", args=[young.reference])
    client = client_for(csws_manager)

    assert client_for(mash_worker).get(address).status_code == 403
    assert "0 children allocated" in client.get(address).content.decode()
    assert "Choose who holds this case" in client.post(address, {}).content.decode()
    client.post(address, {"worker": social_worker.pk})
    assert access.get_case(social_worker, young.reference, look="a test").is_allocated
    again = client.post(address, {"worker": social_worker.pk})
    assert again.status_code == 302, "the same once more is done already, not an error"


@pytest.mark.policy("P3.6")
def test_the_referrer_never_learns_from_the_case_page_that_the_child_is_known(young, health, mash_worker, client_for):
    new = young_persons_case(sent(health, NOW))
    suggestion = MatchSuggestion.objects.get(case=new, other_case=young)
    matching.answer_match(suggestion=suggestion, same=True, reason="Same school.", by=mash_worker, at=NOW)
    address = reverse("cases:overview", args=[new.reference])

    theirs = client_for(health).get(address).content.decode()
    for giveaway in ("known already", "ecords compared", "joined", young.reference):
        assert giveaway not in theirs
    assert "ecords compared" in client_for(mash_worker).get(address).content.decode()


def test_a_referrer_reads_that_people_are_not_shown_and_not_that_there_are_none(young, dsl, mash_worker, client_for):
    address = reverse("cases:overview", args=[young.reference])

    theirs = client_for(dsl).get(address).content.decode()

    assert "does not show the people around the child" in theirs and "Nobody is recorded" not in theirs
    assert "does not show the people" not in client_for(mash_worker).get(address).content.decode()


def test_the_page_of_a_referral_takes_as_many_statements_however_much_waits(
    young, mash_worker, dsl, client_for, django_assert_max_num_queries
):
    client = client_for(mash_worker)
    page(client, young)
    with CaptureQueriesContext(connection) as few:
        page(client, young)
    for _ in range(3):
        sent(dsl, NOW)  # more in the inbox, and three more records that this child may be

    with django_assert_max_num_queries(len(few)):
        assert page(client, young).status_code == 200
