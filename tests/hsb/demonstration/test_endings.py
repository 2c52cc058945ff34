"""The demonstration's notes, visits and ends are told by the actions people press."""

from datetime import datetime

import pytest
import time_machine

from aim2.models import Closure
from hsb import clock
from hsb.chronology.models import CaseEvent
from hsb.demonstration import people as cast
from hsb.demonstration import stories
from hsb.demonstration.story_telling import Telling
from hsb.tasks.models import Task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 16, 11, 0, tzinfo=clock.LONDON)


def told(people, number: int) -> Telling:
    days, family, steps = next(one for one in stories.STORIES if one[1].number == number)
    telling = Telling(people, NOW, days, family)
    for step in steps:
        step(telling)
    return telling


def test_one_strand_is_closed_and_another_waits_for_its_manager():
    with time_machine.travel(NOW, tick=False):
        people = cast.load(at=NOW, since=stories.since(NOW))
        closed, waits = told(people, 97).young, told(people, 98).young

        assert (closed.youth_offending, closed.safeguarding, closed.closed_at) == ("closed", "child_in_need", None)
        assert Task.objects.get(case=closed, what__startswith="Ask the youth club").to_person == people["daniel"]
        assert Closure.objects.get(case=waits).waits and waits.youth_offending == "allocated"
        kinds = CaseEvent.objects.filter(case=closed, code__startswith="note.").values_list("facts__kind", flat=True)
        assert sorted(kinds) == ["call", "email", "home_visit", "letter"]
        assert CaseEvent.objects.filter(case=closed, code="child.said").count() == 1
