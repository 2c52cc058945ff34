"""Who is on a case, and until when. Every open involvement is a grant; nothing else is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import events, grants, policies
from hsb.cases.models import Case, Involvement, Part
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed


@transaction.atomic
def involve(
    *,
    case: Case,
    part: Part,
    by: User | None,
    at: datetime,
    agency: Agency | None = None,
    role: Role | None = None,
    user: User | None = None,
    reason: str = "",
    expires_at: datetime | None = None,
    tell: bool = True,
) -> Involvement:
    """The agency's role, or one person, is on the case, and everything that follows from that: grants and a chronology line.

    Names either `agency` and `role` (everybody who holds it) or `user` (with the role they are there in). Asking twice for the
    same is the same involvement. Raises ActionNotAllowed when neither is named.
    """
    if user is not None:
        group_id, who = user.personal_group_id, user.full_name
    elif agency is not None and role is not None:
        group_id, who = agencies.agency_role(agency, role).group_id, f"{Role(role).label}s at {agency.name}"
    else:
        raise ActionNotAllowed("Say which person, or which agency and role, joins the case.")
    lock(case)
    found = Involvement.objects.open().filter(case=case, group_id=group_id, part=part).first()
    if found:
        return found
    involvement = Involvement(
        case=case,
        group_id=group_id,
        agency=agency,
        role=str(role or ""),
        user=user,
        part=part,
        reason=reason,
        opened_at=at,
        opened_by=by,
        expires_at=expires_at,
    )
    involvement.save(force_insert=True)
    grants.sync(case.pk)
    if tell:
        record(events.InvolvementOpened(who=who, part=Part(part).label, reason=reason), case=case, by=by, at=at)
    return involvement


def is_done(holders: Sequence[Involvement], to: User, *, by: User, reason: str) -> bool:
    """Answer whether this person has given the case to exactly this colleague already, in the same words: a press that comes twice."""
    return bool(holders) and all(
        (one.user_id, one.opened_by_id, one.reason) == (to.pk, by.pk, reason.strip()) for one in holders
    )


@transaction.atomic
def bring_in(
    *,
    case: Case,
    role: Role,
    by: User,
    at: datetime,
    reason: str,
    agency: Agency | None = None,
    user: User | None = None,
) -> Involvement:
    """A colleague, or everybody who holds the role at an agency, is on this child's record, and the chronology says why.

    A victim worker becomes the harmed child's own worker. Raises ActionNotAllowed without a reason, or where the role has no
    part in this record.
    """
    if not reason.strip():
        raise ActionNotAllowed("Say why they need to be on this record.")
    lock(case)
    policies.check_can_join(case, role, user, by)
    part = Part.ALLOCATED if user is not None and role in policies.WORKS_WITH_HARMED else Part.INVOLVED
    return involve(case=case, part=part, agency=agency, role=role, user=user, by=by, at=at, reason=reason.strip())


@transaction.atomic
def withdraw(*, involvement: Involvement, by: User | None, at: datetime, reason: str, tell: bool = True) -> None:
    """The involvement is over and so is what it let people see, at once. Withdrawing twice changes nothing more."""
    lock(involvement.case)
    closed = Involvement.objects.open().filter(pk=involvement.pk).update(closed_at=at, closed_by=by)
    if not closed:
        return
    who = involvement.user.full_name if involvement.user else str(involvement.agency or "")
    if tell:
        record(
            events.InvolvementClosed(who=who, part=involvement.get_part_display(), reason=reason),
            case=involvement.case,
            by=by,
            at=at,
        )
    grants.sync(involvement.case_id)


@transaction.atomic
def end_involvement(*, involvement: Involvement, by: User, at: datetime, reason: str) -> None:
    """Somebody who no longer needs the record is off it at once. Refused where the child would be left without a worker."""
    lock(involvement.case)
    policies.check_can_end(Involvement.objects.get(pk=involvement.pk))
    withdraw(involvement=involvement, by=by, at=at, reason=reason)


def expire(*, at: datetime) -> int:
    """Every involvement that ran out by `at` is closed; answers how many cases that touched."""
    touched = grants.expired(at)
    for case_id in touched:
        with transaction.atomic():
            case = Case.objects.get(pk=case_id)
            for involvement in Involvement.objects.open().filter(case_id=case_id, expires_at__lte=at):
                withdraw(involvement=involvement, by=None, at=at, reason="Its time was over.")
            grants.sync(case.pk)
    return len(touched)
