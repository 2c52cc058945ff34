"""Pages of the child and family assessment of one child."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness import queries as timeliness
from hsb.ui.components import Task, TwoTexts
from hsb.ui.forms import BaseForm, LongTextField, refuse
from hsb.ui.press import version_of
from hsb.ui.words import time_words
from referrals.assessment import actions, policies, queries
from referrals.assessment.forms import JUDGEMENT_FORMS, ReturnForm, SectionForm
from referrals.assessment.sections import section_of, sections_for
from referrals.commands import command
from referrals.models import AssessmentState, CfAssessment

READ_AND_CHANGE = ("GET", "HEAD", "POST")
STANDARD = "T5"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="assessment", needs=(RecordClass.ASSESSMENT, level))


def _assessment(opened: OpenCase) -> CfAssessment:
    found = queries.current(opened.case)
    if found is None:
        raise Http404("There is no assessment on this case.")
    return found


@require_safe
def contents(request: HttpRequest, reference: str) -> HttpResponse:
    """The assessment: its sections with the state of each, what is missing, and where it stands."""
    opened = _open(request, reference, Level.READ)
    if opened.case.merged_into_id and access.may_see(request.user, opened.case.merged_into_id):
        return redirect("referrals:assessment", opened.case.merged_into.reference)  # type: ignore[union-attr]
    return _contents(request, opened)


def _contents(request: HttpRequest, opened: OpenCase, *, send_back: ReturnForm | None = None) -> HttpResponse:
    today = clock.today()
    assessment = queries.current(opened.case)
    context: dict[str, Any] = {
        **case_frame(opened, "assessment", today=today),
        "assessment": assessment,
        "earlier": queries.earlier(opened.case, assessment),
        "may_allocate": agencies.has_power(request.user, Power.ALLOCATE_SOCIAL_WORKER),
    }
    if assessment is not None:
        saved = queries.saved_sections(assessment)
        is_harmed = opened.case.is_harmed
        may_write = assessment.is_open and opened.may(RecordClass.ASSESSMENT, Level.WRITE)
        due = next((d for d in timeliness.open_clocks(opened.case.pk) if d.standard_code == STANDARD), None)
        has_analysis = "analysis" in saved and bool(saved["analysis"].text.strip())
        context |= {
            "tasks": _tasks(opened, assessment, saved),
            "judgements": _judgement_tasks(opened, assessment),
            "missing": policies.missing(assessment, is_harmed=is_harmed, has_analysis=has_analysis),
            "may_write": may_write,
            "may_authorise": (
                assessment.state == AssessmentState.SUBMITTED
                and opened.may(RecordClass.ASSESSMENT, Level.APPROVE)
                and assessment.submitted_by_id != request.user.pk
            ),
            "send_back": send_back or ReturnForm(),
            "due": timeliness.due_words(due, today, timeliness.book().holidays) if due else None,
            "why": timeliness.explanation_for(due, today) if due else None,
            "form": send_back if send_back is not None and send_back.errors else None,
        }
    return render(
        request,
        "referrals/assessment/contents.html",
        context,
        status=422 if send_back is not None and send_back.errors else 200,
    )


def _tasks(opened: OpenCase, assessment: CfAssessment, saved: dict[str, Any]) -> list[Task]:
    carried = queries.carried(opened.case)
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
        found.append(Task(section.title, hint, _href(opened, section.key), status, words))
    return found


def _href(opened: OpenCase, key: str, *, judgement: bool = False) -> str:
    name = "referrals:assessment_judgement" if judgement else "referrals:assessment_section"
    return reverse(name, args=[opened.case.reference, key])


def _judgement_tasks(opened: OpenCase, assessment: CfAssessment) -> list[Task]:
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
            _href(opened, key, judgement=True),
            "done" if answers[key] else "not_started",
        )
        for key in keys
    ]


@require_http_methods(READ_AND_CHANGE)
def section(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One section: what the referral already says, with where it comes from, and the text."""
    opened = _open(request, reference, Level.WRITE if request.method == "POST" else Level.READ)
    assessment = _assessment(opened)
    found = section_of(key, is_harmed=opened.case.is_harmed)
    if found is None:
        raise Http404("This assessment has no such section.")
    saved = queries.saved_sections(assessment).get(key)
    carried = queries.carried(opened.case).get(key, [])
    begins_with = saved.text if saved else "\n\n".join(one.text for one in carried)
    form = SectionForm(request.POST if request.method == "POST" else None, initial={"text": begins_with})
    conflicts: list[TwoTexts] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_section(
                assessment=assessment,
                key=key,
                text=form.cleaned_data["text"],
                version=version_of(request),
                by=request.user,
                at=clock.now(),
            )
            return redirect(_next(request, opened, key))
        except StaleVersion:
            saved = queries.saved_sections(assessment)[key]
            conflicts = [
                TwoTexts(
                    name="text",
                    label=found.title,
                    theirs=saved.text,
                    yours=form.cleaned_data["text"],
                    saved_by=saved.saved_by.full_name,
                    saved_at=time_words(saved.saved_at),
                )
            ]
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence.replace("%", "%%"))
    return render(
        request,
        "referrals/assessment/section.html",
        {
            **case_frame(opened, "assessment", today=clock.today()),
            "assessment": assessment,
            "section": found,
            "saved": saved,
            "text": begins_with,
            "carried": carried,
            "form": form if opened.may(RecordClass.ASSESSMENT, Level.WRITE) and assessment.is_open else None,
            "version": saved.version if saved else 0,
            "conflicts": conflicts,
        },
        status=409 if conflicts else 422 if form.errors else 200,
    )


