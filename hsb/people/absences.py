"""When somebody is away and who acts for them. Each change is recorded in the audit, in the same transaction.

What acting for somebody means is `hsb.agencies.queries.memberships`: for those days the acting person has the use of the absent
person's roles and of what they are on by name, and of nothing the moment the absence is over.
"""

from datetime import date, datetime

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases.acting import joins_both_children
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.notifications import quiet
from hsb.people import policies


@transaction.atomic
def record_absence(
    *, person: User, acting: User | None, from_on: date, until_on: date, by: User, at: datetime
) -> Absence:
    """The person is away from one London day until the day they are back, and `acting` acts for them for as long.

    Raises AccessDenied when it is not for `by` to say, ActionNotAllowed with what stands in the way: among it, that somebody would
    come to be on both children's records of one matter, which no reason opens (P3.7).
    """
    _lock(person, acting)
    policies.check_can_arrange(by, person, acting, clock.local_date(at))
    policies.check_absence(person, acting, from_on, until_on, clock.local_date(at))
    _check_joins_nobody(person, acting, from_on, until_on)
    absence = Absence.objects.create(
        person=person,
        acting=acting,
        from_on=from_on,
        until_on=until_on,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(AuditKind.ABSENCE_RECORDED, by=by, at=at, facts=_facts(absence))
    quiet.days_changed(person)
    return absence


@transaction.atomic
def change(
    *,
    absence: Absence,
    acting: User | None,
    from_on: date,
    until_on: date,
    version: int,
    by: User,
    at: datetime,
) -> None:
    """The absence has these days and this acting person from now on. Raises StaleVersion when somebody changed it first."""
    _lock(absence.person, absence.acting, acting)
    locked = Absence.objects.select_for_update(of=("self",)).select_related("person", "acting").get(pk=absence.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    today = clock.local_date(at)
    policies.check_still_standing(locked, today)
    policies.check_can_arrange(by, locked.person, acting, today)
    policies.check_absence(locked.person, acting, from_on, until_on, today, changing=locked)
    before = _facts(locked)
    _check_joins_nobody(locked.person, acting, from_on, until_on)
    locked.acting, locked.from_on, locked.until_on = acting, from_on, until_on
    locked.version += 1
    locked.save(update_fields=["acting", "from_on", "until_on", "version"])
    audit.record(AuditKind.ABSENCE_CHANGED, by=by, at=at, facts={**_facts(locked), "before": before})
    quiet.days_changed(locked.person)


@transaction.atomic
def return_early(*, absence: Absence, by: User, at: datetime) -> None:
    """The person is back from this moment, or is not going away after all: nobody acts for them any longer."""
    _lock(absence.person, absence.acting)
    locked = Absence.objects.select_for_update(of=("self",)).select_related("person", "acting").get(pk=absence.pk)
    today = clock.local_date(at)
    policies.check_still_standing(locked, today)
    policies.check_can_end(by, locked, today)
    locked.ended_at, locked.ended_by = at, by
    locked.version += 1
    locked.save(update_fields=["ended_at", "ended_by", "version"])
    audit.record(AuditKind.ABSENCE_ENDED, by=by, at=at, facts=_facts(locked))
    quiet.days_changed(locked.person)


def _lock(*people: User | None) -> None:
    """Of two absences that would contradict each other, one waits for the other: they share a person."""
    ids = {one.pk for one in people if one is not None}
    list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def _check_joins_nobody(person: User, acting: User | None, from_on: date, until_on: date) -> None:
    if acting is not None and joins_both_children(person, acting, from_on, until_on):
        raise ActionNotAllowed(
            f"Acting for {person.full_name} would put {acting.full_name} on both children’s records of one matter."
            " Choose somebody else, or nobody: the work then stands on their manager’s list."
        )


def _facts(absence: Absence) -> dict[str, object]:
    return {
        "absence": absence.pk,
        "user": absence.person_id,
        "acting": absence.acting_id,
        "from": absence.from_on.isoformat(),
        "until": absence.until_on.isoformat(),
    }
