"""The stage tracker of one case: steps as they happened, working days between them, and what is still to come."""

from datetime import date

from hsb.pages.delay_chain import stages

FIRSTS = {
    "first_account.given": date(2026, 9, 17),
    "referral.received": date(2026, 9, 18),
    "mash.decision_approved": date(2026, 9, 21),
    "yos.referred": date(2026, 10, 30),
}
TODAY = date(2026, 11, 24)


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
