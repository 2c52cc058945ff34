"""Who has to agree before AIM2 begins, and whether they have (policy P6.1, P6.3). Pure.

Below 16 the young person and one person with parental responsibility; from 16, or where found able to decide (Gillick), the young
person alone. Under a care order a social care manager signs in the parents' place. Nobody can override any of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

OWN_CONSENT_AGE = 16
# As `terms` has them, which knows of the database; a test holds the two together.
YOUNG_PERSON, PARENT, LOCAL_AUTHORITY = "young_person", "parent", "local_authority"
AGREES, REFUSES, WITHDRAWS = "agrees", "refuses", "withdraws"
NO = frozenset({REFUSES, WITHDRAWS})


@dataclass(frozen=True)
class Given:
    """One answer, as the rule reads it. `age` is the young person's on that day, `able` whether they were found able to decide."""

    giver: str
    who: str
    called: str
    reply: str
    on: date
    at: datetime
    age: int | None = None
    able: bool | None = None
    next_offer_on: date | None = None

    @property
    def agrees(self) -> bool:
        return self.reply == AGREES


class Stand(StrEnum):
    """How consent for one purpose stands."""

    NOT_ASKED = "not_asked"
    ENOUGH = "enough"
    MISSING = "missing"
    THINKING = "thinking"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Standing:
    """Consent for one purpose: how it stands, since when, in a sentence, and whose answer is still missing."""

    stand: Stand
    because: str
    since: date | None = None
    missing: tuple[str, ...] = ()
    latest: tuple[Given, ...] = ()
    own: bool = False
    next_offer_on: date | None = None

    @property
    def enough(self) -> bool:
        return self.stand is Stand.ENOUGH

    @property
    def is_no(self) -> bool:
        return self.stand in (Stand.REFUSED, Stand.WITHDRAWN)


def decides_alone(given: Given | None) -> bool:
    """Whether the young person's own answer is enough: given at 16 or 17, unless found unable to decide, or found able below 16."""
    if given is None or given.able is False:
        return False
    return given.able is True or (given.age is not None and given.age >= OWN_CONSENT_AGE)


def standing(answers: Iterable[Given], *, age: int | None, care_order: bool = False) -> Standing:
    """Answer how consent stands from every answer given so far. `age` is the young person's today."""
    of: dict[str, list[Given]] = {}
    for one in sorted(answers, key=lambda given: (given.on, given.at)):
        of.setdefault(one.who, []).append(one)
    latest = tuple(given[-1] for given in of.values())
    young = next((one for one in latest if one.giver == YOUNG_PERSON), None)
    asked = LOCAL_AUTHORITY if care_order else PARENT
    adults = [_that_counts(given) for given in of.values() if given[-1].giver == asked]
    return _stand(young, adults, latest, asked, age)


def _that_counts(given: list[Given]) -> Given:
    """The adult's answer that counts: what they say once the young person is 16 takes nothing back."""
    last = given[-1]
    if last.reply in NO and last.age is not None and last.age >= OWN_CONSENT_AGE:
        return next((one for one in reversed(given) if one.agrees), last)
    return last


ADULT: dict[str, str] = {
    PARENT: "one person with parental responsibility",
    LOCAL_AUTHORITY: "a social care manager, for the care order",
}
YOUNG = "the young person"


def _stand(
    young: Given | None, adults: list[Given], latest: tuple[Given, ...], asked: str, age: int | None
) -> Standing:
    found = _of_the_young_person(young) or _of_the_adults(young, adults, asked, age)
    offers = [one.next_offer_on for one in latest if one.reply in NO and one.next_offer_on]
    return replace(found, latest=latest, own=decides_alone(young), next_offer_on=min(offers, default=None))


def _of_the_young_person(young: Given | None) -> Standing | None:
    """How consent stands where the young person's answer settles it; None where the adults' is needed to say."""
    if young is None:
        return None
    if young.reply == WITHDRAWS:
        return Standing(Stand.WITHDRAWN, "The young person withdrew.", young.on)
    if young.reply == REFUSES:
        return Standing(Stand.REFUSED, "The young person refused.", young.on)
    if young.agrees and decides_alone(young):
        why = "found able to decide" if young.able else f"at {young.age} their own consent is enough"
        return Standing(Stand.ENOUGH, f"The young person agreed: {why}.", young.on)
    if not young.agrees:
        return Standing(Stand.THINKING, "The young person wants more time.", missing=(YOUNG,))
    return None


def _of_the_adults(young: Given | None, adults: list[Given], asked: str, age: int | None) -> Standing:
    agreed = min((one for one in adults if one.agrees), key=lambda one: one.on, default=None)
    said_no = max((one for one in adults if one.reply in NO), key=lambda one: (one.on, one.at), default=None)
    if young is None and agreed is not None:
        alone = f"{agreed.called[:1].upper()}{agreed.called[1:]} agreed. That alone is not enough: the young person’s own consent is needed"
        own = "." if age is not None and age >= OWN_CONSENT_AGE else ", and one person’s with parental responsibility."
        return Standing(Stand.MISSING, f"{alone}{own}", missing=(YOUNG,))
    if young is not None and agreed is not None:
        return Standing(Stand.ENOUGH, f"The young person and {agreed.called} agreed.", max(young.on, agreed.on))
    if said_no is not None and (young is not None or age is None or age < OWN_CONSENT_AGE):
        stand = Stand.WITHDRAWN if said_no.reply == WITHDRAWS else Stand.REFUSED
        verb = "withdrew" if stand is Stand.WITHDRAWN else "refused"
        who = f"{said_no.called[:1].upper()}{said_no.called[1:]}"
        return Standing(stand, f"{who} {verb}, and nobody else who may answer has agreed.", said_no.on, (ADULT[asked],))
    if young is None:
        missing = (YOUNG,) if age is not None and age >= OWN_CONSENT_AGE else (YOUNG, ADULT[asked])
        words = "Nobody has been asked yet." if not adults else "The young person has not answered."
        return Standing(Stand.MISSING if adults else Stand.NOT_ASKED, words, missing=missing)
    words = f"The young person agreed. {ADULT[asked][:1].upper()}{ADULT[asked][1:]} has to agree too."
    return Standing(Stand.THINKING if adults else Stand.MISSING, words, missing=(ADULT[asked],))
