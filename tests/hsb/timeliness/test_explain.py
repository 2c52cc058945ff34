"""Why this date, and where a clock stands today, in words a practitioner can check."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.timeliness import english
from hsb.timeliness.calendar import Holidays
from hsb.timeliness.explain import PAUSED, Explanation, amount_words, explain, owner_words
from hsb.timeliness.facts import EXTENDED, Event
from hsb.timeliness.standards import Standard
from hsb.timeliness.standing import Standing, left, standing, words
from tests.hsb.timeliness.builders import ENGLAND, PAUSING, SHIPPED, at, clocks, event, only, shipped, standard

TODAY = date(2026, 12, 1)


def explained(row: Standard, *events: Event, today: date = TODAY) -> Explanation:
    return explain(only(events, row), row, ENGLAND, today)


def planning_meeting() -> Explanation:
    return explained(shipped("T25"), event(1, "yos.allocated", "2026-11-19 14:00"))


def test_the_explanation_in_the_drawing() -> None:
    why = planning_meeting()

    assert why.sentence == "Ten working days after allocation on Thursday 19 November 2026."
    assert why.not_counted == ("21, 22, 28 and 29 November (weekends)", "no bank holidays")
    assert [(day.label, day.count) for day in why.days[:6]] == [
        ("Thu 19", 0),
        ("Fri 20", 1),
        ("Sat 21", None),
        ("Sun 22", None),
        ("Mon 23", 2),
        ("Tue 24", 3),
    ]
    assert [day.date for day in why.days if day.is_today] == [TODAY]
    assert (why.days[0].is_start, why.days[-1].is_due, why.days[-1].count) == (True, True, 10)
    assert (why.started_by, why.started_at) == ("Allocation", at("2026-11-19 14:00"))
    assert why.standard_title == "First AIM planning meeting, 10 working days"
    assert why.basis_label == "Local: suggested, not adopted"
    assert (why.owner, why.pauses, why.extensions, why.provisional) == ("YOS officer", (), (), "")
    assert (why.due_on, why.root_event) == (date(2026, 12, 3), 1)


def test_a_holiday_is_left_out_by_its_name() -> None:
    why = explained(standard(amount=3), event(1, "asked", "2026-12-24"))

    assert why.not_counted == (
        "26 and 27 December (weekend)",
        "25 December (Christmas Day)",
        "28 December (Boxing Day (substitute day))",
    )


def test_a_holiday_without_a_name_is_a_day_off() -> None:
    row = standard(amount=1)
    off = frozenset({date(2026, 11, 20)})

    why = explain(only([event(1, "asked", "2026-11-19")], row, holidays=off), row, off, TODAY)

    assert "20 November (day off)" in why.not_counted


def test_paused_days_are_left_out_and_the_pause_gives_its_reason() -> None:
    row = standard(paused_because="more information was asked for", **PAUSING)
    why = explained(
        row, event(1, "asked", "2026-11-19"), event(2, "paused", "2026-11-20"), event(3, "resumed", "2026-11-24")
    )

    assert why.pauses == ("From 20 November to Tuesday 24 November 2026, because more information was asked for",)
    assert "21, 22, 23 and 24 November (paused)" in why.not_counted
    assert (why.days[-1].date, why.days[-1].count) == (date(2026, 11, 30), 5)


def test_a_pause_that_goes_on_says_so() -> None:
    why = explained(standard(**PAUSING), event(1, "asked", "2026-11-19"), event(2, "paused", "2026-11-20"))

    assert why.pauses == ("Since Friday 20 November 2026. Counting goes on when that ends",)
    assert why.days[-1].is_due
    assert why.days[3].off_reason == PAUSED


@pytest.mark.parametrize(
    ("binding", "said"),
    [
        ("statutory", "to Thursday 10 December 2026, agreed on 25 November; the date set by law or guidance stays"),
        ("local", "to Thursday 10 December 2026, agreed on 25 November"),
    ],
)
def test_an_extension_is_listed(binding: str, said: str) -> None:
    extension = event(2, EXTENDED, "2026-11-25", standard="X1", until="2026-12-10")

    assert explained(standard(basis=binding), event(1, "asked", "2026-11-19"), extension).extensions == (said,)


@pytest.mark.parametrize(
    ("row", "events", "sentence"),
    [
        (
            shipped("T1"),
            [event(1, "referral.received", "2026-11-18", destination="mash")],
            "One working day after MASH received the referral on Wednesday 18 November 2026.",
        ),
        (
            shipped("T45"),
            [event(1, "incident.known", "2026-11-19")],
            "The same day: the incident became known on Thursday 19 November 2026.",
        ),
        (
            shipped("T45"),
            [event(1, "incident.known", "2026-11-21")],
            "The next one, because that was not a school or working day: "
            "the incident became known on Saturday 21 November 2026.",
        ),
        (
            shipped("T29"),
            [event(1, "investigation.ended", "2026-11-19")],
            "No number of days is set: the time since the enquiry or investigation ended, or the assessment found abusive "
            "behaviour on Thursday 19 November 2026 is measured.",
        ),
        (
            shipped("CHECK"),
            [event(1, "agency_check.asked", "2026-11-19", agency="school", due_on="2026-11-24")],
            "By the date asked for, Tuesday 24 November 2026.",
        ),
        (
            shipped("T4"),
            [event(1, "strategy.decided", "2026-11-19 14:05")],
            "24 hours after it was decided to hold one on Thursday 19 November 2026 at 2:05pm.",
        ),
        (
            shipped("T12"),
            [event(1, "conference.held", "2026-11-19", outcome="plan")],
            "Three months after the initial conference on Thursday 19 November 2026.",
        ),
        (
            shipped("T35"),
            [event(1, "psr.requested", "2026-11-19", hearing_on="2026-12-10")],
            "Two working days before the hearing.",
        ),
        (
            shipped("T39"),
            [event(1, "sentence.passed", "2026-11-19", order="custody")],
            "There is no date yet: it depends on the first review meeting.",
        ),
        (
            shipped("T47a"),
            [event(1, "birth_date.recorded", "2026-11-19", born_on="2010-08-31")],
            "When the young person is 17 years and 6 months old.",
        ),
        (
            standard(unit="calendar days", amount=1),
            [event(1, "asked", "2026-11-19")],
            "One calendar day after the question on Thursday 19 November 2026.",
        ),
        (
            standard(unit="before event", date_fact="held_on", amount=1),
            [event(1, "asked", "2026-11-19", held_on="2026-12-01")],
            "One working day before the date given.",
        ),
    ],
)
def test_sentence(row: Standard, events: list[Event], sentence: str) -> None:
    assert explained(row, *events).sentence == sentence


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("T5", "Statutory guidance"),
        ("T17", "Statutory"),
        ("T23", "Local: suggested, not adopted"),
        ("CHECK", "Local"),
        ("T29", "Policy: measured, never late"),
        ("T39", "Policy"),
        ("T34", "Policy"),
        ("T36", "National: for information"),
        ("T41a", "Statutory: for information"),
    ],
)
def test_basis(code: str, label: str) -> None:
    row = shipped(code)
    starts = row.starts_on[0]
    facts = {name: value for name, value in starts.where if isinstance(value, str | int)}

    assert explained(row, event(1, starts.event, "2026-11-19", **facts)).basis_label == label


def test_an_adopted_local_standard_says_since_when() -> None:
    row = replace(shipped("T23"), adopted=True, partnership="aldermere", effective_from=date(2026, 4, 1))

    assert (
        explained(row, event(1, "yos.referred", "2026-11-19")).basis_label
        == "Local: adopted from Wednesday 1 April 2026"
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("T1", "1 working day"),
        ("T5", "45 working days"),
        ("T29", "no set time"),
        ("T45", "the same day"),
        ("T47b", "at 18 years old"),
        ("T39", "1 working day before the first review meeting"),
        ("T35", "2 working days before the hearing"),
        ("T42b", "182 calendar days before release"),
        ("T50", "72 hours"),
    ],
)
def test_amount(code: str, said: str) -> None:
    assert amount_words(shipped(code)) == said


@pytest.mark.parametrize(
    ("kind", "role", "said"),
    [("yos", "yos_manager", "YOS manager"), ("csws", "mash_worker", "MASH worker"), ("school", "", "School"), ("csws", "iro", "IRO"),
     ("school", "dsl", "Safeguarding lead")],
)  # fmt: skip
def test_owner(kind: str, role: str, said: str) -> None:
    assert owner_words(kind, role) == said


def test_a_strip_of_half_a_year_is_not_drawn() -> None:
    row = standard(unit="calendar days", amount=182)

    assert explained(row, event(1, "asked", "2026-11-19")).days == ()


def _one_that_fits(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    return sorted(value)[0] if isinstance(value, list | tuple | set | frozenset) else "2022-10-28"


def test_every_shipped_standard_can_explain_itself() -> None:
    for row in SHIPPED:
        running = replace(row, dormant=False)
        for start in running.starts_on:
            facts: dict[str, Any] = {row.date_fact: "2027-01-05"} if row.date_fact else {}
            facts |= {name: _one_that_fits(value) for name, value in start.where}
            facts |= (
                {"arrested_on": "2022-10-28" if row.code < "T32" else "2019-01-01"} if "arrested_on" in facts else {}
            )
            why = explained(running, event(1, start.event, "2026-11-19", **facts))
            assert why.sentence[0].isupper() or why.sentence[0].isdigit(), row.code
            assert why.sentence.endswith("."), row.code
            assert why.source, row.code
            assert why.owner or row.owner_fact, row.code


@given(
    st.integers(1, 30),
    st.integers(0, 900),
    st.lists(st.integers(0, 40), max_size=4),
    st.sampled_from(["working days", "calendar days", "school days"]),
    st.booleans(),
)
def test_the_strip_counts_to_the_amount(amount: int, offset: int, gaps: list[int], unit: str, include: bool) -> None:
    row = standard(amount=amount, unit=unit, include_trigger_day=include, **PAUSING)
    day = at("2025-01-01 09:00") + timedelta(days=offset)
    events = [Event(1, "asked", {}, day)]
    for n, gap in enumerate(gaps[: len(gaps) // 2 * 2]):
        day += timedelta(days=gap)
        events.append(Event(n + 2, ("paused", "resumed")[n % 2], {}, day))

    why = explain(only(events, row), row, ENGLAND, TODAY)

    if why.days:
        assert [d.is_due for d in why.days] == [False] * (len(why.days) - 1) + [True]
        assert why.days[-1].count == amount
        counts = [d.count for d in why.days if d.count is not None]
        assert counts == sorted(counts)


def test_past_the_known_calendar_the_explanation_still_opens() -> None:
    bounded = Holidays(ENGLAND.names, known_until=date(2026, 11, 23))
    row = standard()

    why = explain(only([event(1, "asked", "2026-11-19")], row, holidays=bounded), row, bounded, TODAY)

    assert "ends on 23 November 2026" in why.provisional
    assert why.days[-1].count == 5


# -- standing -----------------------------------------------------------------------------------------------------------

ASKED = event(1, "asked", "2026-11-19 14:00")  # due Thursday 26 November


@pytest.mark.parametrize(
    ("today", "expected", "said"),
    [
        (date(2026, 11, 19), Standing.NOT_DUE, "due Thursday 26 November 2026, 5 working days"),
        (date(2026, 11, 23), Standing.NOT_DUE, "due Thursday, 3 working days"),
        (date(2026, 11, 24), Standing.DUE_SOON, "due Thursday, 2 working days"),
        (date(2026, 11, 25), Standing.DUE_SOON, "due Thursday, 1 working day"),
        (date(2026, 11, 26), Standing.DUE_TODAY, "due today"),
        (date(2026, 11, 27), Standing.OVERDUE, "overdue by 1 working day"),
        (date(2026, 12, 1), Standing.OVERDUE, "overdue by 3 working days"),
    ],
)
def test_standing_from_day_to_day(today: date, expected: Standing, said: str) -> None:
    clock = only([ASKED])

    assert (standing(clock, today, ENGLAND), words(clock, today, ENGLAND)) == (expected, said)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 19), "5 working days"),
        (date(2026, 11, 25), "1 working day"),
        (date(2026, 11, 26), "today"),
        (date(2026, 12, 1), "3 working days late"),
    ],
)
def test_standing_beside_a_date_already_shown(today: date, said: str) -> None:
    clock = only([event(1, "asked", "2026-11-19 14:00")])

    assert left(clock, today, ENGLAND) == said


def test_late_since_a_weekday_while_no_working_day_has_passed() -> None:
    due_friday = only([event(1, "asked", "2026-11-20 14:00")])

    assert left(due_friday, date(2026, 11, 28), ENGLAND) == "late since Friday"


@pytest.mark.parametrize(
    ("row", "events", "expected", "said"),
    [
        (standard(), [event(2, "answered", "2026-11-25")], Standing.MET, "done Wednesday 25 November 2026"),
        (standard(), [event(2, "answered", "2026-11-30")], Standing.MET_LATE, "done 2 working days late"),
        (standard(), [event(2, "answered", "2026-11-27")], Standing.MET_LATE, "done 1 working day late"),
        (standard(unit="hours", amount=24), [event(2, "answered", "2026-11-20 16:00")], Standing.MET_LATE,
         "done late, the same working day"),
        (standard(), [event(2, "case.closed", "2026-11-20")], Standing.CANCELLED, "no longer needed"),
        (standard(**PAUSING), [event(2, "paused", "2026-11-20")], Standing.PAUSED, "paused"),
        (standard(**PAUSING), [event(2, "paused", "2026-11-30")], Standing.OVERDUE, "overdue by 3 working days"),
        (standard(adopted=False, basis="local"), [], Standing.MEASURED,
         "8 working days so far, suggested by Thursday 26 November 2026"),
        (standard(unit="measure", amount=0), [], Standing.MEASURED, "8 working days so far, no target"),
        (standard(unit="hours", amount=24 * 12), [], Standing.DUE_TODAY, "due today by 2pm"),
        (standard(basis="local"), [event(2, EXTENDED, "2026-11-24", standard="X1", until="2026-12-03")], Standing.DUE_SOON,
         "due Thursday, 2 working days (extended from Thursday 26 November 2026)"),
        (standard(), [event(2, EXTENDED, "2026-11-24", standard="X1", until="2026-12-03")], Standing.OVERDUE,
         "overdue by 3 working days (extended to Thursday 3 December 2026, which does not change the date it is held "
         "to)"),
    ],
)  # fmt: skip
def test_standing_on_the_first_of_december(row: Standard, events: list[Event], expected: Standing, said: str) -> None:
    clock = only([ASKED, *events], row)

    assert (standing(clock, TODAY, ENGLAND), words(clock, TODAY, ENGLAND)) == (expected, said)


def test_overdue_over_a_weekend_names_the_day() -> None:
    assert words(only([event(1, "asked", "2026-11-20")]), date(2026, 11, 28), ENGLAND) == "overdue since Friday"


def test_past_the_known_calendar_a_standing_is_still_said() -> None:
    bounded = Holidays(ENGLAND.names, known_until=date(2026, 11, 20))

    assert words(only([ASKED], holidays=bounded), date(2026, 11, 24), bounded) == "due Thursday, 2 working days"


@given(st.integers(-30, 60))
def test_an_open_clock_only_ever_moves_towards_late(days: int) -> None:
    ladder = [Standing.NOT_DUE, Standing.DUE_SOON, Standing.DUE_TODAY, Standing.OVERDUE]
    clock = only([ASKED])
    today = clock.started_on + timedelta(days=days)

    assert ladder.index(standing(clock, today, ENGLAND)) <= ladder.index(
        standing(clock, today + timedelta(days=1), ENGLAND)
    )


def test_english() -> None:
    assert english.number(21) == "21"
    assert (
        english.listed_days([date(2026, 12, 5), date(2026, 11, 28), date(2026, 11, 29)])
        == "28 and 29 November, 5 December"
    )
    assert english.clock_time(at("2026-11-19 00:30")) == "12:30am"
    assert english.listed(["one"]) == "one"


def test_clocks_of_one_case_are_listed_by_when_they_started() -> None:
    found = clocks([event(2, "asked", "2026-11-20"), event(1, "asked", "2026-11-19")], standard(restart="each"))

    assert [clock.root_event for clock in found] == [1, 2]
