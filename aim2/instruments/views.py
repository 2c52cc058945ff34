"""The partnership's instruments: which are loaded, by whose licence; loading one, and withdrawing one."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aim2.instruments import loading, policies, queries
from aim2.instruments.forms import LoadForm, WithdrawForm
from hsb import clock
from hsb.ui.commands import READ_AND_CHANGE, attempt


@require_http_methods(READ_AND_CHANGE)
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument that was loaded; the form to load a licensed one, and the button for those that come with the product."""
    policies.check_may_set(request.user)
    posted = request.method == "POST"
    if posted and request.POST.get("which") == "shipped":
        loading.load_shipped(by=request.user, at=clock.now())
        messages.success(request, "What comes with the product is loaded.")
        return redirect("aim2:instruments")
    form = LoadForm(request.POST, request.FILES) if posted else LoadForm()

    def change() -> None:
        said = form.cleaned_data
        loading.load(
            data=said["file"].read(),
            holder=said["holder"],
            accepted=said["accepted"],
            by=request.user,
            at=clock.now(),
        )

    if posted and form.is_valid() and attempt(form, change):
        messages.success(
            request, "The instrument is loaded. Assessments that have begun stay on the version they have."
        )
        return redirect("aim2:instruments")
    context: dict[str, Any] = {
        "form": form,
        "packs": [(row, queries.pack_of(row)) for row in queries.packs()],
        "demo": settings.DEMO,
    }
    return render(request, "aim2/instruments/list.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_AND_CHANGE)
def withdraw(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Its holder takes a pack back: nothing more is rated with it from that second."""
    policies.check_may_set(request.user)
    row = queries.one(pack_id)
    if row is None:
        raise Http404("There is no such instrument.")
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def change() -> None:
        loading.withdraw(pack=row, because=form.cleaned_data["because"], by=request.user, at=clock.now())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "Withdrawn. Nothing more is rated with it; what was rated is kept.")
        return redirect("aim2:instruments")
    return render(
        request, "aim2/instruments/withdraw.html", {"form": form, "row": row}, status=422 if form.errors else 200
    )
