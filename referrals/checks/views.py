"""Pages of one case that belong to the front door: agency checks, comparing records, allocation."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access, people
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.press import press_of
from referrals.checks import actions, policies, queries
from referrals.checks.forms import CheckForm, CloseCheckForm, ReplyForm


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
    may_reply = queries.is_asked(request.user, found) and found.is_open
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
            "who": people.subject(opened.case) if queries.is_asked(request.user, found) else None,
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
