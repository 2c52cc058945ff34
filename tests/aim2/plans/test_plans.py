"""The intervention plan: goals, agreed by another, begun by a session, reviewed, ended."""

from datetime import date, datetime, timedelta

import pytest

from aim2.plans import actions, queries
from aim2.plans.states import TRANSITIONS, PlanState
from hsb import clock
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.ready import agrees, ready

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
GOAL = {
    "strand": "young_person", "comes_from": "family", "goal": "Evenings with an adult.", "measure": "Four weeks without one alone.",
    "method": "", "practitioner": "",
}  # fmt: skip
HELD = {"strand": "young_person", "attendance": "came", "engagement": "Talked.", "notes": ""}


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager):
    return ready(dsl, yos_officer, social_worker, yos_manager, AT)


@pytest.fixture
def plan(case, yos_officer):
    return opened_plan(case, yos_officer)


def opened_plan(case, lead, basis="csws", proviso=""):
    return actions.open_plan(
        case=case, basis=basis, lead=lead, proviso=proviso, opened=builders.opened(lead, case), at=AT
    )


def agreed(plan, case, lead, manager):
    actions.add_goal(plan=plan, by=lead, at=AT, **GOAL)
    actions.agree(plan=plan, opened=builders.opened(manager, case), at=AT)
    plan.refresh_from_db()
    return plan


@pytest.mark.policy("P5.10")
def test_a_plan_without_a_goal_is_not_agreed_and_not_by_who_leads_it(plan, case, yos_officer, yos_manager):
    manager = builders.opened(yos_manager, case)
    with pytest.raises(ActionNotAllowed, match="at least one goal"):
        actions.agree(plan=plan, opened=manager, at=AT)
    with pytest.raises(AccessDenied, match="YOS manager"):
        actions.agree(plan=plan, opened=builders.opened(yos_officer, case), at=AT)
    actions.add_goal(plan=plan, by=yos_officer, at=AT, **GOAL)
    actions.agree(plan=plan, opened=manager, at=AT)
    plan.refresh_from_db()
    assert plan.state == PlanState.AGREED


def test_a_plan_on_aim2_waits_for_the_signature_and_one_before_trial_says_what_it_leaves_out(case, yos_officer):
    with pytest.raises(ActionNotAllowed, match="no signed assessment"):
        opened_plan(case, yos_officer, "aim2")
    with pytest.raises(ActionNotAllowed, match="must not touch"):
        opened_plan(case, yos_officer, "agreement")
    plan = opened_plan(case, yos_officer, "agreement", "The child harmed and the incident.")
    assert plan.assessment is None
    with pytest.raises(ActionNotAllowed, match="not ended"):
        actions.open_plan(
            case=case, basis="csws", lead=yos_officer, proviso="", opened=builders.opened(yos_officer, case),
            at=AT + timedelta(minutes=1),
        )  # fmt: skip


def test_the_first_session_held_begins_it_and_a_missed_one_does_not(plan, case, yos_officer, yos_manager):
    with pytest.raises(ActionNotAllowed, match="not been agreed"):
        actions.record_session(plan=plan, on=date(2026, 12, 15), by=yos_officer, at=AT, **HELD)
    agreed(plan, case, yos_officer, yos_manager)
    with pytest.raises(ActionNotAllowed, match="not in the future"):
        actions.record_session(plan=plan, on=date(2026, 12, 16), by=yos_officer, at=AT, **HELD)
    missed = {**HELD, "attendance": "missed"}
    actions.record_session(plan=plan, on=date(2026, 12, 14), by=yos_officer, at=AT, **missed)
    plan.refresh_from_db()
    assert plan.state == PlanState.AGREED

    at = AT + timedelta(minutes=1)
    actions.record_session(plan=plan, on=date(2026, 12, 15), by=yos_officer, at=at, **HELD)

    plan.refresh_from_db()
    assert (plan.state, plan.started_on) == (PlanState.RUNNING, date(2026, 12, 15))


