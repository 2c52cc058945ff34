"""Days and instants, in London."""

from datetime import UTC, date, datetime

import pytest

from hsb import clock

AT = datetime(2026, 7, 20, 14, 30, tzinfo=clock.LONDON)


def test_what_is_known_by_its_day_is_kept_at_noon_and_never_in_the_future():
    assert clock.instant_on(date(2026, 7, 18), at=AT) == datetime(2026, 7, 18, 12, tzinfo=clock.LONDON)
    assert clock.instant_on(date(2026, 7, 20), at=AT.replace(hour=9)) == AT.replace(hour=9)


@pytest.mark.parametrize("day", [date(2026, 7, 18), date(2026, 12, 18), date(2026, 3, 29), date(2026, 10, 25)])
def test_it_is_told_from_a_time_that_somebody_gave(day):
    kept = clock.instant_on(day, at=datetime(2027, 1, 1, tzinfo=UTC))

    assert clock.is_known_by_its_day(kept)
    assert clock.is_known_by_its_day(kept.astimezone(UTC))
    assert not clock.is_known_by_its_day(kept.replace(minute=1))
