"""One clock of a case: what those who answer for it do about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.cases import access, clocks
from hsb.cases import clock_policies as policies
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.errors import ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import NEEDS_WORDS, Reason
from hsb.timeliness.models import Deadline
from hsb.ui.fields import LongTextField
from hsb.ui.forms import BaseForm, RadioField
from hsb.ui.press import press_of
from hsb.ui.words import long_date

ASKING = ["GET", "HEAD", "POST"]
REASON_LIMIT = 1000


class WhyLateForm(BaseForm):
    """What held it up."""

    reason = RadioField(
        label="What held it up?",
        choices=[(one.value, one.label) for one in Reason],
        small=True,
        error_messages={"required": "Choose what held it up most."},
    )
    text = LongTextField(
        label="In a sentence or two",
        what="your reason",
        help_text="Needed for another reason. It stands in the chronology. Do not name a child.",
        rows=3,
        max_length=REASON_LIMIT,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("reason") in NEEDS_WORDS and not answers.get("text") and "text" not in self.errors:
            self.add_error("text", "Say in a few words what the other reason was.")
        return answers


def _opened(request: HttpRequest, reference: str, pk: int) -> tuple[OpenCase, Deadline]:
    """Answer the case and the clock, if this person may see them."""
    opened = access.get_case(request.user, reference, look="clock")
    deadline = timeliness.clock_of(opened.case.pk, pk)
    if deadline is None:
        raise Http404("This record has no such clock.")
    return opened, deadline


@require_http_methods(ASKING)
def explain_delay(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask those who answer for a clock why it was late."""
    opened, deadline = _opened(request, reference, pk)
    policies.check_answers_for(opened, deadline)
    form = WhyLateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, text = Reason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        try:
            clocks.explain_delay(
                opened=opened, deadline=deadline, reason=reason, text=text, at=clock.now(), press=press_of(request)
            )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The reason stands in the chronology. Thank you.")
            return redirect("cases:overview", reference)
    late = deadline.broken_on is not None
    return render(
        request,
        "cases/clock_change.html",
        {
            **case_frame(opened, "overview", today=clock.today()),
            "once": press_of(request),
            "form": form,
            "asks": late,
            "ask": "Why was this late?",
            "says": (
                f"{deadline.title} fell due on {long_date(deadline.broken_on)}. Your answer counts in how the partnership"
                " sees where delay comes from; it blames nobody."
                if late
                else f"{deadline.title} was not late, so there is nothing to explain."
            ),
            "submit": "Save the reason",
        },
        status=422 if form.errors else 200,
    )
