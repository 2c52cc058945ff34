"""Which page does the step a clock waits for, and what the button says, by the row of its standard in timescales.toml."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.clocks.policies import is_their_move
from hsb.timeliness.models import Deadline
from hsb.timeliness.moves import is_to_approve, what_is_to_do, whose_words
from hsb.timeliness.standards import Step
from hsb.timeliness.steps import step_of


@dataclass(frozen=True)
class Move:
    """A step somebody takes: verb first."""

    what: str
    who: str
    button: str = ""
    href: str = ""


def for_clock(opened: OpenCase, deadline: Deadline) -> Move:
    """Answer the step this clock waits for, with a button for those whose move it is."""
    mine = is_their_move(opened, deadline)
    step = step_of(deadline.standard_code)
    return Move(
        what=what_is_to_do(deadline),
        who=whose_words(deadline),
        button=(step.approve if is_to_approve(deadline) else step.button) if mine else "",
        href=href(step, opened.case.reference, deadline.key) if mine and step.page else "",
    )


def href(step: Step, reference: str, key: str = "") -> str:
    """Answer where the step is done: a page of the case, or the clock's own; the case page while there is no page for it."""
    if not step.page or (step.page_takes_key and not key):
        return reverse("cases:overview", args=[reference])
    return reverse(step.page, args=[reference, key] if step.page_takes_key else [reference])


def clock_href(deadline: Deadline, reference: str) -> str:
    """Answer the page of a clock, where its date explains itself."""
    return reverse("cases:clock", args=[reference, deadline.pk])


@require_safe
def show(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Pass on to the page on which a clock of this standard is met; the case page where it has none of its own."""
    step = step_of(code)
    # Whoever is on the case for a disagreement only, like the board, is reminded of it too, and sees nothing else of the case.
    record = RecordClass.ESCALATION if step.page == "escalation:list" else RecordClass.HEADER
    opened = access.get_case(request.user, reference, look="step", needs=(record, Level.SUMMARY))
    return redirect(href(step, opened.case.reference))
