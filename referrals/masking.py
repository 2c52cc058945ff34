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

# A name of one letter counts with a capital; these two would empty every English sentence.
_TOO_SHORT = frozenset(["", "a", "i"])


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
    found = (name.strip() for name in names)
    return Hidden(names=tuple(dict.fromkeys(name for name in found if _plain(name) not in _TOO_SHORT)), called=called)


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
    letters = [_typed_as(letter) for letter in _letters(name)]
    plain = _plain(name)
    if plain in ORDINARY_WORDS or len(plain) == 1:
        first, rest = name[0].upper(), "".join(letters[1:])
        return re.compile(rf"{_BEGINS}{re.escape(first)}(?i:{rest}){_ENDS}")
    plural = "s?" if len(plain) > 2 else ""
    return re.compile(rf"{_BEGINS}{''.join(letters)}(?={plural}{_ENDS})", re.IGNORECASE)


def _letters(name: str) -> list[str]:
    """The letters of a name in small type, two that are one elsewhere (“ae”, “ss”) together, accents with their letter."""
    found = re.findall(f"{'|'.join(_PAIRS)}|.", unicodedata.normalize("NFC", name).lower(), re.DOTALL)
    return [letter for letter in found if not unicodedata.combining(letter[0])]


def _typed_as(letter: str) -> str:
    """How a letter of a name may be typed."""
    if letter in "'’‘":
        return r"['’‘ ]?"
    if letter.isspace() or letter == "-":
        return r"[\s._-]*"
    if letter in _SPELT:
        return _SPELT[letter] + _UNSEEN
    base = unicodedata.normalize("NFKD", letter)[0]
    return _ACCENTED.get(base, re.escape(base)) + _UNSEEN


# No letter before, none after.
_BEGINS, _ENDS = r"(?<![^\W\d_])", r"(?![^\W\d_])"
# Combining accents, soft hyphens, zero-width and direction marks.
_UNSEEN = "[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"


_ACCENTED = {
    "a": "[aàáâãäåā]",
    "c": "[cçćč]",
    "d": "[dđð]",
    "e": "[eèéêëēė]",
    "i": "[iìíîïīı]",
    "l": "[lł]",
    "n": "[nñń]",
    "o": "[oòóôõöøō]",
    "s": "[sśšş]",
    "u": "[uùúûüū]",
    "y": "[yýÿ]",
    "z": "[zžźż]",
}
# Letters a keyboard may lack are typed as another, or as two.
_SPELT = {
    "ä": f"(?:ae|{_ACCENTED['a']})",
    "å": f"(?:aa|{_ACCENTED['a']})",
    "æ": "(?:ae|æ)",
    "đ": f"(?:dj|{_ACCENTED['d']})",
    "ð": f"(?:th|{_ACCENTED['d']})",
    "ı": _ACCENTED["i"],
    "ł": _ACCENTED["l"],
    "ö": f"(?:oe|{_ACCENTED['o']})",
    "ø": f"(?:oe|{_ACCENTED['o']})",
    "œ": "(?:oe|œ)",
    "ß": "(?:ss|ß)",
    "þ": "(?:th|þ)",
    "ü": f"(?:ue|{_ACCENTED['u']})",
}
_PAIRS = {"aa": "å", "ae": "äæ", "oe": "öøœ", "ss": "ß", "th": "þð", "ue": "ü"}
_SPELT |= {pair: f"(?:{pair}|[{letters}])" for pair, letters in _PAIRS.items()}
