"""The signed report of an assessment as a PDF: the one document in which the licensed wording stands. For those who rated and signed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from aim2.assessments import gates, pages, parts
from aim2.assessments.queries import Whole
from aim2.instruments import queries
from aim2.instruments.sheet import Sheet
from aim2.models import Assessment
from aim2.ratings import drawn
from hsb import clock
from hsb.agencies.profile import profile
from hsb.cases.masking import Hidden, mask
from hsb.cases.other_children import hidden_from, masked
from hsb.documents.download import record_as_pdf


@require_safe
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The signed report with its ratings, for lead, co-worker and whoever signs."""
    opened, assessment = pages.for_reader(request, reference, number)
    if assessment.signed_at is None:
        messages.warning(request, "The report can be copied once it is signed. Until then it is read on this page.")
        return redirect("aim2:report", reference, number)
    return record_as_pdf(
        request,
        "pdf/aim2_report.html",
        context_of(assessment, rendered_at=assessment.signed_at),
        name=f"{reference}-aim2-report-{number}",
        case_id=opened.case.pk,
        what="AIM report, signed",
        at=clock.now(),
        instead=lambda: redirect("aim2:report", reference, number),
    )


def context_of(assessment: Assessment, *, rendered_at: Any) -> dict[str, Any]:
    """Answer what the report is drawn from. Changes nothing."""
    found = pages.written(assessment)
    sheet = found.sheet if found.sheet and found.sheet.rated else None
    others = hidden_from(assessment.case)
    assessment.level_reason = masked(assessment.level_reason, others)
    return {
        "partnership": profile().partnership,
        "reference": assessment.case.reference,
        "version": f"version {assessment.number}",
        "recipient": "the lead, the co-worker and whoever signed",
        "rendered_at": rendered_at,
        "assessment": assessment,
        "whole": found,
        "domains": _domains(found, others),
        "texts": [
            (part.title, masked(found.words(part.key), others))
            for part in parts.WHOLE
            if found.words(part.key) and not gates.is_locked(part.key, found.locks)
        ],
        "sheet": sheet,
        "ratings": [(title, mask(rows, others)[0]) for title, rows in ratings_of(sheet)] if sheet else [],
        "profile": drawn.profile(sheet, 0, queries.earlier_sheets(assessment)) if sheet else None,
    }


def _domains(found: Whole, others: Sequence[Hidden]) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """Answer what was written of each domain, with the child harmed named nowhere."""
    written = [
        (domain, [(kind, found.domains[parts.domain_key(domain, kind)]) for kind in parts.Kind])
        for domain in parts.Domain
    ]
    return [
        (
            str(domain.label),
            [
                (
                    str(kind.label),
                    {
                        "standing": str(one.standing),
                        "text": masked(one.text, others),
                        "other_view": masked(one.other_view, others),
                        "kept_because": masked(one.lead.kept_because if one.lead else "", others),
                    },
                )
                for kind, one in rows
                if one.text
            ],
        )
        for domain, rows in written
    ]


def ratings_of(sheet: Sheet) -> list[tuple[str, list[dict[str, Any]]]]:
    """Answer the ratings by domain: the item, what counts, what each said, and what it rests on."""
    found = []
    for place, (_, title, items) in enumerate(sheet.pack.groups(), start=1):
        rows = []
        for item in items:
            line = sheet.lines[item.code]
            say = lambda row, item=item: sheet.value_words(item, queries.answer_of(row))  # noqa: E731
            rows.append(
                {
                    "code": item.code,
                    "title": sheet.called(item),
                    "counts": sheet.value_words(item, line.counts) if line.counts else sheet.waiting(line),
                    "lead": say(line.lead) if line.lead else "",
                    "co": say(line.co) if line.co else "",
                    "why": [row.why for row in (line.lead, line.co) if row is not None and row.why],
                    "evidence": [one for row in (line.lead, line.co) if row is not None for one in row.evidence],
                    "because": line.resolution.because if line.resolution else "",
                }
            )
        found.append((f"{place} {title}", rows))
    return found
