"""Two officers at one item in the same moment, on PostgreSQL: each has their own rating, one settles, and nothing is written over."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from tests.pairs.kinds_of_rating import ITEM, RATED
from tests.pairs.pressing import Outcome, People, together
from tests.pairs.test_pairs import pressed
from tests.pairs.times import LATER

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
BY_NAME = {press.name: press for press in RATED.presses}


def both(people: People, first: str, second: str) -> tuple[Outcome, list[tuple[str, int]]]:
    """Answer what became of both, and whose ratings of the item stand."""
    record = RATED.build(people)
    found = together(RATED, record, people, BY_NAME[first], BY_NAME[second])
    return found, [(by, value) for item, by, value in found.stands[1] if item == ITEM]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("lead rates", "co-worker rates", ["done", "done"]),
        ("co-worker rates", "lead rates", ["done", "done"]),
        ("lead rates", "lead rates otherwise in another window", ["done", "refused"]),
        ("lead settles", "co-worker settles", ["done", "refused"]),
    ],
)
def test_two_at_one_item_in_the_same_moment(shared_database: People, first: str, second: str, said: list[str]) -> None:
    with time_machine.travel(LATER), ThreadPoolExecutor(1) as apart:
        found, own = apart.submit(both, shared_database, first, second).result()
        apart.submit(lambda: connection.close()).result()

    assert found.said == said
    if said == ["done", "done"]:
        people = shared_database
        assert sorted(own) == sorted([(people.yos_officer.pk, 4), (people.social_worker.pk, 2)])


def test_whatever_two_of_them_press_it_goes_as_if_one_came_after_the_other(shared_database: People) -> None:
    wrong = []
    with time_machine.travel(LATER), ThreadPoolExecutor(1) as apart:
        for kind, first, second in RATED.pairs():
            if said := apart.submit(pressed, kind, shared_database, first, second).result():
                wrong.append(said)
        apart.submit(lambda: connection.close()).result()

    assert not wrong, "\n".join(wrong)
