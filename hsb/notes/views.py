"""Notes on a case: written once, dated, read in the chronology; and a note on the wrong record moved to the right one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access, frame
from hsb.cases.access import OpenCase
from hsb.cases.form_page import form_page
from hsb.chronology import queries as chronology
from hsb.errors import ActionNotAllowed
from hsb.notes import actions as notes
from hsb.notes import policies, queries
from hsb.notes.forms import FIRST, VISIT, MoveForm, NoteForm
from hsb.notes.kinds import NOTE_CODES, VISITS, Kind
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.date_fields import PARTS
from hsb.ui.fields import LONG_TEXT_LIMIT
from hsb.ui.numbers import whole_number
from hsb.ui.press import press_of
from hsb.ui.words import day_month_year

TAB = "notes"


@require_http_methods(READ_AND_CHANGE)
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The notes of a case, newest first, and a box to add one. `?kind=` and `?about=` come from where somebody chose to write."""
    level = Level.WRITE if request.method == "POST" else Level.READ
    opened = access.get_case(request.user, reference, look="notes", needs=(RecordClass.NOTES, level))
    found = frame.read(opened, draft=queries.draft_of(opened.case, opened.user))
    about = queries.entry(opened.case, whole_number(request.GET.get("about", ""), digits=18))
    form = _form(request, opened, found["draft"][0].typed if found["draft"] else {})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _add(request, opened, form, about)):
        if request.GET.get("then") == "work":
            messages.success(request, "The note stands in the chronology.")
            return redirect("pages:home")
        return redirect("cases:notes", reference)
    # On a closed record the box is there only for whoever had it open: with what they typed, and why it was not added.
    writes = opened.may(RecordClass.NOTES, Level.WRITE) and (form.is_bound or opened.case.closed_at is None)
    lines = queries.notes_of(opened)
    abouts = {int(line.facts["about"]) for line in lines if line.facts.get("about")}
    entries = queries.entries(opened, abouts | ({about.pk} if about else set()))
    return render(
        request,
        "cases/notes.html",
        {
            **frame.case_frame(opened, TAB, today=clock.today(), found=found),
            "once": press_of(request),
            "form": form if writes else None,
            "about": entries.get(about.pk) if about else None,
            "notes": [_note(opened, line, entries) for line in lines],
        },
        status=422 if form.errors else 200,
    )


def _form(request: HttpRequest, opened: OpenCase, typed: Mapping[str, Any]) -> NoteForm:
    may = {
        "may_keep_close": opened.may(RecordClass.CLOSE_NOTES, Level.WRITE),
        "may_write_words": opened.may(RecordClass.CHILD_WORDS, Level.WRITE),
    }
    return (
        NoteForm(request.POST, **may) if request.method == "POST" else NoteForm(initial=_initial(request, typed), **may)
    )


def _initial(request: HttpRequest, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what stands in the boxes: what was typed and not added; else a note of today, of the kind the link says."""
    boxes = [str(typed.get(f"on_{part}", "")) for part in PARTS]
    on: Any = clock.today()
    if all(box.isdigit() for box in boxes):
        on = f"{int(boxes[2]):04}-{int(boxes[1]):02}-{int(boxes[0]):02}"
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in FIRST else VISIT if wanted in VISITS else str(Kind.NOTE)
    chosen = {"kind": kind, "visit": wanted if wanted in VISITS else ""}
    return {**chosen, **{name: value for name, value in typed.items() if value}, "on": on}


def _occurred(form: NoteForm, at: datetime) -> datetime | None:
    """Answer when it was: now, where it is of today and nobody said at what time."""
    on, time = form.cleaned_data["on"] or clock.local_date(at), form.cleaned_data["time"]
    if time is not None:
        return datetime.combine(on, time, tzinfo=clock.LONDON)
    return None if on == clock.local_date(at) else clock.instant_on(on, at=at)


def _add(request: HttpRequest, opened: OpenCase, form: NoteForm, about: Any) -> None:
    given, at = form.cleaned_data, clock.now()
    kind = form.chosen_kind()
    notes.add_note(
        case=opened.case,
        text=given["text"],
        by=opened.user,
        at=at,
        occurred=_occurred(form, at),
        press=press_of(request),
        kind=kind,
        # Who does not read what is kept close writes for those who read what they do.
        audience=given["audience"] if "audience" in given else str(RecordClass.NOTES),
        who=given["who"],
        minutes=given["minutes"],
        seen=given["seen"] if kind in VISITS else "",
        childs_words=given.get("childs_words", ""),
        about=about,
        roles=opened.roles,
    )


def _note(opened: OpenCase, line: chronology.Line, entries: Mapping[int, chronology.Line]) -> dict[str, Any]:
    about = entries.get(line.facts.get("about") or 0)
    moves = line.code in NOTE_CODES and line.readable and opened.may(RecordClass.NOTES, Level.WRITE)
    return {
        "line": line,
        "who": ", ".join(filter(None, (line.who_in_full, line.agency))),
        "when": f"{clock.local_time(line.occurred_at):%-d %B %Y, %H:%M}"
        if not clock.is_known_by_its_day(line.occurred_at)
        else day_month_year(clock.local_date(line.occurred_at)),
        "about": about,
        "about_href": f"{reverse('cases:overview', args=[opened.case.reference])}#entry-{about.id}" if about else "",
        "move": moves and policies.may_move(opened, line.by_id),
    }


@require_POST
def autosave(request: HttpRequest, reference: str) -> JsonResponse:
    """What is being written is kept for its writer, box by box; nobody else reads it."""
    opened = access.get_case(request.user, reference, look="notes, writing", needs=(RecordClass.NOTES, Level.WRITE))
    boxes = {*NoteForm.base_fields, *(f"on_{part}" for part in PARTS)}
    typed = {
        name: request.POST.get(name, "").replace("\x00", "")[:LONG_TEXT_LIMIT]
        for name in request.POST.getlist("changed")
        if name in boxes
    }
    at = clock.now()
    draft = notes.save_draft(case=opened.case, typed=typed, by=request.user, at=at)
    return JsonResponse({"saved_at": at.isoformat(), "version": draft.version})


@require_http_methods(READ_AND_CHANGE)
def move(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Move a note that is on the wrong record to the one it belongs to."""
    opened = access.get_case(request.user, reference, look="notes, moving", needs=(RecordClass.NOTES, Level.WRITE))
    note = queries.note(opened.case, pk)
    if note is None:
        raise Http404("There is no such note on this record.")
    policies.check_may_move(opened, note)
    form = MoveForm(request.POST if request.method == "POST" else None)

    def change() -> None:
        given = form.cleaned_data
        try:
            to = access.get_case(
                request.user,
                given["to"].upper(),
                look="notes, moving here",
                needs=(RecordClass.NOTES, Level.WRITE),
            )
        except Http404 as nowhere:
            raise ActionNotAllowed(
                "There is no such record, or you are not on it. Check the reference, or ask somebody who is on both."
            ) from nowhere
        notes.move_note(
            note=note, opened=opened, to=to, reason=given["reason"], at=clock.now(), press=press_of(request)
        )

    return form_page(
        request,
        opened,
        form,
        change,
        template="cases/move_note.html",
        tab=TAB,
        then="cases:notes",
        title="Move a note to another record",
        button="Move it",
        done="Moved. A line says so here; nobody reads the note on this record any more.",
        note=_shown(opened, note.pk),
    )


def _shown(opened: OpenCase, event_id: int) -> chronology.Line | None:
    return queries.entries(opened, [event_id]).get(event_id)
