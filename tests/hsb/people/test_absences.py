"""Being away, and who acts: what is recorded, by whom, and what is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies import queries
from hsb.agencies.models import Absence, Agency, Membership
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import actions as cases
from hsb.cases import barring
from hsb.cases.models import Case
from hsb.database import as_principals
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.people import absences
from hsb.people import actions as people
from tests.conftest import LONG_AGO
from tests.factories.cases import harmed_child, put_on, young_person

TODAY = date(2026, 3, 5)
MONDAY, BACK = date(2026, 3, 9), date(2026, 3, 16)

Away = Callable[..., Absence]


@pytest.fixture
def away(yos_manager: User, yos_officer: User, at: datetime) -> Away:
    """Record that Tom Kessell is away from Monday for a week and Ruth Adeyemi acts for him; any of it may be said otherwise."""

    def record(**said: Any) -> Absence:
        asked = {
            "person": yos_manager,
            "acting": yos_officer,
            "from_on": MONDAY,
            "until_on": BACK,
            "by": yos_manager,
            "at": at,
        }
        return absences.record_absence(**(asked | said))

    return record


def colleague_at(agency_of: User, name: str, role: Role, at: datetime) -> User:
    """Somebody new with that role where the other works."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.invalid", name)
    place = Membership.objects.get(user=agency_of).agency
    agencies.give_role(user=user, agency=place, role=role, by=None, at=at, from_on=LONG_AGO)
    return user


def acts_for(user: User, on: date) -> list[str]:
    return [one.full_name for one in queries.acting_for(User.objects.get(pk=user.pk), on)]


def test_acting_begins_on_the_first_day_and_is_over_on_the_day_they_are_back(away: Away, yos_officer: User) -> None:
    away()
    assert acts_for(yos_officer, MONDAY - timedelta(days=1)) == []
    assert acts_for(yos_officer, MONDAY) == ["Tom Kessell"]
    assert acts_for(yos_officer, BACK - timedelta(days=1)) == ["Tom Kessell"]
    assert acts_for(yos_officer, BACK) == []


def test_the_acting_person_has_the_roles_of_the_absent_one_after_their_own(away: Away, yos_officer: User) -> None:
    away()
    held = queries.memberships(User.objects.get(pk=yos_officer.pk), MONDAY)
    assert [(m.role, m.acting_for and m.acting_for.full_name) for m in held] == [
        (Role.YOS_OFFICER, None),
        (Role.YOS_MANAGER, "Tom Kessell"),
    ]


def test_the_absent_person_keeps_their_own_roles(away: Away, yos_manager: User) -> None:
    away()
    assert [m.role for m in queries.memberships(yos_manager, MONDAY)] == [Role.YOS_MANAGER]


def test_the_set_based_rule_names_the_same_pairs(away: Away, yos_manager: User, yos_officer: User) -> None:
    away()
    found = []
    for day in (MONDAY - timedelta(days=1), MONDAY, BACK):
        sql, values = queries.covered_sql(day)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT c.person_id, c.acting_id FROM ({sql}) c", values)
            found.append(cursor.fetchall())
    assert found == [[], [(yos_manager.pk, yos_officer.pk)], []]


def test_acting_is_one_statement_with_the_person(away: Away, yos_officer: User, django_assert_num_queries: Any) -> None:
    away()
    with django_assert_num_queries(1):
        found = queries.person_at_work(yos_officer.pk, MONDAY)
        assert found is not None
        queries.memberships(found, MONDAY)
        queries.acting_for(found, MONDAY)


def test_coming_back_early_ends_it_at_once(away: Away, yos_manager: User, yos_officer: User, at: datetime) -> None:
    absence = away(from_on=TODAY)
    assert acts_for(yos_officer, TODAY) == ["Tom Kessell"]
    absences.return_early(absence=absence, by=yos_manager, at=at)
    assert acts_for(yos_officer, TODAY) == []
    with pytest.raises(ActionNotAllowed, match="over already"):
        absences.return_early(absence=absence, by=yos_manager, at=at)


def test_an_absence_may_have_nobody_acting(away: Away, yos_officer: User) -> None:
    away(acting=None)
    assert acts_for(yos_officer, MONDAY) == []


def test_every_change_is_in_the_audit(away: Away, yos_manager: User, yos_officer: User, at: datetime) -> None:
    absence = away()
    later = BACK + timedelta(days=7)
    absences.change(
        absence=absence, acting=yos_officer, from_on=MONDAY, until_on=later, version=1, by=yos_manager, at=at
    )
    absences.return_early(absence=absence, by=yos_officer, at=at)
    entries = AuditEvent.objects.filter(kind__startswith="absence.").order_by("pk")
    assert [e.kind for e in entries] == ["absence.recorded", "absence.changed", "absence.ended"]
    assert [e.facts["until"] for e in entries] == [str(BACK), str(later), str(later)]
    assert entries[1].facts["before"]["until"] == str(BACK)


