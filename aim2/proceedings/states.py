"""Where one allegation stands, and what may stand beside it: tables (domain.md §5.3). docs/states.md is generated from them."""

from django.db.models import TextChoices

from hsb.agencies.models import AgencyKind
from hsb.cases.states import CriminalJustice


class Standing(TextChoices):
    """How one allegation stands with police and court."""

    REPORTED = "investigation", "Under investigation"
    ON_BAIL = "bail", "On police bail"
    RELEASED = "rui", "Released under investigation"
    CHARGED = "charged", "Charged"
    CONVICTED = "convicted", "Found guilty, to be sentenced"
    SENTENCED = "court_order", "Sentenced"
    RESOLVED = "resolution", "Community resolution"
    DEFERRED = "outcome_22", "Outcome 22, with work instead"
    CAUTIONED = "caution", "Cautioned"
    NO_FURTHER_ACTION = "nfa", "No further action"
    DISCONTINUED = "discontinued", "Charge dropped"
    ACQUITTED = "acquitted", "Found not guilty"


S = Standing
_OUT_OF_COURT = frozenset({S.RESOLVED, S.DEFERRED, S.CAUTIONED, S.NO_FURTHER_ACTION})

TRANSITIONS: dict[Standing, frozenset[Standing]] = {
    S.REPORTED: frozenset({S.ON_BAIL, S.RELEASED, S.CHARGED}) | _OUT_OF_COURT,
    S.ON_BAIL: frozenset({S.REPORTED, S.RELEASED, S.CHARGED}) | _OUT_OF_COURT,
    S.RELEASED: frozenset({S.ON_BAIL, S.CHARGED}) | _OUT_OF_COURT,  # arrested again: on bail, or released as before
    S.CHARGED: frozenset({S.CONVICTED, S.ACQUITTED, S.DISCONTINUED}),
    S.CONVICTED: frozenset({S.SENTENCED}),
    S.SENTENCED: frozenset(),
    S.RESOLVED: frozenset(),
    S.DEFERRED: frozenset({S.CHARGED}),  # the work was not done
    S.CAUTIONED: frozenset({S.CHARGED}),  # a conditional caution whose conditions were broken
    S.NO_FURTHER_ACTION: frozenset({S.REPORTED, S.ON_BAIL, S.CHARGED}),  # reviewed at the request of who was harmed
    S.DISCONTINUED: frozenset({S.CHARGED}),
    S.ACQUITTED: frozenset(),
}

OWNER: dict[Standing, AgencyKind | None] = {
    **dict.fromkeys(S, None),
    **dict.fromkeys((S.REPORTED, S.ON_BAIL, S.RELEASED), AgencyKind.POLICE),
    **dict.fromkeys((S.CHARGED, S.CONVICTED, S.SENTENCED), AgencyKind.YOS),
}

BEFORE_CHARGE = frozenset({S.REPORTED, S.ON_BAIL, S.RELEASED})
OPEN = BEFORE_CHARGE | {S.CHARGED, S.CONVICTED}
ENDED_WITHOUT_FINDING = frozenset({S.NO_FURTHER_ACTION, S.DISCONTINUED, S.ACQUITTED})
ESTABLISHED = frozenset({S.CAUTIONED, S.CONVICTED, S.SENTENCED})
"""Where an allegation is no longer only alleged, whatever was admitted."""


class Admission(TextChoices):
    FULL = "full", "Admitted in full"
    PARTIAL = "partial", "Admitted in part"
    NONE = "none", "Not admitted"
    NO_COMMENT = "no_comment", "No comment"
    NOT_INTERVIEWED = "not_interviewed", "Not interviewed yet"


ADMITTED = frozenset({Admission.FULL, Admission.PARTIAL})


class Plea(TextChoices):
    GUILTY = "guilty", "Guilty, accepted by the court"
    GUILTY_NOT_ACCEPTED = "guilty_not_accepted", "Guilty, but not accepted by the court"
    NOT_GUILTY = "not_guilty", "Not guilty"


class HoldRule(TextChoices):
    """While what AIM2 is held: the partnership's choice (policy 6.5 can be read in more than one way)."""

    UNTIL_CONVICTION = "until_conviction_recorded", "until a conviction is recorded"
    WHILE_NOT_GUILTY = "while_plea_not_guilty", "while a plea of not guilty stands"
    NONE = "none", "never"


C = CriminalJustice
STRAND: dict[Standing, CriminalJustice] = {
    S.REPORTED: C.INVESTIGATION,
    S.RELEASED: C.RELEASED,
    S.ON_BAIL: C.ON_BAIL,
    S.CHARGED: C.CHARGED,
    S.CONVICTED: C.CONVICTED,
}
"""What an allegation that is still open makes of the strand."""

FURTHEST: tuple[CriminalJustice, ...] = (
    C.IN_CUSTODY,
    C.ON_LICENCE,
    C.COURT_ORDER,
    C.CONVICTED,
    C.CHARGED,
    C.ON_BAIL,
    C.RELEASED,
    C.INVESTIGATION,
)
"""From the furthest to the first: the strand shows the furthest that is still open, and *ended* where nothing is."""
