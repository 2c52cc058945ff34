"""From ratings to totals and bands, exactly as the pack defines them and no further. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aim2.instruments.pack import Band, Item, Pack, Total


class Said(StrEnum):
    """What a rating says. Nothing said at all is the fourth: not rated."""

    RATED = "rated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Answer:
    """One rating: a value of the scale, not known, or not applicable."""

    said: Said
    value: int | None = None


UNKNOWN = Answer(Said.UNKNOWN)
NOT_APPLICABLE = Answer(Said.NOT_APPLICABLE)


def rated(value: int) -> Answer:
    """Answer a rating of that value."""
    return Answer(Said.RATED, value)


@dataclass(frozen=True)
class Gap:
    """An item that a total lacks, and why."""

    item: str
    why: str


@dataclass(frozen=True)
class Scored:
    """One total: a number with its band where the pack has bands; or the gaps that stand in the way of both."""

    total: Total
    number: int | None
    band: Band | None
    counted: int
    of: int
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether there is a number."""
        return self.number is not None

    @property
    def nothing_applies(self) -> bool:
        """Whether every item of it was not applicable, and left out."""
        return self.number is None and not self.gaps


NOT_RATED = "not rated"
WHY_NOT: dict[Said, str] = {Said.UNKNOWN: "not known", Said.NOT_APPLICABLE: "not applicable"}


def is_on_the_scale(pack: Pack, item: Item, answer: Answer) -> bool:
    """Whether an answer is one this item can have."""
    if answer.said != Said.RATED:
        return answer.value is None
    return answer.value in {step.value for step in pack.scale_of(item)}


def score(pack: Pack, answers: Mapping[str, Answer], waiting: Mapping[str, str] | None = None) -> list[Scored]:
    """Answer each total of the pack over these answers. `waiting` says of an item without one why it has none."""
    return [_one(pack, total, answers, waiting or {}) for total in pack.totals] if pack.can_be_rated else []


def _one(pack: Pack, total: Total, answers: Mapping[str, Answer], waiting: Mapping[str, str]) -> Scored:
    items = pack.counted_in(total)
    numbers: list[int] = []
    gaps: list[Gap] = []
    left_out: list[str] = []
    for item in items:
        answer = answers.get(item.code)
        if answer is None:
            gaps.append(Gap(item.code, waiting.get(item.code, NOT_RATED)))
        elif answer.value is not None:
            numbers.append(answer.value)
        elif answer.said == Said.NOT_APPLICABLE and pack.not_applicable.how == "left_out":
            left_out.append(item.code)
        elif answer.said == Said.NOT_APPLICABLE and pack.not_applicable.value is not None:
            numbers.append(pack.not_applicable.value)
        else:
            gaps.append(Gap(item.code, WHY_NOT[answer.said]))
    number = sum(numbers) if numbers and not gaps else None
    band = next((one for one in total.bands or [] if number is not None and one.low <= number <= one.high), None)
    return Scored(total, number, band, len(numbers), len(items), tuple(gaps), tuple(left_out))
