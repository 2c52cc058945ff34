"""The whole of a conference through its pages: called, family invited, held, written, ended, letters sent, plan and core group."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from strategy_meetings.models import ChildPlan, ConferenceLetter, Meeting
from tests.factories import conferences
from tests.strategy_meetings.conference.conftest import CALLED, CONFERENCE

pytestmark = pytest.mark.django_db
DURING = CONFERENCE + timedelta(minutes=40)


def url(name, *args):
    return reverse(f"strategy_meetings:{name}", args=args)


def day(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def test_a_manager_calls_it_and_invites_the_family(world, client):
    with time_machine.travel(CALLED, tick=False):
        client.force_login(world.manager)
        page = client.get(url("call_meeting", world.his.reference, "initial_conference"))
        assert page.status_code == 200
        text = page.content.decode()
        assert "no working day" in text and world.chair.full_name in text
        assert world.harmed.label not in text
        meeting = world.call()
        shown = client.get(url("conference_family", meeting.pk, 1)).content.decode()
        assert "Nobody yet" in shown
        posted = client.post(
            url("invite_family", meeting.pk, 1),
            {
                "person": "",
                "name": "Sara Mallory",
                "relationship": "Mother",
                "by_hand": "hand",
                "handed_by": "Priya Shah",
            },
        )
        assert posted.status_code == 302
        refused = client.post(
            url("exclude_family", meeting.pk, 1),
            {"person": "", "name": "Joe Mallory", "part": "whole", "reason": "", "by_hand": "hand"},
        )
        assert refused.status_code == 422 and "Joe Mallory" in refused.content.decode()
        client.post(url("send_invitations", meeting.pk, 1))
        letter = ConferenceLetter.objects.get()
        assert "in two ways" in str(letter.contents)
        assert client.get(url("conference_letter", letter.pk)).status_code == 200


def test_whoever_is_invited_reads_the_opening_statement_and_nothing_that_is_written(world, client):
    meeting = world.hold(word="Canary-7710")
    with time_machine.travel(DURING, tick=False):
        client.force_login(world.people["dsl"])
        page = client.get(url("meeting", meeting.pk)).content.decode()
        assert "in two ways" in page and "Canary-7710" not in page
        assert client.get(url("conference_family", meeting.pk, 1)).status_code == 403


def test_the_chair_writes_and_ends_it_and_sends_the_letters(world, client):
    meeting = world.call()
    for case in (world.his, world.sister):
        conferences.invite(meeting, case, "Sara Mallory", at=CALLED)
    with time_machine.travel(DURING, tick=False):
        client.force_login(world.chair)
        conferences.begun(meeting, at=CONFERENCE)
        live = client.get(url("meeting_child", meeting.pk, 1))
        assert live.status_code == 200
        text = live.content.decode()
        for said in ("Opening statement", "Needs as a child who has been harmed", "Outline plan", "View of"):
            assert said in text
        for name in ("conference_view", "add_plan_item", "without_family", "conference_outline"):
            assert client.get(url(name, meeting.pk, 1)).status_code == 200
        member = meeting.family.filter(case=world.his).get()
        assert client.post(url("family_took_part", meeting.pk, 1, member.pk), {"here": "yes"}).status_code == 302
        assert (
            client.post(url("conference_view", meeting.pk, 1), {"agency": "police", "view": "plan"}).status_code == 302
        )
        item = {
            "need": "Somebody to talk to",
            "what_is_done": "Sessions",
            "owner_name": "Mother",
            "known_by": "He goes",
        }
        wrong = client.post(
            url("add_plan_item", meeting.pk, 1), {**item, "known_by": "", **day("due_on", DURING.date())}
        )
        assert wrong.status_code == 422 and "Somebody to talk to" in wrong.content.decode()
        assert (
            client.post(url("add_plan_item", meeting.pk, 1), {**item, **day("due_on", DURING.date())}).status_code
            == 302
        )
        typed = {"began": "10:20am", "ended": "10:32am", "who": "All", "why": "Police ask", "text": "Annex-canary-55"}
        assert client.post(url("without_family", meeting.pk, 1), typed).status_code == 302
        world.decide(meeting, at=DURING, word="Canary-his-1")
        assert client.post(url("end_meeting", meeting.pk)).status_code == 302
        meeting = Meeting.objects.get(pk=meeting.pk)
        assert meeting.state == "draft"
        draft = client.get(url("conference_letters", meeting.pk)).content.decode()
        assert "Canary-his-1" in draft and "Annex-canary" not in draft
        assert client.post(url("conference_letters", meeting.pk), {"sure": "on"}).status_code == 302
        sent = ConferenceLetter.objects.filter(kind="decision")
        assert sent.count() == 2
        hers = sent.get(case=world.sister)
        assert "Canary-his-1" not in str(hers.contents) and world.his.label not in str(hers.contents)
        assert client.get(url("conference_letters", meeting.pk)).status_code == 200
        plan = client.get(url("child_plan", world.his.reference))
        assert plan.status_code in (403, 404)  # called to the meeting, not on the record
        client.force_login(world.people["social_worker"])
        shown = client.get(url("child_plan", world.his.reference)).content.decode()
        assert "Child protection plan" in shown and "last working day before: Friday 19 March 2027" in shown
        assert "Somebody to talk to" in shown
        client.force_login(world.people["dsl"])
        assert "Somebody to talk to" in client.get(url("child_plan", world.his.reference)).content.decode()
        client.force_login(world.manager)
        assert client.get(url("end_child_plan", world.his.reference)).status_code == 200
    assert ChildPlan.objects.get().case == world.his
