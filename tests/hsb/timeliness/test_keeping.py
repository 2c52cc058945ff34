"""What is kept of the clocks: it equals the fold, it is written only where it differs, and breaches stand once."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases.models import Case
from hsb.errors import ActionNotAllowed
from hsb.timeliness import (
    actions,
    as_folded,
    breaches,
    calendar_actions,
    calendar_table,
    deadlines,
    describe,
    policies,
    queries,
    tasks,
    versions,
)
from hsb.timeliness import table as tables
from hsb.timeliness.calendar import known_holidays, working_days_between
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.facts import Event, State
from hsb.timeliness.fold import fold
from hsb.timeliness.models import Breach, CalendarDay, Deadline, NonWorkingDay, StandardVersion
from hsb.timeliness.moves import Owner, owned_by
from hsb.timeliness.standards import StandardInvalid
from hsb.timeliness.standing import Counted, Standing, standing, words
from tests.factories import cases
from tests.hsb.timeliness.builders import at, event, shipped

RECEIVED = event(1, "referral.received", "2026-11-18 10:00", destination="mash")
APPROVED = event(2, "mash.decision_approved", "2026-11-19 09:00", outcome="assessment")
TODAY = date(2026, 11, 20)


@pytest.fixture
def case(db: None) -> Case:
    return cases.young_person(at("2026-11-18 09:00"))


def refold(case: Case, *events: Event, by: str = "2026-11-19 12:00") -> deadlines.Changes:
    return deadlines.refold(case_id=case.pk, events=events, at=at(by))


def kept(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, standard_code=code)


# -- clocks -------------------------------------------------------------------------------------------------------------


def test_a_refold_keeps_what_the_fold_says_and_a_second_changes_nothing(case: Case) -> None:
    first = refold(case, RECEIVED, APPROVED)
    again = refold(case, RECEIVED, APPROVED)

    assert (first.added, bool(again)) == (3, False)
    folded = fold([RECEIVED, APPROVED], queries.book().for_kind("displayed"), queries.holidays())
    assert [as_folded.as_clock(row) for row in queries.clocks_of([case.pk])] == folded
    assert (kept(case, "T1").state, kept(case, "T5").state) == (State.MET, State.OPEN)
    assert kept(case, "T1").action == "Decide on the referral and tell the referrer"


def test_a_refold_writes_only_what_differs(case: Case, django_assert_num_queries: Callable[..., Any]) -> None:
    refold(case, RECEIVED)
    known = queries.book()

    with django_assert_num_queries(2):  # clocks, breaches
        deadlines.refold(case_id=case.pk, events=[RECEIVED], at=at("2026-11-18 12:00"), kind="displayed", given=known)


def test_a_correction_moves_a_clock_and_a_withdrawn_trigger_removes_it(case: Case) -> None:
    refold(case, RECEIVED)
    moved = event(2, "referral.received", "2026-11-17 10:00", corrects=1, destination="mash")
    gone = event(3, "note.added", "2026-11-17 10:00", corrects=2)

    assert refold(case, RECEIVED, moved).changed == 2
    assert kept(case, "T1").due_on == TODAY - timedelta(days=2)
    assert refold(case, RECEIVED, moved, gone).removed == 2
    assert not Deadline.objects.filter(case=case).exists()


def test_a_harmed_childs_record_runs_only_the_clocks_that_are_for_it(db: None) -> None:
    harmed = cases.harmed_child(at("2026-11-18 09:00"))

    refold(
        harmed, RECEIVED, event(2, "yos.referred", "2026-11-18 10:00"), event(3, "incident.known", "2026-11-18 10:00")
    )

    assert sorted(queries.open_clocks(harmed.pk).values_list("standard_code", flat=True)) == ["T1", "T45", "T5"]


def test_pauses_and_extensions_survive_being_kept(case: Case) -> None:
    events = [
        event(1, "yos.referred", "2026-11-02 10:00"),
        event(2, "yos.information_requested", "2026-11-03 10:00"),
        event(3, "yos.information_received", "2026-11-05 10:00"),
        event(4, "yos.information_requested", "2026-11-06 10:00"),
        event(5, "clock.extended", "2026-11-06 11:00", standard="T23", until="2026-11-30"),
    ]

    refold(case, *events)

    assert deadlines.differences(case_id=case.pk, events=events) == []
    assert as_folded.as_clock(kept(case, "T23")) == fold(events, queries.standards(), queries.holidays())[0]
    why = queries.explanation_for(kept(case, "T23"), TODAY)
    assert len(why.pauses) == 2
    assert why.extensions == ("to Monday 30 November 2026, agreed on 6 November",)
    assert why.basis_label == "Local: adopted from Wednesday 1 January 2020"


def test_differences_are_said_one_by_one(case: Case) -> None:
    refold(case, RECEIVED)
    Deadline.objects.filter(standard_code="T1").update(due_on=date(2030, 1, 1))
    Deadline.objects.filter(standard_code="T5").update(root_event=77)

    assert deadlines.differences(case_id=case.pk, events=[RECEIVED]) == [
        "T5 from event 1 is missing.",
        "T5 from event 77 should not be there.",
        "T1 from event 1: due_on is 2030-01-01, should be 2026-11-19.",
    ]


def test_the_command_finds_nothing_after_recording_and_repairs_what_was_bent(case: Case) -> None:
    out = io.StringIO()
    call_command("deadlines", "rebuild", "--check", stdout=out)
    assert "0 differences in 1 cases" in out.getvalue()

    refold(case, RECEIVED)  # the chronology knows of no such event
    with pytest.raises(CommandError, match="2 differences in 1 cases"):
        call_command("deadlines", "rebuild", "--check", stderr=io.StringIO())
    call_command("deadlines", "rebuild", "--case", case.reference, stdout=out)
    assert "1 cases: 0 clocks added, 0 changed, 2 removed." in out.getvalue()
    call_command("deadlines", "rebuild", "--check", stdout=out)
    with pytest.raises(CommandError, match="no case HSB-00-0000"):
        call_command("deadlines", "rebuild", "--case", "HSB-00-0000")


# -- breaches -----------------------------------------------------------------------------------------------------------


def breach_rows(case: Case) -> list[tuple[str, date, str, int]]:
    return list(
        Breach.objects.filter(case=case).order_by("id").values_list("standard_code", "fell_due_on", "kind", "turn")
    )


def test_what_no_standard_names_counts_a_case_again_only_when_a_clock_ran_out_meanwhile(case: Case) -> None:
    refold(case, RECEIVED)
    book = queries.book()

    def would_change(code: str, when: str) -> bool:
        return deadlines.would_change(case_id=case.pk, code=code, at=at(when), given=book)

    assert would_change("mash.decision_approved", "2026-11-19 12:00")
    assert not would_change("note.made", "2026-11-19 23:59")
    assert would_change("note.made", "2026-11-27 03:00")
    breaches.record_broken(at=at("2026-11-27 03:00"))
    assert not would_change("note.made", "2026-11-27 04:00")


def test_the_sweep_records_a_breach_once_dated_the_day_it_fell_due(case: Case) -> None:
    refold(case, RECEIVED)

    assert breaches.record_broken(at=at("2026-11-19 23:59")) == 0
    assert breaches.record_broken(at=at("2026-11-27 03:00")) == 1  # a week missed
    assert breaches.record_broken(at=at("2026-11-28 03:00")) == 0

    assert breach_rows(case) == [("T1", date(2026, 11, 19), "breach", 1)]


def test_met_late_is_a_breach_though_no_sweep_ran(case: Case) -> None:
    refold(case, RECEIVED, event(2, "mash.decision_approved", "2026-11-23 09:00"), by="2026-11-23 09:00")

    assert breach_rows(case) == [("T1", date(2026, 11, 19), "breach", 1)]
    assert kept(case, "T1").state == State.MET_LATE


def test_a_correction_that_cures_a_breach_withdraws_it_and_one_that_undoes_it_restores_it(case: Case) -> None:
    refold(case, RECEIVED)
    breaches.record_broken(at=at("2026-11-20 03:00"))
    late = event(2, "mash.decision_approved", "2026-11-20 09:00")
    in_time = event(3, "mash.decision_approved", "2026-11-19 16:00", corrects=2)
    late_after_all = event(4, "mash.decision_approved", "2026-11-20 09:00", corrects=3)

    refold(case, RECEIVED, late, by="2026-11-20 09:00")
    assert len(queries.standing_breaches([case.pk])) == 1
    refold(case, RECEIVED, late, in_time, by="2026-11-20 10:00")
    assert list(queries.standing_breaches([case.pk])) == []
    refold(case, RECEIVED, late, in_time, late_after_all, by="2026-11-20 11:00")

    day = date(2026, 11, 19)
    assert breach_rows(case) == [("T1", day, "breach", 1), ("T1", day, "withdrawal", 1), ("T1", day, "breach", 2)]
    assert queries.standing_breaches([case.pk]).get().turn == 2


def test_the_sweep_takes_the_next_turn_after_a_withdrawal(case: Case) -> None:
    refold(case, RECEIVED)
    breaches.record_broken(at=at("2026-11-20 03:00"))
    in_time = event(2, "mash.decision_approved", "2026-11-19 16:00")
    refold(case, RECEIVED, in_time, by="2026-11-20 04:00")
    Deadline.objects.filter(standard_code="T1").update(state=State.OPEN, met_at=None)

    assert [breaches.record_broken(at=at("2026-11-20 05:00")) for _ in range(2)] == [1, 0]
    assert breach_rows(case)[-1] == ("T1", date(2026, 11, 19), "breach", 2)


def test_an_event_entered_with_an_earlier_clock_does_not_cure_a_breach(case: Case) -> None:
    refold(case, RECEIVED)
    breaches.record_broken(at=at("2026-11-20 03:00"))

    refold(case, RECEIVED, by="2026-11-18 12:00")

    assert len(breach_rows(case)) == 1


def test_a_suggestion_and_a_pause_are_never_broken(case: Case) -> None:
    suggested = shipped("T23")  # the demonstration has adopted it: here as shipped
    events = [event(1, "yos.referred", "2026-01-05")]
    deadlines.refold(
        case_id=case.pk, events=events, at=at("2026-01-05"), given=queries.Book((suggested,), queries.holidays())
    )

    assert breaches.record_broken(at=at("2026-11-20")) == 0

    asked = event(2, "yos.information_requested", "2026-01-06")
    deadlines.refold(case_id=case.pk, events=[*events, asked], at=at("2026-01-06"))
    assert kept(case, "T23").state == State.PAUSED
    assert breaches.record_broken(at=at("2026-11-20")) == 0


def test_breaches_are_written_in_chunks_and_the_task_goes_on_until_all_have_theirs(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = [event(n, "referral.received", "2026-11-18 10:00", destination="mash") for n in range(1, 8)]
    refold(case, *received)
    monkeypatch.setattr(breaches, "CHUNK", 3)
    monkeypatch.setattr(breaches.record_broken, "__kwdefaults__", {"limit": 3})
    monkeypatch.setattr("hsb.clock.now", lambda: at("2026-11-20 03:00"))

    assert tasks.sweep() == 7
    assert tasks.sweep() == 0
    assert Breach.objects.filter(case=case).count() == 7


def test_a_sweep_that_sees_no_clock_at_all_says_so(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert tasks.sweep() == 0
    assert "saw no clock at all" in caplog.text


def test_breaches_and_standards_cannot_be_edited_or_deleted(case: Case) -> None:
    refold(case, RECEIVED)
    breaches.record_broken(at=at("2026-11-20 03:00"))

    for rows in (Breach.objects.all(), StandardVersion.objects.filter(code="T1")):
        for verb in (
            lambda rows=rows: rows.update(standard_version=9) if rows.model is Breach else rows.update(version=9),
            rows.delete,
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                verb()


# -- reading ------------------------------------------------------------------------------------------------------------


def test_what_presses_most_comes_first_and_a_measure_last(case: Case) -> None:
    refold(
        case,
        RECEIVED,
        event(2, "incident.known", "2026-11-18 11:00"),
        event(3, "investigation.ended", "2026-11-18 12:00"),
    )

    assert [row.standard_code for row in queries.open_clocks(case.pk)] == ["T45", "T1", "T5", "T29"]


def test_a_clock_is_the_move_of_its_role_or_of_a_whole_agency(case: Case) -> None:
    refold(
        case,
        RECEIVED,
        event(2, "agency_check.asked", "2026-11-18 11:00", agency="school", check="x", due_on="2026-11-25"),
    )

    def moves(*pairs: tuple[str, str]) -> list[str]:
        theirs = owned_by([Owner(*pair) for pair in pairs], [])
        return [row.standard_code for row in queries.open_clocks(case.pk).filter(theirs)]

    assert moves(("csws", "mash_worker")) == ["T1"]
    assert moves(("csws", "mash_worker"), ("csws", "social_worker")) == ["T1", "T5"]
    assert moves(("school", "dsl")) == ["CHECK"]
    assert moves() == []


def test_the_next_date_of_each_case_costs_one_statement(
    case: Case, django_assert_num_queries: Callable[..., Any]
) -> None:
    other = cases.young_person(at("2026-11-18 09:00"))
    refold(case, RECEIVED)
    refold(other, event(1, "investigation.ended", "2026-11-18 12:00"))

    with django_assert_num_queries(1):
        due = queries.next_due([case.pk, other.pk], today=date(2026, 11, 23))

    assert (due[case.pk].title, due[case.pk].words, due[case.pk].late, due[case.pk].standing) == (
        "Decide on the referral and tell the referrer",
        "overdue by 2 working days",
        True,
        Standing.OVERDUE,
    )
    assert due[other.pk].words == "3 working days so far, no target"


def test_words_are_the_same_from_the_calendar_and_from_its_table(case: Case) -> None:
    refold(case, RECEIVED, event(2, "investigation.ended", "2026-11-18 12:00"))
    known = queries.holidays()

    for day in (date(2026, 11, 18), date(2026, 12, 30), date(2027, 1, 25), date(2027, 2, 1), date(2031, 6, 2)):
        for row in queries.with_counts(queries.open_clocks(case.pk), day):
            assert queries.due_words(row, day).words == queries.due_words(row, day, known).words


def test_a_day_without_a_number_is_counted_by_weekends() -> None:
    counted = Counted({date(2026, 11, 20): 3})

    class Row:
        state, adopted, due_at, late_at, met_on, extended_to = State.OPEN, True, None, at("2026-11-25"), None, None
        started_on, due_on, judged_on = date(2026, 11, 18), date(2026, 11, 24), date(2026, 11, 24)

    assert words(Row(), date(2026, 11, 20), counted) == "due Tuesday, 2 working days"
    assert standing(Row(), date(2026, 11, 20), counted) is Standing.DUE_SOON


def test_explanations_of_many_cost_as_much_as_of_one(case: Case, django_assert_num_queries: Callable[..., Any]) -> None:
    refold(case, RECEIVED, event(2, "incident.known", "2026-11-18 11:00"))
    rows = list(queries.open_clocks(case.pk))

    with django_assert_num_queries(1):
        known = queries.book()
        why = {row.standard_code: queries.explanation_for(row, TODAY, given=known) for row in rows}

    assert why["T45"].due_on == date(2026, 11, 18)


# -- the calendar and the standards -------------------------------------------------------------------------------------


def test_the_table_counts_as_the_calendar_does(db: None) -> None:
    numbers = dict(CalendarDay.objects.values_list("day", "working_day_number"))
    known = queries.holidays()
    first, last = min(numbers), max(numbers)

    assert (known.known_from, known.known_until) == (first, last)
    assert last.year >= TODAY.year + 4
    day, counted = first, 0
    while day < last:
        day += timedelta(days=1)
        counted += working_days_between(day - timedelta(days=1), day, known)
        assert numbers[day] - numbers[first] == counted


def test_a_proclaimed_day_moves_the_clocks_that_run_over_it(case: Case, administrator: User) -> None:
    refold(case, RECEIVED)
    before = kept(case, "T5").due_on

    add_day_off(date(2026, 11, 19), "State funeral", administrator, "2026-11-18 15:00")
    refold(case, RECEIVED)

    assert (before, kept(case, "T5").due_on) == (date(2027, 1, 25), date(2027, 1, 26))
    assert kept(case, "T1").due_on == date(2026, 11, 20)
    assert "19 November (State funeral)" in queries.explanation_for(kept(case, "T1"), TODAY).not_counted
    numbers = dict(
        CalendarDay.objects.filter(day__range=("2026-11-18", "2026-11-20")).values_list("day", "working_day_number")
    )
    assert [numbers[date(2026, 11, d)] - numbers[date(2026, 11, 18)] for d in (18, 19, 20)] == [0, 0, 1]

    calendar_actions.remove_day_off(day=date(2026, 11, 19), by=administrator, at=at("2026-11-18 16:00"))
    refold(case, RECEIVED)
    assert kept(case, "T5").due_on == before
    assert not list(calendar_faults())


def add_day_off(day: date, name: str, by: User, when: str) -> None:
    calendar_actions.add_days_off(days=[DayOff(day, name)], by=by, at=at(when))


def calendar_faults() -> list[date]:
    """Answer the days whose stored count is not what the days off say."""
    stored = {day: (w, n) for day, w, n in CalendarDay.objects.values_list("day", "is_working", "working_day_number")}
    names = dict(NonWorkingDay.objects.values_list("day", "name"))
    right = calendar_table.numbered(names, calendar_table.FIRST, max(stored))
    return [day for day, working, number in right if stored[day] != (working, number)]


def test_a_day_off_on_a_weekend_moves_nothing(administrator: User) -> None:
    saturday = date(2026, 11, 21)

    add_day_off(saturday, "Festival", administrator, "2026-11-18")
    assert calendar_faults() == []
    calendar_actions.remove_day_off(day=saturday, by=administrator, at=at("2026-11-18"))
    assert calendar_faults() == []


@pytest.mark.parametrize(
    ("day", "name", "sentence"),
    [
        (date(2026, 12, 25), "Again", "a day off already: Christmas Day"),
        (date(2199, 1, 2), "Far", "beyond the known calendar"),
        (date(2026, 11, 25), " ", "Give Wednesday 25 November 2026 its name"),
    ],
)
def test_a_day_off_that_makes_no_sense_is_refused(administrator: User, day: date, name: str, sentence: str) -> None:
    with pytest.raises(ActionNotAllowed, match=sentence):
        add_day_off(day, name, administrator, "2026-11-18")


def test_a_listed_holiday_cannot_be_taken_away(administrator: User) -> None:
    with pytest.raises(ActionNotAllowed, match="was not added by an administrator"):
        calendar_actions.remove_day_off(day=date(2026, 12, 25), by=administrator, at=at("2026-11-18"))


def test_loading_the_calendar_again_adds_only_further_years(db: None) -> None:
    out = io.StringIO()
    last = CalendarDay.objects.latest("day").day

    call_command("calendar", "load", stdout=out)
    call_command("calendar", "load", "--until", str(last.year + 1), stdout=out)

    assert "0 days off and 0 days added" in out.getvalue()
    assert CalendarDay.objects.latest("day").day == date(last.year + 1, 12, 31)
    assert calendar_faults() == []


def test_loading_counts_afresh_after_a_day_the_list_has_learnt_of(db: None) -> None:
    missing = date(2026, 12, 28)
    NonWorkingDay.objects.filter(day=missing).delete()
    calendar_table.count_in(missing)
    assert calendar_faults() == []

    assert calendar_table.load(at=at("2026-11-18"))[0] == 1

    assert missing in queries.holidays()
    assert calendar_faults() == []


def test_the_list_of_holidays_reaches_a_year_ahead() -> None:
    year = clock.today().year + 1

    listed = known_holidays(date(year, 1, 1), date(year, 12, 31))

    assert sum(day.weekday() < 5 for day in listed) >= 8


def test_loading_the_standards_again_changes_nothing_and_a_changed_row_becomes_a_version(db: None) -> None:
    table = tables.read()
    assert versions.load(at=at("2026-11-18")) == []

    changed = tables.Table(
        tuple(replace(row, amount=40) if row.code == "T5" else row for row in table.standards), table.not_clocks
    )
    assert versions.load(at=at("2026-11-18"), table=changed) != []
    assert versions.load(at=at("2026-11-18"), table=changed) == []

    (now,) = [row for row in queries.standards(on=TODAY) if row.code == "T5"]
    assert (now.version, now.amount) == (2, 40)


def test_the_commands_say_what_they_did(db: None) -> None:
    out = io.StringIO()

    call_command("standards", "load", stdout=out)
    call_command("standards", "check", stdout=out)

    assert f"0 versions loaded, 0 adopted for {profile().partnership}." in out.getvalue()
    assert f"{len(tables.read().standards)} standards make sense." in out.getvalue()


def test_a_file_that_makes_no_sense_is_refused_by_the_command(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StandardInvalid("X1: name the event that starts it.")

    monkeypatch.setattr(tables, "read", broken)

    with pytest.raises(CommandError, match="name the event that starts it"):
        call_command("standards", "check")


def test_a_manager_adopts_a_number_and_clocks_that_start_from_then_run_by_it(case: Case, yos_manager: User) -> None:
    actions.adopt(code="T24", amount=3, effective_from=date(2026, 11, 16), by=yos_manager, at=at("2026-11-13"))

    refold(
        case,
        event(1, "yos.accepted", "2026-11-12"),
        event(2, "yos.allocated", "2026-11-13"),
        event(3, "yos.accepted", "2026-11-16"),
    )

    rows = Deadline.objects.filter(case=case, standard_code="T24").order_by("started_on")
    assert [(row.standard_version, row.due_on) for row in rows] == [
        (101, date(2026, 11, 16)),
        (102, date(2026, 11, 19)),
    ]
    assert [row.version for row in queries.standards() if row.code == "T24"] == [1, 101, 102]


def test_law_cannot_be_loosened_and_an_unknown_standard_not_adopted(csws_manager: User) -> None:
    for code, amount, sentence in (("T5", 60, "shorter, not longer"), ("T99", 1, "no standard T99")):
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.adopt(code=code, amount=amount, effective_from=TODAY, by=csws_manager, at=at("2026-11-13"))


def test_another_partnership_keeps_the_suggestions_as_they_are(db: None) -> None:
    elsewhere = {row.code: row for row in queries.standards(on=TODAY, partnership="elsewhere")}
    ours = {row.code: row for row in queries.standards(on=TODAY)}

    assert (elsewhere["T23"].adopted, ours["T23"].adopted) == (False, True)
    wishes = {"from": date(2026, 1, 1), "codes": ["T23"], "amounts": {"T24": 4}}
    assert versions.adopt_as_profile_says(at=at("2026-01-01"), partnership="elsewhere", wishes=wishes) != []
    assert versions.adopt_as_profile_says(at=at("2026-01-01"), partnership="elsewhere", wishes=wishes) == []
    assert versions.adopt_as_profile_says(at=at("2026-01-01"), partnership="third", wishes={}) == []
    again = {row.code: row for row in queries.standards(on=TODAY, partnership="elsewhere")}
    assert (again["T23"].amount, again["T24"].amount) == (5, 4)


@pytest.mark.policy("P6.2")
def test_a_clock_may_not_wait_for_a_criminal_investigation() -> None:
    with pytest.raises(ActionNotAllowed, match=r"does not wait for a criminal investigation. The policy \(6.2\)"):
        policies.check_pause_allowed(shipped("T23"), "criminal_investigation")


def test_a_pause_needs_a_reason_its_standard_knows() -> None:
    policies.check_pause_allowed(shipped("T23"), "information_requested")
    with pytest.raises(ActionNotAllowed, match="It pauses only when more information has been asked for"):
        policies.check_pause_allowed(shipped("T23"), "consent_pending")
    with pytest.raises(ActionNotAllowed, match="It never pauses"):
        policies.check_pause_allowed(shipped("T1"), "consent_pending")
    with pytest.raises(ActionNotAllowed, match="Choose one of the listed reasons"):
        policies.check_pause_allowed(shipped("T1"), "a holiday")


def test_the_page_of_timescales_names_every_row() -> None:
    page = describe.markdown()
    table = tables.read()

    assert [row.code for row in table.standards if f"| {row.code} | " not in page] == []
    assert [row.code for row in table.not_clocks if f"**{row.code}**" not in page] == []
    assert "arrested on" not in page.split("## Youth")[0]


# -- any chronology -----------------------------------------------------------------------------------------------------

CODES: list[tuple[str, dict[str, Any]]] = [
    ("referral.received", {"destination": "mash"}),
    ("referral.received", {"destination": "yos"}),
    ("mash.decision_approved", {"outcome": "assessment"}),
    ("mash.decision_approved", {"outcome": "no_further_action"}),
    ("cf_assessment.authorised", {}),
    ("investigation.ended", {}),
    ("yos.referred", {}),
    ("yos.information_requested", {}),
    ("yos.information_received", {}),
    ("yos.accepted", {}),
    ("yos.declined", {}),
    ("yos.allocated", {}),
    ("incident.known", {}),
    ("safety_plan.agreed", {}),
    ("agency_check.asked", {"agency": "school", "check": "1", "due_on": "2026-11-25"}),
    ("agency_check.replied", {"check": "1"}),
    ("strand.moved", {"strand": "youth_offending", "after": "closed"}),
    ("clock.extended", {"standard": "T23", "until": "2026-12-24"}),
    ("clock.paused", {"standard": "T23", "reason": "information_requested"}),
    ("clock.resumed", {"standard": "T23"}),
]


@st.composite
def chronologies(draw: st.DrawFn) -> list[Event]:
    events: list[Event] = []
    for id in range(1, draw(st.integers(1, 12)) + 1):
        code, facts = draw(st.sampled_from(CODES))
        corrects = draw(st.none() | st.sampled_from([one.id for one in events])) if events else None
        when: datetime = at("2026-06-01") + timedelta(hours=draw(st.integers(0, 24 * 240)))
        events.append(Event(id, code, facts, when, recorded_at=when, corrects=corrects))
    return events


class AnyChronology(TestCase):
    """Whatever happened, in whatever order it was entered: what is kept is what the whole folds to."""

    @settings(max_examples=40, deadline=None)
    @given(chronologies())
    def test_recording_one_by_one_keeps_what_folding_the_whole_says(self, events: list[Event]) -> None:
        case = cases.young_person(at("2026-06-01"))
        known = queries.book()
        for count in range(1, len(events) + 1):
            deadlines.refold(case_id=case.pk, events=events[:count], at=at("2027-03-01"), kind="displayed", given=known)
            breaches.record_broken(at=at("2027-03-01"))

        assert deadlines.differences(case_id=case.pk, events=events, kind="displayed", given=known) == []
        rows = queries.clocks_of([case.pk])
        broken = {
            (row.standard_code, row.root_event)
            for row in rows
            if row.late_at and (row.met_at or row.cancelled_at or at("2027-03-01")) >= row.late_at
        }
        assert broken == set(queries.standing_breaches([case.pk]).values_list("standard_code", "root_event"))


def test_the_sweep_reads_its_own_index(case: Case) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans of empty tables say nothing on PostgreSQL")

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + breaches.UNNOTICED, [at("2026-11-20").isoformat(), 10])
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "USING INDEX timeliness_unnoticed" in plan
    assert "TEMP B-TREE" not in plan


def test_the_mark_of_a_broken_clock_comes_and_goes_with_its_breach(case: Case) -> None:
    refold(case, RECEIVED)
    breaches.record_broken(at=at("2026-11-20 03:00"))
    assert kept(case, "T1").broken_on == date(2026, 11, 19)

    refold(case, RECEIVED, event(2, "mash.decision_approved", "2026-11-19 16:00"), by="2026-11-20 10:00")

    assert kept(case, "T1").broken_on is None
    assert [row[2] for row in breach_rows(case)] == ["breach", "withdrawal"]
