"""Changes to a case itself: opening it, who is on it, its strands, its links, emergency access."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import events, grants, policies
from hsb.cases.models import Case, CaseDenied, CaseKind, CaseLink, Involvement, Part, Reference
from hsb.cases.states import TRANSITIONS, Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed

BREAK_GLASS_HOURS = 8


def next_reference(prefix: str, *, at: datetime) -> str:
    """Answer the next reference of a prefix in the London year of `at`, such as HSB-26-0417. Never given twice."""
    year = clock.local_date(at).year
    Reference.objects.get_or_create(prefix=prefix, year=year)
    Reference.objects.filter(prefix=prefix, year=year).update(last=F("last") + 1)
    number = Reference.objects.values_list("last", flat=True).get(prefix=prefix, year=year)
    return f"{prefix}-{year % 100:02}-{number:04}"


@transaction.atomic
def open_case(
    *, kind: CaseKind, by: User | None, at: datetime, pseudonym: str = "", occurred: datetime | None = None
) -> Case:
    """A child's record exists, provisional, seen by nobody until `involve` says who. The caller goes on in the same transaction."""
    case = Case(
        id=uuid.uuid4(),
        reference=next_reference(profile().reference_prefix, at=at),
        kind=kind,
        pseudonym=pseudonym,
        initials=pseudonym[:1],
        opened_at=at,
    )
    if kind == CaseKind.DISPLAYED:
        case.pseudonym = case.initials = ""
    opening(case.pk)
    case.save(force_insert=True)
    record(events.CaseOpened(kind=str(kind)), case=case, by=by, at=at, occurred=occurred)
    return case


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
def move(
    *, case: Case, strand: Strand, to: str, by: User | None, at: datetime, occurred: datetime | None = None
) -> None:
    """The strand stands in its new state and the chronology says so; the only writer of a strand's state.

    Staying where it is changes nothing. Raises ActionNotAllowed when the table of `states.py` has no such step.
    """
    lock(case)
    before = Case.objects.values_list(strand.value, flat=True).get(pk=case.pk)
    if before == to:
        return
    if to not in TRANSITIONS[strand][before]:
        raise ActionNotAllowed(
            f"{strand.label} cannot go from “{before}” to “{to}”. Reload the page to see where it stands."
        )
    Case.objects.filter(pk=case.pk).update(**{strand.value: to}, version=F("version") + 1)
    setattr(case, strand.value, to)
    record(
        events.StrandMoved(strand=strand.value, before=str(before), after=str(to)),
        case=case,
        by=by,
        at=at,
        occurred=occurred,
    )


@transaction.atomic
def link(
    *,
    displayed: Case,
    harmed: Case,
    called: str,
    relationship: str,
    by: User | None,
    at: datetime,
    occasion: UUID | None = None,
    same_school: bool | None = None,
    same_household: bool | None = None,
) -> None:
    """Each record knows there is the other, by a chosen name or “the young person”: following the link needs access to both."""
    shared = {
        "relationship": relationship,
        "same_school": same_school,
        "same_household": same_household,
        "occasion": occasion,
    }
    CaseLink.objects.create(case=displayed, linked_case=harmed, called=called, **shared)
    CaseLink.objects.create(case=harmed, linked_case=displayed, called="the young person", **shared)
    record(events.CaseLinked(called=called), case=displayed, by=by, at=at, occasion=occasion)
    record(events.CaseLinked(called="the young person"), case=harmed, by=by, at=at, occasion=occasion)


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
    if not CaseDenied.objects.filter(pk=denial.pk).delete()[0]:
        raise ActionNotAllowed("This denial has been lifted already.")
    who = denial.user.full_name
    record(events.CaseDenialLifted(user_id=denial.user_id, who=who, reason=reason), case=denial.case, by=by, at=at)
    audit.record(AuditKind.DENIAL_LIFTED, by=by, at=at, case_id=denial.case_id, facts={"user": denial.user_id})


@transaction.atomic
def restrict(*, case: Case, by: User, at: datetime, reason: str) -> None:
    """Only those who are on the case reach it: no emergency access, and every page of it says that it is restricted."""
    lock(case)
    if not Case.objects.filter(pk=case.pk, restricted=False).update(restricted=True, version=F("version") + 1):
        raise ActionNotAllowed("This record is restricted already.")
    record(events.CaseRestricted(reason=reason), case=case, by=by, at=at)


@transaction.atomic
def unrestrict(*, case: Case, by: User, at: datetime, reason: str) -> None:
    """The record can be opened in an emergency again, like any other."""
    lock(case)
    if not Case.objects.filter(pk=case.pk, restricted=True).update(restricted=False, version=F("version") + 1):
        raise ActionNotAllowed("This record is not restricted.")
    record(events.CaseUnrestricted(reason=reason), case=case, by=by, at=at)


@transaction.atomic
def end_involvement(*, involvement: Involvement, by: User, at: datetime, reason: str) -> None:
    """Somebody who no longer needs the record is off it at once. Refused where the child would be left without a worker."""
    lock(involvement.case)
    policies.check_can_end(Involvement.objects.get(pk=involvement.pk))
    withdraw(involvement=involvement, by=by, at=at, reason=reason)


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


@transaction.atomic
def add_note(
    *,
    case: Case,
    text: str,
    by: User,
    at: datetime,
    occurred: datetime | None = None,
    press: UUID | None = None,
) -> None:
    """The note stands in the chronology under its author's name, from now on unchanged. One press of the button is one note."""
    lock(case)
    if not chronology.has_happened(case.pk, "note.added", press):
        record(events.NoteAdded(text=text), case=case, by=by, at=at, occurred=occurred, occasion=press)
