"""Reading the chronology: for the fold, and for people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from hsb import clock
from hsb.chronology.declare import DECLARED
from hsb.chronology.models import CaseEvent
from hsb.errors import StaleVersion
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import Event


def folded_events(case_ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    """Answer each case's events as plain values in the order they happened, ready to be folded into clocks."""
    wanted = list(case_ids)
    found: dict[UUID, list[Event]] = defaultdict(list)
    rows = (
        CaseEvent.objects.filter(case_id__in=wanted)
        .order_by("case_id", "occurred_at", "pk")
        .values_list("case_id", "pk", "code", "version", "facts", "occurred_at", "recorded_at", "corrects_id", "by_id")
    )
    for case_id, pk, code, version, facts, occurred_at, recorded_at, corrects_id, by_id in rows:
        found[case_id].append(
            Event(
                id=pk,
                code=code,
                version=version,
                facts=facts,
                occurred_at=occurred_at,
                recorded_at=recorded_at,
                corrects=corrects_id,
                by=by_id,
            )
        )
    return {case_id: found.get(case_id, []) for case_id in wanted}


def codes_that_matter() -> frozenset[str]:
    """Answer the events a clock depends on, in any version of any standard."""
    return timeliness.book().codes


def cases_with(codes: Iterable[str], since: datetime) -> list[UUID]:
    """Answer the cases on which one of these happened since an instant, in the order in which locks are taken."""
    found = CaseEvent.objects.filter(code__in=list(codes), occurred_at__gte=since)
    return sorted(found.values_list("case_id", flat=True).distinct(), key=str)


def cases_recorded_on(since: datetime, until: datetime) -> list[UUID]:
    """Answer the cases on which anything was recorded between two instants, in the order in which locks are taken."""
    found = CaseEvent.objects.filter(recorded_at__gte=since, recorded_at__lte=until)
    return sorted(found.values_list("case_id", flat=True).distinct(), key=str)


def has_happened(case_id: UUID, code: str, occasion: UUID | None) -> bool:
    """Answer whether this press of a button already left its event on the case. Asked under the case's lock."""
    return occasion is not None and CaseEvent.objects.filter(case_id=case_id, code=code, occasion=occasion).exists()


def stands_at(case_id: UUID, codes: Collection[str]) -> int:
    """Answer the number of the newest entry of these kinds on a case, 0 where there is none: what a form about them is drawn from."""
    found = CaseEvent.objects.filter(case_id=case_id, code__in=codes).order_by("-number")
    return found.values_list("number", flat=True).first() or 0


def check_stands_at(case_id: UUID, codes: Collection[str], drawn_from: int | None) -> None:
    """Nothing of these kinds has happened since the form was drawn. Asked under the case's lock; raises StaleVersion, saying what
    was recorded meanwhile and by whom. None is what a caller without a page says: it decides on what stands now."""
    if drawn_from is None:
        return
    since = CaseEvent.objects.filter(case_id=case_id, code__in=codes, number__gt=drawn_from).order_by("number").first()
    if since is not None:
        who = since.by_label or "The system"
        raise StaleVersion(
            since,
            f"{who} recorded “{DECLARED[since.code].title}” while you were writing. Nothing of yours was recorded: read what is "
            "new, then press again if it still holds. Your words are still here.",
        )


def newest_number() -> Subquery:
    """Answer, for a query of rows that have a `case`, the number of the newest entry of each one's chronology."""
    return Subquery(CaseEvent.objects.filter(case=OuterRef("case")).order_by("-number").values("number")[:1])


def code_of(event_id: int) -> str:
    """Answer what kind of event this is; "" when there is none."""
    return CaseEvent.objects.filter(pk=event_id).values_list("code", flat=True).first() or ""


def standing(case_id: UUID, codes: Sequence[str]) -> QuerySet[CaseEvent, tuple[str, datetime]]:
    """Answer code and instant of the events of these kinds on a case that nothing has corrected, the latest first."""
    found = CaseEvent.objects.filter(case_id=case_id, code__in=codes, corrected_by=None)
    return found.order_by("-occurred_at").values_list("code", "occurred_at")


def first_days(latest_first: Iterable[tuple[str, datetime]]) -> dict[str, date]:
    """Answer the London day on which each kind of event first happened. Pure."""
    return {code: clock.local_date(occurred_at) for code, occurred_at in latest_first}


@dataclass(frozen=True)
class Line:
    """One line of a chronology, as a page shows it."""

    id: int
    occurred_at: datetime
    recorded_at: datetime
    agency: str
    who: str
    acting_for: str
    code: str
    title: str
    strand: str
    sentence: str
    corrected_by: int | None
    corrects: int | None
    number: int = 0
    by_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    readable: bool = True  # its words, by this reader
    taken_away: bool = False  # it did not belong here: only its trace is shown

    @property
    def who_in_full(self) -> str:
        """Answer who did it, and for which absent colleague where it was that person's part."""
        return f"{self.who}, acting for {self.acting_for}" if self.acting_for else self.who


