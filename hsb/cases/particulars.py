"""What else tells who somebody is, beside their name: where they live, how they are reached, when they were born, their numbers.

Each is looked for in a folded text (`folding`) in the ways it is written in Britain. A house number or a bare day alone is in
half of all sentences, so that they count only as part of a whole line or date. Pure.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache

import regex

from hsb.cases.folding import plain
from hsb.ui.written_dates import MONTHS

_STREETS = (
    "road rd street st lane ln close cl avenue ave drive dr way crescent cres court ct grove gardens gdns terrace walk mews place "
    "rise row square hill park view green house flat cottage farm croft fields mount parade path gate end yard"
).split()
# What a school's name says of every school.
_OF_ANY_SCHOOL = frozenset(
    "academy school college primary secondary junior infant infants high grammar nursery the st saint of and church ce rc c e "
    "catholic community free upper middle lower first sixth form unit special".split()
)


@dataclass(frozen=True)
class Particulars:
    """What is recorded of a person and of those around them, as typed; each may be empty."""

    addresses: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    born: tuple[date, ...] = ()
    numbers: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()  # addresses of the reader's own child: a street both live in stays

    def without(self, shared: "Particulars") -> "Particulars":
        """Answer these less what is recorded of the reader's own child too: brothers and sisters share a mother and a house."""
        kept = {}
        for field in fields(self):
            theirs = {_key(value) for value in getattr(shared, field.name)}
            kept[field.name] = tuple(value for value in getattr(self, field.name) if _key(value) not in theirs)
        return replace(self, **{**kept, "neighbours": shared.addresses})


def _key(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else regex.sub(r"[\W_]+", "", plain(value))


@lru_cache(maxsize=2000)
def patterns(known: Particulars) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    """Answer (what it is, pattern over folded text) of each particular, in every way it is commonly written."""
    found: list[tuple[str, str]] = []
    own = {line for address in known.neighbours for line in _lines(address)}
    for address in known.addresses:
        found += [("address", line) for line in _lines(address) if line not in own]
    found += [("postcode", _loose(code)) for code in known.postcodes if len(_key(code)) >= 5]
    found += [("telephone", number) for phone in known.phones if (number := _phone(phone))]
    found += [("e-mail address", regex.escape(plain(email))) for email in known.emails if "@" in email]
    found += [("date of birth", _day(day)) for day in known.born]
    found += [("number", _loose(number)) for number in known.numbers if len(_key(number)) >= 6]
    for school in known.schools:
        found += [("school", name) for name in _school(school)]
    return tuple((kind, regex.compile(rf"(?<![\p{{L}}\p{{N}}]){line}(?![\p{{L}}\p{{N}}])")) for kind, line in found)


def _loose(value: str) -> str:
    """Letters and digits in their order, whatever is typed between them."""
    return r"[\s.()/_-]*".join(map(regex.escape, _key(value)))


def _phone(value: str) -> str:
    digits = regex.sub(r"\D", "", value)
    digits = regex.sub(r"^(?:0044|44|0)", "", digits)
    return r"(?:(?:\+|00)\s*44[\s.()-]*)?\(?0?\)?[\s.()-]*" + r"[\s.()-]*".join(digits) if len(digits) >= 6 else ""


def _lines(address: str) -> list[str]:
    """Each line that says more than a town, and its street without the number: a town alone is everybody's."""
    found = []
    for line in regex.split(r"[,;\n\r]+", plain(address.replace("\n", ", "))):
        words = regex.findall(r"[\p{L}\p{M}\p{N}']+", line)
        named = [word for word in words if not regex.fullmatch(r"\d+\p{L}?", word)]
        if len(named) < len(words) and named:
            found.append(r"[\s.,'-]+".join(map(_street_word, words)))
        if len(named) >= 2 and named[-1] in _STREETS:
            found.append(r"[\s.,'-]+".join(map(_street_word, named)))
    return sorted(set(found), key=len, reverse=True)


_SHORT_FOR = {"road": "rd", "street": "st", "lane": "ln", "close": "cl", "avenue": "ave", "drive": "dr", "crescent": "cres",
              "court": "ct", "gardens": "gdns"}  # fmt: skip


def _street_word(word: str) -> str:
    for whole, short in _SHORT_FOR.items():
        if word in (whole, short):
            return f"(?:{whole}|{short})"
    return regex.escape(word).replace("'", "'?")


def _day(day: date) -> str:
    month = MONTHS[day.month - 1]
    year = rf"(?:{day.year}|'?{day.year % 100:02d})"
    number = rf"0?{day.day}\s*(?:st|nd|rd|th)?"
    named = rf"(?:{month}|{month[:3]}|{month[:4]})\.?"
    between = r"\s*[./ -]\s*"
    return (
        rf"(?:{day.isoformat()}|0?{day.day}{between}0?{day.month}{between}{year}"
        rf"|{number}(?:\s+of)?[\s-]*{named},?[\s-]*{year}|{named}\s+{number},?\s+{year})"
    )


def _school(name: str) -> list[str]:
    words = regex.findall(r"[\p{L}\p{M}\p{N}']+", plain(name))
    own = [word for word in words if word not in _OF_ANY_SCHOOL]
    if not own:
        return []
    found = [r"[\s.,'-]+".join(regex.escape(word).replace("'", "'?") for word in words)]
    if len(own) > 1 or len(own[0]) >= 5:
        found.append(r"[\s.,'-]+".join(regex.escape(word).replace("'", "'?") for word in own))
    return found
