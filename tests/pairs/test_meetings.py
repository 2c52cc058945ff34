"""Two at one meeting in the same moment, and eight who write its record at once, on PostgreSQL."""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection

from hsb.errors import StaleVersion
from strategy_meetings.meetings import writing
from strategy_meetings.models import Meeting, PartWritten
from tests.pairs.kinds_of_meeting import HELD_NOW, MEETINGS
from tests.pairs.pressing import Kind, People
from tests.pairs.test_pairs import pressed
from tests.pairs.times import LATER

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
WRITERS = 8
WRITES = int(os.environ.get("HSB_S13_WRITES", "160"))
PARTS = ("needs", "roles", "safety")


@pytest.mark.parametrize("kind", MEETINGS, ids=lambda kind: kind.name)
def test_two_at_once_are_as_one_after_the_other(shared_database: People, kind: Kind) -> None:
    """Two approvals, two ends, the minutes sent twice; one who writes while another ends or approves it."""
    wrong = []
    with time_machine.travel(LATER), ThreadPoolExecutor(1) as apart:
        for its_kind, first, second in kind.pairs():
            if said := apart.submit(pressed, its_kind, shared_database, first, second).result():
                wrong.append(said)
        apart.submit(lambda: connection.close()).result()

    assert not wrong, "\n".join(wrong)


def _writes(meeting: Meeting, people: People, writer: int) -> tuple[list[str], int, int]:
    """Answer the lines this writer was told are saved, how often they were refused, and how often with the other text."""
    drawn, kept, refused, shown = random.Random(f"S13 {writer}"), [], 0, 0
    case = meeting.children.select_related("case").get().case
    for number in range(WRITES // WRITERS):
        part, line = drawn.choice(PARTS), f"writer {writer}, line {number};"
        before = PartWritten.objects.get(meeting=meeting, case=case, part=part)
        while True:
            typed = writing.Typed("", f"{before.text}\n{line}", before.version)
            try:
                writing.save_parts(meeting=meeting, case=case, typed={part: typed}, by=people.csws_manager, at=LATER)
            except StaleVersion as stale:  # both texts are shown, and the second adds theirs to what stands
                refused += 1
                shown += stale.current.text != before.text
                before = stale.current
            else:
                kept.append(line)
                break
    connection.close()
    return kept, refused, shown


def _closing(work: Callable[[], Any]) -> Any:
    """Answer what the work does in this thread, and leave no connection behind."""
    try:
        return work()
    finally:
        connection.close()


def test_s13_eight_write_one_record_and_no_line_is_lost(shared_database: People) -> None:
    with time_machine.travel(LATER, tick=False), ThreadPoolExecutor(WRITERS) as apart:
        meeting = apart.submit(_closing, lambda: HELD_NOW.build(shared_database)).result()
        told = list(apart.map(lambda writer: _writes(meeting, shared_database, writer), range(WRITERS)))
        written = PartWritten.objects.filter(meeting=meeting, part__in=PARTS).values_list("text", flat=True)
        texts = apart.submit(_closing, lambda: list(written)).result()

    kept = [line for lines, _, _ in told for line in lines]
    refused, shown = (sum(one[n] for one in told) for n in (1, 2))
    lost = [line for line in kept if sum(text.count(line) for text in texts) != 1]
    said = f"{len(kept)} writes by {WRITERS}, {shown} of {refused} conflicts shown with both texts, {len(lost)} lost"
    print(f"\nS13: {said}")
    assert len(kept) == WRITES // WRITERS * WRITERS
    assert (lost, shown) == ([], refused)
