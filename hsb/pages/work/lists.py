"""Which clocks are on My work: one query for each group, and one statement that reads them all.

A group is a query; what is shown, how many there are and the page with the whole list all come from the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet
from django.db.models.lookups import LessThanOrEqual

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases.models import Case, Involvement, Part
from hsb.cases.visible import open_cases, visible_cases
from hsb.notifications import chasing
from hsb.tasks import queries as tasks
from hsb.timeliness import moves
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline, DeadlineQuerySet

COUNT_CAP = 1000
EXPLAINED_WITHIN = timedelta(days=60)
"""Why something was late is asked for so long: what lies further back nobody remembers."""


STANDS_STILL = Q(state="paused", late_at=None)


class StandsStillSince(Func):
    """The day on which a clock's last pause began, as text, out of its stretches of standing still."""

    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="left(%(expressions)s -> -1 ->> 'from', 10)", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="substr(json_extract(%(expressions)s, '$[#-1].from'), 1, 10)", **more
        )


class Group(StrEnum):
    """The groups of My work, in the order of the page. The value stands in the address of the whole list."""

    OVERDUE = "overdue"
    SOON = "today-and-tomorrow"
    LATER = "coming-up"
    EXPLAIN = "to-explain"
    PAUSED = "paused-for-weeks"
    WAITING = "waiting"
    WAITING_LATER = "waiting-later"


@dataclass(frozen=True)
class Found:
    """What a group holds: the ids to show, and how many there are (capped)."""

    ids: list[int] = field(default_factory=list)
    count: int = 0

    @property
    def count_words(self) -> str:
        return words_of(self.count)


def words_of(count: int) -> str:
    """Answer a capped count as pages show it."""
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


class WorkLists:
    """The groups of one person's My work on a day. Making it asks nothing."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.today = user, today
        self.tomorrow = today + timedelta(days=1)

    @cached_property
    def persons(self) -> list[int]:
        """The person and whoever they act for."""
        return agencies.stands_for(self.user)

    @cached_property
    def visible(self) -> QuerySet[Case]:
        return visible_cases(self.user)

    def of(self, group: Group) -> DeadlineQuerySet:
        """Answer the clocks of a group, most pressing first."""
        found: DeadlineQuerySet = {
            Group.OVERDUE: lambda: self._mine().overdue(self.today),
            Group.SOON: lambda: self._mine().due_within(self.today, self.tomorrow),
            Group.LATER: lambda: self._mine().not_due_by(self.tomorrow).exclude(STANDS_STILL),
            Group.EXPLAIN: self._to_explain,
            Group.PAUSED: lambda: self._mine().filter(STANDS_STILL, self._for_weeks),
            Group.WAITING: self._waiting,
            Group.WAITING_LATER: lambda: self._others().not_due_by(self.tomorrow).exclude(self._is_asked_by_me()),
        }[group]()
        return found.order_by(F("judged_on").asc(nulls_last=True), "id")

    def _mine(self) -> DeadlineQuerySet:
        return on_lines(self._moves())

    def dated(self) -> DeadlineQuerySet:
        """Answer what is this person's to do and has a date to keep, first date first: what a calendar holds."""
        return self._mine().filter(adopted=True, judged_on__isnull=False).most_pressing_first()

    def _moves(self) -> DeadlineQuerySet:
        return Deadline.objects.filter(self.is_mine | self.is_to_approve, case__in=self.visible).running()

    def decided_with(self, found: Sequence[Deadline], *, waits: bool = False) -> dict[int, list[str]]:
        """Answer by clock what the other children are called whose decision stands on its row: the person's own move, or one that
        waits for others. One statement, or none."""
        return decided_with(self._others_clocks() if waits else self._moves(), found)

    def _others(self) -> DeadlineQuerySet:
        return on_lines(self._others_clocks())

    def _others_clocks(self) -> DeadlineQuerySet:
        named = Involvement.objects.open().filter(user__in=self.persons, part=Part.ALLOCATED).values("case_id")
        theirs = Deadline.objects.filter(case__in=self.visible).running().for_everybody()
        # What others ask of each other stands on the case. What one finished oneself waits for whoever approves it.
        blocking = Q(case__in=named) & ~Q(standard_code__in=tasks.STANDARDS)
        blocking |= ~Q(approval_role="") & Q(finished_by__in=self.persons)
        return theirs.filter(blocking | self._is_asked_by_me()).exclude(self.is_mine | self.is_to_approve)

    def _waiting(self) -> DeadlineQuerySet:
        """Answer what others owe that is late, due or asked by me, and my own clocks that stand still until somebody else moves."""
        theirs = self._others().filter(self._is_pressing() | self._is_asked_by_me())
        still = self._mine().filter(STANDS_STILL).exclude(self._for_weeks)
        return Deadline.objects.filter(Q(pk__in=theirs.values("pk")) | Q(pk__in=still.values("pk")))

    @property
    def _for_weeks(self) -> Q:
        """The condition that a clock has stood still so long that it is asked whether the reason still holds."""
        first = self.today - timedelta(weeks=chasing.paused_weeks())
        return Q(LessThanOrEqual(StandsStillSince("paused_spans"), first.isoformat()), adopted=True, private=False)

    def _to_explain(self) -> DeadlineQuerySet:
        """Answer what ended late and nobody has said why; what still runs late stands among the overdue."""
        late = timeliness.breaches_to_explain(
            moves.owners_of(self.user), cases=self.visible, persons=self.persons, since=self.today - EXPLAINED_WITHIN
        )
        return late.exclude(state__in=("open", "paused"))

    def _is_pressing(self) -> Q:
        held = Q(adopted=True, judged_on__lte=self.tomorrow)
        return held & ~STANDS_STILL

    def _is_asked_by_me(self) -> Exists:
        return Exists(tasks.still_waiting_for(self.persons))

    @cached_property
    def is_mine(self) -> Q:
        """The condition under which a clock waits for this person's own step."""
        return moves.steps_of(self.user)

    @cached_property
    def is_to_approve(self) -> Q:
        """The condition under which a clock waits only for this person to approve what a colleague has finished."""
        return moves.approvals_of(self.user)

    def rows(self, ids: list[int]) -> list[Deadline]:
        """Answer these clocks with all a row needs, most pressing first. One statement.

        Each says in `is_mine` whether it is this person's move, in `to_approve` whether it waits only for their approval, and in
        `listed` whether they are on its case for more than one matter: of the others no more than the reference is said.
        """
        found = (
            Deadline.objects.filter(pk__in=ids)
            .annotate(
                to_approve=ExpressionWrapper(self.is_to_approve, output_field=BooleanField()),
                listed=Exists(open_cases(self.user).filter(pk=OuterRef("case_id"))),
                is_mine=ExpressionWrapper(self.is_mine, output_field=BooleanField()),
            )
            .with_owners()
            .select_related("case")
        )
        return list(timeliness.with_counts(found, self.today).order_by(F("judged_on").asc(nulls_last=True), "id"))


