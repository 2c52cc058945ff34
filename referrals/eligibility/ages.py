"""How old somebody was or is, as far as it is known: pure."""

import datetime
from collections.abc import Callable

from hsb.ages import age_on, birthday
from referrals.eligibility.facts import Criterion, Elsewhere, Facts, State, When, joined

ADULT_AGE = 18
"""In law, whatever a partnership chooses for its own procedure (`Facts.limits`)."""


def nth(number: int) -> str:
    """Answer a number as the birthday it is: 18th, 21st."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def says(day: datetime.date) -> str:
    """A day the British way: 3 December 2026."""
    return f"{day.day} {day:%B %Y}"


def age_at_behaviour(facts: Facts) -> Criterion:
    """Whether the young person was under 18 at every behaviour (P1.1; the age is the partnership's)."""
    adult_age = facts.limits.adult_age
    title = f"Under {adult_age} at the time of the behaviour"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("age_at_behaviour", state, title, reason, "P1.1", elsewhere)

    if facts.born_on is None:
        return _age_at_behaviour_by_estimate(facts, answer)
    born_on = facts.born_on
    if born_on > facts.on:
        return answer(State.CONFIRM, f"The date of birth, {says(born_on)}, is in the future. Check it.")

    eighteenth = birthday(born_on, adult_age)
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
            f"The {nth(adult_age)} birthday was {says(eighteenth)}; {joined(adult)} came on that day or later. What a person does at "
            f"{adult_age} or over is not harmful sexual behaviour by a child, and this procedure cannot be used for it."
        )
        if len(adult) < len(facts.behaviours):
            reason += f" To refer what happened before the {nth(adult_age)} birthday, take the later behaviour out of this referral."
        places = [Elsewhere.POLICE, Elsewhere.ADULT_SAFEGUARDING]
        if not facts.harmed or {"child", "online", "not_known"} & set(facts.harmed):
            places.append(Elsewhere.CHILDRENS_SOCIAL_CARE)
        return answer(State.NOT_MET, reason, *places)
    if unclear:
        return answer(
            State.NOT_KNOWN,
            f"The {nth(adult_age)} birthday was {says(eighteenth)}, and the date of {joined(unclear)} is not known closely enough to say "
            "on which side it falls. Ask when it happened.",
        )
    if facts.behaviours and all(when.latest for when in facts.behaviours):
        ages = sorted({age_on(born_on, min(when.latest or facts.on, facts.on)) for when in facts.behaviours})
        which = f"{ages[0]}" if len(ages) == 1 else f"{ages[0]} to {ages[-1]}"
        return answer(State.MET, f"Born {says(born_on)}, so {which} at the time.")
    return answer(
        State.MET, f"The {nth(adult_age)} birthday is {says(eighteenth)}, after anything that can have happened."
    )


def _age_at_behaviour_by_estimate(facts: Facts, answer: Callable[..., Criterion]) -> Criterion:
    if facts.age_estimate is None:
        return answer(
            State.NOT_KNOWN, "The date of birth is not known. Ask the school, the family or a health worker for it."
        )
    thought = f"Thought to be about {facts.age_estimate}; the date of birth is not known."
    if facts.age_estimate >= facts.limits.adult_age - 1:
        return answer(
            State.NOT_KNOWN,
            f"{thought} That is too close to {facts.limits.adult_age} to go by. Ask for the date of birth; send the referral meanwhile.",
        )
    return answer(State.CONFIRM, f"{thought} Confirm it.")


def age_for_aim2(facts: Facts) -> Criterion:
    """Whether the young person is from 12 to 17 on the day of the decision (P4.1; the partnership's reading of “12 to 18”)."""
    lowest, adult_age = facts.limits.lowest_age, facts.limits.adult_age
    title = f"Aged {lowest} to {adult_age - 1} today"

    def answer(state: State, reason: str, *elsewhere: Elsewhere) -> Criterion:
        return Criterion("age_now", state, title, reason, "P4.1", elsewhere)

    if facts.born_on is None:
        if facts.age_estimate is None:
            return answer(State.NOT_KNOWN, "The date of birth is not known. Ask for it before accepting or declining.")
        thought = f"Thought to be about {facts.age_estimate}; the date of birth is not known."
        if facts.age_estimate < lowest - 1:
            return answer(
                State.CONFIRM, f"{thought} If that is right, AIM2 is not made for this age.", Elsewhere.UNDER_TWELVES
            )
        if lowest + 1 <= facts.age_estimate <= adult_age - 2:
            return answer(State.CONFIRM, f"{thought} Confirm it.")
        return answer(State.NOT_KNOWN, f"{thought} That is too close to the limit to go by. Ask for the date of birth.")
    if facts.born_on > facts.on:
        return answer(State.CONFIRM, f"The date of birth, {says(facts.born_on)}, is in the future. Check it.")
    age = age_on(facts.born_on, facts.on)
    if age >= adult_age:
        return answer(
            State.NOT_MET,
            f"{age} today. AIM2 is offered until the day before the {nth(adult_age)} birthday, which was "
            f"{says(birthday(facts.born_on, adult_age))}; work already begun may be finished.",
            Elsewhere.ADULT_SAFEGUARDING,
            Elsewhere.POLICE,
        )
    if age < lowest:
        twelfth = birthday(facts.born_on, lowest)
        reason = f"{age} today, and {lowest} on {says(twelfth)}. AIM2 is not made for younger children: another way to help is recorded."
        if age < facts.limits.criminal_age:
            reason = (
                f"{age} today. A child under {facts.limits.criminal_age} cannot be guilty of an offence, so only the "
                "child protection and child in need route is open, and AIM2 is not made for this age: another way to help is recorded."
            )
        return answer(State.NOT_MET, reason, Elsewhere.UNDER_TWELVES)
    eighteenth = birthday(facts.born_on, adult_age)
    reason = f"{age} today."
    if (eighteenth - facts.on).days <= 183:
        reason += f" {adult_age} on {says(eighteenth)}: plan the hand-over now."
    return answer(State.MET, reason)


def criminal_responsibility(facts: Facts) -> Criterion | None:
    """Whether the criminal justice route can be used at all: not for what a child did under 10. None where it was not asked."""
    if "criminal_justice" not in facts.routes or facts.born_on is None:
        return None
    tenth = birthday(facts.born_on, facts.limits.criminal_age)
    last_day = min(facts.on, facts.came_to_light_on or facts.on)
    latest = [min(when.latest or last_day, facts.on) for when in facts.behaviours] or [last_day]
    earliest = [when.earliest for when in facts.behaviours]
    title, source = "Old enough for the criminal justice route", "P4.1"
    age = facts.limits.criminal_age
    if all(day < tenth for day in latest):
        return Criterion(
            "criminal_responsibility",
            State.NOT_MET,
            title,
            f"Under {age} at the time. A child under {age} cannot be guilty of an offence: use the child protection and "
            "child in need route.",
            source,
            (Elsewhere.CHILDRENS_SOCIAL_CARE,),
        )
    if all(day is not None and day >= tenth for day in earliest) and earliest:
        return Criterion("criminal_responsibility", State.MET, title, f"{age} or over at the time.", source)
    return Criterion(
        "criminal_responsibility",
        State.CONFIRM,
        title,
        f"{age} on {says(tenth)}. What happened before that day cannot be an offence; confirm the dates.",
        source,
    )
