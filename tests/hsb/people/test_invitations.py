"""Being invited, setting up the account, and the links that carry both."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.outbox import actions as outbox
from hsb.people import actions, links
from hsb.people.models import Invitation, RoleProposal

PASSWORD = "three quiet lanterns"
pytestmark = pytest.mark.django_db


@pytest.fixture
def csws(administrator: User) -> Agency:
    return Agency.objects.get(kind=AgencyKind.CSWS)


@pytest.fixture
def invitation(administrator: User, csws_manager: User, csws: Agency, at: datetime) -> Invitation:
    return actions.invite(
        email="New.Starter@example.invalid",
        full_name="Nia Starling",
        agency=csws,
        role=Role.SOCIAL_WORKER,
        by=administrator,
        agreed_by=csws_manager,
        at=at,
    )


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


def link_in(mailoutbox: list) -> str:
    outbox.work()
    lines = (line for sent in reversed(mailoutbox) for line in sent.body.splitlines())
    return next(line for line in lines if "/people/invitation/" in line)


def path_of(link: str) -> str:
    return link.partition("127.0.0.1:8000")[2]


def test_an_administrator_proposes_a_manager_agrees_and_the_person_sets_up_their_account(
    administrator: User, csws_manager: User, client_for, mailoutbox: list
) -> None:
    csws = Agency.objects.get(kind=AgencyKind.CSWS)
    sent = client_for(administrator).post(
        f"{reverse('people:invite')}?agency={csws.pk}",
        {"full_name": "Nia Starling", "email": "nia@example.invalid", "role": "social_worker"},
        follow=True,
    )
    assert "Nia Starling is proposed as Social worker" in sent.text and "Helen Brandreth agrees first" in sent.text
    assert not Invitation.objects.exists()
    waiting = RoleProposal.objects.get()
    agreed = client_for(csws_manager).post(
        reverse("people:proposal", args=[waiting.pk]), {"answer": "agree"}, follow=True
    )
    assert "They have it now" in agreed.text

    theirs = Client()
    page = theirs.get(path_of(link_in(mailoutbox)), follow=True)
    assert "Social worker, Aldermere Children&#x27;s Social Work Services" in page.text
    done = theirs.post(reverse("people:accept"), {"password": PASSWORD})

    assert done.status_code == 302
    assert "Nia Starling" in theirs.get("/account/").text
    nia = User.objects.get(email="nia@example.invalid")
    assert agencies.roles(nia) == {Role.SOCIAL_WORKER}
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    for kind in (AuditKind.INVITED, AuditKind.INVITATION_ACCEPTED, AuditKind.SIGNED_IN):
        assert kind in kinds


def test_the_invitation_names_nobody_and_its_link_is_stored_nowhere(invitation: Invitation, mailoutbox: list) -> None:
    from hsb.notifications.models import MailRecord
    from hsb.outbox.models import Message

    link = link_in(mailoutbox)
    mail = mailoutbox[-1]

    assert mail.to == ["new.starter@example.invalid"]
    assert "Starling" not in mail.subject + mail.body
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(list(MailRecord.objects.values())) + str(list(Message.objects.values()))


def test_the_link_works_once(invitation: Invitation, client: Client) -> None:
    path = path_of(links.invitation_link(invitation))
    client.get(path)
    client.post(reverse("people:accept"), {"password": PASSWORD})

    second = Client().get(path)

    assert second.status_code == 410
    assert "This link no longer works" in second.text


def test_looking_at_the_link_uses_nothing_up(invitation: Invitation, client: Client) -> None:
    path = path_of(links.invitation_link(invitation))
    for _ in range(3):
        Client().get(path, follow=True)

    assert client.get(path, follow=True).status_code == 200


def test_two_clicks_at_once_make_one_account(invitation: Invitation, at: datetime) -> None:
    actions.accept(invitation=invitation, password=PASSWORD, at=at)
    with pytest.raises(ActionNotAllowed, match="has been used"):
        actions.accept(invitation=invitation, password=PASSWORD, at=at)

    assert User.objects.filter(email="new.starter@example.invalid").count() == 1


@pytest.mark.parametrize(("days", "works"), [(6.99, True), (7.01, False)])
def test_the_link_works_for_seven_days(
    invitation: Invitation, client: Client, at: datetime, days: float, works: bool
) -> None:
    path = path_of(links.invitation_link(invitation))
    with time_machine.travel(at + timedelta(days=days), tick=False):
        assert (client.get(path).status_code == 302) is works


def test_sending_again_makes_the_older_link_worthless(
    invitation: Invitation, administrator: User, at: datetime
) -> None:
    older = path_of(links.invitation_link(invitation))
    actions.send_again(invitation=invitation, by=administrator, at=at)
    invitation.refresh_from_db()

    assert Client().get(older).status_code == 410
    assert Client().get(path_of(links.invitation_link(invitation))).status_code == 302


def test_a_withdrawn_invitation_opens_nothing_even_half_way(
    invitation: Invitation, administrator: User, client, client_for
) -> None:
    client.get(path_of(links.invitation_link(invitation)))
    client_for(administrator).post(reverse("people:withdraw", args=[invitation.pk]))

    assert client.post(reverse("people:accept"), {"password": PASSWORD}).status_code == 410
    assert not User.objects.filter(email="new.starter@example.invalid").exists()


@pytest.mark.parametrize("token", ["x", "WyJhIl0:1abc:forged", "a" * 3000, "%00"])
def test_a_made_up_link_is_refused(client: Client, token: str) -> None:
    assert client.get(f"/people/invitation/{token}/").status_code in (404, 410)


def test_a_link_for_something_else_we_signed_is_refused(client: Client, invitation: Invitation) -> None:
    from django.core import signing

    token = signing.dumps([invitation.pk.hex, 1], salt="another purpose")
    assert client.get(reverse("people:invitation", args=[token])).status_code == 410


def test_a_weak_password_says_why_and_makes_no_account(invitation: Invitation, client: Client) -> None:
    client.get(path_of(links.invitation_link(invitation)))

    page = client.post(reverse("people:accept"), {"password": "Nia Starling"})

    assert "without your name or e-mail address" in page.text
    assert not User.objects.filter(email="new.starter@example.invalid").exists()


def test_somebody_with_an_account_accepts_as_themselves(
    dsl: User, administrator: User, csws_manager: User, csws: Agency, at, client_for
) -> None:
    invitation = actions.invite(
        email=dsl.email,
        full_name="Nadia Iqbal",
        agency=csws,
        role=Role.SOCIAL_WORKER,
        by=administrator,
        agreed_by=csws_manager,
        at=at,
    )
    path = path_of(links.invitation_link(invitation))

    stranger = Client()
    assert "You have an account already" in stranger.get(path, follow=True).text
    stranger.post(reverse("people:accept"), {"password": PASSWORD})
    assert not Membership.objects.filter(user=dsl, agency_role__agency=csws).exists()

    theirs = client_for(dsl)
    theirs.get(path)
    theirs.post(reverse("people:accept"))
    assert Membership.objects.filter(user=dsl, agency_role__agency=csws).exists()


def test_the_administrator_is_not_told_whether_the_address_has_an_account(
    administrator: User, csws_manager: User, dsl: User, csws: Agency, client_for
) -> None:
    client = client_for(administrator)
    pages = [
        client.post(
            f"{reverse('people:invite')}?agency={csws.pk}",
            {"full_name": "Same Name", "email": email, "role": "social_worker"},
        )
        for email in (dsl.email, "nobody@example.invalid")
    ]

    assert [(page.status_code, page["Location"]) for page in pages] == [(302, reverse("people:list"))] * 2


def test_inviting_twice_says_what_to_do(
    invitation: Invitation, administrator: User, csws_manager: User, csws: Agency, at: datetime
) -> None:
    with pytest.raises(ActionNotAllowed, match="Send that invitation again"):
        actions.invite(
            email="new.starter@example.invalid",
            full_name="Nia Starling",
            agency=csws,
            role=Role.SOCIAL_WORKER,
            by=administrator,
            agreed_by=csws_manager,
            at=at,
        )


def test_a_school_cannot_appoint_a_social_work_manager(administrator: User, dsl: User, at: datetime) -> None:
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    with pytest.raises(ActionNotAllowed, match="has no csws team manager"):
        actions.invite(
            email="x@example.invalid",
            full_name="X",
            agency=school,
            role=Role.CSWS_MANAGER,
            by=administrator,
            at=at,
        )


def test_nobody_but_an_administrator_invites(social_worker: User, csws: Agency, at: datetime, client_for) -> None:
    with pytest.raises(AccessDenied):
        actions.invite(email="x@example.invalid", full_name="X", agency=csws, role=Role.DSL, by=social_worker, at=at)
    assert client_for(social_worker).get(reverse("people:invite")).status_code == 403


def test_a_forged_host_does_not_reach_the_link(administrator: User, csws: Agency, client_for, mailoutbox: list) -> None:
    client_for(administrator).post(
        f"{reverse('people:invite')}?agency={csws.pk}",
        {"full_name": "Nia Starling", "email": "nia@example.invalid", "role": "minute_taker"},
        headers={"host": "localhost", "x-forwarded-host": "evil.example"},
    )

    assert link_in(mailoutbox).startswith("http://127.0.0.1:8000/")


def test_the_first_administrator_is_invited_from_the_command_line(db: None, capsys, client: Client) -> None:
    call_command("invite_administrator", "first@example.invalid", "Ada First", agency="A new board", kind="lscb")

    link = capsys.readouterr().out.strip().splitlines()[-1]
    client.get(path_of(link))
    client.post(reverse("people:accept"), {"password": PASSWORD})
    assert agencies.roles(User.objects.get(email="first@example.invalid")) == {Role.ADMINISTRATOR}


def test_an_invited_person_who_asks_for_a_new_password_gets_the_invitation(
    invitation: Invitation, client: Client, mailoutbox: list
) -> None:
    outbox.work()
    mailoutbox.clear()
    client.post(reverse("account_reset_password"), {"email": invitation.email})
    outbox.work()

    assert [mail.subject for mail in mailoutbox] == ["You are invited to HSB casework"]


def test_times_are_kept_in_utc(invitation: Invitation) -> None:
    assert invitation.expires_at.astimezone(UTC) - invitation.sent_at.astimezone(UTC) == timedelta(days=7)
