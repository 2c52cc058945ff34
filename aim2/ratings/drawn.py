"""Items and profile as they are drawn for one reader: what they may press, and what of the other's rating they see."""

from dataclasses import dataclass, field, replace
from typing import Any

from aim2.instruments import queries
from aim2.instruments.pack import Item
from aim2.instruments.scoring import Answer, Said, Scored
from aim2.instruments.settling import Standing
from aim2.instruments.sheet import Line, Sheet, TotalRow
from aim2.models import Assessment, Rating
from aim2.ratings.chart import Chart, draw
from hsb.ui.words import day_month_year, long_date

OFFERED = 6
"""So many entries of the record stand beside an item; the item's own page has all, with a search."""


@dataclass(frozen=True)
class Choice:
    """One button of an item."""

    value: str
    key: str
    label: str
    on: bool


@dataclass
class Row:
    """One item as drawn."""

    item: Item
    title: str
    called: str
    nature: str
    choices: list[Choice]
    number: int = 0
    why: str = ""
    may_rate: bool = False
    may_settle: bool = False
    locked: bool = False
    carried: bool = False
    is_left: bool = False  # the reader has still to rate it
    says: str = ""
    mark: str = ""
    evidence: list[tuple[str, str, bool]] = field(default_factory=list)  # source, words, ticked
    attached: int = 0
    settled_number: int = 0
    settle_choices: list[Choice] = field(default_factory=list)
    because: str = ""
    error: str = ""

    @property
    def dom_id(self) -> str:
        return "i-" + self.item.code.replace(".", "-")


def row(
    sheet: Sheet, line: Line, you: int, *, writable: bool, offers: list[Any], typed: dict[str, Any] | None = None
) -> Row:
    """Answer one item as this reader has it. `typed`: what they sent and could not be stored, with the sentence why."""
    assessment, item = sheet.assessment, line.item
    mine = line.of(you, assessment)
    said = typed or {}
    both = line.both_are_in
    is_assessor = you in (assessment.lead_id, assessment.co_worker_id)
    chosen = queries.answer_of(mine) or (line.counts if line.resolution else None)
    ticked = set(said["sources"] if "sources" in said else [one["source"] for one in (mine.evidence if mine else [])])
    says, mark = _words(sheet, line, you, is_assessor=is_assessor)
    return Row(
        item=item,
        title=sheet.called(item),
        called=f"{item.code} {sheet.called(item)}" if item.text and sheet.shows_wording else sheet.called(item),
        nature={"static": "History", "dynamic": "Can change"}.get(item.nature or "", ""),
        choices=_choices(sheet, item, chosen if is_assessor else line.counts),
        number=mine.number if mine else 0,
        why=said.get("why", mine.why if mine else ""),
        may_rate=writable and line.standing != Standing.LOCKED and not both,
        may_settle=writable and both,
        locked=line.standing == Standing.LOCKED,
        carried=bool(line.resolution and line.resolution.carried),
        is_left=writable and is_left(sheet, line, you),
        says=says,
        mark=mark,
        evidence=_evidence(mine, offers, ticked),
        attached=len(mine.evidence) if mine else 0,
        settled_number=line.resolution.number if line.resolution else 0,
        settle_choices=_choices(sheet, item, line.counts),
        because=said.get("because", ""),
        error=said.get("error", ""),
    )


def _choices(sheet: Sheet, item: Item, chosen: Answer | None) -> list[Choice]:
    found = [
        Choice(str(step.value), step.pressed, step.label, bool(chosen and chosen.value == step.value))
        for step in sheet.pack.scale_of(item)
    ]
    for key, label, said in (("n", "Not known", Said.UNKNOWN), ("x", "Not applicable", Said.NOT_APPLICABLE)):
        found.append(Choice(key, key, label, bool(chosen and chosen.said == said)))
    return found


def _evidence(mine: Rating | None, offers: list[Any], ticked: set[str]) -> list[tuple[str, str, bool]]:
    held = [
        (one["source"], f"{one['title']}: {one['words']}", one["source"] in ticked)
        for one in (mine.evidence if mine else [])
    ]
    known = {source for source, _, _ in held}
    more = [
        (one.source, f"{one.title}: {one.words}", one.source in ticked) for one in offers if one.source not in known
    ]
    return held + [one for n, one in enumerate(more) if n < OFFERED or one[2]]


