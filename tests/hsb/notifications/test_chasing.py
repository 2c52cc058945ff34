"""Chasing: who is reminded of what and when, exactly once, and never about a record they may not see."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agency_actions
from hsb.agencies.models import Absence, Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.cases.involvement import withdraw
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.notifications import chasing, tasks
from hsb.notifications.models import MailRecord, Notice
from hsb.timeliness.models import Deadline
from tests.factories import cases as records
from tests.factories import deadlines

pytestmark = [pytest.mark.both, pytest.mark.django_db]

DUE = date(2026, 3, 12)  # a Thursday; NOW is the Thursday before


def on(day: str, hour: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=clock.LONDON)


# The rungs of the usual ladder for something due on Thursday 12 March 2026.
BEFORE, DAY, ONE, THREE, FIVE = "03-10", "03-12", "03-13", "03-17", "03-19"


@pytest.fixture
def young(at) -> Case:
    return records.young_person(at - timedelta(days=20))


@pytest.fixture
def runs(at) -> Callable[..., Deadline]:
    """A clock runs on a case, as a refold would leave it."""

    def start(case: Case, code: str = "T5", due: date = DUE, **changes: Any) -> Deadline:
        return deadlines.running(case, due=due, at=at, **{"standard_code": code, "next_chase_on": at.date(), **changes})

    return start


@pytest.fixture
def team(young: Case, social_worker: User, csws_manager: User, at) -> None:
    """A social worker has the case; their manager is on it as the duty manager's role is."""
    records.put_on(young, social_worker, Role.SOCIAL_WORKER, at)
    records.put_role_on(young, Agency.objects.get(kind=AgencyKind.CSWS), Role.CSWS_MANAGER, at, Part.FRONT_DOOR)


@pytest.fixture
def contact(team: None, person, at) -> User:
    """Whom the partnership names at CSWS; on no case."""
    user = person("iro")
    EscalationContact.objects.create(agency=Agency.objects.get(kind=AgencyKind.CSWS), user=user, from_on=at.date())
    return user


def told(day: str | None = None) -> list[tuple[str, str]]:
    """Answer who was told as what, in the order of names."""
    notices = Notice.objects.filter(kind__startswith="chase.").select_related("user")
    if day:
        notices = notices.filter(at=on(day))
    return sorted((notice.user.full_name, notice.kind.removeprefix("chase.")) for notice in notices)


OWNER, MANAGER = ("Priya Shah", "owner"), ("Helen Brandreth", "manager")
CONTACT = ("Hal Rook", "escalation")


def test_each_rung_tells_whom_it_names_on_its_day_and_not_before(contact, young, runs) -> None:
    runs(young)
    story = {
        "03-09": [],
        BEFORE: [OWNER],
        "03-11": [],
        DAY: [OWNER],
        ONE: [MANAGER, OWNER],
        "03-16": [],
        THREE: [MANAGER],
        "03-18": [],
        FIVE: [CONTACT],
        "03-20": [],
        "04-20": [],
    }

    for day in story:
        chasing.sweep(at=on(day))

    assert {day: told(day) for day in story} == story


@pytest.mark.parametrize(
    ("due", "day", "before"),
    [
        (date(2026, 12, 24), "12-24", "12-23"),
        (date(2026, 12, 25), "12-24", "12-23"),  # Christmas Day: on the last working day before it
        (date(2026, 3, 14), "03-13", "03-12"),  # a Saturday
    ],
)
def test_on_a_day_off_what_is_due_is_chased_on_the_working_day_before(team, young, runs, due, day, before) -> None:
    runs(young, due=due)

    chasing.sweep(at=on(before))
    earlier = told()
    chasing.sweep(at=on(day))

    assert told(day) == [OWNER]
    assert f"Due {due:%A}" in Notice.objects.get(at=on(day)).detail
    assert earlier == [OWNER]  # two working days before


def test_after_a_missed_week_everybody_has_the_rung_that_is_due_now_and_no_other(contact, young, runs) -> None:
    runs(young)
    chasing.sweep(at=on(BEFORE))

    chasing.sweep(at=on("03-20"))

    assert told("03-20") == sorted([OWNER, MANAGER, CONTACT])
    assert Notice.objects.get(kind="chase.owner", at=on("03-20")).sentence == (
        "Your move, 6 working days late: finish the assessment"
    )


