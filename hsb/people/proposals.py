"""The roles that wait for somebody who agrees: the list of whoever may, and one proposal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import ROLE_SENTENCES, Role
from hsb.people import appointments
from hsb.people.forms import DecideRoleForm
from hsb.ui.commands import READ_AND_CHANGE, attempt


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What this person may agree to."""
    return render(
        request, "people/proposals.html", {"proposals": appointments.waiting_for(request.user, clock.today())}
    )


@require_http_methods(READ_AND_CHANGE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal: agree, or say why not. Whoever proposed it reads how it went, and may take it back."""
    user: Any = request.user
    today = clock.today()
    found = appointments.proposal(pk)
    if found is None or not appointments.may_read(found, user, today):
        raise Http404("There is no such proposal.")
    is_mine = found.proposed_by_id == user.pk
    form = DecideRoleForm(request.POST or None, is_mine=is_mine)
    if request.method == "POST" and form.is_valid():
        agrees, why = form.cleaned_data["answer"] == "agree", form.cleaned_data["why"]

        def decide() -> None:
            if agrees:
                appointments.agree(proposal=found, by=user, at=clock.now())
            else:
                appointments.refuse(proposal=found, why=why, by=user, at=clock.now())

        if attempt(form, decide):
            said = "They have it now, and have been told." if agrees else "Nothing was given."
            messages.success(request, said)
            return redirect("people:list" if is_mine else "people:proposals")
    return render(
        request,
        "people/proposal.html",
        {
            "proposal": found,
            "role": Role(found.role).label,
            "sentence": ROLE_SENTENCES[Role(found.role)],
            "form": form if found.decided_at is None else None,
        },
        status=422 if form.errors else 200,
    )
