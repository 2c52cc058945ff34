"""The case list and search: the cases that exist for you, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Power
from hsb.agencies.queries import has_power
from hsb.ages import age_on
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import case_rows as case_rows_of_cases
from hsb.cases.case_rows import WORK, CaseFilter
from hsb.cases.finding import Found, search
from hsb.cases.states import OPEN_STATES, STATES, Strand
from hsb.timeliness import queries as timeliness
from hsb.timeliness.moves import whose_words
from hsb.ui.components import CaseRow, Filter, Pages
from hsb.ui.csv_export import csv_response

KINDS = (("displayed", "Young person"), ("harmed", "Person harmed"), ("considered", "Considered"))
NARROWED_BY = ("work", "kind", "safeguarding", "youth_offending", "criminal_justice")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One page of cases, narrowed by the address; `q` searches reference, name and date of birth among them."""
    asked = {name: request.GET.get(name, "")[:40] for name in NARROWED_BY}
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    found = search(request.user, text) if text.strip() else None
    wanted = CaseFilter(ids=found.ids if found else None, **asked)
    export = request.GET.get("export") == "csv"
    page = case_rows_of_cases.case_rows(
        request.user, wanted, after=request.GET.get("after", "")[:120], size=1000 if export else 25
    )
    rows = case_rows(page.rows)
    audit.record(
        AuditKind.DISCLOSED if export else AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        what="case list",
        facts={"rows": len(rows)},
    )
    if export:
        return csv_response(
            "cases", ("Reference", "Who", "Opened", "Stages", "Next", "Due", "Whose move", "Worker"), map(_line, rows)
        )
    kept = {name: value for name, value in {**asked, "q": text}.items() if value}
    if len(rows) == 1 and page.count == 1 and found and text.strip().upper() == rows[0].reference:
        return redirect("cases:overview", rows[0].reference)
    return render(
        request,
        "cases/list.html",
        {
            "rows": rows,
            "count": page.count_words,
            "exactly_one": page.count == 1,
            "text": text,
            "found": found or Found(),
            "narrowed": bool(kept),
            "filters": _filters(asked),
            "hidden": {"q": text} if text else {},
            "clear": reverse("cases:list"),
            "may_ask_in_an_emergency": has_power(request.user, Power.BREAK_GLASS),
            "export": f"?{urlencode({**kept, 'export': 'csv'})}",
            "pages": Pages(
                previous=f"?{urlencode(kept)}" if request.GET.get("after") else "",
                next=f"?{urlencode({**kept, 'after': page.next_key})}" if page.next_key else "",
                shown=f"{len(rows)} of {page.count_words}",
            ),
        },
    )


def case_rows(found: list[dict[str, Any]]) -> list[CaseRow]:
    """Answer rows as the list shows them, with the next date of each. One statement for the whole page."""
    today = clock.today()
    due = timeliness.next_due([row["id"] for row in found], today=today)
    return [_row(row, due.get(row["id"]), today) for row in found]


def _row(row: dict[str, Any], due: Any, today: Any) -> CaseRow:
    born = row["born_on"]
    age = age_on(born, today) if born else None
    return CaseRow(
        reference=row["reference"],
        href=f"/cases/{row['reference']}/",
        child=f"{row['label']}, {age}" if age is not None else row["label"],
        kind="Person harmed" if row["kind"] == "harmed" else "",
        strands=[
            (strand.label, STATES[strand](row[strand.value]).label)
            for strand in Strand
            if row[strand.value] in OPEN_STATES[strand]
        ],
        next_what=due.title if due else "",
        next_due=due.words if due else "",
        next_href=f"/cases/{row['reference']}/clocks/{due.deadline.pk}/" if due else "",
        next_whose=whose_words(due.deadline) if due else "",
        late=due.late if due else False,
        worker=row["workers"] or "",
        opened=f"{clock.local_date(row['opened_at']):%-d %b %Y}",
        flags=["restricted"] if row["restricted"] else [],
    )


def _filters(asked: dict[str, str]) -> list[Filter]:
    found = [
        Filter("work", "Work", (("", "All"), *WORK.items()), asked["work"]),
        Filter("kind", "Record", (("", "Everybody"), *KINDS), asked["kind"]),
    ]
    for strand in Strand:
        states = [(state.value, state.label) for state in STATES[strand] if state in OPEN_STATES[strand]]
        found.append(Filter(strand.value, strand.label, (("", "Any stage"), *states), asked[strand.value]))
    return found


def _line(row: CaseRow) -> tuple[str, ...]:
    stages = "; ".join(f"{strand}: {state}" for strand, state in row.strands)
    return (row.reference, row.child, row.opened, stages, row.next_what, row.next_due, row.next_whose, row.worker)
