"""E-mail and calendar entry of a meeting: its time, “HSB casework: meeting”, a link. No child, no place, no kind.

One entry a person, however many children they are called for; the same UID for good, a higher SEQUENCE with every change, so that
a calendar program moves or takes out the entry it has (RFC 5546).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.notifications import mail
from hsb.notifications.mail import COUNT, IDENTIFIER, Template
from hsb.notifications.models import MailRecord
from hsb.ui.words import date_time
from strategy_meetings.meetings.queries import INVITED
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Meeting, MeetingChild

SUMMARY = "HSB casework: meeting"
NOT_CALLED = "meeting_not_called"


def request(meeting: Meeting, *, at: datetime) -> None:
    """Everybody called has an e-mail with the calendar entry as it stands now."""
    _send("meeting_request", meeting, at=at)


def cancel(meeting: Meeting, *, at: datetime) -> None:
    """Everybody called has an e-mail that takes the entry out of their calendar."""
    _send("meeting_cancelled", meeting, at=at)


def not_called(meeting: Meeting, whom: User | str, *, at: datetime) -> None:
    """Who is not called for any child any more has an e-mail that takes the entry out of their calendar; nobody else's changes."""
    if whom not in recipients(meeting):
        _send_one(NOT_CALLED, meeting, whom, sequence=meeting.sequence + 1, at=at)


def _send(template: str, meeting: Meeting, *, at: datetime) -> None:
    for to in recipients(meeting):
        _send_one(template, meeting, to, sequence=meeting.sequence, at=at)


def _send_one(template: str, meeting: Meeting, to: User | str, *, sequence: int, at: datetime) -> None:
    name = str(to.pk) if isinstance(to, User) else to
    mail.send(
        to=to,
        template=template,
        context={"meeting": str(meeting.pk), "sequence": str(sequence)},
        key=f"{template}:{meeting.pk}:{sequence}:{name}",
        at=at,
    )


def recipients(meeting: Meeting) -> list[User | str]:
    """Answer whom the meeting's e-mails go to, once each: chair, minute-taker, everybody invited, also outside."""
    people: dict[int, User] = {meeting.chair_id: meeting.chair}
    for child in MeetingChild.objects.filter(meeting=meeting).select_related("minute_taker"):
        if child.minute_taker is not None:
            people[child.minute_taker.pk] = child.minute_taker
    outside: dict[str, str] = {}
    for one in meeting.invitations.filter(state__in=INVITED).select_related("user"):
        if one.user is not None:
            people[one.user.pk] = one.user
        elif one.email:
            outside[one.email.lower()] = one.email
    return [*people.values(), *outside.values()]


def calendar_of(meeting: Meeting, *, to: str, at: datetime, sequence: int | None = None) -> bytes:
    """Answer the entry: REQUEST while it is to be held, CANCEL once it is called off or, with a `sequence` of its own, for somebody
    who is not called any more."""
    off = meeting.state == MeetingState.CALLED_OFF or sequence is not None
    calendar = Calendar()
    calendar.add("prodid", "-//HSB casework//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "REQUEST")
    event = event_of(meeting, at=at)
    if sequence is not None:
        event["sequence"], event["status"] = sequence, "CANCELLED"
    organiser = vCalAddress(f"mailto:{_sender()}")
    organiser.params["cn"] = vText("HSB casework")
    event["organizer"] = organiser
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event_of(meeting: Meeting, *, at: datetime) -> Event:
    """Answer the meeting as an event of any calendar: time and link, nothing else."""
    starts = clock.local_time(meeting.starts_at)
    event = Event()
    event.add("uid", f"{meeting.pk}@hsb-casework")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=meeting.planned_minutes))
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CALLED_OFF else "CONFIRMED")
    event.add("url", link(meeting.pk))
    return event


def link(meeting_id: UUID) -> str:
    """Answer the address of the meeting's page, behind sign-in."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("strategy_meetings:meeting", args=[meeting_id])


def _sender() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()


def _meeting_of(record: MailRecord) -> Meeting:
    """Answer the meeting of an e-mail. Raises GiveUp where a later e-mail says how it stands now."""
    meeting = Meeting.objects.get(pk=UUID(record.context["meeting"]))
    if record.template == NOT_CALLED:
        if (record.to or record.address) in recipients(meeting) or meeting.state == MeetingState.CALLED_OFF:
            raise outbox.GiveUp("They are called again, or the meeting is called off and everybody knows.")
    elif meeting.sequence > int(record.context["sequence"]):
        raise outbox.GiveUp("A later e-mail says how the meeting stands.")
    return meeting


def _fill(record: MailRecord) -> Mapping[str, str]:
    meeting = _meeting_of(record)
    return {"when": date_time(meeting.starts_at), "link": link(meeting.pk)}


def _attachment(record: MailRecord) -> tuple[str, str, str]:
    meeting = _meeting_of(record)
    to = record.to.email if record.to else record.address
    sequence = int(record.context["sequence"]) if record.template == NOT_CALLED else None
    content = calendar_of(meeting, to=to, at=record.created_at, sequence=sequence).decode()
    off = sequence is not None or meeting.state == MeetingState.CALLED_OFF
    return ("meeting.ics", content, f'text/calendar; method={"CANCEL" if off else "REQUEST"}; charset="utf-8"')


def register() -> None:
    """The three e-mails can be sent."""
    shapes = {"meeting": IDENTIFIER, "sequence": COUNT}
    mail.register("meeting_request", Template(SUMMARY, shapes, fill=_fill, attachment=_attachment))
    mail.register("meeting_cancelled", Template(SUMMARY, shapes, fill=_fill, attachment=_attachment))
    mail.register(NOT_CALLED, Template(SUMMARY, shapes, fill=_fill, attachment=_attachment))
