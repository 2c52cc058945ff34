"""Who must not see a case, and who looks in an emergency all the same."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import events, policies
from hsb.cases.involvement import involve
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed

BREAK_GLASS_HOURS = 8


@transaction.atomic
def deny(*, case: Case, user: User, by: User, at: datetime, reason: str) -> None:
    """The person cannot see the case any more, whatever agency they work for. They are not told why in detail."""
    lock(case)
    policies.check_can_deny(case, user, by)
    CaseDenied.objects.create(case=case, user=user, reason=reason, at=at, by=by)
    record(events.CaseDenialMade(user_id=user.pk, who=user.full_name, reason=reason), case=case, by=by, at=at)
    audit.record(AuditKind.DENIED, by=by, at=at, case_id=case.pk, facts={"user": user.pk})


@transaction.atomic
def undeny(*, denial: CaseDenied, by: User, at: datetime, reason: str) -> None:
    """The person sees the case again where they or their role are on it. Refused when somebody lifted the denial before."""
    lock(denial.case)
    policies.check_in_own_name(by)
    if not CaseDenied.objects.filter(pk=denial.pk).delete()[0]:
        raise ActionNotAllowed("This denial has been lifted already.")
    who = denial.user.full_name
    record(events.CaseDenialLifted(user_id=denial.user_id, who=who, reason=reason), case=denial.case, by=by, at=at)
    audit.record(AuditKind.DENIAL_LIFTED, by=by, at=at, case_id=denial.case_id, facts={"user": denial.user_id})


@transaction.atomic
def restrict(*, case: Case, by: User, at: datetime, reason: str) -> None:
    """Only those who are on the case reach it: no emergency access, and every page of it says that it is restricted."""
    lock(case)
    policies.check_in_own_name(by)
    if not Case.objects.filter(pk=case.pk, restricted=False).update(restricted=True, version=F("version") + 1):
        raise ActionNotAllowed("This record is restricted already.")
    record(events.CaseRestricted(reason=reason), case=case, by=by, at=at)


@transaction.atomic
def unrestrict(*, case: Case, by: User, at: datetime, reason: str) -> None:
    """The record can be opened in an emergency again, like any other."""
    lock(case)
    policies.check_in_own_name(by)
    if not Case.objects.filter(pk=case.pk, restricted=True).update(restricted=False, version=F("version") + 1):
        raise ActionNotAllowed("This record is not restricted.")
    record(events.CaseUnrestricted(reason=reason), case=case, by=by, at=at)


@transaction.atomic
def review_emergency(*, involvement: Involvement, justified: bool, by: User, at: datetime, reason: str) -> None:
    """Somebody who decides on this case has judged an emergency access; said once, and not by whoever used it."""
    lock(involvement.case)
    policies.check_can_review_emergency(involvement, by)
    record(
        events.BreakGlassReviewed(
            involvement=str(involvement.pk),
            justified=justified,
            who=involvement.user.full_name if involvement.user else "",
            reason=reason,
        ),
        case=involvement.case,
        by=by,
        at=at,
    )


@transaction.atomic
def break_glass(*, case: Case, user: User, role: Role, at: datetime, reason: str) -> Involvement:
    """The person sees the case for the next 8 hours; the reason stands in its chronology and its managers are told at once."""
    policies.check_emergency_reason(reason)
    if CaseDenied.objects.filter(case=case, user=user).exists():
        raise ActionNotAllowed(policies.NOT_IN_AN_EMERGENCY)
    until = at + timedelta(hours=BREAK_GLASS_HOURS)
    opening(case.pk)
    lock(case)
    if Case.objects.filter(pk=case.pk, restricted=True).exists():  # since its reference was looked up
        raise ActionNotAllowed(policies.NOT_IN_AN_EMERGENCY)
    # Asked for again, before or after it ran out: the new reason and the new hours count, not what is left of the old ones.
    Involvement.objects.open().filter(case=case, part=Part.BREAK_GLASS, user=user).update(closed_at=at, closed_by=user)
    involvement = involve(
        case=case,
        part=Part.BREAK_GLASS,
        user=user,
        role=role,
        by=user,
        at=at,
        reason=reason,
        expires_at=until,
        tell=False,
    )
    record(
        events.BreakGlassUsed(until=f"{clock.local_time(until):%H:%M on %-d %B}", reason=reason),
        case=case,
        by=user,
        at=at,
    )
    return involvement
