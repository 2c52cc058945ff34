"""A bank holiday is proclaimed, or a standard changed: every due date is right afterwards, and each case says what moved and why."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases.models import Case
from hsb.chronology import actions as chronology
from hsb.chronology import chain, recounting
from hsb.chronology.declare import DECLARED
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message
from hsb.timeliness import actions, calendar_actions, queries, recounts
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.facts import State
from hsb.timeliness.models import Breach, ClockMove, Deadline, Recount
from tests.factories import cases
from tests.hsb.chronology.happenings import event, happens
from tests.hsb.timeliness.builders import at

pytestmark = [pytest.mark.both, pytest.mark.django_db]

FUNERAL = DayOff(date(2026, 11, 25), "State funeral")
ASKED = at("2026-11-20 10:00")


def young_person() -> Case:
    case = cases.young_person(at("2026-11-18 09:00"))
    happens(case, "referral.received", "2026-11-18 10:00", destination="mash")
    return case


def proclaim(by: User, *days: DayOff) -> Recount:
    return calendar_actions.add_days_off(days=days or (FUNERAL,), by=by, at=ASKED)


def run(recount: Recount, steps: int = 200) -> Recount:
    for _ in range(steps):
        if recounting.step(recount.pk, at=ASKED):
            break
    recount.refresh_from_db()
    return recount


def due(case: Case, code: str) -> date | None:
    return Deadline.objects.get(case=case, standard_code=code).due_on


def told(case: Case) -> list[str]:
    lines = CaseEvent.objects.filter(case=case, code="clock.moved").order_by("id").select_related("spoken")
    return [DECLARED[one.code].rebuild(one.facts, one.spoken.words).sentence() for one in lines]


def nothing_differs() -> None:
    call_command("deadlines", "rebuild", "--check", stdout=io.StringIO(), stderr=io.StringIO())


def test_a_proclaimed_day_moves_every_due_date_over_it_and_each_case_says_so(administrator: User) -> None:
    over, before = young_person(), cases.young_person(at("2026-11-18 09:00"))
    happens(before, "incident.known", "2026-11-18 10:00", incidents=1)

    done = run(proclaim(administrator))

    assert (done.stage, done.cases, done.done, done.moved_cases, done.told) == ("done", 1, 1, 1, 1)
    assert due(over, "T5") == date(2027, 1, 26)
    assert told(over) == [
        "Child and family assessment: moved from Monday 25 January 2027 to Tuesday 26 January 2027. "
        "Wednesday 25 November 2026 became a day off (State funeral)."
    ]
    assert told(before) == []
    assert not ClockMove.objects.exists()
    nothing_differs()


def test_why_this_date_says_that_it_moved_from_where_and_why(administrator: User) -> None:
    case = young_person()
    run(proclaim(administrator))
    why = queries.explanation_for(Deadline.objects.get(case=case, standard_code="T5"), date(2026, 11, 20))

    assert why.moves == (
        "From Monday 25 January 2027 to Tuesday 26 January 2027 on 20 November, because Wednesday 25 November 2026"
        " became a day off (State funeral)",
    )
    later = young_person_received("2026-11-24 10:00")
    assert queries.explanation_for(Deadline.objects.get(case=later, standard_code="T5"), ASKED.date()).moves == ()


def young_person_received(when: str) -> Case:
    case = cases.young_person(at(when))
    happens(case, "referral.received", when, destination="mash")
    return case


def test_a_day_taken_away_again_moves_them_back_and_both_moves_are_explained(administrator: User) -> None:
    case = young_person()
    run(proclaim(administrator))

    run(calendar_actions.remove_day_off(day=FUNERAL.day, by=administrator, at=ASKED + timedelta(hours=1)))

    assert due(case, "T5") == date(2027, 1, 25)
    assert len(told(case)) == 2
    why = queries.explanation_for(Deadline.objects.get(case=case, standard_code="T5"), ASKED.date())
    assert [line.partition(" on ")[0] for line in why.moves] == [
        "From Tuesday 26 January 2027 to Monday 25 January 2027",
        "From Monday 25 January 2027 to Tuesday 26 January 2027",
    ]
    nothing_differs()


def test_a_private_clock_moves_and_the_chronology_does_not_tell(administrator: User) -> None:
    case = young_person()
    Deadline.objects.filter(case=case, standard_code="T5").update(private=True)

    run(proclaim(administrator))

    assert due(case, "T5") == date(2027, 1, 26)
    assert told(case) == []


def test_the_reminders_follow_the_date(administrator: User) -> None:
    case = young_person()
    assert Deadline.objects.get(case=case, standard_code="T5").next_chase_on == date(2027, 1, 21)

    run(proclaim(administrator))

    moved = Deadline.objects.get(case=case, standard_code="T5")
    assert moved.next_chase_on == date(2027, 1, 22)
    chronology.lock(case)
    refolded = deadlines_as_folded(case)
    assert refolded == (moved.next_chase_on, moved.late_at, moved.due_at, moved.judged_on)


def deadlines_as_folded(case: Case) -> tuple[object, ...]:
    """What a fold from nothing stores for the assessment's clock."""
    Deadline.objects.filter(case=case).delete()
    call_command("deadlines", "rebuild", stdout=io.StringIO())
    row = Deadline.objects.get(case=case, standard_code="T5")
    return row.next_chase_on, row.late_at, row.due_at, row.judged_on


