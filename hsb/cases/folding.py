"""Text as it is compared with a name: letters without accents, case or look-alikes, each with its place in what was typed. Pure.

Compatibility forms are taken apart, marks that combine are dropped (vowel signs of Indic scripts stay: they are no accents), case
is folded, and letters that Unicode does not take apart (ł, ħ, ŧ …) are read by the letter their own name says they are made from.
A few letters are kept as they are, because a keyboard without them writes them as two (`TWO_FOR_ONE`).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import regex

# Letters that are typed as another one, or as two: what a name's letter may look like is `masking`'s business.
TWO_FOR_ONE: dict[str, str] = {
    "ä": "ae",
    "å": "aa",
    "æ": "ae",
    "đ": "dj",
    "ð": "th",
    "ö": "oe",
    "ø": "oe",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
    "ü": "ue",
}
# The single letter each of them is typed as, where there is one.
ONE_FOR_ONE: dict[str, str] = {"ä": "a", "å": "a", "đ": "d", "ð": "d", "ö": "o", "ø": "o", "ü": "u"}

# Unicode's names for these letters do not say which letter they are typed as.
_TYPED_AS = {"ı": "i", "ȷ": "j", "ŋ": "n", "ə": "e"}
_APOSTROPHES = "'’‘ʼʻ`´′ʹ＇"
_DASHES = "-‐‑‒–—−"
# Where Unicode keeps the letters of these three alphabets.
_ALPHABETS = (
    range(0x80, 0x590),
    range(0x1C80, 0x2000),
    range(0x2C60, 0x2E00),
    range(0xA640, 0xAB70),
    range(0x1DF00, 0x1E000),
)
_TATWEEL = "ـ"  # stretches an Arabic word and says nothing


@dataclass(frozen=True)
class Folded:
    """A text folded. `starts[i]` and `ends[i]` are the place in what was typed of the sign that letter i of `text` came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def whole_signs(self, begin: int, end: int) -> bool:
        """Answer whether a stretch of the folded text begins and ends with a sign somebody typed, not inside one."""
        before = begin == 0 or self.starts[begin - 1] != self.starts[begin]
        return before and (end == len(self.text) or self.starts[end] != self.starts[end - 1])


def fold(text: str, *, latin: bool = False) -> Folded:
    """Answer the text folded. `latin` also reads letters of other scripts as the Latin ones they look like."""
    if text.isascii():
        places = tuple(range(len(text)))
        return Folded(text.lower(), places, tuple(n + 1 for n in places))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for sign in regex.finditer(r"\X", text):
        folded = fold_sign(sign.group(), latin=latin)
        if not folded and ends:
            # What cannot be seen belongs to the letter before it, so that it goes with it.
            stretched = ends[-1]
            for n in range(len(ends) - 1, -1, -1):
                if ends[n] != stretched:
                    break
                ends[n] = sign.end()
            continue
        letters.append(folded)
        starts += [sign.start()] * len(folded)
        ends += [sign.end()] * len(folded)
    return Folded("".join(letters), tuple(starts), tuple(ends))


@lru_cache(maxsize=4000)
def plain(name: str) -> str:
    """Answer a name folded, without places: two that are equal so are typed alike."""
    return fold(name).text.strip()


@cache
def fold_sign(sign: str, *, latin: bool = False) -> str:
    """Answer one sign as it is compared: one letter most often, several for a ligature, none for what cannot be seen."""
    if latin:
        sign = "".join(look_alikes().get(letter, letter) for letter in sign)
    composed = unicodedata.normalize("NFC", sign).casefold()
    first = composed[:1]
    if first in TWO_FOR_ONE and all(map(_is_unseen_or_mark, composed[1:])):
        return first
    if composed == "ss" and sign[:1] in "ßẞ":
        return "ß"
    return "".join(_base(letter) for letter in _apart(sign))


def _apart(sign: str) -> Iterator[str]:
    once = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
    again = unicodedata.normalize("NFKD", once.casefold())
    kept = "".join(c for c in again if not _is_unseen_or_mark(c))
    # Korean is compared by whole syllables: a name that is the beginning of another word's syllable is not in it.
    return iter(unicodedata.normalize("NFC", kept))


def _base(letter: str) -> str:
    if letter in _APOSTROPHES:
        return "'"
    if letter in _DASHES:
        return "-"
    if letter.isspace():
        return " "
    return _without_decomposition().get(letter, letter)


def _is_unseen_or_mark(letter: str) -> bool:
    return bool(
        unicodedata.combining(letter)
        or unicodedata.category(letter) in ("Cf", "Me")
        or letter == _TATWEEL
        or "\ufe00" <= letter <= "\ufe0f"
    )


@cache
def _without_decomposition() -> dict[str, str]:
    """Answer letter → the letter its name says it is made from: “LATIN SMALL LETTER L WITH STROKE” is an l."""
    found: dict[str, str] = {}
    named: dict[str, str] = {}
    for letter in map(chr, chain(*_ALPHABETS)):
        if not unicodedata.category(letter).startswith("L") or unicodedata.decomposition(letter):
            continue
        name = unicodedata.name(letter, "")
        if (
            name.startswith(("LATIN SMALL LETTER ", "CYRILLIC SMALL LETTER ", "GREEK SMALL LETTER "))
            and " WITH " in name
        ):
            named[letter] = name.partition(" WITH ")[0]
    for letter, name in named.items():
        try:
            base = unicodedata.lookup(name)
        except KeyError:
            continue
        if letter not in TWO_FOR_ONE:
            found[letter] = _TYPED_AS.get(base) or "".join(_apart(base))
    return found | _TYPED_AS


@cache
def look_alikes() -> dict[str, str]:
    """Answer letter of another script → the Latin letter that it looks like, from Unicode's table of confusable characters."""
    # Inside: the table is a megabyte, and only a text with letters of two scripts asks for it.
    from confusable_homoglyphs.confusables import confusables_data

    found: dict[str, str] = {}
    for letter, like in confusables_data.items():
        if len(letter) != 1 or not unicodedata.category(letter).startswith("L"):
            continue
        if unicodedata.name(letter, "").startswith("LATIN"):
            continue
        latin = sorted(one["c"] for one in like if len(one["c"]) == 1 and one["c"].isascii() and one["c"].isalpha())
        if latin:
            found[letter] = latin[0]
    return found
