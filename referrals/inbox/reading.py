"""The referral as those on a case read it: the first account, each section of this child's copy, what was added; and as PDF."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame, conditions_on_paper
from hsb.documents import pdf
from hsb.documents.download import pdf_to_save
from hsb.ui.components import Fact
from referrals.inbox.conditions import in_force
from referrals.inbox.queries import PaperPart, addenda, called, paper, parts_of, route_words, sender_words
from referrals.models import FirstAccount, Receipt


def receipts_of(opened: OpenCase) -> list[Receipt]:
    """Answer the referrals received about this child, newest first, one row each."""
    rows = (
        Receipt.objects.filter(case=opened.case, destination="mash")
        .select_related("referral__agency", "referral__submitted_by", "case")
        .order_by("-received_at")
    )
    return list(rows)


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Every referral received about this child, as this record's readers may see it."""
    opened = access.get_case(request.user, reference, look="referral", needs=(RecordClass.REFERRAL, Level.READ))
    identity = opened.may(RecordClass.IDENTITY, Level.READ)
    accounts = {one.referral_id: one for one in FirstAccount.objects.filter(case=opened.case)}
    shown = [
        {
            "receipt": receipt,
            "account": accounts.get(receipt.referral_id),
            "paper": paper(parts_of(receipt), identity=identity),
            "addenda": addenda(receipt),
            "route": route_words(receipt.referral),
            "sender": sender_words(receipt.referral),
        }
        for receipt in receipts_of(opened)
    ]
    return render(
        request,
        "referrals/case_referral.html",
        {**case_frame(opened, "referral", today=clock.today()), "referrals": shown},
    )


@require_safe
def copy(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """This child's copy of one referral as PDF: what the page shows and nothing else, named by reference."""
    opened = access.get_case(request.user, reference, look="referral PDF", needs=(RecordClass.REFERRAL, Level.READ))
    receipt = next((one for one in receipts_of(opened) if one.referral_id == referral_id), None)
    if receipt is None:
        raise Http404("There is no such referral on this case.")
    at = clock.now()
    try:
        content = pdf.render("pdf/referral.html", _pdf_context(request, opened, receipt, at=at))
    except pdf.RenderingFailed as failed:
        return render(
            request,
            "referrals/case_pdf_failed.html",
            {**case_frame(opened, "referral", today=clock.today()), "sentence": failed.sentence},
            status=503,
        )
    audit.record(AuditKind.COPY_MADE, by=request.user, at=at, case_id=opened.case.pk, what="referral PDF")
    return pdf_to_save(content, f"{opened.case.reference}-referral")


def _pdf_context(request: HttpRequest, opened: OpenCase, receipt: Receipt, *, at: datetime) -> dict[str, Any]:
    user: Any = request.user
    today = clock.local_date(at)
    own, case, referral = profile(), opened.case, receipt.referral
    masked = FirstAccount.objects.filter(case=case, referral=referral, masked=True).exists()
    return {
        "partnership": own.partnership,
        "on_paper": conditions_on_paper(opened, today=today),
        "reference": case.reference,
        "version": "1.0",
        "recipient": user.full_name,
        "rendered_at": at,
        "initials_and_age": called(case, today),
        "sent_at": referral.submitted_at,
        "from_line": f"{referral.submitted_by.full_name}, {sender_words(referral)}",
        "to_line": f"{own.name('mash')} and {own.name('yos')}",
        "masked_note": "The other child’s name is replaced by the name chosen for them" if masked else "",
        "conditions": [f"{one.title} {one.text}" for one in in_force(opened, today)],
        "sections": [
            {"number": part.number, "title": part.title, "rows": _rows(first), "groups": rest}
            for part, first, rest in (
                _blocks(part)
                for part in paper(parts_of(receipt), identity=opened.may(RecordClass.IDENTITY, Level.READ))
            )
        ],
        "addenda": [{"at": one.at, "by": one.by.full_name, "text": one.text} for one in addenda(receipt)],
    }


def _blocks(part: PaperPart) -> tuple[PaperPart, Sequence[Fact], list[dict[str, Any]]]:
    """A section's own rows, and its titled groups."""
    own = [fact for title, facts in part.blocks if not title for fact in facts]
    return part, own, [{"title": title, "rows": _rows(facts)} for title, facts in part.blocks if title]


def _rows(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [{"label": fact.key, "value": fact.value, "quote": fact.quote} for fact in facts]
