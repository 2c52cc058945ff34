"""From agreed to replaced: the report as read, and the buttons under it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.assessments import forms, gates, pages, parts, policies, queries, signing
from aim2.models import Assessment
from hsb import clock
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied
from hsb.ui.commands import attempt, command
from hsb.ui.forms import BaseForm
from hsb.ui.press import version_of

BOTH = ("GET", "HEAD", "POST")
BACK = ("aim2:assessment", "reference")


@require_safe
def report(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The whole assessment to read: for the two who wrote it and whoever may sign; without totals for readers of the report."""
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    steps = pages.may(opened, assessment)
    if not steps["may_read_report"]:
        policies.check_may_read(assessment, opened)
    return _report_page(request, opened, assessment)


def _report_page(
    request: HttpRequest, opened: OpenCase, assessment: Assessment, form: BaseForm | None = None
) -> HttpResponse:
    found = pages.written(assessment)
    steps = pages.may(opened, assessment)
    context = pages.frame(
        opened,
        assessment,
        **steps,
        whole=found,
        shows_ratings=policies.may_read(assessment, opened) and found.rated,
        rated_totals=found.sheet.total_rows if found.sheet else [],
        shows_totals=policies.may_read(assessment, opened) and not assessment.narrative_only and not found.rated,
        domains=_domains(found),
        texts=[
            (part.title, found.words(part.key))
            for part in parts.WHOLE
            if found.words(part.key) and not gates.is_locked(part.key, found.locks)
        ],
        totals=[(title, found.totals.get(kind)) for kind, title in parts.SUB_TOTALS.items()],
        return_form=form or _return_form(None),
        form=form,
    )
    return render(request, "aim2/assessments/report.html", context, status=422 if form and form.errors else 200)


def _domains(found: queries.Whole) -> list[tuple[str, list[tuple[str, queries.Written, list[Any]]]]]:
    picked = queries.evidence_of(found.assessment)
    return [
        (
            str(domain.label),
            [
                (str(kind.label), found.domains[parts.domain_key(domain, kind)], picked.get(parts.domain_key(domain, kind), []))
                for kind in parts.Kind
            ],
        )
        for domain in parts.Domain
    ]  # fmt: skip


def _return_form(data: Any) -> forms.ReasonForm:
    return forms.ReasonForm(data, label="What has to change?", needed="Say what has to change before you can sign it")


@command(*BACK)
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The co-worker agrees; it waits for quality assurance."""
    _, assessment = pages.for_assessor(request, reference, number)
    signing.agree(assessment=assessment, by=request.user, at=clock.now())
    messages.success(request, "Agreed. It waits for quality assurance.")
    return redirect("aim2:assessment", reference)


def _for_signer(request: HttpRequest, reference: str, number: int) -> tuple[OpenCase, Assessment]:
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    if not (policies.may_sign(assessment, opened) or policies.is_assessor(assessment, opened.user)):
        raise AccessDenied("A YOS manager or an AIM supervisor who did not write it signs this assessment.")
    return opened, assessment


@command(*BACK)
def sign(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Quality assurance signs: it is the report."""
    opened, assessment = _for_signer(request, reference, number)
    signing.sign(assessment=assessment, opened=opened, version=version_of(request), at=clock.now())
    messages.success(request, "Signed off. Extracts may leave from now on.")
    return redirect("aim2:assessment", reference)


@require_http_methods(("POST",))
def send_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Quality assurance returns it with comments."""
    opened, assessment = _for_signer(request, reference, number)
    form = _return_form(request.POST)

    def change() -> None:
        signing.send_back(
            assessment=assessment,
            opened=opened,
            comment=form.cleaned_data["because"],
            version=version_of(request),
            at=clock.now(),
        )

    if form.is_valid() and attempt(form, change):
        messages.success(request, "Returned with your comments.")
        return redirect("aim2:assessment", reference)
    return _report_page(request, opened, assessment, form)


@require_http_methods(BOTH)
def share(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say when it was shared with the family, or why not."""
    opened, assessment = pages.for_assessor(request, reference, number)
    form = forms.ShareForm(request.POST or None)

    def change() -> None:
        said = form.cleaned_data
        signing.share(
            assessment=assessment,
            on=said["on"] if said["shared"] == "yes" else None,
            shared_with=said["shared_with"],
            because=said["because"],
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "Recorded.")
        return redirect("aim2:assessment", reference)
    return _reason_page(request, opened, assessment, form, "The family")


def _reason_page(
    request: HttpRequest, opened: OpenCase, assessment: Assessment, form: BaseForm, title: str, submit: str = "Save"
) -> HttpResponse:
    context = pages.frame(opened, assessment, form=form, title=title, submit=submit)
    return render(request, "aim2/assessments/form.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End the assessment without a report, with the reason."""
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    if not (policies.manages(assessment, opened) or assessment.lead_id == opened.user.pk):
        raise AccessDenied("The lead or the YOS manager ends an assessment.")
    form = forms.ReasonForm(request.POST or None, label="Why does it end without a report?", needed="Say why it ends")

    def change() -> None:
        because = form.cleaned_data["because"]
        signing.end(assessment=assessment, because=because, by=request.user, at=clock.now())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "Ended without a report. What was written stays on the record.")
        return redirect("aim2:assessment", reference)
    return _reason_page(request, opened, assessment, form, "End without a report", "End the assessment")


@require_http_methods(BOTH)
def keep(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The manager says why what can change is not rated again."""
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    if not policies.manages(assessment, opened):
        raise AccessDenied("The manager says why what can change is not rated again. Ask them.")
    form = forms.ReasonForm(
        request.POST or None, label="Why is what can change not rated again?", needed="Say why it is not rated again"
    )

    def change() -> None:
        because = form.cleaned_data["because"]
        signing.keep(assessment=assessment, because=because, by=request.user, at=clock.now())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        return redirect("aim2:assessment", reference)
    return _reason_page(request, opened, assessment, form, "Not rated again")


@command(*BACK)
def rate_again(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Open the next version: history as it stood, what can change to be gone through again."""
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    signing.rate_again(assessment=assessment, opened=opened, at=clock.now())
    messages.success(request, "The next version is open. History stands; go through what can change.")
    return redirect("aim2:assessment", reference)
