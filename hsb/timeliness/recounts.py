"""Putting stored due dates right after the calendar changed: what SQL can do for many clocks at once, and which it cannot.

A clock that counts working days and was neither paused nor extended is due on the day whose number of working days is that of
its start and its amount together: one join with the calendar table. Everything else is folded afresh, case by case
(`chronology/recounting.py`, which holds the locks). `deadlines rebuild --check` agrees with both.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from hsb.database import WEB_ROLE, WORKER_ROLE
from hsb.definer import Definer
from hsb.timeliness.facts import SCHOOL_CALENDAR_MISSING
from hsb.timeliness.models import Deadline, Recount
from hsb.timeliness.queries import Book
from hsb.timeliness.standards import COUNTED_IN_WORKING_DAYS, Unit

# The terms of the standards that count working days, the clock's day nought, the day its amount leads to and the day of the first
# reminder from there (`ladder.py`). `before` marks those counted back from a date that only an event knows: SQL cannot date them.
_TERMS = "WITH terms (code, version, amount, inclusive, before, first_rung) AS (VALUES {terms})"
_DUE = """n.is_working AND n.working_day_number =
       s.working_day_number + t.amount - CASE WHEN t.inclusive = 1 AND s.is_working THEN 1 ELSE 0 END"""
_REMINDER = "r.is_working AND r.working_day_number = n.working_day_number + t.first_rung"
_COUNTED = f"""
{_TERMS}
{{select}}
  FROM timeliness_deadline d
  JOIN terms t ON t.code = d.standard_code AND t.version = d.standard_version
  LEFT JOIN timeliness_calendarday s ON s.day = d.started_on
  LEFT JOIN timeliness_calendarday n ON {_DUE}
  LEFT JOIN timeliness_calendarday r ON {_REMINDER}
 WHERE {{where}}
"""
_WRITTEN_DOWN = "INSERT INTO timeliness_clockmove (case_id, recount_id, standard_code, root_event, title, was, now)"
# The table itself is what is joined: joined to its own rows once more, PostgreSQL went through all of them for each.
_MOVED = f"""
{_TERMS}
UPDATE timeliness_deadline AS d
   SET due_on = n.day, judged_on = n.day, due_at = n.ends_at,
       late_at = CASE WHEN d.adopted THEN n.ends_at END,
       next_chase_on = CASE WHEN d.adopted AND d.state IN ('open', 'paused') THEN r.day END
  FROM timeliness_calendarday s
 CROSS JOIN terms t
 CROSS JOIN timeliness_calendarday n
  LEFT JOIN timeliness_calendarday r ON {_REMINDER}
 WHERE t.code = d.standard_code AND t.version = d.standard_version AND s.day = d.started_on AND {_DUE} AND {{where}}
"""  # noqa: S608
# The date is another than the calendar now says. No pause: one leaves what was left, which only the fold counts.
_ANOTHER = "(d.paused_spans = '[]' AND n.day IS NOT NULL AND n.day <> d.due_on)"
_WRONG = f"(t.before = 0 AND {_ANOTHER})"
# Moving it changes nothing else: no agreed date beside it, no breach that it would cure, no end that it would make late, no
# reminder beyond the known calendar.
_ALONE = f"""
(d.extensions = '[]' AND d.broken_on IS NULL AND (t.first_rung IS NULL OR r.day IS NOT NULL)
 AND d.provisional IN ('', '{SCHOOL_CALENDAR_MISSING}')
 AND (NOT d.adopted OR COALESCE(d.met_at, d.cancelled_at) IS NULL OR COALESCE(d.met_at, d.cancelled_at) < n.ends_at))
"""
# What the calendar may touch and SQL cannot date: folded afresh whenever its days are among those that changed.
_UNSURE = f"""
(t.before = 1 OR ((d.paused_spans <> '[]' OR n.day IS NULL OR d.provisional NOT IN ('', '{SCHOOL_CALENDAR_MISSING}'))
 AND d.started_on <= %s AND (d.due_on IS NULL OR d.due_on >= %s)))
"""


# How many running clocks have one of the changed days among those they count. The same text counts for both databases.
_EFFECT = """
WITH terms (code, version, amount, inclusive, before) AS ({terms}), changed (day) AS ({days}), touched AS (
SELECT d.case_id, CASE WHEN t.before = 0 AND d.paused_spans = '[]' AND d.extensions = '[]' THEN 1 ELSE 0 END AS plain
  FROM timeliness_deadline d
  JOIN terms t ON t.code = d.standard_code AND t.version = d.standard_version
 WHERE d.state IN ('open', 'paused')
   AND (t.before = 1 OR EXISTS (
        SELECT 1 FROM changed c
         WHERE c.day <= d.due_on AND (c.day > d.started_on OR (t.inclusive = 1 AND c.day = d.started_on)))))
SELECT count(CASE WHEN plain = 1 THEN 1 END), count(DISTINCT CASE WHEN plain = 1 THEN case_id END),
       count(CASE WHEN plain = 0 THEN 1 END)
  FROM touched
