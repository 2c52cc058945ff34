"""Notes on a case: written once, dated, read in the chronology."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases import actions as cases
from hsb.cases.frame import case_frame
from hsb.chronology import queries as chronology
from hsb.ui.components import Moment
from hsb.ui.fields import LongTextField
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of


class NoteForm(BaseForm):
    """One note."""

    text = LongTextField(
        label="Write a note",
        help_text="It stands in the chronology under your name and cannot be changed afterwards. Use initials.",
        error_messages={"required": "Write the note before you add it."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The notes of a case, newest first, and a box to add one."""
    needs = (RecordClass.NOTES, Level.WRITE if request.method == "POST" else Level.READ)
    opened = access.get_case(request.user, reference, look="notes", needs=needs)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, press = form.cleaned_data["text"], press_of(request)
        cases.add_note(case=opened.case, text=text, by=request.user, at=clock.now(), press=press)
        return redirect("cases:notes", reference)
    return render(
        request,
        "cases/notes.html",
        {
            **case_frame(opened, "notes", today=clock.today()),
            "once": press_of(request),
            "form": form if opened.may(RecordClass.NOTES, Level.WRITE) else None,
            "moments": [
                Moment(
                    title=", ".join(filter(None, (line.who_in_full, line.agency))),
                    when=f"{clock.local_time(line.occurred_at):%-d %B %Y, %H:%M}",
                    text=line.sentence,
                )
                for line in chronology.lines([opened.case.pk], readable=opened.readable, codes=("note.added",))
            ],
        },
    )
