"""Taking one child's name out of what the other child's readers see (rule of two children). Pure.

A person's names are replaced by what they may be called. Matching ignores case and accents, because children and tired adults
type both; only names that are ordinary English words must begin with a capital to count. Over-masking is a nuisance, a name
shown is harm: when in doubt a name goes.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Given names that are also everyday words: replaced only when written with a capital letter.
ORDINARY_WORDS = frozenset(
    [
        "art",
        "april",
        "autumn",
        "bill",
        "bob",
        "carol",
        "dawn",
        "dean",
        "drew",
        "eve",
        "faith",
        "finn",
        "frank",
        "grace",
        "grant",
        "hope",
        "ivy",
        "jack",
        "jay",
        "jean",
        "jewel",
        "joy",
        "june",
        "jules",
        "lily",
        "mark",
        "may",
        "max",
        "miles",
        "nick",
        "pat",
        "patience",
        "pearl",
        "penny",
        "rob",
        "rose",
        "ruby",
        "ruth",
        "sage",
        "sam",
        "sky",
        "skip",
        "sue",
        "summer",
        "victor",
        "violet",
        "wade",
        "will",
        "young",
        "king",
        "day",
        "long",
        "small",
        "white",
        "black",
        "brown",
        "green",
        "gray",
        "grey",
        "short",
        "little",
        "wood",
        "woods",
        "hill",
        "field",
        "fields",
        "bush",
        "stone",
        "cook",
        "baker",
        "mason",
        "carter",
        "page",
        "price",
        "rich",
        "best",
        "moody",
        "sharp",
        "strong",
        "swift",
        "wise",
        "west",
        "east",
        "north",
        "love",
        "land",
        "lane",
        "street",
        "bridge",
        "ford",
        "marsh",
        "pool",
        "banks",
        "waters",
        "rivers",
        "snow",
        "frost",
        "bird",
        "fox",
        "wolf",
        "fish",
        "lamb",
        "bull",
        "pike",
        "drake",
        "swan",
        "nightingale",
        "ball",
        "bell",
        "bishop",
    ]
)


@dataclass(frozen=True)
class Hidden:
    """A person whose names must not be read here, and what stands in their place."""

    names: tuple[str, ...]
    called: str


def hidden(
    *, given_name: str = "", family_name: str = "", known_as: str = "", called: str, shared: Iterable[str] = ()
) -> Hidden:
    """Answer who to hide; `shared` are names the reader's own child bears too (a family name), which alone tell nothing."""
    kept = {_plain(name) for name in shared}
    whole = " ".join(name for name in (given_name, family_name) if name)
    names = [whole] if " " in whole else []
    names += [name for name in (known_as, given_name, family_name) if name and _plain(name) not in kept]
    names += [
        part
        for name in (given_name, family_name)
        for part in re.split(r"[\s-]+", name)
        if len(part) > 2 and _plain(part) not in kept
    ]
    return Hidden(names=tuple(dict.fromkeys(name.strip() for name in names if len(name.strip()) > 1)), called=called)


def mask_text(text: str, people: Iterable[Hidden]) -> tuple[str, bool]:
    """Answer the text with every hidden name replaced, and whether any was."""
    changed = False
    for person in people:
        for name in sorted(person.names, key=len, reverse=True):
            text, times = _pattern(name).subn(f"[{person.called}]", text)
            changed = changed or times > 0
    return text, changed


def mask(answers: Any, people: Iterable[Hidden]) -> tuple[Any, bool]:
    """Answer a JSON-ready structure with every text in it masked, and whether anything was. Keys and codes stay as they are."""
    people = tuple(people)
    if isinstance(answers, str):
        return mask_text(answers, people)
    if isinstance(answers, dict):
        pairs = {key: mask(value, people) for key, value in answers.items()}
        return {key: value for key, (value, _) in pairs.items()}, any(done for _, done in pairs.values())
    if isinstance(answers, list):
        items = [mask(value, people) for value in answers]
        return [value for value, _ in items], any(done for _, done in items)
    return answers, False


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))


def _pattern(name: str) -> re.Pattern[str]:
    """A name as a whole word, each letter with or without its accent, apostrophes straight, curly or left out.

    Digits and underscores end a word, and parts may be run together: online, children are “una_rudge09” and “UnaRudge”. What
    is typed in haste counts too (“Unas coat”), and nothing that cannot be seen keeps a name from being found.
    """
    letters = []
    for letter in unicodedata.normalize("NFKD", name):
        if unicodedata.combining(letter):
            continue
        if letter in "'’‘":
            letters.append("['’‘]?")
        elif letter.isspace() or letter == "-":
            letters.append(r"[\s._-]*")
        else:
            letters.append(_ACCENTED.get(letter.casefold(), re.escape(letter)) + _UNSEEN)
    body = "".join(letters)
    if _plain(name) in ORDINARY_WORDS:
        first, rest = name[0].upper(), body[len(_ACCENTED.get(name[0].casefold(), re.escape(name[0]))) :]
        return re.compile(rf"{_BEGINS}{re.escape(first)}(?i:{rest}){_ENDS}")
    plural = "s?" if len(_plain(name)) > 2 else ""
    return re.compile(rf"{_BEGINS}{body}(?={plural}{_ENDS})", re.IGNORECASE)


# No letter before, none after.
_BEGINS, _ENDS = r"(?<![^\W\d_])", r"(?![^\W\d_])"
# Combining accents, soft hyphens, zero-width and direction marks.
_UNSEEN = "[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"


_ACCENTED = {
    "a": "[aàáâãäåā]",
    "c": "[cçćč]",
    "e": "[eèéêëēė]",
    "i": "[iìíîïī]",
    "l": "[lł]",
    "n": "[nñń]",
    "o": "[oòóôõöøō]",
    "s": "[sśš]",
    "u": "[uùúûüū]",
    "y": "[yýÿ]",
    "z": "[zžźż]",
}
