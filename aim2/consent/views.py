"""Pages of consent: the record, purpose by purpose; an answer; what is done after a refusal."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aim2.consent import actions, drafts, queries
from aim2.consent.forms import MORE_TIME, SAYS_NO, LocalAuthorityForm, ParentForm, RefusalForm, YoungPersonForm
from aim2.consent.policies import Answered
from aim2.consent.terms import SUGGESTED_DAYS_TO_NEXT_OFFER, Giver, Reply, Told
from aim2.form_page import form_page
from aim2.models import Consent, ConsentDraft
from aim2.proceedings import required
from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.models import Case
from hsb.errors import StaleVersion
from hsb.timeliness.queries import working_days_on
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of, version_of
from hsb.ui.words import long_date
from referrals.engagement import guidance
from referrals.engagement import queries as engagement

WHEN_NO = (
    "Ask what would make it easier: another room, a shorter time, who sits in.",
    "The parents may work with you without the young person.",
    "Denial and shame are common at first, and no reason to close.",
)
WHOSE_COUNTS = (
    ("Below 16", "Their own and one parent’s"),
    ("Found able to decide", "Their own is enough; a parent is told where safe"),
    ("16 or 17", "Their own; a parent is told where safe"),
    ("Care order", "A social care manager signs; parents are consulted"),
    ("Section 20 or remand", "Parents alone hold responsibility"),
    ("By order", "Order, court and date stand beside a refusal"),
)


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="consent", needs=(RecordClass.CONSENT, level))


def _givers(case: Case) -> list[tuple[str, str]]:
    return [
        (Giver.YOUNG_PERSON.value, "The young person"),
        *engagement.parents(case),
        (Giver.LOCAL_AUTHORITY.value, "A social care manager, under a care order"),
    ]


@require_safe
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Every purpose with how it stands, who answered what and when, what each was told, and the reasoning in words."""
    opened = _open(request, reference, Level.READ)
    today = clock.today()
    rows = list(queries.rows(opened.case).select_related("by"))
    asked = queries.per_purpose(rows, opened.case, on=today)
    may_write = opened.may(RecordClass.CONSENT, Level.WRITE)
    order = required.order_of(opened.case, today)
    first = asked[0].standing
    return render(
        request,
        "aim2/consent.html",
        {
            **case_frame(opened, "aim2", today=today),
            "asked": [(one, told_table(one.latest)) for one in asked],
            "order": order,
            "standing": first,
            "decision": queries.last_decision(opened.case),
            "may_decide": may_write
            and first.is_no
            and order is None
            and Role.YOS_MANAGER in agencies.roles(request.user),
            "givers": _givers(opened.case) if may_write and not opened.case.is_harmed else [],
            "counts": WHOSE_COUNTS,
            "when_no": WHEN_NO,
        },
    )


def told_table(latest: list[Consent]) -> list[tuple[str, list[str]]]:
    """Answer what was to be told, item by item, with each person's day; “Not told” is said."""
    return [
        (
            item.label,
            [
                f"✓ {one.answered_on:%-d %b}"
                if item.value in one.told
                else ("–" if item == Told.PARENTS and one.giver == Giver.YOUNG_PERSON else "Not told")
                for one in latest
            ],
        )
        for item in Told
    ]


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, who: str) -> HttpResponse:
    """Record what one person answered; what follows from each answer stands beside the form."""
    opened = _open(request, reference, Level.WRITE)
    givers = dict(_givers(opened.case))
    if who not in givers:
        raise Http404("There is no such person on this case.")
    kind = _form_of(who)
    today = clock.today()
    offer_on = today + timedelta(days=SUGGESTED_DAYS_TO_NEXT_OFFER)
    initial = {"answered_on": today, "next_offer_on": offer_on, "purpose": request.GET.get("purpose", "take_part")}
    draft = drafts.of(opened.case, who, opened.user)
    form: Any = kind(request.POST) if request.method == "POST" else drafts.shown(kind, draft, initial)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.record_answer(
            case=opened.case,
            answer=_answered(opened.case, who, form),
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        ),
        title=f"Record an answer: {givers[who][:1].lower()}{givers[who][1:]}",
        button="Record answer",
        done="The answer is recorded. What follows from it stands below.",
        then="aim2:consent",
        lists=(
            ("What follows", _what_follows(offer_on)),
            ("How to put it", guidance.FRAMING),
            ("When somebody says no", (*WHEN_NO, *guidance.IF_REFUSED)),
        ),
        more=_kept(reference, who, draft),
    )


