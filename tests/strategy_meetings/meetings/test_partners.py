"""A partner without an account is called to a meeting: the existing invitation, its second factor, and this meeting alone behind it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import barring
from hsb.cases.models import Involvement, Part
from hsb.errors import ActionNotAllowed
from hsb.notifications.models import MailRecord
from hsb.outbox.models import Message
from hsb.people import actions as people
from hsb.people.links import invitation_link
from hsb.people.models import Invitation as Account
from strategy_meetings.meetings import calling, changing, partners
from strategy_meetings.meetings.calling import Invited
from strategy_meetings.models import Invitation
from tests.factories import meetings
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 2, 9, tzinfo=clock.LONDON)
STARTS = AT + timedelta(hours=1)
ADDRESS = "lee.marsh@housing.invalid"


@pytest.fixture(autouse=True)
def _that_morning():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def housing():
    return Agency.objects.create(name="Aldermere Homes", short_name="Homes", kind=AgencyKind.OTHER)


@pytest.fixture
def children(csws_manager, social_worker):
    young, harmed = young_person(AT), harmed_child(AT)
    for case in (young, harmed):
        put_on(case, csws_manager, Role.CSWS_MANAGER, AT)
    put_on(young, social_worker, Role.SOCIAL_WORKER, AT)
    return young, harmed


@pytest.fixture
def meeting(children, csws_manager, police_officer, health):
    return meetings.called(children, chair=csws_manager, people=[police_officer, health], starts_at=STARTS, at=AT)


def asked(case, agency, email=ADDRESS, name="Lee Marsh") -> Invited:
    return Invited(case, AgencyKind.OTHER, "Asked by the chair", agency=agency, name=name, email=email)


def call_him(meeting, case, agency, by) -> Invitation:
    changing.invite_more(meeting=meeting, invited=[asked(case, agency)], by=by, at=AT)
    return Invitation.objects.get(meeting=meeting, email=ADDRESS)


def takes_it_up() -> User:
    user = people.accept(invitation=Account.objects.get(email=ADDRESS), at=AT, password="a-long-enough-pass-9")
    assert Message.objects.filter(kind=people.JOINED).exists()
    partners.joined({"user": user.pk})
    return user


def test_the_link_makes_an_account_that_opens_this_meeting_and_nothing_else(
    meeting, children, housing, csws_manager, client_for
):
    young, harmed = children
    one = call_him(meeting, young, housing, csws_manager)
    account = Account.objects.get(email=ADDRESS)
    assert (account.role, account.agency, account.invited_by) == (Role.MINUTE_TAKER, housing, csws_manager)
    assert set(MailRecord.objects.filter(address=ADDRESS).values_list("template", flat=True)) == {
        "invitation",
        "meeting_request",
    }

    lee = takes_it_up()

    one.refresh_from_db()
    assert one.user == lee
    assert set(Involvement.objects.open().filter(user=lee).values_list("case", "part")) == {(young.pk, Part.MEETING)}
    client = client_for(lee)
    shown = client.get(reverse("strategy_meetings:meeting", args=[meeting.pk])).text
    assert young.label in shown and harmed.label not in shown
    for address in (f"/cases/{young.reference}/notes/", f"/cases/{harmed.reference}/", "/cases/new/"):
        assert client.get(address).status_code in (403, 404), address


def test_nothing_is_read_through_the_link_itself_nor_before_the_second_step(
    meeting, children, housing, csws_manager, client, settings
):
    settings.MFA_REQUIRED = True
    call_him(meeting, children[0], housing, csws_manager)
    page = reverse("strategy_meetings:meeting", args=[meeting.pk])

    opened = client.get(invitation_link(Account.objects.get(email=ADDRESS)), follow=True)
    assert children[0].label not in opened.text and "Strategy" not in opened.text
    assert client.get(page).status_code == 302  # to sign in
    lee = takes_it_up()
    client.force_login(lee)

    assert client.get(page).headers["location"] == reverse("mfa_activate_totp")


def test_whoever_has_an_account_is_called_by_it_and_has_no_second_one(meeting, children, housing, csws_manager, person):
    known = person("iro")

    changing.invite_more(
        meeting=meeting, invited=[asked(children[0], housing, known.email.upper())], by=csws_manager, at=AT
    )

    assert Invitation.objects.get(meeting=meeting, user=known).email == ""
    assert not Account.objects.exists()


def test_who_may_not_be_called_by_an_address(meeting, children, housing, csws_manager, person):
    left = person("iro")
    User.objects.filter(pk=left.pk).update(is_active=False)
    for one, said in (
        (asked(children[0], None), "Choose the agency"),
        (asked(children[0], housing, name=""), "Write the name"),
        (asked(children[0], housing, left.email), "has left"),
    ):
        with pytest.raises(ActionNotAllowed, match=said):
            changing.invite_more(meeting=meeting, invited=[one], by=csws_manager, at=AT)
    assert not Account.objects.exists() and not Invitation.objects.filter(email=ADDRESS).exists()


def test_called_twice_they_have_one_link_and_called_no_more_it_stops_working(meeting, children, housing, csws_manager):
    young, harmed = children
    one = call_him(meeting, young, housing, csws_manager)
    later = calling.call(
        kind="planning", children=[harmed], chair=csws_manager, starts_at=STARTS, where=calling.Where(),
        invited=[asked(harmed, housing)], by=csws_manager, at=AT,
    )  # fmt: skip
    assert Account.objects.get().sends == 1

    changing.uninvite(invitation=one, by=csws_manager, at=AT)
    assert Account.objects.open().exists(), "the other meeting calls him still"
    changing.uninvite(invitation=later.invitations.get(), by=csws_manager, at=AT)

    assert not Account.objects.open().exists()


def test_a_link_that_has_run_out_is_sent_again_with_the_next_call(meeting, children, housing, csws_manager):
    call_him(meeting, children[0], housing, csws_manager)
    Account.objects.update(expires_at=AT - timedelta(days=1))

    changing.invite_more(meeting=meeting, invited=[asked(children[1], housing)], by=csws_manager, at=AT)

    assert (Account.objects.get().sends, Account.objects.usable(AT).count()) == (2, 1)


def test_a_conflict_declared_before_they_joined_keeps_them_out(meeting, children, housing, csws_manager, social_worker):
    one = call_him(meeting, children[0], housing, csws_manager)
    lee = people.accept(invitation=Account.objects.get(), at=AT, password="a-long-enough-pass-9")
    barring.deny(case=children[0], user=lee, by=csws_manager, at=AT, reason="A neighbour.")

    partners.joined({"user": lee.pk})

    one.refresh_from_db()
    assert one.user is None and not Involvement.objects.filter(user=lee).exists()


def test_a_chair_calls_a_partner_on_the_page(meeting, children, housing, csws_manager, client_for):
    client = client_for(csws_manager)
    address = reverse("strategy_meetings:invite_to_meeting", args=[meeting.pk])
    typed = {"outside_name": "Lee Marsh", "outside_email": ADDRESS, "outside_agency": ""}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and "Choose the agency" in refused.text and ADDRESS in refused.text

    assert client.post(address, typed | {"outside_agency": str(housing.pk)}).status_code == 302

    page = client.get(reverse("strategy_meetings:meeting", args=[meeting.pk])).text
    assert "Lee Marsh" in page and "has not used it yet" in page
    call = client.get(reverse("strategy_meetings:call_meeting", args=[children[0].reference, "planning"])).text
    lee = takes_it_up()
    assert "Aldermere Homes" in call
    minute_takers = client.get(reverse("strategy_meetings:call_meeting", args=[children[0].reference, "planning"])).text
    assert f'<option value="{lee.pk}"' not in minute_takers, "a partner is not offered as minute-taker"


def test_a_partner_reads_what_they_came_for_and_not_that_they_take_minutes(
    meeting, children, housing, csws_manager, client, client_for, settings
):
    call_him(meeting, children[0], housing, csws_manager)
    accepting = client.get(invitation_link(Account.objects.get(email=ADDRESS)), follow=True).text
    theirs = client_for(takes_it_up())
    pages = [accepting, theirs.get(reverse(settings.LOGIN_REDIRECT_URL), follow=True).text]
    account = theirs.get(reverse("accounts:account")).text

    for page in (*pages, account):
        assert "Partner called to meetings" in page and "inute-taker" not in page
    for page in (accepting, account):
        assert "Comes to the meetings they are called to by name, and opens nothing else." in page
    assert "Lee Marsh" in pages[1] and "Partner called to meetings, Homes" in pages[1]


def test_who_takes_the_minutes_for_who_runs_meetings_is_called_so(person, client_for):
    sam = person("minute_taker")

    page = client_for(sam).get(reverse("accounts:account")).text

    assert "Minute-taker" in page and "Partner called to meetings" not in page


def test_an_administrator_finds_them_by_what_they_are(meeting, children, housing, csws_manager, client_for):
    call_him(meeting, children[0], housing, csws_manager)
    admin = User.objects.create_user("kit@homes.invalid", "Kit Vane", password=None)
    agencies.give_role(user=admin, agency=housing, role=Role.ADMINISTRATOR, by=None, at=AT, from_on=AT.date())
    client = client_for(admin)
    waiting = client.get(reverse("people:list")).text
    lee = takes_it_up()

    for page in (
        waiting,
        client.get(reverse("people:list")).text,
        client.get(reverse("people:person", args=[lee.pk])).text,
    ):
        assert "Partner called to meetings" in page and "inute-taker" not in page
