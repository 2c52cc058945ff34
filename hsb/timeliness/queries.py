"""Reading time: the standards and the calendar in force, the clocks of a case, what is due for whom, and why.

Over 300 lines: it is the one place where time is read, so that nobody looks for a second.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, Min, OuterRef, Q, QuerySet, Subquery

from hsb.agencies.profile import profile
from hsb.timeliness import table
from hsb.timeliness.as_folded import as_clock
from hsb.timeliness.calendar import CalendarEnds, Change, Holidays, add_months, add_working_days, previous_working_day
from hsb.timeliness.explain import Explanation, explain
from hsb.timeliness.facts import ABOUT_A_CLOCK, RUNNING
from hsb.timeliness.models import (
    Breach,
    CalendarChange,
    CalendarDay,
    Deadline,
    DeadlineQuerySet,
    DelayReason,
    NonWorkingDay,
    Recount,
    StandardVersion,
)
from hsb.timeliness.moves import Owner, owned_by, what_is_to_do
from hsb.timeliness.standards import Standard
from hsb.timeliness.standing import Counted, Standing, left, standing, words

MONTHS_AHEAD = 12
"""With less of the known calendar left than this, an administrator is asked to load more years."""


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Standard:
    """Answer the standard of a stored text. Keyed by the text itself, so that it can never be stale."""
    return table.parse(json.loads(text))


def standards(on: date | None = None, partnership: str | None = None) -> tuple[Standard, ...]:
    """Answer a partnership's standards (ours, when not named): every version, or those in force on a day."""
    own = profile().code if partnership is None else partnership
    texts = StandardVersion.objects.filter(partnership__in=["", own]).order_by("id").values_list("payload", flat=True)
    versions = tuple(_parsed(text) for text in texts)
    return versions if on is None else tuple(table.latest_in_force(versions, on).values())


def holidays() -> Holidays:
    """Answer every day off, listed or added by an administrator, and the first and last day of the known calendar."""
    edges = CalendarDay.objects.aggregate(first=Min("day"), last=Max("day"))
    names = dict(NonWorkingDay.objects.values_list("day", "name"))
    changes = [
        Change(*row) for row in CalendarChange.objects.order_by("id").values_list("day", "name", "is_working", "at")
    ]
    return Holidays(names, known_from=edges["first"], known_until=edges["last"], changes=changes)


@dataclass(frozen=True)
class Version:
    """One version of a standard, with who made it and when; nobody where the product or the profile did."""

    standard: Standard
    at: datetime
    by: str


def history(code: str) -> list[Version]:
    """Answer the versions of a standard, as shipped and our own, in the order they were made."""
    rows = StandardVersion.objects.filter(code=code, partnership__in=["", profile().code]).select_related("created_by")
    return [
        Version(_parsed(row.payload), row.created_at, row.created_by.full_name if row.created_by else "")
        for row in rows.order_by("id")
    ]


def days_off(year: int) -> QuerySet[NonWorkingDay]:
    """Answer the days off of a year, in order, with who added those that were added."""
    return NonWorkingDay.objects.filter(day__year=year).select_related("added_by").order_by("day")


def day_off(pk: int) -> NonWorkingDay | None:
    """Answer a day off, or None when it has been taken away."""
    return NonWorkingDay.objects.filter(pk=pk).first()


def recounts(limit: int = 5) -> QuerySet[Recount]:
    """Answer the latest recounts, the newest first, with who asked for them."""
    return Recount.objects.select_related("asked_by").order_by("-id")[:limit]


def calendar_ends_soon(today: date) -> date | None:
    """Answer the last day of the known calendar if it is less than twelve months ahead."""
    last = CalendarDay.objects.aggregate(last=Max("day"))["last"]
    return last if last is not None and last < add_months(today, MONTHS_AHEAD) else None


@dataclass(frozen=True)
class Book:
    """The standards and the calendar, read once for as many clocks as a page or a command has."""

    standards: tuple[Standard, ...]
    holidays: Holidays

    @cached_property
    def codes(self) -> frozenset[str]:
        """Answer the events a clock depends on, in any version of any standard."""
        return ABOUT_A_CLOCK.union(*(one.codes() for one in self.standards))

    def standard_of(self, deadline: Deadline) -> Standard:
        """Answer the version a stored clock runs by."""
        return next(
            standard
            for standard in self.standards
            if standard.code == deadline.standard_code and standard.version == deadline.standard_version
        )

    def for_kind(self, kind: str) -> tuple[Standard, ...]:
        """Answer the standards that run on a case of this kind."""
        return tuple(standard for standard in self.standards if standard.runs_for(kind))


