"""What the dashboard says, in six statements (one more asks whether the calendar changed), on however many cases and however filtered.

Everything is counted by the database from the rows of `rows.py`; here the counts are put where they belong.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.pages.delay import apart, rows
from hsb.pages.delay.apart import HELD, REFUSED
from hsb.pages.delay.asked import AGES, Asked, months_before
from hsb.pages.delay.chain import OFFERED, PLACES, SPANS, WHOLE, Step, live, step_at
from hsb.pages.delay.rows import Sql
from hsb.pages.delay.spread import Spread
from hsb.timeliness import queries as timeliness

TREND_MONTHS = 24


@dataclass(frozen=True)
class Kept:
    """How often one standard was kept: clocks met in time, and clocks that ran out."""

    code: str
    title: str
    in_time: int
    late: int


@dataclass(frozen=True)
class StoodStill:
    """The time one standard's clocks stood still, or were given beyond their due dates."""

    code: str
    title: str
    how: str
    clocks: int
    days: int


@dataclass
class StoodApart:
    """The working days of the period that were held for the court, or followed a refusal: of how many records, and going on now."""

    now: int = 0
    records: int = 0
    days: int = 0


@dataclass
class Figures:
    """Everything on the dashboard, as counts."""

    asked: Asked
    today: date
    since: date
    until: date
    whole: Spread = field(default_factory=Spread)
    steps: dict[int, Spread] = field(default_factory=lambda: defaultdict(Spread))
    links: dict[tuple[int, int], Spread] = field(default_factory=lambda: defaultdict(Spread))  # (step before, step)
    offers: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))  # by what the family answered
    months: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    whose: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    routes: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    schools: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    family: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)  # (whose, age) -> cases
    waiting_for: dict[int, int] = field(default_factory=dict)
    waited: Spread = field(default_factory=Spread)  # since the first account
    kept: list[Kept] = field(default_factory=list)
    still: list[StoodStill] = field(default_factory=list)
    apart: dict[str, StoodApart] = field(default_factory=lambda: {HELD: StoodApart(), REFUSED: StoodApart()})
    conferences: Spread = field(default_factory=Spread)  # from the discussion that began the enquiry
    reasons: dict[str, int] = field(default_factory=dict)
    agencies: dict[int, str] = field(default_factory=dict)  # that referred anybody seen, by id

    @property
    def shown(self) -> list[Step]:
        """Answer the steps to show: those this release reaches, and any a case has come to all the same."""
        reached = {place for place, spread in self.steps.items() if spread}
        return [step_at(place) for place in sorted(reached | {PLACES[step.code] for step in live()}) if place > 1]

    @property
    def longer_now(self) -> int | None:
        """Answer how many wait now longer than the median of the whole way; None while there is no median."""
        return None if self.whole.median is None else self.waited.over(self.whole.median)

    @property
    def trend_since(self) -> date:
        """Answer the first day of the trend: two years of months, whatever the period."""
        return months_before(self.until, TREND_MONTHS - 1)


def figures(user: User | None, asked: Asked, *, today: date, until: date | None = None) -> Figures:
    """Answer the dashboard for the cases this person may see; of every case, up to the day `until`, for the partnership."""
    asked = asked.filters
    since, last = asked.between(until or today)
    found = Figures(asked=asked, today=today, since=since, until=last)
    _completed(found, user)
    _waiting(found, user)
    _clocks(found, user)
    _conferences(found, user)
    _stood_apart(found, user)
    found.agencies = dict(Agency.objects.filter(pk__in=_numbers(found.schools)).values_list("pk", "name"))
    return found


def _completed(found: Figures, user: User | None) -> None:
    """One statement: the spread of each step and of the whole way, by everything they are shown by."""
    bounds = Sql(" day BETWEEN %s AND %s", (rows.day(found.since), rows.day(found.until)))
    trend = Sql(" day BETWEEN %s AND %s", (rows.day(found.trend_since), rows.day(found.until)))
    whose = Sql(" AND whose = %s", (found.asked.whose,)) if found.asked.whose else Sql("")
    month = "substr(CAST(day AS text), 1, 7)"
    groups = [
        _group("step", "place", "CAST(from_place AS text)", Sql(" place > 0 AND") + bounds + whose),
        _group("offer", "0", "family", Sql(f" place = {SPANS[OFFERED]} AND") + bounds),
        _group("whole", "0", "''", Sql(" place = 0 AND") + bounds),
        _group("month", "0", month, Sql(" place = 0 AND") + trend),
        _group("whose", "0", "whose", Sql(" place > 0 AND") + bounds + whose),
        _group("route", "0", "CAST(route AS text)", Sql(" place = 0 AND") + bounds),
        _group("school", "0", "CAST(agency_id AS text)", Sql(" place = 0 AND") + bounds),
        _group("family", "0", "family", Sql(" place = 0 AND") + bounds),
    ]
    statement = rows.steps(user, found.asked) + groups[0]
    for group in groups[1:]:
        statement = statement + " UNION ALL " + group
    into: Mapping[str, dict[str, Spread]] = {
        "offer": found.offers,
        "month": found.months,
        "whose": found.whose,
        "route": found.routes,
        "school": found.schools,
        "family": found.family,
    }
    for kind, place, word, days, number in rows.rows(statement):
        if kind == "step":
            found.steps[place][days] += number
            found.links[int(word), place][days] += number
        elif kind == WHOLE:
            found.whole[days] += number
        else:
            into[kind][word or ""][days] += number