def _words(sheet: Sheet, line: Line, you: int, *, is_assessor: bool) -> tuple[str, str]:
    """How far an item has come, in words for this reader: the other's rating is not in them before both are in."""
    assessment, item = sheet.assessment, line.item
    say = lambda one: sheet.value_words(item, queries.answer_of(one))  # noqa: E731
    if line.standing == Standing.LOCKED:
        return "Locked while talk about what is alleged is barred.", "locked"
    if line.resolution is not None:
        words = sheet.value_words(item, line.counts)
        by, on = line.resolution.by.full_name, day_month_year(line.resolution.at)
        first = f"Lead {say(line.lead)}, co-worker {say(line.co)}. " if line.lead and line.co else ""
        return f"{first}Settled: {words}. {line.resolution.because} {by}, {on}", "same"
    if assessment.co_worker is None:
        return ("", "") if line.counts is None else (f"Rated by {assessment.lead.full_name}", "same")
    if line.standing.both_are_in:
        if not is_assessor:
            words = f"{assessment.lead.full_name} {say(line.lead)}, {assessment.co_worker.full_name} {say(line.co)}"
        else:
            other = assessment.co_worker if you == assessment.lead_id else assessment.lead
            mine, theirs = line.of(you, assessment), line.others(you, assessment)
            words = f"Both rated: you {say(mine)}, {other.full_name} {say(theirs)}"
        if line.standing == Standing.AGREED:
            return words, "same"
        return f"{words}. Talk it through, then record one.", "differ"
    return _unseen(assessment, line, you, is_assessor=is_assessor)


def _unseen(assessment: Assessment, line: Line, you: int, *, is_assessor: bool) -> tuple[str, str]:
    if line.standing == Standing.NOT_RATED or not is_assessor:
        return (
            ("Neither has rated", "none")
            if line.standing == Standing.NOT_RATED
            else ("One of the two has rated", "wait")
        )
    other = assessment.co_worker if you == assessment.lead_id else assessment.lead
    name = other.full_name if other else ""
    if (line.standing == Standing.LEAD_ONLY) == (you == assessment.lead_id):
        return f"You have rated. {name} has not: hidden until then.", "wait"
    return f"{name} has rated: hidden until you rate.", "wait"


@dataclass(frozen=True)
class DomainStep:
    """One domain in the row at the top, with how far this reader has come in it."""

    code: str
    title: str
    words: str
    left: int
    state: str = ""


def steps(sheet: Sheet, rows: dict[str, bool], here: str = "") -> list[DomainStep]:
    """Answer the row of domains. `rows` says of each item whether this reader has still to rate it."""
    found = []
    for place, (code, title, items) in enumerate(sheet.pack.groups(), start=1):
        left = sum(1 for one in items if rows[one.code])
        differ = sum(1 for one in items if sheet.lines[one.code].standing == Standing.DIFFER)
        words = f"{len(items) - left} of {len(items)} rated" + (f", {differ} to settle" if differ else "")
        state = "here" if code == here else "full" if not left and not differ else ""
        found.append(DomainStep(code, f"{place} {title}", words, left, state))
    return found


def is_left(sheet: Sheet, line: Line, you: int) -> bool:
    """Whether this reader, one of the two, has still to rate an item."""
    if you not in (sheet.assessment.lead_id, sheet.assessment.co_worker_id):
        return False
    unsettled = line.resolution is None and line.standing != Standing.LOCKED
    return unsettled and queries.answer_of(line.of(you, sheet.assessment)) is None


def left_of(sheet: Sheet, you: int) -> dict[str, bool]:
    """Answer of each item whether this reader has still to rate it."""
    return {code: is_left(sheet, line, you) for code, line in sheet.lines.items()}


@dataclass(frozen=True)
class Profile:
    """The profile as drawn: chart, totals, earlier versions."""

    chart: Chart
    totals: list[TotalRow]
    columns: list[str]  # the earlier versions rated with the same instrument
    others: list[tuple[str, list[TotalRow]]]  # those rated with another one
    unknown: int
    unrated: int


def profile(sheet: Sheet, you: int, earlier: list[Sheet]) -> Profile:
    """Answer the profile: what both stand by, else the reader's own rating; nobody else's."""

    def shown(item: Item) -> tuple[Answer | None, bool]:
        line = sheet.lines[item.code]
        own = queries.answer_of(line.of(you, sheet.assessment))
        return line.counts or own, line.standing == Standing.LOCKED

    answers = [shown(item)[0] for item in sheet.pack.items]
    alike = [one for one in earlier if one.row.code == sheet.row.code]
    others = [one for one in earlier if one.row.code != sheet.row.code]
    return Profile(
        chart=draw(sheet.pack, shown),
        totals=_totals(sheet, alike),
        columns=[_version(one) for one in alike],
        others=[(f"{_version(one)}: {one.row.name}", _totals(one, [])) for one in others],
        unknown=sum(1 for one in answers if one is not None and one.said == Said.UNKNOWN),
        unrated=sum(1 for one in answers if one is None),
    )


def _version(sheet: Sheet) -> str:
    signed = sheet.assessment.signed_at
    return f"Version {sheet.assessment.number}" + (f", {long_date(signed)}" if signed else "")


def _totals(sheet: Sheet, earlier: list[Sheet]) -> list[TotalRow]:
    before = [{one.total.code: one for one in each.totals} for each in earlier]
    return [
        replace(row, earlier=[in_short(each.get(row.scored.total.code)) for each in before]) for row in sheet.total_rows
    ]


def in_short(one: Scored | None) -> str:
    """Answer a total in a cell: number and band, or that there is none."""
    if one is None:
        return "–"
    if one.number is None:
        return "No band"
    return f"{one.number}, {one.band.label}" if one.band else str(one.number)
