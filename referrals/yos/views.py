"""Pages of the Youth Offending Service: its inbox, one referral to screen, the answer to its question, allocation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases import access, people
from hsb.cases.frame import case_frame
from hsb.chronology import queries as chronology
from hsb.ui.commands import READ_AND_CHANGE, attempt, command
from hsb.ui.forms import Choice
from hsb.ui.press import drawn_from
from referrals.inbox import queries as inbox_queries
from referrals.inbox.page import inbox_page
from referrals.inbox.queries import addenda, called, paper, parts_of, route_words, sender_words
from referrals.models import Destination, Receipt
from referrals.yos import actions, policies, queries
from referrals.yos.forms import AllocateForm, AnswerForm, ScreeningForm


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for YOS, most pressing first."""
    policies.check_may_use_inbox(request.user)
    return inbox_page(request, Destination.YOS)


def _open(request: HttpRequest, receipt_id: UUID) -> tuple[Receipt, access.OpenCase]:
    found = inbox_queries.receipt_for(request.user, Destination.YOS, receipt_id)
    opened = access.get_case_by_id(
        request.user, found.case_id, look="YOS referral", needs=(RecordClass.SCREENING, Level.WRITE)
    )
    policies.check_may_use_inbox(request.user)
    return found, opened


@require_safe
def case_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The newest YOS referral on a case, in the inbox."""
    opened = access.get_case(request.user, reference, look="YOS referral", needs=(RecordClass.SCREENING, Level.READ))
    receipt = inbox_queries.newest_receipt(opened.case, Destination.YOS)
    if receipt is None:
        messages.info(request, "YOS has received no referral on this case.")
        return redirect("cases:overview", reference)
    return redirect("referrals:yos_receipt", receipt.pk)


@require_http_methods(READ_AND_CHANGE)
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """One referral: what was sent on the left, what the criteria say and the decision on the right."""
    found, opened = _open(request, receipt_id)
    if request.method != "POST":
        actions.open_first(receipt=found, by=request.user, at=clock.now())
    criteria = queries.screening_criteria(found, on=clock.today())
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(
            form,
            lambda: actions.screen(
                receipt=found,
                criteria=criteria,
                drawn_from=drawn_from(request),
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            ),
        ):
            messages.success(request, _done(form.cleaned_data["outcome"]))
            return redirect("referrals:yos_receipt", receipt_id)
    return _page(request, found, opened, criteria, form)


def _done(outcome: str) -> str:
    return {
        "accepted": "Accepted. Allocate an officer next.",
        "declined": "Declined. The referrer and MASH are told what is offered instead.",
        "more_asked": "Asked. The clock stands still until the answer comes.",
    }[outcome]


def _page(
    request: HttpRequest, found: Receipt, opened: access.OpenCase, criteria: list[Any], form: ScreeningForm
) -> HttpResponse:
    today = clock.today()
    due = inbox_queries.clocks_of([found], today=today).get(found.pk)
    identity = opened.may(RecordClass.IDENTITY, Level.READ)
    subject = people.subject(opened.case) if identity else None
    from hsb.timeliness import queries as timeliness

    return render(
        request,
        "referrals/yos/receipt.html",
        {
            "receipt": found,
            "case": opened.case,
            "called": called(opened.case, today),
            "age": opened.case.age_on(today),
            "full_name": subject[1].full_name if subject else "",
            "sender": found.referral.submitted_by,
            "sender_agency": sender_words(found.referral),
            "route": route_words(found.referral),
            "rail": inbox_queries.rail(request.user, Destination.YOS, found.pk, today=today),
            "due": due,
            "why": timeliness.explanation_for(due.deadline, today) if due else None,
            "paper": paper(parts_of(found), identity=identity),
            "addenda": addenda(found),
            "criteria": criteria,
            "criteria_sentence": queries.in_a_sentence(criteria),
            "screenings": queries.screenings(opened.case),
            "question": queries.open_question(opened.case),
            "may_decide": agencies.has_power(request.user, Power.ALLOCATE_YOS_OFFICER) and found.closed_at is None,
            "is_mine": found.claimed_by_id == request.user.pk,
            "form": form,
            "drawn_from": chronology.stands_at(opened.case.pk, actions.DECIDED),
            "may_allocate": agencies.has_power(request.user, Power.ALLOCATE_YOS_OFFICER),
        },
        status=422 if form.errors else 200,
    )


@command("referrals:yos_receipt", "receipt_id")
def claim(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """“I am dealing with this”."""
    found, _ = _open(request, receipt_id)
    actions.claim(receipt=found, by=request.user, at=clock.now())
    messages.success(request, "You are dealing with this referral. Its sender knows that it is being dealt with.")
    return redirect("referrals:yos_receipt", receipt_id)


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """What YOS asked, and a box to answer it: for everybody on the case who may write about the offer of work."""
    opened = access.get_case(request.user, reference, look="YOS question", needs=(RecordClass.ENGAGEMENT, Level.WRITE))
    question = queries.open_question(opened.case)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(
            form,
            lambda: actions.answer(
                case=opened.case,
                text=form.cleaned_data["text"],
                drawn_from=drawn_from(request),
                by=request.user,
                at=clock.now(),
            ),
        ):
            messages.success(request, "YOS has your answer, and its clock runs on.")
            return redirect("cases:overview", reference)
    return render(
        request,
        "referrals/yos/answer.html",
        {**case_frame(opened, "", today=clock.today()), "question": question, "form": form}
        | {"drawn_from": chronology.stands_at(opened.case.pk, actions.DECIDED)},
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def allocate(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the case to a YOS officer, with how much each one holds."""
    opened = access.get_case(request.user, reference, look="YOS allocation", needs=(RecordClass.SCREENING, Level.WRITE))
    policies.check_may_decide(request.user)
    found = queries.caseloads(opened.case, on=clock.today())
    form = AllocateForm(request.POST or None)
    form.fields["officer"].choices = [_choice(one) for one in found]  # type: ignore[attr-defined]
    if not any(one.holds_this for one in found):
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        chosen = next(one.officer for one in found if str(one.officer.pk) == form.cleaned_data["officer"])
        if attempt(
            form,
            lambda: actions.allocate(
                case=opened.case,
                officer=chosen,
                by=request.user,
                at=clock.now(),
                reason=form.cleaned_data.get("reason", ""),
            ),
        ):
            messages.success(request, f"{chosen.full_name} holds this case for YOS now.")
            return redirect("cases:overview", reference)
    return render(
        request,
        "referrals/yos/allocate.html",
        {
            **case_frame(opened, "", today=clock.today()),
            "form": form,
            "nobody": not found,
            "holders": [one.user.full_name for one in actions.holders(opened.case) if one.user],
        },
        status=422 if form.errors else 200,
    )


def _choice(one: queries.Caseload) -> Choice:
    held = "1 young person" if one.young_people == 1 else f"{one.young_people} young people"
    hint = f"{held} allocated" + (", this case among them" if one.holds_this else "")
    return Choice(str(one.officer.pk), one.officer.full_name, hint=hint)
