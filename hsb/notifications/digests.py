"""One e-mail a working day: how much of a person's work is overdue or due, and how much late work was brought to them.

Only numbers leave. Somebody for whom there is nothing gets nothing; so does somebody on a quiet day, or who is away (whoever acts
for them has their work in their own numbers).
"""

from datetime import date, datetime

from django.core.cache import cache

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Membership
from hsb.cases.visible import visible_cases
from hsb.database import as_worker
from hsb.notifications import mail, queries, quiet
from hsb.notifications.chasing import BEGINS
from hsb.notifications.models import MailRecord
from hsb.notifications.wording import CHASES
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import is_working_day

TEMPLATE = "digest"
MOST = 999
OF_OTHERS = sorted(set(CHASES) - {"chase.owner"})


def send_all(*, at: datetime) -> int:
    """Everybody who has something to hear has today's digest; answer how many that were now. Nothing before half past seven.

    Each person is a transaction of their own and each digest has its key, so a run that was killed is simply run again. That a
    day is through is kept in the cache only, to save the looking: losing it sends nothing twice.
    """
    today = clock.local_date(at)
    if clock.local_time(at).time() < BEGINS or cache.get(_key(today)):
        return 0
    with as_worker():
        if not is_working_day(today, timeliness.book().holidays):
            return 0
        people = _people(today)
    sent = 0
    for user in people:
        with as_worker():
            sent += send(user, on=today, at=at)
    cache.set(_key(today), True, timeout=86_400)
    return sent


def send(user: User, *, on: date, at: datetime) -> bool:
    """The person has their digest of the day, unless there is nothing to say."""
    counts = _counts(user, on=on, at=at)
    if not any(counts.values()):
        return False
    context = {name: str(count) for name, count in counts.items()}
    mail.send(to=user, template=TEMPLATE, context=context, key=_key(on, user.pk), at=at)
    return True


def _people(on: date) -> list[User]:
    """Answer everybody at work that day who has no digest of it yet."""
    at_work = Membership.objects.current(on).values("user")
    had = set(
        MailRecord.objects.filter(template=TEMPLATE, key__startswith=f"{_key(on)}:").values_list("to_id", flat=True)
    )
    everybody = User.objects.active().filter(pk__in=at_work).exclude(pk__in=quiet.quiet_on(on)).order_by("pk")
    return [user for user in everybody if user.pk not in had]


def _counts(user: User, *, on: date, at: datetime) -> dict[str, int]:
    owners = [timeliness.Owner(str(m.agency.kind), str(m.role), m.agency.pk) for m in agencies.memberships(user, on)]
    mine = timeliness.due_for(
        owners, cases=visible_cases(user, at=at), persons=agencies.stands_for(user, on)
    ).order_by()
    can_be_late = mine.filter(late_at__isnull=False)
    return {
        "overdue": can_be_late.filter(judged_on__lt=on)[:MOST].count(),
        "due": can_be_late.filter(judged_on=on)[:MOST].count(),
        "brought": queries.notices(user).unread().filter(kind__in=OF_OTHERS).order_by()[:MOST].count(),
    }


def _key(on: date, user_id: int | None = None) -> str:
    return f"{TEMPLATE}:{on}" + (f":{user_id}" if user_id is not None else "")
