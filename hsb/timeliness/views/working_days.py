"""Working days: the days off by year, where each comes from, and how far the calendar is known. An administrator adds what is
proclaimed, takes away what was added by mistake and loads more years; before saving, the page says what will move."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.administrators import for_administrators
from hsb.errors import ActionNotAllowed
from hsb.timeliness import calendar_actions, day_list, policies, queries, recounts
from hsb.timeliness.calendar import SATURDAY, known_holidays
from hsb.timeliness.day_list import DayListInvalid, DayOff
from hsb.timeliness.english import counted, long_date
from hsb.timeliness.models import Recount
from hsb.ui.forms import BaseForm, DateField, FileField, LongTextField, TextField, refuse

ASKING = ["GET", "HEAD", "POST"]
MORE_YEARS = 5
MOST_TEXT = 20_000
for_calendar_keepers = for_administrators("Only an administrator can change the working days.")


class DaysForm(BaseForm):
    """One day with its name, or a list of them, pasted or as a file."""

    day = DateField(label="The day", what="the day", required=False, help_text="For example 3 5 2027")
    name = TextField(
        label="What it is called",
        what="what the day is called",
        max_length=100,
        required=False,
        help_text="As it was proclaimed. It is shown wherever a date moved because of it.",
    )
    listed = LongTextField(
        label="Or several days (optional)",
        what="the list of days",
        rows=4,
        max_length=MOST_TEXT,
        required=False,
        verbatim=True,
        help_text="A day and its name on each line, for example: 2027-05-03, Proclaimed holiday",
    )
    file = FileField(
        label="Or a file of days (optional)",
        what="a file of days",
        max_megabytes=1,
        accept=(".csv", ".txt"),
        required=False,
        help_text="Plain text or CSV, written like the list.",
    )

    def clean(self) -> dict[str, Any]:
        """Answer the days in `days`; a list with a wrong line is refused whole."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        days: list[DayOff] = []
        if cleaned.get("day") or cleaned.get("name"):
            if not cleaned.get("day"):
                self.add_error("day", "Enter the day")
            elif not cleaned.get("name"):
                self.add_error("name", "Enter what the day is called")
            else:
                days.append(DayOff(cleaned["day"], cleaned["name"]))
        for name, text in (("listed", cleaned.get("listed")), ("file", self._text_of_file())):
            if text:
                try:
                    days += day_list.read(text)
                except DayListInvalid as wrong:
                    self.add_error(name, f"{wrong} Nothing was saved.")
        if not days and not self.errors:
            raise refuse("Enter a day and its name, a list of days, or a file")
        cleaned["days"] = days
        return cleaned

    def _text_of_file(self) -> str:
        upload = self.cleaned_data.get("file")
        if upload is None:
            return ""
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error(
                "file", "Save the file as plain text or CSV (UTF-8) and choose it again: this one is not text"
            )
            return ""


