"""Changing the standards: a suggestion adopted, a number or a ladder changed, a local standard retired. Never in place."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness import policies, queries, versions
from hsb.timeliness.calendar_actions import ask_for_recount
from hsb.timeliness.english import long_date
from hsb.timeliness.explain import amount_words
from hsb.timeliness.standards import Rung, Standard, StandardInvalid
from hsb.timeliness.table import latest_in_force


@transaction.atomic
def adopt(
    *,
    code: str,
    effective_from: date,
    by: User,
    at: datetime,
    amount: int | None = None,
    ladder: tuple[Rung, ...] | None = None,
    seen: int | None = None,
) -> Standard:
    """Our partnership has its own version of a standard from that day: a suggestion adopted, a number or ladder changed.

    Clocks that start from that day run by it. Raises ActionNotAllowed where law or guidance would be loosened or the version
    contradicts itself, StaleVersion when somebody changed it after `seen` (the newest version number read).
    """
    _check(code, effective_from, seen, by, at)
    try:
        with transaction.atomic():
            adopted = versions.adopt(
                code=code,
                effective_from=effective_from,
                partnership=profile().code,
                amount=amount,
                ladder=ladder,
                at=at,
                by=by,
            )
    except StandardInvalid as wrong:
        raise ActionNotAllowed(str(wrong)) from wrong
    except IntegrityError:  # two managers at the same instant: the other one's version has the number
        raise StaleVersion(_newest(code)) from None
    _changed(adopted, "timescale adopted", f"The time allowed is {amount_words(adopted)}", by=by, at=at)
    return adopted


@transaction.atomic
def retire(*, code: str, effective_from: date, by: User, at: datetime, seen: int | None = None) -> Standard:
    """From that day our partnership starts no clock of a local standard; those that run go on.

    Raises ActionNotAllowed for what is not a local choice, StaleVersion when somebody changed it after `seen`.
    """
    standard = _check(code, effective_from, seen, by, at)
    policies.check_can_retire(standard)
    try:
        with transaction.atomic():
            gone = versions.retire(code=code, effective_from=effective_from, partnership=profile().code, at=at, by=by)
    except IntegrityError:
        raise StaleVersion(_newest(code)) from None
    _changed(gone, "timescale retired", "It starts no clock any more", by=by, at=at)
    return gone


def _check(code: str, effective_from: date, seen: int | None, by: User, at: datetime) -> Standard:
    """Answer the version in force on the day; refuse who may not change it, what cannot be changed and what has been meanwhile."""
    standard = latest_in_force(queries.standards(), effective_from).get(code)
    if standard is None:
        raise ActionNotAllowed(f"There is no standard {code} in force on {long_date(effective_from)}.")
    policies.check_may_set(by, standard)
    policies.check_can_set(standard, effective_from, clock.local_date(at))
    newest = _newest(code)
    if seen is not None and newest.version != seen:
        raise StaleVersion(newest)
    return standard


def _newest(code: str) -> Standard:
    return [one for one in queries.standards() if one.code == code][-1]


def _changed(standard: Standard, what: str, said: str, *, by: User, at: datetime) -> None:
    """The audit knows, and clocks that have started since the day itself are counted again: only today can be such a day."""
    facts = {
        "code": standard.code,
        "version": standard.version,
        "amount": standard.amount,
        "from": standard.effective_from.isoformat(),
    }
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what=what, facts=facts)
    today = clock.local_date(at)
    if standard.effective_from <= today:
        ask_for_recount(
            first_day=standard.effective_from,
            last_day=today,
            because=f"“{standard.title}” changed from {long_date(standard.effective_from)}. {said}",
            standard_codes=[standard.code],
            by=by,
            at=at,
        )
