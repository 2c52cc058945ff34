"""Looking after people's accounts."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import actions as agency_actions
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.notifications import actions as notifications
from hsb.notifications import mail
from hsb.notifications.models import MailRecord
from hsb.people import actions, policies
from hsb.people.browsers import in_words
from hsb.people.models import RoleProposal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def school_administrator(dsl: User, at) -> User:
    user = User.objects.create_user("school-admin@example.invalid", "Una Bell", password="correct-horse-battery")
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    agency_actions.give_role(user=user, agency=school, role=Role.ADMINISTRATOR, by=None, at=at, from_on=at.date())
    return user


def test_an_administrator_of_the_partnership_sees_everybody(
    administrator: User, dsl: User, yos_officer: User, client_for
) -> None:
    page = client_for(administrator).get(reverse("people:list")).text

    for name in ("Nadia Iqbal", "Ruth Adeyemi", "Kit Vane"):
        assert name in page


def test_an_administrator_of_a_school_sees_their_own_people_only(
    school_administrator: User, dsl: User, yos_officer: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(school_administrator)

    page = client.get(reverse("people:list")).text

    assert "Nadia Iqbal" in page
    assert "Ruth Adeyemi" not in page
    assert client.get(reverse("people:person", args=[dsl.pk])).status_code == 200
    for name in ("person", "close", "give_role"):
        assert client.get(reverse(f"people:{name}", args=[yos_officer.pk])).status_code == 404
    for name in ("close", "reopen", "sign_out", "remove_second_step"):
        assert client.post(reverse(f"people:{name}", args=[yos_officer.pk])).status_code == 404
    theirs = Membership.objects.get(user=yos_officer)
    assert client.post(reverse("people:end_role", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["social_worker", "csws_manager", "police_officer", "lscb_officer", "information_governance"]
)
def test_nobody_else_gets_in(person, dsl: User, client_for, name: str) -> None:
    client = client_for(person(name))

    assert client.get(reverse("people:list")).status_code == 403
    assert client.get(reverse("people:person", args=[dsl.pk])).status_code == 403
    assert client.post(reverse("people:close", args=[dsl.pk])).status_code == 403
    assert User.objects.get(pk=dsl.pk).is_active


def test_people_are_found_by_part_of_a_name(administrator: User, dsl: User, yos_officer: User, client_for) -> None:
    page = client_for(administrator).get(reverse("people:list"), {"q": "iqb nad"}).text

    assert "Nadia Iqbal" in page
    assert "Ruth Adeyemi" not in page


@pytest.mark.parametrize("words", ["%", "_", "'", '"><script>alert(1)</script>', "\x00", "x" * 5000])
def test_odd_searches_find_nobody_and_break_nothing(administrator: User, client_for, words: str) -> None:
    response = client_for(administrator).get(
        reverse("people:list"), {"q": words, "page": "nonsense", "agency": "nonsense"}
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_giving_and_ending_a_role_is_recorded_with_who_did_it(
    administrator: User, csws_manager: User, social_worker: User, client_for
) -> None:
    client = client_for(administrator)
    csws = Agency.objects.get(kind=AgencyKind.CSWS)

    client.post(
        f"{reverse('people:give_role', args=[social_worker.pk])}?agency={csws.pk}", {"role": "conference_chair"}
    )
    assert not Membership.objects.filter(user=social_worker, agency_role__role="conference_chair").exists()
    waiting = reverse("people:proposal", args=[RoleProposal.objects.get().pk])
    client_for(csws_manager).post(waiting, {"answer": "agree"})
    given = Membership.objects.get(user=social_worker, agency_role__role="conference_chair")
    client.post(reverse("people:end_role", args=[given.pk]))

    social_worker = User.objects.get(pk=social_worker.pk)
    assert agencies.roles(social_worker) == {Role.SOCIAL_WORKER}
    for kind in (AuditKind.ROLE_GIVEN, AuditKind.ROLE_ENDED):
        entry = AuditEvent.objects.filter(kind=kind, by_id=administrator.pk).get()
        assert entry.facts["user"] == social_worker.pk


def test_a_role_given_twice_says_so(administrator: User, social_worker: User, client_for) -> None:
    csws = Agency.objects.get(kind=AgencyKind.CSWS)

    page = client_for(administrator).post(
        f"{reverse('people:give_role', args=[social_worker.pk])}?agency={csws.pk}", {"role": "social_worker"}
    )

    assert "already is Social worker" in page.text


def test_a_leaver_loses_everything_but_their_name(administrator: User, social_worker: User, client_for) -> None:
    response = client_for(administrator).post(reverse("people:close", args=[social_worker.pk]), follow=True)

    assert "The account of Priya Shah is closed" in response.text
    social_worker.refresh_from_db()
    assert (social_worker.is_active, social_worker.left_at is not None) == (False, True)
    assert agencies.principals(User.objects.get(pk=social_worker.pk)) == []
    assert not Membership.objects.filter(user=social_worker, until_on=None).exists()


def test_invitations_of_somebody_who_left_open_nothing(
    administrator: User, school_administrator: User, dsl: User, at
) -> None:
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    invitation = actions.invite(
        email="friend@example.invalid",
        full_name="A Friend",
        agency=school,
        role=Role.DSL,
        by=school_administrator,
        agreed_by=dsl,
        at=at,
    )
    other = User.objects.create_user("second@example.invalid", "Second Administrator")
    agency_actions.give_role(user=other, agency=school, role=Role.ADMINISTRATOR, by=None, at=at, from_on=at.date())

    actions.close_account(person=school_administrator, by=administrator, at=at)

    invitation.refresh_from_db()
    assert invitation.revoked_by == administrator


def test_a_reopened_account_has_no_role_until_one_is_given(
    administrator: User, social_worker: User, client_for
) -> None:
    client = client_for(administrator)
    client.post(reverse("people:close", args=[social_worker.pk]))

    page = client.post(reverse("people:reopen", args=[social_worker.pk]), follow=True).text

    assert "Give them a role" in page
    assert agencies.roles(User.objects.get(pk=social_worker.pk)) == frozenset()


def test_an_administrator_cannot_close_their_own_account(administrator: User, client_for) -> None:
    page = client_for(administrator).post(reverse("people:close", args=[administrator.pk]), follow=True).text

    assert "Ask another administrator" in page
    assert User.objects.get(pk=administrator.pk).is_active


def test_an_agency_keeps_one_administrator(administrator: User, client_for) -> None:
    mine = Membership.objects.get(user=administrator)

    page = client_for(administrator).post(reverse("people:end_role", args=[mine.pk]), follow=True).text

    assert "would have no administrator" in page
    assert Membership.objects.filter(pk=mine.pk, until_on=None).exists()


def test_somebody_who_also_works_elsewhere_keeps_their_account(
    school_administrator: User, dsl: User, csws_manager: User, at, client_for
) -> None:
    csws = Agency.objects.get(kind=AgencyKind.CSWS)
    agency_actions.give_role(user=dsl, agency=csws, role=Role.SOCIAL_WORKER, by=None, at=at, from_on=at.date())

    response = client_for(school_administrator).post(reverse("people:close", args=[dsl.pk]))

    assert response.status_code == 403
    assert User.objects.get(pk=dsl.pk).is_active


def test_every_kind_of_agency_says_what_its_people_can_be() -> None:
    assert set(policies.ROLES_OF) == set(AgencyKind)
    assert set().union(*policies.ROLES_OF.values()) == set(Role)


def test_the_list_costs_the_same_for_five_people_as_for_fifty(
    administrator: User, at, client_for, django_assert_max_num_queries
) -> None:
    csws = Agency.objects.get(kind=AgencyKind.CSWS)
    for number in range(50):
        user = User.objects.create_user(f"p{number}@example.invalid", f"Person {number}")
        agency_actions.give_role(user=user, agency=csws, role=Role.SOCIAL_WORKER, by=None, at=at, from_on=at.date())
    client = client_for(administrator)
    client.get(reverse("people:list"))

    with django_assert_max_num_queries(16):
        client.get(reverse("people:list"))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("", "A browser we do not recognise"),
    ],
)
def test_browsers_are_named_as_people_know_them(agent: str, words: str) -> None:
    assert in_words(agent) == words


# -- e-mails that did not arrive -----------------------------------------------------------------------------------------------


def test_an_administrator_sees_which_address_refused_an_email(administrator, dsl, school_administrator, client_for, at):
    for number, user in enumerate((administrator, dsl)):
        mail.send(to=user, template="something_is_waiting", context={}, key=f"{number}", at=at)
    for record in MailRecord.objects.all():
        notifications.mail_bounced(record.pk, reason="The address was refused.", at=at)

    page = client_for(school_administrator).get(reverse("people:undelivered")).text
    person = client_for(school_administrator).get(reverse("people:person", args=[dsl.pk])).text

    assert "dsl@example.invalid" in page
    assert "Address refused" in page
    assert "administrator@example.invalid" not in page
    assert "This address refused an e-mail on 5 March 2026: ask them for the right one." in person


def test_an_invitation_that_did_not_arrive_is_shown_too(administrator, client_for, at):
    agency = Agency.objects.get(kind=AgencyKind.CSWS)
    actions.invite(
        email="typo@example.invalid", full_name="Ty Po", agency=agency, role=Role.MINUTE_TAKER, by=administrator, at=at
    )
    notifications.mail_given_up(MailRecord.objects.get().pk, reason="OSError")

    page = client_for(administrator).get(reverse("people:undelivered")).text

    assert "typo@example.invalid" in page
    assert "Not sent" in page
