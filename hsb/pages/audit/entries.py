"""What is in the audit, read as one list: asked, narrowed and drawn."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from hsb import clock
from hsb.accounts.models import User
from hsb.audit import queries
from hsb.audit.events import AuditKind
from hsb.cases import queries as cases
from hsb.chronology import queries as chronology
from hsb.database import as_report
from hsb.ui.numbers import whole_number

PAGE, EXPORT, PEOPLE, GROUPS = 50, 5000, 50, 500
CHRONOLOGY = "chronology"
# The order of two entries of one instant: an entry of the audit before a headline.
AUDIT_SOURCE, CHRONOLOGY_SOURCE = 1, 0
NO_DATE = "Enter dates as day/month/year, such as 5/3/2026."


@dataclass(frozen=True)
class Entry:
    """One line: an entry of the audit or a headline of a chronology."""

    at: datetime
    source: int
    pk: int
    by_id: int | None
    case_id: UUID | None
    kind: str
    what: str
    facts: dict[str, Any]
    about_id: int | None = None

    @property
    def key(self) -> tuple[datetime, int, int]:
        return self.at, self.source, self.pk


@dataclass(frozen=True)
class Question:
    """What the address asks, and what of it could not be understood."""

    asked: queries.Asked
    shown: dict[str, str]
    faults: tuple[str, ...] = ()
    nothing: bool = False


# -- reading the address -------------------------------------------------------------------------------------------------
def question_of(request: HttpRequest) -> Question:
    shown = {n: _text(request, n) for n in ("person", "by", "case", "kind", "since", "until")}
    faults: list[str] = []
    asked, nothing = queries.Asked(kind=shown["kind"] if shown["kind"] in _kinds() else ""), False
    if shown["person"]:
        shown["by"] = ""
        people = _people(shown["person"])
        asked, nothing = replace(asked, people=people), not people
        if not people:
            faults.append("Nobody has this name or e-mail address.")
        elif len(people) == PEOPLE:
            faults.append(f"Many people match: entries of {PEOPLE} of them are shown. Enter more of the name.")
    elif (by := whole_number(shown["by"], digits=9)) is not None:
        asked = replace(asked, people=(by,))
    if shown["case"]:
        with as_report():
            case_id = cases.id_of(shown["case"].upper())
        asked, nothing = replace(asked, case_id=case_id), nothing or case_id is None
        if case_id is None:
            faults.append("No case has this reference.")
    since, until = _day(shown["since"]), _day(shown["until"])
    if (shown["since"] and since is None) or (shown["until"] and until is None):
        faults.append(NO_DATE)
    asked = replace(asked, since=clock.start_of(since) if since else None, until=clock.end_of(until) if until else None)
    return Question(asked, shown, tuple(faults), nothing)


def _text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def _kinds() -> set[str]:
    return {*AuditKind.values, CHRONOLOGY}


def _people(words: str) -> tuple[int, ...]:
    found = User.objects.order_by("full_name", "pk")
    for word in words.split()[:5]:
        found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
    return tuple(found.values_list("pk", flat=True)[:PEOPLE])


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=clock.LONDON).date()
        except ValueError:
            continue
        return day if 2000 <= day.year < 2100 else None
    return None


def edge_of(text: str) -> tuple[datetime, int, int] | None:
    """Answer where a page begins; an address made up by hand begins at the top."""
    try:
        at, source, number = text.split("~")
        if (pk := whole_number(number, digits=18)) is None:
            return None
        return datetime.fromisoformat(at).astimezone(clock.UTC), int(source in ("1",)), pk
    except (ValueError, OverflowError):
        return None


def _edge(column: str, source: int, after: tuple[datetime, int, int] | None) -> Q | None:
    if after is None:
        return None
    at, edge_source, pk = after
    earlier = Q(**{f"{column}__lt": at})
    if source < edge_source:
        return Q(**{f"{column}__lte": at})
    return earlier | Q(**{column: at, "pk__lt": pk}) if source == edge_source else earlier


# -- the list ------------------------------------------------------------------------------------------------------------
def entries_of(question: Question, after: tuple[datetime, int, int] | None, limit: int) -> list[Entry]:
    """Answer the newest of both, merged, newest first, and one more than `limit` when there are more."""
    asked, found = question.asked, []
    if question.nothing:
        return []
    if asked.kind != CHRONOLOGY:
        for row in queries.entries(asked, edge=_edge("at", AUDIT_SOURCE, after), limit=limit + 1):
            about = row.facts.get("user") if isinstance(row.facts, dict) else None
            found.append(
                Entry(
                    at=row.at,
                    source=AUDIT_SOURCE,
                    pk=row.pk,
                    by_id=row.by_id,
                    case_id=row.case_ref,
                    kind=AuditKind(row.kind).label,
                    what=row.what,
                    facts=row.facts,
                    about_id=about if isinstance(about, int) and about != row.by_id else None,
                )
            )
    if asked.kind in ("", CHRONOLOGY):
        with as_report():
            lines = chronology.headlines(
                people=asked.people,
                case_id=asked.case_id,
                since=asked.since,
                until=asked.until,
                edge=_edge("recorded_at", CHRONOLOGY_SOURCE, after),
                limit=limit + 1,
            )
        found += [
            Entry(line.at, CHRONOLOGY_SOURCE, line.id, line.by_id, line.case_id, "Chronology", line.title, {})
            for line in lines
        ]
    return sorted(found, key=lambda entry: entry.key, reverse=True)[: limit + 1]


def as_rows(entries: list[Entry]) -> list[dict[str, Any]]:
    """Answer the lines as shown, with names and references. Two statements, whatever their number."""
    ids = {entry.by_id for entry in entries} | {entry.about_id for entry in entries}
    people = {pk: (name, mail) for pk, name, mail in names_of(ids)}
    references = references_of({entry.case_id for entry in entries})
    return [
        {
            "at": entry.at,
            "by_id": entry.by_id if entry.by_id in people else None,
            "who": people.get(entry.by_id, ("Nobody signed in, or the system", ""))[0],
            "email": people.get(entry.by_id, ("", ""))[1],
            "kind": entry.kind,
            "what": entry.what,
            "about": people.get(entry.about_id, ("", ""))[0],
            "reference": references.get(entry.case_id, ""),
            "facts": entry.facts,
        }
        for entry in entries
    ]


def names_of(ids: set[int | None]) -> list[tuple[int, str, str]]:
    return list(User.objects.filter(pk__in=ids - {None}).values_list("pk", "full_name", "email"))


def references_of(ids: set[UUID | None]) -> dict[UUID | None, str]:
    with as_report():
        return {**cases.references([one for one in ids if one is not None])}
