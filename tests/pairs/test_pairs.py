"""Two people press at once, on PostgreSQL: it goes as if one had come after the other, whichever two buttons they are.

In the gate every pair of which one *ends* the record, and sixty more; all of them by `just prove D1`.
"""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations_with_replacement

import pytest
import time_machine
from django.db import connection

from tests.pairs.conftest import whole
from tests.pairs.kinds import KINDS
from tests.pairs.pressing import Kind, People, Press, one_after_the_other, together
from tests.pairs.times import LATER

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
MORE = 60

Pair = tuple[Kind, Press, Press]


def chosen(some: random.Random) -> list[Pair]:
    every = [pair for kind in KINDS for pair in kind.pairs()]
    if whole():
        return every
    every = [
        # Of one that ends the record and one that does not, the end gets the lock first: what comes after it is what goes wrong.
        (kind, *sorted(some.sample(pair, 2), key=lambda one: not one.ends))
        for kind in KINDS
        for pair in combinations_with_replacement(kind.presses, 2)
    ]
    ending = [pair for pair in every if pair[1].ends or pair[2].ends]
    rest = [pair for pair in every if pair not in ending]
    return ending + some.sample(rest, min(MORE, len(rest)))


def test_two_at_once_are_as_one_after_the_other(shared_database: People, some: random.Random) -> None:
    pairs, wrong, began = chosen(some), [], time.monotonic()
    # In a thread of its own, whose connection commits: this one's is in the transaction that pytest rolls back.
    with time_machine.travel(LATER), ThreadPoolExecutor(1) as apart:
        for kind, first, second in pairs:
            if said := apart.submit(pressed, kind, shared_database, first, second).result():
                wrong.append(said)
        apart.submit(lambda: connection.close()).result()
    counted = Counter(kind.name for kind, _, _ in pairs)
    print(f"\n{len(pairs)} pairs pressed together in {time.monotonic() - began:.0f} s: {dict(counted)}")
    assert not wrong, "\n".join(wrong)


def pressed(kind: Kind, people: People, first: Press, second: Press) -> str:
    """Answer what went otherwise than in turn; "" where nothing did. Each pair has a record of its own."""
    record = kind.build(people)
    in_turn = one_after_the_other(kind, record, people, first, second)
    found = together(kind, record, people, first, second)
    both = found.said == ["done", "done"] and first.ends and second != first and second.name not in first.leaves
    if found == in_turn and not both and not any(word.startswith("FAULT") for word in found.said):
        return ""
    return f"{kind.name}: {first.name}, then {second.name}\n  at once  {found}\n  in turn  {in_turn}"