def test_paused_extended_and_counted_back_clocks_are_folded_afresh(administrator: User) -> None:
    paused = young_person()
    happens(paused, "yos.referred", "2026-11-18 10:00")
    happens(paused, "yos.information_requested", "2026-11-19 10:00")
    happens(paused, "yos.information_received", "2026-11-20 09:00")
    before = due(paused, "T23")

    done = run(proclaim(administrator))

    assert before is not None
    assert due(paused, "T23") == before + timedelta(days=1)
    assert len(told(paused)) == 1
    assert "Youth offending decision on a referral" in told(paused)[0]
    assert done.told == 1
    nothing_differs()


def test_a_day_off_proclaimed_late_withdraws_the_breach_it_cures(administrator: User) -> None:
    case = young_person()  # to be decided by Thursday 19 November
    happens(case, "mash.decision_approved", "2026-11-20 09:00", outcome="assessment")
    assert Deadline.objects.get(case=case, standard_code="T1").state == State.MET_LATE

    run(proclaim(administrator, DayOff(date(2026, 11, 19), "Day of mourning")))

    assert Deadline.objects.get(case=case, standard_code="T1").state == State.MET
    assert list(queries.standing_breaches([case.pk])) == []
    assert Breach.objects.filter(case=case, kind=Breach.Kind.WITHDRAWAL).count() == 1
    assert "Decision on a referral: moved from Thursday 19" in told(case)[0]
    nothing_differs()


def test_a_recount_run_twice_or_begun_again_tells_nobody_twice(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "CHUNK", 2)
    monkeypatch.setattr(recounting, "TOLD_AT_ONCE", 2)
    five = [young_person() for _ in range(5)]
    recount = proclaim(administrator)

    for _ in range(4):  # killed in the midst of it: whoever takes over goes on from the row
        assert not recounting.step(recount.pk, at=ASKED)
    recount.refresh_from_db()
    assert (recount.stage, recount.done, recount.cases) == ("dates", 5, 5)
    run(recount)
    run(recount)

    assert [len(told(case)) for case in five] == [1] * 5
    assert {due(case, "T5") for case in five} == {date(2027, 1, 26)}
    nothing_differs()


