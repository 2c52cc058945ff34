"""An assessment read whole: every section and judgement on one page, where a manager answers it, and the same on paper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame, conditions_on_paper
from referrals.assessment import policies, queries
from referrals.assessment.forms import AuthoriseForm, ReturnForm
from referrals.assessment.sections import sections_for
from referrals.models import AssessmentState, CfAssessment


@dataclass(frozen=True)
class Part:
    """One section as it is read: its text, and whether it is the referral's word and nobody changed it."""

    title: str
    text: str
    from_referral: bool


def parts(assessment: CfAssessment, saved: Collection[str], texts: Mapping[str, str]) -> list[Part]:
    """Answer every section in its order, also those of which nothing is written; `saved` are those that somebody wrote."""
    return [
        Part(one.title, texts.get(one.key, "").strip(), one.key in texts and one.key not in saved)
        for one in sections_for(is_harmed=assessment.case.is_harmed)
    ]


def judgements(assessment: CfAssessment) -> list[tuple[str, str]]:
    """Answer (question, answer) of what was judged, with its reasons; nothing for a question that was not answered."""
    shown = assessment.get_own_harm_display, assessment.get_conference_display
    found = [
        ("May the young person have been harmed too?", shown[0]() if assessment.own_harm else ""),
        ("What is known or suspected", assessment.own_harm_detail),
        ("Convene a child protection conference?", shown[1]() if assessment.conference else ""),
        ("Reasons about the conference", assessment.conference_reasons),
        ("Is abusive behaviour identified?", assessment.get_finding_display() if assessment.finding else ""),
        ("What this rests on", assessment.get_finding_basis_display() if assessment.finding_basis else ""),
        ("Reasons for the finding", assessment.finding_reasons),
        ("Recommendation", assessment.get_recommendation_display() if assessment.recommendation else ""),
        ("Why sections are left out", assessment.left_out),
        ("Decided by the manager", assessment.get_decision_display() if assessment.decision else ""),
        ("Reasons for the decision", assessment.decision_reasons),
    ]
    return [(question, answer) for question, answer in found if answer.strip()]


def whole_page(
    request: HttpRequest,
    opened: OpenCase,
    assessment: CfAssessment,
    *,
    authorise: AuthoriseForm | None = None,
    send_back: ReturnForm | None = None,
) -> HttpResponse:
    """Answer the assessment on one page; for whoever may authorise it, with the two answers a manager can give."""
    may_answer = (
        assessment.state == AssessmentState.SUBMITTED
        and opened.may(RecordClass.ASSESSMENT, Level.APPROVE)
        and assessment.submitted_by_id != request.user.pk
    )
    refused = authorise or send_back
    saved, texts = queries.read_whole(assessment)
    return render(
        request,
        "referrals/assessment/whole.html",
        {
            **case_frame(opened, "assessment", today=clock.today()),
            "assessment": assessment,
            "parts": parts(assessment, saved, texts),
            "judgements": judgements(assessment),
            "missing": policies.missing(assessment, is_harmed=opened.case.is_harmed, texts=texts)
            if assessment.is_open
            else [],
            "may_answer": may_answer,
            "authorise": authorise or AuthoriseForm(initial={"decision": assessment.recommendation}),
            "send_back": send_back or ReturnForm(),
            "form": refused if refused is not None and refused.errors else None,
        },
        status=422 if refused is not None and refused.errors else 200,
    )


def on_paper(request: HttpRequest, opened: OpenCase, assessment: CfAssessment, *, at: datetime) -> dict[str, Any]:
    """Answer the context of `pdf/assessment.html`: what the page shows and nothing else."""
    user: Any = request.user
    today = clock.local_date(at)
    saved, texts = queries.read_whole(assessment)
    return {
        "partnership": profile().partnership,
        "on_paper": conditions_on_paper(opened, today=today),
        "reference": opened.case.reference,
        "version": f"{assessment.version}.0",
        "recipient": user.full_name,
        "rendered_at": at,
        "initials": opened.case.label,
        "assessment": assessment,
        "parts": parts(assessment, saved, texts),
        "judgements": judgements(assessment),
    }
