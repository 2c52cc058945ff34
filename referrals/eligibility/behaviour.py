"""The two published ways of placing a behaviour, as data: Hackett's continuum and the Brook traffic light tool.

Only the structure is here. What each colour looks like is licensed to Brook, so the product never ships examples of it;
the descriptions of the continuum are in our own words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class HackettCategory:
    """One of the five ordered categories of the continuum (Hackett, 2010)."""

    code: str
    order: int
    title: str
    markers: str
    usual_response: str


HACKETT: tuple[HackettCategory, ...] = (
    HackettCategory(
        "normal",
        1,
        "Normal",
        "Expected at this stage of development, accepted by others, freely chosen and shared by those involved.",
        "Relationship and sex education, or nothing more.",
    ),
    HackettCategory(
        "inappropriate",
        2,
        "Inappropriate",
        "Happened once or twice; others of the same age might accept it, but not in this place or at this time. "
        "Those involved mostly agreed.",
        "Universal services or early help.",
    ),
    HackettCategory(
        "problematic",
        3,
        "Problematic",
        "Unusual or unexpected. Nobody is clearly being abused, but agreement is unclear, people may not have been equal, "
        "or it may be hard to stop.",
        "Assessment by children’s social care or early help, with advice from specialists.",
    ),
    HackettCategory(
        "abusive",
        4,
        "Abusive",
        "Someone is harmed, by intent or in effect: power is misused, there is pressure or force, "
        "or the other person could not freely agree.",
        "Strategy meeting; specialist assessment.",
    ),
    HackettCategory(
        "violent",
        5,
        "Violent",
        "Physically violent or highly intrusive; force goes beyond what would make the other person comply, "
        "or the violence is itself arousing.",
        "Strategy meeting, police and specialist assessment; consider MAPPA after a conviction or caution.",
    ),
)

HACKETT_BY_CODE: dict[str, HackettCategory] = {category.code: category for category in HACKETT}

ABUSIVE_FROM = HACKETT_BY_CODE["abusive"].order


def is_abusive(code: str) -> bool | None:
    """Whether a Hackett category is abusive or violent; None when nobody has placed the behaviour yet."""
    category = HACKETT_BY_CODE.get(code)
    return None if category is None else category.order >= ABUSIVE_FROM


def reaches(code: str, lowest: str) -> bool | None:
    """Whether a Hackett category is the lowest a partnership asks for, or above; None when nobody has placed the behaviour yet."""
    category = HACKETT_BY_CODE.get(code)
    return None if category is None else category.order >= HACKETT_BY_CODE[lowest].order


@dataclass(frozen=True)
class BrookEdition:
    """One edition of the Brook tool: its age bands and its colours, which are not the same in each edition."""

    code: str
    title: str
    age_bands: tuple[tuple[str, str], ...]
    colours: tuple[tuple[str, str], ...]


_COLOUR_MEANING = {
    "green": "Green: safe and expected; still deserves an answer",
    "amber": "Amber: a cause for concern; find out more",
    "orange": "Orange: a cause for concern; find out more",
    "red": "Red: harmful, or a sign of harm; protect now",
}

# The original edition's four bands overlap. The current edition has five bands from birth to 18; their limits are on the
# licence holder's materials only, so we ask which band was used, in order, and keep the words of the person who judged.
BROOK: tuple[BrookEdition, ...] = (
    BrookEdition(
        "original",
        "Original edition (green, amber, red)",
        (("0_5", "0 to 5"), ("5_9", "5 to 9"), ("9_13", "9 to 13"), ("13_17", "13 to 17")),
        tuple((code, _COLOUR_MEANING[code]) for code in ("green", "amber", "red")),
    ),
    BrookEdition(
        "current",
        "Current edition (green, orange, red)",
        (
            ("band_1", "Youngest of the five bands"),
            ("band_2", "Second band"),
            ("band_3", "Third band"),
            ("band_4", "Fourth band"),
            ("band_5", "Oldest of the five bands"),
        ),
        tuple((code, _COLOUR_MEANING[code]) for code in ("green", "orange", "red")),
    ),
)

BROOK_BY_CODE: dict[str, BrookEdition] = {edition.code: edition for edition in BROOK}

BROOK_COLOURS: tuple[tuple[str, str], ...] = tuple(_COLOUR_MEANING.items())
BROOK_AGE_BANDS: tuple[tuple[str, str], ...] = tuple(
    (code, f"{title} ({'original' if edition.code == 'original' else 'current'} edition)")
    for edition in BROOK
    for code, title in edition.age_bands
)


def brook_mismatch(edition: str, age_band: str, colour: str) -> str:
    """A sentence naming what does not belong to the edition chosen; empty when everything fits or is unanswered."""
    chosen = BROOK_BY_CODE.get(edition)
    if chosen is None:
        return ""
    if colour and colour not in dict(chosen.colours):
        names = ", ".join(code for code, _ in chosen.colours)
        return f"This edition has the colours {names}. Choose one of them, or choose the other edition."
    if age_band and age_band not in dict(chosen.age_bands):
        return "This age band belongs to the other edition. Choose a band of this edition, or choose the other edition."
    return ""


COERCION: tuple[tuple[str, str], ...] = (
    ("bullying", "Bullying"),
    ("emotional_blackmail", "Emotional blackmail"),
    ("fear", "Fear of what would happen"),
    ("threats", "Threats"),
    ("force", "Physical force"),
    ("bribery", "Bribes, gifts or favours"),
    ("secrecy", "Being told to keep it secret"),
    ("substances", "Alcohol or drugs"),
    ("images", "Using images, or a threat to share them"),
)
