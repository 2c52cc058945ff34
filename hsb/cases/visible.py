"""Which cases somebody may see now: one reading of the grants, as a query and as SQL.

Lists, counts, searches and feeds narrow by this; a case is opened by `access`. Only this, `case_rows` and `grants` read the
table of grants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases.models import Case, CaseAccess, CaseDenied


@dataclass(frozen=True)
class Way:
    """Groups through which somebody comes to cases, and the people whose denials bar it: oneself, and whoever lends them.

    What is granted for some hours (emergency access) is in a person's own name: nobody has it by acting for them.
    """

    groups: tuple[int, ...]
    barred: tuple[int, ...]
    is_lent: bool = False


def ways_of(user: User) -> list[Way]:
    """Answer the ways to cases that this person has today: their own, then one for each person they act for. No statement."""
    lent = agencies.lent(user)
    borrowed = {group for group, _ in lent}
    own = tuple(group for group in agencies.principals(user) if group not in borrowed)
    ways = [Way(own, (user.pk,))] if own else []
    for whose in dict.fromkeys(person for _, person in lent):
        ways.append(Way(tuple(group for group, person in lent if person == whose), (user.pk, whose), is_lent=True))
    return ways


def visible_cases(user: User, *, at: datetime | None = None) -> QuerySet[Case]:
    """Answer the cases that exist for this person, for use as `case__in=`. Never counted or listed page by page: see `case_rows`."""
    return _visible(user, at or clock.now())


def open_cases(user: User, *, at: datetime | None = None) -> QuerySet[Case]:
    """Answer those of the visible cases that this person may know more of than its reference: not on it for one matter only."""
    return _visible(user, at or clock.now(), narrow=False)


def _visible(user: User, instant: datetime, **more: Any) -> QuerySet[Case]:
    reached = Q(pk__in=[])
    for way in ways_of(user):
        in_force = Q(expires_at=None) if way.is_lent else Q(expires_at=None) | Q(expires_at__gt=instant)
        granted = CaseAccess.objects.filter(
            in_force,
            content_object=OuterRef("pk"),
            group_id__in=way.groups,
            **more,
        )
        denied = CaseDenied.objects.filter(case=OuterRef("pk"), user__in=way.barred)
        reached |= Q(Exists(granted), ~Exists(denied))
    return Case.objects.filter(reached)


def may_see(user: User, case_id: UUID, *, at: datetime | None = None) -> bool:
    """Answer whether this case exists for the person, without looking at it. One statement."""
    where, values = visible_sql(user, "w.id", at=at)
    given = "CAST(%s AS uuid)" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM (SELECT {given} AS id) w WHERE {where}", [key_of(case_id), *values])
        return cursor.fetchone() is not None


def visible_sql(user: User, column: str, *, at: datetime | None = None) -> tuple[str, list[Any]]:
    """Answer `visible_cases` as a condition on a column that holds a case's id, and its values.

    For statements that run on every page, where building the query in Python was measured to cost more than running it.
    """
    return _reached_sql(user, column, at or clock.now())


def open_sql(user: User, column: str) -> tuple[str, list[Any]]:
    """Answer `open_cases` in the same way: for lists that say more of a case than its reference."""
    return _reached_sql(user, column, clock.now(), " AND NOT a.narrow")


def _reached_sql(user: User, column: str, at: datetime, more: str = "") -> tuple[str, list[Any]]:
    ways: list[str] = []
    values: list[Any] = []
    for way in ways_of(user):
        barred, bar_values = barred_sql(way, column)
        in_force, force_values = in_force_sql(way, at)
        ways.append(
            f"(EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.content_object_id = {column} AND a.group_id IN"
            f" ({places(way.groups)}) AND {in_force}{more}) AND {barred})"
        )
        values += [*way.groups, *force_values, *bar_values]
    return (f"({' OR '.join(ways)})" if ways else "1 = 0"), values


def in_force_sql(way: Way, at: datetime) -> tuple[str, list[Any]]:
    """Answer the condition that a grant, `cases_caseaccess a`, has not run out at that instant."""
    if way.is_lent:
        return "a.expires_at IS NULL", []
    return "(a.expires_at IS NULL OR a.expires_at > %s)", [connection.ops.adapt_datetimefield_value(at)]


def barred_sql(way: Way, column: str) -> tuple[str, list[Any]]:
    return (
        f"NOT EXISTS (SELECT 1 FROM cases_casedenied d WHERE d.case_id = {column}"
        f" AND d.user_id IN ({places(way.barred)}))",
        list(way.barred),
    )


def places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def key_of(case_id: UUID) -> Any:
    return case_id if connection.vendor == "postgresql" else case_id.hex
