"""E-mail and calendar entry of a meeting hold its time, a link and nothing about anybody (domain.md §1.3, hard rule 4)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.permissions import Role
from hsb.notifications import mail
from hsb.notifications.models import MailRecord
from strategy_meetings.meetings import changing
from strategy_meetings.meetings.calling import Where
from tests.factories import meetings
from tests.factories.cases import put_role_on, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 23, 9, 0, tzinfo=clock.LONDON)
STARTS = datetime(2026, 10, 26, 10, 0, tzinfo=clock.LONDON)  # the clocks go back the day before


@pytest.fixture(autouse=True)
def _that_morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def meeting(csws_manager, police_officer, health):
    case = young_person(AT - timedelta(days=1))
    put_role_on(case, csws_manager.memberships.get().agency_role.agency, Role.CSWS_MANAGER, AT)
    return meetings.called([case], chair=csws_manager, people=[police_officer, health], starts_at=STARTS, at=AT)


def entry(record: MailRecord):
    sent = mail.compose(record)
    ((name, content, kind),) = sent.attachments
    return sent, Calendar.from_ical(content), kind


def test_it_is_asked_moved_and_cancelled_under_one_uid_with_a_higher_sequence(meeting, police_officer, csws_manager):
    first = MailRecord.objects.get(to=police_officer, template="meeting_request")
    sent, calendar, kind = entry(first)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], int(event["SEQUENCE"]), str(event["SUMMARY"])) == (
        "REQUEST",
        0,
        "HSB casework: meeting",
    )
    assert event["DTSTART"].dt == STARTS
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert "method=REQUEST" in kind
    assert f"/meetings/{meeting.pk}/" in str(event["URL"])

    later = STARTS + timedelta(days=1)
    changing.move(
        meeting=meeting, starts_at=later, where=Where(), reason="Police court.", by=csws_manager, at=AT, version=0
    )
    with pytest.raises(outbox.GiveUp):
        mail.compose(first)  # a later e-mail says how it stands
    _, moved, _ = entry(
        MailRecord.objects.filter(to=police_officer, template="meeting_request").latest("created_at", "key")
    )
    assert (int(moved.walk("VEVENT")[0]["SEQUENCE"]), moved.walk("VEVENT")[0]["UID"]) == (1, event["UID"])

    changing.call_off(meeting=meeting, reason="Not needed.", still_needed=False, by=csws_manager, at=AT)
    _, off, kind = entry(MailRecord.objects.get(to=police_officer, template="meeting_cancelled"))
    assert (off["METHOD"], int(off.walk("VEVENT")[0]["SEQUENCE"])) == ("CANCEL", 2)
    assert "method=CANCEL" in kind


def test_nothing_that_leaves_by_mail_says_whom_or_what_or_where(meeting):
    case = meeting.children.get().case
    for record in MailRecord.objects.filter(template__startswith="meeting"):
        sent, calendar, _ = entry(record)
        everything = sent.subject + sent.body + calendar.to_ical().decode()
        for word in ("Jordan", "Mallory", case.reference, "J.M.", "Room 4", "trategy"):
            assert word not in everything


def test_who_is_not_called_any_more_loses_the_entry_and_nobody_else_does(meeting, police_officer, health, csws_manager):
    off = meeting.invitations.get(user=police_officer)

    changing.uninvite(invitation=off, by=csws_manager, at=AT)

    (record,) = MailRecord.objects.filter(template="meeting_not_called")
    assert record.to == police_officer
    sent, calendar, kind = entry(record)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], int(event["SEQUENCE"]), str(event["STATUS"])) == ("CANCEL", 1, "CANCELLED")
    assert "method=CANCEL" in kind and "not called to the meeting" in sent.body and "Jordan" not in sent.body
    mail.compose(MailRecord.objects.get(to=health, template="meeting_request"))  # theirs still stands

    changing.invite_more(meeting=meeting, invited=meetings.invited(off.case, police_officer), by=csws_manager, at=AT)
    with pytest.raises(outbox.GiveUp):
        mail.compose(record)  # called again before it left


def test_the_chair_changes_in_two_calendars_alone(meeting, csws_manager):
    other = User.objects.create_user("other@example.invalid", "Grace Okoro")
    care = csws_manager.memberships.get().agency_role.agency
    agencies.give_role(user=other, agency=care, role=Role.CSWS_MANAGER, by=None, at=AT, from_on=AT.date())
    asked = MailRecord.objects.filter(template="meeting_request").count()

    changing.hand_over(meeting=meeting, chair=other, reason="On leave that week.", by=csws_manager, at=AT)

    assert MailRecord.objects.filter(template="meeting_request").count() == asked + 1
    assert MailRecord.objects.get(template="meeting_request", to=other)
    assert MailRecord.objects.get(template="meeting_not_called").to == csws_manager
