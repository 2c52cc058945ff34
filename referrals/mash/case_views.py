"""Pages of one case that belong to the front door: agency checks, comparing records, allocation."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.errors import AccessDenied
from hsb.ui.forms import Choice
from hsb.ui.press import press_of
from referrals.commands import attempt
from referrals.mash import actions, allocation, policies, queries
from referrals.mash.forms import AllocateForm, CheckForm, CloseCheckForm, MatchForm, ReplyForm, SeparateForm

READ_AND_CHANGE = ("GET", "HEAD", "POST")


@require_safe
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """The checks asked about a child, as far as this reader's agency goes."""
    opened = access.get_case(request.user, reference, look="agency checks", needs=(RecordClass.CHECKS, Level.READ))
    today = clock.today()
    clocks = queries.clocks_of_checks(opened.case.pk, today)
    return render(
        request,
        "referrals/mash/checks.html",
        {
            **case_frame(opened, "checks", today=today),
            "checks": [(check, clocks.get(str(check.pk))) for check in queries.checks_of(opened)],
            "may_ask": bool(opened.roles & policies.ASKERS),
        },
    )


@require_http_methods(READ_AND_CHANGE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask an agency."""
    opened = access.get_case(request.user, reference, look="agency checks", needs=(RecordClass.CHECKS, Level.WRITE))
    policies.check_may_ask(opened)
    today = clock.today()
    form = CheckForm(
        request.POST if request.method == "POST" else None, initial={"due_on": queries.next_working_day(today)}
    )
    form.fields["agency"].choices = [("", "Choose"), *queries.agencies_to_ask()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: actions.ask_check(
                case=opened.case,
                agency=queries.agency(given["agency"]),
                question=given["question"],
                due_on=given["due_on"],
                by=request.user,
                at=clock.now(),
                press=press_of(request),
            ),
        ):
            messages.success(request, "The agency has your question and can open the header of this case to answer it.")
            return redirect("referrals:checks", reference)
    return render(
        request,
        "referrals/mash/ask.html",
        {**case_frame(opened, "checks", today=today), "form": form, "once": press_of(request)},
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def check(request: HttpRequest, reference: str, check_id: UUID) -> HttpResponse:
    """One question: the agency that was asked replies here; those who asked read the replies."""
    opened = access.get_case(request.user, reference, look="agency check", needs=(RecordClass.CHECKS, Level.READ))
    found = queries.check_of(opened, check_id)
    policies.check_may_see_check(opened, found)
    may_reply = policies.is_asked(request.user, found) and found.is_open
    may_close = bool(opened.roles & policies.ASKERS) and found.is_open
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        opened.check(RecordClass.CHECKS, Level.WRITE)
        if form.is_valid() and attempt(
            form,
            lambda: actions.reply_to_check(
                check=found,
                known=form.cleaned_data["known"],
                text=form.cleaned_data["text"],
                key=request.POST.get("key", "")[:64] or uuid4().hex,
                by=request.user,
                at=clock.now(),
            ),
        ):
            messages.success(
                request, "Your reply is with MASH. It cannot be changed; you can send another while the check is open."
            )
            return redirect("referrals:check", reference, check_id)
    return render(
        request,
        "referrals/mash/check.html",
        {
            **case_frame(opened, "checks", today=clock.today()),
            "check": found,
            "due": queries.clocks_of_checks(opened.case.pk, clock.today()).get(str(found.pk)),
            "form": form if may_reply or form.errors else None,
            "close_form": CloseCheckForm() if may_close else None,
            "key": uuid4().hex,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(("POST",))
def close_check(request: HttpRequest, reference: str, check_id: UUID) -> HttpResponse:
    """Close a question; the agency's access ends with its last one."""
    opened = access.get_case(request.user, reference, look="agency check", needs=(RecordClass.CHECKS, Level.WRITE))
    policies.check_may_ask(opened)
    found = queries.check_of(opened, check_id)
    form = CloseCheckForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: actions.close_check(check=found, by=request.user, at=clock.now(), reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, "The check is closed. The agency no longer sees this case because of it.")
        return redirect("referrals:checks", reference)
    return render(
        request,
        "referrals/mash/check.html",
        {
            **case_frame(opened, "checks", today=clock.today()),
            "check": found,
            "form": None,
            "close_form": form,
            "error_form": form,
        },
        status=422,
    )


@require_http_methods(READ_AND_CHANGE)
def compare(request: HttpRequest, reference: str, suggestion_id: UUID) -> HttpResponse:
    """Two records side by side, for somebody who is on both: the same child or not."""
    opened = access.get_case(request.user, reference, look="compare records", needs=(RecordClass.IDENTITY, Level.READ))
    policies.check_may_use_inbox(request.user)
    suggestion = queries.suggestion_of(opened.case, suggestion_id)
    policies.check_may_compare(request.user, suggestion)
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
    policies.check_may_use_inbox(request.user)
    merge = queries.merge_of(opened.case)
    if merge is None:
        messages.info(request, "This record is not joined to another.")
        return redirect("cases:overview", reference)
    policies.check_may_compare(request.user, merge.suggestion)
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