def test_a_sweep_that_is_repeated_tells_nobody_twice(contact, young, runs) -> None:
    deadline = runs(young)
    chasing.sweep(at=on(FIVE))
    once = told()

    again = chasing.sweep(at=on(FIVE))
    Deadline.objects.filter(pk=deadline.pk).update(next_chase_on=on("03-05").date())  # as if it had never been swept
    yet_again = chasing.sweep(at=on(FIVE, "15:00"))

    assert (again.clocks, again.notices) == (0, 0)
    assert (yet_again.clocks, yet_again.notices) == (1, 0)
    assert told() == once


def test_chunks_make_no_difference(contact, young, runs) -> None:
    for code in ("T5", "T4", "T8", "T45", "T24"):
        runs(young, code)

    swept = chasing.sweep(at=on(FIVE), chunk=2)

    assert swept.clocks == 5
    assert swept.notices == Notice.objects.count() == 15


def test_a_day_begins_at_half_past_seven(team, young, runs) -> None:
    runs(young)

    chasing.sweep(at=on(BEFORE, "07:29"))
    assert told() == []

    chasing.sweep(at=on(BEFORE, "07:30"))
    assert [who for who, _ in told()] == ["Priya Shah"]


# -- who ------------------------------------------------------------------------------------------------------------------


def test_the_person_a_clock_names_is_chased_and_nobody_else(team, young, runs, person, at) -> None:
    other = person("conference_chair")
    records.put_on(young, other, Role.CONFERENCE_CHAIR, at, Part.INVOLVED)
    runs(young, owner_person=other)

    chasing.sweep(at=on(DAY))

    assert told() == [("Dora Finch", "owner")]


def test_of_a_private_clock_only_its_owner_hears(contact, young, runs, social_worker, person) -> None:
    runs(young, private=True, owner_person=social_worker)
    runs(
        young, private=True, owner_person=person("conference_chair")
    )  # not on the record: nobody is told in their place

    chasing.sweep(at=on(FIVE))

    assert told() == [OWNER]


def test_somebody_allocated_by_name_is_chased_before_the_whole_team(
    young, runs, social_worker, stranger, join, at
) -> None:
    records.put_role_on(young, Agency.objects.get(kind=AgencyKind.CSWS), Role.SOCIAL_WORKER, at)
    runs(young)
    chasing.sweep(at=on(BEFORE))
    assert told(BEFORE) == [("Priya Shah", "owner"), ("Sam Outis", "owner")]

    join(young, social_worker, Part.ALLOCATED)
    chasing.sweep(at=on(DAY))

    assert told(DAY) == [OWNER]


def test_nobody_hears_of_a_record_they_may_not_see(
    contact, young, runs, social_worker, csws_manager, person, at
) -> None:
    for user in (social_worker, csws_manager, contact):
        CaseDenied.objects.create(case=young, user=user, reason="a relative", at=at, by=csws_manager)
    runs(young)

    chasing.sweep(at=on(FIVE))

    assert told() == []


def test_somebody_whose_part_has_ended_or_run_out_hears_nothing(team, young, runs, social_worker, person, at) -> None:
    colleague = person("mash_worker")
    agency_actions.give_role(
        user=colleague, agency=Agency.objects.get(kind=AgencyKind.CSWS), role=Role.SOCIAL_WORKER, by=None, at=at,
        from_on=date(2020, 1, 1),
    )  # fmt: skip
    records.put_on(young, colleague, Role.SOCIAL_WORKER, at)
    Involvement.objects.filter(user=colleague, case=young).update(expires_at=on("03-11"))
    withdraw(
        involvement=Involvement.objects.open().get(case=young, user=social_worker), by=None, at=at, reason="moved on"
    )
    runs(young)

    chasing.sweep(at=on(BEFORE))
    chasing.sweep(at=on(DAY))

    assert told(BEFORE) == [("Omar Field", "owner")]
    assert told(DAY) == [("Helen Brandreth", "unheld")]


def test_a_person_who_has_left_is_not_chased(team, young, runs, social_worker) -> None:
    User.objects.filter(pk=social_worker.pk).update(is_active=False)
    runs(young)

    chasing.sweep(at=on(DAY))

    assert told() == [("Helen Brandreth", "unheld")]
    notice = Notice.objects.get()
    assert notice.sentence == "Nobody on the record holds this, give it to somebody; due now: finish the assessment"
    assert notice.detail == "Due Thursday 12 March 2026. Whose move: Social worker, CSWS."


