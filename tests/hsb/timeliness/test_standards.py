"""The table of standards: it is whole, it makes sense, and a row that does not is refused with a sentence."""

import json
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from hsb.timeliness import standards, table
from hsb.timeliness.standards import BINDING, Basis, Between, Per, Standard, StandardInvalid, Trigger, Unit
from hsb.timeliness.table import LOCAL_VERSIONS_FROM

TABLE = table.read()
BY_CODE = {standard.code: standard for standard in TABLE.standards}
ROW = {
    "code": "X1",
    "title": "Reply",
    "action": "Reply",
    "counted_from": "the question",
    "strand": "safeguarding",
    "starts_on": ["question.asked"],
    "met_by": ["question.answered"],
    "unit": "working days",
    "amount": 5,
    "basis": "local",
    "owner_kind": "csws",
    "owner_role": "social_worker",
    "source": "a test",
}


def test_every_row_of_the_deadline_table_is_here() -> None:
    codes = [s.code for s in TABLE.standards] + [row.code for row in TABLE.not_clocks]

    assert [n for n in range(1, 54) if not any(code.rstrip("abcd") == f"T{n}" for code in codes)] == []
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("code", ["T1", "T5", "CHECK", "T23", "T24", "T29", "T45"])
def test_the_first_release_runs(code: str) -> None:
    assert not BY_CODE[code].awaiting
    assert not BY_CODE[code].dormant


@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        ("T1", 1, Unit.WORKING_DAYS),
        ("T5", 45, Unit.WORKING_DAYS),
        ("T6", 15, Unit.WORKING_DAYS),
        ("T10", 10, Unit.WORKING_DAYS),
        ("T12", 3, Unit.MONTHS),
        ("T13", 6, Unit.MONTHS),
        ("T17", 20, Unit.WORKING_DAYS),
        ("T18", 3, Unit.MONTHS),
        ("T22", 10, Unit.WORKING_DAYS),
        ("T23", 5, Unit.WORKING_DAYS),
        ("T24", 2, Unit.WORKING_DAYS),
        ("T26", 30, Unit.WORKING_DAYS),
        ("T28", 84, Unit.CALENDAR_DAYS),
        ("T30", 3, Unit.MONTHS),
        ("T32a", 28, Unit.CALENDAR_DAYS),
        ("T47a", 17 * 12 + 6, Unit.AT_AGE),
        ("T50", 72, Unit.HOURS),
    ],
)
def test_amount(code: str, amount: int, unit: Unit) -> None:
    assert (BY_CODE[code].amount, BY_CODE[code].unit) == (amount, unit)


def test_law_and_guidance_are_on_and_suggestions_are_not() -> None:
    informed = {"T41a", "T41b"}  # the young person's own duty: shown, not held against anybody

    assert [
        s.code for s in TABLE.standards if s.binding and not (s.adopted or s.dormant) and s.code not in informed
    ] == []
    assert [s.code for s in TABLE.standards if s.basis is Basis.LOCAL and s.adopted] == [
        "CHECK",
        "TASK",
        "QUESTION",
        "INCIDENT",  # a new incident is decided on as a referral is
        "OPINION",
        "REOFFER",  # like those above, a day that somebody set
        "PRETRIAL",
        "T35",
    ]


def test_no_standard_lets_a_clock_wait_for_a_criminal_investigation() -> None:
    assert [s.code for s in TABLE.standards if standards.PauseReason.CRIMINAL_INVESTIGATION in s.pause_reasons] == []


def test_closing_the_strand_ends_its_clocks() -> None:
    closing = BY_CODE["T23"].cancels_on

    assert Trigger("case.closed") in closing
    assert any(t.matches("strand.moved", {"strand": "youth_offending", "after": "closed"}) for t in closing)
    assert not any(t.matches("strand.moved", {"strand": "safeguarding", "after": "closed"}) for t in closing)
    assert BY_CODE["T49"].cancels_on == ()


@pytest.mark.parametrize("standard", TABLE.standards, ids=lambda s: s.code)
def test_a_standard_survives_being_kept_as_json(standard: Standard) -> None:
    assert table.parse(json.loads(json.dumps(table.payload(standard), sort_keys=True))) == standard


