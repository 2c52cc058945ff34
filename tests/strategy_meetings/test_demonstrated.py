"""The meetings and enquiries of the demonstration, each told once: they end as their story says."""

from datetime import datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.demonstration import enquiries, stories
from hsb.demonstration.families import Family
from hsb.demonstration.people import load
from hsb.demonstration.story_telling import Telling
from hsb.timeliness.models import Deadline
from strategy_meetings.models import Section47, SpecialistOpinion

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 2, 11, tzinfo=clock.LONDON)


def told(number: int) -> Telling:
    """The story of that family has been told, as far as this stage goes."""
    people = load(at=NOW, since=stories.since(NOW))
    ((days, _, steps),) = [one for one in enquiries.STORIES if one[1] == number]
    telling = Telling(people, NOW, days, Family(number, sender="priya_n", own_harm="suspected"))
    for step in (*stories.STRATEGY, *steps):
        step(telling)
    return telling


@pytest.mark.parametrize(
    ("number", "state", "outcome", "strand"),
    [
        (140, "proposed", "no_continuing_risk", "enquiry"),
        (141, "ended", "not_substantiated", "early_help"),
        (142, "ended", "no_continuing_risk", "child_in_need"),
        (143, "ended", "continuing_risk", "enquiry"),
        (144, "ended", "continuing_risk", "child_in_need"),
    ],
)
def test_each_outcome_of_an_enquiry_is_there(number, state, outcome, strand):
    with time_machine.travel(NOW, tick=False):
        telling = told(number)

    enquiry = Section47.objects.get(case=telling.young)
    assert (enquiry.state, enquiry.outcome) == (state, outcome)
    assert telling.young.safeguarding == strand
    assert enquiry.awaits_conference is (number == 143)


def test_an_opinion_is_late_and_was_chased():
    with time_machine.travel(NOW, tick=False):
        telling = told(145)

    opinion = SpecialistOpinion.objects.get(case=telling.young)
    assert opinion.due_on < clock.local_date(NOW) - timedelta(days=1)
    assert Deadline.objects.filter(case=telling.young, state="open", due_at__lt=NOW).exists()
