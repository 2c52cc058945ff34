"""The conferences of the demonstration are told: every state of a conference and a plan is somewhere in them."""

from datetime import datetime

import pytest
import time_machine

from hsb import clock
from hsb.demonstration import conferences, people, stories
from hsb.demonstration.story_telling import Telling
from hsb.timeliness.models import Deadline
from strategy_meetings.models import ChildPlan, ConferenceLetter, FamilyMember, MeetingChild

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=clock.LONDON)


def test_each_story_is_told_through_the_same_actions():
    with time_machine.travel(NOW, tick=False):
        found = people.load(at=NOW, since=stories.since(NOW))
        numbers = {number for _, number, _ in conferences.STORIES}
        told = {}
        for days, one, steps in stories.STORIES:
            if one.number in numbers and one.own_harm == "suspected":
                telling = Telling(found, NOW, days, one)
                for step in steps:
                    step(telling)
                told[one.number] = telling

    def due(number, code):
        return Deadline.objects.filter(case=told[number].young, standard_code=code).latest("pk")

    assert due(130, "T6").state == "open"
    assert due(131, "T6").due_at < NOW and due(131, "T6").state == "open"
    assert due(134, "T10").due_at < NOW and due(134, "T10").state == "open"
    plans = {str(one.case_id): one for one in ChildPlan.objects.filter(kind="protection")}
    assert plans[str(told[135].young.pk)].end_reason == "review"
    assert str(told[133].young.pk) not in plans
    assert MeetingChild.objects.filter(meeting__kind="initial_conference", outcome="none").count() == 2
    assert FamilyMember.objects.filter(state="excluded").exists()
    assert ConferenceLetter.objects.filter(kind="decision").exists()
    # T8, T9 and T11 are adopted here: met in time, running, and late.
    assert [(due(136, code).state, due(136, code).adopted) for code in ("T8", "T9")] == [("met", True)] * 2
    assert due(136, "T11").state == "open" and due(136, "T11").adopted
    assert due(137, "T8").state == "open" and due(133, "T9").state == "open"
    assert due(135, "T11").state == "cancelled"
    assert Deadline.objects.filter(case=told[135].young, standard_code="T11", state="met").count() == 1
    assert "Joan Pryce goes on" in plans[str(told[135].young.pk)].end_words
