"""Scenarios 1 and 2 with their dates: strategy meeting, reconvened; the conference about a boy and his sister; plan and review."""

from datetime import date, timedelta

import pytest
import time_machine

from hsb.cases import involvement
from hsb.cases.models import CaseLink
from hsb.errors import ActionNotAllowed
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from hsb.tasks.models import Task
from hsb.timeliness.models import Deadline
from strategy_meetings.child_plans import actions as child_plans
from strategy_meetings.child_plans import queries as plans
from strategy_meetings.conference import letters
from strategy_meetings.meetings import ending, writing
from strategy_meetings.minutes import actions as minutes
from strategy_meetings.models import ChildPlan
from tests.factories import conferences, meetings
from tests.strategy_meetings.conference.conftest import CONFERENCE, STRATEGY, london

pytestmark = pytest.mark.django_db


def due(case, code):
    """The due day of the newest clock of a standard, and its state."""
    found = Deadline.objects.filter(case=case, standard_code=code).order_by("-started_at", "-pk")[0]
    return found.due_on, str(found.state)


def ended(world, **more):
    meeting = world.hold(**more)
    at = CONFERENCE + timedelta(minutes=90)
    with time_machine.travel(at, tick=False):
        ending.end(meeting=meeting, by=world.chair, at=at)
    meeting.refresh_from_db()
    return meeting


@pytest.mark.policy("P5.5")
def test_scenario_1_reconvening_moves_no_conference_and_starts_the_one_of_the_second_child(his_world):
    world = his_world
    assert due(world.his, "T6") == (date(2026, 12, 23), "open")
    assert due(world.his, "T5")[0] == date(2027, 2, 4)
    assert not Deadline.objects.filter(case=world.harmed, standard_code="T6").exists()
    assert due(world.his, "T4b")[0] == date(2026, 12, 3)

    again = london(2026, 12, 14)
    with time_machine.travel(again + timedelta(hours=2), tick=False):
        meetings.held(
            [world.his, world.harmed],
            chair=world.manager,
            people=[world.people[name] for name in ("social_worker", "police_officer", "health")],
            starts_at=again,
            kind="reconvened",
            follows=world.strategy,
            own_harm="none_known",
        )

    assert due(world.his, "T6") == (date(2026, 12, 23), "open")
    assert due(world.harmed, "T6") == (date(2027, 1, 7), "open")
    assert STRATEGY.date() == date(2026, 12, 2)


@pytest.mark.policy("P5.8")
def test_scenario_2_a_plan_for_him_none_for_his_sister_and_every_date_after_it(world):
    with time_machine.travel(CONFERENCE - timedelta(days=4), tick=False):
        pass
    meeting = ended(world)

    assert due(world.his, "T6") == (date(2026, 12, 23), "met")
    plan = plans.open_protection_plan(world.his)
    assert (plan.started_on, plan.category, plan.lead) == (
        date(2026, 12, 21),
        "physical",
        world.people["social_worker"],
    )
    assert plans.open_plan(world.sister) is None
    world.his.refresh_from_db()
    world.sister.refresh_from_db()
    assert (world.his.safeguarding, world.sister.safeguarding) == ("protection_plan", "early_help")
    assert due(world.his, "T8") == (date(2026, 12, 22), "open")
    assert due(world.his, "T9") == (date(2027, 1, 14), "open")
    assert due(world.his, "T10") == (date(2027, 1, 7), "open")
    assert due(world.his, "T12") == (date(2027, 3, 21), "open")

    ten = CONFERENCE + timedelta(minutes=100)
    letters.send_decision(meeting=meeting, by=world.chair, at=ten)
    assert due(world.his, "T8")[1] == due(world.sister, "T8")[1] == "met"

    ending.approve(meeting=meeting, by=world.chair, at=ten + timedelta(hours=1))
    minutes.issue(meeting=meeting, by=world.chair, at=ten + timedelta(hours=2))
    assert due(world.his, "T9")[1] == "met"

    core = london(2027, 1, 5, 15, 30)
    _core_group(world, meeting, core)
    assert due(world.his, "T10") == (date(2027, 1, 7), "met")
    assert due(world.his, "T11") == (date(2027, 2, 16), "open")

    _review(world, london(2027, 3, 18), decision="plan")
    assert due(world.his, "T12") == (date(2027, 3, 21), "met")
    assert due(world.his, "T13") == (date(2027, 9, 18), "open")
    assert ChildPlan.objects.filter(case=world.his).count() == 1
    assert plans.open_protection_plan(world.his).started_on == date(2026, 12, 21)


def _core_group(world, follows, starts):
    from strategy_meetings.meetings import calling
    from strategy_meetings.meetings.calling import Where

    worker = world.people["social_worker"]
    with time_machine.travel(starts - timedelta(days=7), tick=False):
        meeting = calling.call(
            kind="core_group",
            children=[world.his],
            chair=worker,
            starts_at=starts,
            where=Where(),
            invited=meetings.invited(world.his, world.people["dsl"]),
            by=worker,
            at=starts - timedelta(days=7),
            follows=follows,
        )
    assert meeting.actions.get().need
    with time_machine.travel(starts + timedelta(hours=1), tick=False):
        conferences.begun(meeting, at=starts)
        mother = meeting.family.get()
        from strategy_meetings.conference import family

        family.took_part(member=mother, here=True, absent_because="", joined_at=None, by=worker, at=starts)
        ending.end(meeting=meeting, by=worker, at=starts + timedelta(hours=1))
    meeting.refresh_from_db()
    assert meeting.state == "ended"
    return meeting


