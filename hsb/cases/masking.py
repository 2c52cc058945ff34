"""Taking one child's name, and what is recorded of them, out of what the other child's readers see (rule of two children). Pure.

A person's names are replaced by what they may be called; so is whatever else of them is recorded (`Particulars`), because a
street or a telephone number tells who it is as well as a name. One detector for the whole product: what a referrer wrote, a
decision, a letter of outcome. Matching ignores case, accents and look-alikes (`folding`), because children and tired adults
type all of them; only names that are ordinary English words, or very short, must begin with a capital to count. Over-masking is
a nuisance, a name shown is harm: when in doubt a name goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

from hsb.cases import particulars
from hsb.cases.folding import ONE_FOR_ONE, TWO_FOR_ONE, Folded, fold, plain
from hsb.cases.particulars import Particulars

# Given names that are also everyday words: replaced only when written with a capital letter.
ORDINARY_WORDS = frozenset(
    """
    art april autumn bill bob carol dawn dean drew eve faith finn frank grace grant hope ivy jack jay jean
    jewel joy june jules lily mark may max miles nick pat patience pearl penny rob rose ruby ruth sage sam sky
    skip sue summer victor violet wade will young king day long small white black brown green gray grey short
    little wood woods hill field fields bush stone cook baker mason carter page price rich best moody sharp
    strong swift wise west east north love land lane street bridge ford marsh pool banks waters rivers snow
    frost bird fox wolf fish lamb bull pike drake swan nightingale ball bell bishop
    """.split()
)

_STORED_DATE = regex.compile(r"\d{4}-\d\d-\d\d")
# A name of one letter counts with a capital; these two would empty every English sentence.
_TOO_SHORT = frozenset(["", "a", "i"])


@dataclass(frozen=True)
class Hidden:
    """A person whose names and particulars must not be read here, and what stands in their place."""

    names: tuple[str, ...]
    called: str
    particulars: Particulars = field(default_factory=Particulars)


@dataclass(frozen=True)
class _Search:
    """One way a name may be written: where it is looked for, and whether only a capital makes it a name."""

    pattern: regex.Pattern[str]
    capital: bool
    latin: bool


def hidden(
    *,
    given_name: str = "",
    family_name: str = "",
    known_as: str = "",
    called: str,
    shared: Iterable[str] = (),
    known: Particulars | None = None,
    known_of_reader: Particulars | None = None,
) -> Hidden:
    """Answer who to hide. `shared` are names the reader's own child bears too (a family name), which alone tell nothing; so do
    the particulars in `known` that are recorded of the reader's own child as well (`known_of_reader`): brothers and sisters."""
    kept = {part for name in shared for part in (plain(name), *map(plain, _parts(name)))}
    parts = [part for name in (given_name, family_name) for part in _parts(name)]
    names = (
        [" ".join(parts), " ".join((*_parts(family_name), *_parts(given_name)))] if given_name and family_name else []
    )
    names += [f"{one} {next_one}" for one, next_one in pairwise(parts)]
    names = [name for name in names if not all(plain(part) in kept for part in _parts(name))]
    names += [name for name in (known_as, given_name, family_name) if plain(name) not in kept]
    names += [part for part in (*parts, *_parts(known_as)) if len(part) > 1 and plain(part) not in kept]
    found = (name.strip() for name in names)
    told = (known or Particulars()).without(known_of_reader or Particulars())
    return Hidden(
        names=tuple(dict.fromkeys(name for name in found if plain(name) not in _TOO_SHORT)),
        called=called,
        particulars=told,
    )


def mask_text(text: str, people: Iterable[Hidden]) -> tuple[str, bool]:
    """Answer the text with every hidden name and particular replaced, and whether any was."""
    if not text:
        return text, False
    found = sorted(_found(text, tuple(people)), key=lambda one: (one[0], -one[1]))
    pieces, reached = [], 0
    for begin, end, called in found:
        if begin < reached:
            continue
        pieces += [text[reached:begin], f"[{called}]"]
        reached = end
    return "".join([*pieces, text[reached:]]), bool(pieces)


def names_in(text: str, people: Iterable[Hidden]) -> list[str]:
    """Answer who of these people a text names or tells, by what they are called, each once and in their order."""
    return [person.called for person in people if mask_text(text, [person])[1]]


def mask(answers: Any, people: Iterable[Hidden]) -> tuple[Any, bool]:
    """Answer a JSON-ready structure with every text in it masked, and whether anything was. Keys and codes stay as they are."""
    people = tuple(people)
    if isinstance(answers, str):
        # A stored date is no sentence: whether it is shown at all is chosen where the copy is made.
        return (answers, False) if _STORED_DATE.fullmatch(answers) else mask_text(answers, people)
    if isinstance(answers, dict):
        pairs = {key: mask(value, people) for key, value in answers.items()}
        return {key: value for key, (value, _) in pairs.items()}, any(done for _, done in pairs.values())
    if isinstance(answers, list):
        items = [mask(value, people) for value in answers]
        return [value for value, _ in items], any(done for _, done in items)
    return answers, False


