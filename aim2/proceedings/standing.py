"""What stands in criminal proceedings on a day: plain values, as the fold answers them. Later parts (consent, AIM2) read these."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar
from uuid import NAMESPACE_OID, uuid5

from aim2.proceedings.states import (
    ADMITTED,
    BEFORE_CHARGE,
    ENDED_WITHOUT_FINDING,
    ESTABLISHED,
    OPEN,
    Admission,
    Plea,
    Standing,
)


@dataclass(frozen=True, slots=True)
class AsReferred:
    """What the referral claimed of one allegation: how the fold begins. Nothing of it is confirmed."""

    id: str
    number: int
    alleged_on: date | None = None
    sexual: bool = True
    admission: str = ""
    standing: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AllegationNow:
    """One allegation as it stands. `confirmed` says whether police or YOS have said so themselves; else it is as referred."""

    id: str
    number: int
    alleged_on: date | None
    sexual: bool
    standing: Standing
    since: date | None
    confirmed: bool = False
    what_confirmed: bool = False
    admission: str = ""  # an `Admission`, or "" when nobody has said
    admission_on: date | None = None
    admission_confirmed: bool = False
    interviewed_on: date | None = None
    arrested_on: date | None = None
    bail: str = ""
    release: str = ""
    with_cps_since: date | None = None
    charged_on: date | None = None
    plea: str = ""  # a `Plea`
    plea_on: date | None = None
    guilty: bool | None = None
    found_on: date | None = None
    disposal: str = ""
    sentence: str = ""

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN

    @property
    def is_before_charge(self) -> bool:
        return self.standing in BEFORE_CHARGE

    @property
    def is_charged(self) -> bool:
        """Charged, and no finding yet."""
        return self.standing == Standing.CHARGED

    @property
    def is_convicted(self) -> bool:
        return self.standing in (Standing.CONVICTED, Standing.SENTENCED)

    @property
    def is_admitted(self) -> bool:
        """Admitted in full or in part, confirmed by police or YOS, and not ended without a finding."""
        return self.admission in ADMITTED and self.admission_confirmed and self.standing not in ENDED_WITHOUT_FINDING

    @property
    def is_alleged(self) -> bool:
        """Only alleged: until admitted in full, cautioned or convicted; again once it ends without a finding (P6.4)."""
        if self.standing in ENDED_WITHOUT_FINDING:
            return True
        in_full = self.admission == Admission.FULL and self.admission_confirmed
        return self.standing not in ESTABLISHED and not in_full

    @property
    def denies(self) -> bool:
        return self.plea == Plea.NOT_GUILTY


@dataclass(frozen=True, slots=True)
class BailNow:
    """One bail, by police or by a court. Its legal limit is the clock T30 or T31 with this key, never worked out twice."""

    id: str
    allegations: tuple[str, ...]
    started_on: date
    by_court: bool = False
    arrested_on: date | None = None
    return_on: date | None = None
    period: int = 1
    with_cps_since: date | None = None
    breached_on: date | None = None
    ended_on: date | None = None
    event: int = 0  # root of the entry that began it
    words_event: int = 0  # root of the entry whose words are its conditions now

    @property
    def is_in_force(self) -> bool:
        return self.ended_on is None


@dataclass(frozen=True, slots=True)
class HearingNow:
    id: str
    allegations: tuple[str, ...]
    on: date
    time: str = ""
    purpose: str = "other"
    held_on: date | None = None
    vacated: bool = False
    event: int = 0
    result_event: int = 0

    @property
    def is_to_come(self) -> bool:
        return self.held_on is None and not self.vacated


@dataclass(frozen=True, slots=True)
class ReportNow:
    """A pre-sentence report the court asked for."""

    id: str
    hearing: str
    hearing_on: date
    asked_on: date
    lodged_on: date | None = None
    withdrawn: bool = False
    choice: str = ""  # what the manager chose where it is due before the assessment

    @property
    def is_due(self) -> bool:
        return self.lodged_on is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class OrderNow:
    """What binds for a time: a sentence that runs, a prevention or restraining order, a licence, the duty to notify.
    `aim_required`: it requires the work. `under`: the sentence that a licence belongs to."""

    id: str
    kind: str
    allegations: tuple[str, ...]
    made_on: date
    from_on: date | None = None
    until: date | None = None
    is_sentence: bool = False
    aim_required: bool = False
    ended_on: date | None = None
    event: int = 0
    under: str = ""


def licence_of(custody: str) -> str:
    """Answer the id of the licence on which somebody is released from this custody: always the same."""
    return str(uuid5(NAMESPACE_OID, f"licence {custody}"))


class Runs(Protocol):
    """An order, as it stands or as a row of it."""

    @property
    def until(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...


Order = TypeVar("Order", bound=Runs)


def in_force(orders: Iterable[Order], on: date) -> list[Order]:
    """Answer those that are in force on a day: not ended, and not run out. Nobody records that an order ran out."""
    return [one for one in orders if one.ended_on is None and (one.until is None or on <= one.until)]


@dataclass(frozen=True, slots=True)
class CustodyNow:
    """Remand or sentence: where somebody is held. `kind`: local_authority, youth_detention or sentence."""

    id: str
    kind: str
    since: date
    release_on: date | None = None
    first_review_on: date | None = None
    released_on: date | None = None
    allegations: tuple[str, ...] = ()
    event: int = 0

    @property
    def is_held(self) -> bool:
        return self.released_on is None


@dataclass(frozen=True, slots=True)
class Hold:
    """AIM2 is held: no session, rating or sign-off. Reading, safety planning, parents' work and an agreed programme go on."""

    since: date
    allegations: tuple[str, ...]
    because: str
    ends_by: str