def _form_of(who: str) -> type[BaseForm]:
    forms: dict[str, type[BaseForm]] = {
        Giver.YOUNG_PERSON.value: YoungPersonForm,
        Giver.LOCAL_AUTHORITY.value: LocalAuthorityForm,
        drafts.INSTEAD: RefusalForm,
    }
    return forms.get(who, ParentForm)


def _kept(reference: str, who: str, draft: ConsentDraft | None) -> dict[str, Any]:
    """Answer where the form saves what is typed, and from which version on."""
    return {
        "autosave": reverse("aim2:consent_autosave", args=[reference, who]),
        "version": draft.version if draft else 0,
    }


@require_POST
def autosave(request: HttpRequest, reference: str, who: str) -> JsonResponse:
    """What was typed into a form of consent is kept for whoever typed it, and recorded when they press the button."""
    opened = _open(request, reference, Level.APPROVE if who == drafts.INSTEAD else Level.WRITE)
    if who != drafts.INSTEAD and who not in dict(_givers(opened.case)):
        raise Http404("There is no such person on this case.")
    try:
        draft = drafts.keep(
            case=opened.case,
            who=who,
            form=_form_of(who),
            posted=request.POST,
            version=version_of(request),
            by=request.user,
            at=clock.now(),
        )
    except StaleVersion:
        return JsonResponse(
            {"message": "Not saved: you write this in another window too. The button records what stands here."},
            status=409,
        )
    return JsonResponse({"saved_at": draft.saved_at.isoformat(), "version": draft.version})


def _answered(case: Case, who: str, form: Any) -> Answered:
    given = form.cleaned_data
    giver = who if who in Giver.values else Giver.PARENT.value
    person = engagement.parent(case, who) if giver == Giver.PARENT else None
    reply = given["reply"]
    if reply == SAYS_NO:
        agreed = queries.has_agreed(case, who, given["purpose"], given["share_with"] or "")
        reply = Reply.WITHDRAWS if agreed else Reply.REFUSES
    says_no = reply in (Reply.REFUSES, Reply.WITHDRAWS)
    return Answered(
        purpose=given["purpose"],
        giver=giver,
        reply=Reply.MORE_TIME if reply == MORE_TIME else reply,
        answered_on=given["answered_on"],
        method=given["method"],
        interpreter=given["interpreter"],
        told=tuple(given["told"]),
        person=person,
        share_with=given["share_with"] or "",
        contact_how=given["contact_how"] or "",
        interpreter_who=given["interpreter_who"] or "",
        reasons=(given["reasons"] or "") if says_no else "",
        next_offer_on=given["next_offer_on"] if says_no else None,
        **form.answered(),
    )


def _what_follows(offer_on: Any) -> tuple[str, ...]:
    decide_by = long_date(working_days_on(clock.today(), 5))
    return (
        "Everybody needed agrees: AIM2 may begin, and the report is counted from the day of the last consent that was needed.",
        "Somebody needed says no: nothing is rated, on paper either. What is written stays.",
        f"The YOS manager decides by {decide_by} what is done instead: safety plan, other help, social care asked again.",
        "Whoever asked for AIM2 is told only that it does not start, or has stopped.",
        f"It is offered again by the day you enter; {long_date(offer_on)} is suggested.",
        "Nobody can override a no. Where an order requires the work, the order stands beside it.",
    )


@require_http_methods(READ_AND_CHANGE)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The YOS manager says what is done instead after a refusal."""
    opened = _open(request, reference, Level.APPROVE)
    offer_on = queries.standing(opened.case, on=clock.today()).next_offer_on
    draft = drafts.of(opened.case, drafts.INSTEAD, opened.user)
    posted = request.method == "POST"
    form = RefusalForm(request.POST) if posted else drafts.shown(RefusalForm, draft, {"next_offer_on": offer_on})
    return form_page(
        request,
        opened,
        form,
        lambda: actions.decide_after_refusal(
            case=opened.case, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Decide what is done instead",
        button="Record decision",
        done="The decision is recorded. The case stays open.",
        then="aim2:consent",
        intro="Nothing is rated, on paper either. The need stays, and so does the case.",
        lists=(("If they refuse", guidance.IF_REFUSED), ("How to put it next time", guidance.FRAMING)),
        more=_kept(reference, drafts.INSTEAD, draft),
    )