# What any change to the standards or the calendar changes: standards are only ever added, days off come and go.
STAMP = """
           (SELECT max(id) FROM timeliness_standardversion), (SELECT count(*) FROM timeliness_standardversion),
           (SELECT max(id) FROM timeliness_nonworkingday), (SELECT count(*) FROM timeliness_nonworkingday),
           (SELECT max(id) FROM timeliness_calendarchange),
           (SELECT min(day) FROM timeliness_calendarday), (SELECT max(day) FROM timeliness_calendarday)
"""


@lru_cache(maxsize=4)
def _book_of(stamp: tuple[object, ...], database: str, partnership: str) -> Book:
    return Book(standards(), holidays())


def book(stamp: tuple[object, ...] | None = None) -> Book:
    """Answer our standards and calendar as they are now. One small statement while nothing of them has changed.

    Every `record` and every page with a date needs them, so the last ones read are kept, by what a change to them would change:
    the columns of `STAMP`, which a page may have read just now with another statement of its own.
    """
    if stamp is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {STAMP}")
            stamp = tuple(cursor.fetchone())
    return _book_of(stamp, str(connection.settings_dict["NAME"]), profile().code)


def open_clocks(case_id: UUID) -> DeadlineQuerySet:
    """Answer the running clocks of a case that are for everybody on it, most pressing first."""
    clocks = Deadline.objects.filter(case_id=case_id).running().for_everybody()
    return clocks.most_pressing_first().with_owners()


def clocks_of_interest(case_id: UUID) -> DeadlineQuerySet:
    """Answer the running clocks of a case, most pressing first, and the ended ones that were late and of which nobody has said why.

    Each says in `unexplained` whether a breach of it stands without a reason.
    """
    unexplained = Q(broken_on__isnull=False) & ~Exists(_said_of_it())
    found = (
        Deadline.objects.filter(case_id=case_id)
        .for_everybody()
        .annotate(unexplained=ExpressionWrapper(unexplained, output_field=BooleanField()))
    )
    wanted: DeadlineQuerySet = found.filter(Q(state__in=RUNNING) | Q(unexplained=True))
    return wanted.most_pressing_first().with_owners()


def due_by_key(case_id: UUID, codes: Iterable[str], *, today: date) -> dict[str, "Due"]:
    """Answer how the running clocks of these standards stand on a case, by their key. One statement."""
    found = open_clocks(case_id).filter(standard_code__in=list(codes))
    return {deadline.key: due_words(deadline, today) for deadline in with_counts(found, today)}


def working_days_on(day: date, count: int) -> date:
    """Answer the working day so many working days after a day; past the known calendar only weekends are left out."""
    known = book().holidays
    try:
        return add_working_days(day, count, known)
    except CalendarEnds:
        return add_working_days(day, count, known.without_limits())


def working_day_by(day: date) -> date:
    """Answer the day itself if it is a working day, else the last one before it; past the known calendar weekends alone count."""
    known = book().holidays
    try:
        return previous_working_day(day, known)
    except CalendarEnds:
        return previous_working_day(day, known.without_limits())


def clocks_of(case_ids: Iterable[UUID]) -> DeadlineQuerySet:
    """Answer every clock of these cases, ended ones too, in the order they started."""
    return Deadline.objects.filter(case_id__in=list(case_ids)).order_by("started_at", "id")


def breaches_to_explain(
    owners: Iterable[Owner],
    *,
    cases: QuerySet | Iterable[UUID],  # type: ignore[type-arg]
    persons: Iterable[int] = (),
    since: date,
) -> DeadlineQuerySet:
    """Answer the clocks, ended ones too, that were broken on or after a day and of which nobody has said why, newest breach first.

    Whose they are is asked by `owned_by`: who did the work says why, whoever approves it. The day each was broken is its
    `broken_on`. One statement.
    """
    ours = Deadline.objects.filter(owned_by(owners, persons), broken_on__gte=since, case__in=cases)
    broken = ours.for_everybody()
    return broken.filter(~Exists(_said_of_it())).order_by("-broken_on", "id")


def _said_of_it() -> QuerySet[DelayReason]:
    """Answer, inside a query of clocks, the reasons given for the breach of each that stands."""
    return DelayReason.objects.filter(
        case=OuterRef("case"),
        standard_code=OuterRef("standard_code"),
        root_event=OuterRef("root_event"),
        fell_due_on=OuterRef("broken_on"),
    )


def reasons_given(deadline: Deadline) -> list[DelayReason]:
    """Answer what was said about why this clock was late, newest first: the first for a breach is the one that counts."""
    return list(
        DelayReason.objects.filter(
            case_id=deadline.case_id, standard_code=deadline.standard_code, root_event=deadline.root_event
        )
        .select_related("given_by")
        .order_by("-given_at", "-pk")
    )


