"""The page of one referral in the MASH inbox, as its views draw it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases import access, people
from hsb.ui.components import TwoTexts
from hsb.ui.forms import error_links
from hsb.ui.words import date_time, time_words
from referrals.checks import policies as checks_policies
from referrals.checks import queries as checks
from referrals.inbox import queries as inbox_queries
from referrals.mash import actions, criteria, queries
from referrals.mash.forms import ClaimForm, HarmedDecisionForm, SendBackForm, YoungPersonDecisionForm
from referrals.mash.queries import Child
from referrals.matching import queries as matching
from referrals.models import Destination, Receipt

YOUNG_PERSON = "the young person"
LABELS = {
    "outcome": "What should happen?",
    "reasons": "Why?",
    "planning": "Planning meeting",
    "planning_declined_reason": "Why no planning meeting",
    "message_to_referrer": "Added for the referrer",
}


def receipt_page(
    request: HttpRequest,
    found: Receipt,
    opened: access.OpenCase,
    *,
    bound: dict[str, Any] | None = None,
    send_back: SendBackForm | None = None,
    stale: list[TwoTexts] | None = None,
    kept: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    user = request.user
    children = queries.occasion(user, found, opened)
    rail = inbox_queries.rail(user, Destination.MASH, found.pk, today=today)
    due = inbox_queries.clocks_of([found], today=today).get(found.pk)
    names = queries.names_told(found.referral_id)
    parts = inbox_queries.parts_of(found)
    merge = matching.merge_of(opened.case)
    shown = queries.shown_criteria(found, parts, today, joined=merge is not None)
    identity = opened.may(RecordClass.IDENTITY, Level.READ)
    subject = people.subject(opened.case) if identity else None
    writable = [child for child in children if child.is_open and child.opened.may(RecordClass.DECISION, Level.WRITE)]
    forms = bound or {child.prefix: form_of(child) for child in writable}
    proposed = [child for child in children if child.waits_for_approval]
    problems = [link for form in forms.values() for link in error_links(form)]
    if send_back is not None:
        problems += error_links(send_back)
    may_approve = (
        bool(proposed)
        and agencies.has_power(user, Power.APPROVE_MASH_DECISION)
        and all(child.decision and child.decision.proposed_by_id != user.pk for child in proposed)
    )
    return render(
        request,
        "referrals/mash/receipt.html",
        {
            "receipt": found,
            "opened": opened,
            "case": opened.case,
            "called": inbox_queries.called(opened.case, today),
            "age": opened.case.age_on(today),
            "full_name": subject[1].full_name if subject else "",
            "sender": found.referral.submitted_by,
            "sender_agency": inbox_queries.sender_words(found.referral),
            "route": inbox_queries.route_words(found.referral),
            "rail": rail,
            "due": due,
            "due_sentence": queries.due_sentence(found, due, today),
            "why": queries.explanation(due, today),
            "claim_line": claim_line(found, user),
            "is_mine": found.claimed_by_id == user.pk,
            "claimed_by_other": found.claimed_by_id not in (None, user.pk),
            "claim_form": ClaimForm(),
            "paper": inbox_queries.paper(parts, identity=identity),
            "addenda": inbox_queries.addenda(found),
            "criteria": shown,
            "criteria_sentence": criteria.in_a_sentence(shown),
            "suggested": matching.suggested(user, opened.case),
            "merge": merge,
            "checks": checks.checks_of(opened),
            "may_ask": bool(opened.roles & checks_policies.ASKERS),
            "children": children,
            "writable": [
                (child, forms[child.prefix], queries.previews(child, names.get(child.case.pk, YOUNG_PERSON)))
                for child in writable
                if child.prefix in forms
            ],
            "proposed": [
                (child, queries.would_be_told(child, names.get(child.case.pk, YOUNG_PERSON))) for child in proposed
            ],
            "approved": [child for child in children if child.is_approved],
            "may_approve": may_approve,
            "shown": token_of(proposed),
            "may_allocate": agencies.has_power(user, Power.ALLOCATE_SOCIAL_WORKER),
            "send_back": send_back or SendBackForm(),
            "version": token_of(writable),
            "conflicts": stale or [],
            "kept": kept or [],
            "error_list": problems,
            "saved": saved_line(writable),
        },
        status=status,
    )


def form_of(child: Child, data: Any = None) -> Any:
    """The decision form for one child, with what has been written so far."""
    kind = HarmedDecisionForm if child.case.is_harmed else YoungPersonDecisionForm
    initial = {name: getattr(child.decision, name) for name in actions.WRITTEN_FIELDS} if child.decision else None
    return kind(data, prefix=child.prefix, initial=initial)


def claim_line(found: Receipt, user: Any) -> str:
    if found.claimed_by is None:
        return "Nobody is dealing with it yet."
    who = "You are" if found.claimed_by_id == user.pk else f"{found.claimed_by.full_name} is"
    return f"{who} dealing with it, since {date_time(found.claimed_at)}."


def saved_line(children: list[Child]) -> str:
    saved = max((child.decision.saved_at for child in children if child.decision), default=None)
    return f"Draft saved {time_words(saved)}." if saved else ""


def token_of(children: list[Child]) -> str:
    """The versions of every child's draft in one hidden field."""
    return ",".join(
        f"{child.receipt.pk.hex[:10]}:{child.decision.version if child.decision else 0}" for child in children
    )