def test_two_people_changing_it_at_once_both_know(away: Away, yos_manager: User, at: datetime) -> None:
    absence = away()
    said: Any = {"absence": absence, "from_on": MONDAY, "until_on": BACK, "version": 1, "by": yos_manager, "at": at}
    absences.change(acting=None, **said)
    with pytest.raises(StaleVersion):
        absences.change(acting=None, **said)


# -- who may act --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("yos_manager", "Nobody acts for themselves"),
        ("social_worker", "does not work at Aldermere Youth Offending Service"),
    ],
)
def test_only_a_colleague_of_the_same_agency_acts(
    away: Away, person: Callable[..., User], who: str, sentence: str
) -> None:
    with pytest.raises(ActionNotAllowed, match=sentence):
        away(acting=person(who))
    assert not Absence.objects.exists()


def test_somebody_who_works_at_two_agencies_is_covered_only_by_somebody_at_both(
    away: Away, yos_manager: User, yos_officer: User, social_worker: User, at: datetime
) -> None:
    csws = Membership.objects.get(user=social_worker).agency
    agencies.give_role(
        user=yos_manager, agency=csws, role=Role.SOCIAL_WORKER, by=None, at=at, from_on=date(2026, 3, 12)
    )
    away()
    assert acts_for(yos_officer, date(2026, 3, 11)) == ["Tom Kessell"]
    assert acts_for(yos_officer, date(2026, 3, 12)) == [], "she would have his access at an agency that is not hers"


def test_somebody_whose_account_is_closed_does_not_act(away: Away, yos_officer: User) -> None:
    away()
    User.objects.filter(pk=yos_officer.pk).update(is_active=False)
    with pytest.raises(ActionNotAllowed, match="does not work at"):
        away(acting=User.objects.get(pk=yos_officer.pk), from_on=BACK, until_on=BACK + timedelta(days=3))
    assert acts_for(yos_officer, MONDAY) == []


def test_nobody_acts_who_is_away_too(away: Away, yos_manager: User, yos_officer: User) -> None:
    away(person=yos_officer, by=yos_officer, acting=None, from_on=date(2026, 3, 15), until_on=date(2026, 3, 20))
    with pytest.raises(ActionNotAllowed, match="Ruth Adeyemi is away too"):
        away()


def test_whoever_acts_hands_that_over_before_going_away(away: Away, yos_officer: User) -> None:
    away()
    with pytest.raises(ActionNotAllowed, match="First choose somebody else to act for Tom Kessell"):
        away(person=yos_officer, by=yos_officer, acting=None, from_on=date(2026, 3, 15), until_on=date(2026, 3, 20))


def test_acting_is_never_passed_on(away: Away, yos_manager: User, yos_officer: User, at: datetime) -> None:
    """However two rows came to be there, nobody reaches a third person's work."""
    third = colleague_at(yos_officer, "Third Person", Role.YOS_OFFICER, at)
    away()
    Absence.objects.create(
        person=yos_officer, acting=third, from_on=MONDAY, until_on=BACK, recorded_at=at, recorded_by=third
    )
    assert acts_for(third, MONDAY) == ["Ruth Adeyemi"]
    assert acts_for(yos_officer, MONDAY) == [], "she is away herself"
    held = queries.memberships(User.objects.get(pk=third.pk), MONDAY)
    assert {m.role for m in held} == {Role.YOS_OFFICER}


# -- which days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_on", "until_on", "sentence"),
    [
        (MONDAY, MONDAY, "must be after the first day away"),
        (date(2026, 2, 2), date(2026, 2, 9), "These days are over"),
        (date(2026, 2, 2), TODAY, "These days are over"),
        (MONDAY, date(2028, 3, 9), "a year at most"),
    ],
)
def test_days_that_make_no_absence_are_refused(away: Away, from_on: date, until_on: date, sentence: str) -> None:
    with pytest.raises(ActionNotAllowed, match=sentence):
        away(from_on=from_on, until_on=until_on)