def lines(
    case_ids: Sequence[UUID],
    *,
    readable: frozenset[str],
    limit: int = 50,
    before: int | None = None,
    codes: Sequence[str] | None = None,
    ids: Collection[int] | None = None,
    agency: str = "",
    person: int | None = None,
    facts: Mapping[str, Collection[str]] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    told_plainly: bool = False,
) -> list[Line]:
    """Answer the newest lines of these cases (one child's record and what was merged into it), newest first.

    `codes`, `ids`, `agency` and `person` narrow them to some kinds of event, to these very events, or to what one agency or person did;
    `facts` to those whose fact of that name is one of these; `since` and `until` to when it happened, `until` left out.
    `told_plainly` leaves out what only repeats another event.
    `readable` are the record classes whose words the reader may see; of other events only the title is said, and of hidden ones nothing.
    One query (two for a later page), whatever the number of lines.
    """
    rows = _told(case_ids, readable).select_related("spoken").order_by("-occurred_at", "-pk")
    if agency:
        rows = rows.filter(agency=agency)
    if person is not None:
        rows = rows.filter(by_id=person)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    if told_plainly:
        rows = rows.exclude(code__in=[code for code, one in DECLARED.items() if one.quiet])
    for name, values in (facts or {}).items():
        rows = rows.filter(**{f"facts__{name}__in": list(values)})
    if since is not None:
        rows = rows.filter(occurred_at__gte=since)
    if until is not None:
        rows = rows.filter(occurred_at__lt=until)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    if before is not None:
        edge = CaseEvent.objects.filter(pk=before, case_id__in=case_ids).values_list("occurred_at", flat=True).first()
        if edge is not None:
            rows = rows.filter(occurred_at__lte=edge).exclude(pk__gte=before, occurred_at=edge)
    correction = CaseEvent.objects.filter(corrects=OuterRef("pk")).order_by("-pk")
    rows = rows.annotate(
        corrected=Subquery(correction.values("pk")[:1]), by_code=Subquery(correction.values("code")[:1])
    )
    return [_line(row, readable, row.corrected, row.by_code) for row in rows[:limit]]


def agencies_in(case_ids: Sequence[UUID], *, readable: frozenset[str]) -> QuerySet[CaseEvent, tuple[str]]:
    """Answer, as they were called then, the agencies that did what this reader is told of on these cases.

    An agency that is there only by what is hidden from the reader is not named: that would say that it did something.
    """
    return _told(case_ids, readable).exclude(agency="").order_by("agency").values_list("agency").distinct()


def people_in(case_ids: Sequence[UUID], *, readable: frozenset[str]) -> QuerySet[CaseEvent, tuple[int, str]]:
    """Answer who, as they were called then, did what this reader is told of on these cases."""
    found = _told(case_ids, readable).exclude(by=None).order_by("by_label", "by_id")
    return found.values_list("by_id", "by_label").distinct()  # type: ignore[return-value]


def _told(case_ids: Sequence[UUID], readable: frozenset[str]) -> QuerySet[CaseEvent]:
    unseen = [code for code, one in DECLARED.items() if one.hidden and one.record_class not in readable]
    return CaseEvent.objects.filter(case_id__in=case_ids).exclude(code__in=unseen)


def _line(row: CaseEvent, readable: frozenset[str], corrected_by: int | None, by_code: str | None) -> Line:
    declared = DECLARED[row.code]
    taken_away = by_code is not None and DECLARED[by_code].takes_away
    may_read = declared.record_class in readable and not taken_away
    if may_read:
        spoken = row.spoken.words if hasattr(row, "spoken") else {}
        sentence = declared.rebuild(row.facts, spoken).sentence()
    else:
        sentence = f"{declared.title}."
    return Line(
        id=row.pk,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        agency=row.agency,
        who=row.by_label,
        acting_for=row.acting_for,
        code=row.code,
        title=declared.title,
        strand=declared.strand,
        sentence=sentence,
        corrected_by=corrected_by,
        corrects=row.corrects_id,
        number=row.number,
        by_id=row.by_id,
        facts=row.facts,
        readable=may_read,
        taken_away=taken_away,
    )


def newest_days(case_ids: Iterable[UUID], codes: Collection[str]) -> dict[UUID, date]:
    """Answer the London day of the newest entry of these kinds on each of these cases. One statement."""
    found = CaseEvent.objects.filter(case_id__in=list(case_ids), code__in=codes).values("case_id")
    return {one["case_id"]: clock.local_date(one["last"]) for one in found.annotate(last=Max("occurred_at"))}


@dataclass(frozen=True)
class Headline:
    """That something happened on a case, and who recorded it: no facts, no words."""

    id: int
    at: datetime
    by_id: int | None
    case_id: UUID
    title: str


def headlines(
    *,
    people: Sequence[int] | None = None,
    case_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    edge: Q | None = None,
    limit: int,
) -> list[Headline]:
    """Answer the newest headlines by when they were recorded, of any case the database shows; hidden ones never. One statement.

    For the audit viewer, which reads as the report role after a check of its own.
    """
    rows = CaseEvent.objects.exclude(code__in=[code for code, one in DECLARED.items() if one.hidden])
    for name, value in (("by_id__in", people), ("case_id", case_id), ("recorded_at__gte", since)):
        if value is not None:
            rows = rows.filter(**{name: value})
    if until is not None:
        rows = rows.filter(recorded_at__lt=until)
    if edge is not None:
        rows = rows.filter(edge)
    values = rows.order_by("-recorded_at", "-pk").values_list("pk", "recorded_at", "by_id", "case_id", "code")
    return [Headline(pk, at, by, case, DECLARED[code].title) for pk, at, by, case, code in values[:limit]]
