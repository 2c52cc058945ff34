"""The stage tracker of one case: steps as they happened, working days between them, and what is still to come."""

from datetime import date, datetime

import pytest

from hsb import clock
from hsb.pages.overview import delay_chain
from hsb.pages.overview.delay_chain import stages

FIRSTS = {
    "first_account.given": date(2026, 9, 17),
    "referral.received": date(2026, 9, 18),
    "mash.decision_approved": date(2026, 9, 21),
    "yos.referred": date(2026, 10, 30),
}
TODAY = date(2026, 11, 24)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))


def test_a_wait_is_counted_up_to_today_and_the_next_step_stands_open() -> None:
    shown, story = stages(FIRSTS, today=TODAY, holidays=())

    assert [(step.name, step.gap, step.gap_note) for step in shown][:4] == [
        ("First account", "1", ""),
        ("Referral", "1", ""),
        ("MASH decision", "29", ""),
        ("YOS referral", "17", "so far"),
    ]
    assert "Allocated" in [step.name for step in shown if step.state == "todo"]
    assert story == "48 working days since the first account."


def test_nobody_is_said_to_wait_for_an_officer_after_yos_has_declined() -> None:
    shown, story = stages(FIRSTS, today=TODAY, holidays=(), waits=False)

    assert [step.name for step in shown] == ["First account", "Referral", "MASH decision", "YOS referral"]
    assert {step.state for step in shown} == {"done"}
    assert not shown[-1].gap
    assert story == "31 working days from the first account to the last step."


@pytest.mark.parametrize(
    ("told", "until", "waiting", "ended"),
    [
        (
            FRIDAY,
            FRIDAY,
            "The first account was given today.",
            "The first account and the last step were on the same day.",
        ),
        (
            SATURDAY,
            SUNDAY,
            "No working day has passed since the first account.",
            "No working day lay between the first account and the last step.",
        ),
        (
            FRIDAY,
            MONDAY,
            "1 working day since the first account.",
            "1 working day from the first account to the last step.",
        ),
    ],
)
def test_the_sentence_says_days_as_people_do(told: date, until: date, waiting: str, ended: str) -> None:
    firsts = {"first_account.given": told, "referral.received": until}

    assert stages(firsts, today=until, holidays=())[1] == waiting
    assert stages(firsts, today=TODAY, holidays=(), waits=False)[1] == ended


def test_the_line_between_two_steps_tells_the_same_day_from_a_weekend_and_one_day_from_several() -> None:
    firsts = {"first_account.given": FRIDAY, "referral.received": FRIDAY, "mash.decision_approved": MONDAY}
    shown, _ = stages(firsts, today=MONDAY, holidays=())
    done = [(stage.gap, stage.gap_unit, stage.gap_note) for stage in shown if stage.state != "todo"]
    assert done == [("same day", "", ""), ("1", "working day", ""), ("today", "", "")]

    weekend = {"first_account.given": SATURDAY, "referral.received": SUNDAY}
    shown, _ = stages(weekend, today=SUNDAY, holidays=())
    assert [stage.gap for stage in shown if stage.state != "todo"] == ["no working day", "today"]


def test_what_was_held_for_the_court_and_what_followed_a_refusal_is_told_apart_from_the_wait():
    def at(month: int, day: int, year: int = 2027) -> datetime:
        return datetime(year, month, day, 12, tzinfo=clock.LONDON)

    latest_first = [
        ("aim.stopped", at(1, 20)),
        ("aim.hold_ended", at(1, 18)),
        ("aim.hold_began", at(12, 14, 2026)),
        ("aim.consent_complete", at(12, 7, 2026)),
    ]
    off = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    said = delay_chain.apart(latest_first, today=date(2027, 1, 22), holidays=off)
    assert said.startswith("Of these, 22 days AIM2 was held for the court and 2 days followed a refusal")
    assert delay_chain.apart(latest_first, today=date(2027, 1, 22), holidays=off, waits=False).count("refusal") == 0
    assert delay_chain.apart(latest_first[3:], today=date(2027, 1, 22), holidays=off) == ""
