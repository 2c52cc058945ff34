"""A case with everybody a disagreement may come to, and short ways to raise one and take it on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.models import Case
from hsb.escalation import actions
from hsb.escalation.models import Escalation
from referrals.models import Referral
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import FULL

AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday
LATER = AT + timedelta(hours=1)


@pytest.fixture
def referral(dsl: User, csws_manager: User, yos_manager: User, lscb_officer: User, time_machine: Any) -> Referral:
    time_machine.move_to(AT)
    return sent(dsl, AT, FULL)


@pytest.fixture
def case(referral: Referral) -> Case:
    return young_persons_case(referral)


def opened(case: Case, user: User) -> access.OpenCase:
    return access.get_case(user, case.reference, look="a test", needs=(RecordClass.ESCALATION, Level.SUMMARY))


@pytest.fixture
def raised(case: Case, dsl: User) -> Escalation:
    """The referrer disagrees with the threshold decision."""
    return raise_one(case, dsl)


def raise_one(case: Case, by: User, **changes: Any) -> Escalation:
    given: dict[str, Any] = {
        "about": "threshold",
        "words": "No further action was decided. We see the behaviour every day.",
        "wanted": "An assessment of this child.",
        "arose_on": AT.date(),
    }
    return actions.raise_with_agencies(opened=opened(case, by), by=by, at=AT, **{**given, **changes})


Answer = Callable[..., Escalation]


def now(escalation: Escalation) -> Escalation:
    """The disagreement as it stands."""
    return Escalation.objects.get(pk=escalation.pk)


def answer(
    escalation: Escalation, by: User, text: str = "We stand by it.", *, jointly: bool = False, at: datetime = LATER
) -> None:
    actions.answer(escalation=escalation, text=text, jointly=jointly, version=now(escalation).version, by=by, at=at)


def further(escalation: Escalation, by: User, to: int, *, at: datetime = LATER) -> None:
    actions.take_further(
        escalation=escalation,
        to=to,
        reason="It leaves the child without help.",
        version=now(escalation).version,
        by=by,
        at=at,
    )


def to_the_board(escalation: Escalation, raiser: User, manager: User) -> Escalation:
    """Answered jointly and not settled at every level before the board."""
    for level in (2, 3, 4):
        answer(escalation, manager, jointly=True)
        further(escalation, raiser, level)
    return now(escalation)
