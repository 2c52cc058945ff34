"""What comes next for a harmed child's support. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Needed:
    """A need that is not met yet, and whether anything was ever offered for it."""

    key: UUID
    what: str
    has_offer: bool


@dataclass(frozen=True)
class Waits:
    """An offer that nobody has answered yet."""

    key: UUID
    service: str
    asked: str
    offered_on: date


@dataclass(frozen=True)
class NextMove:
    """A sentence, and the step it asks for: the name of its address and the id it names."""

    what: str
    button: str = ""
    step: str = ""
    of: UUID | None = None


def next_move(needs: Sequence[Needed], waits: Sequence[Waits], *, any_yet: bool, runs: bool, today: date) -> NextMove:
    """Answer the one thing to do next: the answer that is waited for longest, then the first need, then an offer for a need that has
    none; where nothing is missing, that. `any_yet`: whether a need or offer was ever recorded; `runs`: whether a support is taken up."""
    if waits:
        oldest = min(waits, key=lambda one: one.offered_on)
        return NextMove(
            f"Ask {oldest.asked} about “{oldest.service}”, offered {_ago((today - oldest.offered_on).days)}.",
            "Record the answer",
            "answer_support",
            oldest.key,
        )
    if not any_yet:
        return NextMove("Write down what is needed, in their own words where you can.", "Record a need", "record_need")
    without = next((one for one in needs if not one.has_offer), None)
    if without is not None:
        return NextMove(f"Nothing is offered for: {without.what}", "Offer support", "offer_support")
    if needs or runs:
        return NextMove("Nothing waits for an answer. Ask at the next contact whether it helps.")
    return NextMove("Nothing is open. Ask again whether anything is needed before the work ends.")


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
