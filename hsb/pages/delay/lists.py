"""The lists behind the figures: the same rows, one page at a time, longest first, with a count that stops at 1,000."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from hsb.accounts.models import User
from hsb.ages import age_on
from hsb.pages.delay import apart, rows
from hsb.pages.delay.asked import Asked
from hsb.pages.delay.rows import Sql, as_date
from hsb.timeliness import queries as timeliness

PAGE_SIZE = 25
COUNT_CAP = 1000
EXPORTED = 5000


@dataclass(frozen=True)
class Row:
    """A line of a list: whose record, how many days, and what the list's own columns hold."""

    reference: str
    child: str
    days: int
    values: tuple[Any, ...]
    tie: int = 0  # of a list of clocks: which clock


@dataclass(frozen=True)
class Listed:
    """One page of a list, where the next begins and how many there are (capped)."""

    rows: list[Row]
    next_key: str
    count: int

    @property
    def count_words(self) -> str:
        """Answer "37", or "1,000+"."""
        return f"{COUNT_CAP:,}+" if self.count > COUNT_CAP else f"{self.count:,}"


Asking = Callable[..., Listed]


def steps(user: User, asked: Asked, *, today: date, after: str = "", size: int = PAGE_SIZE) -> Listed:
    """Answer the steps (or whole ways) completed. Values: place, place before, day before, day, whose."""
    found = (
        rows.steps(user, asked)
        + Sql(
            ", listed AS MATERIALIZED (SELECT reference, initials, born_on, days, place AS tie,"
            " place, from_place, from_day, day, whose FROM passed WHERE "
        )
        + rows.of_steps(asked, today)
        + ")"
    )
    return _page(found, today=today, after=after, size=size)


def waits(user: User, asked: Asked, *, today: date, after: str = "", size: int = PAGE_SIZE) -> Listed:
    """Answer who waits now, the longest in all first. Values: place waited for, whose, days since the last step, since when, and of
    the days in all how many were held for the court and how many followed a refusal."""
    found = (
        rows.waits(user, asked, today)
        + Sql(
            ", listed AS MATERIALIZED (SELECT reference, initials, born_on, total AS days, 0 AS tie,"
            " place, whose, days AS waited, since FROM waiting WHERE "
        )
        + rows.of_waits(asked)
        + ")"
    )
    page = _page(found, today=today, after=after, size=size)
    return replace(page, rows=_with_apart(page.rows, today)) if page.rows else page


def _with_apart(here: list[Row], today: date) -> list[Row]:
    """One statement: each row with what of its days is no waiting for a service."""
    holidays = timeliness.book().holidays
    stood = {
        reference: apart.apart([(code, as_date(day)) for _, code, day in some], today=today, holidays=holidays)
        for reference, some in groupby(
            rows.rows(rows.apart_of([row.reference for row in here])), key=lambda line: line[0]
        )
    }
    nothing = apart.Apart()
    return [
        replace(row, values=(*row.values, len(found.held), len(found.refused)))
        for row in here
        for found in [stood.get(row.reference, nothing)]
    ]


def clocks(user: User, asked: Asked, *, today: date, after: str = "", size: int = PAGE_SIZE) -> Listed:
    """Answer clocks met, run out, paused or extended. Values: standard, title, owner, day it counts on, due, met, state, reason."""
    found = (
        rows.clocks(user, asked, today=today, until=today)
        + Sql(
            ", listed AS MATERIALIZED (SELECT t.reference, t.initials, t.born_on, c.days, t.id AS tie,"
            " t.standard_code, t.title, t.owner_kind, c.day, t.judged_on, t.met_on, t.state, c.reason"
            " FROM clocks c JOIN timed t ON t.id = c.id WHERE "
        )
        + rows.of_clocks(asked)
        + ")"
    )
    return _page(found, today=today, after=after, size=size)


def _page(found: Sql, *, today: date, after: str, size: int) -> Listed:
    """One statement: the count as far as it goes, and the page after a key."""
    edge = _edge(after)
    statement = (
        found
        + Sql(
            " SELECT n.count, p.* FROM (SELECT count(*) AS count FROM (SELECT 1 FROM listed LIMIT %s) k) n"
            " LEFT JOIN (SELECT * FROM listed WHERE ",
            (COUNT_CAP + 1,),
        )
        + edge
        + Sql(
            " ORDER BY days DESC, reference, tie LIMIT %s) p ON 1 = 1 ORDER BY p.days DESC, p.reference, p.tie",
            (size + 1,),
        )
    )
    lines = rows.rows(statement)
    count = int(lines[0][0])
    here = [line[1:] for line in lines if line[1] is not None]
    shown, more = here[:size], len(here) > size
    key = f"{int(shown[-1][3])}~{shown[-1][0]}~{shown[-1][4]}" if more else ""
    return Listed([_row(line, today) for line in shown], key, count)


def _row(line: tuple[Any, ...], today: date) -> Row:
    reference, initials, born_on, days, tie, *values = line
    born = as_date(born_on)
    age = age_on(born, today) if born else None
    called = initials or "Not named"
    return Row(
        reference, f"{called}, {age}" if age is not None else called, int(days), tuple(map(_plain, values)), int(tie)
    )


def _plain(value: Any) -> Any:
    """Answer a day as a date on both databases; everything else as it is."""
    if isinstance(value, str) and len(value) == len("2026-11-24") and value[4:5] == value[7:8] == "-":
        return as_date(value)
    return value


def _edge(after: str) -> Sql:
    """Answer the condition that a row comes after the key; a key made up by hand begins at the top."""
    days, _, rest = after.partition("~")
    reference, _, tie = rest.partition("~")
    if not (re.fullmatch(r"-?[0-9]{1,7}", days) and re.fullmatch(r"[0-9]{1,18}", tie)):
        return Sql("1 = 1")
    shown = reference.replace("\x00", "")[:20]
    return Sql(
        "(days < %s OR (days = %s AND (reference > %s OR (reference = %s AND tie > %s))))",
        (int(days), int(days), shown, shown, int(tie)),
    )