def _next(request: HttpRequest, opened: OpenCase, key: str) -> str:
    """On to the next section, or back to the contents when asked."""
    keys = [one.key for one in sections_for(is_harmed=opened.case.is_harmed)]
    if request.POST.get("then") != "back" and key != keys[-1]:
        return _href(opened, keys[keys.index(key) + 1])
    return reverse("referrals:assessment", args=[opened.case.reference])


@require_POST
def autosave(request: HttpRequest, reference: str, key: str) -> JsonResponse:
    """Autosave of one section."""
    opened = _open(request, reference, Level.WRITE)
    at = clock.now()
    try:
        saved = actions.save_section(
            assessment=_assessment(opened),
            key=key,
            text=request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n"),
            version=version_of(request),
            by=request.user,
            at=at,
        )
    except (StaleVersion, ActionNotAllowed) as refusal:
        return JsonResponse({"message": refusal.sentence}, status=409)
    return JsonResponse({"saved_at": at.isoformat(), "version": saved.version})


@require_http_methods(READ_AND_CHANGE)
def judgement(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One of the closed questions with its reasons: own harm, finding, recommendation."""
    opened = _open(request, reference, Level.WRITE if request.method == "POST" else Level.READ)
    assessment = _assessment(opened)
    if key not in JUDGEMENT_FORMS or (opened.case.is_harmed and key != "recommendation"):
        raise Http404("This assessment does not ask that.")
    title, kind = JUDGEMENT_FORMS[key]
    initial = {name: getattr(assessment, name) for name in kind.base_fields}
    form: BaseForm = kind(request.POST if request.method == "POST" else None, initial=initial)
    conflicts: list[TwoTexts] = []
    kept: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_judgements(
                assessment=assessment,
                fields=form.cleaned_data,
                version=version_of(request),
                by=request.user,
                at=clock.now(),
            )
            return redirect("referrals:assessment", reference)
        except StaleVersion:
            assessment = _assessment(opened)
            conflicts, kept = _conflicts(assessment, form)
            if not conflicts:  # only a choice differs: shown again on the newest version, as this person chose it
                form.add_error(
                    None, refuse("Somebody else changed this while you were choosing. Check it and save again")
                )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence.replace("%", "%%"))
    carried = queries.carried(opened.case).get(
        {"own-harm": "own_victimisation", "finding": "behaviour"}.get(key, ""), []
    )
    return render(
        request,
        "referrals/assessment/judgement.html",
        {
            **case_frame(opened, "assessment", today=clock.today()),
            "assessment": assessment,
            "title": title,
            "key": key,
            "form": form if opened.may(RecordClass.ASSESSMENT, Level.WRITE) and assessment.is_open else None,
            "answers": [
                (str(form.fields[name].label), _shown(assessment, name))
                for name in kind.base_fields
                if getattr(assessment, name)
            ],
            "carried": carried,
            "version": assessment.version,
            "conflicts": conflicts,
            "kept": kept,
        },
        status=409 if conflicts else 422 if form.errors else 200,
    )


def _shown(assessment: CfAssessment, name: str) -> str:
    display = getattr(assessment, f"get_{name}_display", None)
    return str(display() if display else getattr(assessment, name))


def _conflicts(assessment: CfAssessment, form: BaseForm) -> tuple[list[TwoTexts], list[tuple[str, str]]]:
    conflicts, kept = [], []
    for name, field in form.fields.items():
        yours, theirs = form.cleaned_data.get(name, ""), getattr(assessment, name)
        if yours == theirs or not isinstance(field, LongTextField):
            kept.append((name, yours))
            continue
        saved_at = time_words(assessment.saved_at) if assessment.saved_at else ""
        conflicts.append(
            TwoTexts(
                name=name,
                label=str(field.label),
                theirs=theirs,
                yours=yours,
                saved_by=assessment.saved_by.full_name if assessment.saved_by else "",
                saved_at=saved_at,
            )
        )
    return conflicts, kept


@command("referrals:assessment", "reference")
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the assessment to a manager."""
    opened = _open(request, reference, Level.WRITE)
    actions.submit(assessment=_assessment(opened), by=request.user, at=clock.now())
    messages.success(request, "The assessment waits for a manager’s authorisation.")
    return redirect("referrals:assessment", reference)


def _as_shown(request: HttpRequest, opened: OpenCase) -> CfAssessment:
    """The assessment this press answers, refused when the page showed an older one."""
    assessment = _assessment(opened)
    if "version" in request.POST:
        policies.check_as_read(assessment, version_of(request))
    return assessment


@command("referrals:assessment", "reference")
def authorise(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager authorises: the clock is met and the case moves on."""
    opened = _open(request, reference, Level.APPROVE)
    actions.authorise(assessment=_as_shown(request, opened), by=request.user, at=clock.now())
    messages.success(request, "The assessment is authorised.")
    return redirect("referrals:assessment", reference)


@require_POST
def send_back(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager returns the assessment with a comment."""
    opened = _open(request, reference, Level.APPROVE)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back(
                assessment=_as_shown(request, opened),
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=clock.now(),
            )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence.replace("%", "%%"))
        else:
            messages.success(request, "Returned with your comment.")
            return redirect("referrals:assessment", reference)
    return _contents(request, opened, send_back=form)
