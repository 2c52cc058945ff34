"""Somebody comes instead of whoever is called: a colleague with a narrow part of their own, and a copy for each."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.permissions import Role
from hsb.cases import barring
from hsb.cases.models import Involvement, Part
from hsb.errors import ActionNotAllowed
from hsb.notifications.models import MailRecord
from strategy_meetings.meetings import changing, ending
from strategy_meetings.models import Attendance, Invitation
from tests.factories import meetings
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 2, 9, tzinfo=clock.LONDON)
STARTS = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _that_morning():
    with time_machine.travel(AT, tick=False):
        yield


def colleague_of(user: User, name: str, role: Role) -> User:
    made = User.objects.create_user(f"{name.split()[0].lower()}@example.invalid", name)
    agency = user.memberships.get().agency_role.agency
    agencies.give_role(user=made, agency=agency, role=role, by=None, at=AT, from_on=clock.local_date(AT))
    return made


@pytest.fixture
def young(csws_manager, social_worker):
    case = young_person(AT)
    for who, role in ((csws_manager, Role.CSWS_MANAGER), (social_worker, Role.SOCIAL_WORKER)):
        put_on(case, who, role, AT)
    return case


@pytest.fixture
def core(social_worker, police_officer, health):
    return [social_worker, police_officer, health]


@pytest.fixture
def meeting(young, core, csws_manager):
    return meetings.called([young], chair=csws_manager, people=core, starts_at=STARTS, at=AT)


@pytest.fixture
def deputy(health):
    return colleague_of(health, "Ken Ashby", Role.HEALTH_PRACTITIONER)


def invitation_of(meeting, user) -> Invitation:
    return Invitation.objects.select_related("case", "meeting").get(meeting=meeting, user=user)


def stand_in(meeting, whom, person, by):
    return changing.name_delegate(
        invitation=invitation_of(meeting, whom), person=person, reason="In clinic.", by=by, at=AT
    )


def test_a_delegate_is_called_by_an_invitation_and_a_part_of_their_own(meeting, young, health, deputy, client_for):
    page = reverse("strategy_meetings:meeting", args=[meeting.pk])
    assert client_for(deputy).get(page).status_code == 404

    delegate = stand_in(meeting, health, deputy, health)

    first = invitation_of(meeting, health)
    assert (delegate.user, delegate.delegate_for, delegate.state) == (deputy, first, "invited")
    assert (first.state, first.answer) == ("apologies", "Ken Ashby comes instead. In clinic.")
    parts = Involvement.objects.open().filter(case=young, part=Part.MEETING)
    assert {deputy.pk, health.pk} <= set(parts.values_list("user_id", flat=True)), "nobody loses theirs"
    assert client_for(deputy).get(page).status_code == 200
    assert client_for(deputy).get(f"/cases/{young.reference}/notes/").status_code in (403, 404)
    assert MailRecord.objects.filter(template="meeting_request", to=deputy).count() == 1
    assert MailRecord.objects.filter(template="meeting_request", to=health).count() == 1, "hers is not sent again"


def test_both_whoever_is_called_and_their_delegate_have_a_copy_of_the_minutes(
    meeting, young, health, deputy, csws_manager, core
):
    stand_in(meeting, health, deputy, health)
    meetings.begun(meeting, by=csws_manager, at=STARTS, absent=[health])
    meetings.write(meeting, young, by=csws_manager, at=STARTS)
    meetings.write_once(meeting, young, by=csws_manager, at=STARTS)

    ended = ending.end(meeting=meeting, by=csws_manager, at=STARTS + timedelta(hours=1))
    ending.approve(meeting=ended, by=csws_manager, at=STARTS + timedelta(hours=2))

    assert Attendance.objects.get(meeting=meeting, user=health).absent_because.startswith("Ken Ashby comes instead")
    assert {deputy, health} <= {one.recipient for one in meeting.copies.filter(case=young)}


def test_a_delegate_named_once_it_has_begun_is_expected_in_the_room(meeting, health, deputy, csws_manager):
    ending.begin(meeting=meeting, by=csws_manager, at=STARTS)

    stand_in(meeting, health, deputy, csws_manager)

    assert Attendance.objects.get(meeting=meeting, user=deputy).took_part is False


def test_who_may_not_come_instead(meeting, young, health, deputy, social_worker, csws_manager, police_officer):
    for person, said in (
        (health, "is called already"),
        (social_worker, "does not work for the agency that is called"),
    ):
        with pytest.raises(ActionNotAllowed, match=said):
            stand_in(meeting, health, person, health)
    barring.deny(case=young, user=deputy, by=csws_manager, at=AT, reason="A relative.")
    with pytest.raises(ActionNotAllowed, match="must not see"):
        stand_in(meeting, health, deputy, health)
    gone = colleague_of(health, "Una Left", Role.HEALTH_PRACTITIONER)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    with pytest.raises(ActionNotAllowed, match="Una Left has left"):
        stand_in(meeting, health, gone, health)
    assert not Invitation.objects.exclude(delegate_for=None).exists()


def test_a_school_stands_for_one_child_only_where_its_delegate_has_no_part_with_the_other(
    young, core, csws_manager, dsl
):
    """Whoever stands in for two colleagues would else hear of two children of whom they work with none."""
    harmed = harmed_child(AT)
    put_on(harmed, csws_manager, Role.CSWS_MANAGER, AT)
    for case in (young, harmed):
        put_on(case, dsl, Role.DSL, AT, Part.INVOLVED)
    deputy = colleague_of(dsl, "Ada Deputy", Role.DSL)
    meeting = meetings.called([young, harmed], chair=csws_manager, people=[dsl], starts_at=STARTS, at=AT)
    first, second = (Invitation.objects.get(meeting=meeting, user=dsl, case=case) for case in (young, harmed))

    changing.name_delegate(invitation=first, person=deputy, reason="Ill.", by=dsl, at=AT)
    with pytest.raises(ActionNotAllowed, match="no part with"):
        changing.name_delegate(invitation=second, person=deputy, reason="Ill.", by=dsl, at=AT)


def test_whoever_is_called_names_a_colleague_on_the_page_and_nobody_else_does(
    meeting, health, deputy, police_officer, client_for
):
    mine = invitation_of(meeting, health)
    address = reverse("strategy_meetings:delegate_to_meeting", args=[meeting.pk, 1, mine.pk])
    shown = client_for(health).get(reverse("strategy_meetings:meeting", args=[meeting.pk])).text
    assert address in shown
    assert client_for(police_officer).get(address).status_code == 403
    assert "Ken Ashby" in client_for(health).get(address).text
    refused = client_for(health).post(address, {"person": str(deputy.pk), "reason": ""})
    assert refused.status_code == 422

    assert client_for(health).post(address, {"person": str(deputy.pk), "reason": "In clinic."}).status_code == 302

    assert Invitation.objects.get(user=deputy).delegate_for == mine
