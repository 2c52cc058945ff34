"""Comparing two records that may be one child's, and taking them apart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE, attempt
from referrals.inbox import policies as inbox
from referrals.matching import actions, queries
from referrals.matching import policies as matching
from referrals.matching.forms import MatchForm, SeparateForm


@require_http_methods(READ_AND_CHANGE)
def compare(request: HttpRequest, reference: str, suggestion_id: UUID) -> HttpResponse:
    """Two records side by side, for somebody who is on both: the same child or not."""
    opened = access.get_case(request.user, reference, look="compare records", needs=(RecordClass.IDENTITY, Level.READ))
    inbox.check_may_use_inbox(request.user)
    suggestion = queries.suggestion_of(opened.case, suggestion_id)
    matching.check_may_compare(request.user, suggestion)
    other = access.get_case_by_id(
        request.user, suggestion.other_case_id, look="compare records", needs=(RecordClass.IDENTITY, Level.READ)
    )
    form = MatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        same = form.cleaned_data["answer"] == "same"
        if attempt(
            form,
            lambda: actions.answer_match(
                suggestion=suggestion, same=same, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            ),
        ):
            messages.success(request, "Recorded on both records. The referrer is not told.")
            return redirect("referrals:mash_case", reference)
    return render(
        request,
        "referrals/mash/compare.html",
        {
            **case_frame(opened, "", today=clock.today()),
            "form": form if not suggestion.answer else None,
            "suggestion": suggestion,
            "other": other.case,
            "rows": queries.compared(opened.case, other.case),
            "same_kind": opened.case.kind == other.case.kind,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def separate(request: HttpRequest, reference: str) -> HttpResponse:
    """Undo the joining of two records."""
    opened = access.get_case(request.user, reference, look="separate records", needs=(RecordClass.IDENTITY, Level.READ))
    inbox.check_may_use_inbox(request.user)
    merge = queries.merge_of(opened.case)
    if merge is None:
        messages.info(request, "This record is not joined to another.")
        return redirect("cases:overview", reference)
    matching.check_may_compare(request.user, merge.suggestion)
    form = SeparateForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: actions.separate(merge=merge, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()),
        )
    ):
        messages.success(request, "The two records stand apart again.")
        return redirect("cases:overview", reference)
    return render(
        request,
        "referrals/mash/separate.html",
        {**case_frame(opened, "", today=clock.today()), "form": form, "merge": merge},
        status=422 if form.errors else 200,
    )
