"""Pages of the child and family assessment of one child."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.visible import may_see
from hsb.documents.download import record_as_pdf
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import READ_AND_CHANGE, command, say_on
from hsb.ui.components import TwoTexts
from hsb.ui.forms import BaseForm, LongTextField, refuse
from hsb.ui.press import version_of
from hsb.ui.words import time_words
from referrals.assessment import actions, policies, queries
from referrals.assessment.contents import contents_page, href_of
from referrals.assessment.forms import JUDGEMENT_FORMS, AuthoriseForm, ReturnForm, SectionForm
from referrals.assessment.sections import section_of, sections_for
from referrals.assessment.whole import on_paper, whole_page
from referrals.models import CfAssessment


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
    if opened.case.merged_into_id and may_see(request.user, opened.case.merged_into_id):
        return redirect("referrals:assessment", opened.case.merged_into.reference)  # type: ignore[union-attr]
    return contents_page(request, opened)


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
            say_on(form, refusal)
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
        return href_of(opened, keys[keys.index(key) + 1])
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
            say_on(form, refusal)
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


@require_safe
def whole(request: HttpRequest, reference: str) -> HttpResponse:
    """The assessment on one page, as it is read before it is authorised."""
    opened = _open(request, reference, Level.READ)
    return whole_page(request, opened, _assessment(opened))


@require_safe
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The assessment as PDF, as far as it is written, named by reference."""
    opened = _open(request, reference, Level.READ)
    assessment = _assessment(opened)
    at = clock.now()
    return record_as_pdf(
        request,
        "pdf/assessment.html",
        on_paper(request, opened, assessment, at=at),
        name=f"{opened.case.reference}-assessment",
        case_id=opened.case.pk,
        what="assessment PDF",
        at=at,
        instead=lambda: redirect("referrals:assessment_whole", reference),
    )


@require_POST
def authorise(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager authorises what they read whole, and decides: the clock is met and the case moves on."""
    opened = _open(request, reference, Level.APPROVE)
    form = AuthoriseForm(request.POST)
    if form.is_valid():
        try:
            actions.authorise(
                assessment=_as_shown(request, opened), **form.cleaned_data, by=request.user, at=clock.now()
            )
        except ActionNotAllowed as refusal:
            say_on(form, refusal)
        else:
            messages.success(request, "The assessment is authorised.")
            return redirect("referrals:assessment", reference)
    return whole_page(request, opened, _assessment(opened), authorise=form)


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
            say_on(form, refusal)
        else:
            messages.success(request, "Returned with your comment.")
            return redirect("referrals:assessment", reference)
    return whole_page(request, opened, _assessment(opened), send_back=form)
