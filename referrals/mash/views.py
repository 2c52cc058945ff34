"""Pages of the front door: the inbox and one referral in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import command, say_on
from hsb.ui.components import TwoTexts
from hsb.ui.numbers import whole_number
from hsb.ui.words import time_words
from referrals.inbox import claims
from referrals.inbox import policies as inbox_policies
from referrals.inbox import queries as inbox_queries
from referrals.inbox.page import inbox_page
from referrals.mash import actions, policies, queries
from referrals.mash.forms import ClaimForm, SendBackForm
from referrals.mash.page import LABELS, form_of, receipt_page
from referrals.models import Destination, Receipt


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for MASH, most pressing first."""
    inbox_policies.check_may_use_inbox(request.user)
    return inbox_page(request, Destination.MASH)


@require_safe
def case_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The newest referral on a case, in the inbox."""
    opened = access.get_case(request.user, reference, look="MASH referral", needs=(RecordClass.REFERRAL, Level.READ))
    inbox_policies.check_may_use_inbox(request.user)
    receipt = inbox_queries.newest_receipt(opened.case, Destination.MASH)
    if receipt is None:
        messages.info(request, "MASH has received no referral on this case.")
        return redirect("cases:overview", reference)
    return redirect("referrals:mash_receipt", receipt.pk)


@require_safe
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """One referral: what was sent on the left, what the criteria say and the decision on the right."""
    found, opened = _open(request, receipt_id)
    claims.open_first(receipt=found, by=request.user, at=clock.now())
    return receipt_page(request, found, opened)


def _open(request: HttpRequest, receipt_id: UUID, *, write: bool = False) -> tuple[Receipt, access.OpenCase]:
    """The receipt, through the door of its case: 404 for a stranger before anything else is said."""
    found = inbox_queries.receipt_for(request.user, Destination.MASH, receipt_id)
    opened = access.get_case_by_id(
        request.user, found.case_id, look="MASH referral", needs=(RecordClass.REFERRAL, Level.READ)
    )
    inbox_policies.check_may_use_inbox(request.user)
    if write:
        opened.check(RecordClass.DECISION, Level.WRITE)
    return found, opened


def _versions(token: str) -> dict[str, int]:
    pairs = (pair.split(":") for pair in token.split(",") if pair.count(":") == 1)
    read = ((key, whole_number(number, digits=8)) for key, number in pairs)
    return {key: number for key, number in read if number is not None}


@command("referrals:mash_receipt", "receipt_id")
def claim(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """“I am dealing with this”, for every child of the referral that nobody has; or taken over from a colleague."""
    found, opened = _open(request, receipt_id, write=True)
    form = ClaimForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    children = queries.occasion(request.user, found, opened)
    same = [
        c.receipt for c in children if c.receipt.closed_at is None and c.receipt.claimed_by_id == found.claimed_by_id
    ]
    claims.claim(receipts=same or [found], by=request.user, at=clock.now(), reason=reason)
    messages.success(request, "You are dealing with this referral. Its sender knows that it is being dealt with.")
    return redirect("referrals:mash_receipt", receipt_id)


@require_POST
def save_draft(request: HttpRequest, receipt_id: UUID) -> JsonResponse:
    """Autosave: what changed since the last save, for each child."""
    found, opened = _open(request, receipt_id, write=True)
    children = [child for child in queries.occasion(request.user, found, opened) if child.is_open]
    changed = set(request.POST.getlist("changed"))
    versions = _versions(request.POST.get("version", ""))
    written = []
    for child in children:
        fields = {
            name: request.POST.get(f"{child.prefix}-{name}", "").replace("\x00", "")
            for name in actions.WRITTEN_FIELDS
            if f"{child.prefix}-{name}" in changed
        }
        if fields:
            written.append(actions.Written(child.case, versions.get(child.receipt.pk.hex[:10], 0), fields))
    at = clock.now()
    try:
        kept = actions.save_draft(referral=found.referral, written=written, by=request.user, at=at)
    except (StaleVersion, ActionNotAllowed) as refusal:
        return JsonResponse({"message": refusal.sentence}, status=409)
    now = {decision.case_id: decision.version for decision in kept}
    token = ",".join(
        f"{child.receipt.pk.hex[:10]}:{now.get(child.case.pk, child.decision.version if child.decision else 0)}"
        for child in children
    )
    return JsonResponse({"saved_at": at.isoformat(), "version": token})


@require_POST
def propose(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """The decision for each child of the occasion, sent to a second person."""
    found, opened = _open(request, receipt_id, write=True)
    children = [child for child in queries.occasion(request.user, found, opened) if child.is_open]
    forms = {child.prefix: form_of(child, request.POST) for child in children}
    valid = [form.is_valid() for form in forms.values()]  # each of them, so that every mistake is shown at once
    if not all(valid):
        return receipt_page(request, found, opened, bound=forms, status=422)
    versions = _versions(request.POST.get("version", ""))
    written = [
        actions.Written(
            child.case,
            versions.get(child.receipt.pk.hex[:10], 0),
            {name: forms[child.prefix].cleaned_data.get(name, "") for name in actions.WRITTEN_FIELDS},
        )
        for child in children
    ]
    try:
        actions.propose(referral=found.referral, written=written, by=request.user, at=clock.now())
    except StaleVersion:
        return _compare(request, found, opened, forms)
    except ActionNotAllowed as refusal:
        first = next(iter(forms.values()), None)
        if first is None:
            messages.warning(request, refusal.sentence)
            return redirect("referrals:mash_receipt", receipt_id)
        say_on(first, refusal)
        return receipt_page(request, found, opened, bound=forms, status=422)
    messages.success(request, "Your decision waits for a manager’s approval. Nobody has been told yet.")
    return redirect("referrals:mash_receipt", receipt_id)


def _compare(request: HttpRequest, found: Receipt, opened: access.OpenCase, forms: dict[str, Any]) -> HttpResponse:
    """Somebody saved first: both texts of everything that differs, and what was typed kept beside."""
    fresh = {child.prefix: child for child in queries.occasion(request.user, found, opened)}
    conflicts, kept = [], []
    for prefix, form in forms.items():
        child = fresh[prefix]
        for name in actions.WRITTEN_FIELDS:
            yours = form.cleaned_data.get(name, "")
            theirs = getattr(child.decision, name) if child.decision else ""
            if yours == theirs or name in ("outcome", "planning"):
                kept.append((f"{prefix}-{name}", yours))
                continue
            conflicts.append(
                TwoTexts(
                    name=f"{prefix}-{name}",
                    label=f"{child.case.label}: {LABELS[name]}",
                    theirs=theirs,
                    yours=yours,
                    saved_by=child.decision.saved_by.full_name if child.decision else "",
                    saved_at=time_words(child.decision.saved_at) if child.decision else "",
                )
            )
    return receipt_page(request, found, opened, bound=forms, stale=conflicts, kept=kept, status=409)


@command("referrals:mash_receipt", "receipt_id")
def approve(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """A second person approves; the referral leaves the inbox and its sender is told."""
    found, opened = _open(request, receipt_id, write=True)
    decisions = _proposed(request, found, opened)
    actions.approve(decisions=decisions, by=request.user, at=clock.now())
    messages.success(request, "The decision stands and the referrer has been told the outcome.")
    return redirect("referrals:mash_receipt", receipt_id)


@require_POST
def send_back(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """A second person returns the decision with a comment."""
    found, opened = _open(request, receipt_id, write=True)
    form = SendBackForm(request.POST)
    if form.is_valid():
        try:
            decisions = _proposed(request, found, opened)
            actions.send_back(
                decisions=decisions, comment=form.cleaned_data["comment"], by=request.user, at=clock.now()
            )
        except (ActionNotAllowed, StaleVersion) as refusal:
            say_on(form, refusal)
        else:
            messages.success(request, "Returned with your comment. The referral waits in the inbox again.")
            return redirect("referrals:mash_receipt", receipt_id)
    return receipt_page(request, found, opened, send_back=form, status=422)


def _proposed(request: HttpRequest, found: Receipt, opened: access.OpenCase) -> list[Any]:
    """The decisions this press answers, as the page showed them."""
    decisions: dict[str, Any] = {
        child.receipt.pk.hex[:10]: child.decision
        for child in queries.occasion(request.user, found, opened)
        if child.waits_for_approval and child.decision and child.opened.may(RecordClass.DECISION, Level.APPROVE)
    }
    if "version" in request.POST:
        shown = _versions(request.POST["version"])
        policies.check_as_read(decisions.values(), {one.pk: shown.get(key, 0) for key, one in decisions.items()})
    return list(decisions.values())


@require_safe
def outcome(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What a referrer was told: the outcome for each child, nothing of what is on record."""
    referral, told, undecided = queries.outcome_for(request.user, referral_id)
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what="outcome of a referral")
    return render(request, "referrals/mash/outcome.html", {"referral": referral, "told": told, "undecided": undecided})
