"""Reads about people, for those who administer them, and about oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, Membership
from hsb.agencies.permissions import POWERS, Power, Role
from hsb.agencies.profile import profile
from hsb.people.models import Invitation

MANAGERS = (Role.CSWS_MANAGER, Role.YOS_MANAGER)
NOT_CASEWORK = tuple(role for role in Role if POWERS[role] & {Power.ADMINISTER, Power.READ_AUDIT})


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


def holders(role: Role, on: date) -> list[User]:
    """Answer who holds a role anywhere on a day, by id."""
    held = Membership.objects.current(on).filter(agency_role__role=role)
    return list(User.objects.active().filter(pk__in=held.values("user")).order_by("pk"))


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


# -- absences -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AbsenceRow:
    """An absence as one person sees it."""

    absence: Absence
    is_mine: bool
    acts_here: bool
    may_change: bool


def absence(pk: int) -> Absence | None:
    """Answer one absence, with who is away and who acts; who may see it is asked afterwards."""
    return Absence.objects.select_related("person", "acting").filter(pk=pk).first()


def person(pk: int) -> User | None:
    """Answer the person of that id; who may know of them is asked afterwards."""
    found: User | None = User.objects.active().filter(pk=pk).first()
    return found


def managed_people(by: User, on: date) -> list[User]:
    """Answer the colleagues whose manager this person is: everybody with a casework role where they manage, by name."""
    places = {m.agency.pk for m in agencies.own_memberships(by, on) if m.role in MANAGERS}
    if not places:
        return []
    held = Membership.objects.current(on).filter(user=OuterRef("pk"))
    other = held.filter(~Q(agency_role__agency__in=places) | Q(agency_role__role__in=NOT_CASEWORK))
    here = Exists(held.filter(agency_role__agency__in=places))
    return list(User.objects.active().filter(here, ~Exists(other)).exclude(pk=by.pk).order_by("full_name", "pk"))


def absences_seen_by(user: User, people: Iterable[User], on: date) -> list[AbsenceRow]:
    """Answer the absences that are not over of this person, of these people, and those they act in or recorded, soonest first."""
    managed = {one.pk for one in people}
    concerned = Q(person=user) | Q(acting=user) | Q(recorded_by=user) | Q(person__in=managed)
    found = Absence.objects.standing().filter(concerned, until_on__gt=on).select_related("person", "acting")
    return [
        AbsenceRow(
            one,
            is_mine=one.person_id == user.pk,
            acts_here=one.acting_id == user.pk,
            may_change=one.person_id == user.pk or one.person_id in managed or one.recorded_by_id == user.pk,
        )
        for one in found.order_by("from_on", "person__full_name", "pk")
    ]


def colleagues(people: Iterable[User], on: date) -> list[User]:
    """Answer everybody who works today where one of these people does, by name: who might act for them."""
    mine = Membership.objects.current(on).filter(user__in={one.pk for one in people}).values("agency_role__agency")
    theirs = Membership.objects.current(on).filter(user=OuterRef("pk"), agency_role__agency__in=mine)
    return list(User.objects.active().filter(Exists(theirs)).order_by("full_name", "pk"))
