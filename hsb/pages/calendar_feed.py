"""One person's due dates for their calendar program, at an address that needs no signing in and says no name.

The feed asks the same door as a page: it is read as that person, behind both walls, so it shows what My work would show at that
moment, colleagues they act for included. A subscribed calendar takes each reading whole: what is done is no longer in it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid5

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from hsb import clock
from hsb.accounts import guesses
from hsb.accounts.guesses import Limit
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.chronology import queries as chronology
from hsb.database import as_principals
from hsb.pages.work.lists import WorkLists
from hsb.people import feeds
from hsb.timeliness.facts import State
from hsb.timeliness.models import Deadline
from strategy_meetings.meetings import mailing, queries
from strategy_meetings.meetings.states import COMING
from strategy_meetings.models import Meeting

SHOWN = 500
READ_AGAIN_AFTER = timedelta(hours=1)
# Calendar programs ask hourly; somebody with several asks a little more.
PER_FEED = Limit(at_once=20, refill=timedelta(minutes=5))
PER_STRANGER = Limit(at_once=20, refill=timedelta(minutes=5))


@login_not_required
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the person whose address this is. Whatever else is asked for here is not there, and says no more."""
    at = clock.now()
    person = feeds.reader(token)
    if not _may_ask(request, token, person, at):
        return HttpResponse("Asked too often. Try again in a few minutes.\n", "text/plain", 429, headers=_RETRY)
    if person is None:
        return HttpResponse("There is no such calendar.\n", "text/plain", 404)
    with as_principals(agencies.principals(person), person.pk, lent=agencies.lent(person)):
        found, meetings = list(_due(person)), _meetings(person)
        audit.record(AuditKind.FEED_READ, by=person, at=at, facts={"rows": len(found) + len(meetings)})
        body = calendar_of(found, at=at, address=request.build_absolute_uri("/")[:-1], meetings=meetings)
    return HttpResponse(body, "text/calendar; charset=utf-8")


_RETRY = {"Retry-After": "300"}


def _may_ask(request: HttpRequest, token: str, person: User | None, at: datetime) -> bool:
    """Answer whether this asking is within what one address, or one place that guesses at addresses, may do."""
    if person is not None:
        return guesses.take(guesses.feed_key(feeds.digest(token)), PER_FEED, at)
    return guesses.take(guesses.feed_key(str(get_adapter().get_client_ip(request))), PER_STRANGER, at)


def _due(person: User) -> Iterable[Deadline]:
    """Answer what My work holds and has a date to keep, with the reference and the newest entry of each one's case."""
    mine = WorkLists(person, clock.today()).dated()
    return mine.select_related("case").annotate(newest=chronology.newest_number())[:SHOWN]


def _meetings(person: User) -> list[Meeting]:
    """Answer the meetings this person chairs, takes minutes of or is called to, that nobody has ended yet."""
    rows = queries.named_meetings(person, states=COMING)[:SHOWN]
    return list({row.meeting_id: row.meeting for row in rows}.values())


def calendar_of(
    deadlines: Iterable[Deadline], *, at: datetime, address: str, meetings: Iterable[Meeting] = ()
) -> bytes:
    """Answer the calendar: one all-day event for each date, and each meeting at its time. No names.

    A date is known by the same id as long as its clock is there.

    A clock that stands still is cancelled for the time being. An event is newer (`SEQUENCE`) when anything happened on its case.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//HSB casework//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "HSB casework: due dates")
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for deadline in deadlines:
        assert deadline.judged_on is not None
        calendar.add_component(_event(deadline, deadline.judged_on, at, address))
    for meeting in meetings:
        calendar.add_component(mailing.event_of(meeting, at=at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, day: date, at: datetime, address: str) -> Event:
    reference, title = deadline.case.reference, deadline.title
    event = Event()
    event.add("uid", f"{uuid5(deadline.case_id, f'{deadline.standard_code}:{deadline.root_event}')}@hsb-casework")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{reference}: {title[0].lower() if title[1:2].islower() else title[0]}{title[1:]} due")
    event.add("status", "CANCELLED" if deadline.state == State.PAUSED else "CONFIRMED")
    event.add("sequence", getattr(deadline, "newest", 0) or 0)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", address + reverse("cases:clock", args=[reference, deadline.pk]))
    return event
