"""The stories at the edges are told to their end: custody, licence, looked after, under 12, seventeen and a half."""

from datetime import datetime

import pytest
import time_machine

from aim2.models import Assessment, CustodyStay, Disclosure, LookedAfter, PlanReview, SubTotal, TransitionPlan
from hsb import clock
from hsb.cases.states import CriminalJustice
from hsb.demonstration import people as cast
from hsb.demonstration import stories
from hsb.demonstration.story_telling import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 12, 16, 11, 0, tzinfo=clock.LONDON)


def told(people, number: int) -> Telling:
    days, family, steps = next(one for one in stories.STORIES if one[1].number == number)
    telling = Telling(people, NOW, days, family)
    for step in steps:
        step(telling)
    return telling


def test_each_is_told_to_its_end():
    with time_machine.travel(NOW, tick=False):
        people = cast.load(at=NOW, since=stories.since(NOW))
        before, moved, licence = (told(people, number).young for number in (64, 65, 66))
        assert CustodyStay.objects.get(case=before).ended_at is None
        assert CustodyStay.objects.filter(case=moved).count() == 2
        assert licence.criminal_justice == CriminalJustice.ON_LICENCE
        assert LookedAfter.objects.filter(case=told(people, 26).young, ended_at=None).exists()
        assert Assessment.objects.get(case=told(people, 67).young).tool == "under_12"
        assert TransitionPlan.objects.get(case=told(people, 23).young).state == "sent"


def test_an_assessment_stands_at_each_of_its_ends():
    with time_machine.travel(NOW, tick=False):
        people = cast.load(at=NOW, since=stories.since(NOW))
        girl, again, before = (told(people, number).young for number in (99, 100, 101))
        narrative = Assessment.objects.get(case=girl)
        assert (narrative.narrative_only, narrative.level, narrative.state) == (True, "", "shared")
        assert not SubTotal.objects.filter(case=girl).exists()
        assert list(Assessment.objects.filter(case=again).order_by("number").values_list("state", flat=True)) == [
            "superseded", "shared",
        ]  # fmt: skip
        extract = Disclosure.objects.get(case=before)
        assert (extract.kind, extract.interim, extract.state) == ("court", True, "sent")
        assert PlanReview.objects.filter(case=told(people, 23).young).exists()
