"""Reads about who works where, without which no page knows what to offer."""

from datetime import date

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import AgencyRole, HelpEntry, Membership
from hsb.agencies.permissions import POWERS, Power, Role


def memberships(user: User, on: date | None = None) -> list[Membership]:
    """Answer the person's memberships in force on a London day (today when not given), oldest first.

    Kept on the user object for the length of one request, because every page asks several times.
    """
    day = on or clock.today()
    # Not by __dict__: a request's user is a lazy stand-in with one of its own.
    kept: dict[date, list[Membership]] | None = getattr(user, "_memberships", None)
    if kept is None:
        kept = user._memberships = {}  # type: ignore[attr-defined]
    if day not in kept:
        kept[day] = list(
            Membership.objects.current(day)
            .filter(user=user)
            .select_related("agency_role__agency")
            .order_by("from_on", "pk")
        )
    return kept[day]


def person_at_work(user_id: int, on: date) -> User | None:
    """Answer the person with their memberships in force on a day; None for somebody who has none. One statement."""
    held = list(
        Membership.objects.current(on)
        .filter(user_id=user_id)
        .select_related("user", "agency_role__agency")
        .order_by("from_on", "pk")
    )
    if not held:
        return None
    user: User = held[0].user
    user._memberships = {on: held}  # type: ignore[attr-defined]
    return user


def roles(user: User) -> frozenset[Role]:
    """Answer the roles a person holds today, at any agency."""
    return frozenset(m.role for m in memberships(user))


def powers(user: User) -> frozenset[Power]:
    """Answer what a person's roles let them start today."""
    return frozenset().union(*(POWERS[role] for role in roles(user))) if user.is_active else frozenset()


def has_power(user: User, power: Power) -> bool:
    """Answer whether one of the person's roles carries a power today."""
    return user.is_authenticated and power in powers(user)


def principals(user: User) -> list[int]:
    """Answer the group ids that grants may name for this person today: their own and one for each membership."""
    if not user.is_active:
        return []
    return [user.personal_group_id, *(m.agency_role.group_id for m in memberships(user))]


def role_words(user: User) -> str:
    """Answer what stands under a person's name on every page: their roles, and where."""
    held = memberships(user)
    return ", ".join(f"{m.role.label}, {m.agency.short_name}" for m in held[:2]) or "No role at present"


def places(user: User) -> dict[str, str]:
    """Answer which entries of the main navigation lead elsewhere for this person (key -> url name; empty hides it)."""
    held = powers(user)
    if Power.MASH_INBOX in held:
        return {"referrals": "referrals:mash_inbox"}
    if Power.YOS_INBOX in held:
        return {"referrals": "referrals:yos_inbox"}
    if Power.MAKE_REFERRAL not in held:
        return {"referrals": ""}
    return {}


def help_entries() -> list[HelpEntry]:
    """Answer the links of the help page, in the partnership's order."""
    return list(HelpEntry.objects.select_related("saved_by"))


def help_entry(pk: int) -> HelpEntry | None:
    """Answer one link of the help page, or None when it has been removed."""
    return HelpEntry.objects.select_related("saved_by").filter(pk=pk).first()


# Whose whole role may be put on a case: partners who answer for one child. Everybody else joins by name.
PARTNER_ROLES = (Role.DSL, Role.HEALTH_PRACTITIONER, Role.POLICE_OFFICER)


def partner_roles() -> list[AgencyRole]:
    """Answer the partner agencies' roles that can be put on a case, by agency. One statement."""
    return list(
        AgencyRole.objects.filter(role__in=PARTNER_ROLES)
        .select_related("agency")
        .order_by("agency__kind", "agency__name")
    )
