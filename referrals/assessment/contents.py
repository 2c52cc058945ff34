"""The contents page of an assessment: its sections and what is still to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.timeliness import queries as timeliness
from hsb.ui.components import Task
from referrals.assessment import policies, queries
from referrals.assessment.forms import JUDGEMENT_FORMS
from referrals.assessment.sections import sections_for
from referrals.models import AssessmentState, CfAssessment

STANDARD = "T5"


def contents_page(request: HttpRequest, opened: OpenCase) -> HttpResponse:
    today = clock.today()
    assessment = queries.current(opened.case)
    context: dict[str, Any] = {
        **case_frame(opened, "assessment", today=today),
        "assessment": assessment,
        "earlier": queries.earlier(opened.case, assessment),
        "may_allocate": agencies.has_power(request.user, Power.ALLOCATE_SOCIAL_WORKER),
    }
    if assessment is not None:
        saved, carried = queries.saved_sections(assessment), queries.carried(opened.case)
        is_harmed = opened.case.is_harmed
        may_write = assessment.is_open and opened.may(RecordClass.ASSESSMENT, Level.WRITE)
        due = next((d for d in timeliness.open_clocks(opened.case.pk) if d.standard_code == STANDARD), None)
        context |= {
            "tasks": tasks_of(opened, saved, carried),
            "judgements": judgement_tasks(opened, assessment),
            "missing": policies.missing(assessment, is_harmed=is_harmed, texts=queries.texts_from(saved, carried)),
            "may_write": may_write,
            "may_authorise": (
                assessment.state == AssessmentState.SUBMITTED
                and opened.may(RecordClass.ASSESSMENT, Level.APPROVE)
                and assessment.submitted_by_id != request.user.pk
            ),
            "due": timeliness.due_words(due, today, timeliness.book().holidays) if due else None,
            "why": timeliness.explanation_for(due, today) if due else None,
        }
    return render(
        request,
        "referrals/assessment/contents.html",
        context,
    )


def tasks_of(opened: OpenCase, saved: dict[str, Any], carried: dict[str, Any]) -> list[Task]:
    found = []
    for section in sections_for(is_harmed=opened.case.is_harmed):
        text = saved[section.key].text if section.key in saved else ""
        status, words = "not_started", ""
        if text.strip():
            status = "done"
        elif section.key in saved:
            status, words = "not_started", "Left empty"
        elif section.key in carried:
            status, words = "started", "From the referral"
        hint = "Needed." if section.needed else ""
        found.append(Task(section.title, hint, href_of(opened, section.key), status, words))
    return found


def href_of(opened: OpenCase, key: str, *, judgement: bool = False) -> str:
    name = "referrals:assessment_judgement" if judgement else "referrals:assessment_section"
    return reverse(name, args=[opened.case.reference, key])


def judgement_tasks(opened: OpenCase, assessment: CfAssessment) -> list[Task]:
    answers = {
        "own-harm": assessment.get_own_harm_display() if assessment.own_harm else "",
        "finding": assessment.get_finding_display() if assessment.finding else "",
        "recommendation": assessment.get_recommendation_display() if assessment.recommendation else "",
    }
    keys = ["recommendation"] if opened.case.is_harmed else list(JUDGEMENT_FORMS)
    return [
        Task(
            JUDGEMENT_FORMS[key][0],
            answers[key] or "Needed.",
            href_of(opened, key, judgement=True),
            "done" if answers[key] else "not_started",
        )
        for key in keys
    ]
