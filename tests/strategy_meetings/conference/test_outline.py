"""Key worker, core group and review, as the chair names them: called to the meeting, and not on the record."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb.cases import grants
from hsb.cases.models import Involvement, Part
from strategy_meetings.meetings import calling
from tests.factories import conferences
from tests.strategy_meetings.conference.conftest import CALLED, CONFERENCE

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DURING = CONFERENCE + timedelta(minutes=40)


def test_the_chair_chooses_the_key_worker_among_those_in_the_room(world, client):
    """Behind the second wall a chair sees nobody who is on the record: the list was empty there."""
    meeting = world.call()
    for case in (world.his, world.sister):
        conferences.invite(meeting, case, "Sara Mallory", at=CALLED)
    with time_machine.travel(DURING, tick=False):
        conferences.begun(meeting, at=CONFERENCE)
        client.force_login(world.chair)

        page = client.get(reverse("strategy_meetings:conference_outline", args=[meeting.pk, 1])).content.decode()

    offered = re.findall(r"<option value=\"\d+\"[^>]*>([^<]+)", page)
    assert world.people["social_worker"].full_name in offered


def test_who_still_reads_the_minutes_of_one_meeting_and_is_called_to_the_next_may_open_that_one(world, client):
    """The narrow part of the earlier meeting ran out in the middle of the later one: its chair found nothing at its address."""
    meeting = world.call()
    over = Involvement.objects.open().filter(case=world.his, part=Part.MEETING, user=world.chair)
    over.update(expires_at=CALLED + timedelta(days=1))
    grants.sync(world.his.pk)

    calling.let_in(world.his, world.chair, by=world.manager, at=CALLED + timedelta(days=2))

    assert over.get().expires_at is None
    with time_machine.travel(CONFERENCE, tick=False):
        client.force_login(world.chair)
        assert client.get(reverse("strategy_meetings:meeting", args=[meeting.pk])).status_code == 200
