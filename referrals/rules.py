"""Who the procedure is for (P1.1) and who may be offered AIM2 (P4.1, P6.3): pure, with a reason and a clause for each answer.

Nothing here reads the clock or the database. A caller passes the facts it knows; what it does not know stays unknown and is
answered with what to ask, never with a guess.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from referrals import behaviour as scales

LOWEST_AIM2_AGE = 12
ADULT_AGE = 18
AGE_OF_CRIMINAL_RESPONSIBILITY = 10


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


def age_on(born_on: datetime.date, day: datetime.date) -> int:
    """The age in whole years on a day. A child born on 29 February has the birthday on 1 March in a common year, as English
    law counts it."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def birthday(born_on: datetime.date, age: int) -> datetime.date:
    """The day on which a person reaches an age."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return datetime.date(born_on.year + age, 3, 1)


def says(day: datetime.date) -> str:
    """A day the British way: 3 December 2026."""
    return f"{day.day} {day:%B %Y}"


def age_at_behaviour(facts: Facts) -> Criterion:
    """Whether the young person was under 18 at every behaviour (P1.1)."""
    title = "Under 18 at the time of the behaviour"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("age_at_behaviour", state, title, reason, "P1.1", elsewhere)

    if facts.born_on is None:
        return _age_at_behaviour_by_estimate(facts, answer)
    born_on = facts.born_on
    if born_on > facts.on:
        return answer(State.CONFIRM, f"The date of birth, {says(born_on)}, is in the future. Check it.")

    eighteenth = birthday(born_on, ADULT_AGE)
    last_day = min(facts.on, facts.came_to_light_on or facts.on)
    adult: list[str] = []
    unclear: list[str] = []
    for when in facts.behaviours or (When(),):
        what = when.title or "the behaviour"
        earliest, latest = when.earliest, min(when.latest or last_day, facts.on)
        if latest < born_on:
            return answer(State.CONFIRM, f"The date of {what} is before the date of birth. Check both dates.")
        if latest < eighteenth:
            continue
        if earliest is not None and earliest >= eighteenth:
            adult.append(f"{what} ({says(earliest)}{'' if earliest == latest else ' or later'})")
        else:
            unclear.append(what)

    if adult:
        reason = (
            f"The 18th birthday was {says(eighteenth)}; {_and(adult)} came on that day or later. What a person does at 18 or over "
            "is not harmful sexual behaviour by a child, and this procedure cannot be used for it."
        )
        if len(adult) < len(facts.behaviours):
            reason += " To refer what happened before the 18th birthday, take the later behaviour out of this referral."
        places = [Elsewhere.POLICE, Elsewhere.ADULT_SAFEGUARDING]
        if not facts.harmed or {"child", "online", "not_known"} & set(facts.harmed):
            places.append(Elsewhere.CHILDRENS_SOCIAL_CARE)
        return answer(State.NOT_MET, reason, *places)
    if unclear:
        return answer(
            State.NOT_KNOWN,
            f"The 18th birthday was {says(eighteenth)}, and the date of {_and(unclear)} is not known closely enough to say on "
            "which side it falls. Ask when it happened.",
        )
    if facts.behaviours and all(when.latest for when in facts.behaviours):
        ages = sorted({age_on(born_on, min(when.latest or facts.on, facts.on)) for when in facts.behaviours})
        which = f"{ages[0]}" if len(ages) == 1 else f"{ages[0]} to {ages[-1]}"
        return answer(State.MET, f"Born {says(born_on)}, so {which} at the time.")
    return answer(State.MET, f"The 18th birthday is {says(eighteenth)}, after anything that can have happened.")


def _age_at_behaviour_by_estimate(facts: Facts, answer: Callable[..., Criterion]) -> Criterion:
    if facts.age_estimate is None:
        return answer(
            State.NOT_KNOWN, "The date of birth is not known. Ask the school, the family or a health worker for it."
        )
    thought = f"Thought to be about {facts.age_estimate}; the date of birth is not known."
    if facts.age_estimate >= ADULT_AGE - 1:
        return answer(
            State.NOT_KNOWN,
            f"{thought} That is too close to 18 to go by. Ask for the date of birth; send the referral meanwhile.",
        )
    return answer(State.CONFIRM, f"{thought} Confirm it.")


def age_for_aim2(facts: Facts) -> Criterion:
    """Whether the young person is from 12 to 17 on the day of the decision (P4.1; the partnership's reading of “12 to 18”)."""
    title = "Aged 12 to 17 today"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("age_now", state, title, reason, "P4.1", elsewhere)

    if facts.born_on is None:
        if facts.age_estimate is None:
            return answer(State.NOT_KNOWN, "The date of birth is not known. Ask for it before accepting or declining.")
        thought = f"Thought to be about {facts.age_estimate}; the date of birth is not known."
        if facts.age_estimate < LOWEST_AIM2_AGE - 1:
            return answer(
                State.CONFIRM, f"{thought} If that is right, AIM2 is not made for this age.", Elsewhere.UNDER_TWELVES
            )
        if LOWEST_AIM2_AGE + 1 <= facts.age_estimate <= ADULT_AGE - 2:
            return answer(State.CONFIRM, f"{thought} Confirm it.")
        return answer(State.NOT_KNOWN, f"{thought} That is too close to the limit to go by. Ask for the date of birth.")
    if facts.born_on > facts.on:
        return answer(State.CONFIRM, f"The date of birth, {says(facts.born_on)}, is in the future. Check it.")
    age = age_on(facts.born_on, facts.on)
    if age >= ADULT_AGE:
        return answer(
            State.NOT_MET,
            f"{age} today. AIM2 is offered until the day before the 18th birthday, which was "
            f"{says(birthday(facts.born_on, ADULT_AGE))}; work already begun may be finished.",
            Elsewhere.ADULT_SAFEGUARDING,
            Elsewhere.POLICE,
        )
    if age < LOWEST_AIM2_AGE:
        twelfth = birthday(facts.born_on, LOWEST_AIM2_AGE)
        reason = f"{age} today, and 12 on {says(twelfth)}. AIM2 is not made for younger children: another way to help is recorded."
        if age < AGE_OF_CRIMINAL_RESPONSIBILITY:
            reason = (
                f"{age} today. A child under 10 cannot be guilty of an offence, so only the child protection and child in need "
                "route is open, and AIM2 is not made for this age: another way to help is recorded."
            )
        return answer(State.NOT_MET, reason, Elsewhere.UNDER_TWELVES)
    eighteenth = birthday(facts.born_on, ADULT_AGE)
    reason = f"{age} today."
    if (eighteenth - facts.on).days <= 183:
        reason += f" 18 on {says(eighteenth)}: plan the hand-over now."
    return answer(State.MET, reason)


def criminal_responsibility(facts: Facts) -> Criterion | None:
    """Whether the criminal justice route can be used at all: not for what a child did under 10. None where it was not asked."""
    if "criminal_justice" not in facts.routes or facts.born_on is None:
        return None
    tenth = birthday(facts.born_on, AGE_OF_CRIMINAL_RESPONSIBILITY)
    last_day = min(facts.on, facts.came_to_light_on or facts.on)
    latest = [min(when.latest or last_day, facts.on) for when in facts.behaviours] or [last_day]
    earliest = [when.earliest for when in facts.behaviours]
    title, source = "Old enough for the criminal justice route", "P4.1"
    if all(day < tenth for day in latest):
        return Criterion(
            "criminal_responsibility",
            State.NOT_MET,
            title,
            "Under 10 at the time. A child under 10 cannot be guilty of an offence: use the child protection and child in need route.",
            source,
            (Elsewhere.CHILDRENS_SOCIAL_CARE,),
        )
    if all(day is not None and day >= tenth for day in earliest) and earliest:
        return Criterion("criminal_responsibility", State.MET, title, "10 or over at the time.", source)
    return Criterion(
        "criminal_responsibility",
        State.CONFIRM,
        title,
        f"10 on {says(tenth)}. What happened before that day cannot be an offence; confirm the dates.",
        source,
    )


def who_was_harmed(facts: Facts) -> Criterion:
    """Whether the behaviour was towards someone the definition names: self, a child, a young person or an adult (P1.1)."""
    title = "Towards the young person, a child or an adult"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("who_was_harmed", state, title, reason, "P1.1", elsewhere)

    kinds = {kind or "not_known" for kind in facts.harmed}
    if not kinds:
        return answer(
            State.CONFIRM, "Nobody is named as harmed yet. The referral can go; add them when they are known."
        )
    if kinds == {"self"}:
        return answer(
            State.MET,
            "Only the young person was harmed. That is harmful sexual behaviour too; children’s social care looks at the young "
            "person’s own needs first.",
        )
    if "adult" in kinds:
        reason = "An adult was harmed. The procedure covers that; the adult has a right to support and may need adult safeguarding."
        return answer(State.MET, reason, Elsewhere.ADULT_SAFEGUARDING)
    if kinds <= {"not_known", "self"}:
        return answer(
            State.MET, "It is not known who was harmed. The referral can go; finding them is part of what follows."
        )
    if kinds <= {"online", "not_known", "self"}:
        return answer(State.MET, "The person harmed is known only from online contact.")
    return answer(State.MET, "A child was harmed. The child gets a record and a worker of their own.")


def eligibility(facts: Facts) -> Eligibility:
    """Every condition for sending the referral, each with its reason; only `age_at_behaviour` can refuse it."""
    found: Iterable[Criterion | None] = (
        age_at_behaviour(facts),
        who_was_harmed(facts),
        age_for_aim2(facts),
        criminal_responsibility(facts),
    )
    return Eligibility(tuple(criterion for criterion in found if criterion is not None))


def route_in(facts: Facts) -> Criterion:
    """Whether one of the ways to AIM2 is open: a finding of social care, an admission, or a court order (P4.1, P6.3)."""
    title = "A way in is open"

    def answer(state: State, reason: str, source: str) -> Criterion:
        return Criterion("route", state, title, reason, source)

    if any(allegation.status == "court_order" for allegation in facts.allegations):
        return answer(State.MET, "A court has made an order for a sexual offence.", "P4.1")
    admitted = [allegation.admission for allegation in facts.allegations if allegation.admission in ("full", "partial")]
    if admitted:
        how = "in full" if "full" in admitted else "in part"
        return answer(State.MET, f"An allegation has been admitted {how}.", "P4.1, P6.3")
    if facts.assessment_finding == "abusive":
        return answer(State.MET, "The assessment by children’s social care found abusive behaviour.", "P4.1, P5.10")
    if facts.assessment_finding == "not_abusive":
        return answer(
            State.NOT_MET,
            "The assessment by children’s social care did not find abusive behaviour, and nothing is admitted or ordered by a court.",
            "P4.1",
        )
    if facts.allegations and "child_protection" not in facts.routes:
        return answer(
            State.NOT_MET,
            "Nothing is admitted and no court has made an order, so the criminal justice route is not open. The child protection "
            "and child in need route is, through an assessment by children’s social care.",
            "P4.1, P6.3",
        )
    return answer(
        State.NOT_KNOWN,
        "Children’s social care has not finished its assessment, and nothing is admitted or ordered by a court. "
        "Ask for the finding.",
        "P4.1, P5.10",
    )


def level_of_behaviour(facts: Facts) -> Criterion:
    """Whether the behaviour is abusive or violent on the continuum, or a court has decided (P2.3, P4.1)."""
    title = "The behaviour is abusive or violent"
    source = "P2.3, P4.1"
    if any(allegation.status == "court_order" for allegation in facts.allegations):
        return Criterion("level", State.MET, title, "A court has made an order, so this is not asked again.", source)
    abusive = scales.is_abusive(facts.hackett)
    if abusive is None:
        return Criterion(
            "level",
            State.NOT_KNOWN,
            title,
            "Nobody has placed the behaviour on the continuum. Ask children’s social care, or judge it at the first meeting.",
            source,
        )
    placed = scales.HACKETT_BY_CODE[facts.hackett].title.lower()
    if abusive:
        return Criterion(
            "level", State.YOU_JUDGE, title, f"The referrer placed it as {placed}. Say whether you agree.", source
        )
    return Criterion(
        "level",
        State.YOU_JUDGE,
        title,
        f"The referrer placed it as {placed}, below abusive. If you agree, offer advice or another way to help.",
        source,
    )


def suitable_tool(facts: Facts) -> Criterion:
    """Whether a learning need asks for another tool or more time (P2.2)."""
    title = "AIM2 suits how the young person learns"
    if facts.learning_need in ("known", "suspected"):
        reason = f"A learning need is {facts.learning_need}. Confirm that AIM2 suits, or name the tool to use instead; it may take longer."
        return Criterion("tool", State.CONFIRM, title, reason, "P2.2")
    if facts.learning_need == "none_known":
        return Criterion("tool", State.MET, title, "No learning need is known.", "P2.2")
    return Criterion(
        "tool", State.NOT_KNOWN, title, "It is not known whether there is a learning need. Ask the school.", "P2.2"
    )


def police_consent(facts: Facts) -> Criterion | None:
    """Whether those who must consent to a request by the police have done so (P6.3). None where the police did not ask."""
    if facts.police_request != "yes":
        return None
    title = "Consent to the request by the police"
    answers = {"the young person": facts.consent_young_person, "a parent or carer": facts.consent_parent}
    refused = [who for who, said in answers.items() if said == "refused"]
    if refused:
        reason = f"{_and(refused).capitalize()} refused. Without consent AIM2 does not start; other help can still be offered."
        return Criterion("police_consent", State.NOT_MET, title, reason, "P6.3")
    missing = [who for who, said in answers.items() if said != "given"]
    if missing:
        return Criterion(
            "police_consent",
            State.NOT_KNOWN,
            title,
            f"Not recorded for {_and(missing)}. Ask before AIM2 starts.",
            "P6.3",
        )
    return Criterion(
        "police_consent",
        State.CONFIRM,
        title,
        "Recorded by the referrer. Confirm it with the family before starting.",
        "P6.3",
    )


def waiting_for_court(facts: Facts) -> Criterion | None:
    """Whether a charge without a conviction holds AIM2 back (P6.5). None where nothing is charged."""
    if not any(allegation.status == "charged" for allegation in facts.allegations):
        return None
    return Criterion(
        "court",
        State.CONFIRM,
        "No court hearing holds AIM2 back",
        "An allegation is charged. Screening and allocation go on; AIM2 itself waits until a conviction is recorded, unless a "
        "manager lifts the hold with a reason.",
        "P6.5",
    )


def screen_for_aim2(facts: Facts) -> list[Criterion]:
    """Every criterion the youth offending service looks at before it accepts, in the order it is read."""
    found = (
        age_at_behaviour(facts),
        age_for_aim2(facts),
        who_was_harmed(facts),
        route_in(facts),
        criminal_responsibility(facts),
        level_of_behaviour(facts),
        suitable_tool(facts),
        police_consent(facts),
        waiting_for_court(facts),
    )
    return [criterion for criterion in found if criterion is not None]


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
