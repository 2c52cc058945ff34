"""Changes to agencies and memberships. Each is recorded in the audit, in the same transaction."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyRole, Membership
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed


def agency_role(agency: Agency, role: Role) -> AgencyRole:
    """Answer the role at that agency, made with its group if this is the first time anybody holds it."""
    found = AgencyRole.objects.filter(agency=agency, role=role).first()
    if found:
        return found
    group, _ = Group.objects.get_or_create(name=f"{agency.pk}:{role}")
    return AgencyRole.objects.get_or_create(agency=agency, role=role, defaults={"group": group})[0]


@transaction.atomic
def give_role(*, user: User, agency: Agency, role: Role, by: User | None, at: datetime, from_on: date) -> Membership:
    """The person holds the role at the agency from a London day on. Refused when they hold it already."""
    place = agency_role(agency, role)
    if Membership.objects.filter(user=user, agency_role=place, until_on=None).exists():
        raise ActionNotAllowed(f"{user.full_name} already is {Role(role).label} at {agency.name}.")
    membership = Membership.objects.create(user=user, agency_role=place, from_on=from_on)
    user.__dict__.pop("_memberships", None)
    audit.record(AuditKind.ROLE_GIVEN, by=by, at=at, facts={"user": user.pk, "agency": agency.pk, "role": str(role)})
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime, until_on: date) -> None:
    """The membership ends at the start of a London day. Refused when it has ended before."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if locked.until_on is not None:
        raise ActionNotAllowed("This role has already ended.")
    locked.until_on = max(until_on, locked.from_on)
    locked.save(update_fields=["until_on"])
    audit.record(AuditKind.ROLE_ENDED, by=by, at=at, facts={"user": locked.user_id, "membership": locked.pk})
