"""How old somebody is on a day: the one computation. Pure, in whole years on London days."""

from datetime import date


def age_on(born_on: date, day: date) -> int:
    """The age in whole years on a day. A child born on 29 February has the birthday on 1 March in a common year, as English
    law counts it."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def birthday(born_on: date, age: int) -> date:
    """The day on which a person reaches an age."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def estimate_moves_on(estimate: int, estimated_on: date, today: date) -> int:
    """The age somebody is thought to have now: a year more on each anniversary of the London day they were thought to have it."""
    return estimate + max(0, age_on(estimated_on, today))
