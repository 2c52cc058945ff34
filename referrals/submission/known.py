"""What a referral records of each child beside their name, and of those who care for them: it tells who they are as well. Pure.

Only what the draft itself says: what is known elsewhere would tell its writer that a child is known.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hsb.cases.particulars import Particulars
from referrals.submission.child import Answers, entry_of, read_day


def known_of(answers: Answers, number: int) -> Particulars:
    """Answer the particulars of the young person (0) or of one person harmed, with their parents' and carers'."""
    if number == 0:
        return _of_the_young_person(answers)
    entry = entry_of(answers, number)
    contact = entry.get("carer_contact") or ""
    return Particulars(
        addresses=_said(entry, "address"),
        postcodes=_said(entry, "postcode"),
        phones=(contact,) if "@" not in contact and contact else (),
        emails=(contact,) if "@" in contact else (),
        born=_days(entry.get("born_on")),
        schools=_said(entry, "school"),
    )


def carers_of(answers: Answers, number: int) -> list[tuple[str, str]]:
    """Answer (given name, family name) of a child's parents and carers; a carer's one box is taken apart at its last blank.

    What says only who somebody is to the child (“her mother”, “Ms”) is no name: every parent is called so.
    """
    if number == 0:
        return [(parent["given_name"], parent["family_name"]) for parent in answers["home"]["parents"]]
    words = (entry_of(answers, number).get("carer_name") or "").split()
    given, _, family = " ".join(word for word in words if word.strip(".,()’'").casefold() not in _NO_NAMES).rpartition(
        " "
    )
    return [(given, family)] if given or family else []


_NO_NAMES = frozenset(
    "mr mrs ms miss mx dr sir lady his her their the a and or of both mother father mum mam mom mummy dad daddy parent parents "
    "stepmother stepfather step grandmother grandfather grandparents grandparent gran nan nana granny grandad grandpa aunt auntie "
    "uncle sister brother carer carers foster guardian adoptive social worker home family friend cousin not known unknown".split()
)


def _of_the_young_person(answers: Answers) -> Particulars:
    child = {**answers["young-person"], **answers["contact"]}
    parents = answers["home"]["parents"]
    return Particulars(
        addresses=_said(child, "address") + _each(parents, "address"),
        postcodes=_said(child, "postcode") + _each(parents, "postcode"),
        phones=_said(child, "phone") + _each(parents, "phone"),
        emails=_said(child, "email") + _each(parents, "email"),
        born=_days(child.get("born_on")),
        numbers=_said(child, "nhs_number") + _said(child, "upn"),
        schools=_said(child, "school"),
    )


def _said(answers: Answers, name: str) -> tuple[str, ...]:
    value = answers.get(name) or ""
    return (value,) if isinstance(value, str) and value.strip() else ()


def _each(items: Iterable[Answers], name: str) -> tuple[str, ...]:
    return tuple(value for item in items for value in _said(item, name))


def _days(value: Any) -> tuple[date, ...]:
    day = read_day(value) if value else None
    return (day,) if day else ()
