"""The record of consent as a PDF: who was asked what, what each was told, what they answered and why; the child harmed by no name."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from aim2.consent import queries
from aim2.consent.views import told_table
from aim2.proceedings import required
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import conditions_on_paper
from hsb.cases.other_children import hidden_from, masked, on_paper
from hsb.documents.download import record_as_pdf

TYPED = ("reasons", "reasoning", "parents_consulted", "parent_told", "order_detail", "contact_how", "interpreter_who")
"""What was written of an answer in somebody’s own words."""


@require_safe
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The record of consent as a tagged PDF, for those who may read every answer."""
    opened = access.get_case(request.user, reference, look="consent", needs=(RecordClass.CONSENT, Level.READ))
    at = clock.now()
    return record_as_pdf(
        request,
        "pdf/consent.html",
        pdf_context(opened, at=at),
        name=f"{reference}-consent",
        case_id=opened.case.pk,
        what="consent record PDF",
        at=at,
        instead=lambda: redirect("aim2:consent", reference),
    )


def pdf_context(opened: OpenCase, *, at: datetime) -> dict[str, Any]:
    """Answer what the PDF is drawn from: every purpose with how it stands, and every answer to it."""
    user: Any = opened.user
    today = clock.local_date(at)
    others = hidden_from(opened.case)
    rows = [on_paper(one, others, *TYPED) for one in queries.rows(opened.case).select_related("by")]
    asked = [
        replace(one, share_with=masked(one.share_with, others))
        for one in queries.per_purpose(rows, opened.case, on=today)
    ]
    decision = queries.last_decision(opened.case)
    return {
        "partnership": profile().partnership,
        "reference": opened.case.reference,
        "version": "record of consent",
        "recipient": user.full_name,
        "rendered_at": at,
        "on_paper": conditions_on_paper(opened, today=today),
        "about": opened.case.label,
        "asked": [(one, told_table(one.latest)) for one in asked],
        "order": required.order_of(opened.case, today),
        "decision": decision and on_paper(decision, others, "safety_plan", "other_help", "social_care"),
    }