def test_reviews_say_whether_something_was_rated_again(plan, case, yos_officer, yos_manager):
    agreed(plan, case, yos_officer, yos_manager)
    given = {"plan": plan, "result": "Goes on.", "rated_again": None, "by": yos_officer, "at": AT}
    with pytest.raises(ActionNotAllowed, match="Only a running plan"):
        actions.review(held_on=date(2026, 12, 15), because="Nothing yet.", **given)
    actions.record_session(plan=plan, on=date(2026, 12, 15), by=yos_officer, at=AT, **HELD)
    for held_on, because, sentence in (
        (date(2026, 12, 16), "Nothing yet.", "to come"),
        (date(2026, 12, 14), "x", "after the work began"),
        (date(2026, 12, 15), "", "say why"),
    ):  # fmt: skip
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.review(held_on=held_on, because=because, **given)
    actions.review(held_on=date(2026, 12, 15), because="No signed assessment yet.", **given)
    assert len(queries.reviews(plan)) == 1


def test_it_ends_with_an_outcome_and_a_summary(plan, case, yos_officer, yos_manager):
    agreed(plan, case, yos_officer, yos_manager)
    with pytest.raises(ActionNotAllowed, match="closure summary"):
        actions.end(plan=plan, outcome="completed", summary=" ", by=yos_officer, at=AT)
    actions.end(plan=plan, outcome="completed", summary="Goal reached; the aunt goes on.", by=yos_officer, at=AT)
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED
    with pytest.raises(ActionNotAllowed, match="has ended"):
        actions.add_goal(plan=plan, by=yos_officer, at=AT, **GOAL)


def test_restorative_work_is_one_yes_or_no(plan, yos_officer):
    actions.answer_restorative(plan=plan, yes=False, by=yos_officer, at=AT)
    plan.refresh_from_db()
    assert (plan.restorative, plan.restorative_by) == (False, yos_officer)


@pytest.mark.policy("P5.10")
def test_signing_meets_the_report_and_starts_the_clock_of_the_intervention(
    case, yos_officer, social_worker, yos_manager
):
    assessment = builders.signed(case, yos_officer, social_worker, yos_manager, AT)
    assert Deadline.objects.get(case=case, standard_code="T26").met_at is not None
    assert Deadline.objects.get(case=case, standard_code="T27").met_at is None
    plan = opened_plan(case, yos_officer, "aim2")
    assert plan.assessment == assessment
    agreed(plan, case, yos_officer, yos_manager)
    actions.record_session(plan=plan, on=date(2026, 12, 15), by=yos_officer, at=AT, **HELD)
    assert Deadline.objects.get(case=case, standard_code="T27").met_at is not None
    due = Deadline.objects.get(case=case, standard_code="T28")
    assert clock.local_date(due.due_at - timedelta(seconds=1)) == date(2027, 3, 9)


def test_without_consent_no_session_on_an_assessment_is_held(case, yos_officer, social_worker, yos_manager):
    builders.signed(case, yos_officer, social_worker, yos_manager, AT)
    plan = agreed(opened_plan(case, yos_officer, "aim2"), case, yos_officer, yos_manager)
    later = AT + timedelta(hours=1)
    agrees(case, yos_officer, later, reply="withdraws")
    with pytest.raises(ActionNotAllowed, match="withdrew"):
        actions.record_session(plan=plan, on=date(2026, 12, 15), by=yos_officer, at=later, **HELD)


def test_its_pages_open_and_do_what_they_say(case, yos_officer, yos_manager, client_for, stranger, time_machine):
    time_machine.move_to(AT)
    browser, address = client_for(yos_officer), f"/cases/{case.reference}/intervention/"
    assert "There is no intervention plan" in browser.get(address).text
    assert client_for(stranger).get(address).status_code == 404
    assert browser.post(f"{address}open/", {"basis": "csws", "lead": yos_officer.pk}).status_code == 302
    assert browser.post(f"{address}1/goals/", {**GOAL, "measure": ""}).status_code == 422
    assert browser.post(f"{address}1/goals/", GOAL).status_code == 302
    assert client_for(yos_manager).post(f"{address}1/agree/").status_code == 302
    day = {"on_day": "15", "on_month": "12", "on_year": "2026"}
    assert browser.post(f"{address}1/sessions/", {**day, **HELD}).status_code == 302
    for page in ("", "1/goals/", "1/sessions/", "1/review/", "1/restorative/", "1/end/"):
        assert browser.get(f"{address}{page}").status_code == 200, page
    assert "Evenings with an adult." in browser.get(address).text


def test_every_state_of_a_plan_is_reached_and_open_ones_are_left_again():
    reached = {PlanState.DRAFT}
    while more := {to for state in reached for to in TRANSITIONS[state]} - reached:
        reached |= more
    assert reached == set(PlanState)
    assert all(TRANSITIONS[state] for state in PlanState if state != PlanState.ENDED)