def _group(kind: str, place: str, word: str, where: Sql) -> Sql:
    return (
        Sql(f" SELECT '{kind}' AS kind, {place} AS place, {word} AS word, days, count(*) AS number FROM passed WHERE")
        + where
        + " GROUP BY 1, 2, 3, 4"
    )


def _waiting(found: Figures, user: User | None) -> None:
    """One statement: who waits, by whose move and how long, for which step, and how long in all."""
    age = " ".join(f"WHEN days <= {last} THEN '{code}'" for code, (_, last) in AGES.items() if last is not None)
    oldest = next(code for code, (_, last) in AGES.items() if last is None)
    where = Sql(" FROM waiting WHERE ") + rows.of_waits(found.asked)
    statement = rows.waits(user, found.asked, found.today)
    statement += (
        Sql(f" SELECT 'cell', 0, whose, CASE {age} ELSE '{oldest}' END, 0, count(*)") + where + " GROUP BY 3, 4"
    )
    statement += Sql(" UNION ALL SELECT 'step', place, '', '', 0, count(*)") + where + " GROUP BY 2"
    statement += Sql(" UNION ALL SELECT 'total', 0, '', '', total, count(*)") + where + " GROUP BY 5"
    for kind, place, whose, aged, total, number in rows.rows(statement):
        if kind == "cell":
            found.waiting[whose, aged] = number
        elif kind == "step":
            found.waiting_for[place] = number
        else:
            found.waited[total] += number


def _clocks(found: Figures, user: User | None) -> None:
    """One statement: which standards were kept, where clocks stood still, and the reasons for what ran out."""
    asked = found.asked
    whose = Sql(" AND t.owner_kind = %s", (asked.whose,)) if asked.whose else Sql("")
    statement = rows.clocks(user, asked, today=found.today, until=found.until) + Sql(
        " SELECT c.how, t.standard_code, max(t.title), c.reason, count(*), sum(c.days)"
        " FROM clocks c JOIN timed t ON t.id = c.id WHERE 1 = 1"
    )
    statement = statement + whose + " GROUP BY 1, 2, 4 ORDER BY 2, 1"
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    titles: dict[str, str] = {}
    for how, code, title, reason, number, days in rows.rows(statement):
        titles[code] = title
        if how in ("paused", "extended"):
            found.still.append(StoodStill(code, title, how, number, int(days)))
            continue
        counts[code][how] += number
        if how == "late":
            found.reasons[reason] = found.reasons.get(reason, 0) + number
    found.kept = [Kept(code, titles[code], kept["in_time"], kept["late"]) for code, kept in counts.items()]


def _conferences(found: Figures, user: User | None) -> None:
    """One statement: how long initial conferences of the period took."""
    for days, number in rows.rows(rows.conferences(user, found.asked, since=found.since, until=found.until)):
        found.conferences[max(0, int(days))] += number


def _stood_apart(found: Figures, user: User | None) -> None:
    """One statement: how many of the days of the period are no waiting for a service, and on how many records that goes on."""
    holidays = timeliness.book().holidays
    for _, some in groupby(rows.rows(rows.apart(user, found.asked)), key=lambda line: line[0]):
        lines = list(some)
        events = [(code, rows.as_date(day)) for _, _, code, day in lines]
        stood = apart.apart(events, today=found.until, holidays=holidays, waits=bool(lines[0][1]))
        for why, counted in found.apart.items():
            days = sum(found.since <= day <= found.until for day in stood.days(why))
            counted.days += days
            counted.records += bool(days)
            counted.now += why in stood.now


def _numbers(words: Mapping[str, object]) -> list[int]:
    return [int(word) for word in words if word]
