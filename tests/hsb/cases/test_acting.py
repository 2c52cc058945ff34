"""Acting for somebody who is away: exactly what they may see, for exactly as long, in both walls."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test import Client

from hsb.accounts.models import User
from hsb.agencies import actions as agencies_actions
from hsb.agencies import queries as agencies
from hsb.agencies.models import Absence, Membership
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.cases import access, barring
from hsb.cases.case_rows import case_rows
from hsb.cases.involvement import bring_in
from hsb.cases.models import Case, Part
from hsb.cases.visible import may_see, visible_cases, visible_sql
from hsb.chronology import chain
from hsb.chronology.models import CaseEvent
from hsb.database import as_principals
from hsb.errors import ActionNotAllowed
from hsb.notes import actions as notes
from hsb.people import absences
from tests.conftest import LONG_AGO, NOW
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("today")]
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has the first wall only")

TODAY = NOW.date()
BACK = TODAY + timedelta(days=7)


@pytest.fixture
def today() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def colleague(social_worker: User, at: datetime) -> User:
    """Another social worker of the same team, on nothing."""
    user = User.objects.create_user("colleague@example.invalid", "Col Reed", password="correct-horse-battery")
    place = Membership.objects.get(user=social_worker).agency
    agencies_actions.give_role(user=user, agency=place, role=Role.SOCIAL_WORKER, by=None, at=at, from_on=LONG_AGO)
    return user


@pytest.fixture
def away(colleague: User, at: datetime) -> Callable[..., Absence]:
    """The person is away from today for a week; the colleague acts unless somebody else is named."""

    def record(person: User, acting: User | None = None) -> Absence:
        return absences.record_absence(
            person=person, acting=acting or colleague, from_on=TODAY, until_on=BACK, by=person, at=at
        )

    return record


def fresh(user: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=user.pk)


def sees(user: User) -> set[Any]:
    """What the first wall shows, asked in each of its ways, which must agree."""
    user = fresh(user)
    found = set(visible_cases(user).values_list("pk", flat=True))
    assert {row["id"] for row in case_rows(user).rows} == found
    assert case_rows(user).count == len(found)
    assert {pk for pk in Case.objects.values_list("pk", flat=True) if may_see(user, pk)} == found
    where, values = visible_sql(user, "c.id")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM cases_case c WHERE {where}", values)
        assert cursor.fetchone()[0] == len(found)
    return found


def as_them(user: User) -> AbstractContextManager[None]:
    user = fresh(user)
    return as_principals(agencies.principals(user), user.pk, lent=agencies.lent(user))


def agrees_with_the_second_wall(user: User) -> bool:
    """The database, asked without any filter, shows exactly what the first wall does."""
    if connection.vendor != "postgresql":
        return True
    first = sees(user)
    with as_them(user):
        return (
            set(Case.objects.values_list("pk", flat=True))
            == first
            == set(CaseEvent.objects.values_list("case_id", flat=True))
        )


def test_the_acting_person_reaches_what_the_absent_one_is_on_by_name_and_loses_it_on_return(
    at: datetime, social_worker: User, colleague: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    assert sees(colleague) == set()

    absence = away(social_worker)
    assert sees(colleague) == {case.pk}
    assert agrees_with_the_second_wall(colleague)
    opened = access.get_case(fresh(colleague), case.reference, look="overview")
    assert opened.may(RecordClass.ASSESSMENT, Level.WRITE)
    assert opened.is_allocated

    absences.return_early(absence=absence, by=social_worker, at=at)
    assert sees(colleague) == set()
    assert agrees_with_the_second_wall(colleague)
    with pytest.raises(Http404):
        access.get_case(fresh(colleague), case.reference, look="overview")


def test_the_acting_person_reaches_what_the_absent_ones_role_is_on(
    at: datetime, csws_manager: User, colleague: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_role_on(case, Membership.objects.get(user=csws_manager).agency, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    away(csws_manager)

    opened = access.get_case(fresh(colleague), case.reference, look="overview")
    assert opened.may(RecordClass.DECISION, Level.APPROVE)
    assert Power.APPROVE_MASH_DECISION in agencies.powers(fresh(colleague))
    assert agrees_with_the_second_wall(colleague)


def test_the_absent_person_keeps_their_own_access(
    at: datetime, social_worker: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    away(social_worker)
    assert sees(social_worker) == {case.pk}


def test_the_acting_persons_own_denial_always_holds(
    at: datetime, social_worker: User, colleague: User, csws_manager: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    barring.deny(case=case, user=colleague, by=csws_manager, at=at, reason="A relative.")
    away(social_worker)

    assert sees(colleague) == set()
    assert agrees_with_the_second_wall(colleague)


def test_what_the_absent_person_may_not_see_is_not_seen_by_acting_for_them(
    at: datetime, csws_manager: User, administrator: User, colleague: User, away: Callable[..., Absence]
) -> None:
    """Their role is on two records and they are denied one of them: so is whoever acts."""
    place = Membership.objects.get(user=csws_manager).agency
    barred, open_to = young_person(at), young_person(at)
    for case in (barred, open_to):
        put_role_on(case, place, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    barring.deny(case=barred, user=csws_manager, by=administrator, at=at, reason="A neighbour.")
    away(csws_manager)

    assert sees(colleague) == {open_to.pk}
    assert agrees_with_the_second_wall(colleague)


def test_a_denial_of_the_absent_person_takes_nothing_of_the_acting_persons_own(
    at: datetime, csws_manager: User, administrator: User, colleague: User, away: Callable[..., Absence]
) -> None:
    place = Membership.objects.get(user=csws_manager).agency
    case = young_person(at)
    put_role_on(case, place, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    put_on(case, colleague, Role.SOCIAL_WORKER, at)
    barring.deny(case=case, user=csws_manager, by=administrator, at=at, reason="A neighbour.")
    away(csws_manager)

    assert sees(colleague) == {case.pk}
    assert agrees_with_the_second_wall(colleague)
    opened = access.get_case(fresh(colleague), case.reference, look="overview")
    assert opened.roles == {Role.SOCIAL_WORKER}, "the manager's part in it is not lent"
    assert not opened.may(RecordClass.DECISION, Level.APPROVE)


def test_a_group_two_people_lend_opens_what_either_may_see(
    at: datetime, csws_manager: User, administrator: User, colleague: User, away: Callable[..., Absence]
) -> None:
    place = Membership.objects.get(user=csws_manager).agency
    second = User.objects.create_user("second@example.invalid", "Sec Manager")
    agencies_actions.give_role(user=second, agency=place, role=Role.CSWS_MANAGER, by=None, at=at, from_on=LONG_AGO)
    barred_to_one, barred_to_both = young_person(at), young_person(at)
    for case in (barred_to_one, barred_to_both):
        put_role_on(case, place, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
        barring.deny(case=case, user=csws_manager, by=administrator, at=at, reason="A neighbour.")
    barring.deny(case=barred_to_both, user=second, by=administrator, at=at, reason="A neighbour.")
    away(csws_manager)
    away(second)

    assert sees(colleague) == {barred_to_one.pk}
    assert agrees_with_the_second_wall(colleague)
    assert access.get_case(fresh(colleague), barred_to_one.reference, look="overview").roles == {Role.CSWS_MANAGER}


def test_emergency_access_is_in_ones_own_name(
    at: datetime, social_worker: User, csws_manager: User, colleague: User, away: Callable[..., Absence]
) -> None:
    case = harmed_child(at)
    barring.break_glass(
        case=case, user=social_worker, role=Role.SOCIAL_WORKER, at=at, reason="The child is at the station now."
    )
    away(social_worker)
    assert sees(colleague) == set()
    assert agrees_with_the_second_wall(colleague)
    with pytest.raises(Http404):
        access.get_case(fresh(colleague), case.reference, look="overview")
    assert sees(social_worker) == {case.pk}
    assert agrees_with_the_second_wall(social_worker)


def test_the_power_to_open_records_in_an_emergency_is_not_lent(
    yos_manager: User, yos_officer: User, away: Callable[..., Absence]
) -> None:
    away(yos_manager, yos_officer)
    held = agencies.powers(fresh(yos_officer))
    assert Power.ALLOCATE_YOS_OFFICER in held
    assert Power.BREAK_GLASS not in held


def test_nobody_puts_themselves_on_a_record_they_only_act_on(
    at: datetime, csws_manager: User, colleague: User, away: Callable[..., Absence]
) -> None:
    """It would outlast the absence."""
    case = young_person(at)
    place = Membership.objects.get(user=csws_manager).agency
    put_role_on(case, place, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    away(csws_manager)
    with pytest.raises(ActionNotAllowed, match="You are on this record"):
        bring_in(
            case=case, user=fresh(colleague), agency=place, role=Role.SOCIAL_WORKER, by=colleague, at=at, reason="Mine."
        )


# -- what the chronology says -----------------------------------------------------------------------------------------------


def newest(case: Case) -> CaseEvent:
    found = CaseEvent.objects.filter(case=case).order_by("-number").first()
    assert found
    return found


def test_what_is_done_by_the_part_of_the_absent_colleague_says_for_whom(
    at: datetime, social_worker: User, colleague: User, away: Callable[..., Absence], client_for: Any
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    absence = away(social_worker)
    notes.add_note(case=case, text="Rang his mother.", by=fresh(colleague), at=at)

    assert (newest(case).by_label, newest(case).acting_for) == ("Col Reed", "Priya Shah")
    shown = client_for(social_worker).get(f"/cases/{case.reference}/").content.decode()
    assert "By Col Reed, acting for Priya Shah." in shown
    assert (
        "Col Reed, acting for Priya Shah"
        in client_for(social_worker).get(f"/cases/{case.reference}/notes/").content.decode()
    )

    absences.return_early(absence=absence, by=social_worker, at=at)
    notes.add_note(case=case, text="Rang her again.", by=fresh(colleague), at=at)
    assert newest(case).acting_for == ""
    assert (
        "By Col Reed, acting for Priya Shah."
        in client_for(social_worker).get(f"/cases/{case.reference}/").content.decode()
    )


def test_what_somebody_does_by_their_own_part_is_their_own(
    at: datetime, social_worker: User, csws_manager: User, colleague: User, away: Callable[..., Absence]
) -> None:
    """Both are social workers on the record; of the manager's part, the acting person has more than their own."""
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    put_on(case, colleague, Role.SOCIAL_WORKER, at)
    away(social_worker)
    notes.add_note(case=case, text="Rang his mother.", by=fresh(colleague), at=at)
    assert newest(case).acting_for == ""

    put_role_on(case, Membership.objects.get(user=csws_manager).agency, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    away(csws_manager)
    notes.add_note(case=case, text="Agreed the plan.", by=fresh(colleague), at=at)
    assert newest(case).acting_for == "Helen Brandreth"


def test_nobody_is_said_to_act_for_who_may_not_see_the_record(
    at: datetime, csws_manager: User, administrator: User, colleague: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_role_on(case, Membership.objects.get(user=csws_manager).agency, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    put_on(case, colleague, Role.SOCIAL_WORKER, at)
    barring.deny(case=case, user=csws_manager, by=administrator, at=at, reason="A neighbour.")
    away(csws_manager)
    notes.add_note(case=case, text="Rang his mother.", by=fresh(colleague), at=at)
    assert newest(case).acting_for == ""


def test_for_whom_somebody_acted_cannot_be_changed_unnoticed(
    at: datetime, social_worker: User, colleague: User, away: Callable[..., Absence]
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    away(social_worker)
    notes.add_note(case=case, text="Rang his mother.", by=fresh(colleague), at=at)
    told = list(CaseEvent.objects.filter(case=case).order_by("number"))
    assert chain.faults(told, {}) == []
    told[-1].acting_for = "Somebody Else"
    assert chain.faults(told, {}) == [f"Event {told[-1].number} (note.added) is not what was recorded."]


# -- sessions, at once (S6) -------------------------------------------------------------------------------------------------


def status(client: Client, case: Case) -> int:
    return int(client.get(f"/cases/{case.reference}/").status_code)


def test_an_open_session_loses_it_with_the_next_request_after_an_early_return(
    at: datetime, social_worker: User, colleague: User, away: Callable[..., Absence], client_for: Any
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    client = client_for(colleague)
    assert status(client, case) == 404
    absence = away(social_worker)
    assert status(client, case) == 200, "nobody has to sign in again"
    absences.return_early(absence=absence, by=social_worker, at=at)
    assert status(client, case) == 404


def test_it_begins_and_ends_at_midnight_in_london(
    at: datetime, social_worker: User, colleague: User, client_for: Any, today: Any
) -> None:
    """Across the change to summer time: 30 March 2026 begins at 23:00 UTC the evening before."""
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    absences.record_absence(
        person=social_worker,
        acting=colleague,
        from_on=date(2026, 3, 28),
        until_on=date(2026, 3, 30),
        by=social_worker,
        at=at,
    )
    for instant, expected in (
        ("2026-03-27T23:59:59+00:00", 404),
        ("2026-03-28T00:00:00+00:00", 200),
        ("2026-03-29T22:59:59+00:00", 200),
        ("2026-03-29T23:00:00+00:00", 404),
    ):
        today.move_to(datetime.fromisoformat(instant))
        assert status(client_for(colleague), case) == expected, instant


def test_an_acting_person_who_leaves_the_agency_is_served_nothing_more(
    at: datetime, social_worker: User, colleague: User, away: Callable[..., Absence], client_for: Any
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    away(social_worker)
    client = client_for(colleague)
    assert status(client, case) == 200
    agencies_actions.end_role(
        membership=Membership.objects.get(user=colleague), by=social_worker, at=at, until_on=TODAY
    )
    assert status(client, case) == 404


def test_a_role_the_absent_person_loses_meanwhile_is_lost_with_the_next_request(
    at: datetime, csws_manager: User, colleague: User, away: Callable[..., Absence], client_for: Any
) -> None:
    case = young_person(at)
    place = Membership.objects.get(user=csws_manager).agency
    put_role_on(case, place, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    away(csws_manager)
    client = client_for(colleague)
    assert status(client, case) == 200
    agencies_actions.end_role(
        membership=Membership.objects.get(user=csws_manager), by=csws_manager, at=at, until_on=TODAY
    )
    assert status(client, case) == 404


def test_the_frame_says_for_whom_one_acts(
    social_worker: User, colleague: User, away: Callable[..., Absence], client_for: Any
) -> None:
    client = client_for(colleague)
    assert b"acting for" not in client.get("/").content
    away(social_worker)
    assert "Social worker, CSWS, acting for Priya Shah" in client.get("/").content.decode()


def test_a_page_takes_no_statement_more_while_one_acts(
    at: datetime,
    social_worker: User,
    colleague: User,
    away: Callable[..., Absence],
    client_for: Any,
    django_assert_max_num_queries: Any,
) -> None:
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    put_on(case, colleague, Role.SOCIAL_WORKER, at, Part.INVOLVED)
    client = client_for(colleague)
    counted = []
    for _ in range(2):
        for path in ("/", "/cases/", f"/cases/{case.reference}/"):
            client.get(path)
            with django_assert_max_num_queries(60) as asked:
                assert client.get(path).status_code == 200
            counted.append(len(asked))
        if len(counted) == 3:
            away(social_worker)
    assert counted[3:] == counted[:3]
