"""Who may look after whose account. Being an administrator opens no case, and reaches only the agencies one looks after."""

from collections.abc import Iterable
from datetime import date

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Power, Role
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.people import queries
from hsb.people.models import Invitation

_EVERYWHERE = (Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE)

# What each kind of agency can make somebody. A school cannot appoint a social work manager.
ROLES_OF: dict[AgencyKind, tuple[Role, ...]] = {
    AgencyKind.CSWS: (
        Role.MASH_WORKER,
        Role.CSWS_MANAGER,
        Role.SOCIAL_WORKER,
        Role.CONFERENCE_CHAIR,
        Role.IRO,
        Role.AIM_SUPERVISOR,
        Role.VICTIM_WORKER,
        *_EVERYWHERE,
    ),
    AgencyKind.YOS: (Role.YOS_MANAGER, Role.YOS_OFFICER, Role.AIM_SUPERVISOR, Role.VICTIM_WORKER, *_EVERYWHERE),
    AgencyKind.POLICE: (Role.POLICE_OFFICER, *_EVERYWHERE),
    AgencyKind.SCHOOL: (Role.DSL, *_EVERYWHERE),
    AgencyKind.HEALTH: (Role.HEALTH_PRACTITIONER, *_EVERYWHERE),
    AgencyKind.SECURE: (Role.SECURE_WORKER, *_EVERYWHERE),
    AgencyKind.LSCB: (Role.LSCB_OFFICER, *_EVERYWHERE),
    AgencyKind.MAPPA: _EVERYWHERE,
    AgencyKind.PROBATION: _EVERYWHERE,
    AgencyKind.OTHER: (Role.VICTIM_WORKER, *_EVERYWHERE),
}


def roles_at(agency: Agency) -> tuple[Role, ...]:
    """Answer the roles people can hold at this agency."""
    return ROLES_OF[AgencyKind(agency.kind)]


def check_can_administer(by: User) -> None:
    if not agencies.has_power(by, Power.ADMINISTER):
        raise AccessDenied("Only an administrator can look after people's accounts.")


def check_looks_after(by: User, agency: Agency) -> None:
    check_can_administer(by)
    if agency.pk not in {a.pk for a in queries.agencies_administered(by)}:
        raise AccessDenied(f"You do not look after the accounts of {agency.name}.")


def check_can_appoint(by: User, agency: Agency, role: Role) -> None:
    """Raise unless this person may make somebody that role at that agency."""
    check_looks_after(by, agency)
    if role not in roles_at(agency):
        raise ActionNotAllowed(f"{agency.name} has no {Role(role).label.lower()}. Choose one of the roles shown.")


def check_can_end_role(by: User, membership: Membership, on: date) -> None:
    check_looks_after(by, membership.agency)
    if membership.role == Role.ADMINISTRATOR and not queries.other_administrators(membership, on):
        raise ActionNotAllowed(f"{membership.agency.name} would have no administrator. Make somebody else one first.")


def check_can_close(by: User, person: User, on: date) -> None:
    """Raise unless this person looks after every agency the other works for, and no agency is left without administrator."""
    if by.pk == person.pk:
        raise ActionNotAllowed("You cannot close your own account. Ask another administrator.")
    if not person.is_active:
        raise ActionNotAllowed("This account is closed already.")
    current, _ = queries.memberships_of(person, on)
    check_looks_after_all(by, person, current)
    for membership in current:
        check_can_end_role(by, membership, on)


def check_looks_after_all(by: User, person: User, memberships: Iterable[Membership]) -> None:
    """Raise unless every agency the person works for (or, with none left, last worked for) is one we look after."""
    check_can_administer(by)
    mine = {agency.pk for agency in queries.agencies_administered(by)}
    places = {m.agency.pk for m in memberships}
    if not places:
        places = set(person.memberships.values_list("agency_role__agency", flat=True)) & mine
    if not places or not places <= mine:
        raise AccessDenied(
            "This person also works for an agency you do not look after. End their role at yours instead."
        )


def check_can_withdraw(by: User, invitation: Invitation) -> None:
    check_looks_after(by, invitation.agency)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise ActionNotAllowed("This invitation has been taken up or withdrawn already.")
