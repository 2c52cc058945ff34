"""When I can be reached: quiet days, and being away with somebody acting. One's own, and one's colleagues' for who may arrange it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.notifications import quiet
from hsb.people import absences, policies, queries
from hsb.people.reachable_forms import AbsenceForm, QuietSpellForm, QuietWeekdaysForm

ASKING = ["GET", "HEAD", "POST"]


def _page(
    request: HttpRequest, weekdays: QuietWeekdaysForm | None = None, spell: QuietSpellForm | None = None
) -> HttpResponse:
    today = clock.today()
    chosen = {"weekdays": [str(n) for n in quiet.weekdays_of(request.user)]}
    refused = next((one for one in (weekdays, spell) if one is not None and one.errors), None)
    return render(
        request,
        "people/reachable.html",
        {
            "form": refused,
            "weekdays_form": weekdays or QuietWeekdaysForm(initial=chosen),
            "spell_form": spell or QuietSpellForm(),
            "spells": quiet.spells_of(request.user, today),
            "rows": queries.absences_seen_by(request.user, queries.managed_people(request.user, today), today),
            "today": today,
        },
        status=422 if refused else 200,
    )


@require_safe
def reachable(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def set_weekdays(request: HttpRequest) -> HttpResponse:
    form = QuietWeekdaysForm(request.POST)
    if form.is_valid():
        days = {int(day) for day in form.cleaned_data["weekdays"]}
        if _done(form, "weekdays", lambda: quiet.set_weekdays(user=request.user, weekdays=days, at=clock.now())):
            messages.success(request, "Your quiet days are saved.")
            return redirect("accounts:reachable")
    return _page(request, weekdays=form)


@require_POST
def add_spell(request: HttpRequest) -> HttpResponse:
    form = QuietSpellForm(request.POST)
    if form.is_valid():
        days: Any = {"first_on": form.cleaned_data["first_on"], "last_on": form.cleaned_data["last_on"]}
        if _done(form, "last_on", lambda: quiet.add_spell(user=request.user, at=clock.now(), **days)):
            messages.success(request, "Your quiet days are added.")
            return redirect("accounts:reachable")
    return _page(request, spell=form)


@require_POST
def remove_spell(request: HttpRequest, pk: int) -> HttpResponse:
    quiet.remove_spell(user=request.user, pk=pk, at=clock.now())
    return redirect("accounts:reachable")


# -- absences ---------------------------------------------------------------------------------------------------------------


@require_http_methods(ASKING)
def record_absence(request: HttpRequest) -> HttpResponse:
    """Say who is away, from when until when, and who acts. A manager is asked for whom; an administrator comes from a person's page
    (`?person=`)."""
    today = clock.today()
    named = _named(request)
    managed = [] if named else queries.managed_people(request.user, today)
    people = [request.user, *managed] if managed else []
    form = AbsenceForm(
        request.POST or None,
        people=people,
        colleagues=queries.colleagues(people or [named or request.user], today),
    )
    if request.method == "POST" and form.is_valid():
        answers = form.answers(named or request.user)
        if _done(form, None, lambda: absences.record_absence(by=request.user, at=clock.now(), **answers)):
            messages.success(request, _said(answers["person"], answers["acting"], request.user))
            return redirect("accounts:reachable")
    heading = f"Record an absence of {named.full_name}" if named else "Record an absence"
    return _absence_page(request, form, heading, "Record the absence")


def _named(request: HttpRequest) -> User | None:
    """Answer whose absence an administrator, or the person's manager, came to record; 404 for anybody else's."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    found = queries.person(int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    if found is None:
        raise Http404
    try:
        policies.check_arranges_for(request.user, found, clock.today())
    except AccessDenied:
        raise Http404 from None
    return found


@require_http_methods(ASKING)
def change_absence(request: HttpRequest, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    policies.check_arranges_for(request.user, absence.person, clock.today())
    initial = {
        "acting": str(absence.acting_id or ""),
        "from_on": absence.from_on,
        "until_on": absence.until_on,
    }
    form = AbsenceForm(
        request.POST or None,
        people=[],
        colleagues=queries.colleagues([absence.person], clock.today()),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.answers(absence.person)
        del said["person"]
        seen = request.POST.get("version", "")
        said["version"] = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        try:
            done = _done(form, None, lambda: absences.change(absence=absence, by=request.user, at=clock.now(), **said))
        except StaleVersion as stale:
            # Both can be seen: what stands now in the sentence, what was typed in the form, which saves over it when sent again.
            absence = cast(Absence, stale.current)
            form.add_error(None, _stands(absence))
        else:
            if done:
                messages.success(request, "The absence is changed.")
                return redirect("accounts:reachable")
    heading = f"Change the absence of {absence.person.full_name}"
    return _absence_page(request, form, heading, "Save the change", version=absence.version)


@require_POST
def return_early(request: HttpRequest, pk: int) -> HttpResponse:
    absence = _absence(request, pk)
    try:
        absences.return_early(absence=absence, by=request.user, at=clock.now())
    except ActionNotAllowed as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The absence is over. Nobody acts any longer.")
    return redirect("accounts:reachable")


def _absence(request: HttpRequest, pk: int) -> Absence:
    """Answer an absence this person may arrange or end; to them no other exists."""
    absence = queries.absence(pk)
    if absence is None:
        raise Http404
    try:
        policies.check_can_end(request.user, absence, clock.today())
    except AccessDenied:
        raise Http404 from None
    return absence


def _stands(absence: Absence) -> str:
    who = f"{absence.acting.full_name} acts" if absence.acting else "nobody acts"
    return (
        f"Somebody changed this absence while you were writing: it now runs from {absence.from_on:%-d %B %Y} to"
        f" {absence.last_on:%-d %B %Y}, and {who}. Save again to put yours in its place."
    )


def _absence_page(
    request: HttpRequest, form: AbsenceForm, heading: str, submit: str, version: int | str = ""
) -> HttpResponse:
    return render(
        request,
        "people/absence.html",
        {"form": form, "heading": heading, "submit": submit, "version": version},
        status=422 if form.errors else 200,
    )


def _done(form: Any, field: str | None, act: Callable[[], object]) -> bool:
    """Do it, or put on the form why not."""
    try:
        act()
    except ActionNotAllowed as refusal:
        form.add_error(field, refusal.sentence)
    else:
        return True
    return False


def _said(person: User, acting: User | None, by: User) -> str:
    away = "You are" if person.pk == by.pk else f"{person.full_name} is"
    if acting is None:
        return f"{away} down as away. Nobody acts in that time."
    who = "You act" if acting.pk == by.pk else f"{acting.full_name} acts"
    return f"{away} down as away. {who} in that time, and no longer."
