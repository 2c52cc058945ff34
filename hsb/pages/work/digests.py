"""One e-mail a working day: how much of a person's work is overdue or due, and how much late work was brought to them.

Only numbers leave, and they are those of My work at that moment. Somebody for whom there is nothing gets nothing; so does
somebody on a quiet day, or who is away (whoever acts for them has their work in their own numbers).
"""

from datetime import date, datetime

from django.core.cache import cache

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Membership
from hsb.database import as_worker
from hsb.notifications import mail, queries, quiet
from hsb.notifications.chasing import BEGINS
from hsb.notifications.models import MailRecord
from hsb.notifications.wording import CHASES
from hsb.outbox import GiveUp
from hsb.pages.work.lists import Group, WorkLists, read
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import is_working_day

TEMPLATE = "digest"
MOST = 999
OF_OTHERS = sorted(set(CHASES) - {"chase.owner", "chase.paused"})


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
    """The person has their digest of the day, unless there is nothing to say. What it says is counted when it leaves."""
    if not any(counts(user, on=on).values()):
        return False
    mail.send(to=user, template=TEMPLATE, context={}, key=_key(on, user.pk), at=at)
    return True


def composed(record: MailRecord) -> dict[str, str]:
    """Answer what the digest says, as it stands at the moment it leaves.

    Raises GiveUp where it had to wait and there is nothing left to say, or the day it was for is over: the next has its own.
    """
    assert record.to is not None
    today = clock.today()
    if record.created_at < clock.start_of(today):
        raise GiveUp("The day it was for is over.")
    said = counts(record.to, on=today)
    if not any(said.values()):
        raise GiveUp("Everything was done meanwhile.")
    return {name: str(count) for name, count in said.items()}


def _people(on: date) -> list[User]:
    """Answer everybody at work that day who has no digest of it yet."""
    at_work = Membership.objects.current(on).values("user")
    had = set(
        MailRecord.objects.filter(template=TEMPLATE, key__startswith=f"{_key(on)}:").values_list("to_id", flat=True)
    )
    everybody = User.objects.active().filter(pk__in=at_work).exclude(pk__in=quiet.quiet_on(on)).order_by("pk")
    return [user for user in everybody if user.pk not in had]


def counts(user: User, *, on: date) -> dict[str, int]:
    """Answer the numbers of a person's digest: the first two groups of their My work, and what was brought to them."""
    lists = WorkLists(user, on)
    found = read({group: lists.of(group) for group in (Group.OVERDUE, Group.SOON)}, 1)
    return {
        "overdue": found[Group.OVERDUE].count,
        "due": found[Group.SOON].count,
        "brought": queries.notices(user).unread().filter(kind__in=OF_OTHERS).order_by()[:MOST].count(),
    }


def _key(on: date, user_id: int | None = None) -> str:
    return f"{TEMPLATE}:{on}" + (f":{user_id}" if user_id is not None else "")
