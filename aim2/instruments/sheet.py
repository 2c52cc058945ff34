"""Everything rated of one assessment, as pages and the report read it: lines, totals and what is missing."""

from dataclasses import dataclass, field
from functools import cached_property

from aim2.instruments.pack import Item, Pack, called
from aim2.instruments.scoring import Answer, Said, Scored, score
from aim2.instruments.settling import Settled, Standing
from aim2.models import Assessment, InstrumentPack, RatedWith, Rating, Resolution


@dataclass(frozen=True)
class Line:
    """One item with what each of the two says of it, and what counts."""

    item: Item
    lead: Rating | None
    co: Rating | None
    resolution: Resolution | None
    settled: Settled

    @property
    def standing(self) -> Standing:
        return self.settled.standing

    @property
    def counts(self) -> Answer | None:
        return self.settled.answer

    def of(self, user_id: int, assessment: Assessment) -> Rating | None:
        """Answer the last rating of one of the two."""
        return self.co if user_id == assessment.co_worker_id else self.lead if user_id == assessment.lead_id else None

    def others(self, user_id: int, assessment: Assessment) -> Rating | None:
        """Answer the last rating of the other of the two."""
        return self.lead if user_id == assessment.co_worker_id else self.co

    @property
    def both_are_in(self) -> bool:
        """Whether the two have both rated it, or settled it: then neither changes their own any more."""
        return self.resolution is not None or (
            self.standing.both_are_in and self.lead is not None and self.co is not None
        )

    @property
    def rests_on_something(self) -> bool:
        """Whether whoever rated it said on what, or it was settled with a reason. What is not known rests on nothing."""
        if self.resolution is not None or self.counts is None or self.counts.said == Said.UNKNOWN:
            return True
        return any(row is not None and (row.why.strip() or row.evidence) for row in (self.lead, self.co))


@dataclass(frozen=True)
class TotalRow:
    """One total as pages show it: which items it lacks, each with why; what earlier versions had."""

    scored: Scored
    missing: str
    earlier: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The ratings of one assessment with one pack."""

    assessment: Assessment
    chosen: RatedWith
    pack: Pack
    lines: dict[str, Line]

    @property
    def row(self) -> InstrumentPack:
        return self.chosen.pack

    @property
    def is_withdrawn(self) -> bool:
        """Whether its holder took the pack back."""
        return hasattr(self.row, "withdrawal")

    @property
    def rated(self) -> bool:
        """Whether totals come from ratings: the pack has a scale, and is not withdrawn before the assessment was signed."""
        return self.pack.can_be_rated and (not self.is_withdrawn or self.assessment.signed_at is not None)

    @property
    def shows_wording(self) -> bool:
        """Whether items are called by their licensed wording: not once its holder took it back, but in what was signed before."""
        return not self.is_withdrawn or self.assessment.signed_at is not None

    def called(self, item: Item) -> str:
        """Answer what an item is called here."""
        return called(item) if self.shows_wording else f"Item {item.code}"

    def value_words(self, item: Item, answer: Answer | None) -> str:
        """Answer a rating in words: “2 Marked”, “not known”, “not rated”."""
        if answer is None:
            return "not rated"
        if answer.said != Said.RATED:
            return "not known" if answer.said == Said.UNKNOWN else "not applicable"
        step = next((one for one in self.pack.scale_of(item) if one.value == answer.value), None)
        return f"{answer.value} {step.label}" if step and self.shows_wording else str(answer.value)

    def waiting(self, line: Line) -> str:
        """Answer why an item has no rating that counts."""
        lead, co = self.assessment.lead, self.assessment.co_worker
        return {
            Standing.LOCKED: "locked",
            Standing.DIFFER: "not agreed yet",
            Standing.LEAD_ONLY: f"{co.full_name} has not rated" if co else "not rated",
            Standing.CO_ONLY: f"{lead.full_name} has not rated",
        }.get(line.standing, "not rated")

    @cached_property
    def totals(self) -> list[Scored]:
        """The totals the pack defines, over what counts; none where nothing is rated any more."""
        if not self.rated:
            return []
        answers = {code: line.counts for code, line in self.lines.items() if line.counts is not None}
        waiting = {code: self.waiting(line) for code, line in self.lines.items() if line.counts is None}
        return score(self.pack, answers, waiting)

    @property
    def total_rows(self) -> list[TotalRow]:
        """The totals as pages show them."""
        return [TotalRow(one, _missing(one)) for one in self.totals]

    def missing(self) -> list[str]:
        """Answer a sentence for each thing the ratings still need before quality assurance. A gap that is said is none."""
        if not self.rated:
            return []
        found = []
        open_ = [line for line in self.lines.values() if line.counts is None and line.standing != Standing.LOCKED]
        differ = [line for line in open_ if line.standing == Standing.DIFFER]
        unsaid = [line for line in open_ if line.standing != Standing.DIFFER]
        bare = [line for line in self.lines.values() if not line.rests_on_something]
        if unsaid:
            found.append(f"Rate what is left, or say that it is not known: {_codes(unsaid)}.")
        if differ:
            found.append(f"Settle where you rate otherwise than your colleague: {_codes(differ)}.")
        if bare:
            found.append(f"Say what these ratings rest on: {_codes(bare)}.")
        return found


def _missing(one: Scored) -> str:
    """The items a total lacks, those of one reason together: “1.6 (not known), 2.1, 2.2 (not rated)”."""
    why: dict[str, list[str]] = {}
    for gap in one.gaps:
        why.setdefault(gap.why, []).append(gap.item)
    return ", ".join(f"{', '.join(items)} ({reason})" for reason, items in why.items())


def _codes(lines: list[Line]) -> str:
    shown = ", ".join(line.item.code for line in lines[:5])
    return f"{shown} and {len(lines) - 5} more" if len(lines) > 5 else shown