def test_the_outbox_carries_it_leg_by_leg(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from hsb.chronology import outbox_handlers

    monkeypatch.setattr(outbox_handlers, "SECONDS_TO_A_LEG", 0)  # nothing in the first, so that it must hand on
    case = young_person()
    recount = proclaim(administrator)
    kind = calendar_actions.RECOUNT

    message = Message.objects.get(kind=kind)
    assert message.payload == {"recount": recount.pk, "leg": 0}
    left = outbox_handlers.go_on(message.payload, key=message.key)
    outbox_handlers.next_leg(left)
    assert Message.objects.filter(kind=kind).latest("id").payload["leg"] == 1

    monkeypatch.setattr(outbox_handlers, "SECONDS_TO_A_LEG", 10)
    outbox.work()
    recount.refresh_from_db()
    assert recount.stage == "done"
    assert due(case, "T5") == date(2027, 1, 26)


def test_the_number_said_beforehand_is_the_number_that_moves(administrator: User) -> None:
    for _ in range(3):
        young_person()
    moved = young_person()
    happens(moved, "yos.referred", "2026-11-19 10:00")
    expected = recounts.would_move([FUNERAL.day], queries.book())

    recount = run(proclaim(administrator))

    facts = [one for e in CaseEvent.objects.filter(code="clock.moved") for one in e.facts["moves"]]
    assert (expected.moving, expected.cases) == (len(facts), recount.told) == (5, 4)
    assert expected.afresh == 0


def test_whoever_recorded_by_the_old_calendar_at_that_very_moment_is_counted_again(administrator: User) -> None:
    recount = proclaim(administrator)
    recounting.step(recount.pk, at=ASKED)
    while Recount.objects.get(pk=recount.pk).stage == "dates":
        late = cases.young_person(at("2026-11-20 10:00"))
        happens(late, "referral.received", "2026-11-20 10:00", destination="mash")
        Deadline.objects.filter(case=late, standard_code="T1").update(due_on=date(2026, 11, 22))
        recounting.step(recount.pk, at=ASKED)

    nothing_differs()


def test_further_years_make_provisional_dates_firm(administrator: User) -> None:
    last = queries.holidays().known_until
    assert last is not None
    late = at(f"{last.year}-12-20 10:00")
    case = cases.young_person(late)
    happens(case, "referral.received", late, destination="mash")
    assert "cannot be counted" in Deadline.objects.get(case=case, standard_code="T5").provisional

    loaded = calendar_actions.load_years(until=last.year + 1, by=administrator, at=ASKED)

    assert loaded.recount is not None
    run(loaded.recount)
    assert Deadline.objects.get(case=case, standard_code="T5").provisional == ""
    nothing_differs()


def test_a_standard_changed_from_today_moves_what_started_today(csws_manager: User) -> None:
    today = cases.young_person(ASKED)
    happens(today, "referral.received", at("2026-11-20 09:00"), destination="mash")
    older = young_person()

    actions.adopt(code="T5", amount=35, effective_from=ASKED.date(), by=csws_manager, at=ASKED)
    run(Recount.objects.get())

    assert Deadline.objects.get(case=today, standard_code="T5").standard_version == 101
    assert Deadline.objects.get(case=older, standard_code="T5").standard_version == 1
    assert told(today) == [
        "Child and family assessment: moved from Wednesday 27 January 2027 to Wednesday 13 January 2027. "
        "“Child and family assessment” changed from Friday 20 November 2026. The time allowed is 35 working days."
    ]
    assert told(older) == []
    nothing_differs()


def test_the_line_of_a_recount_is_chained_like_any_other(administrator: User) -> None:
    case = young_person()
    run(proclaim(administrator))
    happens(case, "note.added", at("2026-11-20 11:00"), text="After it.")

    events = list(CaseEvent.objects.filter(case=case).order_by("number").select_related("spoken"))
    assert chain.faults(events, {one.pk: (one.spoken.words, one.spoken.salt) for one in events}) == []


def test_what_a_clock_depends_on_is_not_recorded_by_the_dozen() -> None:
    case = young_person()

    with pytest.raises(TypeError, match="clocks depend on it"):
        chronology.record_on_each({case.pk: event("referral.received", destination="mash")}, by=None, at=ASKED)


def test_days_are_added_all_or_none(administrator: User) -> None:
    with pytest.raises(ActionNotAllowed, match="a day off already: Christmas Day"):
        proclaim(administrator, FUNERAL, DayOff(date(2026, 12, 25), "Again"))

    assert FUNERAL.day not in queries.holidays()
    assert not Recount.objects.exists()


def test_only_an_administrator_proclaims(csws_manager: User) -> None:
    with pytest.raises(Exception, match="Only an administrator"):
        proclaim(csws_manager)


# -- any chronology, recorded through the door, and a calendar that changes under it -------------------------------------

CODES: list[tuple[str, dict[str, Any]]] = [
    ("referral.received", {"destination": "mash"}),
    ("referral.received", {"destination": "yos"}),
    ("mash.decision_approved", {"outcome": "assessment"}),
    ("mash.decision_approved", {"outcome": "no_further_action"}),
    ("cf_assessment.started", {}),
    ("cf_assessment.authorised", {}),
    ("investigation.ended", {}),
    ("yos.referred", {}),
    ("yos.information_requested", {}),
    ("yos.information_received", {}),
    ("yos.accepted", {}),
    ("yos.declined", {}),
    ("yos.allocated", {}),
    ("incident.known", {}),
    ("safety_plan.agreed", {"review_on": "2026-11-25"}),
    ("safety_plan.reviewed", {"review_on": "7 December 2026"}),  # as it was once recorded
    ("agency_check.asked", {"agency": "school", "check": "1", "due_on": "2026-11-25"}),
    ("agency_check.replied", {"check": "1"}),
    ("strand.moved", {"strand": "youth_offending", "before": "screening", "after": "closed"}),
    ("clock.extended", {"standard": "T23", "until": "2026-12-24", "reason": "learning_needs"}),
    ("clock.extended", {"standard": "T5", "until": "2027-02-24", "reason": "learning_needs"}),
    ("clock.paused", {"standard": "T23", "reason": "information_requested"}),
    ("clock.resumed", {"standard": "T23"}),
]
START = at("2026-10-01 09:00")


class AnyChronologyThroughTheDoor(TestCase):
    """Back-dated, corrected, paused, extended, over days off that come and go: the stored clocks are what the whole folds to."""

    @classmethod
    def setUpTestData(cls) -> None:
        agency = Agency.objects.create(name="Aldermere", kind="csws", short_name="CSWS")
        cls.school = Agency.objects.create(name="Millbeck Primary School", kind="school", short_name="Millbeck")
        cls.keeper = User.objects.create_user("keeper@example.invalid", "Kit Vane", password="correct-horse-battery")
        agencies.give_role(
            user=cls.keeper, agency=agency, role=Role.ADMINISTRATOR, by=None, at=START, from_on=date(2020, 1, 1)
        )

    @settings(max_examples=30, deadline=None)
    @given(st.data())
    def test_rebuilding_finds_nothing_different(self, data: st.DataObject) -> None:
        queries._book_of.cache_clear()
        case = cases.young_person(START)
        now: datetime = START
        stored: list[CaseEvent] = []
        for _ in range(data.draw(st.integers(1, 9))):
            now += timedelta(hours=data.draw(st.integers(1, 24 * 12)))
            if data.draw(st.integers(0, 4)) == 0:
                self._change_the_calendar(data, now)
                continue
            code, facts = data.draw(st.sampled_from(CODES))
            if code.startswith("clock.") and stored:
                facts = {**facts, "root_event": data.draw(st.sampled_from([one.pk for one in stored]))}
            if code == "agency_check.asked":
                facts = {**facts, "agency_id": self.school.pk}
            corrects = data.draw(st.none() | st.sampled_from(stored)) if stored else None
            back = timedelta(hours=data.draw(st.integers(0, 24 * 20)))
            occurred = max(START, now - back)
            try:
                stored.append(happens(case, code, occurred, recorded=now, corrects=corrects, **facts))
            except ActionNotAllowed:
                continue

        nothing_differs()

    def _change_the_calendar(self, data: st.DataObject, now: datetime) -> None:
        day = date(2026, 10, 1) + timedelta(days=data.draw(st.integers(0, 90)))
        try:
            recount = calendar_actions.add_days_off(days=[DayOff(day, "Proclaimed")], by=self.keeper, at=now)
        except ActionNotAllowed:
            try:
                recount = calendar_actions.remove_day_off(day=day, by=self.keeper, at=now)
            except ActionNotAllowed:
                return
        while not recounting.step(recount.pk, at=now):
            pass


@pytest.fixture(autouse=True)
def _no_wake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hsb.outbox.wake._send", lambda: None)


def test_nothing_is_recorded_before_the_child_was_born() -> None:
    case = young_person()  # born on 1 March 2012
    before = CaseEvent.objects.filter(case=case).count()

    with pytest.raises(
        ActionNotAllowed, match="Enter a later date: that day lies before the child of this record was born"
    ):
        happens(case, "incident.known", at("2012-02-29 23:59"), recorded=ASKED, incidents=1)
    happens(case, "incident.known", at("2012-03-01 00:00"), recorded=ASKED, incidents=1)

    assert CaseEvent.objects.filter(case=case).count() == before + 1
