"""The audit viewer, for information governance: who did what, who saw which case, what somebody opened (design.md §5).

Entries of the audit are read as the person, under the table's own row policy. References of cases and headlines of chronologies
are read as the report role, after the check of the power: information governance is on no case, and sees that something
happened and who recorded it, never facts or words, and nothing of what is hidden (`hidden=` in an event's declaration).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.audit import actions as audit
from hsb.audit import queries
from hsb.audit.events import AuditKind
from hsb.cases import queries as cases
from hsb.chronology import queries as chronology
from hsb.database import as_report
from hsb.errors import AccessDenied
from hsb.ui.components import Filter, Pages
from hsb.ui.csv_export import csv_response
from hsb.ui.numbers import whole_number

PAGE, EXPORT, PEOPLE, GROUPS = 50, 5000, 50, 500
CHRONOLOGY = "chronology"
# The order of two entries of one instant: an entry of the audit before a headline.
AUDIT_SOURCE, CHRONOLOGY_SOURCE = 1, 0
NO_DATE = "Enter dates as day/month/year, such as 5/3/2026."
View = Callable[..., HttpResponse]


def for_information_governance(view: View) -> View:
    """The view is for those who read the audit; everybody else is refused with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not agencies.has_power(request.user, Power.READ_AUDIT):
            raise AccessDenied("Only information governance reads the audit.")
        return view(request, *args, **kwargs)

    return guarded


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


def _question(request: HttpRequest) -> Question:
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


def _after(text: str) -> tuple[datetime, int, int] | None:
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


def _entries(question: Question, after: tuple[datetime, int, int] | None, limit: int) -> list[Entry]:
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


def _drawn(entries: list[Entry]) -> list[dict[str, Any]]:
    """Answer the lines as shown, with names and references. Two statements, whatever their number."""
    ids = {entry.by_id for entry in entries} | {entry.about_id for entry in entries}
    people = {pk: (name, mail) for pk, name, mail in _names(ids)}
    references = _references({entry.case_id for entry in entries})
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


def _names(ids: set[int | None]) -> list[tuple[int, str, str]]:
    return list(User.objects.filter(pk__in=ids - {None}).values_list("pk", "full_name", "email"))


def _references(ids: set[UUID | None]) -> dict[UUID | None, str]:
    with as_report():
        return {**cases.references([one for one in ids if one is not None])}


@require_safe
@for_information_governance
def show(request: HttpRequest) -> HttpResponse:
    """Entries of the audit and headlines of chronologies, newest first. The same statements whatever their number."""
    question = _question(request)
    export = request.GET.get("export") == "csv"
    after = None if export else _after(request.GET.get("after", "")[:120])
    size = EXPORT if export else PAGE
    found = _entries(question, after, size)
    more, found = len(found) > size, found[:size]
    rows = _drawn(found)
    _write_down(request, "audit", question, len(rows), disclosed=export)
    if export:
        headings = ("When", "Who", "E-mail", "What", "Of", "About", "Case", "Details")
        return csv_response("audit", headings, map(_line, rows))
    kept = {name: value for name, value in question.shown.items() if value}
    last = found[-1] if more else None
    chosen = _names(set(question.asked.people)) if question.shown["by"] and question.asked.people else []
    return render(
        request,
        "pages/audit.html",
        {
            "rows": rows,
            "faults": question.faults,
            "filters": _filters(question),
            "hidden": {"by": question.shown["by"]} if chosen else {},
            "chosen": chosen[0] if chosen else None,
            "reference": question.shown["case"].upper() if question.asked.case_id else "",
            "clear": reverse("pages:audit") if kept else "",
            "export": f"?{urlencode({**kept, 'export': 'csv'})}",
            "export_limit": f"{EXPORT:,}",
            "pages": Pages(
                previous=f"?{urlencode(kept)}" if after else "",
                next=f"?{urlencode({**kept, 'after': f'{last.at.isoformat()}~{last.source}~{last.pk}'})}"
                if last
                else "",
                shown=f"{len(rows)} shown",
            ),
        },
    )


def _filters(question: Question) -> list[Filter]:
    shown = question.shown
    kinds = [("", "Everything"), (CHRONOLOGY, "Anything in a chronology"), *AuditKind.choices]
    return [
        Filter("person", "Name or e-mail address", value=shown["person"]),
        Filter("case", "Case reference", value=shown["case"], width=10),
        Filter("kind", "What", kinds, shown["kind"]),
        Filter("since", "From (day/month/year)", value=shown["since"], width=10),
        Filter("until", "To (day/month/year)", value=shown["until"], width=10),
    ]


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    facts = json.dumps(row["facts"], sort_keys=True) if row["facts"] else ""
    at = f"{clock.local_time(row['at']):%Y-%m-%d %H:%M:%S}"
    return at, row["who"], row["email"], row["kind"], row["what"], row["about"], row["reference"], facts


def _write_down(request: HttpRequest, what: str, question: Question, rows: int, *, disclosed: bool = False) -> None:
    """Whoever reads the audit is in it too."""
    facts: dict[str, object] = {"rows": rows}
    if question.asked.people:
        facts["people"] = list(question.asked.people)
    audit.record(
        AuditKind.DISCLOSED if disclosed else AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        case_id=question.asked.case_id,
        what=what,
        facts=facts,
    )


# -- one case, one person ------------------------------------------------------------------------------------------------


@require_safe
@for_information_governance
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Who saw this case: everybody who opened a page, a document or a copy of it, how often, first and last."""
    with as_report():
        case_id = None if "\x00" in reference else cases.id_of(reference)
    if case_id is None:
        raise Http404("There is no such case.")
    question = Question(queries.Asked(case_id=case_id), {})
    found = queries.looks_by("by_id", question.asked, limit=GROUPS)
    people = {pk: (name, mail) for pk, name, mail in _names({one["by_id"] for one in found})}
    _write_down(request, "who saw a case", question, len(found))
    rows = [
        {**one, "who": people.get(one["by_id"], ("", ""))[0], "href": _list(by=one["by_id"], case=reference)}
        for one in found
    ]
    return render(
        request,
        "pages/audit_looks.html",
        {
            "heading": f"Who saw {reference}",
            "rows": rows,
            "column": "Who",
            "every": _list(case=reference),
            "limit": GROUPS,
        },
    )


@require_safe
@for_information_governance
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What this person opened: every case of which they saw a page, a document or a copy, how often, first and last."""
    person = User.objects.filter(pk=pk).first() if pk < 2**63 else None
    if person is None:
        raise Http404("There is no such person.")
    question = Question(queries.Asked(people=(person.pk,)), {})
    found = queries.looks_by("case_ref", question.asked, limit=GROUPS)
    references = _references({one["case_ref"] for one in found})
    _write_down(request, "what a person opened", question, len(found))
    rows = [
        {**one, "who": (ref := references.get(one["case_ref"], "")), "href": _list(by=pk, case=ref)} for one in found
    ]
    return render(
        request,
        "pages/audit_looks.html",
        {
            "heading": f"What {person.full_name} opened",
            "rows": rows,
            "column": "Case",
            "every": _list(by=pk),
            "limit": GROUPS,
        },
    )


def _list(**narrowed: Any) -> str:
    return f"{reverse('pages:audit')}?{urlencode({k: v for k, v in narrowed.items() if v})}"
