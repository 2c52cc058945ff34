"""What the decision letter tells whom: the family its plan, whoever was kept away for a reason the decision alone."""

from datetime import timedelta

import pytest
import time_machine

from strategy_meetings.conference import family, letters
from strategy_meetings.meetings import ending
from strategy_meetings.models import ConferenceLetter
from tests.factories import conferences
from tests.strategy_meetings.conference.conftest import CALLED, CONFERENCE

pytestmark = pytest.mark.django_db
AFTER = CONFERENCE + timedelta(minutes=90)


def test_a_father_kept_away_for_violence_reads_the_decision_and_not_where_the_children_go(world):
    meeting = world.call()
    for case in (world.his, world.sister):
        conferences.invite(meeting, case, "Mother of both", at=CALLED)
    common = {"meeting": meeting, "case": world.his, "person": None, "relationship": "Father", "at": CALLED}
    common |= {
        "by": world.chair,
        "by_hand": "hand",
        "handed_by": "Daniel Frost",
        "reason": "There is a risk of violence.",
    }
    family.exclude(name="Dan Mallory", part="whole", **common)
    family.exclude(name="Len Mallory", part="part", **common)
    with time_machine.travel(AFTER, tick=False):
        conferences.begun(meeting, at=CONFERENCE)
        world.decide(meeting, at=CONFERENCE, word="Canary-plan-1")
        ending.end(meeting=meeting, by=world.chair, at=AFTER)
        letters.send_decision(meeting=meeting, by=world.chair, at=AFTER)

    said = {one.recipient_name: one for one in ConferenceLetter.objects.filter(kind="decision", case=world.his)}
    mothers, fathers, uncles = (str(said[name].contents) for name in ("Mother of both", "Dan Mallory", "Len Mallory"))
    for theirs in (mothers, uncles):
        assert "Canary-plan-1" in theirs and "If things change" in theirs and "Core group" in theirs
    assert "has a child protection plan" in fathers and "complain" in fathers
    assert "outline plan" not in fathers
    for hidden in ("Canary-plan-1", "If things change", "Core group", "Category", "Key worker"):
        assert hidden not in fathers
