"""Every state, every step, everybody: who may do what, from the tables; what is refused is refused with a sentence and changes nothing."""

from typing import Any

import pytest

from hsb.accounts.models import User
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.escalation import actions
from hsb.escalation.models import Escalation
from hsb.escalation.states import EVENT, OPEN, OWNER, TRANSITIONS, State
from tests.hsb.escalation.conftest import LATER, answer, now, to_the_board

pytestmark = pytest.mark.django_db

STEPS = ("answer", "further", "resolve", "withdraw", "close")
PEOPLE = ("raiser", "csws_manager", "yos_manager", "lscb_officer", "bystander")
PLACES = (*(state.value for state in State), "at_the_board")

# (where it stands, step) -> who may; everything else is refused.
ALLOWED: dict[tuple[str, str], set[str]] = {
    ("waiting", "answer"): {"csws_manager", "yos_manager"},
    ("waiting", "withdraw"): {"raiser"},
    ("answered", "further"): {"raiser"},
    ("answered", "resolve"): {"raiser"},
    ("answered", "withdraw"): {"raiser"},
    ("at_the_board", "close"): {"lscb_officer"},
    ("at_the_board", "withdraw"): {"raiser"},
}


@pytest.fixture
def cast(dsl, csws_manager, yos_manager, lscb_officer, social_worker) -> dict[str, User]:
    return {
        "raiser": dsl,
        "csws_manager": csws_manager,
        "yos_manager": yos_manager,
        "lscb_officer": lscb_officer,
        "bystander": social_worker,
    }


def bring_to(place: str, raised: Escalation, cast: dict[str, User]) -> Escalation:
    """The disagreement stands there."""
    if place in ("answered", "resolved"):
        answer(raised, cast["csws_manager"], jointly=True)
    if place == "resolved":
        do("resolve", now(raised), cast["raiser"])
    if place == "withdrawn":
        do("withdraw", raised, cast["raiser"])
    if place in ("at_the_board", "closed"):
        to_the_board(raised, cast["raiser"], cast["csws_manager"])
    if place == "closed":
        do("close", now(raised), cast["lscb_officer"])
    return now(raised)


def do(step: str, escalation: Escalation, by: User) -> None:
    given: dict[str, Any] = {"escalation": escalation, "version": escalation.version, "by": by, "at": LATER}
    match step:
        case "answer":
            actions.answer(text="It stands.", jointly=False, **given)
        case "further":
            actions.take_further(to=escalation.level + 1, reason="Not enough.", **given)
        case "resolve":
            actions.resolve(how="Agreed.", **given)
        case "withdraw":
            actions.withdraw(reason="Settled otherwise.", **given)
        case "close":
            actions.close(outcome="upheld", text="It is upheld.", **given)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("step", STEPS)
def test_who_may_take_which_step_from_where(raised, cast, place, step):
    standing = bring_to(place, raised, cast)
    refused = [who for who in PEOPLE if who not in ALLOWED.get((place, step), set())]

    for who in refused:
        with pytest.raises((ActionNotAllowed, AccessDenied)) as refusal:
            do(step, standing, cast[who])
        assert refusal.value.sentence.endswith(".")
        assert (now(raised).state, now(raised).version) == (standing.state, standing.version)
    for who in sorted(set(PEOPLE) - set(refused))[:1]:
        do(step, standing, cast[who])
        assert now(raised).version == standing.version + 1
        assert State(now(raised).state) in TRANSITIONS[State(standing.state)] | {State(standing.state)}


def test_the_tables_cover_every_state_and_reach_each_one() -> None:
    assert set(TRANSITIONS) == set(OWNER) == set(EVENT) == set(State)
    assert {state for state in State if OWNER[state]} == set(OPEN)
    reached = {State.WAITING}
    while more := {to for state in reached for to in TRANSITIONS[state]} - reached:
        reached |= more
    assert reached == set(State)