def _review(world, starts, *, still_open="", **answers):
    called_at = starts - timedelta(days=10)
    with time_machine.travel(called_at, tick=False):
        meeting = conferences.called(
            [world.his], chair=world.chair, by=world.manager, people=world.core, starts_at=starts, at=called_at,
            kind="review_conference", follows=plans.last_meeting(world.his),
        )  # fmt: skip
    at = starts + timedelta(minutes=30)
    with time_machine.travel(at, tick=False):
        conferences.begun(meeting, at=starts)
        conferences.decide(
            meeting, world.his, at=at, key_worker=world.people["social_worker"],
            core_group_at=starts + timedelta(days=28), review_at=starts + timedelta(days=170), **answers,
        )  # fmt: skip
        if answers.get("decision", "plan") != "plan":
            with pytest.raises(ActionNotAllowed, match="still to be done under this plan: Weekly sessions"):
                ending.end(meeting=meeting, by=world.chair, at=at + timedelta(minutes=20))
            typed = {"still_open": writing.Typed("", still_open, 0)}
            writing.save_parts(meeting=meeting, case=world.his, typed=typed, by=world.chair, at=at)
        ending.end(meeting=meeting, by=world.chair, at=at + timedelta(minutes=30))
    meeting.refresh_from_db()
    return meeting


def test_everybody_first_invited_is_told_when_a_manager_ends_the_plan(world):
    """She has a letter, the aunt whose address must not be known stands in a task with the doctor, who is not on the record any
    more; the school, which is, has a notice."""
    meeting = ended(world)
    plan = plans.open_protection_plan(world.his)
    aunt = meeting.family.get(case=world.his)
    aunt.pk, aunt.number, aunt.name, aunt.relationship, aunt.handed_by = None, 9, "Ada Marsh", "Aunt", ""
    aunt.save(force_insert=True)
    for part in world.his.involvements.open().filter(user=world.people["health"]).exclude(part="meeting"):
        involvement.end_involvement(
            involvement=part, by=world.manager, at=CONFERENCE + timedelta(days=3), reason="Moved."
        )
    later = CONFERENCE + timedelta(days=9)

    with time_machine.travel(later, tick=False):
        child_plans.end(
            plan=plan, reason="moved", words="Accepted in writing.", core_group_said="All agree.",
            where="The other authority.", by=world.manager, at=later,
        )  # fmt: skip
        outbox.work()

    letters = meeting.letters.filter(kind="plan_ended")
    assert [one.recipient_name for one in letters] == ["Mother of both"]
    said = str(letters.get().contents)
    assert "ended on Wednesday 30 December 2026" in said and world.manager.full_name in said
    assert "Accepted in writing" not in said and world.sister.label not in said
    task = Task.objects.get(case=world.his, what__startswith="The protection plan has ended")
    assert task.to_person == world.people["social_worker"]
    assert "Ada Marsh, aunt" in task.what and world.people["health"].full_name in task.what
    assert "Mother of both" not in task.what and world.people["dsl"].full_name not in task.what
    told = Notice.objects.filter(kind="cp_plan.ended", case=world.his)
    assert world.people["dsl"] in {one.user for one in told}
    assert world.people["health"] not in {one.user for one in told}


def test_a_review_ends_the_plan_and_no_clock_of_it_runs_on(world):
    meeting = ended(world)
    _core_group(world, meeting, london(2027, 1, 5, 15, 30))

    _review(world, london(2027, 3, 18), decision="child_in_need", still_open="Weekly sessions: the school nurse.")

    world.his.refresh_from_db()
    plan = ChildPlan.objects.get(case=world.his, kind="protection")
    assert (plan.state, plan.end_reason, plan.ended_on) == ("ended", "review", date(2027, 3, 18))
    assert plan.end_words == "Still open, and who takes it on: Weekly sessions: the school nurse."
    assert world.his.safeguarding == "child_in_need"
    assert due(world.his, "T11")[1] == "cancelled"
    assert not Deadline.objects.filter(case=world.his, standard_code="T13").exists()


@pytest.mark.policy("P5.8")
def test_approval_without_needs_as_harmed_is_refused_and_names_whose(world):
    meeting = ended(world, without=("needs_as_harmed",))

    with pytest.raises(ActionNotAllowed) as refused:
        ending.approve(meeting=meeting, by=world.chair, at=CONFERENCE + timedelta(hours=3))

    assert f"{world.his.label}: Needs as a child who has been harmed" in refused.value.sentence
    assert world.sister.label not in refused.value.sentence


def test_a_sisters_conference_is_not_his_and_is_linked_as_of_one_family(world):
    assert CaseLink.objects.filter(case=world.his, linked_case=world.sister, relationship="Sister").exists()

    meeting = ended(world)

    assert not Deadline.objects.filter(case=world.sister, standard_code__in=["T10", "T12"]).exists()
    assert meeting.children.get(case=world.sister).outcome == "none"
