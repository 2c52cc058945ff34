"""What the search finds among the cases somebody may see: by reference, by the child's name, by date of birth."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from hsb import clock
from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import sealing
from hsb.cases.models import Identity
from hsb.cases.visible import open_cases
from hsb.ui.written_dates import read_date, visible

LIMIT = 100
# More words than a name has; each split of them costs two keyed digests.
_WORDS = 8
_REFERENCE = re.compile(r"(?:(?:hsb)?[\s-]*(\d\d)[\s-]+)?(\d{3,6})")

Finder = Callable[[str], Iterable[UUID]]
FINDERS: list[Finder] = []


def add_finder(finder: Finder) -> None:
    """The finder is asked for the cases that carry a number of its own. What it answers is narrowed to what the reader may see."""
    if finder not in FINDERS:
        FINDERS.append(finder)


@dataclass(frozen=True)
class Found:
    """The cases found, newest first; whether there are more than are shown; what was wrong with a date that was typed."""

    ids: tuple[UUID, ...] = ()
    more: bool = False
    wrong: str = ""


def search(user: User, text: str, *, limit: int = LIMIT) -> Found:
    """Answer the visible cases whose reference, child's name or date of birth is `text`.

    A young person's name may be part of a name and may lack its accents; a harmed person is found only by the whole name (or the
    whole given or family name) or the chosen name, because they are in no readable index. The search itself goes to the audit,
    without its words.
    """
    typed = visible(text)
    words = [word for word in (sealing.normalised(part) for part in re.split(r"[\s,]+", typed)) if word]
    audit.record(AuditKind.SEARCHED, by=user, at=clock.now(), facts={"words": len(words)})
    if not words:
        return Found()
    if by_number := _by_number(user, typed):
        return by_number
    written = read_date(typed, today=clock.today())
    if written.wrong:
        return Found(wrong=written.wrong)
    asked = Identity.objects.filter(case__in=open_cases(user), person__part="subject")
    if written.day is not None:
        asked = asked.filter(born_index=sealing.blind("born_on", written.day.isoformat()))
    else:
        asked = asked.filter(_open_name(words) | _whole_name(words))
    ids = list(asked.order_by("-case__opened_at").values_list("case_id", flat=True)[: limit + 1])
    if written.day is None:
        called = open_cases(user).filter(pseudonym__iexact=typed.strip("“”\"'‘’ "))
        ids += called.order_by("-opened_at").values_list("pk", flat=True)[: limit + 1]
    ids = list(dict.fromkeys(ids))
    return Found(tuple(ids[:limit]), more=len(ids) > limit)


def _by_number(user: User, typed: str) -> Found | None:
    """A case by its reference, whole or as people say it (26-0134, 0134: the newest year's first); or by a number others gave it."""
    seen = open_cases(user)
    if found := tuple(seen.filter(reference__iexact=typed.strip()).values_list("pk", flat=True)[:1]):
        return Found(found)
    if said := _REFERENCE.fullmatch(typed.casefold()):
        year, number = said.groups()
        ending = f"-{year}-{int(number):04}" if year else f"-{int(number):04}"
        if ids := tuple(
            seen.filter(reference__endswith=ending).order_by("-opened_at").values_list("pk", flat=True)[:20]
        ):
            return Found(ids)
    numbered = [case for finder in FINDERS for case in finder(typed.strip())]
    ids = (
        tuple(seen.filter(pk__in=numbered).order_by("-opened_at").values_list("pk", flat=True)[:LIMIT])
        if numbered
        else ()
    )
    return Found(ids) if ids else None


def _open_name(words: list[str]) -> Q:
    """A young person: each word is part of one of their names."""
    found = Q()
    for word in words:
        found &= Q(search_name__contains=word)
    return found


def _whole_name(words: list[str]) -> Q:
    """A harmed person, whose names are readable in no index: the words are the given and the family name, in either order and of any
    number of words each, or all of them are one of the two."""
    words = words[:_WORDS]
    whole = "".join(words)
    found = Q(given_index=sealing.blind("given_name", whole)) | Q(family_index=sealing.blind("family_name", whole))
    for n in range(1, len(words)):
        first, second = "".join(words[:n]), "".join(words[n:])
        for given, family in ((first, second), (second, first)):
            found |= Q(
                given_index=sealing.blind("given_name", given), family_index=sealing.blind("family_name", family)
            )
    return found