def _found(text: str, people: tuple[Hidden, ...]) -> list[tuple[int, int, str]]:
    """Answer (begin, end, called) of everything hidden in the text, in places of what was typed; some may overlap."""
    folded = {False: fold(text)}
    if not text.isascii():
        folded[True] = fold(text, latin=True)
    found = []
    for person in people:
        for search in _searches(person.names):
            if search.latin in folded:
                found += [(*place, person.called) for place in _places(text, folded[search.latin], search)]
        for kind, pattern in particulars.patterns(person.particulars):
            called = f"{person.called}: {kind}" if person.called else kind
            found += [
                (folded[False].starts[m.start()], folded[False].ends[m.end() - 1], called)
                for m in pattern.finditer(folded[False].text)
            ]
    return found


def _places(text: str, folded: Folded, search: _Search) -> list[tuple[int, int]]:
    found = []
    for match in search.pattern.finditer(folded.text):
        begin, end = match.span()
        if begin == end or not folded.whole_signs(begin, end):
            continue
        place = folded.starts[begin], folded.ends[end - 1]
        # A script without capitals has none to ask for.
        if not (search.capital and text[place[0]].islower()):
            found.append(place)
    return found


def _parts(name: str) -> list[str]:
    return [part for part in regex.split(r"[\s\p{Pd}]+", name) if part]


@lru_cache(maxsize=2000)
def _searches(names: tuple[str, ...]) -> tuple[_Search, ...]:
    return tuple(search for name in names for search in _ways(name))


def _ways(name: str) -> list[_Search]:
    """A name as a whole word, each letter with or without its accent, apostrophes straight, curly or left out.

    Digits and underscores end a word, and parts may be run together: online, children are “una_rudge09” and “UnaRudge”. What
    is typed in haste counts too (“Unas coat”), and nothing that cannot be seen keeps a name from being found.
    """
    letters = plain(name)
    if _runs_on(letters):
        return [_Search(_compiled(_letters(letters)), capital=False, latin=False)]
    capital = _needs_a_capital(letters)
    plural = "" if capital or len(letters) <= 2 else "s?"
    ways = [_Search(_compiled(f"{_BEGINS}{_letters(letters)}(?={plural}{_ENDS})"), capital, latin=False)]
    like_latin = fold(name, latin=True).text.strip()
    # What looks Latin is looked for in what looks Latin, whichever of the two was typed in another alphabet.
    ways.append(_Search(_compiled(f"{_BEGINS}{_letters(like_latin)}(?={plural}{_ENDS})"), capital, latin=True))
    return ways


def _needs_a_capital(letters: str) -> bool:
    """Single letters and pairs (Do, An, So are words too), everyday words, and names made of nothing else."""
    parts = _parts(letters)
    return all(len(part) <= 2 or part in ORDINARY_WORDS for part in parts)


def _runs_on(letters: str) -> bool:
    """Scripts without spaces between words, or whose particles are written on to a name: found anywhere, once long enough."""
    bare = "".join(_parts(letters))
    if regex.fullmatch(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]{2,}", bare):
        return True
    return bool(regex.fullmatch(r"[\p{Arabic}\p{Hebrew}]{3,}", bare))


def _letters(letters: str) -> str:
    """Answer the pattern of a folded name: each letter, or the two it is typed as, as it may stand in a folded text."""
    found = regex.findall(f"{'|'.join(_PAIRS)}|.", letters, regex.DOTALL)
    return "".join(map(_typed_as, found))


def _typed_as(letter: str) -> str:
    if letter == "'":
        return "[' ]?"
    if letter in " -":
        return r"[\s.,_-]*"
    if letter in _PAIRS:
        one, other = letter
        return f"(?:[{one}{_SINGLE.get(one, '')}][{other}{_SINGLE.get(other, '')}]|[{_PAIRS[letter]}])"
    if letter in TWO_FOR_ONE:
        pair, single = TWO_FOR_ONE[letter], ONE_FOR_ONE.get(letter, "")
        like = letter + single + _SINGLE.get(single, "")
        return f"(?:{pair}|[{like}])"
    return f"[{letter}{_SINGLE[letter]}]" if letter in _SINGLE else regex.escape(letter)


@lru_cache(maxsize=4000)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


# No letter before, none after.
_BEGINS, _ENDS = r"(?<![\p{L}\p{M}])", r"(?![\p{L}\p{M}])"
_PAIRS: dict[str, str] = {}
_SINGLE: dict[str, str] = {}
for _letter, _pair in TWO_FOR_ONE.items():
    _PAIRS[_pair] = _PAIRS.get(_pair, "") + _letter
for _letter, _single in ONE_FOR_ONE.items():
    _SINGLE[_single] = _SINGLE.get(_single, "") + _letter
