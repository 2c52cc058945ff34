"""A record is opened in an emergency by who the child is; what is not opened tells nothing, and nobody asks without end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import barring, emergency
from hsb.cases.emergency import Child
from hsb.cases.models import EmergencyAttempt, IdentityDetails
from hsb.cases.visible import may_see
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.notifications.models import Notice
from hsb.outbox.handlers import handler_of
from hsb.outbox.models import Message
from tests.factories.cases import harmed_child, young_person

pytestmark = pytest.mark.django_db
WHY = "The child is missing and nobody on the case answers."
PAGE = "/cases/emergency/"
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _that_night(at: Any) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def somebody(number: int) -> IdentityDetails:
    return IdentityDetails(
        given_name=f"Name{number}", family_name="Mallory", born_on=f"2012-03-{number:02}", postcode=f"AL{number} 2CD"
    )


def of(details: IdentityDetails) -> Child:
    return Child(details.given_name, details.family_name, details.born_on, details.postcode)


def ask(
    client: Any, details: IdentityDetails, *, without: str = "", password: str = PASSWORD, reason: str = WHY
) -> Any:
    year, month, day = details.born_on.split("-")
    typed = {
        "given": details.given_name,
        "family": details.family_name,
        "born_on_day": day,
        "born_on_month": month,
        "born_on_year": year,
        "postcode": details.postcode,
        "reason": reason,
        "password": password,
    }
    return client.post(
        PAGE, {name: value for name, value in typed.items() if not without or not name.startswith(without)}
    )


def sentence(answer: Any) -> str:
    return str(answer.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0])


@pytest.mark.both
@pytest.mark.parametrize("without", ["", "given", "family", "born_on", "postcode"])
def test_any_three_of_the_four_open_the_one_record_of_that_child(at, social_worker, client_for, without):
    case = harmed_child(at, somebody(1))
    young_person(at, somebody(2))

    answer = ask(client_for(social_worker), somebody(1), without=without)

    assert answer["Location"] == f"/cases/{case.reference}/"
    assert may_see(social_worker, case.pk, at=at)
    assert CaseEvent.objects.filter(case=case, code="break_glass.used").count() == 1


def test_two_answers_are_not_enough_and_a_wrong_one_opens_nothing(at, social_worker):
    case = young_person(at, somebody(1))
    given = {"user": social_worker, "role": Role.SOCIAL_WORKER, "reason": WHY, "at": at}

    with pytest.raises(ActionNotAllowed, match="at least three"):
        emergency.ask(child=Child(given="Name1", family="Mallory"), **given)
    assert emergency.ask(child=Child("Name1", "Mallory", "2012-03-02", "AL1 2CD"), **given) is None
    assert not may_see(social_worker, case.pk, at=at)


@pytest.mark.both
def test_none_several_restricted_and_denied_read_alike_count_and_are_in_the_audit(
    at, social_worker, stranger, client_for
):
    denied, restricted = young_person(at, somebody(1)), young_person(at, somebody(2))
    barring.deny(case=denied, user=social_worker, by=stranger, at=at, reason="Lives next door.")
    barring.restrict(case=restricted, by=stranger, at=at, reason="The father works here.")
    young_person(at, somebody(3))
    harmed_child(at, somebody(3))
    client = client_for(social_worker)

    said = set()
    for number in (1, 2, 3, 4):
        said.add(sentence(ask(client, somebody(number))))
        EmergencyAttempt.objects.create(user=social_worker, what="let", at=at, by=stranger)

    assert len(said) == 1 and said != {""}
    assert EmergencyAttempt.objects.filter(what="refused").count() == 4
    assert AuditEvent.objects.filter(kind="emergency.refused", by_id=social_worker.pk).count() == 4


def test_somebody_who_guesses_is_stopped_after_three_and_a_manager_lets_them_ask_again(
    at, social_worker, csws_manager, yos_manager, information_governance, client_for
):
    case = young_person(at, somebody(9))
    client = client_for(social_worker)
    for number in (1, 2, 3):
        assert "No record can be opened" in sentence(ask(client, somebody(number)))

    stopped = ask(client, somebody(9))

    assert "Ring a manager" in sentence(stopped) and not may_see(social_worker, case.pk, at=at)
    assert AuditEvent.objects.filter(kind="emergency.refused", by_id=social_worker.pk).count() == 4
    with pytest.raises(ActionNotAllowed, match="does not wait for you"):
        emergency.let_ask_again(user=social_worker, by=yos_manager, at=at)
    with pytest.raises(ActionNotAllowed, match="does not wait for you"):
        emergency.let_ask_again(user=social_worker, by=social_worker, at=at)
    manager = client_for(csws_manager)
    assert social_worker.full_name in manager.get(PAGE).text
    manager.post(f"{PAGE}let/{social_worker.pk}/")
    assert ask(client, somebody(9)).status_code == 302


def test_the_third_time_is_rung_through_once_for_the_day(at, social_worker, csws_manager, information_governance):
    for number in range(1, 6):
        child = of(somebody(number))
        try:
            emergency.ask(child=child, user=social_worker, role=Role.SOCIAL_WORKER, reason=WHY, at=at)
        except ActionNotAllowed:
            continue

    for message in Message.objects.filter(kind="emergency.often"):
        handler = handler_of(message.kind)
        handler.finish(handler.act(message.payload, key=message.key))

    told = Notice.objects.filter(kind="emergency.often")
    assert sorted(one.user.full_name for one in told) == sorted(
        [csws_manager.full_name, information_governance.full_name]
    )


def test_one_record_is_open_at_a_time_and_closing_it_lets_one_ask_for_another(at, social_worker, client_for):
    first, second = young_person(at, somebody(1)), young_person(at, somebody(2))
    client = client_for(social_worker)
    ask(client, somebody(1))

    assert "Close it on this page" in sentence(ask(client, somebody(2)))
    assert first.reference in client.get(PAGE).text
    client.post(f"{PAGE}close/")

    assert not may_see(social_worker, first.pk, at=at)
    assert ask(client, somebody(2))["Location"] == f"/cases/{second.reference}/"


def test_nobody_opens_a_record_at_a_screen_left_unlocked(at, social_worker, client_for):
    case = young_person(at, somebody(1))

    answer = ask(client_for(social_worker), somebody(1), password="not-it")

    assert answer.status_code == 422 and "That is not your password" in answer.text
    assert not may_see(social_worker, case.pk, at=at) and "not-it" not in answer.text
    assert "Name1" in answer.text and WHY in answer.text, "what was typed is still there"


def test_the_page_takes_no_reference(at, social_worker, client_for):
    page = client_for(social_worker).get(f"{PAGE}?reference=HSB-26-0001").text

    assert "HSB-26-0001" not in page and 'name="reference"' not in page


def test_how_often_is_the_partnership_s_to_say(at, social_worker):
    held = emergency.limits()

    assert (held.attempts, held.hours, held.open_at_once) == (3, 24, 1)
    for number in (1, 2, 3):
        EmergencyAttempt.objects.create(
            user=social_worker, what="refused", at=at - timedelta(hours=number), by=social_worker
        )
    assert emergency.is_spent(social_worker, at)
    assert not emergency.is_spent(social_worker, at + timedelta(hours=held.hours))