@dataclass(frozen=True, slots=True)
class Lock:
    """Part of the work is locked: where from, what it covers, what ends it. The agreement's locks are made by consent/."""

    source: str  # "open_charge" or "agreement"
    allegations: tuple[str, ...]
    covers: tuple[str, ...]
    since: date
    ends_by: str


@dataclass(frozen=True, slots=True)
class Proceedings:
    """All proceedings on one young person's record, as far as the entries go."""

    allegations: tuple[AllegationNow, ...] = ()
    bails: tuple[BailNow, ...] = ()
    hearings: tuple[HearingNow, ...] = ()
    reports: tuple[ReportNow, ...] = ()
    orders: tuple[OrderNow, ...] = ()
    custodies: tuple[CustodyNow, ...] = ()
    releases: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # under investigation: id to allegations, open ones
    notifications: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    lifted: frozenset[str] = frozenset()  # allegations for which a YOS manager lifted the hold
    hold_stands: bool = False  # whether the last entry about a hold says that it began

    def allegation(self, allegation_id: str) -> AllegationNow | None:
        return next((one for one in self.allegations if one.id == allegation_id), None)

    @property
    def charged(self) -> tuple[AllegationNow, ...]:
        """Sexual allegations that are charged, with no finding yet."""
        return tuple(one for one in self.allegations if one.is_charged and one.sexual)

    @property
    def convicted(self) -> tuple[AllegationNow, ...]:
        return tuple(one for one in self.allegations if one.is_convicted and one.sexual)

    @property
    def admitted(self) -> tuple[AllegationNow, ...]:
        return tuple(one for one in self.allegations if one.is_admitted)

    @property
    def alleged(self) -> tuple[AllegationNow, ...]:
        return tuple(one for one in self.allegations if one.is_alleged)

    @property
    def police_bails(self) -> tuple[BailNow, ...]:
        return tuple(one for one in self.bails if one.is_in_force and not one.by_court)

    @property
    def badge(self) -> str:
        """Answer what the case's badge says: “1 finding, 1 admitted, 1 alleged”; a court's finding is never mixed with an admission."""
        alleged = len(self.alleged)
        found = sum(one.is_convicted for one in self.allegations)
        admitted = len(self.allegations) - alleged - found
        if alleged and not found and not admitted:
            return "Alleged"
        counted = ((found, "finding" if found == 1 else "findings"), (admitted, "admitted"), (alleged, "alleged"))
        return ", ".join(f"{number} {word}" for number, word in counted if number)