def breaches_of(deadline: Deadline) -> QuerySet[Breach]:
    """Answer every breach of this clock and every withdrawal of one, in the order they were recorded."""
    return Breach.objects.filter(
        case_id=deadline.case_id, standard_code=deadline.standard_code, root_event=deadline.root_event
    ).order_by("recorded_at", "id")


def clock_of(case_id: UUID, pk: int) -> Deadline | None:
    """Answer one clock of this case, running or ended; None when it is not this case's."""
    return Deadline.objects.filter(case_id=case_id, pk=pk).with_owners().first()


def explanation_for(deadline: Deadline, today: date, *, given: Book | None = None) -> Explanation:
    """Answer why a stored clock's date is what it is. Hand over a `book()` to explain several."""
    known = given or book()
    return explain(as_clock(deadline), known.standard_of(deadline), known.holidays, today)


@dataclass(frozen=True)
class Due:
    """What a list says of a case's most pressing clock."""

    deadline: Deadline
    title: str
    words: str
    late: bool
    standing: Standing
    left: str = ""  # the same beside a date already shown: "2 working days", "3 working days late"


def next_due(case_ids: Iterable[UUID], *, today: date) -> dict[UUID, Due]:
    """Answer the most pressing running clock of each case that has one. One statement, however many cases."""
    wanted = [Deadline._meta.get_field("case").target_field.get_db_prep_value(one, connection) for one in case_ids]
    if not wanted:
        return {}
    found = Deadline.objects.raw(_NEXT_DUE.format(cases=", ".join(["%s"] * len(wanted))), [*wanted, today])
    return {deadline.case_id: due_words(deadline, today) for deadline in found}


# What `due_words` reads of each case's most pressing clock, with the counts of `with_counts`. By hand, because the list of
# cases runs it on every page.
_NEXT_DUE = """
SELECT d.id, d.case_id, d.standard_code, d.title, d.action, d.adopted, d.state, d.started_on, d.due_on, d.due_at, d.judged_on,
       d.late_at, d.met_on, d.extended_to, d.owner_kind, d.owner_role, d.approval_role, d.owner_person_id,
       p.full_name AS owner_name, a.name AS owner_agency_name, t.working_day_number AS number_today, j.working_day_number AS number_judged,
       s.working_day_number AS number_started
  FROM (SELECT r.*, row_number() OVER (PARTITION BY case_id ORDER BY judged_on NULLS LAST, started_on, id) AS place
          FROM timeliness_deadline r WHERE case_id IN ({cases}) AND state IN ('open', 'paused') AND NOT private) d
  LEFT JOIN accounts_user p ON p.id = d.owner_person_id
  LEFT JOIN agencies_agency a ON a.id = d.owner_agency_id
  LEFT JOIN timeliness_calendarday t ON t.day = %s
  LEFT JOIN timeliness_calendarday j ON j.day = d.judged_on
  LEFT JOIN timeliness_calendarday s ON s.day = d.started_on
 WHERE d.place = 1
"""


def with_counts(deadlines: DeadlineQuerySet, today: date) -> DeadlineQuerySet:
    """Answer the same clocks with the working-day numbers `due_words` needs, so that words cost no further statement."""

    def number_of(day: Any) -> Subquery:
        return Subquery(CalendarDay.objects.filter(day=day).values("working_day_number")[:1])

    return deadlines.annotate(
        number_today=number_of(today),
        number_judged=number_of(OuterRef("judged_on")),
        number_started=number_of(OuterRef("started_on")),
    )


def due_words(deadline: Deadline, today: date, known: Holidays | None = None) -> Due:
    """Answer how a clock stands, in words; from the counts `with_counts` put on it, or by the calendar handed over."""
    counted: Counted | Holidays
    if known is not None:
        counted = known
    else:
        numbers = {
            today: getattr(deadline, "number_today", None),
            deadline.judged_on: getattr(deadline, "number_judged", None),
            deadline.started_on: getattr(deadline, "number_started", None),
        }
        counted = Counted({day: number for day, number in numbers.items() if day is not None and number is not None})
    stands = standing(deadline, today, counted)
    return Due(
        deadline,
        what_is_to_do(deadline),
        words(deadline, today, counted),
        stands is Standing.OVERDUE,
        stands,
        left(deadline, today, counted),
    )


def standing_breaches(case_ids: Iterable[UUID]) -> QuerySet[Breach]:
    """Answer the breaches of these cases that no correction has withdrawn."""
    withdrawn = Breach.objects.filter(
        case=OuterRef("case"),
        standard_code=OuterRef("standard_code"),
        root_event=OuterRef("root_event"),
        fell_due_on=OuterRef("fell_due_on"),
        turn=OuterRef("turn"),
        kind=Breach.Kind.WITHDRAWAL,
    )
    return Breach.objects.filter(~Exists(withdrawn), case_id__in=list(case_ids), kind=Breach.Kind.BREACH)
