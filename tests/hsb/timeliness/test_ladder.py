"""Which rung of a chase ladder is due when: the day before, on and after, over weekends and Christmas, and after a missed week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.timeliness import ladder
from hsb.timeliness.calendar import Holidays, is_working_day, working_days_between
from hsb.timeliness.standards import Rung
from tests.hsb.timeliness.builders import ENGLAND, SHIPPED

DAYS = st.dates(min_value=date(2012, 6, 1), max_value=date(2028, 12, 31))
OWNER, MANAGER, ESCALATION = "owner", "manager", "escalation"
USUAL = (
    Rung(-2, (OWNER,)),
    Rung(0, (OWNER,)),
    Rung(1, (OWNER, MANAGER)),
    Rung(3, (MANAGER,)),
    Rung(5, (ESCALATION,)),
)
LADDERS = st.lists(
    st.tuples(
        st.integers(-10, 20), st.sets(st.sampled_from([OWNER, MANAGER, ESCALATION]), min_size=1).map(sorted).map(tuple)
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda rung: rung[0],
).map(lambda rungs: tuple(Rung(*rung) for rung in sorted(rungs)))


def test_the_shipped_default_is_the_usual_ladder() -> None:
    assert next(row for row in SHIPPED if row.code == "T5").ladder == USUAL


# due on Tuesday 29 December 2026: Christmas on a Friday, Boxing Day's substitute on the Monday before
@pytest.mark.parametrize(
    ("due", "rung", "falls_on"),
    [
        ("2026-11-26", -2, "2026-11-24"),
        ("2026-11-26", 0, "2026-11-26"),
        ("2026-11-26", 1, "2026-11-27"),
        ("2026-11-26", 3, "2026-12-01"),
        ("2026-11-26", 5, "2026-12-03"),
        ("2026-12-29", -2, "2026-12-23"),
        ("2026-12-29", 0, "2026-12-29"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 3, "2026-12-31"),
        ("2026-12-24", 5, "2027-01-05"),
        # on a Saturday: chased on the Friday before, late from the Monday after
        ("2026-11-28", -2, "2026-11-25"),
        ("2026-11-28", 0, "2026-11-27"),
        ("2026-11-28", 1, "2026-11-30"),
        # on Christmas Day
        ("2026-12-25", 0, "2026-12-24"),
        ("2026-12-25", 1, "2026-12-29"),
    ],
)
def test_a_rung_falls_on_its_working_day_and_is_not_due_before(due: str, rung: int, falls_on: str) -> None:
    judged_on, day = date.fromisoformat(due), date.fromisoformat(falls_on)
    one = (Rung(rung, (OWNER,)),)

    assert ladder.rung_day(judged_on, rung, ENGLAND) == day
    for days, due_then in ((-1, False), (0, True), (1, True)):
        at = ladder.position(judged_on, day + timedelta(days=days), ENGLAND)
        assert bool(ladder.latest(one, at)) is due_then


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (-3, {}),
        (-2, {OWNER: -2}),
        (-1, {OWNER: -2}),
        (0, {OWNER: 0}),
        (1, {OWNER: 1, MANAGER: 1}),
        (2, {OWNER: 1, MANAGER: 1}),
        (3, {OWNER: 1, MANAGER: 3}),
        (5, {OWNER: 1, MANAGER: 3, ESCALATION: 5}),
        (40, {OWNER: 1, MANAGER: 3, ESCALATION: 5}),
    ],
)
def test_each_recipient_has_the_last_rung_that_names_them(at: int, told: dict[str, int]) -> None:
    assert {kind: rung.days for kind, rung in ladder.latest(USUAL, at).items()} == told


@given(DAYS, st.integers(-10, 20))
def test_a_rung_falls_on_a_working_day_and_on_the_first_with_its_number(judged_on: date, days: int) -> None:
    day = ladder.rung_day(judged_on, days, ENGLAND)

    assert is_working_day(day, ENGLAND)
    assert working_days_between(judged_on, day, ENGLAND) == days
    assert working_days_between(judged_on, day - timedelta(days=1), ENGLAND) == days - 1


@given(DAYS, st.integers(-40, 60), LADDERS)
def test_a_rung_is_due_exactly_from_its_day_on(judged_on: date, days: int, rungs: tuple[Rung, ...]) -> None:
    today = judged_on + timedelta(days=days)
    at = ladder.position(judged_on, today, ENGLAND)
    due = [rung for rung in rungs if ladder.rung_day(judged_on, rung.days, ENGLAND) <= today]

    told = ladder.latest(rungs, at)

    assert set(told) == {kind for rung in due for kind in rung.to}
    assert all(rung == [one for one in due if kind in one.to][-1] for kind, rung in told.items())
    assert ladder.following(rungs, at) == next((rung for rung in rungs if rung not in due), None)


def test_past_the_known_calendar_a_ladder_still_begins() -> None:
    known = Holidays(ENGLAND.names, known_from=date(2012, 1, 1), known_until=date(2026, 12, 31))

    assert ladder.first_day(USUAL, date(2027, 3, 10), known) == date(2027, 3, 8)
    assert ladder.first_day((), date(2026, 3, 10), known) is None
