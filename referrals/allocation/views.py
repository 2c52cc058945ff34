"""Giving a case to a social worker."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.errors import AccessDenied
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.forms import Choice
from referrals.allocation import actions as allocation
from referrals.allocation.forms import AllocateForm


@require_http_methods(READ_AND_CHANGE)
def allocate(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the case to a social worker, with how much each one holds."""
    opened = access.get_case(request.user, reference, look="allocation", needs=(RecordClass.DECISION, Level.READ))
    if not agencies.has_power(request.user, Power.ALLOCATE_SOCIAL_WORKER):
        raise AccessDenied("A team manager allocates social workers.")
    case = opened.case
    if case.merged_into_id:
        needs = (RecordClass.DECISION, Level.READ)
        case = access.get_case_by_id(request.user, case.merged_into_id, look="allocation", needs=needs).case
    found = allocation.caseloads(case, on=clock.now())
    form = AllocateForm(request.POST if request.method == "POST" else None)
    form.fields["worker"].choices = [_choice(one) for one in found]  # type: ignore[attr-defined]
    if not any(one.holds_this for one in found):
        del form.fields["reason"]
    if not any(one.works_with_other for one in found):
        del form.fields["despite"]
    if request.method == "POST" and form.is_valid():
        chosen = next(one.worker for one in found if str(one.worker.pk) == form.cleaned_data["worker"])
        if attempt(
            form,
            lambda: allocation.allocate(
                case=case,
                worker=chosen,
                by=request.user,
                at=clock.now(),
                reason=form.cleaned_data.get("reason", ""),
                despite=form.cleaned_data.get("despite", ""),
            ),
        ):
            messages.success(request, f"{chosen.full_name} holds this case now.")
            return redirect("cases:overview", reference)
    return render(
        request,
        "referrals/mash/allocate.html",
        {
            **case_frame(opened, "", today=clock.today()),
            "form": form,
            "holders": [i.user.full_name for i in allocation.holders(case) if i.user],
            "nobody": not found,
        },
        status=422 if form.errors else 200,
    )


def _choice(one: allocation.Caseload) -> Any:
    said = [f"{one.children} {'child' if one.children == 1 else 'children'} allocated"]
    if one.holds_this:
        said.append("holds this case now")
    if one.works_with_other:
        said.append("works with the other child of this matter")
    return Choice(str(one.worker.pk), one.worker.full_name, hint=", ".join(said))
