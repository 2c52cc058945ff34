"""Chasing: what is nearly due, due or late is brought to its owner, then to managers, then to the agency's contact.

Every clock keeps the day its next rung falls (`Deadline.next_chase_on`). The sweep takes the clocks whose day has come, works out
which rungs are due by the pure rule (`timeliness.ladder`), and writes the notices of thousands of clocks in one statement. A
notice's natural key says clock, due day, rung and person, so that a sweep run twice, killed, or four at once tells nobody twice;
after a missed week it sends the rung due now and not those that were missed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.profile import profile
from hsb.database import as_worker
from hsb.notifications import mail
from hsb.notifications.chasing_sql import PAUSED, STATEMENT, TAKE
from hsb.timeliness import ladder
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import State
from hsb.timeliness.models import CalendarDay, Deadline
from hsb.timeliness.queries import Book
from hsb.timeliness.standards import Standard

CHUNK = 5000
"""Clocks taken by one transaction: nobody waits long for their rows, and the statements are still the work."""

BEGINS = time(7, 30)
"""The hour at which a day's chasing begins, in London: nobody needs to hear of it at midnight."""

BREACH_MAIL = "statutory_breach"


@dataclass
class Swept:
    """What a sweep did: clocks looked at, notices written, people written to at once about a time limit set by law."""

    clocks: int = 0
    notices: int = 0
    mailed: set[int] = field(default_factory=set)


def chasing_day(at: datetime) -> date:
    """Answer the London day whose reminders are due at this instant: until half past seven, still the day before."""
    local = clock.local_time(at)
    return local.date() if local.time() >= BEGINS else local.date() - timedelta(days=1)


def sweep(*, at: datetime, chunk: int | None = None) -> Swept:
    """Everybody has the reminders that are due by `at`, in short transactions of `chunk` clocks; answer what that took.

    Does nothing past the end of the known calendar, where no working day can be counted (CalendarEnds says what to do).
    """
    swept, size = Swept(), chunk or CHUNK
    with as_worker():
        known = _Known.by(chasing_day(at))
    while True:
        with as_worker():
            taken = _chase(known, swept, at=at, limit=size)
        if taken < size:
            return swept


Key = tuple[str, int, date, date]
"""What decides which rungs of a clock are due: code and version of its standard, the day it is held to, the day its next rung fell."""


@dataclass(frozen=True)
class _Due:
    """The rungs due for clocks of one key, each as (kind of recipient, rung, how late, is it news by law), and the next day."""

    rungs: tuple[tuple[str, int, int, int], ...]
    next_on: date | None


@dataclass
class _Known:
    """The standards and the calendar for the length of one sweep, with what was worked out already."""

    today: date
    book: Book
    last_day: date
    by_version: dict[tuple[str, int], Standard]
    worked_out: dict[Key, _Due] = field(default_factory=dict)

    @classmethod
    def by(cls, today: date) -> "_Known":
        book = timeliness.book()
        ladder.position(today, today, book.holidays)
        last = CalendarDay.objects.order_by("-day").values_list("day", flat=True)[0]
        return cls(today, book, last, {(one.code, one.version): one for one in book.standards})

    def due(self, key: Key) -> _Due:
        """Answer what is due for clocks of this key."""
        if key not in self.worked_out:
            self.worked_out[key] = self._due(*key)
        return self.worked_out[key]

    def _due(self, code: str, version: int, judged_on: date, pending_on: date) -> _Due:
        standard = self.by_version[code, version]
        late = ladder.position(judged_on, self.today, self.book.holidays)
        following = ladder.following(standard.ladder, late)
        return _Due(
            tuple(
                (kind, rung.days, late, int(self._is_news(standard, kind, judged_on, pending_on)))
                for kind, rung in ladder.latest(standard.ladder, late).items()
            ),
            ladder.rung_day(judged_on, following.days, self.book.holidays) if following else None,
        )

    def _is_news(self, standard: Standard, kind: str, judged_on: date, pending_on: date) -> bool:
        """Is a time limit set by law now past, and this the first that this kind of recipient hears of it?"""
        if not standard.binding:
            return False
        first = next((rung for rung in standard.ladder if rung.days > 0 and kind in rung.to), None)
        if first is None:
            return False
        day = ladder.rung_day(judged_on, first.days, self.book.holidays)
        return pending_on <= day <= self.today


