"""A role that opens records is given by two people, neither of them the one who gets it."""

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import actions as agency_actions
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import PERMISSIONS, Level, Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from hsb.people import actions, appointments
from hsb.people.appointments import Somebody
from hsb.people.models import Invitation, RoleProposal
from hsb.people.policies import ROLES_OF, opens_records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def csws(social_worker) -> Agency:
    return Agency.objects.get(kind=AgencyKind.CSWS)


def propose(whom, role, agency, by, at):
    return appointments.propose(whom=Somebody.known(whom), agency=agency, role=role, by=by, at=at)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_holds_a_role_that_opens_records_by_one_persons_word(
    administrator, csws_manager, social_worker, at, role
):
    """Every role there is: those that read records wait for a second person, the others do not."""
    kind = next(kind for kind, roles in ROLES_OF.items() if role in roles)
    agency, _ = Agency.objects.get_or_create(kind=kind, defaults={"name": f"Any {kind}", "short_name": str(kind)[:40]})
    if Membership.objects.filter(user=social_worker, agency_role__agency=agency, agency_role__role=role).exists():
        social_worker = User.objects.create_user("another@example.invalid", "Another Person")
    given = {"agency": agency, "role": role, "by": administrator, "at": at}
    reads = any(level >= Level.READ for level in PERMISSIONS[role].values())

    assert opens_records(role) == reads
    if not reads:
        assert actions.give_role(person=social_worker, **given)
        return
    for agreed_by in (None, administrator):
        with pytest.raises(ActionNotAllowed, match="two people give it"):
            actions.give_role(person=social_worker, agreed_by=agreed_by, **given)
        with pytest.raises(ActionNotAllowed, match="two people give it"):
            actions.invite(email="new@example.invalid", full_name="New", agreed_by=agreed_by, **given)


def test_a_manager_there_agrees_and_everybody_concerned_is_told(administrator, csws_manager, social_worker, csws, at):
    proposal = propose(social_worker, Role.CONFERENCE_CHAIR, csws, administrator, at)
    governor = User.objects.create_user("ig@example.invalid", "Ines Gale")
    agency_actions.give_role(
        user=governor, agency=csws, role=Role.INFORMATION_GOVERNANCE, by=None, at=at, from_on=at.date()
    )

    appointments.agree(proposal=proposal, by=csws_manager, at=at)

    assert Membership.objects.filter(user=social_worker, agency_role__role=Role.CONFERENCE_CHAIR).exists()
    outbox.work()
    told = set(Notice.objects.values_list("kind", "user__full_name"))
    assert ("role.proposed", csws_manager.full_name) in told
    assert ("role.given", "Ines Gale") in told and ("role.yours", social_worker.full_name) in told
    assert not any("Priya" in str(row) for row in Notice.objects.values_list("facts", "url_args"))
    kinds = set(AuditEvent.objects.values_list("kind", "by_id"))
    assert {(AuditKind.ROLE_PROPOSED, administrator.pk), (AuditKind.ROLE_AGREED, csws_manager.pk)} <= kinds


def test_nobody_agrees_to_their_own_role_nor_to_what_they_proposed(
    administrator, csws_manager, social_worker, csws, at
):
    other = User.objects.create_user("second@example.invalid", "Second Manager")
    agency_actions.give_role(user=other, agency=csws, role=Role.CSWS_MANAGER, by=None, at=at, from_on=at.date())
    proposal = propose(csws_manager, Role.SOCIAL_WORKER, csws, administrator, at)

    for wrong in (administrator, csws_manager, social_worker):
        with pytest.raises(AccessDenied):
            appointments.agree(proposal=proposal, by=wrong, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(decided_by=administrator, decided_at=at, agreed=True)
    assert not Membership.objects.filter(user=csws_manager, agency_role__role=Role.SOCIAL_WORKER).exists()


def test_where_there_is_no_manager_another_holder_agrees_and_without_one_a_social_work_manager(
    administrator, csws_manager, dsl, at
):
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    ask = {"role": Role.DSL, "by": administrator, "on": at.date()}

    assert appointments.who_agrees(school, email="new@example.invalid", **ask) == [dsl]
    assert appointments.who_agrees(school, email=dsl.email, **ask) == [csws_manager]


def test_without_anybody_who_may_agree_nothing_waits_for_ever(administrator, dsl, at):
    surgery = Agency.objects.create(kind=AgencyKind.HEALTH, name="Any", short_name="Any")

    with pytest.raises(ActionNotAllowed, match="invite_administrator"):
        propose(dsl, Role.HEALTH_PRACTITIONER, surgery, administrator, at)


def test_a_refusal_says_why_to_the_proposer_and_gives_nothing(
    administrator, csws_manager, social_worker, csws, client_for, at
):
    proposal = propose(social_worker, Role.CONFERENCE_CHAIR, csws, administrator, at)
    page = reverse("people:proposal", args=[proposal.pk])

    assert client_for(csws_manager).post(page, {"answer": "refuse"}).status_code == 422
    client_for(csws_manager).post(page, {"answer": "refuse", "why": "She has not chaired before."})

    read = client_for(administrator).get(page).content.decode()
    assert "She has not chaired before." in read and "Not agreed" in read
    assert not Membership.objects.filter(user=social_worker, agency_role__role=Role.CONFERENCE_CHAIR).exists()
    with pytest.raises(ActionNotAllowed, match="decided already"):
        appointments.agree(proposal=proposal, by=csws_manager, at=at)


def test_a_proposal_is_read_by_whoever_may_agree_and_by_nobody_else(
    administrator, csws_manager, social_worker, dsl, csws, client_for, at
):
    proposal = propose(social_worker, Role.CONFERENCE_CHAIR, csws, administrator, at)
    page = reverse("people:proposal", args=[proposal.pk])

    assert client_for(csws_manager).get(page).status_code == 200
    assert social_worker.full_name in client_for(csws_manager).get(reverse("people:proposals")).content.decode()
    assert "1 role to agree to" in client_for(csws_manager).get(reverse("pages:team")).content.decode()
    for wrong in (social_worker, dsl):
        assert client_for(wrong).get(page).status_code == 404
        assert (
            social_worker.full_name
            not in client_for(wrong).get(reverse("people:proposals")).content.decode().split("<main")[1]
        )


def test_whoever_proposed_takes_it_back(administrator, csws_manager, social_worker, csws, client_for, at):
    proposal = propose(social_worker, Role.CONFERENCE_CHAIR, csws, administrator, at)

    client_for(administrator).post(
        reverse("people:proposal", args=[proposal.pk]), {"answer": "refuse", "why": "The wrong person."}
    )

    proposal.refresh_from_db()
    assert (proposal.agreed, proposal.decided_by) == (False, administrator)
    propose(social_worker, Role.CONFERENCE_CHAIR, csws, administrator, at)


def test_the_first_manager_is_named_on_the_server_and_no_second_one(at):
    arguments = {"agency": "Aldermere Social Work", "kind": "csws", "role": "csws_manager"}
    call_command("invite_administrator", "first@example.invalid", "First Manager", **arguments)
    first = Invitation.objects.get()
    actions.accept(invitation=first, at=at, password="three quiet lanterns")

    with pytest.raises(CommandError, match="already"):
        call_command("invite_administrator", "second@example.invalid", "Second Manager", **arguments)
    with pytest.raises(CommandError, match="say its --kind"):
        call_command(
            "invite_administrator", "x@example.invalid", "X", agency="A school", kind="school", role="yos_manager"
        )
