"""Who may look after whose account. Being an administrator opens no case, and reaches only the agencies one looks after."""

from collections.abc import Iterable
from datetime import date, timedelta

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Absence, AbsenceQuerySet, Agency, AgencyKind, Membership
from hsb.agencies.permissions import PERMISSIONS, Level, Power, Role
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.people import queries
from hsb.people.models import Invitation

_EVERYWHERE = (Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE, Role.MINUTE_TAKER)

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
    AgencyKind.YOS: (
        Role.YOS_MANAGER,
        Role.YOS_OFFICER,
        Role.COURT_OFFICER,
        Role.AIM_SUPERVISOR,
        Role.VICTIM_WORKER,
        *_EVERYWHERE,
    ),
    AgencyKind.POLICE: (Role.POLICE_OFFICER, *_EVERYWHERE),
    AgencyKind.SCHOOL: (Role.DSL, *_EVERYWHERE),
    AgencyKind.HEALTH: (Role.HEALTH_PRACTITIONER, *_EVERYWHERE),
    AgencyKind.SECURE: (Role.SECURE_WORKER, *_EVERYWHERE),
    AgencyKind.LSCB: (Role.LSCB_OFFICER, *_EVERYWHERE),
    AgencyKind.MAPPA: (Role.PARTNER_PRACTITIONER, *_EVERYWHERE),
    AgencyKind.PROBATION: (Role.PARTNER_PRACTITIONER, *_EVERYWHERE),
    AgencyKind.EDUCATION: (Role.PARTNER_PRACTITIONER, *_EVERYWHERE),
    AgencyKind.OTHER: (Role.VICTIM_WORKER, Role.PARTNER_PRACTITIONER, *_EVERYWHERE),
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


def check_can_appoint(by: User, email: str, agency: Agency, role: Role) -> None:
    """Raise unless this person may make whoever has that address that role at that agency.

    Nobody gives themselves a role: what opens records is in somebody else's hand.
    """
    check_looks_after(by, agency)
    if email.casefold() == by.email.casefold():
        raise ActionNotAllowed("Nobody gives themselves a role. Ask another administrator.")
    if role not in roles_at(agency):
        raise ActionNotAllowed(f"{agency.name} has no {Role(role).label.lower()}. Choose one of the roles shown.")


def opens_records(role: Role) -> bool:
    """Whether a role, put on a record, reads any of it: such a role is given by two people."""
    return any(level >= Level.READ for level in PERMISSIONS[role].values())


def check_two_people(role: Role, by: User, agreed_by: User | None) -> None:
    """Raise unless a role that opens records has somebody besides its proposer who agrees."""
    if opens_records(role) and (agreed_by is None or agreed_by.pk == by.pk):
        raise ActionNotAllowed(
            f"{role.label} opens records, so two people give it. Propose it: a manager there agrees, and it is theirs."
        )


def check_can_name_contact(by: User, person: User, agency: Agency, on: date) -> None:
    """Raise unless this person may name a contact there, and the other works there."""
    check_looks_after(by, agency)
    works_there = Membership.objects.current(on).filter(user=person, agency_role__agency=agency).exists()
    if not (works_there and person.is_active):
        raise ActionNotAllowed(f"{person.full_name} does not work at {agency.name}. Name somebody who does.")


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


# -- absences -------------------------------------------------------------------------------------------------------------

LONGEST_ABSENCE = timedelta(days=366)


def check_can_arrange(by: User, person: User, acting: User | None, on: date) -> None:
    """Raise unless it is for `by` to say that this person is away and who acts for them.

    The person may; so may an administrator of every agency they work for, and a manager at every one of them unless the person
    has roles that are not casework. Nobody comes to see cases by naming themselves.
    """
    if by.pk == person.pk:
        return
    check_arranges_for(by, person, on)
    if acting is not None and acting.pk == by.pk:
        raise ActionNotAllowed(
            "Nobody arranges to act for somebody else themselves. Choose a colleague, or have another manager record it."
        )


