"""Managers adopt, change and retire timescales of their own agency; the law is tightened, never loosened; nothing by halves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import POWERS, Power, Role
from hsb.audit.models import AuditEvent
from hsb.timeliness import queries, standards, table
from hsb.timeliness.models import StandardVersion
from hsb.timeliness.standards import Rung
from hsb.timeliness.views.timescales import days_words

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def csws(csws_manager: User, client_for: SignIn) -> Client:
    return client_for(csws_manager)


@pytest.fixture
def yos(yos_manager: User, client_for: SignIn) -> Client:
    return client_for(yos_manager)


def change(code: str) -> str:
    return reverse("pages:timescale_change", args=[code])


def typed(amount: int | str | None, day: date | None = None, version: int = 1, **rungs: Any) -> dict[str, Any]:
    day = day or clock.today()
    sent = {"effective_from_day": day.day, "effective_from_month": day.month, "effective_from_year": day.year}
    return {**sent, "version": version, **({} if amount is None else {"amount": amount}), **rungs}


def newest(code: str) -> standards.Standard:
    return queries.history(code)[-1].standard


def test_everybody_reads_every_timescale(dsl: User, client_for: SignIn) -> None:
    page = client_for(dsl).get(reverse("pages:timescales")).content.decode()

    missing = [one.code for one in table.read().standards if f'href="/settings/timescales/{one.code}/"' not in page]
    assert missing == []
    one = client_for(dsl).get(reverse("pages:timescale", args=["T5"])).content.decode()
    assert "2 working days before: the owner." in one
    assert "Working Together to Safeguard Children" in one
    assert change("T5") not in one


def test_a_manager_changes_a_number_and_who_is_reminded_from_a_day(yos: Client, yos_manager: User) -> None:
    later = clock.today() + timedelta(days=10)
    sent = typed(4, later, version=newest("T23").version, rung_before_2=["owner"], rung_after_1=["owner", "manager"])

    answer = yos.post(change("T23"), sent, follow=True)

    page = answer.content.decode()
    assert "Youth offending decision on a referral: 4 working days from" in page
    assert "to come" in page
    new = newest("T23")
    assert (new.amount, new.effective_from, new.adopted) == (4, later, True)
    assert new.ladder == (Rung(-2, ("owner",)), Rung(1, ("owner", "manager")))
    assert queries.history("T23")[-1].by == yos_manager.full_name
    audited = AuditEvent.objects.filter(what="timescale adopted").latest("id")
    assert audited.facts["code"] == "T23"
    in_force = next(one for one in queries.standards(on=clock.today()) if one.code == "T23")
    assert in_force.amount == 5


def test_a_suggestion_is_adopted_and_a_local_one_retired(csws: Client, yos: Client) -> None:
    assert ">Adopt</a>" in csws.get(reverse("pages:timescale", args=["T2"])).content.decode()
    csws.post(change("T2"), typed(24))
    assert (newest("T2").adopted, newest("T2").dormant) == (True, False)

    away = reverse("pages:timescale_retire", args=["T24"])
    yos.post(away, typed(None, version=newest("T24").version))
    assert (newest("T24").adopted, newest("T24").dormant) == (False, True)
    page = yos.get(reverse("pages:timescale", args=["T24"])).content.decode()
    assert "Retired: starts no clock" in page


@pytest.mark.parametrize(
    ("code", "amount", "sentence"),
    [
        ("T5", 46, "it can be made shorter, not longer"),
        ("T5", 0, "The number of working days must be 1 or more"),
        ("T5", "soon", "must be a whole number"),
        ("T5", 5000, "must be 1,000 or fewer"),
    ],
)
def test_a_contradiction_is_refused_beside_the_field_and_nothing_is_saved(
    csws: Client, code: str, amount: object, sentence: str
) -> None:
    before = StandardVersion.objects.count()

    answer = csws.post(change(code), typed(amount, rung_after_5=["escalation"]))  # type: ignore[arg-type]

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_amount"' in page and sentence in page
    assert StandardVersion.objects.count() == before


def test_law_is_tightened(csws: Client) -> None:
    assert csws.post(change("T5"), typed(35)).status_code == 302
    assert newest("T5").amount == 35


def test_yesterday_is_refused(csws: Client) -> None:
    answer = csws.post(change("T5"), typed(35, clock.today() - timedelta(days=1)))

    assert answer.status_code == 422
    assert "or later" in answer.content.decode()
    assert newest("T5").version == 1


def test_two_managers_at_once_and_the_second_reads_what_the_first_saved(csws: Client) -> None:
    csws.post(change("T5"), typed(40))

    answer = csws.post(change("T5"), typed(35))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this timescale" in page and "Now: 40 working days." in page
    assert 'value="35"' in page
    assert newest("T5").amount == 40


def test_what_law_sets_is_not_retired(csws: Client) -> None:
    answer = csws.post(reverse("pages:timescale_retire", args=["T5"]), typed(None))

    assert answer.status_code == 422
    assert "it cannot be retired" in answer.content.decode()
    assert newest("T5").version == 1


def test_one_that_comes_later_is_shown_and_not_adopted(csws: Client) -> None:
    assert "comes with a later release" in csws.get(reverse("pages:timescale", args=["T51"])).content.decode()
    assert csws.post(change("T51"), typed(10)).status_code == 403


def test_each_manager_sets_those_their_agency_answers_for(
    csws: Client, yos: Client, dsl: User, client_for: SignIn
) -> None:
    assert [csws.get(change(code)).status_code for code in ("T5", "T46a", "T23")] == [200, 200, 403]
    assert [yos.get(change(code)).status_code for code in ("T5", "T46a", "T23")] == [403, 403, 200]
    assert client_for(dsl).get(change("T46a")).status_code == 403
    assert {role for role in Role if Power.SET_TIMESCALES in POWERS[role]} == {Role.CSWS_MANAGER, Role.YOS_MANAGER}


def test_a_measure_and_a_date_from_an_event_have_no_number_to_change(csws: Client, yos: Client) -> None:
    assert 'name="amount"' not in csws.get(change("CHECK")).content.decode()
    assert "rung_" not in yos.get(change("T29")).content.decode()
    assert csws.get(reverse("pages:timescale", args=["T999"])).status_code == 404


def test_days_of_the_ladder_in_words() -> None:
    assert [days_words(n) for n in (-2, -1, 0, 1, 5)] == [
        "2 working days before",
        "1 working day before",
        "On the day it is due",
        "1 working day late",
        "5 working days late",
    ]
