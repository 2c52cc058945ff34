"""The demonstration's cases that go on living are told to their end, by the actions people press."""

from datetime import datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.demonstration import living, people, stories, story_steps
from hsb.demonstration.families import Family
from hsb.demonstration.story_telling import Telling
from strategy_meetings.models import MappaEligibility, MappaMeeting, NewIncident, SafetyPlanCopy, Transfer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 15, 0, tzinfo=clock.LONDON)


def told(*steps, days=40, **family):
    found = people.load(at=NOW, since=NOW.date() - timedelta(days=900))
    telling = Telling(found, NOW, days, Family(34, sender="nadia", **family))
    for step in (*stories.WITH_WORKER, *stories.ACCEPTED, story_steps.yos_allocate("ruth"), *steps):
        step(telling)
    return telling.young


def test_stories_of_incidents_moves_and_mappa_end_as_they_are_called():
    with time_machine.travel(NOW, tick=False):
        case = told(
            living.plan_shared, living.incident_goes_on, living.moved_out, living.level_two, story_steps.review_plans
        )

        assert NewIncident.objects.get(case=case).state == "goes_on"
        assert Transfer.objects.get(case=case).state == "declined"
        assert SafetyPlanCopy.objects.filter(case=case).count() == 2
        assert [one.state for one in MappaMeeting.objects.filter(case=case).order_by("number")] == ["held", "to_come"]


def test_moved_here_waits_and_not_eligible_says_why():
    with time_machine.travel(NOW, tick=False):
        case = told(living.moved_in, living.not_eligible, living.new_incident)

        assert Transfer.objects.get(case=case).is_open
        assert not MappaEligibility.objects.get(case=case).is_eligible
        assert NewIncident.objects.get(case=case).waits
