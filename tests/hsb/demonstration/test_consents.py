"""The demonstration's stories of consent are told to their end, by the actions people press."""

from datetime import datetime, timedelta

import pytest
import time_machine

from aim2.consent import queries
from aim2.consent.rules import Stand
from aim2.gates import queries as gates
from hsb import clock
from hsb.demonstration import consents, people, stories, story_steps
from hsb.demonstration.families import Family
from hsb.demonstration.story_telling import Telling

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 15, 0, tzinfo=clock.LONDON)

TOLD = {
    "refused": (14, consents.REFUSED, Stand.REFUSED),
    "withdrawn": (15, consents.WITHDRAWN, Stand.WITHDRAWN),
    "able": (15, consents.ABLE_AT_FIFTEEN, Stand.ENOUGH),
    "sixteen": (16, consents.SIXTEEN, Stand.ENOUGH),
    "before trial": (15, consents.BEFORE_TRIAL, Stand.ENOUGH),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_story_of_consent_ends_as_it_is_called(name):
    age, steps, stand = TOLD[name]
    with time_machine.travel(NOW, tick=False):
        found = people.load(at=NOW, since=NOW.date() - timedelta(days=900))
        family = Family(34, sender="amy", criminal="bail", admission="full", age=age)
        telling = Telling(found, NOW, 26, family)
        before = (*stories.DECIDED, story_steps.give_to("daniel"), *stories.ACCEPTED, story_steps.yos_allocate("ruth"))
        for step in (*before, *steps):
            step(telling)

        assert queries.standing(telling.young, on=NOW.date()).stand is stand
        assert (gates.agreement_in_force(telling.young) is not None) is (name == "before trial")
        assert gates.may_begin(telling.young, on=NOW.date()).may_start is (stand is Stand.ENOUGH)
