"""Whom late work at an agency is brought to."""

import pytest
import time_machine
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import actions as agency_actions
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.people import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def csws(csws_manager: User, administrator: User) -> Agency:
    return Agency.objects.get(kind=AgencyKind.CSWS)


@pytest.fixture
def school_administrator(dsl: User, at) -> User:
    user = User.objects.create_user("school-admin@example.invalid", "Una Bell", password="correct-horse-battery")
    school = Agency.objects.get(kind=AgencyKind.SCHOOL)
    agency_actions.give_role(user=user, agency=school, role=Role.ADMINISTRATOR, by=None, at=at, from_on=at.date())
    return user


def named(agency: Agency, at) -> list[str]:
    return [contact.user.full_name for contact in agencies.escalation_contacts([agency], at.date())]


def audited(what: str) -> int:
    return AuditEvent.objects.filter(kind=AuditKind.SETTING_CHANGED, what=what, by_id__isnull=False).count()


def test_an_administrator_names_a_contact_and_ends_them(csws, csws_manager, administrator, client_for, at) -> None:
    client = client_for(administrator)

    client.post(reverse("people:contact_add"), {"person": csws_manager.pk})

    assert named(csws, at) == ["Helen Brandreth"]
    assert "Helen Brandreth" in client.get(reverse("people:contacts")).text
    assert audited("contact for late work named") == 1

    client.post(reverse("people:contact_end", args=[EscalationContact.objects.get().pk]))

    assert named(csws, at) == []
    assert audited("contact for late work ended") == 1


def test_ending_a_contact_twice_ends_them_once(csws, csws_manager, administrator, at) -> None:
    contact = actions.name_contact(person=csws_manager, agency=csws, by=administrator, at=at)

    for _ in range(2):
        actions.end_contact(contact=contact, by=administrator, at=at)

    assert audited("contact for late work ended") == 1


def test_nobody_is_named_twice(csws, csws_manager, administrator, client_for, at) -> None:
    client = client_for(administrator)

    client.post(reverse("people:contact_add"), {"person": csws_manager.pk})
    again = client.post(reverse("people:contact_add"), {"person": csws_manager.pk})

    assert again.status_code == 422
    assert "Helen Brandreth is named for Aldermere Children&#x27;s Social Work Services already." in again.text
    assert named(csws, at) == ["Helen Brandreth"]


def test_only_somebody_who_works_there_is_named(csws, dsl, administrator, client_for, at) -> None:
    where = f"{reverse('people:contact_add')}?agency={csws.pk}"

    typed = client_for(administrator).post(where, {"person": dsl.pk})

    assert typed.status_code == 422
    assert named(csws, at) == []


def test_somebody_who_left_hears_no_more(csws, csws_manager, administrator, at) -> None:
    actions.name_contact(person=csws_manager, agency=csws, by=administrator, at=at)

    actions.close_account(person=csws_manager, by=administrator, at=at)

    assert named(csws, at) == []


def test_an_administrator_of_a_school_names_at_the_school_only(
    csws, csws_manager, administrator, school_administrator, dsl, client_for, at
) -> None:
    theirs = actions.name_contact(person=csws_manager, agency=csws, by=administrator, at=at)
    client = client_for(school_administrator)

    client.post(reverse("people:contact_add"), {"person": dsl.pk})
    refused = client.post(reverse("people:contact_end", args=[theirs.pk]))

    assert named(Agency.objects.get(kind=AgencyKind.SCHOOL), at) == ["Nadia Iqbal"]
    assert refused.status_code == 404
    assert named(csws, at) == ["Helen Brandreth"]
    assert "Helen Brandreth" not in client.get(reverse("people:contacts")).text


def test_others_are_refused(csws, social_worker, client_for) -> None:
    for name in ("contacts", "contact_add"):
        assert client_for(social_worker).get(reverse(f"people:{name}")).status_code == 403
