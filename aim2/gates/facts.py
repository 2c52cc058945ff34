"""What the gates are read from: plain values, so that they can be tried without a database."""

from dataclasses import dataclass
from datetime import date

from aim2.consent.rules import Standing
from referrals.eligibility.facts import Facts as Referred
from referrals.eligibility.facts import Limits


@dataclass(frozen=True)
class Known:
    """Something on record: what, since when, and who says so."""

    words: str
    on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Order:
    """An order or licence that requires the work."""

    name: str
    court: str
    on: date


@dataclass(frozen=True)
class Hold:
    """AIM2 waits for the court (P6.5)."""

    since: date
    why: str
    ends_when: str = "A guilty plea that the court accepts, a finding, or the end of the charge"


@dataclass(frozen=True)
class Agreement:
    """What is known of the agreement on work before trial."""

    police: Known | None = None
    cps: Known | None = None
    ended: str = ""
    topics: str = ""

    @property
    def in_force(self) -> bool:
        return self.police is not None and self.cps is not None and not self.ended


@dataclass(frozen=True)
class Lead:
    """Who leads, with the accreditation they hold; None of it where they hold none."""

    name: str
    instrument: str = ""
    edition: str = ""
    expires_on: date | None = None
    seen_by: str = ""


@dataclass(frozen=True)
class Suitability:
    """What was judged of the tool (P2.2)."""

    suits: str
    learning_disability: bool
    reasons: str
    by: str
    on: date
    changes: str = ""
    alternative: str = ""


@dataclass(frozen=True)
class Override:
    """A manager lets work begin as a narrative only."""

    why: str
    by: str
    on: date
    reasons: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything the gates are read from, on one day."""

    referred: Referred
    on: date
    consent: Standing
    accepted_on: date | None = None
    begun_on: date | None = None
    sex: str = ""
    finding_on: date | None = None
    admissions: tuple[Known, ...] = ()
    findings: tuple[Known, ...] = ()
    claimed: bool = False
    """The referral says that something was admitted; neither police nor YOS have confirmed it."""
    order: Order | None = None
    proceedings_open: bool = False
    hold: Hold | None = None
    hold_lifted: Known | None = None
    agreement: Agreement | None = None
    lead: Lead | None = None
    suitability: Suitability | None = None
    overrides: tuple[Override, ...] = ()

    @property
    def limits(self) -> Limits:
        """What the partnership chooses, as screening reads it too."""
        return self.referred.limits

    def override(self, why: str) -> Override | None:
        return next((one for one in self.overrides if one.why == why), None)
