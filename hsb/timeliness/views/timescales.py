"""Timescales: every standard by strand, what it says and since when. A manager adopts a suggestion, changes a number or who is
reminded when, or retires a local one, from today or a later day; clocks that run keep what they were given."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.timeliness import actions, policies, queries
from hsb.timeliness.describe import STRANDS, ladder_words, pause_words, standing_words
from hsb.timeliness.english import capitalised, long_date
from hsb.timeliness.explain import amount_words, owner_words
from hsb.timeliness.standards import RECIPIENT_WORDS, Basis, Rung, Standard, Unit
from hsb.ui.components import Fact
from hsb.ui.forms import BaseForm, CheckboxesField, DateField, NumberField
from hsb.ui.press import version_of

ASKING = ["GET", "HEAD", "POST"]
# The days a reminder may be sent on, counted from the due date; a ladder's own days are offered beside them.
OFFERED = (-5, -2, -1, 0, 1, 2, 3, 5, 10)
LONGEST = 1000


class FromForm(BaseForm):
    """From when."""

    effective_from = DateField(
        label="From which day?",
        what="the day",
        not_before=clock.today,
        help_text="Today or later. Clocks that start from that day run by it; those that run already keep theirs.",
    )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every timescale in force today, by strand; folded under each strand those whose steps this release does not have yet."""
    rows = queries.standards(on=clock.today())
    groups = [
        (
            title,
            [_row(one) for one in rows if one.strand == strand and not one.awaiting],
            [_row(one) for one in rows if one.strand == strand and one.awaiting],
        )
        for strand, title in STRANDS.items()
    ]
    return render(request, "pages/timescales.html", {"groups": groups})


def _row(standard: Standard) -> dict[str, str]:
    return {
        "code": standard.code,
        "title": standard.title,
        "time": capitalised(amount_words(standard)),
        "standing": standing_words(standard),
        "basis": capitalised(standard.basis.value),
        "owner": _owner(standard),
    }


def _owner(standard: Standard) -> str:
    return "The agency asked" if standard.owner_fact else owner_words(standard.owner_kind, standard.owner_role)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One timescale: what it says, who is reminded, where it comes from and what it said before."""
    standard = _standard(code)
    may_set = policies.may_set(request.user, standard) and not standard.awaiting
    return render(
        request,
        "pages/timescale.html",
        {
            "standard": standard,
            "facts": _facts(standard),
            "history": [
                {
                    "from": long_date(one.standard.effective_from),
                    "time": capitalised(amount_words(one.standard)),
                    "standing": standing_words(one.standard),
                    "ladder": ladder_words(one.standard.ladder),
                    "by": one.by,
                    "at": one.at,
                    "to_come": one.standard.effective_from > clock.today(),
                }
                for one in reversed(queries.history(code))
            ],
            "later": standard.awaiting,
            "may_set": may_set,
            "may_retire": may_set and standard.basis is Basis.LOCAL and not standard.dormant,
            "verb": "Change" if standard.adopted else "Adopt",
        },
    )


def _facts(standard: Standard) -> list[Fact]:
    said = [
        Fact("What is to be done", standard.action),
        Fact("Time allowed", capitalised(amount_words(standard))),
        Fact("Counted from", capitalised(standard.counted_from)),
        Fact("Standing", standing_words(standard)),
        Fact("Whose move", _owner(standard)),
        Fact("Who is reminded", ladder_words(standard.ladder)),
        Fact("Pauses", pause_words(standard)),
        Fact("Set by", capitalised(standard.basis.value)),
        Fact("Source", standard.source),
    ]
    return [*said, Fact("Note", standard.note)] if standard.note else said


@require_http_methods(ASKING)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Adopt a suggestion, or change the time or who is reminded, from a day."""
    standard = _standard(code)
    _check_may_set(request.user, standard)
    newest = queries.history(code)[-1].standard
    shape = form_for(newest)
    form = shape(request.POST) if request.method == "POST" else shape(initial=_as_typed(newest))
    changed_by_others = False
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.adopt(
                code=code,
                amount=form.cleaned_data.get("amount"),
                ladder=_ladder(form.cleaned_data),
                effective_from=form.cleaned_data["effective_from"],
                seen=version_of(request),
                by=request.user,
                at=clock.now(),
            )
        except StaleVersion:
            changed_by_others = True
        except ActionNotAllowed as refusal:
            form.add_error("amount" if "amount" in form.fields else None, refusal.sentence)
        else:
            messages.success(
                request,
                f"{saved.title}: {amount_words(saved)} from {long_date(saved.effective_from)}. Clocks that run keep theirs.",
            )
            return redirect("pages:timescale", code)
    return render(
        request,
        "pages/timescale_change.html",
        {
            "standard": standard,
            "form": form,
            "verb": "Change" if standard.adopted else "Adopt",
            "version": newest.version,
            "changed_by_others": changed_by_others,
            "now": amount_words(newest),
            "ladder_now": ladder_words(newest.ladder),
        },
        status=409 if changed_by_others else 422 if form.errors else 200,
    )


