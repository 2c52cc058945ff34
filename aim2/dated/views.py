"""Pages of steps of which only the day is recorded: which one, then when."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.dated import actions, forms, policies
from aim2.dated.steps import GROUPS, STEPS, Group, of_group
from aim2.form_page import form_page
from aim2.looked_after import queries as looked_after
from hsb import clock
from hsb.agencies.permissions import Level
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.press import press_of
from hsb.ui.words import long_date


def _open(request: HttpRequest, reference: str, group: str) -> tuple[OpenCase, Group]:
    found = GROUPS.get(group)
    if found is None:
        raise Http404("There is no such page.")
    opened = access.get_case(request.user, reference, look=found.title.lower(), needs=(found.record_class, Level.WRITE))
    if opened.case.is_harmed and not found.harmed_too:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    return opened, found


@require_safe
def choose(request: HttpRequest, reference: str, group: str) -> HttpResponse:
    """Which step is to be recorded."""
    opened, found = _open(request, reference, group)
    context: dict[str, Any] = {
        **case_frame(opened, found.tab, today=clock.today()),
        "title": found.title,
        "back": found.back,
        "group": group,
        "steps": of_group(group, opened.roles),
    }
    return render(request, "aim2/dated.html", context)


@require_http_methods(READ_AND_CHANGE)
def record(request: HttpRequest, reference: str, group: str, code: str) -> HttpResponse:
    """When it was."""
    opened, found = _open(request, reference, group)
    step = STEPS.get(code)
    if step is None or step.group != group:
        raise Http404("There is no such step.")
    policies.check_may_record(step, opened)
    reviews = (
        [(key, f"Review {number}, {long_date(on)}") for key, number, on in looked_after.reviews(opened.case)]
        if step.asks == "review"
        else []
    )
    form = forms.StepForm(request.POST or None, asks=step.asks, reviews=reviews)

    def change() -> None:
        said = form.cleaned_data
        actions.record_step(
            case=opened.case,
            step=step,
            on=said["on"],
            said=said,
            opened=opened,
            at=clock.now(),
            press=press_of(request),
        )

    return form_page(
        request,
        opened,
        form,
        change,
        title=step.label,
        button="Record it",
        done="Recorded.",
        then=found.back,
        tab=found.tab,
    )
