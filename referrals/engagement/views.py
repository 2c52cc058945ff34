"""Pages between the end of an enquiry and the family's answer."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from referrals.engagement import actions, guidance, queries
from referrals.engagement.forms import AnswerForm, DecideForm, EndForm, OfferForm, ReferForm, StanceForm
from referrals.models import Whose


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="engagement", needs=(RecordClass.ENGAGEMENT, level))


@require_safe
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    """How the family stands and what was offered, newest first, with what is to be done next."""
    opened = _open(request, reference, Level.READ)
    found = queries.engagement(opened.case)
    return render(
        request,
        "referrals/engagement/timeline.html",
        {
            **case_frame(opened, "engagement", today=clock.today()),
            "engagement": found,
            "may_write": opened.may(RecordClass.ENGAGEMENT, Level.WRITE),
            "yos": queries.yos_receipt(opened.case),
            "yos_name": profile().name("yos"),
            "if_refused": guidance.IF_REFUSED,
        },
    )


def _form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    then: str = "referrals:engagement",
    lines: tuple[str, ...] = (),
    lines_title: str = "",
) -> HttpResponse:
    """One form, one action; then the page that says what happens next."""
    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, done)
        return redirect(then, opened.case.reference)
    return render(
        request,
        "referrals/engagement/form.html",
        {
            **case_frame(opened, "engagement", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "page_title": title,
            "button": button,
            "lines": lines,
            "lines_title": lines_title,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """An enquiry or investigation has ended; next comes the decision to engage."""
    opened = access.get_case(
        request.user, reference, look="end of an enquiry", needs=(RecordClass.CRIMINAL, Level.WRITE)
    )
    form = EndForm(request.POST if request.method == "POST" else None)
    may_decide = opened.may(RecordClass.ENGAGEMENT, Level.WRITE) and opened.case.has_displayed
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.end_investigation(
            case=opened.case,
            kind=form.cleaned_data["kind"],
            ended_on=form.cleaned_data["ended_on"],
            outcome=form.cleaned_data["outcome"],
            by=request.user,
            at=clock.now(),
        ),
        title="An enquiry or investigation has ended",
        button="Record the end",
        done="Recorded. Now decide whether to engage: families are lost while they wait."
        if may_decide
        else "Recorded. Everybody who decides has it.",
        then="referrals:engage" if may_decide else "cases:overview",
    )


@require_http_methods(READ_AND_CHANGE)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision to engage, with reasons."""
    opened = _open(request, reference, Level.WRITE)
    form = DecideForm(request.POST if request.method == "POST" else None)
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.decide_to_engage(
            case=opened.case,
            engage=form.cleaned_data["engage"],
            reasons=form.cleaned_data["reasons"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        ),
        title="Decide whether to engage",
        button="Record decision",
        done="The decision is recorded.",
        then="referrals:refer_to_yos" if _comes_next(form, opened) else "referrals:engagement",
    )


def _comes_next(form: DecideForm, opened: OpenCase) -> bool:
    """Whether the referral to YOS follows: it was decided to engage, and YOS has no open referral."""
    if not form.is_bound or not form.is_valid() or not form.cleaned_data["engage"]:
        return False
    receipt = queries.yos_receipt(opened.case)
    return receipt is None or receipt.closed_at is not None


@require_http_methods(READ_AND_CHANGE)
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """The offer of help, with guidance on how to put it beside the form."""
    opened = _open(request, reference, Level.WRITE)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        initial={"made_by_name": request.user.full_name, "made_on": clock.today()},
    )
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.record_offer(
            case=opened.case, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Record an offer of help",
        button="Record offer",
        done="The offer is recorded.",
        lines=guidance.FRAMING,
        lines_title="How to put it",
    )


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, offer_id: UUID) -> HttpResponse:
    """The family's answer to an open offer."""
    opened = _open(request, reference, Level.WRITE)
    found = next((one for one in queries.engagement(opened.case).open_offers if one.pk == offer_id), None)
    if found is None:
        raise Http404("There is no such offer waiting for an answer.")
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"responded_on": clock.today()})
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.answer_offer(offer=found, by=request.user, at=clock.now(), **form.cleaned_data),
        title="Record their answer",
        button="Record answer",
        done="The answer is recorded.",
        lines=guidance.IF_REFUSED,
        lines_title="If they refuse",
    )


@require_http_methods(READ_AND_CHANGE)
def stance(request: HttpRequest, reference: str) -> HttpResponse:
    """How the young person, or one parent, stands on a day."""
    opened = _open(request, reference, Level.WRITE)
    parents = queries.parents(opened.case)
    form = StanceForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    child = "The child" if opened.case.is_harmed else "The young person"
    form.fields["who"].choices = [(Whose.YOUNG_PERSON, child), *parents]  # type: ignore[attr-defined]
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.record_stance(
            case=opened.case,
            whose=Whose.YOUNG_PERSON if form.cleaned_data["who"] == Whose.YOUNG_PERSON else Whose.PARENT,
            person=queries.parent(opened.case, form.cleaned_data["who"]),
            stance=form.cleaned_data["stance"],
            on=form.cleaned_data["on"],
            words=form.cleaned_data["words"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        ),
        title="Record how they stand",
        button="Record",
        done="Recorded. What was said before stays on record.",
    )


@require_http_methods(READ_AND_CHANGE)
def refer(request: HttpRequest, reference: str) -> HttpResponse:
    """Refer to YOS after the enquiry, by the form that was sent."""
    opened = _open(request, reference, Level.WRITE)
    form = ReferForm(
        request.POST if request.method == "POST" else None, initial={"asks": queries.asked_for(opened.case)}
    )
    return _form_page(
        request,
        opened,
        form,
        lambda: actions.refer_to_yos(case=opened.case, asks=form.cleaned_data["asks"], by=request.user, at=clock.now()),
        title=f"Refer to {profile().name('yos')}",
        button=f"Send to {profile().name('yos')}",
        done=f"{profile().name('yos')} has the referral.",
    )