@require_http_methods(ASKING)
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Start no clock of a local standard any more, from a day."""
    standard = _standard(code)
    _check_may_set(request.user, standard)
    newest = queries.history(code)[-1].standard
    form = FromForm(request.POST) if request.method == "POST" else FromForm(initial={"effective_from": clock.today()})
    changed_by_others = False
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["effective_from"]
        try:
            actions.retire(code=code, effective_from=day, seen=version_of(request), by=request.user, at=clock.now())
        except StaleVersion:
            changed_by_others = True
        except ActionNotAllowed as refusal:
            form.add_error("effective_from", refusal.sentence)
        else:
            messages.success(request, f"{standard.title} starts no clock from {long_date(day)}. Clocks that run go on.")
            return redirect("pages:timescale", code)
    return render(
        request,
        "pages/timescale_retire.html",
        {"standard": standard, "form": form, "version": newest.version, "changed_by_others": changed_by_others},
        status=409 if changed_by_others else 422 if form.errors else 200,
    )


def form_for(standard: Standard) -> type[BaseForm]:
    """Answer the form for a standard: its amount where it has one of its own, the day, and who is reminded on which day."""
    fields: dict[str, Any] = {}
    if has_amount(standard):
        unit = standard.counting if standard.unit is Unit.BEFORE_EVENT else standard.unit
        limit = f" {capitalised(standard.basis.value)} allows at most this, not more." if standard.binding else ""
        fields["amount"] = NumberField(
            label=f"How many {unit.value}?", what=f"the number of {unit.value}", min_value=1, max_value=LONGEST, suffix=unit.value,
            help_text=f"Now {amount_words(standard)}.{limit}",
        )  # fmt: skip
    fields["effective_from"] = FromForm.base_fields["effective_from"]
    for days in offered(standard):
        fields[_name(days)] = CheckboxesField(
            label=days_words(days), choices=list(RECIPIENT_WORDS.items()), required=False, inline=True, small=True
        )
    return type("TimescaleForm", (BaseForm,), fields)


def has_amount(standard: Standard) -> bool:
    """Is there a number of its own to change? Not for a measure, an age, or the very date an event gives."""
    return standard.unit not in (Unit.MEASURE, Unit.AT_AGE) and standard.amount > 0


def offered(standard: Standard) -> list[int]:
    """Answer the days of the ladder a manager may choose; a measure is not chased."""
    if standard.unit is Unit.MEASURE:
        return []
    return sorted({*OFFERED, *(rung.days for rung in standard.ladder)})


def days_words(days: int) -> str:
    """Answer a rung's day: "2 working days before", "On the day", "1 working day late"."""
    if not days:
        return "On the day it is due"
    unit = "working day" if abs(days) == 1 else "working days"
    return f"{abs(days)} {unit} {'before' if days < 0 else 'late'}"


def _name(days: int) -> str:
    return f"rung_{'before' if days < 0 else 'after'}_{abs(days)}"


def _as_typed(standard: Standard) -> dict[str, Any]:
    initial: dict[str, Any] = {"amount": standard.amount, "effective_from": clock.today()}
    return initial | {_name(rung.days): list(rung.to) for rung in standard.ladder}


def _ladder(cleaned: dict[str, Any]) -> tuple[Rung, ...]:
    rungs = []
    for name, to in cleaned.items():
        kind, _, rest = name.partition("_")
        if kind == "rung" and to:
            side, _, number = rest.partition("_")
            rungs.append(Rung(-int(number) if side == "before" else int(number), tuple(to)))
    return tuple(sorted(rungs, key=lambda rung: rung.days))


def _standard(code: str) -> Standard:
    found = next((one for one in queries.standards(on=clock.today()) if one.code == code), None)
    if found is None:
        raise Http404("There is no such timescale.")
    return found


def _check_may_set(user: User, standard: Standard) -> None:
    policies.check_may_set(user, standard)
    try:
        policies.check_can_set(standard, clock.today(), clock.today())
    except ActionNotAllowed as refusal:
        raise AccessDenied(refusal.sentence) from refusal
