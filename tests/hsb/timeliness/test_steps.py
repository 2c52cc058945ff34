"""The step of each standard: a page that exists, and whose approval is all that is left."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from hsb.agencies.permissions import Role
from hsb.chronology.declare import DECLARED
from hsb.timeliness import standards, table
from hsb.timeliness.facts import Event
from hsb.timeliness.fold import Clock
from hsb.timeliness.standards import StandardInvalid
from hsb.timeliness.steps import step_of
from tests.hsb.timeliness.builders import BASE, event, only, standard

TABLE = table.read()
KEY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("code", sorted(code for code, step in TABLE.steps.items() if step.page))
def test_every_page_is_there(code: str) -> None:
    step = step_of(code)
    try:
        assert reverse(step.page, args=["HSB-26-0001", KEY] if step.page_takes_key else ["HSB-26-0001"])
    except NoReverseMatch as wrong:
        pytest.fail(f"{code}: {wrong}")


def test_a_standard_that_nobody_listed_has_no_page_of_its_own() -> None:
    assert step_of("X1").page == ""


@pytest.mark.parametrize("row", [row for row in TABLE.standards if row.approved_by], ids=lambda row: row.code)
def test_who_approves_is_a_role_and_what_finishes_it_can_happen(row: standards.Standard) -> None:
    assert row.approved_by in Role.values
    if not row.awaiting:
        assert {trigger.event for trigger in (*row.finished_by, *row.returned_by)} <= set(DECLARED)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"button": "Open"}, "a button needs a page"),
        ({"page": "tasks:show"}, "a page a button"),
        ({"button": 3, "page": "tasks:show"}, "'button' is not 3"),
        ({"button": "Open", "page": "tasks:show", "page_takes_key": "yes"}, "'page_takes_key' is not 'yes'"),
        ({"approve": "Approve it"}, "who .approved_by."),
        ({"approved_by": "csws_manager", "finished_by": ["done"]}, "what whoever approves it does"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(change: dict[str, Any], sentence: str) -> None:
    table.parse_table({"standard": [BASE]})

    with pytest.raises(StandardInvalid, match=sentence):
        table.parse_table({"standard": [{**BASE, **change}]})


# -- what waits only for a second person ----------------------------------------------------------------------------------

ASKED = event(1, "asked", "2026-11-19 14:00")
ANNA, BEN = 7, 8


def _by(person: int, what: Event) -> Event:
    return replace(what, by=person)


FINISHED = _by(ANNA, event(2, "proposed", "2026-11-20 10:00"))
RETURNED = _by(BEN, event(3, "returned", "2026-11-20 12:00"))
AGAIN = _by(BEN, event(4, "proposed", "2026-11-23 10:00"))
APPROVED = event(5, "answered", "2026-11-23 12:00")


def _clock(*events: Event) -> Clock:
    rule = standard(approved_by="csws_manager", finished_by=["proposed"], returned_by=["returned"])
    return only([ASKED, *events], rule)


@pytest.mark.parametrize(
    ("events", "role", "finished_by"),
    [
        ((), "", None),
        ((FINISHED,), "csws_manager", ANNA),
        ((FINISHED, RETURNED), "", None),
        ((FINISHED, RETURNED, AGAIN), "csws_manager", BEN),
        ((FINISHED, RETURNED, AGAIN, APPROVED), "", None),
    ],
)
def test_it_waits_for_approval_from_what_finishes_it_until_it_is_given_back_or_met(
    events: tuple[Event, ...], role: str, finished_by: int | None
) -> None:
    clock = _clock(*events)

    assert (clock.approval_role, clock.finished_by) == (role, finished_by)


def test_what_was_finished_before_the_clock_began_says_nothing_about_it() -> None:
    earlier = _by(ANNA, event(1, "proposed", "2026-11-18 10:00"))

    assert _clock(replace(earlier, id=0)).approval_role == ""
