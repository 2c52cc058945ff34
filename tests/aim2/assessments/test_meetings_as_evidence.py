"""What was said and decided at a meeting is evidence: of this child's own part, once its minutes are sent, and nothing restricted."""

from datetime import timedelta

import pytest
import time_machine

from aim2.assessments import evidence
from aim2.models import Assessment
from hsb.cases import access
from strategy_meetings.minutes import actions as minutes
from tests.strategy_meetings.minutes import world as meetings

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.10")]
NAMES = ("csws_manager", "social_worker", "mash_worker", "police_officer", "health", "dsl", "yos_officer")


@pytest.fixture
def world(person):
    with time_machine.travel(meetings.SENT + timedelta(hours=1), tick=False):
        yield meetings.approved({name: person(name) for name in NAMES})


def offered(world, *, reader="yos_officer", locked=False):
    who = world.people[reader]
    opened = access.get_case(who, world.his.reference, look="a test")
    found, _ = evidence.offers(world.his, Assessment(case=world.his, lead=who), locked=locked, opened=opened)
    return [one for one in found if one.source.startswith("meeting:")]


def test_nothing_of_minutes_that_are_not_sent_is_evidence(world):
    assert offered(world) == []

    minutes.issue(meeting=world.meeting, by=world.people["csws_manager"], at=meetings.SENT)

    found = offered(world)
    by_title = {one.title: one for one in found}
    needs = by_title["Strategy meeting, 2 December 2026: needs and specialist assessment"]
    assert (needs.words, needs.who, needs.nature) == (
        f"Needs and specialist assessment. {meetings.HIS}",
        world.people["csws_manager"].full_name,
        "fact",
    )
    school = next(one for title, one in by_title.items() if "information of Fernhill Academy" in title)
    assert school.words.startswith("Words of school.") and school.who == world.people["dsl"].full_name
    decided = next(one for one in found if one.title.endswith(": decision"))
    assert decided.nature == "decision" and decided.words.startswith("A section 47 enquiry begins.")


def test_the_other_childs_part_and_what_the_family_must_not_be_told_are_not(world):
    minutes.issue(meeting=world.meeting, by=world.people["csws_manager"], at=meetings.SENT)

    words = " ".join(one.words for one in offered(world))

    assert meetings.HIS in words
    assert meetings.HERS not in words and meetings.POLICE_ONLY not in words


def test_it_opens_no_record_to_who_may_not_read_meetings(world):
    minutes.issue(meeting=world.meeting, by=world.people["csws_manager"], at=meetings.SENT)

    assert offered(world, reader="dsl") == [] and offered(world, reader="health") == []
    assert offered(world, reader="social_worker")


def test_what_may_be_about_what_is_alleged_waits_while_talk_about_it_is_barred(world):
    minutes.issue(meeting=world.meeting, by=world.people["csws_manager"], at=meetings.SENT)

    titles = [one.title for one in offered(world, locked=True)]

    assert titles and not any("what happened" in title or "information of" in title for title in titles)
