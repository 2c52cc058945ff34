"""Changes to looked-after status. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from aim2.looked_after import events, policies, queries
from aim2.looked_after.terms import BY_REMAND, ENDED_BY_DETENTION, Ending, LegalBasis
from aim2.models import LookedAfter, Reviewer
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Part
from hsb.cases.other_children import check_names_no_other
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed


@transaction.atomic
def start(
    *, case: Case, basis: str, since: date, detail: str, opened: OpenCase, at: datetime, press: UUID | None = None
) -> LookedAfter:
    """The child is looked after on this legal basis since that day; what was only claimed is so. Twice is the same."""
    lock(case)
    standing = queries.standing(case)
    same = next((one for one in standing if one.basis == basis and one.since == since), None)
    if same and same.recorded_by_id == opened.user.pk:
        return same
    policies.check_may_record(opened)
    policies.check_can_start(case, standing, basis=basis, since=since, detail=detail, today=clock.local_date(at))
    check_names_no_other(case, [detail])
    return _start(case, basis, since, detail.strip(), by=opened.user, at=at, occasion=press)


def _start(
    case: Case, basis: str, since: date, detail: str, *, by: User, at: datetime, occasion: UUID | None
) -> LookedAfter:
    also = bool(queries.standing(case))
    spell = LookedAfter(case=case, basis=basis, since=since, detail=detail, recorded_at=at, recorded_by=by)
    spell.save(force_insert=True)
    event: Any = (
        events.LookedAfterChanged(spell=str(spell.pk), basis=basis, detail=detail)
        if also
        else events.LookedAfterStarted(spell=str(spell.pk), basis=basis, detail=detail)
    )
    record(event, case=case, by=by, at=at, occurred=clock.instant_on(since, at=at), occasion=occasion)
    _rewrite(case)
    return spell


@transaction.atomic
def end(*, spell: LookedAfter, until: date, ending: str, opened: OpenCase, at: datetime) -> None:
    """That basis has ended. Again is the same."""
    lock(spell.case)
    held = LookedAfter.objects.select_related("case").get(pk=spell.pk)
    if held.ended_by_id == opened.user.pk and held.until == until and held.ending == ending:
        return
    policies.check_may_record(opened)
    policies.check_can_end(held, until=until, today=clock.local_date(at))
    _end(held, until, ending, by=opened.user, at=at, occasion=None)


def _end(spell: LookedAfter, until: date, ending: str, *, by: User, at: datetime, occasion: UUID | None) -> None:
    LookedAfter.objects.filter(pk=spell.pk).update(until=until, ending=ending, ended_at=at, ended_by=by)
    still = bool(queries.standing(spell.case))
    event: Any = (
        events.LookedAfterChanged(spell=str(spell.pk), basis=spell.basis, ending=ending)
        if still
        else events.LookedAfterEnded(spell=str(spell.pk), basis=spell.basis, ending=ending)
    )
    record(event, case=spell.case, by=by, at=at, occurred=clock.instant_on(until, at=at), occasion=occasion)
    _rewrite(spell.case)


def _rewrite(case: Case) -> None:
    """The case says what stands: what was a claim is answered by it."""
    standing = queries.standing(case)
    case.looked_after, case.looked_after_since = bool(standing), standing[0].since if standing else None
    Case.objects.filter(pk=case.pk).update(
        looked_after=case.looked_after, looked_after_since=case.looked_after_since, version=F("version") + 1
    )


@transaction.atomic
def deny(*, case: Case, opened: OpenCase, at: datetime) -> None:
    """The referral said that the child is looked after, and it is not so."""
    lock(case)
    case.refresh_from_db()
    policies.check_may_record(opened)
    policies.check_can_deny(case, queries.standing(case))
    record(events.NotLookedAfter(), case=case, by=opened.user, at=at)
    _rewrite(case)


@transaction.atomic
def name_reviewer(*, case: Case, user: User | None, opened: OpenCase, at: datetime) -> None:
    """This person reviews from now on, and is on the record. The same again changes nothing."""
    lock(case)
    policies.check_may_record(opened)
    possible = {one.user_id for one in queries.reviewers(case, on=clock.local_date(at))}
    if user is None or user.pk not in possible:
        raise ActionNotAllowed("Choose somebody who is an independent reviewing officer.")
    now = queries.reviewer(case)
    if now is not None and now.user_id == user.pk:
        return
    Reviewer(case=case, user=user, at=at, by=opened.user).save(force_insert=True)
    involve(
        case=case,
        part=Part.INVOLVED,
        user=user,
        role=Role.IRO,
        by=opened.user,
        at=at,
        reason="Reviews as independent reviewing officer.",
        tell=False,
    )
    record(events.ReviewingOfficerNamed(person=user.pk, who=user.full_name), case=case, by=opened.user, at=at)


def follow_court(case: Case, made: Any, *, occasion: UUID, by: User, at: datetime) -> None:
    """Status by remand stands exactly while the remand does; a custodial sentence ends section 20 too, and no care order.

    Called by the action that records an occasion of proceedings, in its transaction.
    """
    day = clock.local_date(made.occasion.occurred)
    remands = {one.kind: one for one in made.after.custodies if one.kind in BY_REMAND and one.is_held}
    if not (made.after.charged or made.after.convicted):
        remands = {}
    detained = any(
        getattr(entry, "code", "") == "sentence.passed" and entry.order == "custody" for entry in made.occasion.entries
    )
    for spell in queries.standing(case):
        over = spell.basis in BY_REMAND and spell.basis not in remands
        if over or (detained and spell.basis in ENDED_BY_DETENTION):
            ending = Ending.DETENTION if detained else Ending.REMAND_OVER
            _end(spell, max(day, spell.since), ending, by=by, at=at, occasion=occasion)
    standing = {one.basis for one in queries.standing(case)}
    for kind, custody in remands.items():
        if kind not in standing:
            _start(case, LegalBasis(kind), custody.since, "", by=by, at=at, occasion=occasion)
