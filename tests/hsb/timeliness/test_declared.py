"""The standards speak of events that exist, and of facts those events carry."""

import dataclasses

import pytest

from hsb.chronology.declare import DECLARED
from hsb.timeliness import table
from hsb.timeliness.facts import EXTENDED
from hsb.timeliness.standards import Standard, Trigger

RUNNING = [row for row in table.read().standards if not row.awaiting]
# Closing is said in one of these ways; which of them exist is the case's own business.
CLOSING = {"case.closed", "strand.closed", "strand.moved"}


def triggers(row: Standard) -> list[Trigger]:
    return [*row.starts_on, *row.met_by, *row.pauses_on, *row.resumes_on, *row.cancels_on, *row.dated_by]


@pytest.mark.parametrize("row", RUNNING, ids=lambda row: row.code)
def test_each_event_a_running_standard_names_is_declared(row: Standard) -> None:
    assert sorted(row.codes() - set(DECLARED) - CLOSING) == []


def test_closing_is_declared_in_one_way_at_least() -> None:
    assert set(DECLARED) & CLOSING


@pytest.mark.parametrize("row", RUNNING, ids=lambda row: row.code)
def test_each_fact_a_running_standard_asks_for_is_a_fact_of_its_event(row: Standard) -> None:
    asked = {(t.event, fact) for t in triggers(row) for fact, _ in t.where}
    asked |= {(t.event, fact) for t in row.starts_on for fact in (row.key_fact, row.owner_fact, row.role_fact) if fact}
    asked |= {(t.event, row.date_fact) for t in row.dated_by or row.starts_on if row.date_fact}

    assert [(code, fact) for code, fact in sorted(asked) if code in DECLARED and fact not in facts_of(code)] == []


@pytest.mark.parametrize("row", [r for r in table.read().standards if r.awaiting], ids=lambda row: row.code)
def test_a_standard_that_awaits_its_events_really_does(row: Standard) -> None:
    """When a release declares everything a row needs, the row must stop awaiting."""
    assert row.codes() - set(DECLARED) - CLOSING


def facts_of(code: str) -> set[str]:
    """Answer the facts of an event: what it carries apart from words, which the fold never sees."""
    return {one.name for one in dataclasses.fields(DECLARED[code].kind) if not one.metadata.get("words")}


def test_an_extension_is_not_declared_before_its_screen_is() -> None:
    if EXTENDED in DECLARED:
        assert {"standard", "until"} <= facts_of(EXTENDED)
