"""What a copy of the minutes is made of, and its sections, each from the rows of one child. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from hsb.timeliness.english import counted, listed
from strategy_meetings.minutes.record import OneChild, Said, ToDo


@dataclass(frozen=True)
class Para:
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    label: str
    paras: tuple[Para, ...]


@dataclass(frozen=True)
class Card:
    title: str
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    quiet: str = ""
    is_yours: bool = False


@dataclass(frozen=True)
class Section:
    """One numbered section: points, rows, passages under a heading of their own, or cards; in that order."""

    key: str
    title: str
    text: str = ""
    points: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    passages: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()
    is_annex: bool = False


@dataclass(frozen=True)
class Composed:
    """What a copy says, whoever has it."""

    audience: str
    title: str
    child: str
    reference: str
    lede: str
    facts: tuple[tuple[str, str], ...]
    note: str
    sections: tuple[Section, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Answer it as it is stored: plain lists and dictionaries."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @property
    def digest(self) -> str:
        """Answer the digest of the contents: equal for two copies that say the same, whoever has them."""
        said = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()


# -- each section ------------------------------------------------------------------------------------------------------------


def in_short(record: OneChild, agency: str, actions: Collection[ToDo]) -> Section:
    """What a reader needs in ten seconds: the outcome, how many actions and which are theirs, what is next."""
    points = list(record.opening)
    own = [one for one in actions if agency and one.agency == agency]
    if actions:
        said = f"{counted(len(actions), 'action')}."
        if own:
            numbers = listed([str(one.number) for one in own])
            said = f"{said} Yours: action {numbers}, by {own[0].due}." if len(own) == 1 else f"{said} Yours: {numbers}."
        points.append(said[:1].upper() + said[1:])
    points += [f"{label}: {value}" for label, value in record.next_steps[:1]]
    return Section("short", "In short", points=tuple(points))


def who(record: OneChild) -> Section:
    """Who took part by agency, who did not and why, and whether it was quorate."""
    kinds: dict[str, list[str]] = {}
    for one in record.present:
        if one.took_part:
            says_so = not one.is_chair or one.name.endswith("chair")
            kinds.setdefault(one.kind, []).append(one.name if says_so else f"{one.name} (chair)")
    rows = [Row(kind, (Para(", ".join(names)),)) for kind, names in kinds.items()]
    rows += [Row("Part without the family", (Para(one),)) for one in record.without]
    absent = [
        Para(f"{one.name}, {one.kind}: {one.because}" if one.because else f"{one.name}, {one.kind}")
        for one in record.present
        if not one.took_part
    ]
    if absent:
        rows.append(Row("Did not take part", tuple(absent)))
    if record.not_invited:
        left_out = tuple(Para(f"{name}: {why}") for name, why in record.not_invited)
        rows.append(Row("Not invited", left_out))
    if record.quorum:
        rows.append(Row("Quorum", (Para(record.quorum),)))
    return Section("who", "Who took part", rows=tuple(rows))


def said(words: Iterable[Said]) -> tuple[Row, ...]:
    """Words by agency, each marked as fact, opinion or report."""
    kinds: dict[str, list[Para]] = {}
    for one in words:
        kinds.setdefault(one.kind, []).append(Para(one.text, one.marks))
    return tuple(Row(kind, tuple(paras)) for kind, paras in kinds.items())


def text_of(record: OneChild, key: str) -> str:
    """Answer the words of one part; empty where there are none."""
    return next((one.words for one in record.written if one.key == key), "")


def parts(record: OneChild, group: str) -> tuple[Row, ...]:
    """The parts of a group as rows; what happened has a section of its own."""
    return tuple(
        Row(one.title, (Para(one.words),))
        for one in record.written
        if one.group == group and one.key != "what_happened" and one.words
    )


def passages(record: OneChild, group: str) -> tuple[tuple[str, str], ...]:
    """The parts of a group, each under its heading."""
    return tuple((one.title, one.words) for one in record.written if one.group == group and one.words)


def shut(record: OneChild) -> tuple[Row, ...]:
    """What may not be discussed with the child, who said so and until what (P6.2)."""
    return tuple(
        Row(f"Not to discuss with {record.child}", (Para(f"{one.what} {one.said_by}Until: {one.until}."),))
        for one in record.shut
    )


def decisions(record: OneChild, *, full: bool) -> tuple[Card, ...]:
    """Who disagreed is part of a decision; in which words is for those who have the whole part."""
    found = []
    for one in record.decided:
        quiet = "Dissent: none."
        if one.dissent_by or one.dissent:
            said = f" {one.dissent}" if full and one.dissent else ""
            quiet = f"Dissent: {one.dissent_by or 'recorded'}.{said}"
        found.append(Card(f"Decision {one.number}", one.text, quiet=quiet))
    return tuple(found)


def actions(actions: Iterable[ToDo], agency: str) -> tuple[Card, ...]:
    """Who does what by when."""
    return tuple(
        Card(
            f"{one.number}. {one.need}" if one.need else f"Action {one.number}. {one.what}",
            rows=tuple(
                (label, value)
                for label, value in (
                    ("Action", one.what if one.need else ""),
                    ("Who", one.who),
                    ("By when", one.due),
                    ("How we shall know", one.known_by),
                    ("How it stands", one.progress),
                )
                if value
            ),
            is_yours=bool(agency) and one.agency == agency,
        )
        for one in actions
    )


def views(record: OneChild, group: str) -> tuple[Row, ...]:
    """What the child and the family say, and each agency: a plan or none."""
    return (*parts(record, group), *(Row(agency, (Para(view),)) for agency, view in record.views))


def contingency(record: OneChild) -> Section:
    """If this happens, then that is done, by whom (P5.5)."""
    cards = (Card(f"If {one.if_this}", rows=(("Then", one.then), ("Who acts", one.who))) for one in record.if_then)
    return Section("contingency", "If things change", cards=tuple(cards))


def told(record: OneChild, *, full: bool) -> tuple[Row, ...]:
    """What the family is told by whom; what not yet is for those who have the whole part."""
    rows = []
    for one in record.told:
        by = f"By {one.by_whom}{f', {one.when}' if one.when else ''}."
        paras = [Para(f"{one.what} {by}".strip())]
        if full and one.not_yet:
            paras.append(Para(one.not_yet, ("Not yet",)))
        rows.append(Row(one.whom, tuple(paras)))
    return tuple(rows)


def next_steps(record: OneChild) -> Section:
    """What comes next, by when."""
    rows = tuple(Row(label, (Para(value),)) for label, value in record.next_steps)
    return Section("next", "What happens next", rows=rows)


def amended(record: OneChild, *, shown: Collection[str] | None) -> Section:
    """What was amended and why, numbered: of rows that this copy has (None: every one that is not in the annex)."""
    shut = {one.key for one in record.said if one.restricted}
    rows = tuple(
        Row(f"Amendment {one.number}", (Para(f"{one.called}. {one.reasons}"),))
        for one in record.amended
        if (one.row in shown if shown is not None else one.row not in shut)
    )
    return Section("amended", "Amendments", rows=rows)


def with_something(sections: Iterable[Section]) -> list[Section]:
    """Answer the sections that say something, numbered."""
    full = [one for one in sections if one.text or one.points or one.rows or one.passages or one.cards]
    return [Section(**{**one.__dict__, "title": f"{number}. {one.title}"}) for number, one in enumerate(full, start=1)]
