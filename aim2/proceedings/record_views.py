"""Recording an occasion: the form of one kind, what follows when it is recorded, then the press that records it."""

import hashlib
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aim2.proceedings import actions, policies, preview, queries
from aim2.proceedings.fields import BOXES
from aim2.proceedings.forms import OccasionForm, boxed
from aim2.proceedings.kinds import KINDS, About, Kind
from aim2.proceedings.plan import Occasion
from aim2.proceedings.standing import Proceedings
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.numbers import whole_number
from hsb.ui.press import press_of

KEPT = (
    "bail",
    "hearing",
    "report",
    "order_id",
    "custody",
    "release",
    "notification",
    "arrest",
    "charge",
    "arrested_on",
)
"""The facts that a correction keeps: what hangs on them hangs on it still."""


@require_http_methods(READ_AND_CHANGE)
def record(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One kind of entry. The first press shows what follows; the second, of the same words, records it."""
    opened = access.get_case(
        request.user, reference, look="criminal proceedings, recording", needs=(RecordClass.CRIMINAL, Level.WRITE)
    )
    kind = KINDS.get(code)
    if kind is None or kind.about is About.NOTHING or opened.case.is_harmed:
        raise Http404("There is no such entry.")
    policies.check_may_record(opened, [code])
    corrected = _corrected(request, opened, code)
    now, offences = _before(opened, corrected)
    form = OccasionForm(kind, now, offences, request.POST or None, initial=_initial(corrected) if corrected else {})
    if corrected is not None:
        form.fields.pop("also", None)
    follows: list[preview.Follows] = []
    if request.method == "POST" and form.is_valid():
        try:
            entries = _entries(form, corrected)
            policies.check_may_record(opened, [entry.code for entry in entries])
            occurred = clock.instant_on(form.cleaned_data["on"], at=clock.now())
            if request.POST.get("seen") == digest(request):
                actions.record_occasion(
                    case=opened.case,
                    entries=entries,
                    occurred=occurred,
                    by=request.user,
                    at=clock.now(),
                    press=press_of(request),
                    corrects=corrected,
                )
                messages.success(request, f"Recorded: {kind.label[0].lower()}{kind.label[1:]}.")
                return redirect("aim2:proceedings", reference)
            follows = _follows(opened, entries, occurred, corrected)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
    return _page(request, opened, kind, form, follows, corrected)


def _page(
    request: HttpRequest,
    opened: OpenCase,
    kind: Kind,
    form: OccasionForm,
    follows: list[preview.Follows],
    corrected: CaseEvent | None,
) -> HttpResponse:
    return render(
        request,
        "aim2/proceedings/record.html",
        {
            **case_frame(opened, "proceedings", today=clock.today()),
            "title": kind.label,
            "submit": "Record",
            "form": form,
            "follows": follows,
            "seen": digest(request) if follows else "",
            "once": press_of(request),
            "not_taken": form.not_taken(),
            "corrected": corrected,
            "none_left": not (form.fields.get("allegations") or form.fields["about"]).choices,  # type: ignore[attr-defined]
        },
        status=422 if form.errors else 200,
    )


def digest(request: HttpRequest) -> str:
    """Answer what was typed, boiled down: only the very words whose consequences were shown are recorded."""
    typed = sorted(
        (name, value)
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "once", "seen")
        for value in request.POST.getlist(name)
    )
    return hashlib.sha256(repr(typed).encode()).hexdigest()


def _before(opened: OpenCase, corrected: CaseEvent | None) -> tuple[Proceedings, dict[str, str]]:
    """Answer what stands (without the entry to be corrected), and what each allegation is called."""
    stands, offences = queries.with_offences(opened.case, without=corrected)
    return stands.now, offences


def _follows(opened: OpenCase, entries: list[Any], occurred: Any, corrected: CaseEvent | None) -> list[preview.Follows]:
    made = actions.planned(opened.case, Occasion(tuple(entries), occurred, corrected.pk if corrected else None))
    found = preview.follows(
        made,
        case_kind=opened.case.kind,
        families=queries.has_harmed(opened.case),
        to_mash=not any(one.role == Role.SOCIAL_WORKER for one in opened.everyone),
        age=opened.case.age_on(clock.local_date(occurred)),
    )
    return found or [preview.Follows("Nothing else changes.", "It stands among the steps.")]


def _entries(form: OccasionForm, corrected: CaseEvent | None) -> list[Any]:
    entries = form.entries()
    if corrected is None:
        return entries
    kept = {f.name: corrected.facts[f.name] for f in fields(entries[0]) if f.name in KEPT and f.name in corrected.facts}
    if "arrested_on" in kept and not kept["arrested_on"]:
        kept.pop("arrested_on")
    return [replace(entries[0], **kept)]


def _corrected(request: HttpRequest, opened: OpenCase, code: str) -> CaseEvent | None:
    """Answer the newest of the chain that is to be put right, when the address names one of this case and kind."""
    asked = whole_number(request.GET.get("corrects", ""), digits=12)
    if not asked:
        return None
    found = CaseEvent.objects.filter(case=opened.case, pk=asked, code=code).select_related("spoken").first()
    if found is None:
        raise Http404("There is no such entry.")
    return queries.newest_of(found)


def _initial(corrected: CaseEvent) -> dict[str, Any]:
    """Answer the boxes as the entry to be put right has them."""
    said = {**corrected.facts, **(corrected.spoken.words if hasattr(corrected, "spoken") else {})}
    said["verdict"] = "guilty" if said.get("guilty") else "not_guilty"
    said["how"] = "voluntary" if said.get("voluntary") else "arrest"
    found: dict[str, Any] = {
        "on": clock.local_date(corrected.occurred_at),
        "allegations": list(said.get("allegations") or []),
        "note": said.get("note", ""),
    }
    for name, field in BOXES[corrected.code]().items():
        value = said.get(name)
        if value and type(field).__name__ == "DateField":
            value = date.fromisoformat(str(value))
        if value is not None:
            found[boxed(corrected.code, name)] = value
    for name in KEPT[:7]:
        if said.get(name):
            found.setdefault("about", said[name])
    return found