@pytest.mark.parametrize(
    ("from_on", "until_on", "free"),
    [
        (MONDAY, BACK, False),
        (BACK - timedelta(days=1), BACK + timedelta(days=5), False),
        (MONDAY - timedelta(days=2), MONDAY + timedelta(days=1), False),
        (BACK, BACK + timedelta(days=5), True),
        (MONDAY - timedelta(days=2), MONDAY, True),
    ],
)
def test_nobody_is_away_twice_on_one_day(away: Away, from_on: date, until_on: date, free: bool) -> None:
    away()
    if free:
        away(from_on=from_on, until_on=until_on)
    else:
        with pytest.raises(ActionNotAllowed, match="Tom Kessell is down as away in some of these days"):
            away(from_on=from_on, until_on=until_on)


def test_an_absence_that_has_begun_keeps_its_first_day(away: Away, yos_manager: User, at: datetime) -> None:
    absence = away(from_on=TODAY)
    said: Any = {"absence": absence, "acting": None, "version": 1, "by": yos_manager, "at": at}
    with pytest.raises(ActionNotAllowed, match="its first day stays"):
        absences.change(from_on=MONDAY, until_on=BACK, **said)
    absences.change(from_on=TODAY, until_on=BACK + timedelta(days=1), **said)


# -- who may say so ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "may"),
    [
        ("yos_manager", True),
        ("yos_officer", True),
        ("aim_supervisor", False),
        ("csws_manager", False),
        ("administrator", True),
        ("dsl", False),
    ],
)
def test_an_officers_absence_is_arranged_by_themself_or_their_manager(
    away: Away, person: Callable[..., User], yos_officer: User, by: str, may: bool
) -> None:
    person("aim_supervisor")
    said: Any = {"person": yos_officer, "acting": person("aim_supervisor"), "by": person(by)}
    if may:
        away(**said)
    else:
        with pytest.raises(AccessDenied, match="Only the person, their manager or an administrator"):
            away(**said)


def test_the_agencys_administrator_arranges_but_not_for_themself_to_act(
    away: Away, social_worker: User, stranger: User, administrator: User
) -> None:
    with pytest.raises(ActionNotAllowed, match="Nobody arranges to act for somebody else themselves"):
        away(person=social_worker, acting=administrator, by=administrator)
    away(person=social_worker, acting=stranger, by=administrator)


def test_a_manager_acts_for_their_worker_where_the_worker_says_so_and_not_by_naming_themselves(
    away: Away, social_worker: User, csws_manager: User
) -> None:
    with pytest.raises(ActionNotAllowed, match="Nobody arranges to act for somebody else themselves"):
        away(person=social_worker, acting=csws_manager, by=csws_manager)
    away(person=social_worker, acting=csws_manager, by=social_worker)


@pytest.mark.parametrize("who", ["administrator", "information_governance"])
def test_nobody_who_keeps_accounts_or_reads_the_audit_acts_for_a_caseworker(
    away: Away, person: Callable[..., User], social_worker: User, who: str
) -> None:
    with pytest.raises(ActionNotAllowed, match="comes to no child’s record by acting"):
        away(person=social_worker, acting=person(who), by=social_worker)


@pytest.mark.parametrize("who", ["administrator", "information_governance"])
def test_a_manager_does_not_come_by_the_audit_or_the_accounts(
    away: Away, person: Callable[..., User], csws_manager: User, who: str
) -> None:
    with pytest.raises(AccessDenied):
        away(person=person(who), acting=csws_manager, by=csws_manager)


def test_whoever_acts_cannot_make_it_last_longer(away: Away, yos_officer: User, at: datetime) -> None:
    """Acting for a manager is no reason to arrange that one goes on acting."""
    absence = away(from_on=TODAY)
    with pytest.raises(AccessDenied):
        absences.change(
            absence=absence,
            acting=yos_officer,
            from_on=TODAY,
            until_on=BACK + timedelta(days=30),
            version=1,
            by=yos_officer,
            at=at,
        )
    absences.return_early(absence=absence, by=yos_officer, at=at)


def test_whoever_acts_for_an_administrator_keeps_no_accounts(
    away: Away, administrator: User, social_worker: User, stranger: User, at: datetime
) -> None:
    """Roles and settings are in a person's own name: what was given would last when the other is back."""
    csws = Membership.objects.get(user=administrator).agency
    away(person=administrator, acting=social_worker, by=administrator, from_on=TODAY)
    asked: Any = {"agency": csws, "role": Role.CSWS_MANAGER, "by": User.objects.get(pk=social_worker.pk), "at": at}

    with time_machine.travel(at, tick=False):
        for person in (social_worker, stranger):
            with pytest.raises(AccessDenied, match="Only an administrator"):
                people.give_role(person=person, **asked)


# -- what changes meanwhile -------------------------------------------------------------------------------------------------


