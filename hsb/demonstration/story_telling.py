"""One story being told: the people, the clock, and what has come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.demonstration.families import Family
from referrals.models import Referral

EVENING = 18


@dataclass
class Telling:
    """One story being told: the people, the clock, and what has come of it."""

    people: dict[str, User]
    now: datetime
    days: int
    family: Family
    referral: Referral | None = None
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.instant(self.days, time(9, 30))

    def instant(self, days_ago: int, clock_time: time) -> datetime:
        """Answer a weekday instant so many days ago, never after now."""
        day = clock.local_date(self.now) - timedelta(days=days_ago)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return min(datetime.combine(day, clock_time, tzinfo=clock.LONDON), self.now - timedelta(minutes=30))

    def later(self, days: int = 0, hours: int = 1) -> datetime:
        """Time passes; answers the new instant, never after now, at night or on a weekend."""
        moved = self.at + timedelta(days=days, hours=hours)
        if not 8 <= clock.local_time(moved).hour < EVENING:
            morning = clock.local_date(moved + timedelta(hours=24 - EVENING))
            moved = datetime.combine(morning, time(9, 10), tzinfo=clock.LONDON)
        while clock.local_time(moved).weekday() > 4:
            moved += timedelta(days=1)
        self.at = max(self.at, min(moved, self.now - timedelta(minutes=2)))
        return self.at

    @property
    def young(self) -> Case:
        return Case.objects.get(referral_cases__referral=self.referral, referral_cases__number=0)

    @property
    def records(self) -> list[Case]:
        return list(Case.objects.filter(referral_cases__referral=self.referral).order_by("referral_cases__number"))


Step = Callable[[Telling], None]