def test_what_nobody_holds_and_no_manager_sees_goes_to_the_administrators_once_a_day(
    young, runs, administrator
) -> None:
    runs(young)
    runs(young, "T4")

    chasing.sweep(at=on(DAY))

    assert told() == [("Kit Vane", "nobody")]
    notice = Notice.objects.get()
    assert (notice.case_id, notice.detail, notice.url) == (None, "", "")
    assert "nobody can be told: no record it is on has anybody who is Social worker, CSWS" in notice.sentence


def test_work_of_an_agency_without_managers_goes_to_its_contact_then_to_the_csws_managers(
    team, young, runs, dsl, person, at
) -> None:
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    records.put_role_on(young, school, Role.DSL, at)
    runs(young, "T45", owner_kind="school", owner_role="dsl")
    chasing.sweep(at=on(ONE))
    assert told(ONE) == [MANAGER, ("Nadia Iqbal", "owner")]

    head = User.objects.create_user("head@example.invalid", "Una Bell", password="correct-horse-battery")
    agency_actions.give_role(
        user=head, agency=school, role=Role.ADMINISTRATOR, by=None, at=at, from_on=date(2020, 1, 1)
    )
    EscalationContact.objects.create(agency=school, user=head, from_on=at.date())
    chasing.sweep(at=on(THREE))

    assert ("Una Bell", "manager") in told(THREE)
    assert MANAGER not in told(THREE)


def test_somebody_who_is_owner_manager_and_contact_at_once_is_told_that_it_is_their_move(
    young, runs, yos_manager, join, at
) -> None:
    yos = Agency.objects.get(kind=AgencyKind.YOS)
    records.put_role_on(young, yos, Role.YOS_MANAGER, at, Part.SCREENING)
    EscalationContact.objects.create(agency=yos, user=yos_manager, from_on=at.date())
    runs(young, "T24", owner_kind="yos", owner_role="yos_manager")

    chasing.sweep(at=on(FIVE))

    assert told() == [("Tom Kessell", "owner")]
    assert Notice.objects.get().case == young


def test_a_contact_of_an_agency_that_is_not_on_the_record_hears_nothing(team, young, runs, dsl, at) -> None:
    other = Agency.objects.create(kind=AgencyKind.CSWS, name="Next borough", short_name="Next")
    agency_actions.give_role(user=dsl, agency=other, role=Role.SOCIAL_WORKER, by=None, at=at, from_on=date(2020, 1, 1))
    EscalationContact.objects.create(agency=other, user=dsl, from_on=at.date())
    runs(young)

    chasing.sweep(at=on(FIVE))

    assert "Nadia Iqbal" not in [who for who, _ in told()]


def test_a_contact_is_told_the_reference_and_no_child(contact, young, runs, client_for) -> None:
    runs(young)

    chasing.sweep(at=on(FIVE))

    notice = Notice.objects.get(user=contact)
    assert notice.case_id is None
    assert notice.url == ""
    assert notice.reference == young.reference
    assert notice.sentence == "Brought to you, 5 working days late: finish the assessment"
    assert notice.detail == "Due Thursday 12 March 2026. Whose move: Social worker, CSWS."
    page = client_for(contact).get(reverse("notices:list")).text
    assert young.reference in page
    for secret in ("J.M.", "Jordan", "Mallory"):
        assert secret not in page


def test_somebody_on_the_other_childs_record_only_is_not_told_of_this_one(team, young, runs, victim_worker, at) -> None:
    harmed = records.harmed_child(at)
    records.put_on(harmed, victim_worker, Role.VICTIM_WORKER, at)
    runs(young, owner_role="victim_worker", owner_kind="yos")
    runs(harmed, owner_role="victim_worker", owner_kind="yos")

    chasing.sweep(at=on(DAY))

    assert list(Notice.objects.filter(user=victim_worker).values_list("case", flat=True)) == [harmed.pk]


def test_somebody_who_acts_for_an_absent_owner_is_told_in_their_place(
    team, young, runs, social_worker, stranger, at
) -> None:
    absence = Absence.objects.create(
        person=social_worker, acting=stranger, from_on=date(2026, 3, 9), until_on=date(2026, 3, 12),
        recorded_at=at, recorded_by=social_worker,
    )  # fmt: skip
    runs(young)

    chasing.sweep(at=on(BEFORE))
    chasing.sweep(at=on(absence.until_on.strftime("%m-%d")))

    assert told(BEFORE) == [("Sam Outis", "owner")]
    assert told(DAY) == [OWNER]


