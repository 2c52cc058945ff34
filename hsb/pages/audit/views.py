"""The audit viewer, for information governance: who did what, who saw which case, what somebody opened (design.md §5).

Entries of the audit are read as the person, under the table's own row policy. References of cases and headlines of chronologies
are read as the report role, after the check of the power: information governance is on no case, and sees that something
happened and who recorded it, never facts or words, and nothing of what is hidden (`hidden=` in an event's declaration).
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

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
from hsb.database import as_report
from hsb.errors import AccessDenied
from hsb.pages.audit.entries import (
    CHRONOLOGY,
    EXPORT,
    GROUPS,
    PAGE,
    Question,
    as_rows,
    edge_of,
    entries_of,
    names_of,
    question_of,
    references_of,
)
from hsb.ui.components import Filter, Pages
from hsb.ui.csv_export import csv_response

View = Callable[..., HttpResponse]


def for_information_governance(view: View) -> View:
    """The view is for those who read the audit; everybody else is refused with a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not agencies.has_power(request.user, Power.READ_AUDIT):
            raise AccessDenied("Only information governance reads the audit.")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_information_governance
def show(request: HttpRequest) -> HttpResponse:
    """Entries of the audit and headlines of chronologies, newest first. The same statements whatever their number."""
    question = question_of(request)
    export = request.GET.get("export") == "csv"
    after = None if export else edge_of(request.GET.get("after", "")[:120])
    size = EXPORT if export else PAGE
    found = entries_of(question, after, size)
    more, found = len(found) > size, found[:size]
    rows = as_rows(found)
    _write_down(request, "audit", question, len(rows), disclosed=export)
    if export:
        headings = ("When", "Who", "E-mail", "What", "Of", "About", "Case", "Details")
        return csv_response("audit", headings, map(_line, rows))
    kept = {name: value for name, value in question.shown.items() if value}
    last = found[-1] if more else None
    chosen = names_of(set(question.asked.people)) if question.shown["by"] and question.asked.people else []
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
    people = {pk: (name, mail) for pk, name, mail in names_of({one["by_id"] for one in found})}
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
    references = references_of({one["case_ref"] for one in found})
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