@require_safe
@for_calendar_keepers
def show(request: HttpRequest) -> HttpResponse:
    """The days off of one year, how far the calendar reaches, and how far the last recounts are."""
    today = clock.today()
    known = queries.book().holidays
    assert known.known_from is not None
    assert known.known_until is not None
    years = range(known.known_from.year, known.known_until.year + 1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else today.year
    return render(
        request,
        "pages/working_days.html",
        {
            "year": year,
            "days": list(queries.days_off(year)),
            "earlier": year - 1 if year - 1 in years else None,
            "later": year + 1 if year + 1 in years else None,
            "known_until": known.known_until,
            "ends_soon": queries.calendar_ends_soon(today),
            "recounts": [(one, progress_words(one)) for one in queries.recounts()],
        },
    )


@require_http_methods(ASKING)
@for_calendar_keepers
def add(request: HttpRequest) -> HttpResponse:
    """Add days: first what they will move is shown, then they are saved."""
    posted = request.method == "POST"
    form = DaysForm(request.POST, request.FILES) if posted else DaysForm()
    if posted and form.is_valid():
        days = form.cleaned_data["days"]
        try:
            known = queries.holidays()
            for one in days:
                policies.check_can_be_day_off(one.day, one.name, known)
            if request.POST.get("confirmed") == "yes":
                calendar_actions.add_days_off(days=days, by=request.user, at=clock.now())
                messages.success(request, f"{counted(len(days), 'day')} added. The due dates are being put right.")
                return redirect("pages:working_days")
        except ActionNotAllowed as refusal:
            form.add_error(
                "listed" if form.cleaned_data.get("listed") else None, f"{refusal.sentence} Nothing was saved."
            )
        else:
            effect = recounts.would_move([one.day for one in days], queries.book())
            return render(
                request,
                "pages/working_days_check.html",
                {"days": days, "effect": effect_words(effect, days), "listed": day_list.written(days)},
            )
    return render(request, "pages/working_days_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(ASKING)
@for_calendar_keepers
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day away that an administrator added, when one has read what that moves."""
    held = queries.day_off(pk)
    if held is None or held.source != held.Source.ADMINISTRATOR:
        raise Http404("No administrator added that day.")
    day = held.day
    if request.method == "POST":
        try:
            calendar_actions.remove_day_off(day=day, by=request.user, at=clock.now())
        except ActionNotAllowed as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"{long_date(day)} is a working day again. The due dates are being put right.")
        return redirect("pages:working_days")
    effect = recounts.would_move([day], queries.book())
    words = effect_words(effect, [DayOff(day, held.name)])
    return render(request, "pages/working_days_remove.html", {"held": held, "effect": words})


@require_http_methods(ASKING)
@for_calendar_keepers
def load(request: HttpRequest) -> HttpResponse:
    """Load more years of bank holidays, up to five years from now or one year more than are known."""
    last = queries.book().holidays.known_until
    assert last is not None
    until = max(last.year + 1, clock.today().year + MORE_YEARS)
    if request.method == "POST":
        try:
            loaded = calendar_actions.load_years(until=until, by=request.user, at=clock.now())
        except ActionNotAllowed as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request, f"The calendar reaches to 31 December {until}: {counted(loaded.days_off, 'day')} off."
            )
        return redirect("pages:working_days")
    listed = known_holidays(date(last.year + 1, 1, 1), date(until, 12, 31)) if until > last.year else None
    new = [DayOff(day, listed.names[day]) for day in sorted(listed)] if listed else []
    return render(request, "pages/working_days_load.html", {"until": until, "known_until": last, "days": new})


def effect_words(effect: recounts.Effect, days: Sequence[DayOff]) -> str:
    """Answer what saving will do to the clocks that run."""
    if days and all(one.day.weekday() >= SATURDAY for one in days):
        return "No due date will move: weekends are not counted anyway."
    said = "No due date of a running clock will move."
    if effect.moving:
        said = (
            f"{counted(effect.moving, 'due date')} of running clocks will move, on {counted(effect.cases, 'case')}. "
            "Each case's chronology will say so, and why."
        )
    if effect.afresh:
        more = (
            "clock that was paused or extended, or is"
            if effect.afresh == 1
            else "clocks that were paused or extended, or are"
        )
        said += f" {effect.afresh} {more} counted back from a date, will be counted afresh and may move too."
    return said


def progress_words(recount: Recount) -> str:
    """Answer how far a recount is: "Due dates put right on 12 of 40 cases"."""
    match recount.stage:
        case Recount.Stage.COUNTING:
            return "Waiting to begin."
        case Recount.Stage.DATES:
            return f"Due dates put right on {recount.done:,} of {counted(recount.cases, 'case')}."
        case Recount.Stage.TELLING:
            return (
                f"Every due date is right. {recount.told:,} of {counted(recount.moved_cases, 'chronology')} say why."
            ).replace("chronologys", "chronologies")
    if not recount.told:
        return "Done: no due date of a running clock moved."
    return f"Done: due dates moved on {counted(recount.told, 'case')}."
