"""The days on which a person gets no e-mail that can wait: their own quiet days, and days they are away.

Notices in the product come all the same. What must not wait (a statutory breach) does not ask here.
"""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed
from hsb.notifications import mail
from hsb.notifications.models import MailRecord, MailState, QuietSpell, QuietWeekday
from hsb.outbox.models import Message

# When an e-mail that had to wait leaves: at seven in London, not in the night.
MORNING = timedelta(hours=7)
# Longer than any absence and any quiet days together are looked through.
LONGEST_WAIT = 800
LONGEST_SPELL = timedelta(days=366)
MOST_SPELLS = 20


def quiet_on(day: date) -> QuerySet[User, int]:
    """Answer the ids of everybody who gets no e-mail that can wait on a London day; for use in a set-based statement."""
    weekdays = QuietWeekday.objects.filter(weekday=day.weekday()).values("user")
    spells = QuietSpell.objects.filter(first_on__lte=day, last_on__gte=day).values("user")
    away = Absence.objects.away(day).values("person")
    return User.objects.filter(pk__in=weekdays.union(spells, away)).values_list("pk", flat=True)


def may_leave_at(user: User, at: datetime) -> datetime | None:
    """Answer when an e-mail that can wait may leave: None for at once, else the morning of the next day that is not quiet."""
    today = clock.local_date(at)
    weekdays, spells = _of(user, today)

    def quiet(day: date) -> bool:
        return day.weekday() in weekdays or any(first <= day <= last for first, last in spells)

    if not quiet(today):
        return None
    days = (today + timedelta(days=n) for n in range(1, LONGEST_WAIT))
    day = next((day for day in days if not quiet(day)), today + timedelta(days=LONGEST_WAIT))
    return clock.start_of(day) + MORNING


def _of(user: User, today: date) -> tuple[set[int], list[tuple[date, date]]]:
    weekdays = set(QuietWeekday.objects.filter(user=user).values_list("weekday", flat=True))
    spells = list(QuietSpell.objects.filter(user=user, last_on__gte=today).values_list("first_on", "last_on"))
    away = Absence.objects.standing().filter(person=user, until_on__gt=today)
    return weekdays, spells + [(one.from_on, one.last_on) for one in away]


HOLD_AGAIN = "mail.hold_again"


def days_changed(user: User) -> None:
    """What is held for the person will be held by the days as they are now. The web may not see mail, so the worker does it."""
    outbox.put(HOLD_AGAIN, {"user": user.pk}, key=f"{HOLD_AGAIN}:{uuid4()}")


def hold_again(user_id: int, *, at: datetime) -> int:
    """Every e-mail still to leave that waits for another day leaves when the person's days say now; answers how many."""
    queued = MailRecord.objects.filter(to=user_id, state=MailState.QUEUED).values_list("pk", flat=True)
    held = Message.objects.free().filter(key__in=[mail.outbox_key(pk) for pk in queued]).exclude(not_before=None)
    return held.update(not_before=may_leave_at(User.objects.get(pk=user_id), at))


def weekdays_of(user: User) -> list[int]:
    """Answer the person's quiet weekdays, Monday being 0."""
    return list(QuietWeekday.objects.filter(user=user).order_by("weekday").values_list("weekday", flat=True))


def spells_of(user: User, today: date) -> list[QuietSpell]:
    """Answer the person's quiet days that are not over, soonest first."""
    return list(QuietSpell.objects.filter(user=user, last_on__gte=today).order_by("first_on", "pk"))


@transaction.atomic
def set_weekdays(*, user: User, weekdays: set[int], at: datetime) -> None:
    """These are the person's quiet weekdays, and no others. Refused when no day would be left."""
    if len(weekdays) >= 7:
        raise ActionNotAllowed("Leave at least one day of the week on which e-mail may come.")
    QuietWeekday.objects.filter(user=user).exclude(weekday__in=weekdays).delete()
    new = [QuietWeekday(user=user, weekday=weekday) for weekday in sorted(weekdays)]
    QuietWeekday.objects.bulk_create(new, ignore_conflicts=True)
    audit.record(AuditKind.SETTING_CHANGED, by=user, at=at, what="quiet days", facts={"weekdays": sorted(weekdays)})
    days_changed(user)


@transaction.atomic
def add_spell(*, user: User, first_on: date, last_on: date, at: datetime) -> QuietSpell:
    """From the first day to the last, both included, the person gets no e-mail that can wait. The same days again are the same."""
    if last_on < first_on:
        raise ActionNotAllowed("The last quiet day must not be before the first.")
    if last_on < clock.local_date(at):
        raise ActionNotAllowed("These days are over. Choose days that are still to come.")
    if last_on - first_on > LONGEST_SPELL:
        raise ActionNotAllowed("Quiet days last a year at most.")
    User.objects.select_for_update().get(pk=user.pk)  # two presses at once are counted one after the other
    there = QuietSpell.objects.filter(user=user, first_on=first_on, last_on=last_on).first()
    if there is not None:
        return there
    if len(spells_of(user, clock.local_date(at))) >= MOST_SPELLS:
        raise ActionNotAllowed(f"You have {MOST_SPELLS} lots of quiet days already. Remove one first.")
    spell = QuietSpell.objects.create(user=user, first_on=first_on, last_on=last_on)
    audit.record(AuditKind.SETTING_CHANGED, by=user, at=at, what="quiet days", facts=_days(spell))
    days_changed(user)
    return spell


@transaction.atomic
def remove_spell(*, user: User, pk: int, at: datetime) -> None:
    """These quiet days are no more; removing them twice changes nothing."""
    spell = QuietSpell.objects.filter(user=user, pk=pk).first()
    if spell is not None:
        audit.record(
            AuditKind.SETTING_CHANGED, by=user, at=at, what="quiet days", facts=_days(spell) | {"removed": True}
        )
        spell.delete()
        days_changed(user)


def _days(spell: QuietSpell) -> dict[str, object]:
    return {"first": spell.first_on.isoformat(), "last": spell.last_on.isoformat()}
