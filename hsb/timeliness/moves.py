"""Whose move a running clock is: the one reading of it, for every page, count, figure, e-mail and calendar.

A clock is the move of its owner: a person, a role at an agency, or a whole agency. From the moment all that is left is a second
person's approval it is theirs, whoever holds that role but the one who finished the work, and no longer the owner's.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.timeliness.models import Deadline
from hsb.timeliness.steps import step_of

NOBODY = "nobody"  # a role nobody has: a condition that no clock meets
APPROVED = Q(approval_role="")  # nothing is left but the owner's own step


class Owner(NamedTuple):
    """As whom somebody has moves to make: a role at an agency of one kind, and which agency that is."""

    kind: str
    role: str
    agency: int | None = None


def owners_of(user: User, on: date | None = None) -> list[Owner]:
    """Answer as whom this person has moves to make on a day: in each job they hold, and in those of the people they act for."""
    return [Owner(str(m.agency.kind), str(m.role), m.agency.pk) for m in agencies.memberships(user, on)]


def owned_by(owners: Iterable[Owner], persons: Iterable[int]) -> Q:
    """Answer the condition under which a clock, running or ended, is the work of one of these roles, agencies or persons.

    A clock whose standard names no role is the work of the whole agency; one that names a person, or one agency of its kind, is
    nobody else's.
    """
    theirs = Q(owner_person__in=list(persons))
    for kind, role, agency in owners:
        any_of_them_or_this = Q(owner_agency=None) | Q(owner_agency=agency)
        theirs |= Q(any_of_them_or_this, owner_person=None, owner_kind=kind, owner_role__in=["", role])
    return theirs


def steps_of(user: User, on: date | None = None) -> Q:
    """Answer the condition under which a running clock waits for this person's own step, or that of somebody they act for."""
    return owned_by(owners_of(user, on), agencies.stands_for(user, on)) & APPROVED


def approvals_of(user: User, on: date | None = None) -> Q:
    """Answer the condition under which a running clock waits only for this person to approve what a colleague has finished."""
    roles = sorted({str(m.role) for m in agencies.memberships(user, on)}) or [NOBODY]
    return Q(approval_role__in=roles) & ~Q(finished_by=user)


def moves_of(user: User, on: date | None = None) -> Q:
    """Answer the condition under which a running clock is this person's move."""
    return steps_of(user, on) | approvals_of(user, on)


def moves_sql(user: User, table: str) -> tuple[str, list[Any]]:
    """Answer `moves_of` as a condition on `timeliness_deadline` under that name, and its values: for what every page runs."""
    held, persons = owners_of(user), agencies.stands_for(user)
    named = f"{table}.owner_person_id IN ({', '.join(['%s'] * len(persons))})"
    role = (
        f"({table}.owner_person_id IS NULL AND {table}.owner_kind = %s AND {table}.owner_role IN ('', %s)"
        f" AND ({table}.owner_agency_id IS NULL OR {table}.owner_agency_id = %s))"
    )
    sql = f"({table}.approval_role = '' AND ({' OR '.join([named, *[role] * len(held)])}))"
    values = [*persons, *(value for owner in held for value in owner)]
    if roles := sorted({owner.role for owner in held}):
        sql += (
            f" OR ({table}.approval_role IN ({', '.join(['%s'] * len(roles))})"
            f" AND ({table}.finished_by_id IS NULL OR {table}.finished_by_id <> %s))"
        )
        values += [*roles, user.pk]
    return f"({sql})", values


def is_to_approve(deadline: Deadline) -> bool:
    """Answer whether all that is left of this clock is somebody's approval."""
    return bool(deadline.approval_role) and deadline.is_running


def what_is_to_do(deadline: Deadline) -> str:
    """Answer the step a clock waits for, verb first: the owner's, or the approval that is left."""
    return step_of(deadline.standard_code).approve or deadline.action if is_to_approve(deadline) else deadline.action


def role_to_move(deadline: Deadline) -> str:
    """Answer the role whose move a clock is; "" where it is a whole agency's."""
    return deadline.approval_role if is_to_approve(deadline) else deadline.owner_role


def whose_words(deadline: Deadline, *, briefly: bool = False) -> str:
    """Answer whose move it is: the person where it is one's own, else role (unless `briefly`) and agency: the one that is asked,
    or its kind as it is called here."""
    person, asked = _names(deadline)
    if person and not is_to_approve(deadline):
        return person
    agency = asked or profile().name(deadline.owner_kind)
    if briefly:
        return agency
    moving = role_to_move(deadline)
    return ", ".join(filter(None, (Role(moving).label if moving else "", agency)))


def _names(deadline: Deadline) -> tuple[str, str]:
    """Answer the names of the person and the agency a clock names, from the statement that read it where that brought them."""
    if hasattr(deadline, "owner_name"):
        return deadline.owner_name or "", deadline.owner_agency_name or ""  # type: ignore[attr-defined]
    return (
        deadline.owner_person.full_name if deadline.owner_person else "",
        deadline.owner_agency.name if deadline.owner_agency else "",
    )
