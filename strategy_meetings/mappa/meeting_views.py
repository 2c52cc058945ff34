"""Pages of MAPPA meetings as we keep them: the day, who of ours attends, that it was held, our own actions."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level
from hsb.cases.access import OpenCase
from hsb.tasks import queries as tasks
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.press import press_of
from strategy_meetings.mappa import actions, policies, queries
from strategy_meetings.mappa.forms import ActionForm, AttendForm, HeldForm, MeetingForm
from strategy_meetings.mappa.states import Held
from strategy_meetings.mappa.views import form_page, open_mappa, the_referral
from strategy_meetings.models import MappaMeeting


def _meeting(opened: OpenCase, meeting_id: UUID) -> MappaMeeting:
    found = queries.meeting_of(opened.case, meeting_id)
    if found is None:
        raise Http404("There is no such MAPPA meeting of this young person.")
    return found


@require_http_methods(READ_AND_CHANGE)
def set_meeting(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """Record the day the Responsible Authority has set for a meeting."""
    opened = open_mappa(request, reference, Level.WRITE)
    referral = the_referral(opened, referral_id)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.set_meeting(
            referral=referral, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="A MAPPA meeting has a day",
        button="Record the day",
        done="Recorded. See that ours attend.",
        hint="The young person and the family do not attend, and have no invitation and no copy.",
    )


@require_http_methods(READ_AND_CHANGE)
def attend(request: HttpRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    """Say who of children's services attends a meeting."""
    opened = open_mappa(request, reference, Level.SUMMARY)
    policies.check_may_see_to_attendance(opened)
    meeting = _meeting(opened, meeting_id)
    form = AttendForm(request.POST if request.method == "POST" else None, initial={"who": meeting.csws_goes})
    return form_page(
        request,
        opened,
        form,
        lambda: actions.attend(meeting=meeting, by=request.user, at=clock.now(), **form.cleaned_data),
        title="See that children’s services attend",
        button="Record who attends",
        done="Recorded.",
        hint="At levels 2 and 3 children’s services must be at the table for everybody under 18.",
    )


@require_http_methods(READ_AND_CHANGE)
def held(request: HttpRequest, reference: str, meeting_id: UUID) -> HttpResponse:
    """Record that a meeting was held, and who of ours was there; never what was said."""
    opened = open_mappa(request, reference, Level.WRITE)
    meeting = _meeting(opened, meeting_id)
    initial = {"held_on": meeting.held_on, "who_went": meeting.csws_goes}
    form = HeldForm(request.POST if request.method == "POST" else None, initial=initial)

    def change() -> object:
        given = {**form.cleaned_data, "to": Held(form.cleaned_data["to"])}
        return actions.record_meeting(meeting=meeting, by=request.user, at=clock.now(), **given)

    return form_page(
        request,
        opened,
        form,
        change,
        title=f"The level {meeting.level} MAPPA meeting",
        button="Record it",
        done="Recorded.",
        hint="The minutes are the Responsible Authority’s: they are not written, kept or passed on here.",
    )


@require_http_methods(READ_AND_CHANGE)
def set_action(request: HttpRequest, reference: str, referral_id: UUID) -> HttpResponse:
    """Set one of our own actions: a task of somebody on this record."""
    opened = open_mappa(request, reference, Level.WRITE)
    referral = the_referral(opened, referral_id)
    at = clock.now()
    form = ActionForm(request.POST if request.method == "POST" else None)
    choices = [("", "Choose"), *((one.value, one.words) for one in tasks.askable(opened.case, at=at))]
    form.fields["to"].choices = choices  # type: ignore[attr-defined]
    return form_page(
        request,
        opened,
        form,
        lambda: actions.set_action(
            referral=referral, by=request.user, at=at, press=press_of(request), **form.cleaned_data
        ),
        title="An action of ours",
        button="Set it",
        done="Set. Whoever does it is told.",
    )
