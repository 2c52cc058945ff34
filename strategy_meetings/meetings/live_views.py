"""Running a meeting: one live page for chair and minute-taker, one child's parts at a time, every line saved as it is typed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.ui.components import TwoTexts
from hsb.ui.forms import BaseForm
from hsb.ui.words import date_time
from strategy_meetings.meetings import lines, parts, queries, writing
from strategy_meetings.meetings.forms import parts_form
from strategy_meetings.meetings.live_page import live_page, others_writing, user_of, versions_as_text
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting, open_meeting
from strategy_meetings.models import (
    PartWritten,
)


def opened_to_write(request: HttpRequest, meeting_id: UUID) -> OpenMeeting:
    """Answer the meeting for whoever writes its record. Raises 404 for strangers, AccessDenied for everybody else it exists for."""
    opened = open_meeting(user_of(request), meeting_id, look="meeting, writing")
    if not opened.writes:
        raise AccessDenied("Only the chair and the minute-taker write the record of this meeting.")
    return opened


# -- one child's parts -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """The live page on one child; a POST saves the parts. Where somebody saved first, both texts."""
    opened = opened_to_write(request, meeting_id)
    here = opened.child(number)
    if request.method != "POST":
        return live_page(request, opened, here)
    form = parts_form(opened.kind, request.POST)
    if not form.is_valid():
        return live_page(request, opened, here, form=form)
    typed = _typed(opened, request, form)
    try:
        writing.save_parts(meeting=opened.meeting, case=here.case, typed=typed, by=user_of(request), at=clock.now())
    except StaleVersion:
        return _both_texts(request, opened, here, typed)
    except ActionNotAllowed as refusal:
        form.add_error(None, refusal.sentence)
        return live_page(request, opened, here, form=form)
    messages.success(request, "Saved.")
    return redirect("strategy_meetings:meeting_child", meeting_id, number)


@require_POST
def autosave(request: HttpRequest, meeting_id: UUID, number: int) -> JsonResponse:
    """The boxes that changed are kept; answers what is still missing and who else writes where."""
    opened = opened_to_write(request, meeting_id)
    here, at, user = opened.child(number), clock.now(), user_of(request)
    form = parts_form(opened.kind, request.POST)
    form.is_valid()
    typed = _typed(opened, request, form)
    try:
        versions = writing.save_parts(meeting=opened.meeting, case=here.case, typed=typed, by=user, at=at)
    except StaleVersion:
        return JsonResponse(
            {"message": "A colleague wrote in the same part. Press “Save” to see both texts; nothing is lost."},
            status=409,
        )
    except ActionNotAllowed as refusal:
        return JsonResponse({"message": refusal.sentence}, status=422)
    if typed:
        lines.writes_in(meeting=opened.meeting, case=here.case, part=next(iter(typed)), by=user, at=at)
    still = queries.missing(opened.meeting, [one.case for one in opened.children])
    return JsonResponse(
        {
            "saved_at": at.isoformat(),
            "version": versions_as_text(versions),
            "beside": "; ".join(others_writing(opened, user, at)),
            "missing": [one.sentence for one in still],
        }
    )


def _typed(opened: OpenMeeting, request: HttpRequest, form: BaseForm) -> dict[str, writing.Typed]:
    """Answer what came for each part, on the version its writer had before them. A part of which nothing came is left alone."""
    versions = _versions_from(request.POST.get("version", ""))
    here = queries_parts(opened, request)
    found = {}
    for key in opened.kind.parts:
        if key not in request.POST and f"{key}__answer" not in request.POST:
            continue
        stands = here.get(key, ("", ""))
        answer = form.cleaned_data.get(f"{key}__answer") if f"{key}__answer" in request.POST else stands[0]
        text = form.cleaned_data.get(key, "") if key in request.POST else stands[1]
        found[key] = writing.Typed(answer or "", text or "", versions.get(key, 0))
    return found


def queries_parts(opened: OpenMeeting, request: HttpRequest) -> dict[str, tuple[str, str]]:
    """Answer what stands in each part of the child whose page this is: what the browser did not send stays."""
    match = request.resolver_match
    number = int(match.kwargs["number"]) if match else 0
    rows = PartWritten.objects.filter(meeting=opened.meeting, case=opened.child(number).case)
    return {part: (answer, text) for part, answer, text in rows.values_list("part", "answer", "text")}


def _versions_from(text: str) -> dict[str, int]:
    pairs = (one.split(":", 1) for one in text.split(",") if one.count(":") == 1)
    return {part: int(version) for part, version in pairs if version.isdigit() and len(version) < 8}


def _both_texts(
    request: HttpRequest, opened: OpenMeeting, here: ChildHere, typed: dict[str, writing.Typed]
) -> HttpResponse:
    """Both texts of every part somebody else changed meanwhile; the parts nobody touched are saved already."""
    stored = {
        one.part: one
        for one in PartWritten.objects.filter(meeting=opened.meeting, case=here.case).select_related("saved_by")
    }
    stale = {
        key
        for key, one in typed.items()
        if key in stored
        and stored[key].version != one.version
        and (stored[key].answer, stored[key].text) != (one.answer, one.text)
    }
    fresh = {key: one for key, one in typed.items() if key not in stale}
    writing.save_parts(meeting=opened.meeting, case=here.case, typed=fresh, by=user_of(request), at=clock.now())
    versions = {one.part: one.version for one in PartWritten.objects.filter(meeting=opened.meeting, case=here.case)}
    conflicts = [
        TwoTexts(
            name=key,
            label=f"{here.label}: {parts.PARTS[key].title}",
            theirs=_with_answer(key, stored[key].answer, stored[key].text),
            yours=typed[key].text,
            saved_by=stored[key].saved_by.full_name,
            saved_at=date_time(stored[key].saved_at),
        )
        for key in sorted(stale)
    ]
    hidden = [
        (f"{key}__answer", typed[key].answer or stored[key].answer) for key in sorted(stale) if parts.PARTS[key].choices
    ]
    return render(
        request,
        "strategy_meetings/meetings/both.html",
        {
            "opened": opened,
            "here": here,
            "conflicts": conflicts,
            "version": versions_as_text(versions),
            "hidden": hidden,
        },
        status=409,
    )


def _with_answer(key: str, answer: str, text: str) -> str:
    words = parts.PARTS[key].words_of(answer)
    return f"{words}. {text}".strip(". ") if words else text


# -- the page --------------------------------------------------------------------------------------------------------------


# -- rows ------------------------------------------------------------------------------------------------------------------