"""
# An administrator is on no case, so the second wall shows them none of these clocks: three numbers are all that comes through.
DEFINER = Definer(
    name="hsb_clocks_over",
    arguments="days date[], standards jsonb",
    returns="TABLE (moving bigint, cases bigint, afresh bigint)",
    body=_EFFECT.format(
        terms="SELECT * FROM jsonb_to_recordset(standards) AS t (code text, version int, amount int, inclusive int, before int)",
        days="SELECT unnest(days)",
    ),
    callers=(WEB_ROLE, WORKER_ROLE),
    reads={
        "timeliness_deadline": (
            "case_id", "standard_code", "standard_version", "state", "started_on", "due_on", "paused_spans", "extensions",
        ),
    },
)  # fmt: skip


class Term(NamedTuple):
    """What SQL has to know of a standard that counts working days; truths are 0 and 1."""

    code: str
    version: int
    amount: int
    inclusive: int  # the trigger day counts
    before: int  # counted back from an event's date
    first_rung: int | None  # its day


@dataclass(frozen=True)
class Effect:
    """What a change of the calendar does to running clocks: how many due dates move, on how many cases."""

    moving: int = 0
    cases: int = 0
    afresh: int = 0  # paused, extended or counted back from a date: looked at one by one


def would_move(days: Sequence[date], known: Book) -> Effect:
    """Answer what happens to running clocks if these working days became days off, or these days off working days again."""
    rows = [row[:5] for row in _terms(known)]
    if not days or not rows:
        return Effect()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ("code", "version", "amount", "inclusive", "before")
            listed = json.dumps([dict(zip(names, row, strict=True)) for row in rows])
            cursor.execute("SELECT * FROM hsb_clocks_over(%s::date[], %s::jsonb)", [list(days), listed])
        else:
            terms = "VALUES " + ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
            counted = _EFFECT.format(terms=terms, days="VALUES " + ", ".join(["(%s)"] * len(days)))
            cursor.execute(counted, [*(value for row in rows for value in row), *(day.isoformat() for day in days)])
        return Effect(*cursor.fetchone())


def last_of_next(after: UUID | None, count: int) -> UUID | None:
    """Answer the last of the next so many cases that have a clock, in the order of their ids; None when there are no more."""
    cases = Deadline.objects.order_by("case_id").values_list("case_id", flat=True).distinct()
    if after is not None:
        cases = cases.filter(case_id__gt=after)
    return next(reversed(cases[:count]), None)


def touched_cases(recount: Recount, known: Book, *, after: UUID | None, last: UUID) -> dict[UUID, bool]:
    """Answer the cases of this stretch, in the order of their ids, that have a clock whose date the calendar may have made another;
    and of each whether SQL cannot do it all, so that it is to be folded afresh.

    By stretches, because "the next thousand" of what only a join finds was a search of every clock for each thousand.
    """
    where, given = _touched(recount)
    where, given = f"d.case_id <= %s AND {where}", [_id(last), *given]
    if after is not None:
        where, given = f"d.case_id > %s AND {where}", [_id(after), *given]
    select = f"SELECT d.case_id, max(CASE WHEN {_WRONG} AND {_ALONE} THEN 0 ELSE 1 END)"
    found = _run(_terms(known), _COUNTED, given, select=select, where=f"{where} GROUP BY d.case_id ORDER BY d.case_id")
    return {_as_uuid(case_id): bool(afresh) for case_id, afresh in found}


def _touched(recount: Recount) -> tuple[str, list[Any]]:
    """Answer the condition under which the calendar may have made a clock's date another, and its values. What was due before the
    first of the days that changed never counted one of them."""
    due_since = "(t.before = 1 OR d.due_on IS NULL OR d.due_on >= %s)"
    return f"{due_since} AND ({_WRONG} OR {_UNSURE})", [recount.first_day, recount.last_day, recount.first_day]


def count_touched(recount: Recount, known: Book) -> int:
    """Answer how many cases `touched_cases` will go through."""
    where, days = _touched(recount)
    ((cases,),) = _run(_terms(known), _COUNTED, days, select="SELECT count(DISTINCT d.case_id)", where=where)
    return int(cases)


def move(recount: Recount, cases: Sequence[UUID], known: Book) -> None:
    """Every clock of these cases that SQL can date is due when the calendar says, and running ones are written down as moved:
    not those that only whose move it is may know of, because a chronology has more readers.

    In the caller's transaction, under the locks of these cases.
    """
    ids = [_id(one) for one in cases]
    # Not by `t.before = 0`: PostgreSQL would expect one standard of that, and read the clocks once for each there is.
    terms = [one for one in _terms(known) if not one.before]
    where = f"d.case_id IN ({', '.join(['%s'] * len(ids))}) AND {_ANOTHER} AND {_ALONE}"
    select = f"SELECT d.case_id, {recount.pk:d}, d.standard_code, d.root_event, d.title, d.due_on, n.day"
    told = f"{where} AND NOT d.private AND d.state IN ('open', 'paused') ON CONFLICT DO NOTHING"
    _run(terms, _WRITTEN_DOWN + _COUNTED, ids, select=select, where=told)
    _run(terms, _MOVED, ids, where=where)


def _run(rows: Sequence[Term], statement: str, values: list[Any], **parts: str) -> list[tuple[Any, ...]]:
    """Ask or tell the clocks that count working days, beside the day their amount leads to."""
    terms = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    given = [value.isoformat() if isinstance(value, date) else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(terms=terms, **parts),
            [*(value for row in rows for value in row), *given],
        )
        return list(cursor.fetchall()) if cursor.description else []


def _terms(known: Book) -> list[Term]:
    return [
        Term(
            row.code,
            row.version,
            row.amount,
            int(row.include_trigger_day),
            int(row.unit is Unit.BEFORE_EVENT),
            row.ladder[0].days if row.ladder else None,
        )
        for row in known.standards
        if row.unit in COUNTED_IN_WORKING_DAYS
        or (row.unit is Unit.BEFORE_EVENT and row.counting is Unit.WORKING_DAYS and row.amount > 0)
    ]


def _id(case_id: UUID) -> Any:
    return Deadline._meta.get_field("case").target_field.get_db_prep_value(case_id, connection)


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
