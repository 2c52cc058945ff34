"""What the rules of eligibility read and answer: plain values."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How one criterion stands."""

    MET = "met"
    NOT_MET = "not_met"
    YOU_JUDGE = "you_judge"
    NOT_KNOWN = "not_known"
    CONFIRM = "confirm"


class Elsewhere(StrEnum):
    """Where a referral that does not belong here should go."""

    ADULT_SAFEGUARDING = "adult_safeguarding"
    POLICE = "police"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    UNDER_TWELVES = "under_twelves"


ELSEWHERE_TITLE: dict[Elsewhere, str] = {
    Elsewhere.ADULT_SAFEGUARDING: "Adult safeguarding, for an adult who is harmed or at risk",
    Elsewhere.POLICE: "The police, for what a person did at 18 or over",
    Elsewhere.CHILDRENS_SOCIAL_CARE: "Children’s social care, for every child who may have been harmed",
    Elsewhere.UNDER_TWELVES: "A pathway for younger children: children’s social care assesses the child’s needs, with advice "
    "from the youth offending service, and an assessment made for under-twelves where one is offered",
}


@dataclass(frozen=True)
class Criterion:
    """One condition: how it stands, why, and the clause it comes from."""

    code: str
    state: State
    title: str
    reason: str
    source: str
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True)
class When:
    """The days between which one behaviour happened; None at an end nobody knows."""

    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    title: str = ""


@dataclass(frozen=True)
class Allegation:
    """What matters here of one allegation: the admission made to it and how it stands with police and court."""

    admission: str = ""
    status: str = ""


@dataclass(frozen=True)
class Limits:
    """What the partnership chooses: ages, the lowest band of Hackett's continuum, and the routes it takes (`limits.chosen`)."""

    lowest_age: int = 12
    adult_age: int = 18
    criminal_age: int = 10
    lowest_hackett: str = "abusive"
    routes: tuple[str, ...] = ("child_protection", "criminal_justice")


@dataclass(frozen=True)
class Facts:
    """What is known about a young person and the behaviour on one day (`on`)."""

    on: datetime.date
    born_on: datetime.date | None = None
    age_estimate: int | None = None
    behaviours: tuple[When, ...] = ()
    came_to_light_on: datetime.date | None = None
    harmed: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    hackett: str = ""
    learning_need: str = ""
    allegations: tuple[Allegation, ...] = field(default=())
    police_request: str = ""
    consent_young_person: str = ""
    consent_parent: str = ""
    assessment_finding: str = ""
    """`abusive`, `not_abusive` or empty while children’s social care has not finished its assessment."""
    name: str = "the young person"
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Eligibility:
    """Whether a referral may be sent, and every reason given for it."""

    criteria: tuple[Criterion, ...]

    @property
    def refused(self) -> bool:
        """Whether the referral belongs elsewhere altogether (P1.1)."""
        return any(c.code == "age_at_behaviour" and c.state is State.NOT_MET for c in self.criteria)

    @property
    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """Every other place named by a criterion, once each."""
        return tuple(dict.fromkeys(place for c in self.criteria for place in c.elsewhere))


def joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
