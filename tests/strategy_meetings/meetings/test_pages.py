"""The pages of meetings as chair, minute-taker, somebody called, somebody not called and a stranger have them."""

from datetime import datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, Part
from strategy_meetings.meetings import ending
from strategy_meetings.models import Invitation, Meeting, PartWritten
from tests.factories import meetings
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person
from tests.factories.referrals import partnership

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 9, 0, tzinfo=clock.LONDON)
STARTS = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _that_morning():
    with time_machine.travel(AT + timedelta(minutes=90), tick=False):
        yield


@pytest.fixture
def children(csws_manager, social_worker, police_officer, health):
    partnership()
    young, harmed = young_person(AT - timedelta(days=2)), harmed_child(AT - timedelta(days=2))
    csws = social_worker.memberships.get().agency_role.agency
    for case in (young, harmed):
        put_role_on(case, csws, Role.CSWS_MANAGER, AT)
    put_on(young, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(harmed, police_officer, Role.POLICE_OFFICER, AT, Part.INVOLVED)
    return young, harmed


@pytest.fixture
def meeting(children, csws_manager, police_officer, health, minute_taker):
    return meetings.called(
        children,
        chair=csws_manager,
        people=[police_officer, health],
        starts_at=STARTS,
        at=AT,
        minute_taker=minute_taker,
    )


def page(client_for, who, meeting: Meeting, more: str = ""):
    return client_for(who).get(f"/meetings/{meeting.pk}/{more}")


@pytest.mark.policy("P5.2")
def test_a_manager_calls_a_meeting_with_the_people_the_case_proposes(
    children, csws_manager, police_officer, social_worker, client_for
):
    young, _ = children
    address = f"/cases/{young.reference}/meetings/call/strategy/"
    client = client_for(csws_manager)
    drawn = client.get(address).text
    assert "Priya Shah, CSWS. Allocated on this child’s record" in drawn
    assert "Amy Sorrell, Police. Nobody from their agency is on this record yet, has to be asked" in drawn

    sent = {
        "children": [str(young.pk)],
        "on_day": "3", "on_month": "12", "on_year": "2026",
        "begins": "10am", "minutes": "60", "how": "video",
        "chair": str(csws_manager.pk),
        "invite": [f"{young.pk}:{social_worker.pk}", f"{young.pk}:{police_officer.pk}"],
    }  # fmt: skip
    refused = client.post(address, sent)
    called = client.post(address, sent | {"left_out": "Nobody of them knows the child."})

    assert (refused.status_code, called.status_code) == (422, 302)
    assert "say why" in refused.text
    assert Meeting.objects.get().chair == csws_manager
    assert Invitation.objects.filter(state="left_out").exists()


def test_who_is_not_called_and_a_stranger_find_nothing_and_who_is_called_sees_their_child_only(
    meeting, children, csws_manager, minute_taker, health, social_worker, stranger, dsl, client_for
):
    young, harmed = children
    Invitation.objects.filter(user=health, case=harmed).update(state="removed")
    assert page(client_for, csws_manager, meeting).status_code == 200
    assert page(client_for, minute_taker, meeting).status_code == 200
    for who in (stranger, dsl):
        assert page(client_for, who, meeting).status_code == 404
    seen = page(client_for, health, meeting)
    assert (seen.status_code, "Jordan Mallory" in seen.text) == (200, True)
    assert "Heron" not in seen.text
    assert "Tamsin" not in seen.text
    assert client_for(health).get(f"/cases/{young.reference}/").status_code in (403, 404)
    assert client_for(minute_taker).get(f"/cases/{young.reference}/").status_code in (403, 404)


def test_the_record_is_read_by_nobody_but_chair_and_minute_taker_until_it_is_approved(
    meeting, children, csws_manager, minute_taker, police_officer, client_for
):
    young, _ = children
    meetings.begun(meeting, by=csws_manager, at=STARTS)
    meetings.write(meeting, young, by=csws_manager, at=STARTS, word="Canary-in-the-draft")

    assert "Canary-in-the-draft" in page(client_for, minute_taker, meeting).text
    assert "Canary-in-the-draft" not in page(client_for, police_officer, meeting).text
    assert page(client_for, police_officer, meeting, "child/1/").status_code == 403
    assert client_for(police_officer).post(f"/meetings/{meeting.pk}/approve/").status_code == 403


def test_typing_is_kept_box_by_box_and_says_what_is_missing(meeting, children, csws_manager, minute_taker, client_for):
    young, _ = children
    meetings.begun(meeting, by=csws_manager, at=STARTS)
    address = f"/meetings/{meeting.pk}/child/1/autosave/"
    first = client_for(minute_taker).post(address, {"needs": "Speech and language.", "version": ""})
    second = client_for(csws_manager).post(address, {"needs": "CAMHS.", "version": ""})
    other = client_for(csws_manager).post(address, {"roles": "Social care leads.", "version": ""})

    assert (first.status_code, second.status_code, other.status_code) == (200, 409, 200)
    assert f"{young.label}: Needs and specialist assessment" not in first.json()["missing"]
    assert f"{young.label}: Legal status" in first.json()["missing"]
    assert "Sam Okoye is writing in Needs and specialist assessment" in other.json()["beside"]
    both = client_for(csws_manager).post(f"/meetings/{meeting.pk}/child/1/", {"needs": "CAMHS.", "version": ""})
    assert both.status_code == 409
    assert "Speech and language." in both.text
    assert "CAMHS." in both.text
    assert PartWritten.objects.get(part="needs").text == "Speech and language."


def test_the_whole_of_a_meeting_through_its_pages(meeting, children, csws_manager, police_officer, client_for):
    young, harmed = children
    client, base = client_for(csws_manager), f"/meetings/{meeting.pk}/"
    assert client.post(f"{base}begin/").status_code == 302
    there = {f"there_{row.pk}": "yes" for row in meeting.attendance.all()}
    client.post(f"{base}attendance/", there)
    for number, case in ((1, young), (2, harmed)):
        meetings.write(Meeting.objects.get(), case, by=csws_manager, at=STARTS)
        added = client.post(f"{base}child/{number}/add/decision/", {"text": "Section 47, joint."})
        assert added.status_code == 302
    client.post(
        f"{base}child/1/add/information/",
        {"agency_kind": "police", "nature": "fact", "text": "No record.", "police_restricted": "on"},
    )
    client.post(
        f"{base}child/1/add/contingency/", {"if_this": "he runs", "then": "ring the police", "who": "the family"}
    )
    late = client.post(
        f"{base}child/1/add/action/",
        {
            "what_is_done": "See him",
            "owner_name": "Priya",
            "due_on_day": "1",
            "due_on_month": "12",
            "due_on_year": "2026",
        },
    )
    assert (late.status_code, "cannot be due before its meeting" in late.text) == (422, True)
    client.post(f"{base}next/", {"because": "Nothing is open."})
    assert "It is quorate" in client.get(f"{base}end/").text
    assert client.post(f"{base}end/").status_code == 302
    assert client.post(f"{base}approve/").status_code == 302
    assert Meeting.objects.get().state == "approved"
    assert "Approved, to be sent" in client.get("/meetings/").text
    assert "Strategy meeting" in client.get(f"/cases/{young.reference}/meetings/").text


@pytest.mark.policy("P6.2")
def test_what_may_not_be_discussed_stands_on_every_page_of_that_child(
    meeting, children, csws_manager, social_worker, client_for
):
    young, harmed = children
    meetings.begun(meeting, by=csws_manager, at=STARTS)
    sent = {"what_not": "what is alleged", "police_said": "DC Varley", "until_what": "he has been interviewed"}
    assert client_for(csws_manager).post(f"/meetings/{meeting.pk}/child/1/add/not-discussed/", sent).status_code == 302

    assert "what is alleged" in client_for(social_worker).get(f"/cases/{young.reference}/").text
    assert "DC Varley" not in client_for(csws_manager).get(f"/cases/{harmed.reference}/").text


@pytest.mark.policy("P5.2")
def test_any_agency_asks_for_a_discussion_and_a_refusal_has_reasons(children, csws_manager, police_officer, client_for):
    _, harmed = children
    base = f"/cases/{harmed.reference}/meetings/"
    assert client_for(police_officer).post(f"{base}ask/", {"reason": "She is at risk tonight."}).status_code == 302
    assert "Somebody asked for a strategy discussion" in client_for(csws_manager).get(base).text
    assert client_for(csws_manager).post(f"{base}refuse/", {"reason": ""}).status_code == 422
    assert client_for(csws_manager).post(f"{base}refuse/", {"reason": "She is in hospital, safe."}).status_code == 302
    assert "Somebody asked" not in client_for(csws_manager).get(base).text


@pytest.mark.policy("P3.7")
def test_a_brother_who_is_considered_has_a_record_of_his_own(children, csws_manager, social_worker, client_for):
    young, _ = children
    sent = {"given_name": "Theo", "family_name": "Mallory", "relationship": "Brother"}
    assert client_for(csws_manager).post(f"/cases/{young.reference}/meetings/consider/", sent).status_code == 302

    brother = Case.objects.get(kind="considered")
    assert (brother.initials, brother.youth_offending) == ("T.M.", "not_open")
    assert client_for(csws_manager).get(f"/cases/{brother.reference}/").status_code == 200
    assert client_for(social_worker).get(f"/cases/{brother.reference}/").status_code == 404
    assert brother.label in client_for(csws_manager).get(f"/cases/{young.reference}/meetings/call/strategy/").text


def test_a_discussion_by_telephone_is_recorded_on_its_page(children, csws_manager, client_for):
    young, _ = children
    sent = {
        "children": [str(young.pk)], "on_day": "1", "on_month": "12", "on_year": "2026", "began": "10:35pm", "ended": "10:58pm",
        "how": "telephone", "chair": str(csws_manager.pk), "police": "DS Faulds, Public protection", "health": "Dr Ashby",
        "before_referral": "",
    }  # fmt: skip
    client = client_for(csws_manager)
    future = client.post(f"/cases/{young.reference}/meetings/record/strategy/", sent | {"on_year": "2027"})
    recorded = client.post(f"/cases/{young.reference}/meetings/record/strategy/", sent)

    assert (future.status_code, recorded.status_code) == (422, 302)
    held = Meeting.objects.get()
    assert client.post(f"/meetings/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert (held.state, clock.local_time(held.starts_at).hour) == ("ended", 22)


def test_two_hundred_thousand_characters_from_word_are_kept_and_markup_is_only_text(
    meeting, children, csws_manager, client_for
):
    meetings.begun(meeting, by=csws_manager, at=STARTS)
    client, address = client_for(csws_manager), f"/meetings/{meeting.pk}/child/1/"
    assert (
        client.post(address, {"needs": "<b>Bold</b> <script>x</script>" + "a" * 200_000, "version": ""}).status_code
        == 302
    )
    drawn = client.get(address).text
    assert "<script>x</script>" not in drawn
    assert "&lt;b&gt;Bold" in drawn
    assert ending  # the record stays open


def test_a_child_is_added_after_it_began_and_somebody_more_is_asked_or_asked_no_more(
    meeting, children, csws_manager, social_worker, health, client_for
):
    young, harmed = children
    client, base = client_for(csws_manager), f"/meetings/{meeting.pk}/"
    sent = {"given_name": "Theo", "family_name": "Mallory", "relationship": "Brother"}
    client.post(f"/cases/{young.reference}/meetings/consider/", sent)
    brother = Case.objects.get(kind="considered")
    assert "Priya Shah" in client.get(f"{base}invite/").text
    assert client.post(f"{base}invite/", {"invite": [f"{young.pk}:{social_worker.pk}"]}).status_code == 302
    assert Invitation.objects.filter(user=social_worker, case=young, state="invited").exists()
    off = Invitation.objects.get(user=health, case=harmed)
    assert client.post(f"{base}child/2/uninvite/{off.pk}/").status_code == 302
    assert "Heron" not in page(client_for, health, meeting).text

    client.post(f"{base}begin/")
    assert (
        client.post(
            f"{base}add-child/", {"child": str(brother.pk), "reason": "He sleeps in the same room."}
        ).status_code
        == 302
    )
    assert meeting.attendance.filter(case=brother, is_chair=True).exists()
    assert f"{brother.label}: 15 missing" in client.get(f"{base}child/3/").text