def check_arranges_for(by: User, person: User, on: date) -> None:
    """Raise unless `by` may arrange this person's absences at all."""
    places = {m.agency.pk for m in agencies.own_memberships(person, on)}
    looked_after = {agency.pk for agency in queries.agencies_administered(by)}
    if by.pk != person.pk and not _manages(by, person, on) and not (places and places <= looked_after):
        raise AccessDenied(
            "Only the person, their manager or an administrator of every agency they work for can arrange their absence."
        )


def _manages(by: User, person: User, on: date) -> bool:
    held = agencies.own_memberships(person, on)
    managed = {m.agency.pk for m in agencies.own_memberships(by, on) if m.role in queries.MANAGERS}
    casework = not any(m.role in queries.NOT_CASEWORK for m in held)
    return bool(held) and casework and {m.agency.pk for m in held} <= managed


def check_can_end(by: User, absence: Absence, on: date) -> None:
    """Raise unless `by` may say that the person is back: as for arranging, and the acting person may too."""
    if absence.acting_id != by.pk:
        check_arranges_for(by, absence.person, on)


def check_still_standing(absence: Absence, on: date) -> None:
    if absence.ended_at is not None or absence.until_on <= on:
        raise ActionNotAllowed("This absence is over already. Record a new one.")


def check_absence(
    person: User, acting: User | None, from_on: date, until_on: date, today: date, changing: Absence | None = None
) -> None:
    """Raise with what stands in the way of these days and of this acting person."""
    if until_on <= from_on:
        raise ActionNotAllowed("The day they are back must be after the first day away.")
    if until_on <= today:
        raise ActionNotAllowed("These days are over. Record an absence that lasts until tomorrow or longer.")
    if until_on - from_on > LONGEST_ABSENCE:
        raise ActionNotAllowed(
            "An absence is a year at most. End the person's role instead if they are not coming back."
        )
    if changing is not None and changing.from_on <= today and from_on != changing.from_on:
        raise ActionNotAllowed("This absence has begun, so its first day stays as it is.")
    others = Absence.objects.overlapping(from_on, until_on)
    if changing is not None:
        others = others.exclude(pk=changing.pk)
    if others.filter(person=person).exists():
        raise ActionNotAllowed(
            f"{person.full_name} is down as away in some of these days. Change that absence instead."
        )
    covers = others.filter(acting=person).select_related("person").first()
    if covers is not None:
        raise ActionNotAllowed(
            f"{person.full_name} acts for {covers.person.full_name} in some of these days."
            f" First choose somebody else to act for {covers.person.full_name}."
        )
    if acting is not None:
        _check_acting(person, acting, from_on, until_on, today, others)


def _check_acting(
    person: User, acting: User, from_on: date, until_on: date, today: date, others: AbsenceQuerySet
) -> None:
    if acting.pk == person.pk:
        raise ActionNotAllowed("Nobody acts for themselves. Choose a colleague.")
    day = max(from_on, today)
    theirs = {m.agency.pk for m in agencies.own_memberships(acting, day)} if acting.is_active else set()
    places = {m.agency.pk: m.agency for m in agencies.own_memberships(person, day)}
    if not places:
        raise ActionNotAllowed(f"{person.full_name} holds no role in that time, so there is nothing to act in.")
    missing = [agency.name for pk, agency in places.items() if pk not in theirs]
    if missing:
        raise ActionNotAllowed(
            f"{acting.full_name} does not work at {missing[0]} in that time. Choose a colleague there."
        )
    roles = {m.role for m in agencies.own_memberships(acting, day)}
    apart = set(queries.NOT_CASEWORK)
    if roles & apart and not {m.role for m in agencies.own_memberships(person, day)} & apart:
        raise ActionNotAllowed(
            f"{acting.full_name} keeps accounts or reads the audit, and comes to no child’s record by acting for somebody."
            " Choose a colleague who does casework."
        )
    if others.filter(person=acting).exists():
        raise ActionNotAllowed(f"{acting.full_name} is away too in some of these days. Choose somebody else.")
