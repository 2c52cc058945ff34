"""What people do about a clock: say why it was late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import access, clocks
from hsb.cases.models import Case, Part
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notifications.recipients import RECIPIENTS
from hsb.pages.work import owners
from hsb.timeliness import breaches
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.models import Deadline, DelayReason
from referrals.events.submission import ReferralReceived
from tests.factories.cases import put_on, put_role_on, young_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, csws_manager: User, mash_worker: User, social_worker: User, police_officer: User) -> Case:
    """A referral received a week ago, undecided: one working day was allowed (T1)."""
    made = young_person(at - timedelta(days=8))
    csws = Agency.objects.get(kind="csws")
    put_role_on(made, csws, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    put_role_on(made, csws, Role.MASH_WORKER, at, Part.FRONT_DOOR)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    put_on(made, police_officer, Role.POLICE_OFFICER, at)
    record(ReferralReceived(destination="mash", reference="R-26-0001"), case=made, by=None, at=at - timedelta(days=7))
    breaches.record_broken(at=at)
    return made


def clock_of(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, standard_code=code)


def explain(case: Case, user: User, at: datetime, code: str = "T1", **changes: Any) -> None:
    opened = access.get_case(user, case.reference, look="test")
    given = {"reason": Reason.INFORMATION, "text": "Health replied late."} | changes
    clocks.explain_delay(opened=opened, deadline=clock_of(case, code), at=at, **given)


def to_explain(user: User) -> list[str]:
    found = timeliness.breaches_to_explain(
        owners(user), cases=access.visible_cases(user), persons=[user.pk], since=date(2026, 1, 1)
    )
    return [one.standard_code for one in found]


# -- saying why ---------------------------------------------------------------------------------------------------------


def test_the_owner_says_why_it_was_late_and_is_not_asked_again(at, case, mash_worker, csws_manager):
    assert to_explain(mash_worker) == ["T1"]
    assert to_explain(csws_manager) == []

    explain(case, mash_worker, at)

    assert to_explain(mash_worker) == []
    given = DelayReason.objects.get()
    assert (given.reason, given.text, given.fell_due_on) == ("information", "Health replied late.", date(2026, 2, 27))
    event = CaseEvent.objects.get(case=case, code="delay.explained")
    assert (event.facts["standard"], event.facts["reason"], event.by) == ("T1", "information", mash_worker)
    assert "text" not in event.facts
    assert event.spoken.words == {"text": "Health replied late."}


def test_the_manager_says_it_otherwise_the_newest_counts_and_the_older_stays(at, case, mash_worker, csws_manager):
    explain(case, mash_worker, at)
    explain(case, csws_manager, at + timedelta(hours=1), reason=Reason.NO_WORKER, text="")

    said = timeliness.reasons_given(clock_of(case, "T1"))

    assert [(one.reason, one.given_by) for one in said] == [
        ("no_worker", csws_manager),
        ("information", mash_worker),
    ]


def test_whoever_does_not_answer_for_it_cannot_say_why(at, case, police_officer, social_worker):
    for somebody in (police_officer, social_worker):
        with pytest.raises(AccessDenied, match="whose move this is"):
            explain(case, somebody, at)
    assert not DelayReason.objects.exists()


def test_nothing_is_explained_that_was_not_late_and_another_reason_needs_words(at, case, mash_worker, social_worker):
    with pytest.raises(ActionNotAllowed, match="was not late"):
        explain(case, social_worker, at, code="T5")
    with pytest.raises(ActionNotAllowed, match="what the other reason was"):
        explain(case, mash_worker, at, reason=Reason.OTHER, text="  ")
    assert not DelayReason.objects.exists()
    assert not CaseEvent.objects.filter(code="delay.explained").exists()


def test_a_breach_a_correction_cured_is_not_asked_about(at, case, mash_worker):
    received = CaseEvent.objects.get(case=case, code="referral.received")
    again = ReferralReceived(destination="mash", reference="R-26-0001")
    record(again, case=case, by=mash_worker, at=at, corrects=received)

    assert to_explain(mash_worker) == []


def test_asking_whom_to_ask_takes_one_statement(case, mash_worker, django_assert_num_queries):
    held, visible = owners(mash_worker), access.visible_cases(mash_worker)
    with django_assert_num_queries(1):
        assert len(timeliness.breaches_to_explain(held, cases=visible, persons=[], since=date(2026, 1, 1))) == 1


def test_managers_are_told_and_the_notice_says_no_reason(at):
    assert [recipient.roles for recipient in RECIPIENTS["delay.explained"]] == [
        {Role.CSWS_MANAGER, Role.YOS_MANAGER},
    ]


# -- its page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mash(mash_worker: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(mash_worker)


def address(case: Case, name: str, code: str = "T1") -> str:
    return reverse(f"cases:{name}", args=[case.reference, clock_of(case, code).pk])


def test_the_page_asks_and_keeps_what_was_typed_when_something_is_missing(case, mash):
    asked = mash.get(address(case, "explain_delay")).text
    assert "fell due on Friday 27 February 2026" in asked
    assert "Waiting for consent" in asked

    refused = mash.post(address(case, "explain_delay"), {"reason": "other", "text": ""})
    assert refused.status_code == 422
    assert "Say in a few words what the other reason was" in refused.text
    long = mash.post(address(case, "explain_delay"), {"reason": "consent", "text": "x" * 100_000})
    assert long.status_code == 422
    assert "1,000 characters or fewer" in long.text
    assert mash.post(address(case, "explain_delay"), {"reason": "a holiday"}).status_code == 422
    assert not DelayReason.objects.exists()


def test_pressing_twice_gives_one_reason(case, mash):
    answers = {"reason": "consent", "once": "6f0c1f9e-7d5e-4f27-9d0c-0b5f5a1f6a11"}

    first, second = (mash.post(address(case, "explain_delay"), answers) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert DelayReason.objects.count() == 1


def test_another_records_clock_is_not_found(at, case, mash, csws_manager):
    other = young_person(at)
    put_role_on(other, Agency.objects.get(kind="csws"), Role.MASH_WORKER, at, Part.FRONT_DOOR)

    strange = reverse("cases:explain_delay", args=[other.reference, clock_of(case, "T1").pk])

    assert mash.get(strange).status_code == 404
    assert mash.get(reverse("cases:explain_delay", args=[case.reference, 10**30])).status_code == 404