def test_an_acting_person_who_is_denied_the_record_is_not_told(team, young, runs, social_worker, stranger, at) -> None:
    Absence.objects.create(
        person=social_worker, acting=stranger, from_on=date(2026, 3, 9), until_on=date(2026, 3, 30),
        recorded_at=at, recorded_by=social_worker,
    )  # fmt: skip
    CaseDenied.objects.create(case=young, user=stranger, reason="a relative", at=at, by=social_worker)
    runs(young)

    chasing.sweep(at=on(DAY))

    assert told() == [("Helen Brandreth", "unheld")]


# -- what is not chased ----------------------------------------------------------------------------------------------------


def test_what_has_no_day_to_be_chased_on_is_left_alone(team, young, runs) -> None:
    runs(young, next_chase_on=None)

    assert chasing.sweep(at=on(FIVE)).clocks == 0


# -- e-mail at once --------------------------------------------------------------------------------------------------------


def test_a_time_limit_set_by_law_is_written_about_at_once_and_once_a_day(contact, young, runs, at) -> None:
    runs(young)
    chasing.sweep(at=on(DAY))
    assert not MailRecord.objects.filter(template="statutory_breach").exists()

    chasing.sweep(at=on(ONE))
    runs(young, "T4", basis="statutory guidance")
    chasing.sweep(at=on(ONE, "11:00"))
    chasing.sweep(at=on(THREE))
    chasing.sweep(at=on(FIVE))

    written = MailRecord.objects.filter(template="statutory_breach").values_list("to__full_name", "created_at")
    assert sorted(written) == [("Hal Rook", on(FIVE)), ("Helen Brandreth", on(ONE)), ("Priya Shah", on(ONE))]


def test_after_a_missed_week_the_breach_is_still_news_to_everybody(contact, young, runs) -> None:
    runs(young)

    chasing.sweep(at=on(FIVE))

    written = MailRecord.objects.filter(template="statutory_breach").values_list("to__full_name", flat=True)
    assert sorted(written) == ["Hal Rook", "Helen Brandreth", "Priya Shah"]


def test_a_local_standard_waits_for_the_digest(team, young, runs) -> None:
    runs(young, "T23", owner_role="social_worker")

    chasing.sweep(at=on(ONE))

    assert told(ONE) == [MANAGER, OWNER]
    assert not MailRecord.objects.exists()


# -- the notice and its link -----------------------------------------------------------------------------------------------


def test_a_notice_says_what_whose_move_and_how_late_and_opens_the_step(
    team, young, runs, social_worker, client_for
) -> None:
    runs(young)

    chasing.sweep(at=on(ONE))

    owner, manager = Notice.objects.get(kind="chase.owner"), Notice.objects.get(kind="chase.manager")
    assert (owner.sentence, owner.detail) == (
        "Your move, 1 working day late: finish the assessment",
        "Due Thursday 12 March 2026.",
    )
    assert (manager.sentence, manager.detail) == (
        "1 working day late: finish the assessment",
        "Due Thursday 12 March 2026. Whose move: Social worker, CSWS.",
    )
    assert owner.url == f"/cases/{young.reference}/steps/T5/"
    opened = client_for(social_worker).get(owner.url)
    assert opened["Location"] == f"/cases/{young.reference}/assessment/"


def test_the_step_of_somebody_elses_record_is_not_there(young, stranger, client_for) -> None:
    assert client_for(stranger).get(f"/cases/{young.reference}/steps/T5/").status_code == 404


# -- running it ------------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_did(team, young, runs, time_machine_at) -> None:
    runs(young)

    with time_machine_at(on(ONE)):
        call_command("chase", stdout=(said := io.StringIO()))

    assert said.getvalue() == "1 clocks looked at, 2 notices written, 2 people written to at once.\n"


def test_the_task_past_the_known_calendar_says_what_to_do(team, young, runs, time_machine_at, caplog) -> None:
    runs(young)

    with time_machine_at(datetime(2099, 1, 5, 9, tzinfo=clock.LONDON)):
        tasks.chase()

    assert "Nobody can be chased: The calendar of bank holidays ends on" in caplog.text
    assert Deadline.objects.get().next_chase_on is not None
