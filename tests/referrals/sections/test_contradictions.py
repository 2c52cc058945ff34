"""Answers that cannot both be meant are asked about before sending, naming the child."""

from typing import Any

import pytest

from referrals.sections.contradictions import contradictions


def answers(*, safety: dict[str, Any] | None = None, nobody_known: bool = False, **person: Any) -> dict[str, Any]:
    people = [{"n": 1, "given_name": "Robin", **person}] if person else []
    return {"harmed": {"people": people, "nobody_known": nobody_known}, "safety": safety or {}}


@pytest.mark.parametrize(
    ("danger", "given", "asked"),
    [
        ("no", answers(safe_now="no"), "Robin is not safe where they are"),
        ("yes", answers(safe_now="no"), ""),
        ("no", answers(safe_now="yes"), ""),
        ("no", answers(safety={"needs_protection": "yes"}), "somebody needs protecting today"),
        ("not_sure", answers(safety={"needs_protection": "yes"}), ""),
        ("no", answers(nobody_known=True, kind="child"), "described somebody"),
        ("no", answers(nobody_known=True), ""),
        ("no", answers(relationship="sibling", is_sibling="no"), "both is and is not"),
        ("no", answers(relationship="pupil", is_sibling="yes"), "both is and is not"),
        ("no", answers(relationship="sibling", is_sibling="yes"), ""),
        ("no", answers(relationship="", is_sibling="yes"), ""),
        ("no", answers(relationship="foster_sibling", is_sibling="no"), ""),
    ],
)
def test_what_does_not_go_together_is_asked_about(danger: str, given: dict[str, Any], asked: str) -> None:
    said = " ".join(problem.message for problem in contradictions(given, danger_now=danger))

    assert asked in said
    assert bool(said) is bool(asked)
