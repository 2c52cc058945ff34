"""Reads about people, for those who administer them, and about oneself."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.people.models import Invitation


def agencies_administered(user: User) -> list[Agency]:
    """Answer the agencies whose people this person looks after: where they are administrator, or all for the partnership's own.

    The profile names the kinds of agency that look after the whole partnership (`administers_all`; the board unless it says).
    """
    own = {m.agency.pk: m.agency for m in agencies.memberships(user) if m.role == Role.ADMINISTRATOR}
    everywhere = profile().settings.get("administers_all", [AgencyKind.LSCB])
    if any(agency.kind in everywhere for agency in own.values()):
        return list(Agency.objects.all())
    return sorted(own.values(), key=lambda agency: agency.name)


def people_of(places: Iterable[Agency], on: date, words: str = "") -> QuerySet[User]:
    """Answer everybody who works, or has worked, at these agencies, by name; with `words`, those whose name or address has them."""
    ids = [agency.pk for agency in places]
    current = Membership.objects.current(on).select_related("agency_role__agency").order_by("from_on", "pk")
    found: QuerySet[User] = (
        User.objects.filter(memberships__agency_role__agency__in=ids)
        .distinct()
        .order_by("full_name", "pk")
        .prefetch_related(
            Prefetch("memberships", queryset=current.filter(agency_role__agency__in=ids), to_attr="current_memberships")
        )
    )
    for word in words.split()[:5]:
        found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
    return found


def at_work(agency: Agency, on: date) -> QuerySet[User]:
    """Answer who works at an agency on a day and can sign in, by name."""
    held = Membership.objects.current(on).filter(agency_role__agency=agency)
    found: QuerySet[User] = User.objects.active().filter(pk__in=held.values("user")).order_by("full_name", "pk")
    return found


def open_invitations(places: Iterable[Agency]) -> QuerySet[Invitation]:
    """Answer invitations nobody has taken up yet, newest first, also those that have run out."""
    return (
        Invitation.objects.open()
        .filter(agency__in=[agency.pk for agency in places])
        .select_related("agency", "invited_by")
        .order_by("-sent_at")
    )


def invitation_for_link(named: tuple[Any, int] | None, at: datetime) -> Invitation | None:
    """Answer the invitation a link opens, if it is the newest link and still works."""
    if named is None:
        return None
    invitation, sends = named
    return Invitation.objects.usable(at).select_related("agency").filter(pk=invitation, sends=sends).first()


def has_second_step(user: User) -> bool:
    """Answer whether the person gives a code when they sign in."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def memberships_of(user: User, on: date) -> tuple[list[Membership], list[Membership]]:
    """Answer the person's memberships in force, and those that are over, newest first."""
    every = list(Membership.objects.filter(user=user).select_related("agency_role__agency").order_by("-from_on", "-pk"))
    current = [m for m in every if m.from_on <= on and (m.until_on is None or m.until_on > on)]
    return current, [m for m in every if m not in current]


def other_administrators(membership: Membership, on: date) -> bool:
    """Answer whether somebody else could still administer the agency if this membership ended."""
    return (
        Membership.objects.current(on)
        .filter(agency_role=membership.agency_role, user__is_active=True)
        .exclude(pk=membership.pk)
        .exists()
    )