def on_lines(clocks: DeadlineQuerySet) -> DeadlineQuerySet:
    """Answer these clocks as lines of work: the children of one referral are decided on one page, and stand on the first one's line."""
    earlier = clocks.filter(
        standard_code="T1",
        judged_on=OuterRef("judged_on"),
        approval_role=OuterRef("approval_role"),
        case__referral_cases__referral__cases__case=OuterRef("case"),
        case__referral_cases__number__lt=F("case__referral_cases__referral__cases__number"),
    )
    return clocks.exclude(Exists(earlier), standard_code="T1")


def decided_with(clocks: DeadlineQuerySet, found: Sequence[Deadline]) -> dict[int, list[str]]:
    """Answer by clock what the other children are called whose decision stands on its line. One statement, or none."""
    leading = {d.case_id: d for d in found if d.standard_code == "T1"}
    if not leading:
        return {}
    later = clocks.filter(
        standard_code="T1",
        case__referral_cases__referral__cases__case__in=list(leading),
        case__referral_cases__number__gt=F("case__referral_cases__referral__cases__number"),
    )
    later = later.annotate(leader=F("case__referral_cases__referral__cases__case")).select_related("case")
    said: dict[int, list[str]] = {}
    for one in later.order_by("case__referral_cases__number", "pk"):
        leader = leading[one.leader]  # type: ignore[attr-defined]
        if (leader.judged_on, leader.approval_role) == (one.judged_on, one.approval_role):
            said.setdefault(leader.pk, []).append(one.case.label)
    return said


def read(groups: Mapping[Any, DeadlineQuerySet], size: int) -> dict[Any, Found]:
    """Answer the first few ids of each of these queries, in their order, and how many each finds. One statement for all.

    Both are bounded, so that a team of thousands costs a page no more than a team of ten.
    """
    parts, values, names = [], [], list(groups)
    for number, name in enumerate(names):
        for shape, limit in (("%s, id, 0", size), ("%s, 0, count(*)", COUNT_CAP + 1)):
            query = groups[name] if limit == size else groups[name].order_by()
            try:
                sql, given = query.values("id")[:limit].query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(f"SELECT {shape % number} FROM ({sql}) g{len(parts)}")  # noqa: S608
            values += given
    found: dict[int, Found] = {number: Found() for number in range(len(names))}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for number, pk, count in cursor.fetchall():
                if pk:
                    found[number].ids.append(pk)
                else:
                    found[number] = Found(found[number].ids, count)
    return {name: found[number] for number, name in enumerate(names)}
