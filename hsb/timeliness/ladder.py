"""When the rungs of a chase ladder fall, and which are due. Pure: today is an argument.

A rung lies so many working days after the day a clock is held to (before it, if negative), by the numbers of the calendar: the
first day with that working-day number. So every rung falls on a working day, and what is due on a Saturday is chased on the
Friday before it, while there is still time.
"""

from collections.abc import Sequence
from datetime import date

from hsb.timeliness.calendar import CalendarEnds, Holidays, add_working_days, previous_working_day, working_days_between
from hsb.timeliness.standards import Rung

Days = Holidays | frozenset[date]


def rung_day(judged_on: date, days: int, holidays: Days) -> date:
    """Answer the day on which the rung so many working days from the due day falls."""
    return add_working_days(previous_working_day(judged_on, holidays), days, holidays)


def first_day(ladder: Sequence[Rung], judged_on: date, holidays: Days) -> date | None:
    """Answer the day of the ladder's first rung; None where nobody is chased. Past the known calendar it counts weekends only."""
    if not ladder:
        return None
    try:
        return rung_day(judged_on, ladder[0].days, holidays)
    except CalendarEnds:
        assert isinstance(holidays, Holidays)
        return rung_day(judged_on, ladder[0].days, holidays.without_limits())


def position(judged_on: date, today: date, holidays: Days) -> int:
    """Answer how many working days today is past the due day; negative while there is time."""
    return working_days_between(judged_on, today, holidays)


def latest(ladder: Sequence[Rung], at: int) -> dict[str, Rung]:
    """Answer, for each kind of recipient, the last rung that names it and is due at this position.

    After a missed week that is the rung due now, and not the ones that were missed.
    """
    return {kind: rung for rung in ladder if rung.days <= at for kind in rung.to}


def following(ladder: Sequence[Rung], at: int) -> Rung | None:
    """Answer the next rung that is not due yet at this position; None when the ladder is climbed."""
    return next((rung for rung in ladder if rung.days > at), None)
