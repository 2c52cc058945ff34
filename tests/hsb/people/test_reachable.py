"""The page “When you can be reached”: days without e-mail, being away, and who acts."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.notifications import quiet
from hsb.notifications.models import QuietSpell
from hsb.ui.forms import date_parts
from tests.conftest import NOW
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db

PAGE, NEW = "/account/reachable/", "/account/absences/"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tom(yos_manager: User, client_for: Any) -> Client:
    client: Client = client_for(yos_manager)
    return client


def days(first: date = date(2026, 3, 9), back: date = date(2026, 3, 16), **more: Any) -> dict[str, Any]:
    return {**date_parts("from_on", first), **date_parts("until_on", back), **more}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# -- quiet days -------------------------------------------------------------------------------------------------------------


def test_the_days_of_the_week_are_kept_and_shown_ticked(tom: Client, yos_manager: User) -> None:
    assert tom.post(PAGE + "weekdays/", {"weekdays": ["5", "6"]}).status_code == 302
    assert quiet.weekdays_of(yos_manager) == [5, 6]
    assert text(tom.get(PAGE)).count("checked") == 2


def test_seven_quiet_days_are_refused_with_what_was_ticked(tom: Client, yos_manager: User) -> None:
    answer = tom.post(PAGE + "weekdays/", {"weekdays": [str(n) for n in range(7)]})
    assert answer.status_code == 422
    assert "Leave at least one day of the week" in text(answer)
    assert text(answer).count("checked") == 7
    assert quiet.weekdays_of(yos_manager) == []


@pytest.mark.parametrize("weekday", ["7", "-1", "Monday", "1 OR 1=1"])
def test_a_weekday_that_is_none_is_refused(tom: Client, weekday: str) -> None:
    assert tom.post(PAGE + "weekdays/", {"weekdays": [weekday]}).status_code == 422


def test_days_are_added_and_removed(tom: Client) -> None:
    sent = {**date_parts("first_on", date(2026, 4, 6)), **date_parts("last_on", date(2026, 4, 10))}
    assert tom.post(PAGE + "days/", sent).status_code == 302
    assert "6 April 2026 to Friday 10 April 2026" in text(tom.get(PAGE))
    tom.post(f"{PAGE}days/{QuietSpell.objects.get().pk}/remove/")
    assert not QuietSpell.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 4, 10), date(2026, 4, 6), "The last quiet day must not be before the first."),
        (date(2026, 3, 1), date(2026, 3, 2), "must be 5 March 2026 or later"),
    ],
)
def test_days_that_make_no_sense_come_back_with_a_sentence(tom: Client, first: date, last: date, sentence: str) -> None:
    answer = tom.post(PAGE + "days/", {**date_parts("first_on", first), **date_parts("last_on", last)})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert f'value="{first.year}"' in text(answer)


# -- being away ---------------------------------------------------------------------------------------------------------------


def test_one_records_ones_own_absence_and_sees_it(tom: Client, yos_manager: User, yos_officer: User) -> None:
    answer = tom.post(NEW, days(acting=yos_officer.pk, person=yos_manager.pk), follow=True)
    assert "You are down as away. Ruth Adeyemi acts in that time, and no longer." in text(answer)
    assert "Monday 9 March 2026 to Sunday 15 March 2026" in text(answer)
    absence = Absence.objects.get()
    assert (absence.person, absence.acting, absence.recorded_by) == (yos_manager, yos_officer, yos_manager)


def test_whoever_works_elsewhere_is_not_offered_and_not_taken(
    tom: Client, yos_manager: User, social_worker: User
) -> None:
    assert "Priya Shah" not in text(tom.get(NEW))
    answer = tom.post(NEW, days(acting=social_worker.pk, person=yos_manager.pk))
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_a_refusal_keeps_what_was_date_parts(tom: Client, yos_manager: User, yos_officer: User) -> None:
    answer = tom.post(NEW, days(back=date(2026, 3, 9), acting=yos_officer.pk, person=yos_manager.pk))
    assert answer.status_code == 422
    assert "The day they are back must be after the first day away." in text(answer)
    assert f'<option value="{yos_officer.pk}" selected' in text(answer)


def test_somebody_who_would_come_to_both_children_cannot_be_chosen(
    tom: Client, yos_manager: User, yos_officer: User
) -> None:
    young, harmed = young_person(NOW), harmed_child(NOW)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="", by=yos_manager, at=NOW)
    put_on(young, yos_officer, Role.YOS_OFFICER, NOW)
    put_on(harmed, yos_manager, Role.VICTIM_WORKER, NOW)

    asked = tom.post(NEW, days(acting=yos_officer.pk, person=yos_manager.pk))

    assert asked.status_code == 422
    assert "on both children’s records of one matter" in text(asked)
    assert not Absence.objects.exists()


def test_a_manager_records_a_colleagues_absence_and_an_officer_is_not_asked_whose(
    tom: Client, yos_officer: User, yos_manager: User, client_for: Any
) -> None:
    assert "Who is away?" in text(tom.get(NEW))
    assert "Who is away?" not in text(client_for(yos_officer).get(NEW))
    answer = tom.post(NEW, days(person=yos_officer.pk, acting=""), follow=True)
    assert "Ruth Adeyemi is down as away. Nobody acts in that time." in text(answer)


def test_an_administrator_comes_from_a_persons_page(administrator: User, social_worker: User, client_for: Any) -> None:
    client = client_for(administrator)
    address = f"{NEW}?person={social_worker.pk}"
    assert address in text(client.get(f"/people/{social_worker.pk}/"))
    assert "Record an absence of Priya Shah" in text(client.get(address))
    client.post(address, days())
    assert Absence.objects.get().person == social_worker


@pytest.mark.parametrize("named", ["999999", "0", "x", "-1", "1" * 30, "²"])
def test_nobody_elses_absence_is_there_to_record(tom: Client, named: str) -> None:
    assert tom.get(NEW, {"person": named}).status_code == 404


def test_an_officer_records_nobody_elses(yos_officer: User, yos_manager: User, client_for: Any) -> None:
    client = client_for(yos_officer)
    assert client.get(NEW, {"person": yos_manager.pk}).status_code == 404
    assert client.post(f"{NEW}?person={yos_manager.pk}", days()).status_code == 404
    client.post(NEW, days(person=yos_manager.pk))
    assert Absence.objects.get().person == yos_officer, "what the form did not ask is not read"


@pytest.fixture
def absence(yos_manager: User, yos_officer: User) -> Absence:
    return Absence.objects.create(
        person=yos_manager,
        acting=yos_officer,
        from_on=date(2026, 3, 9),
        until_on=date(2026, 3, 16),
        recorded_at=NOW,
        recorded_by=yos_manager,
    )


def test_an_absence_is_changed(tom: Client, absence: Absence) -> None:
    assert 'value="16"' in text(tom.get(f"{NEW}{absence.pk}/"))
    tom.post(f"{NEW}{absence.pk}/", days(back=date(2026, 3, 20), acting="", version=1))
    absence.refresh_from_db()
    assert (absence.until_on, absence.acting, absence.version) == (date(2026, 3, 20), None, 2)


def test_of_two_who_change_it_the_second_sees_the_firsts_and_chooses(tom: Client, absence: Absence) -> None:
    tom.post(f"{NEW}{absence.pk}/", days(back=date(2026, 3, 20), acting="", version=1))
    second = tom.post(f"{NEW}{absence.pk}/", days(back=date(2026, 3, 18), acting="", version=1))
    assert second.status_code == 422
    assert "it now runs from 9 March 2026 to 19 March 2026, and nobody acts" in text(second)
    assert 'name="version" value="2"' in text(second)
    assert 'value="18"' in text(second)
    tom.post(f"{NEW}{absence.pk}/", days(back=date(2026, 3, 18), acting="", version=2))
    absence.refresh_from_db()
    assert absence.until_on == date(2026, 3, 18)


def test_whoever_acts_may_say_they_are_back_but_not_change_it(
    yos_officer: User, absence: Absence, client_for: Any
) -> None:
    client = client_for(yos_officer)
    shown = text(client.get(PAGE))
    assert "You act" in shown
    assert f"{NEW}{absence.pk}/back/" in shown
    assert f'href="{NEW}{absence.pk}/"' not in shown
    assert client.get(f"{NEW}{absence.pk}/").status_code == 403
    assert client.post(f"{NEW}{absence.pk}/", days(acting=yos_officer.pk, version=1)).status_code == 403
    assert client.post(f"{NEW}{absence.pk}/back/").status_code == 302
    absence.refresh_from_db()
    assert absence.ended_by == yos_officer


def test_a_stranger_finds_no_absence(social_worker: User, absence: Absence, client_for: Any) -> None:
    client = client_for(social_worker)
    assert client.get(f"{NEW}{absence.pk}/").status_code == 404
    assert client.post(f"{NEW}{absence.pk}/back/").status_code == 404
    assert "Tom Kessell" not in text(client.get(PAGE))
