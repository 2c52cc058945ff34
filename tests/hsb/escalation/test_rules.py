"""The levels are data of the partnership, and what contradicts the policy is refused with a sentence."""

from datetime import date

import pytest

from hsb.escalation import rules
from hsb.escalation.rules import LevelsInvalid

FIRST = {"level": 1, "name": "Managers", "plain": "managers", "asks": {"csws": "csws_manager", "yos": "yos_manager"}}
SECOND = {"level": 2, "name": "Heads", "plain": "heads", "asks": {"csws": "csws_manager"}, "contacts": True}
BOARD = {"level": 4, "name": "Board", "plain": "the board", "asks": {"lscb": "lscb_officer"}, "board": True}


def test_a_partnership_without_a_meeting_goes_from_the_second_level_to_the_board():
    levels = rules.read_levels([FIRST, SECOND, BOARD])

    assert [level.number for level in levels] == [1, 2, 4]
    assert rules.next_level(levels, 2).name == "Board"
    assert rules.next_level(levels, 4) is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([SECOND, BOARD], "numbered upwards from 1"),
        ([FIRST, BOARD, SECOND], "numbered upwards from 1"),
        ([FIRST, FIRST, BOARD], "each number once"),
        ([{**FIRST, "asks": {"csws": "csws_manager"}}, BOARD], "both csws and yos"),
        ([FIRST, SECOND], "is the board's"),
        ([FIRST, {**SECOND, "board": True}, BOARD], "is the board's"),
        ([], "numbered upwards from 1"),
    ],
)
def test_levels_that_contradict_the_policy_stop_the_start(rows, sentence):
    with pytest.raises(LevelsInvalid, match=sentence):
        rules.read_levels(rows)


@pytest.mark.parametrize(
    ("late", "today", "passed"),
    [
        (False, date(2026, 12, 24), False),
        (True, date(2026, 11, 20), True),
        (None, date(2026, 11, 26), False),  # the fifth working day after Thursday 19 November
        (None, date(2026, 11, 27), True),
    ],
)
def test_a_level_that_does_not_answer_may_be_passed_when_its_time_is_over(late, today, passed):
    assert rules.may_be_passed(reached_on=date(2026, 11, 19), late=late, today=today, holidays=frozenset()) is passed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We spoke about Rowan.", ["Rowan"]),
        ("ROWAN’s mother said so", ["Rowan"]),
        ("(Rowan)", ["Rowan"]),
        ("Rowan/Alex are kept apart, Rowan-Alex", ["Rowan"]),
        ("We spoke about mary  ann.", ["Mary Ann"]),
        ("Mary and Ann", []),
        ("The rowantree by the gate", []),
        ("The other child", []),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(text, found):
    assert rules.names_in(text, ["Rowan", "J", "Mary Ann"]) == found
