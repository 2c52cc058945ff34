"""The four sub-totals, the edition of the manual and the recommended level; and the switch for single-letter keys."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from aim2.assessments import actions, forms, gates, pages, parts, policies
from aim2.models import Assessment
from hsb import clock
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import attempt
from hsb.ui.press import version_of

BOTH = ("GET", "HEAD", "POST")
KEYS = "aim2-keys-off"


@require_http_methods(BOTH)
def totals(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The four sub-totals as the manual gave them, its edition, and the level that is recommended."""
    opened, assessment = pages.for_reader(request, reference, number)
    which = request.POST.get("which") or request.GET.get("which", "")
    if request.method == "POST":
        policies.check_is_assessor(assessment, opened.user)
    rows = _total_rows(request, assessment, which)
    edition = forms.EditionForm(request.POST if which == "edition" else None, initial={"edition": assessment.edition})
    level = forms.LevelForm(
        request.POST if which == "level" else None,
        initial={"level": assessment.level, "reason": assessment.level_reason},
    )
    posted = {"edition": edition, "level": level, **{row["kind"]: row["form"] for row in rows}}.get(which)
    if request.method == "POST" and posted is not None and posted.is_valid():
        if attempt(posted, lambda: _enter(request, assessment, which, posted.cleaned_data)):
            return redirect(f"{reverse('aim2:totals', args=[reference, number])}#{which}")
    found = pages.written(assessment)
    context = pages.frame(
        opened,
        assessment,
        **pages.may(opened, assessment),
        whole=found,
        steps=pages.steps(found, "totals"),
        rows=rows,
        rated_totals=found.sheet.total_rows if found.sheet else [],
        edition_form=edition,
        level_form=level,
        form=posted if posted is not None and posted.errors else None,
        lock=found.locks[0] if found.locks else None,
    )
    return render(request, "aim2/assessments/totals.html", context, status=422 if context["form"] else 200)


def _total_rows(request: HttpRequest, assessment: Assessment, which: str) -> list[dict[str, Any]]:
    found = pages.written(assessment)
    rows = []
    for kind, title in parts.SUB_TOTALS.items():
        held = found.totals.get(kind)
        initial = {name: getattr(held, name) for name in ("total", "band", "none_because")} if held else {}
        rows.append(
            {
                "kind": str(kind),
                "title": title,
                "held": held,
                "locked": bool(found.locks) and kind in gates.LOCKED_TOTALS,
                "form": forms.TotalForm(
                    request.POST if which == kind else None, initial=initial, auto_id=f"id_{kind}_%s"
                ),
            }
        )
    return rows


def _enter(request: HttpRequest, assessment: Assessment, which: str, said: dict[str, Any]) -> None:
    at = clock.now()
    if which == "edition":
        actions.say_edition(assessment=assessment, edition=said["edition"], by=request.user)
    elif which == "level":
        actions.judge(assessment=assessment, level=said["level"], reason=said["reason"], by=request.user, at=at)
    else:
        try:
            actions.enter_total(
                assessment=assessment,
                kind=which,
                total=said["total"],
                band=said["band"],
                none_because=said["none_because"],
                version=version_of(request),
                by=request.user,
                at=at,
            )
        except StaleVersion as stale:
            raise ActionNotAllowed(stale.sentence) from stale


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Single-letter keys are off, or on again, until this person signs out."""
    if request.session.get(KEYS):
        del request.session[KEYS]
    else:
        request.session[KEYS] = True
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/cases/") and "//" not in back else "/")
