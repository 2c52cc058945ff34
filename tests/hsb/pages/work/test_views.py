"""My work: what is mine to do stands there, overdue first; a manager's approvals too; then what others owe."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.cases import barring
from hsb.chronology.actions import record
from hsb.notifications import chasing
from hsb.notifications.models import Notice
from hsb.pages.work import counts
from hsb.pages.work.lists import Group, WorkLists, read
from hsb.tasks import actions as tasks
from hsb.timeliness.models import Deadline
from referrals.events.submission import ReferralReceived, YosReferred
from referrals.events.yos import YosInformationRequested
from referrals.mash import actions
from tests.factories.cases import put_on, put_role_on, young_person
from tests.factories.referrals import sent, young_persons_case
from tests.pages import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=False):
        yield clock.today()


@pytest.fixture
def case(today, social_worker, yos_officer, csws_manager):
    made = young_person(NOW - timedelta(days=30))
    put_on(made, social_worker, Role.SOCIAL_WORKER, NOW - timedelta(days=30))
    put_on(made, yos_officer, Role.YOS_OFFICER, NOW - timedelta(days=30))
    put_role_on(made, csws_manager.memberships.get().agency, Role.CSWS_MANAGER, NOW - timedelta(days=30))
    return made


@pytest.fixture
def ask(case, social_worker):
    def make(whom, what, due_on, *, by=social_worker, days_ago=20, on=case):
        at = NOW - timedelta(days=days_ago)
        return tasks.set_task(case=on, kind="task", what=what, due_on=due_on, to=f"person:{whom.pk}", by=by, at=at)

    return make


@pytest.mark.policy("P5.2")
def test_a_proposed_decision_waits_on_the_managers_page_and_not_on_the_proposers(
    dsl, mash_worker, csws_manager, client_for
):
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        referral = sent(dsl, NOW)
        young = young_persons_case(referral)
        manager, worker = client_for(csws_manager), client_for(mash_worker)
        home = reverse("pages:home")
        assert "Approve or return the decision" not in manager.get(home).content.decode()

        written = [actions.Written(young, 0, {"outcome": "section_47", "reasons": "A younger child needs protecting."})]
        actions.propose(referral=referral, written=written, by=mash_worker, at=NOW + timedelta(hours=1))

        shown = manager.get(home).content.decode()
        assert "Approve or return the decision" in shown and young.reference in shown
        groups = {one["group"]: [row.what for row in one["rows"]] for one in worker.get(home).context["sections"]}
        approve = "Approve or return the decision"
        assert [group for group, rows in groups.items() if approve in rows] == ["waiting"]


def test_what_is_mine_stands_by_its_day_with_one_green_button(ask, today, yos_officer, client_for):
    ask(yos_officer, "Write up the visit.", today - timedelta(days=3))
    ask(yos_officer, "Ring the solicitor.", today)
    ask(yos_officer, "Book the room.", today + timedelta(days=1))
    ask(yos_officer, "Plan the review.", today + timedelta(days=8))

    shown = text_of(client_for(yos_officer).get(reverse("pages:home")))

    order = ["Overdue", "Write up the visit.", "Today and tomorrow", "Ring the solicitor.", "Book the room.",
             "Coming up", "Plan the review."]  # fmt: skip
    places = [shown.index(f">{words}") for words in order]
    assert places == sorted(places)
    assert "3 working days late" in shown
    assert shown.count('class="govuk-button"') == 1


def test_others_stand_there_when_late_or_asked_by_me_and_the_rest_behind_a_link(
    ask, case, today, social_worker, yos_officer, csws_manager, client_for
):
    record(ReferralReceived("mash", "R-1"), case=case, by=None, at=NOW - timedelta(days=9))  # a decision, late
    ask(yos_officer, "Far off and asked by me.", today + timedelta(days=40))
    ask(yos_officer, "None of mine.", today, by=csws_manager)
    record(YosReferred(reference="R-1", route="child_protection"), case=case, by=None, at=NOW)  # a decision, in time
    worker = client_for(social_worker)

    shown = text_of(worker.get(reverse("pages:home")))
    assert "Decide on the referral" in shown and "Far off and asked by me." in shown
    assert "Send a reminder" in shown or "Ask for an update" in shown
    assert "None of mine." not in shown  # it stands on the case
    assert "since 30 October,</span> <span>due 29 December" in shown
    assert "Accept or decline the referral" not in shown and "1 more with others" in shown
    assert "Accept or decline the referral" in text_of(worker.get(reverse("pages:work", args=["waiting-later"])))


def test_a_long_group_is_cut_and_its_list_goes_on_page_by_page(ask, today, yos_officer, client_for):
    for number in range(60):
        ask(yos_officer, f"Number {number:02}.", today + timedelta(days=5 + number % 3))
    officer = client_for(yos_officer)

    shown = text_of(officer.get(reverse("pages:home")))
    assert shown.count(">Number") == 12 and "All 60" in shown
    first = officer.get(reverse("pages:work", args=["coming-up"]))
    rows, where = [row.what for row in first.context["rows"]], first.context["pages"].next
    second = officer.get(reverse("pages:work", args=["coming-up"]) + where)
    rows += [row.what for row in second.context["rows"]]
    assert len(rows) == len(set(rows)) == 60 and not second.context["pages"].next
    for strange in ("?after=x", "?after=~99999999999999999999", "?after=2026-99-99~1", "?after=%00~1"):
        assert officer.get(reverse("pages:work", args=["coming-up"]) + strange).status_code == 200
    assert officer.get(reverse("pages:work", args=["everything"])).status_code == 404


def test_my_own_clock_that_stands_still_waits_for_somebody_else(case, today, yos_manager, client_for):
    put_role_on(case, yos_manager.memberships.get().agency, Role.YOS_MANAGER, NOW)
    record(YosReferred(reference="R-1", route="child_protection"), case=case, by=None, at=NOW - timedelta(days=3))
    record(YosInformationRequested(reference="R-1", question="?"), case=case, by=None, at=NOW - timedelta(days=1))

    sections = client_for(yos_manager).get(reverse("pages:home")).context["sections"]
    assert [section["title"] for section in sections] == ["Waiting for others"]
    row = sections[0]["rows"][0]
    assert (row.waiting_for, row.since_words) == ("Paused", "since 18 November")


@pytest.mark.parametrize("group", Group)
def test_the_count_of_a_group_is_the_number_of_its_rows(
    group, ask, case, today, social_worker, yos_officer, csws_manager
):
    record(ReferralReceived("mash", "R-1"), case=case, by=None, at=NOW - timedelta(days=9))
    for number, days in enumerate((-4, -1, 0, 1, 2, 30)):
        ask(yos_officer, f"Number {number}.", today + timedelta(days=days))
        ask(social_worker, f"Number {number}.", today + timedelta(days=days), by=yos_officer)

    for person in (social_worker, yos_officer, csws_manager):
        query = WorkLists(person, today).of(group)
        found = read({group: query}, 100)[group]
        assert found.count == len(found.ids) == len(list(query))


def test_what_ended_late_asks_why_until_somebody_says(ask, case, today, yos_officer, client_for):
    from hsb.timeliness import breaches

    task = ask(yos_officer, "Write up the visit.", today - timedelta(days=3))
    breaches.record_broken(at=NOW)
    tasks.answer(task=task, text="Done now.", by=yos_officer, at=NOW)

    shown = text_of(client_for(yos_officer).get(reverse("pages:home")))
    assert "Was late: say why" in shown and "/why-late/" in shown


def test_somebody_denied_and_somebody_gone_from_the_case_have_its_work_no_longer(
    ask, case, today, yos_officer, csws_manager, client_for
):
    ask(yos_officer, "Write up the visit.", today)
    officer = client_for(yos_officer)
    assert "Write up the visit." in text_of(officer.get(reverse("pages:home")))

    barring.deny(case=case, user=yos_officer, by=csws_manager, at=NOW, reason="A neighbour.")
    shown = text_of(officer.get(reverse("pages:home")))
    assert "Write up the visit." not in shown and case.reference not in shown


def test_who_acts_for_somebody_has_their_work_with_their_name(ask, case, today, yos_officer, yos_manager, client_for):
    """Also what is asked of the absent person by name; and the acting person may answer it."""
    task = ask(yos_officer, "Write up the visit.", today)
    manager = client_for(yos_manager)
    assert "Write up the visit." not in text_of(manager.get(reverse("pages:home")))

    Absence.objects.create(
        person=yos_officer, acting=yos_manager, from_on=today, until_on=date(2026, 12, 1), recorded_at=NOW, recorded_by=yos_officer
    )  # fmt: skip
    put_role_on(case, yos_manager.memberships.get().agency, Role.YOS_MANAGER, NOW)

    shown = text_of(manager.get(reverse("pages:home")))
    assert "Write up the visit." in shown and f"for {yos_officer.full_name}" in shown
    manager.post(reverse("tasks:show", args=[case.reference, task.pk]), {"text": "", "then": "answer", "version": "1"})
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", yos_manager)


@pytest.fixture
def two_schools(case, dsl):
    """The record of a young person at one school who did it at another: both are on it. Answers who leads safeguarding at each."""
    there = User.objects.create_user("second.school@example.invalid", "Una Bell", password="correct-horse-battery")
    second = Agency.objects.create(kind=AgencyKind.SCHOOL, name="Harrow Lane Academy", short_name="Harrow Lane")
    agencies.give_role(user=there, agency=second, role=Role.DSL, by=None, at=NOW, from_on=date(2020, 1, 1))
    for school in (dsl.memberships.get().agency, second):
        put_role_on(case, school, Role.DSL, NOW - timedelta(days=30))
    return dsl, there


def test_what_is_asked_of_one_school_is_not_the_work_of_another(two_schools, case, today, social_worker, client_for):
    here, there = two_schools
    place = here.memberships.get().agency
    task = tasks.set_task(
        case=case, kind="question", what="Who sits beside him?", due_on=today, to=f"agency:{place.pk}", by=social_worker, at=NOW
    )  # fmt: skip

    home = reverse("pages:home")
    assert "Who sits beside him?" in text_of(client_for(here).get(home))
    assert "Who sits beside him?" not in text_of(client_for(there).get(home))
    assert (counts.to_do(fresh(here)), counts.to_do(fresh(there))) == (1, 0)
    assert place.name in text_of(client_for(social_worker).get(home)), "and who waits reads of which school"
    clock_page = reverse("cases:clock", args=[case.reference, Deadline.objects.get(key=str(task.pk)).pk])
    assert client_for(there).get(clock_page).status_code == 200, "that it runs is no secret"

    tasks.pass_on(
        task=task, to=f"agency:{there.memberships.get().agency.pk}", reason="He moved.", by=social_worker, at=NOW
    )
    assert "Who sits beside him?" not in text_of(client_for(here).get(home))
    assert "Who sits beside him?" in text_of(client_for(there).get(home))
    assert (counts.to_do(fresh(here)), counts.to_do(fresh(there))) == (0, 1)


def test_a_late_question_to_one_school_is_brought_to_that_school_only(two_schools, case, today, social_worker):
    here, there = two_schools
    EscalationContact.objects.create(agency=there.memberships.get().agency, user=there, from_on=date(2020, 1, 1))
    place = here.memberships.get().agency
    tasks.set_task(
        case=case, kind="question", what="Who sits beside him?", due_on=today, to=f"agency:{place.pk}", by=social_worker, at=NOW
    )  # fmt: skip
    for days in (1, 6, 10):
        chasing.sweep(at=NOW + timedelta(days=days))

    told = set(Notice.objects.filter(kind__startswith="chase.").values_list("user__full_name", flat=True))
    assert here.full_name in told and there.full_name not in told


def fresh(user):
    return User.objects.get(pk=user.pk)
