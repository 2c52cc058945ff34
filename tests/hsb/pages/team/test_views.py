"""A manager's team: each number opens exactly its rows, work is given on case by case, and nobody learns what is not theirs."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind
from hsb.agencies.permissions import POWERS, Power, Role
from hsb.cases import actions as cases
from hsb.cases import barring
from hsb.cases.models import Case, CaseKind, Involvement
from hsb.chronology.actions import record
from hsb.errors import AccessDenied
from hsb.pages.team.lists import TEAMS, Team
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task
from referrals.events.submission import ReferralReceived
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person
from tests.pages import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday
BEFORE = NOW - timedelta(days=30)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield clock.today()


@pytest.fixture
def second(yos_officer) -> User:
    """Another officer of the same service."""
    user = User.objects.create_user("second@example.invalid", "Jamie Thorne", password="correct-horse-battery")
    agency = yos_officer.memberships.get().agency
    agencies.give_role(user=user, agency=agency, role=Role.YOS_OFFICER, by=None, at=BEFORE, from_on=BEFORE.date())
    return user


@pytest.fixture
def held(yos_officer, yos_manager) -> list[Case]:
    """Three cases of one officer, which their manager may see, with a late task on each."""
    made = []
    for number in range(3):
        case = young_person(BEFORE + timedelta(hours=number))
        Case.objects.filter(pk=case.pk).update(youth_offending="allocated", initials=f"A.{number}.")
        put_role_on(case, yos_manager.memberships.get().agency, Role.YOS_MANAGER, BEFORE)
        put_on(case, yos_officer, Role.YOS_OFFICER, BEFORE)
        tasks.set_task(case=case, kind="task", what=f"Write up visit {number}.", due_on=(NOW - timedelta(days=2)).date(),
                       to=f"person:{yos_officer.pk}", by=yos_manager, at=BEFORE + timedelta(hours=5))  # fmt: skip
        made.append(case)
    return made


def holder(case):
    return Involvement.objects.open().get(case=case, part="allocated", role="yos_officer").user


def give(client, former, to, given, reason="Ruth is leaving."):
    return client.post(
        reverse("pages:team_give_cases", args=[former.pk]),
        {"cases": [str(case.pk) for case in given], "to": str(to.pk), "reason": reason},
    )


def test_each_number_of_the_team_is_the_number_of_rows_behind_it(
    held, yos_officer, second, yos_manager, today, client_for
):
    put_on(young_person(BEFORE), yos_officer, Role.YOS_OFFICER, BEFORE)  # a case the manager may not see
    tasks.set_task(case=held[0], kind="question", what="Is it booked?", due_on=today,
                   to=f"person:{yos_officer.pk}", by=yos_manager, at=NOW)  # fmt: skip

    lines = Team(yos_manager, today).workers()
    for line in lines:
        page = client_for(yos_manager).get(reverse("pages:team_worker", args=[line.person.pk]))
        shown = {name: len(page.context[name]) for name in ("cases", "late", "week", "tasks")}
        assert shown == {"cases": line.cases, "late": line.overdue, "week": line.this_week, "tasks": line.tasks}
    mine = next(line for line in lines if line.person == yos_officer)
    assert (mine.cases, mine.overdue, mine.this_week, mine.tasks) == (3, 3, 1, 4)
    assert next(line for line in lines if line.person == second).cases == 0

    front = client_for(yos_manager).get(reverse("pages:team"))
    listed = client_for(yos_manager).get(reverse("pages:team_overdue"))
    assert front.context["late_count"] == str(len(listed.context["rows"])) == "3"
    assert yos_officer.full_name in text_of(front) and "Hand on" in text_of(front)


def test_cases_that_need_somebody_are_counted_and_listed_with_the_way_to_allocate(held, yos_manager, client_for):
    Case.objects.filter(pk=held[0].pk).update(youth_offending="accepted")
    Involvement.objects.filter(case=held[0], part="allocated").update(closed_at=NOW)

    shown = text_of(client_for(yos_manager).get(reverse("pages:team")))
    assert reverse("referrals:yos_allocate", args=[held[0].reference]) in shown
    listed = client_for(yos_manager).get(reverse("pages:team_unallocated"))
    assert [row.reference for row in listed.context["rows"]] == [held[0].reference]


@pytest.mark.parametrize("who", ["yos_officer", "social_worker", "mash_worker", "dsl", "administrator", "lscb_officer"])
def test_only_a_manager_has_a_team(who, person, yos_officer, client_for):
    browser = client_for(person(who))
    for address in (reverse("pages:team"), reverse("pages:team_overdue"), reverse("pages:team_unallocated"),
                    reverse("pages:team_worker", args=[yos_officer.pk])):  # fmt: skip
        assert browser.get(address).status_code == 403
    assert give(browser, yos_officer, yos_officer, []).status_code == 403
    with pytest.raises(AccessDenied):
        Team(person(who), clock.today())


def test_the_team_is_the_managers_own_agency(held, yos_officer, social_worker, csws_manager, yos_manager, client_for):
    other = Agency.objects.create(kind=AgencyKind.YOS, name="Second service", short_name="Second")
    elsewhere = User.objects.create_user("elsewhere@example.invalid", "Vera Moss", password="correct-horse-battery")
    agencies.give_role(user=elsewhere, agency=other, role=Role.YOS_OFFICER, by=None, at=BEFORE, from_on=BEFORE.date())

    shown = text_of(client_for(yos_manager).get(reverse("pages:team")))
    assert yos_officer.full_name in shown and "Vera Moss" not in shown and social_worker.full_name not in shown
    for stranger in (elsewhere, social_worker):
        assert client_for(yos_manager).get(reverse("pages:team_worker", args=[stranger.pk])).status_code == 404
    assert client_for(csws_manager).get(reverse("pages:team_worker", args=[yos_officer.pk])).status_code == 404
    assert give(client_for(yos_manager), yos_officer, elsewhere, held).status_code == 422


def test_several_cases_change_hands_with_their_tasks_and_twice_is_once(
    held, yos_officer, second, yos_manager, client_for
):
    manager = client_for(yos_manager)
    form = text_of(manager.get(reverse("pages:team_give_cases", args=[yos_officer.pk])))
    assert "0 cases now" in form

    for _ in range(2):  # the button pressed twice
        answer = give(manager, yos_officer, second, held[:2])
        assert answer.status_code == 200
        assert (len(answer.context["moved"].done), answer.context["moved"].refused) == (2, [])

    assert [holder(case) for case in held] == [second, second, yos_officer]
    assert Involvement.objects.filter(case=held[0], user=second).count() == 1
    assert [task.to_person for task in Task.objects.order_by("case__opened_at")] == [second, second, yos_officer]


def test_what_cannot_go_says_why_and_holds_the_others_back_not(held, yos_officer, second, yos_manager, client_for):
    barring.deny(case=held[0], user=second, by=yos_manager, at=NOW, reason="His cousin, of Bramley Street.")
    Case.objects.filter(pk=held[1].pk).update(youth_offending="closed")

    answer = give(client_for(yos_manager), yos_officer, second, held)

    assert answer.context["moved"].done == [held[2].reference]
    assert dict(answer.context["moved"].refused) == {
        held[0].reference: "This officer cannot hold this case. Choose another.",
        held[1].reference: "Accept the referral before you allocate it.",
    }
    assert "cousin" not in answer.text and "Bramley" not in answer.text
    assert [holder(case) for case in held] == [yos_officer, yos_officer, second]
    assert Task.objects.get(case=held[0]).to_person == yos_officer


def test_a_case_given_away_meanwhile_or_hidden_from_the_manager_does_not_go(
    held, yos_officer, second, yos_manager, social_worker, client_for
):
    from referrals.yos import actions as yos

    third = User.objects.create_user("third@example.invalid", "Lee Hart", password="correct-horse-battery")
    agency = yos_officer.memberships.get().agency
    agencies.give_role(user=third, agency=agency, role=Role.YOS_OFFICER, by=None, at=BEFORE, from_on=BEFORE.date())
    yos.allocate(case=held[0], officer=third, by=yos_manager, at=NOW, reason="On leave.")
    barring.deny(case=held[1], user=yos_manager, by=social_worker, at=NOW, reason="A neighbour.")
    manager = client_for(yos_manager)

    assert held[1].reference not in text_of(manager.get(reverse("pages:team_worker", args=[yos_officer.pk])))
    refused = give(manager, yos_officer, second, held[:2])
    assert refused.status_code == 422  # the second is no choice: nothing is said of it
    assert [holder(case) for case in held[:2]] == [third, yos_officer]

    answer = give(manager, yos_officer, second, held[:1])
    assert "does not hold this case any more" in answer.context["moved"].refused[0][1]
    assert holder(held[0]) == third


@pytest.mark.policy("P3.7")
def test_two_children_of_one_matter_do_not_go_to_one_worker_unasked(social_worker, csws_manager, client_for):
    other = User.objects.create_user("other@example.invalid", "Marek Nowak", password="correct-horse-battery")
    agency = social_worker.memberships.get().agency
    agencies.give_role(user=other, agency=agency, role=Role.SOCIAL_WORKER, by=None, at=BEFORE, from_on=BEFORE.date())
    young, harmed = young_person(BEFORE), harmed_child(BEFORE)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="", by=None, at=BEFORE)
    Case.objects.update(safeguarding="assessment")
    for case, worker in ((young, social_worker), (harmed, other)):
        put_role_on(case, agency, Role.CSWS_MANAGER, BEFORE)
        put_on(case, worker, Role.SOCIAL_WORKER, BEFORE)

    answer = give(client_for(csws_manager), social_worker, other, [young])

    assert answer.context["moved"].done == []
    assert "works with the other child" in answer.context["moved"].refused[0][1]


def test_tasks_are_handed_on_together_only_to_those_who_may_see_their_case(
    held, yos_officer, second, yos_manager, client_for
):
    put_on(held[0], second, Role.YOS_OFFICER, NOW)
    asked = list(Task.objects.order_by("case__opened_at"))[:2]
    sent = {"tasks": [str(task.pk) for task in asked], "to": str(second.pk), "reason": ""}
    where = reverse("pages:team_give_tasks", args=[yos_officer.pk])

    for _ in range(2):
        answer = client_for(yos_manager).post(where, sent)
        assert answer.context["moved"].done == [held[0].reference]
        assert "only people and agencies on this record" in answer.context["moved"].refused[0][1]

    assert [Task.objects.get(pk=task.pk).to_person for task in asked] == [second, yos_officer]
    assert asked[0].entries.filter(act="passed").count() == 1


@pytest.mark.parametrize("sent", [{}, {"cases": ["x"]}, {"cases": ["0" * 32], "to": "1", "reason": "r" * 100_001}])
def test_what_makes_no_sense_is_refused_with_a_sentence(sent, held, yos_officer, second, yos_manager, client_for):
    answer = client_for(yos_manager).post(reverse("pages:team_give_cases", args=[yos_officer.pk]), sent)

    assert answer.status_code == 422 and "to put right" in answer.text
    assert [holder(case) for case in held] == [yos_officer] * 3


def test_the_team_says_who_is_away_and_who_acts(yos_officer, second, yos_manager, today, client_for):
    Absence.objects.create(person=yos_officer, acting=second, from_on=today, until_on=today + timedelta(days=5),
                           recorded_at=NOW, recorded_by=yos_manager)  # fmt: skip

    assert "Away until 24 November; Jamie Thorne acts" in text_of(client_for(yos_manager).get(reverse("pages:team")))


def test_an_unclaimed_decision_is_the_teams_and_nobodys_by_name(csws_manager, today, client_for):
    case = young_person(BEFORE)
    put_role_on(case, csws_manager.memberships.get().agency, Role.CSWS_MANAGER, BEFORE)
    record(ReferralReceived("mash", "R-1"), case=case, by=None, at=BEFORE)

    rows = client_for(csws_manager).get(reverse("pages:team_overdue")).context["rows"]
    assert [(row.reference, row.owner) for row in rows] == [(case.reference, "MASH social worker, CSWS")]
    assert case.kind == CaseKind.DISPLAYED


def test_whoever_has_a_team_may_manage_it():
    assert set(TEAMS) == {role for role in Role if Power.MANAGE_TEAM in POWERS[role]}


def test_a_whole_caseload_goes_with_its_checklist_and_what_is_not_done_is_said(
    held, yos_officer, second, yos_manager, client_for
):
    where, browser = reverse("pages:team_hand_over", args=[yos_officer.pk]), client_for(yos_manager)
    page = text_of(browser.get(where))
    assert all(case.reference in page for case in held) and "1 overdue" in page and "No note yet" in page

    typed = {"to": str(second.pk), "reason": "She is leaving.", "done": ["dates", "written"]}
    refused = browser.post(where, typed)
    assert refused.status_code == 422 and "Something is not ticked." in text_of(refused)
    assert [holder(case) for case in held] == [yos_officer] * 3

    answer = browser.post(where, {**typed, "not_yet": "The families are rung on Friday."})

    assert answer.status_code == 200 and "3 cases now with Jamie Thorne" in text_of(answer)
    assert [holder(case) for case in held] == [second] * 3
    assert set(Task.objects.filter(state="open").values_list("to_person", flat=True)) == {second.pk}
    told = held[0].events.filter(code="yos.allocated").latest("number").spoken.words
    assert "Done: What is overdue" in str(told) and "Not yet: The families are rung on Friday." in str(told)
