"""Two ratings become one: agreed, settled, or waiting, and never seen too early."""

import itertools

import pytest

from aim2.instruments.scoring import NOT_APPLICABLE, UNKNOWN, rated
from aim2.instruments.settling import Standing, settle

SAID = (None, rated(0), rated(2), UNKNOWN, NOT_APPLICABLE)


@pytest.mark.parametrize(("lead", "co", "resolved"), list(itertools.product(SAID, SAID, (None, rated(1)))))
def test_what_counts_is_what_both_say_or_settled_on(lead, co, resolved) -> None:
    found = settle(lead=lead, co=co, alone=False, resolved=resolved, locked=False)

    if resolved is not None:
        assert found.answer == resolved
    else:
        assert found.answer == (lead if lead == co else None)
    assert found.standing.both_are_in == (resolved is not None or (lead is not None and co is not None))


def test_not_known_beside_a_value_is_a_difference() -> None:
    assert settle(lead=UNKNOWN, co=rated(0), alone=False, resolved=None, locked=False).standing == Standing.DIFFER


def test_who_works_alone_has_settled_it_by_rating() -> None:
    assert settle(lead=rated(2), co=None, alone=True, resolved=None, locked=False).answer == rated(2)


def test_what_is_locked_counts_for_nothing() -> None:
    assert settle(lead=rated(2), co=rated(2), alone=False, resolved=rated(2), locked=True).answer is None