def _chase(known: _Known, swept: Swept, *, at: datetime, limit: int) -> int:
    """Up to `limit` clocks whose day has come have their notices and their next day. Answer how many there were."""
    with connection.cursor() as cursor:
        locks = " FOR UPDATE OF d SKIP LOCKED FOR KEY SHARE OF c SKIP LOCKED"
        held = connection.features.has_select_for_update_skip_locked
        cursor.execute(TAKE + (locks if held else ""), [known.today, known.last_day, limit])
        taken = [(row[0], (row[1], row[2], _as_date(row[3]), _as_date(row[4]))) for row in cursor.fetchall()]
        if not taken:
            return 0
        ids_by_next: dict[date | None, list[int]] = defaultdict(list)
        lines: list[str] = []
        for pk, key in taken:
            due = known.due(key)
            ids_by_next[due.next_on].append(pk)
            lines += [f"({pk},'{kind}',{days},{late},{news})" for kind, days, late, news in due.rungs]
        told = _tell(cursor, lines, at=at) if lines else []
    for next_on, ids in ids_by_next.items():
        Deadline.objects.filter(pk__in=ids).update(next_chase_on=next_on)
    swept.clocks += len(taken)
    swept.notices += len(told)
    _mail_at_once({user for user, urgent in told if int(urgent)} - swept.mailed, on=known.today, at=at)
    swept.mailed |= {user for user, urgent in told if int(urgent)}
    return len(taken)


def ask_about_pauses(*, at: datetime) -> int:
    """Whoever's move a clock is that has stood still for so many weeks (the partnership's setting) is asked whether the reason still
    holds, and again after as many more; answer how many clocks that is. From the second time on the manager is told too.

    A notice's key says pause and asking, so a run twice asks once, and a missed day asks on the next.
    """
    weeks = paused_weeks()
    with as_worker():
        lines = []
        still = Deadline.objects.running().filter(state=State.PAUSED.value, late_at=None, adopted=True, private=False)
        for pk, spans in still.order_by("id").values_list("id", "paused_spans"):
            stood = weeks_of(spans[-1], chasing_day(at))
            if (asking := stood // weeks) == 0:
                continue
            days = spans[-1]["began_by"] * PAUSED + min(asking, PAUSED - 1)
            lines += [f"({pk},'{kind}',{days},{stood},0)" for kind in ("owner", "manager")[: min(asking, 2)]]
        with connection.cursor() as cursor:
            for start in range(0, len(lines), CHUNK):
                _tell(cursor, lines[start : start + CHUNK], at=at)
    return len({line.partition(",")[0] for line in lines})


def paused_weeks() -> int:
    """Answer after how many weeks of standing still a clock's reason is asked about, as the partnership has set it."""
    return int(profile().settings["chasing"]["paused_weeks"])


def weeks_of(span: Mapping[str, Any], today: date) -> int:
    """Answer for how many whole weeks a pause that is not over has lasted."""
    return (today - clock.local_date(datetime.fromisoformat(span["from"]))).days // 7


def _tell(cursor: Any, lines: list[str], *, at: datetime) -> list[tuple[int, Any]]:
    """The notices of these clocks and rungs stand. Answer whom each new one is for, and whether it is news by law."""
    postgres = connection.vendor == "postgresql"
    instant = at if postgres else connection.ops.adapt_datetimefield_value(at)
    today = clock.local_date(at)
    covered, covered_values = agencies.covered_sql(today)
    statement = STATEMENT.format(
        due=",".join(lines),
        covered=covered,
        paused=PAUSED,
        new_id="gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))",
        object="jsonb_build_object" if postgres else "json_object",
        nothing="'{}'::jsonb" if postgres else "'{}'",
    )
    during = [today, today, *covered_values, today, today, instant, instant]
    cursor.execute(statement, [*during, instant, today.isoformat()])
    return list(cursor.fetchall())


def _mail_at_once(users: Iterable[int], *, on: date, at: datetime) -> None:
    """Each of these people has an e-mail that a time limit set by law has passed, unless one went to them that day already."""
    # In the order of their ids: two sweeps that write to the same people must not wait for each other in a ring.
    for user in User.objects.filter(pk__in=users).order_by("pk"):
        mail.send(to=user, template=BREACH_MAIL, context={}, key=f"{BREACH_MAIL}:{on}:{user.pk}", at=at)


def _as_date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
