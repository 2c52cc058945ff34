"""Changes to agencies and memberships. Each is recorded in the audit, in the same transaction."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies import queries
from hsb.agencies.models import Agency, AgencyRole, HelpEntry, Membership
from hsb.agencies.permissions import Power, Role
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion


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


# -- the partnership's own links on the help page (P8) ------------------------------------------------------------------

_GONE = "This link has been removed already."
_is_web_address = URLValidator(schemes=["http", "https"])


def add_links_of_the_profile(*, at: datetime) -> None:
    """The links the partnership's profile names stand on the help page of a new database, until somebody changes them."""
    for position, link in enumerate(profile().links, start=1):
        HelpEntry.objects.create(
            title=link["title"], url=link["url"], about=link.get("about", ""), position=position, saved_at=at
        )


@transaction.atomic
def add_help(*, title: str, url: str, about: str, by: User, at: datetime) -> HelpEntry:
    """The link stands last on the help page. The same link in the same words again is the one that is there."""
    _check_may_edit_help(by, url)
    ordered = list(HelpEntry.objects.select_for_update().order_by("position", "pk"))
    there = HelpEntry.objects.filter(title=title, url=url, about=about).first()
    if there is not None:
        return there
    last = ordered[-1].position if ordered else 0
    entry = HelpEntry.objects.create(title=title, url=url, about=about, position=last + 1, saved_at=at, saved_by=by)
    _help_changed("added", entry.pk, by, at)
    return entry


@transaction.atomic
def change_help(*, entry: HelpEntry, title: str, url: str, about: str, version: int, by: User, at: datetime) -> None:
    """The link holds these words on its next version. Raises StaleVersion when somebody saved first."""
    _check_may_edit_help(by, url)
    changed = HelpEntry.objects.filter(pk=entry.pk, version=version).update(
        title=title, url=url, about=about, saved_at=at, saved_by=by, version=version + 1
    )
    if not changed:
        current = queries.help_entry(entry.pk)
        if current is None:
            raise ActionNotAllowed(f"{_GONE} Add it as a new one if it is still needed.")
        raise StaleVersion(current)
    _help_changed("changed", entry.pk, by, at)


@transaction.atomic
def remove_help(*, entry: HelpEntry, version: int, by: User, at: datetime) -> None:
    """The link is off the help page. Raises StaleVersion when somebody changed it since it was read."""
    _check_may_edit_help(by)
    if not HelpEntry.objects.filter(pk=entry.pk, version=version).delete()[0]:
        current = queries.help_entry(entry.pk)
        if current is None:
            raise ActionNotAllowed(_GONE)
        raise StaleVersion(current)
    _help_changed("removed", entry.pk, by, at)


@transaction.atomic
def move_help(*, entry: HelpEntry, up: bool, by: User, at: datetime) -> None:
    """The link has changed places with the one before it, or after it; at the end of the list nothing moves."""
    _check_may_edit_help(by)
    ordered = list(HelpEntry.objects.select_for_update().order_by("position", "pk"))
    place = next((n for n, one in enumerate(ordered) if one.pk == entry.pk), None)
    if place is None:
        raise ActionNotAllowed(_GONE)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(ordered):
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    for position, one in enumerate(ordered, start=1):
        if one.position != position:
            HelpEntry.objects.filter(pk=one.pk).update(position=position)
    _help_changed("moved", entry.pk, by, at)


def _check_may_edit_help(by: User, url: str | None = None) -> None:
    if not queries.has_power(by, Power.ADMINISTER):
        raise AccessDenied("Only an administrator can change the help page.")
    if url is not None:
        try:
            _is_web_address(url)
        except ValidationError:
            raise ActionNotAllowed("Enter a web address that starts with https:// or http://.") from None


def _help_changed(change: str, pk: int, by: User, at: datetime) -> None:
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what="help page", facts={"change": change, "link": pk})
