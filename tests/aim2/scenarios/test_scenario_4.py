"""Scenario 4: fifteen, on bail, one of two allegations admitted in full (../shared/scenarios.md). By actions; the same through the
pages, with today's dates: tests/journeys/test_request_on_bail.py."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from aim2.assessments import signing
from aim2.models import Aim2Request
from aim2.proceedings import events, queries
from aim2.requests import actions as requests
from hsb.errors import ActionNotAllowed
from strategy_meetings.safety_plans import actions as safety_plans
from tests.aim2.assessments import builders
from tests.aim2.ready import accredit
from tests.aim2.scenarios.story import Story, on

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.3")]
ARRESTED, BAILED, AGREED = date(2026, 12, 9), date(2026, 12, 10), date(2026, 12, 14)
PERIODS = (
    (2, "inspector", "T31a", date(2027, 6, 9)),
    (3, "superintendent", "T31b", date(2027, 9, 9)),
)


@pytest.fixture
def story(person) -> Story:
    return Story(person, on(ARRESTED, 9), born_on=date(2011, 5, 1))


@pytest.fixture
def bail(story) -> str:
    """Arrested on Wednesday, bailed on Thursday with conditions, one of the two admitted in full."""
    bail, both = str(uuid4()), [story.one, story.two]
    story.says(ARRESTED, events.ArrestMade(allegations=both, arrest=str(uuid4())))
    story.says(
        BAILED,
        events.BailStarted(
            allegations=both, bail=bail, arrested_on=ARRESTED.isoformat(), return_on="2027-02-25",
            conditions="No contact with Heron.",
        ),
    )  # fmt: skip
    return bail


def admits(story: Story) -> None:
    story.says(BAILED, events.AdmissionRecorded(allegations=[story.one], admission="full"), hour=16)


def asked_and_accepted(story: Story) -> Aim2Request:
    asked = requests.ask(case=story.case, asks="Bail ends on 9 March.", by=story.police, at=on(BAILED, 17))
    requests.answer(request=asked, to="accepted", text="In time for it.", by=story.manager, at=on(date(2026, 12, 11)))
    accredit(story.officer, story.manager, on(date(2026, 12, 11)))
    requests.name_lead(
        case=story.case, lead=story.officer, co_worker=story.social_worker, reason="", by=story.manager,
        at=on(date(2026, 12, 11)),
    )  # fmt: skip
    return asked


def extended(story: Story, bail: str, day: date, period: int, rank: str, until: date) -> None:
    story.says(
        day,
        events.BailExtended(
            allegations=[story.one, story.two], bail=bail, arrested_on=ARRESTED.isoformat(),
            return_on=until.isoformat(), period=period, rank=rank,
        ),
    )  # fmt: skip


def test_police_ask_once_something_is_admitted_and_it_begins_when_he_and_his_mother_agree(story, bail):
    with pytest.raises(ActionNotAllowed, match="Nothing has been admitted"):
        requests.ask(case=story.case, asks="By March.", by=story.police, at=on(BAILED, 15))
    admits(story)
    assert queries.standing(story.case).may_police_ask.why == "Allegation 1 is admitted in full."
    asked_and_accepted(story)

    father, mother = (story.parent(who, on(ARRESTED)) for who in ("father", "mother"))
    story.agrees(date(2026, 12, 11), father)
    assert not story.may_begin(date(2026, 12, 11)), "his father alone is not enough"
    assert story.due("T26") is None

    story.agrees(AGREED, hour=10)
    story.agrees(AGREED, mother, hour=11)
    assert story.may_begin(AGREED)
    assert story.due("T26") == date(2027, 1, 28)

    assessment = builders.begun(story.case, story.officer, story.social_worker, on(date(2026, 12, 16)))
    builders.written(assessment, on(date(2027, 1, 20)))
    builders.agreed(assessment, on(date(2027, 1, 26)))
    assert story.clock_of("T26").met_at is None, "agreed is not signed"
    signing.sign(
        assessment=assessment, opened=builders.opened(story.manager, story.case), version=assessment.version,
        at=on(date(2027, 1, 28)),
    )  # fmt: skip
    assert story.clock_of("T26").state == "met"


@pytest.mark.parametrize("early", [1, 20, 80], ids=["the last day", "three weeks before", "long before"])
def test_bail_runs_to_the_same_days_whenever_the_extension_is_recorded(story, bail, early):
    limit = date(2027, 3, 9)
    assert story.due("T30", bail) == limit
    for period, rank, code, until in PERIODS:
        extended(story, bail, limit - timedelta(days=early), period, rank, until)
        assert story.due(code, bail) == until
        limit = until


@pytest.mark.policy("P6.4")
def test_when_the_conditions_change_his_safety_plan_is_signed_again_that_day(story, bail):
    changed = date(2026, 12, 16)
    agree_a_plan(story, BAILED, "An adult on the bus.")

    story.says(
        changed,
        events.BailChanged(
            allegations=[story.one, story.two], bail=bail, conditions="No contact. Lives with his aunt."
        ),
        hour=9,
    )
    assert story.due("T46c") == changed
    assert story.clock_of("T46c").state == "open"

    agree_a_plan(story, changed, "Lives with his aunt; an adult on the bus.")
    assert story.clock_of("T46c").state == "met"


def agree_a_plan(story: Story, day: date, said: str) -> None:
    plan = safety_plans.draft_of(case=story.case, by=story.social_worker, at=on(day, 11))
    written = {
        "what_is_known": said, "trusted_adults": "Ms Iqbal.", "if_this_happens": "The pastoral office.",
        "childs_views": "Wants to go on with football.", "review_on": date(2026, 12, 23),
    }  # fmt: skip
    safety_plans.save(plan=plan, written=written, version=plan.version, by=story.social_worker, at=on(day, 12))
    safety_plans.agree(plan=plan, by=story.social_worker, at=on(day, 13))
