"""A clock that stands still is not forgotten: after some weeks its owner is asked whether the reason still holds (A5)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import profile as profiles
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, Part
from hsb.notifications import chasing, closing
from hsb.notifications.models import Notice
from hsb.timeliness.models import Deadline
from tests.factories import cases as records
from tests.factories import deadlines

pytestmark = [pytest.mark.both, pytest.mark.django_db]
SINCE = datetime(2026, 3, 5, 9, tzinfo=clock.LONDON)
WEEKS = 4


def after(weeks: int, days: int = 0) -> datetime:
    return datetime(2026, 3, 5, 9, tzinfo=clock.LONDON) + timedelta(weeks=weeks, days=days)


@pytest.fixture
def young(social_worker: User, csws_manager: User) -> Case:
    case = records.young_person(SINCE - timedelta(days=20))
    records.put_on(case, social_worker, Role.SOCIAL_WORKER, SINCE)
    records.put_role_on(case, Agency.objects.get(kind=AgencyKind.CSWS), Role.CSWS_MANAGER, SINCE, Part.FRONT_DOOR)
    return case


@pytest.fixture
def paused(young: Case) -> Deadline:
    span = {"from": SINCE.isoformat(), "until": None, "reason": "the court decides", "began_by": 77, "ended_by": None}
    return deadlines.running(
        young, due=date(2026, 4, 1), at=SINCE, state="paused", late_at=None, paused_spans=[span], next_chase_on=None
    )


def asked(day: datetime | None = None) -> list[str]:
    found = Notice.objects.filter(kind="chase.paused").select_related("user")
    return sorted(one.user.full_name for one in (found.filter(at=day) if day else found))


def test_the_owner_is_asked_after_the_weeks_and_from_the_second_time_on_their_manager_too(paused: Deadline) -> None:
    for day in (after(3, 6), after(4), after(4), after(5), after(8), after(9)):
        chasing.ask_about_pauses(at=day)

    assert asked(after(3, 6)) == asked(after(5)) == asked(after(9)) == []
    assert asked(after(4)) == ["Priya Shah"]
    assert asked(after(8)) == ["Helen Brandreth", "Priya Shah"]
    notice = Notice.objects.filter(kind="chase.paused").earliest("at")
    assert notice.sentence == "Paused for 4 weeks, say whether the reason still holds: finish the assessment"
    assert notice.url == reverse("cases:clock", args=[paused.case.reference, paused.pk])


def test_a_missed_week_asks_once_when_the_sweep_is_back(paused: Deadline) -> None:
    chasing.ask_about_pauses(at=after(6))
    chasing.ask_about_pauses(at=after(7))

    assert asked() == ["Priya Shah"]


def test_a_clock_that_is_nobodys_to_keep_or_goes_on_is_not_asked_about(paused: Deadline) -> None:
    for changes in ({"adopted": False}, {"private": True, "adopted": True}, {"private": False, "state": "open"}):
        Deadline.objects.update(**changes)
        chasing.ask_about_pauses(at=after(5))

    assert asked() == []


def test_the_question_closes_itself_when_the_clock_goes_on(paused: Deadline) -> None:
    chasing.ask_about_pauses(at=after(4))
    assert closing.close_done(paused.case_id, at=after(4)) == 0

    Deadline.objects.update(state="open", late_at=clock.end_of(date(2026, 5, 1)))

    assert closing.close_done(paused.case_id, at=after(5)) == 1
    assert not Notice.objects.unread().exists()


def test_the_number_of_weeks_is_the_partnerships_own(paused: Deadline, settings, monkeypatch, tmp_path) -> None:
    own = (profiles.FOLDER / "aldermere.toml").read_text()
    (tmp_path / "another.toml").write_text(own.replace("paused_weeks = 4", "paused_weeks = 2"))
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    settings.PARTNERSHIP_PROFILE = "another"

    chasing.ask_about_pauses(at=after(2))

    assert asked() == ["Priya Shah"]


@pytest.mark.parametrize(("days", "group"), [(27, "waiting"), (28, "paused-for-weeks")])
def test_my_work_asks_it_in_a_group_of_its_own(
    paused: Deadline, social_worker: User, client_for, days: int, group: str
) -> None:
    with time_machine.travel(SINCE + timedelta(days=days), tick=False):
        browser: Client = client_for(social_worker)
        (section,) = browser.get(reverse("pages:home")).context["sections"]
        whole = browser.get(reverse("pages:work", args=[group]))

    assert section["group"] == group
    (row,) = section["rows"]
    assert (row.waiting_for, row.left_words) == ("Paused", "the court decides")
    assert row.action.href == reverse("cases:clock", args=[paused.case.reference, paused.pk])
    assert [one.reference for one in whole.context["rows"]] == [paused.case.reference]
