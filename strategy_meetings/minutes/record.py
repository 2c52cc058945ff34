"""Everything a meeting's record holds about one child, as plain values. Pure: `rows.py` reads it, `audiences.py` composes from it."""

from dataclasses import dataclass

FACT, OPINION, RESTRICTED_MARK = "Fact", "Opinion", "Police-restricted"


@dataclass(frozen=True)
class Present:
    """Somebody who took part, or should have."""

    kind: str  # of agency, as the partnership calls it
    name: str
    took_part: bool = True
    is_chair: bool = False
    because: str = ""


@dataclass(frozen=True)
class Said:
    """What one agency said about this child. `agency` is the key by which an agency's own words are known."""

    key: str
    agency: str
    kind: str
    text: str
    is_opinion: bool = False
    restricted: bool = False
    by: str = ""
    is_report: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """Answer how the words are marked: fact or opinion, and whether the family must not be told."""
        what = "Report" if self.is_report else OPINION if self.is_opinion else FACT
        return (what, RESTRICTED_MARK) if self.restricted else (what,)


@dataclass(frozen=True)
class Written:
    """One part of the record: its key and group (`meetings/parts.py`), the words of its answer, and the text."""

    key: str
    group: str
    title: str
    answer: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """Answer the answer and the text in one."""
        if self.answer and self.text:
            return f"{self.answer}. {self.text}"
        return self.answer or self.text


@dataclass(frozen=True)
class Decided:
    key: str
    number: int
    text: str
    dissent_by: str = ""
    dissent: str = ""


@dataclass(frozen=True)
class ToDo:
    """One action. `agency` as in `Said`; `due` in words."""

    key: str
    number: int
    what: str
    who: str
    due: str
    agency: str = ""
    need: str = ""
    known_by: str = ""
    progress: str = ""


@dataclass(frozen=True)
class IfThen:
    key: str
    if_this: str
    then: str
    who: str


@dataclass(frozen=True)
class Tell:
    key: str
    whom: str
    what: str
    by_whom: str
    when: str = ""
    not_yet: str = ""


@dataclass(frozen=True)
class Shut:
    """What may not be discussed with the child (P6.2)."""

    key: str
    what: str
    said_by: str
    until: str


@dataclass(frozen=True)
class Amended:
    """One row reads otherwise from an amendment on: `row` is its key, `called` what it is called, never its words."""

    row: str
    number: int
    called: str
    reasons: str


@dataclass(frozen=True)
class OneChild:
    """Everything a meeting's record holds about one child, as plain values: nothing else can come into a copy."""

    child: str  # initials, or the chosen name
    age: str
    reference: str
    title: str  # "Strategy meeting"
    on: str  # the day, in words
    facts: tuple[tuple[str, str], ...]  # held, chair, minutes by, approved
    opening: tuple[str, ...] = ()  # sentences that come first: the outcome, that the behaviour is alleged
    statement: str = ""  # the opening statement of a conference
    views: tuple[tuple[str, str], ...] = ()  # what each agency says for this child at a conference
    without: tuple[str, ...] = ()  # that there was a part without the family, when and why: never what was said
    not_invited: tuple[tuple[str, str], ...] = ()  # who of the family is not invited, and why
    happened: str = "What happened"
    quorum: str = ""
    present: tuple[Present, ...] = ()
    said: tuple[Said, ...] = ()
    written: tuple[Written, ...] = ()
    decided: tuple[Decided, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    if_then: tuple[IfThen, ...] = ()
    told: tuple[Tell, ...] = ()
    shut: tuple[Shut, ...] = ()
    next_steps: tuple[tuple[str, str], ...] = ()
    amended: tuple[Amended, ...] = ()
