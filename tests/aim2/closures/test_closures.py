"""The end of a strand: proposed with everything a successor asks, approved by a manager, and reopened as a new episode."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from aim2.closures import actions
from aim2.closures.states import State
from aim2.models import Closure, InterventionPlan
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases import actions as cases
from hsb.cases.models import Case, MatchSuggestion
from hsb.cases.states import Safeguarding, Strand, YouthOffending
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notes import actions as notes
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task
from referrals.mash import actions as mash
from referrals.matching import actions as matching
from referrals.models import CfAssessment
from tests.factories.cases import harmed_child, put_on, young_person
from tests.factories.referrals import sent, young_persons_case

pytestmark = pytest.mark.django_db
WRITTEN = {
    "reason": "achieved",
    "achieved": "He keeps to the plan without being reminded.",
    "remaining_risk": "Time alone with younger cousins.",
    "watched_by": "His mother at home, the head of year at school.",
    "safety_plan": "The school keeps it, without the part about the bus.",
    "family_told": "His mother and he, on Monday, at the office.",
}


@pytest.fixture(autouse=True)
def _in_the_afternoon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def team(social_worker: User, csws_manager: User, yos_officer: User, yos_manager: User, dsl: User) -> SimpleNamespace:
    return SimpleNamespace(
        social_worker=social_worker,
        csws_manager=csws_manager,
        yos_officer=yos_officer,
        yos_manager=yos_manager,
        dsl=dsl,
    )


def move(case: Case, strand: Strand, *states: str, at: datetime) -> None:
    for to in states:
        cases.move(case=case, strand=strand, to=to, by=None, at=at)


@pytest.fixture
def case(at: datetime, team: SimpleNamespace) -> Case:
    """Both services work with the young person, and the school is on the record."""
    before = at - timedelta(days=90)
    made = young_person(before)
    for who, role in (
        (team.social_worker, Role.SOCIAL_WORKER),
        (team.csws_manager, Role.CSWS_MANAGER),
        (team.yos_officer, Role.YOS_OFFICER),
        (team.yos_manager, Role.YOS_MANAGER),
        (team.dsl, Role.DSL),
    ):
        put_on(made, who, role, before)
    move(made, Strand.SAFEGUARDING, "referred", "decision_proposed", "assessment", "child_in_need", at=before)
    move(made, Strand.YOUTH_OFFENDING, "referred", "screening", "accepted", "allocated", at=before)
    return made


def opened(who: User, case: Case) -> access.OpenCase:
    return access.get_case(who, case.reference, look="test")


def propose(case: Case, strand: Strand, who: User, at: datetime, rehomed: Any = None, **changed: str) -> Closure:
    written = {**WRITTEN, **changed}
    return actions.propose(
        case=case, strand=strand, written=written, rehomed=rehomed or {}, opened=opened(who, case), at=at
    )


def closed(case: Case, strand: Strand, who: User, manager: User, at: datetime, **given: Any) -> None:
    closure = propose(case, strand, who, at, **given)
    actions.approve(closure=closure, opened=opened(manager, case), at=at)
    case.refresh_from_db()


def task_for(case: Case, who: User, by: User, at: datetime) -> Task:
    return tasks.set_task(
        case=case, kind="task", what="Ring the club.", due_on=at.date() + timedelta(days=5), to=f"person:{who.pk}",
        by=by, at=at,
    )  # fmt: skip


def test_closing_the_youth_offending_work_leaves_social_care_as_it_is(case, team, at) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)

    assert case.youth_offending == YouthOffending.CLOSED and case.safeguarding == Safeguarding.CHILD_IN_NEED
    assert case.closed_at is None
    event = CaseEvent.objects.get(case=case, code="strand.closed")
    assert event.spoken.words["watched_by"] == WRITTEN["watched_by"] and event.facts["reason"] == "achieved"
    notes.add_note(case=case, text="Still working.", by=team.social_worker, at=at)


def test_whose_part_ended_sees_nothing_new_and_the_others_stay(case, team, at) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)

    for who in (team.yos_officer, team.yos_manager):
        with pytest.raises(access.CaseNotThere):
            opened(who, case)
    for who in (team.social_worker, team.csws_manager, team.dsl):
        assert opened(who, case)


@pytest.mark.parametrize("missing", sorted(set(WRITTEN) - {"reason"}))
def test_a_closure_without_an_answer_is_refused_with_what_to_write(case, team, at, missing: str) -> None:
    with pytest.raises(ActionNotAllowed, match="Write w"):
        propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at, **{missing: "  "})
    assert not Closure.objects.exists()


def test_denial_is_no_reason(case, team, at) -> None:
    with pytest.raises(ActionNotAllowed, match="Choose why the work closes"):
        propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at, reason="denies")


def test_an_open_action_asks_where_it_goes_and_goes_there_with_the_approval(case, team, at) -> None:
    task = task_for(case, team.yos_officer, team.social_worker, at)
    with pytest.raises(ActionNotAllowed, match="Ring the club"):
        propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)

    home = {str(task.pk): f"person:{team.social_worker.pk}"}
    closure = propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at, rehomed=home)
    task.refresh_from_db()
    assert task.to_person == team.yos_officer, "nothing ends before the approval"
    actions.approve(closure=closure, opened=opened(team.yos_manager, case), at=at)

    task.refresh_from_db()
    assert task.is_open and task.to_person == team.social_worker


def test_an_action_set_since_it_was_proposed_keeps_it_open(case, team, at) -> None:
    closure = propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)
    task_for(case, team.yos_officer, team.social_worker, at)

    with pytest.raises(ActionNotAllowed, match="Say who takes each of them on"):
        actions.approve(closure=closure, opened=opened(team.yos_manager, case), at=at)
    case.refresh_from_db()
    assert case.youth_offending == YouthOffending.ALLOCATED


def test_a_manager_of_that_service_approves_and_not_who_proposed_it(case, team, at) -> None:
    closure = propose(case, Strand.YOUTH_OFFENDING, team.yos_manager, at)

    with pytest.raises(AccessDenied, match="You proposed this yourself"):
        actions.approve(closure=closure, opened=opened(team.yos_manager, case), at=at)
    with pytest.raises(AccessDenied, match="A YOS manager approves"):
        actions.approve(closure=closure, opened=opened(team.csws_manager, case), at=at)
    with pytest.raises(AccessDenied, match="is proposed by"):
        propose(case, Strand.SAFEGUARDING, team.yos_officer, at)


def test_returned_with_a_reason_the_work_goes_on_and_can_be_proposed_again(case, team, at) -> None:
    closure = propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)
    with pytest.raises(ActionNotAllowed, match="has proposed this already"):
        propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)
    with pytest.raises(ActionNotAllowed, match="Write why the work goes on"):
        actions.send_back(closure=closure, because=" ", opened=opened(team.yos_manager, case), at=at)

    actions.send_back(closure=closure, because="Ask the school.", opened=opened(team.yos_manager, case), at=at)

    closure.refresh_from_db()
    assert closure.state == State.RETURNED and opened(team.yos_officer, case)
    with pytest.raises(ActionNotAllowed, match="decided already"):
        actions.approve(closure=closure, opened=opened(team.yos_manager, case), at=at)
    assert propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at).number == 2


def test_what_has_an_end_of_its_own_ends_first(case, team, at) -> None:
    plan = InterventionPlan.objects.create(
        case=case, number=1, basis="csws", lead=team.yos_officer, opened_at=at, opened_by=team.yos_officer
    )
    with pytest.raises(ActionNotAllowed, match="The intervention plan has not ended"):
        propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)
    plan.state, plan.ended_at, plan.ended_by = "ended", at, team.yos_officer
    plan.outcome, plan.summary = "completed", "Done."
    plan.save()
    assert propose(case, Strand.YOUTH_OFFENDING, team.yos_officer, at)

    move(case, Strand.SAFEGUARDING, "strategy", at=at)
    with pytest.raises(ActionNotAllowed, match="That is decided first"):
        propose(case, Strand.SAFEGUARDING, team.social_worker, at)


def test_no_further_work_decided_is_no_end_until_its_closure_is_approved(case, team, at, client_for) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)
    move(case, Strand.SAFEGUARDING, "strategy", "to_close", at=at)
    case.refresh_from_db()
    assert case.closed_at is None
    page = client_for(team.social_worker).get(f"/cases/{case.reference}/").text
    assert "it is open until its end is proposed" in page and f"/cases/{case.reference}/closure/" in page
    running = CfAssessment.objects.create(case=case, started_at=at, started_by=team.social_worker)
    with pytest.raises(ActionNotAllowed, match="The child and family assessment is not authorised"):
        propose(case, Strand.SAFEGUARDING, team.social_worker, at)
    running.delete()

    closed(case, Strand.SAFEGUARDING, team.social_worker, team.csws_manager, at)

    assert case.closed_at == at and case.safeguarding == Safeguarding.CLOSED
    assert "it is open until" not in client_for(team.csws_manager).get(f"/cases/{case.reference}/").text


def test_with_the_last_strand_the_record_closes_and_only_who_decides_is_left(case, team, at) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)
    task = task_for(case, team.dsl, team.social_worker, at)

    closed(case, Strand.SAFEGUARDING, team.social_worker, team.csws_manager, at, rehomed={str(task.pk): "no_longer"})

    assert case.closed_at == at and case.safeguarding == Safeguarding.CLOSED
    assert opened(team.csws_manager, case)
    for who in (team.social_worker, team.dsl):
        with pytest.raises(access.CaseNotThere):
            opened(who, case)
    task.refresh_from_db()
    assert not task.is_open


def test_a_closed_case_answers_whoever_had_its_page_open_with_a_sentence_and_keeps_the_words(
    case, team, at, client_for
) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)
    browser, where = client_for(team.csws_manager), f"/cases/{case.reference}/notes/"
    assert "Add note" in browser.get(where).text
    closed(case, Strand.SAFEGUARDING, team.social_worker, team.csws_manager, at)

    answer = browser.post(where, {"text": "His mother rang: all is well."})

    assert answer.status_code == 422 and "This record was closed on 5 March 2026" in answer.text
    assert "His mother rang: all is well." in answer.text
    assert not CaseEvent.objects.filter(case=case, code="note.added").exists()
    assert "Add note" not in browser.get(where).text
    with pytest.raises(ActionNotAllowed, match="was closed on"):
        task_for(case, team.csws_manager, team.csws_manager, at)


def test_a_new_referral_opens_an_episode_linked_to_the_end_of_the_last(case, team, at) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)
    closed(case, Strand.SAFEGUARDING, team.social_worker, team.csws_manager, at)
    end = CaseEvent.objects.filter(case=case, code="strand.moved", facts__after="closed").latest("number")

    move(case, Strand.SAFEGUARDING, "referred", at=at + timedelta(hours=1))

    case.refresh_from_db()
    episode = CaseEvent.objects.get(case=case, code="episode.opened")
    assert case.closed_at is None and episode.facts == {
        "strand": "safeguarding", "number": 2, "after": end.pk, "closed_on": "2026-03-05",
    }  # fmt: skip
    notes.add_note(case=case, text="Begins again.", by=team.csws_manager, at=at + timedelta(hours=2))


def test_a_new_referral_of_a_child_whose_record_is_closed_is_an_episode_that_those_who_left_do_not_see(
    case, team, at, health, mash_worker
) -> None:
    closed(case, Strand.YOUTH_OFFENDING, team.yos_officer, team.yos_manager, at)
    closed(case, Strand.SAFEGUARDING, team.social_worker, team.csws_manager, at)
    later = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # after the days the referral tells of
    with time_machine.travel(later, tick=False):
        again = sent(health, later)
        new = young_persons_case(again)
        suggestion, _ = MatchSuggestion.objects.get_or_create(case=new, other_case=case, defaults={"at": later})

        matching.answer_match(
            suggestion=suggestion, same=True, reason="Same birth date.", by=team.csws_manager, at=later
        )
        fields = {"outcome": "assessment", "reasons": "It happened again.", "planning": "hold"}
        decided = mash.propose(referral=again, written=[mash.Written(new, 0, fields)], by=mash_worker, at=later)
        mash.approve(decisions=decided, by=team.csws_manager, at=later)

        case.refresh_from_db()
        assert (case.safeguarding, case.closed_at) == (Safeguarding.ASSESSMENT, None)
        episode = CaseEvent.objects.get(case=case, code="episode.opened")
        assert CaseEvent.objects.get(pk=episode.facts["after"]).facts["after"] == "closed"
        assert opened(team.csws_manager, case)
        # The new referral goes to MASH and YOS, so that their managers have it; whoever worked before is not on it again.
        for who in (team.social_worker, team.yos_officer, team.dsl):
            with pytest.raises(access.CaseNotThere):
                opened(who, case)
            with pytest.raises(access.CaseNotThere):
                opened(who, new)


def test_the_harmed_childs_case_has_its_end_by_its_own_worker(at, victim_worker, csws_manager) -> None:
    harmed = harmed_child(at - timedelta(days=30))
    put_on(harmed, victim_worker, Role.VICTIM_WORKER, at - timedelta(days=30))
    put_on(harmed, csws_manager, Role.CSWS_MANAGER, at - timedelta(days=30))
    move(harmed, Strand.SAFEGUARDING, "referred", "decision_proposed", "early_help", at=at - timedelta(days=29))

    closed(harmed, Strand.SAFEGUARDING, victim_worker, csws_manager, at)

    assert harmed.closed_at == at and opened(csws_manager, harmed)


def test_from_the_page_of_the_case_to_the_end(case, team, at, client_for) -> None:
    task = task_for(case, team.yos_officer, team.social_worker, at)
    officer, home = client_for(team.yos_officer), f"/cases/{case.reference}/closure/"
    assert "Close youth offending" in officer.get(home).text
    form = officer.get(f"{home}youth_offending/").text
    assert "Still open: “Ring the club.”" in form and "Their part ends with it" in form and "Tom Kessell" in form
    without = officer.post(f"{home}youth_offending/", WRITTEN)
    assert without.status_code == 422 and "Say who takes on “Ring the club.”" in without.text
    assert WRITTEN["achieved"] in without.text
    typed = {**WRITTEN, f"task_{task.pk}": f"person:{team.social_worker.pk}"}
    assert officer.post(f"{home}youth_offending/", typed).status_code == 302

    manager, closure = client_for(team.yos_manager), Closure.objects.get()
    assert f"{home}{closure.pk}/approve/" in manager.get(home).text
    assert "Ring the club.: <b>Priya Shah</b>" in manager.get(f"{home}{closure.pk}/approve/").text
    assert manager.post(f"{home}{closure.pk}/approve/")["Location"] == "/"
    case.refresh_from_db()
    assert case.youth_offending == YouthOffending.CLOSED
    assert client_for(team.dsl).get(home).status_code == 403
    assert "What remains a risk" in client_for(team.social_worker).get(home).text
