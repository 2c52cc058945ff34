"""Reads about who works where, without which no page knows what to offer."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence, Agency, AgencyRole, EscalationContact, HelpEntry, Membership
from hsb.agencies.permissions import NOT_LENT, POWERS, Power, Role


def memberships(user: User, on: date | None = None) -> list[Membership]:
    """Answer the memberships a person has use of on a London day (today when not given): their own, oldest first, then those of
    everybody they act for that day, each with `acting_for`.

    Kept on the user object for the length of one request, because every page asks several times.
    """
    day = on or clock.today()
    # Not by __dict__: a request's user is a lazy stand-in with one of its own.
    kept: dict[date, list[Membership]] | None = getattr(user, "_memberships", None)
    if kept is None:
        kept = user._memberships = {}  # type: ignore[attr-defined]
    if day not in kept:
        kept[day] = _held(user.pk, day)
    return kept[day]


def own_memberships(user: User, on: date | None = None) -> list[Membership]:
    """Answer the memberships that are the person's own: what they do not lose when a colleague comes back."""
    return [m for m in memberships(user, on) if m.acting_for is None]


def person_at_work(user_id: int, on: date) -> User | None:
    """Answer the person with the memberships they have use of on a day; None for somebody who has none. One statement."""
    held = _held(user_id, on)
    if not held:
        return None
    user: User = held[0].user
    user._memberships = {on: held}  # type: ignore[attr-defined]
    return user


def _held(user_id: int, on: date) -> list[Membership]:
    covered, days = covered_sql(on)
    whose = RawSQL(  # nosec B611: our own text, every value is bound
        f"SELECT %s UNION ALL SELECT c.person_id FROM ({covered}) c WHERE c.acting_id = %s",  # noqa: S608
        [user_id, *days, user_id],
    )
    held = list(
        Membership.objects.current(on)
        .filter(user__in=whose)
        .select_related("user", "agency_role__agency")
        .order_by("from_on", "pk")
    )
    own = [m for m in held if m.user_id == user_id]
    lent = sorted((m for m in held if m.user_id != user_id), key=lambda m: (m.user.full_name, m.user_id))
    for membership in lent:
        membership.acting_for = membership.user
    return own + lent


def acting_for(user: User, on: date | None = None) -> list[User]:
    """Answer the people for whom this person acts on a London day (today when not given), by name. No statement of its own on
    a page: see `memberships`."""
    people = {m.acting_for.pk: m.acting_for for m in memberships(user, on) if m.acting_for is not None}
    return list(people.values())


def stands_for(user: User, on: date | None = None) -> list[int]:
    """Answer whose work is this person's on a day: their own id, then those of the people they act for."""
    return [user.pk, *(one.pk for one in acting_for(user, on))]


@lru_cache(maxsize=4)
def covered_sql(on: date) -> tuple[str, tuple[Any, ...]]:
    """Answer, as a sub-select with its values, who acts for whom on a London day: columns person_id and acting_id.

    For set-based sweeps: `JOIN ({sql}) covered ON covered.person_id = …`. The same rule as `acting_for`, on both databases. The
    text is kept for the day: every page asks with it, and writing it took four times what the rest of asking takes.
    """
    return Absence.objects.covered(on).values("person_id", "acting_id").query.sql_with_params()


def roles(user: User) -> frozenset[Role]:
    """Answer the roles a person has the use of today, at any agency."""
    return frozenset(m.role for m in memberships(user))


def own_roles(user: User) -> frozenset[Role]:
    """Answer the roles a person holds today themselves: what they can be put on a case as."""
    return frozenset(m.role for m in own_memberships(user))


def powers(user: User) -> frozenset[Power]:
    """Answer what a person's roles let them start today; what would outlast their acting for somebody is in their own only."""
    if not user.is_active:
        return frozenset()
    return frozenset().union(
        *(POWERS[m.role] if m.acting_for is None else POWERS[m.role] - NOT_LENT for m in memberships(user))
    )


def has_power(user: User, power: Power) -> bool:
    """Answer whether one of the person's roles carries a power today."""
    return user.is_authenticated and power in powers(user)


def may_second(user: User, power: Power, *, proposed_by: int | None) -> bool:
    """Answer whether this person may agree to what somebody proposed: with a power of their own, or one lent to them by somebody
    else than the proposer, and not by the proposer's arrangement. Two persons stay two persons."""
    if not user.is_active:
        return False
    held = [m for m in memberships(user) if power in POWERS[m.role]]
    if any(m.acting_for is None for m in held):
        return True
    lenders = {m.acting_for.pk for m in held if power not in NOT_LENT and m.acting_for is not None} - {proposed_by}
    arranged = Absence.objects.covered(clock.today()).filter(acting=user, person__in=lenders)
    return arranged.exclude(recorded_by=proposed_by).exists()


def principals(user: User, on: date | None = None) -> list[int]:
    """Answer the group ids that grants may name for this person on a London day (today when not given): their own and one for
    each membership, then those of the people they act for."""
    if not user.is_active:
        return []
    own = [user.personal_group_id, *(m.agency_role.group_id for m in own_memberships(user, on))]
    return list(dict.fromkeys([*own, *(group for group, _ in lent(user, on))]))


def lent(user: User, on: date | None = None) -> list[tuple[int, int]]:
    """Answer those of the principals that are a person's only while they act for somebody, each with whose it is.

    A record that *that* person may not see is not seen by it either (`CaseDenied`). A group is here twice when two people who
    are away lend it, and not at all when it is the person's own as well.
    """
    if not user.is_active:
        return []
    own = {user.personal_group_id, *(m.agency_role.group_id for m in own_memberships(user, on))}
    pairs = [(one.personal_group_id, one.pk) for one in acting_for(user, on)]
    pairs += [(m.agency_role.group_id, m.user_id) for m in memberships(user, on) if m.acting_for is not None]
    return [(group, whose) for group, whose in dict.fromkeys(pairs) if group not in own]


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
PARTNER_ROLES = (Role.DSL, Role.HEALTH_PRACTITIONER, Role.POLICE_OFFICER, Role.PARTNER_PRACTITIONER)


def agency(pk: str | int | None) -> Agency | None:
    """Answer one agency, or None where there is none or none was chosen."""
    return Agency.objects.filter(pk=pk).first() if pk else None


def partner_roles() -> list[AgencyRole]:
    """Answer the partner agencies' roles that can be put on a case, by agency. One statement."""
    return list(
        AgencyRole.objects.filter(role__in=PARTNER_ROLES)
        .select_related("agency")
        .order_by("agency__kind", "agency__name")
    )


def escalation_contacts(agencies: Iterable[Agency], on: date) -> list[EscalationContact]:
    """Answer whom the partnership names at these agencies on a day, by agency and name: those who still work there."""
    works_there = Membership.objects.current(on).filter(
        user=OuterRef("user"), agency_role__agency=OuterRef("agency"), user__is_active=True
    )
    return list(
        EscalationContact.objects.current(on)
        .filter(Exists(works_there), agency__in=[agency.pk for agency in agencies])
        .select_related("agency", "user")
        .order_by("agency__kind", "agency__name", "user__full_name", "pk")
    )