def test_an_acting_person_who_leaves_the_agency_acts_no_longer(away: Away, yos_officer: User, at: datetime) -> None:
    away(from_on=TODAY)
    agencies.end_role(membership=Membership.objects.get(user=yos_officer), by=yos_officer, at=at, until_on=TODAY)
    assert acts_for(yos_officer, TODAY) == []
    assert queries.person_at_work(yos_officer.pk, TODAY) is None


def test_a_role_the_absent_person_loses_is_lost_to_whoever_acts(
    away: Away, yos_manager: User, yos_officer: User, at: datetime
) -> None:
    place: Agency = Membership.objects.get(user=yos_manager).agency
    second = agencies.give_role(
        user=yos_manager, agency=place, role=Role.AIM_SUPERVISOR, by=None, at=at, from_on=LONG_AGO
    )
    away(from_on=TODAY)

    def roles() -> set[Role]:
        return {m.role for m in queries.memberships(User.objects.get(pk=yos_officer.pk), TODAY)}

    assert roles() == {Role.YOS_OFFICER, Role.YOS_MANAGER, Role.AIM_SUPERVISOR}
    agencies.end_role(membership=second, by=yos_manager, at=at, until_on=TODAY)
    assert roles() == {Role.YOS_OFFICER, Role.YOS_MANAGER}
    agencies.end_role(
        membership=Membership.objects.get(user=yos_manager, until_on=None), by=yos_manager, at=at, until_on=TODAY
    )
    assert roles() == {Role.YOS_OFFICER}


# -- both children of one matter (P3.7) ---------------------------------------------------------------------------------------


@pytest.fixture
def matter(at: datetime, yos_manager: User, yos_officer: User) -> tuple[Case, Case]:
    """Two linked records: the young person's is the acting officer's, the harmed child's is the absent manager's."""
    young, harmed = young_person(at), harmed_child(at)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="", by=yos_manager, at=at)
    put_on(young, yos_officer, Role.YOS_OFFICER, at)
    put_on(harmed, yos_manager, Role.VICTIM_WORKER, at)
    return young, harmed


@pytest.mark.policy("P3.7")
def test_nobody_comes_to_both_children_by_acting_whatever_the_reason(away: Away, matter: tuple[Case, Case]) -> None:
    with pytest.raises(ActionNotAllowed, match="on both children’s records of one matter"):
        away()
    assert not Absence.objects.exists()


def test_somebody_on_both_already_is_put_on_nothing_by_acting(
    away: Away, matter: tuple[Case, Case], yos_officer: User, at: datetime
) -> None:
    put_on(matter[1], yos_officer, Role.VICTIM_WORKER, at)
    away()


def test_a_record_the_absent_person_is_denied_joins_nothing(
    away: Away, matter: tuple[Case, Case], yos_manager: User, csws_manager: User, at: datetime
) -> None:
    barring.deny(case=matter[1], user=yos_manager, by=csws_manager, at=at, reason="A relative.")
    away()


def test_two_colleagues_covered_at_once_join_the_two_children_too(
    away: Away, yos_manager: User, yos_officer: User, at: datetime
) -> None:
    young, harmed = young_person(at), harmed_child(at)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="", by=yos_manager, at=at)
    third = colleague_at(yos_officer, "Third Person", Role.YOS_OFFICER, at)
    put_on(young, third, Role.YOS_OFFICER, at)
    put_on(harmed, yos_manager, Role.VICTIM_WORKER, at)
    away(person=third, by=third)
    with pytest.raises(ActionNotAllowed, match="both children"):
        away()
    week_after = away(from_on=BACK, until_on=BACK + timedelta(days=3))
    said: Any = {"absence": week_after, "acting": yos_officer, "version": 1, "by": yos_manager, "at": at}
    with pytest.raises(ActionNotAllowed, match="both children"):
        absences.change(from_on=BACK - timedelta(days=1), until_on=BACK + timedelta(days=3), **said)


def test_changing_who_acts_asks_again(
    away: Away, matter: tuple[Case, Case], yos_manager: User, yos_officer: User, at: datetime
) -> None:
    absence = away(acting=None)
    said: Any = {"absence": absence, "acting": yos_officer, "from_on": MONDAY, "by": yos_manager, "at": at}
    with pytest.raises(ActionNotAllowed, match="both children"):
        absences.change(until_on=BACK, version=1, **said)
    assert Absence.objects.get().acting is None


@pytest.mark.postgres
def test_the_question_is_asked_past_the_wall_and_answered_yes_or_no(
    away: Away, matter: tuple[Case, Case], administrator: User
) -> None:
    with as_principals(queries.principals(administrator), administrator.pk):
        with pytest.raises(ActionNotAllowed, match="both children"):
            away(by=administrator)
        assert not Case.objects.exists()