def test_a_later_version_survives_being_kept_as_json() -> None:
    later = table.parse({**ROW, "version": 2, "effective_from": date(2026, 4, 1), "effective_to": "2027-03-31"})

    assert table.parse(json.loads(json.dumps(table.payload(later)))) == later


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": ""}, "give it a code"),
        ({"colour": "red"}, "'colour' is not a column"),
        ({"title": None}, "'title' must be text"),
        ({"title": ""}, "say its title"),
        ({"starts_on": []}, "name the event that starts it"),
        ({"met_by": []}, "name the event that meets it"),
        ({"source": ""}, "say where it comes from"),
        ({"owner_role": ""}, "a clock needs an owner"),
        ({"passed_by": ["passed"]}, "a fact that says to whom"),
        ({"amount": -1}, "'amount' must be a whole number"),
        ({"amount": True}, "'amount' must be a whole number"),
        ({"amount": 2.5}, "'amount' must be a whole number"),
        ({"amount": 0}, "an amount of 0 leaves no time"),
        ({"unit": "fortnights"}, "'unit' is one of"),
        ({"adopted": "yes"}, "'adopted' must be true or false"),
        ({"effective_from": "next week"}, "must be a date such as"),
        ({"effective_from": "2026-04-01", "effective_to": "2026-03-01"}, "it ends before it takes effect"),
        ({"starts_on": [7]}, "lists event codes"),
        ({"starts_on": [{"event": "a", "if": {}}]}, "lists event codes"),
        ({"starts_on": [{"event": "a", "where": {"on": {"since": "2026-01-01"}}}]}, "says 'from', 'until' or both"),
        ({"starts_on": [{"event": "a", "where": {"on": {"from": 3}}}]}, "must be a date such as"),
        ({"approved_by": "csws_manager"}, "needs their role"),
        ({"finished_by": ["a"]}, "needs their role"),
        ({"pauses_on": ["a"]}, "needs something that resumes it"),
        ({"pauses_on": ["a"], "resumes_on": ["b"]}, "for which reasons it may pause"),
        ({"pauses_on": ["a"], "resumes_on": ["b"], "pause_reasons": ["criminal_investigation"]}, "P6.2"),
        ({"pauses_on": ["a"], "resumes_on": ["b"], "pause_reasons": ["holiday"]}, "'pause_reasons' is one of"),
        ({"unit": "measure"}, "a measure has no amount"),
        ({"unit": "before event"}, "say which fact carries the date"),
        ({"dated_by": ["a"]}, "only a date from a fact"),
        ({"unit": "hours", "include_trigger_day": True}, "only days and months can include"),
        ({"anchor_fact": "arrested_on"}, "only calendar days and months"),
        ({"anchor_days": 1}, "days after which fact"),
        ({"counting": "months"}, "days before an event are"),
        ({"adopted": True, "dormant": True}, "both adopted and dormant"),
        ({"ladder": [{"days": 1, "to": ["owner"]}, {"days": 0, "to": ["owner"]}]}, "must go up"),
        ({"ladder": [{"days": 1, "to": ["nobody"]}]}, "a rung says"),
        ({"ladder": ["soon"]}, "a rung says"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(change: dict[str, object], sentence: str) -> None:
    table.parse(ROW)

    with pytest.raises(StandardInvalid, match=sentence):
        table.parse({**ROW, **change})


def test_a_row_without_a_column_it_needs_is_refused() -> None:
    with pytest.raises(StandardInvalid, match="X1 does not say 'met_by'"):
        table.parse({name: value for name, value in ROW.items() if name != "met_by"})


def test_a_version_listed_twice_is_refused_and_defaults_fill_what_a_row_leaves_out() -> None:
    short = {name: value for name, value in ROW.items() if name not in ("owner_kind", "owner_role")}
    defaults = {"owner_kind": "yos", "owner_role": "yos_officer"}

    assert table.parse_table({"defaults": defaults, "standard": [short]}).standards[0].owner_kind == "yos"
    with pytest.raises(StandardInvalid, match="listed twice"):
        table.parse_table({"standard": [ROW, ROW]})


@pytest.mark.parametrize(
    ("where", "facts", "matches"),
    [
        ({}, {}, True),
        ({"to": "yos"}, {"to": "yos"}, True),
        ({"to": "yos"}, {"to": "mash"}, False),
        ({"to": "yos"}, {}, False),
        ({"to": ["yos", "mash"]}, {"to": "mash"}, True),
        ({"to": ["yos", "mash"]}, {"to": "police"}, False),
        ({"on": {"from": "2022-10-28"}}, {"on": "2022-10-28"}, True),
        ({"on": {"from": "2022-10-28"}}, {"on": "2022-10-27"}, False),
        ({"on": {"until": "2022-10-27"}}, {"on": "2022-10-28"}, False),
        ({"on": {"from": "2022-10-28"}}, {}, False),
    ],
)
def test_condition(where: dict[str, object], facts: dict[str, object], matches: bool) -> None:
    standard = table.parse({**ROW, "starts_on": [{"event": "question.asked", "where": where}]})

    assert standard.starts_on[0].matches("question.asked", facts) is matches
    assert not standard.starts_on[0].matches("another.event", facts)


def test_bail_follows_the_day_of_arrest() -> None:
    def starts(code: str, arrested_on: str) -> bool:
        return any(
            t.matches("bail.started", {"arrested_on": arrested_on, "period": 1}) for t in BY_CODE[code].starts_on
        )

    assert (starts("T30", "2022-10-28"), starts("T32a", "2022-10-28")) == (True, False)
    assert (starts("T30", "2022-10-27"), starts("T32a", "2022-10-27")) == (False, True)
    assert (starts("T30", "2017-04-02"), starts("T32a", "2017-04-02")) == (False, False)
    assert Between("2022-10-28").high > "9999-12-31"


def test_the_version_in_force_on_the_day_a_clock_starts_is_chosen() -> None:
    first = replace(table.parse(ROW), effective_to=date(2026, 3, 31))
    second = replace(first, version=2, amount=4, effective_from=date(2026, 4, 1), effective_to=None)
    own = replace(second, version=101, amount=3, partnership="aldermere", effective_from=date(2026, 6, 1))
    own_later = replace(own, version=102, amount=2, effective_from=date(2026, 9, 1))
    versions = [own_later, second, own, first]

    def chosen(day: date) -> int | None:
        held = table.latest_in_force(versions, day).get("X1")
        return held.version if held else None

    assert [
        chosen(d) for d in (date(2011, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 1), date(2026, 9, 1))
    ] == [
        None,
        1,
        2,
        101,
        102,
    ]


def test_what_law_sets_can_be_tightened_but_not_loosened() -> None:
    law = BY_CODE["T5"]
    terms = {"effective_from": date(2026, 4, 1), "partnership": "aldermere", "version": LOCAL_VERSIONS_FROM}

    assert table.tightened(law, amount=35, **terms).amount == 35
    with pytest.raises(StandardInvalid, match="shorter, not longer"):
        table.tightened(law, amount=46, **terms)
    with pytest.raises(StandardInvalid, match="numbered from 101"):
        table.tightened(law, amount=35, **{**terms, "version": 2})

    before = replace(law, unit=Unit.BEFORE_EVENT, date_fact="held_on", amount=2)
    assert table.tightened(before, amount=3, **terms).amount == 3
    with pytest.raises(StandardInvalid, match="shorter, not longer"):
        table.tightened(before, amount=1, **terms)

    suggestion = table.tightened(BY_CODE["T23"], amount=8, **terms)
    assert (suggestion.amount, suggestion.adopted, suggestion.effective_from) == (8, True, date(2026, 4, 1))


def test_what_a_standard_answers_about_itself() -> None:
    assert BY_CODE["T23"].codes() >= {"yos.referred", "referral.received", "yos.accepted", "yos.information_requested"}
    assert BY_CODE["T1"].runs_for("harmed")
    assert not BY_CODE["T23"].runs_for("harmed")
    assert BY_CODE["T23"].per is Per.DISPLAYED
    assert not BY_CODE["T29"].has_due_date
    assert Basis.STATUTORY in BINDING


def test_the_shipped_file_is_plain_toml() -> None:
    assert tomllib.loads(table.SHIPPED.read_text(encoding="utf-8"))["standard"]
