"""The people of the meeting, and the meeting approved."""

import pytest

from tests.strategy_meetings.minutes import world as worlds

NAMES = ("csws_manager", "social_worker", "mash_worker", "police_officer", "health", "dsl", "yos_officer")


@pytest.fixture
def people(person):
    return {name: person(name) for name in NAMES}


@pytest.fixture
def world(people):
    return worlds.approved(people)
