"""The rows of the case list: one raw statement over the cases somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.visible import Way, barred_sql, in_force_sql, key_of, places, ways_of

PAGE_SIZE = 25
WEEK = timedelta(days=7)
WORK = {
    "mine": "Mine",
    "unallocated": "Nobody allocated",
    "late": "Something is late",
    "soon": "Due within a week",
}
COUNT_CAP = 1000

COLUMNS = (
    "id",
    "reference",
    "kind",
    "initials",
    "born_on",
    "pseudonym",
    "safeguarding",
    "youth_offending",
    "criminal_justice",
    "alleged",
    "restricted",
    "opened_at",
)


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed to. Everything is a code; empty means any."""

    kind: str = ""
    safeguarding: str = ""
    youth_offending: str = ""
    criminal_justice: str = ""
    work: str = ""  # a key of WORK
    ids: tuple[UUID, ...] | None = None  # from a search; empty means nothing was found


@dataclass(frozen=True)
class Page:
    """One page of cases, newest first, with where the next begins and how many there are (capped at 1,000)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    next_key: str = ""
    count: int = 0

    @property
    def count_words(self) -> str:
        return "1,000+" if self.count > COUNT_CAP else f"{self.count:,}"


def case_rows(user: User, wanted: CaseFilter | None = None, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Answer one page of the cases that exist for this person, with the names of each one's allocated workers. One statement.

    Each of the person's principals gives its newest few by its own index; the union of those holds the newest overall. The
    count is taken the same way, and stops at its cap. `after` is the `next_key` of the page before.
    """
    wanted = wanted or CaseFilter()
    ways = ways_of(user)
    if not ways or wanted.ids == ():
        return Page()
    edge = _edge(after)
    rows_of = [_branch(way, group, wanted, edge, size + 1) for way in ways for group in way.groups]
    counted = [_branch(way, group, wanted, ("", []), COUNT_CAP + 1) for way in ways for group in way.groups]
    columns = ", ".join(f"c.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT n.count, {columns}, {_WORKERS.format(joined=_joined())}"
            f" FROM (SELECT count(*) AS count FROM (SELECT id FROM ({_union(counted)}) u LIMIT %s) k) n"
            f" LEFT JOIN (SELECT * FROM ({_union(rows_of)}) u ORDER BY opened_at DESC, id DESC LIMIT %s) p ON true"
            " LEFT JOIN cases_case c ON c.id = p.id ORDER BY p.opened_at DESC, p.id DESC",
            [*_values(counted), COUNT_CAP + 1, *_values(rows_of), size + 1],
        )
        found = cursor.fetchall()
    count = found[0][0]
    rows = [_row(one[1:]) for one in found if one[1] is not None]
    more = len(rows) > size
    rows = rows[:size]
    next_key = f"{rows[-1]['opened_at'].isoformat()}~{rows[-1]['id']}" if more else ""
    return Page(rows=rows, next_key=next_key, count=count)


_WORKERS = """(SELECT {joined}(w.full_name, ', ') FROM (SELECT s.full_name FROM cases_involvement i
    JOIN accounts_user s ON s.id = i.user_id WHERE i.case_id = c.id AND i.part = 'allocated' AND i.closed_at IS NULL
    ORDER BY i.opened_at) w)"""


def _joined() -> str:
    return "string_agg" if connection.vendor == "postgresql" else "group_concat"


def _branch(way: Way, group: int, wanted: CaseFilter, edge: tuple[str, list[Any]], limit: int) -> tuple[str, list[Any]]:
    """Answer the newest few cases that one group gives, by its own index."""
    where, values = _conditions(way, wanted)
    after, after_values = edge
    return (
        "SELECT a.content_object_id AS id, a.opened_at FROM cases_caseaccess a"
        f" WHERE a.group_id = %s{after} AND {where}"
        " ORDER BY a.opened_at DESC, a.content_object_id DESC LIMIT %s",
        [group, *after_values, *values, limit],
    )


def _union(branches: list[tuple[str, list[Any]]]) -> str:
    return " UNION ".join(f"SELECT * FROM ({sql}) b{n}" for n, (sql, _) in enumerate(branches))


def _values(branches: list[tuple[str, list[Any]]]) -> list[Any]:
    return [value for _, values in branches for value in values]


def _conditions(way: Way, wanted: CaseFilter) -> tuple[str, list[Any]]:
    in_force, values = in_force_sql(way, clock.now())
    barred, bar_values = barred_sql(way, "a.content_object_id")
    values += bar_values
    where = [
        in_force,
        "NOT a.narrow",
        barred,
    ]
    narrowed = [(n, getattr(wanted, n)) for n in ("kind", "safeguarding", "youth_offending", "criminal_justice")]
    narrowed = [(name, value) for name, value in narrowed if value]
    if narrowed:
        tests = " AND ".join(f"f.{name} = %s" for name, _ in narrowed)
        where.append(f"EXISTS (SELECT 1 FROM cases_case f WHERE f.id = a.content_object_id AND {tests})")
        values += [value for _, value in narrowed]
    if wanted.work in WORK:
        work, work_values = _work_sql(wanted.work, way)
        where.append(work)
        values += work_values
    if wanted.ids is not None:
        where.append(f"a.content_object_id IN ({places(wanted.ids)})")
        values += [key_of(i) for i in wanted.ids]
    return " AND ".join(where), values


def _work_sql(work: str, way: Way) -> tuple[str, list[Any]]:
    """Whose case it is (one's own, and theirs for whom one acts), or how its clocks stand: late and due as `timeliness.standing`
    judges those that are adopted."""
    allocated = (
        "EXISTS (SELECT 1 FROM cases_involvement w WHERE w.case_id = a.content_object_id AND w.part = 'allocated'"
        " AND w.closed_at IS NULL AND w.user_id {})"
    )
    if work == "mine":
        return allocated.format(f"IN ({places(way.barred)})"), list(way.barred)
    if work == "unallocated":
        return f"NOT {allocated.format('IS NOT NULL')}", []
    today = clock.today()
    running = (
        "EXISTS (SELECT 1 FROM timeliness_deadline d WHERE d.case_id = a.content_object_id AND d.adopted AND NOT d.private"
        " AND (d.state = 'open' OR d.state = 'paused' AND d.late_at IS NOT NULL) AND d.judged_on {})"
    )
    if work == "late":
        return running.format("< %s"), [today.isoformat()]
    return running.format("BETWEEN %s AND %s"), [today.isoformat(), (today + WEEK).isoformat()]


def _edge(after: str) -> tuple[str, list[Any]]:
    try:
        instant, key = after.split("~")
        opened_at, case_id = datetime.fromisoformat(instant).astimezone(clock.UTC), UUID(key)
    except (ValueError, OverflowError):
        return "", []
    at = opened_at if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(opened_at)
    return " AND (a.opened_at, a.content_object_id) < (%s, %s)", [at, key_of(case_id)]


def _row(found: Sequence[Any]) -> dict[str, Any]:
    row = dict(zip((*COLUMNS, "workers"), found, strict=True))
    if connection.vendor != "postgresql":
        row["id"] = UUID(hex=row["id"])
        row["opened_at"] = row["opened_at"].replace(tzinfo=clock.UTC)
        row["alleged"], row["restricted"] = bool(row["alleged"]), bool(row["restricted"])
    row["label"] = f"“{row['pseudonym']}”" if row["kind"] == "harmed" else row["initials"] or "Not named"
    return row
