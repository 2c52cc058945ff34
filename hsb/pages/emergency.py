"""Emergency access: a record you are not on, now, with a reason its manager reads today (design.md §5, break-glass)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import POWERS, Power
from hsb.cases import actions as cases
from hsb.cases import emergency, policies
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.fields import LongTextField, TextField
from hsb.ui.forms import BaseForm


class EmergencyForm(BaseForm):
    """Which record, and why."""

    reference = TextField(
        label="Reference of the record",
        help_text="For example HSB-26-0417",
        width=10,
        error_messages={"required": "Enter the reference of the record you need."},
    )
    reason = LongTextField(
        label="Why do you need it now?",
        what="your reason",
        max_length=500,
        help_text="The case’s manager is told at once and reads this today. Do not name anybody.",
        error_messages={"required": "Say in a sentence or two why you need this record now."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for emergency access. Which records there are is told by no refusal: an unknown one reads like one denied or restricted."""
    membership: Any = next(
        (m for m in agencies.own_memberships(request.user) if Power.BREAK_GLASS in POWERS[m.role]), None
    )
    if membership is None:
        raise AccessDenied("Your role does not open records in an emergency. Ring MASH.")
    form = EmergencyForm(request.POST or None, initial={"reference": request.GET.get("reference", "")[:20]})
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"].strip().upper()
        try:
            policies.check_emergency_reason(form.cleaned_data["reason"])
            found = emergency.case_of(reference)
            if found is None:
                raise ActionNotAllowed(policies.NOT_IN_AN_EMERGENCY)
            cases.break_glass(
                case=found, user=request.user, role=membership.role, at=clock.now(), reason=form.cleaned_data["reason"]
            )
            return redirect("cases:overview", reference)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "cases/emergency.html", {"form": form, "hours": cases.BREAK_GLASS_HOURS})
