"""How the readers of each child's record will read a draft once it is sent: exactly their copy, made as sending makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hsb.ui.components import Fact
from referrals import sections
from referrals.sections import Answers
from referrals.submission.child import Named
from referrals.submission.copies import copy_for, hidden_from
from referrals.submission.records import THE_YOUNG_PERSON, harmed_details, names_to_use, young_persons_details


@dataclass(frozen=True)
class Part:
    """One section of a copy, with its blocks (title, facts); `replaced` where a name or what tells one was taken out."""

    key: str
    title: str
    blocks: list[tuple[str, list[Fact]]]
    replaced: bool


@dataclass(frozen=True)
class Copy:
    """What the readers of one child's record have: whose it is, which other children are hidden from them, section by section."""

    whose: str
    hidden: list[str]
    parts: list[Part]


def copies_of(answers: Mapping[str, Answers], *, on: date) -> list[Copy]:
    """Answer one copy for each child the draft would open a record for, the young person's first. Changes nothing. Where no name to
    use was asked for, one of the list stands in: which one is known only when it is sent."""
    whole = dict(answers)
    called = names_to_use(whole, start=0)
    children = [Named(0, young_persons_details(whole), THE_YOUNG_PERSON)]
    children += [
        Named(person["n"], harmed_details(person), called[person["n"]])
        for person in whole["harmed"]["people"]
        if person["n"] in called
    ]
    found = []
    for child in children:
        copies = copy_for(child.number, whole, hidden_from(child, children, whole), on=on)
        said = {key: part for key, (part, _) in copies.items()}
        parts = []
        for section in sections.IN_ORDER:
            if section.key not in said:
                continue
            blocks = section.blocks(said[section.key], context=said, identity=True)
            shown = [
                (one.title, [Fact(row.label, row.value, quote=row.is_quote) for row in one.rows])
                for one in blocks
                if one.rows
            ]
            if shown:
                parts.append(Part(section.key, section.title, shown, copies[section.key][1]))
        whose = "the young person" if child.number == 0 else f"“{child.called}”"
        found.append(Copy(whose, [other.called for other in children if other.number != child.number], parts))
    return found
