"""What stands after what happened, allegation by allegation, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aim2.proceedings import folding, hold
from aim2.proceedings.standing import in_force
from aim2.proceedings.states import HoldRule, Standing
from hsb.timeliness.calendar import add_months
from tests.aim2.proceedings.world import ONE, REFERRED, TWO, History

DAY = date(2026, 12, 9)


def _later(days: int) -> date:
    return DAY + timedelta(days=days)


def _charged(history: History, *allegations: str, on: date = DAY) -> None:
    history.add("arrest.made", on, *allegations)
    history.add("charge.made", on + timedelta(days=1), *allegations)


def test_a_second_arrest_has_a_bail_of_its_own_and_ending_one_leaves_the_other() -> None:
    history = History()
    history.add("arrest.made", DAY, ONE)
    history.add("bail.started", DAY, ONE, bail="b1", arrested_on=DAY.isoformat())
    history.add("arrest.made", _later(5), TWO)
    history.add("bail.started", _later(5), TWO, bail="b2", arrested_on=_later(5).isoformat())
    history.add("bail.ended", _later(9), ONE, bail="b1", why="ended")

    now = folding.fold(REFERRED, history.events)

    assert [(one.id, one.is_in_force) for one in now.bails] == [("b1", False), ("b2", True)]
    assert [one.standing for one in now.allegations] == [Standing.REPORTED, Standing.ON_BAIL]


def test_bail_before_its_arrest_is_refused_and_after_it_is_not() -> None:
    history = History()
    history.add("bail.started", DAY, ONE, bail="b1", arrested_on=DAY.isoformat())
    refused = folding.check(REFERRED, history.events)
    assert refused and refused.sentence.startswith("Record the arrest first")

    history = History()
    history.add("arrest.made", DAY, ONE)
    history.add("bail.started", DAY, ONE, bail="b1", arrested_on=DAY.isoformat())
    assert folding.check(REFERRED, history.events) is None


@pytest.mark.parametrize(
    ("arrested", "limit"),
    [
        (date(2026, 12, 9), date(2027, 3, 9)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 11, 29), date(2027, 2, 28)),
        (date(2026, 2, 28), date(2026, 5, 31)),
    ],
)
def test_bail_is_counted_from_the_day_after_the_arrest(arrested: date, limit: date) -> None:
    assert folding.bail_limit(arrested, 1) == limit


def test_bail_limits_of_the_later_periods() -> None:
    assert [folding.bail_limit(DAY, n) for n in (2, 3)] == [date(2027, 6, 9), date(2027, 9, 9)]


@pytest.mark.parametrize(
    ("before", "rank", "returns", "says"),
    [
        ((), "designated", "2027-12-09", "In a designated case bail goes on after a superintendent"),
        ((2, 3), "designated", "2027-12-10", "Enter a return date not after Thursday 9 December 2027"),
        ((2, 3), "designated", "2027-12-09", ""),
        ((2, 3), "court", "2028-02-01", ""),
    ],
)
def test_a_designated_case_goes_on_to_twelve_months_and_a_court_beyond(before, rank, returns, says) -> None:
    history = History()
    history.add("arrest.made", DAY, ONE)
    history.add("bail.started", DAY, ONE, bail="b1", arrested_on=DAY.isoformat(), return_on="2027-03-09")
    ranks = {2: ("inspector", "2027-06-09"), 3: ("superintendent", "2027-09-09")}
    for period in before:
        by, until = ranks[period]
        facts = {"bail": "b1", "arrested_on": DAY.isoformat(), "period": period, "rank": by, "return_on": until}
        history.add("bail.extended", _later(60 * period), ONE, **facts)
    facts = {"bail": "b1", "arrested_on": DAY.isoformat(), "period": 4, "rank": rank, "return_on": returns}
    history.add("bail.extended", _later(250), ONE, **facts)

    refused = folding.check(REFERRED, history.events)

    assert refused.sentence.startswith(says) if says else refused is None


@pytest.mark.parametrize(
    ("code", "facts", "says"),
    [
        ("plea.entered", {"plea": "guilty"}, "A plea is to a charge"),
        ("finding.made", {"guilty": True}, "A verdict is on a charge"),
        ("sentence.passed", {"order": "yro", "order_id": "o"}, "A sentence follows a finding"),
        ("outcome.out_of_court", {"disposal": "youth_caution"}, "Record what was admitted first"),
        ("outcome.out_of_court", {"disposal": "community_resolution"}, "Record what was admitted first"),
        ("hearing.moved", {"hearing": "h", "hearing_on": "2027-01-04"}, "Choose the hearing"),
        ("charging.decided", {"decision": "charge"}, "Record first that the papers went"),
        ("psr.requested", {"report": "r", "hearing": "h", "hearing_on": "2027-01-04"}, "Record the hearing first"),
        ("custody.released", {"custody": "c"}, "Record the remand or the sentence first"),
    ],
)
def test_what_does_not_follow_is_refused_with_the_reason(code: str, facts: dict, says: str) -> None:
    history = History()
    history.add("interview.held", DAY)
    history.add(code, _later(1), **facts)

    refused = folding.check(REFERRED, history.events)

    assert refused and refused.sentence.startswith(says)


def test_outcome_22_needs_no_admission_and_a_caution_with_one_is_taken() -> None:
    history = History()
    history.add("outcome.out_of_court", DAY, ONE, disposal="outcome_22")
    history.add("admission.recorded", DAY, TWO, admission="full")
    history.add("outcome.out_of_court", DAY, TWO, disposal="youth_caution")

    assert folding.check(REFERRED, history.events) is None
    assert [one.standing for one in folding.fold(REFERRED, history.events).allegations] == [
        Standing.DEFERRED,
        Standing.CAUTIONED,
    ]


def test_two_pleas_at_once_are_refused_and_another_plea_another_day_is_taken() -> None:
    history = History()
    _charged(history)
    history.add("plea.entered", _later(3), plea="not_guilty")
    history.add("plea.entered", _later(3), plea="guilty")
    refused = folding.check(REFERRED, history.events)
    assert refused and "only one plea" in refused.sentence

    history.events.pop()
    history.add("plea.entered", _later(9), plea="guilty")
    assert folding.check(REFERRED, history.events) is None


def test_a_hearing_moved_by_two_people_is_moved_once() -> None:
    history = History()
    _charged(history)
    history.add("hearing.set", _later(2), hearing="h", hearing_on="2027-01-04")
    history.add("hearing.moved", _later(3), hearing="h", was_on="2027-01-04", hearing_on="2027-01-11")
    assert folding.check(REFERRED, history.events) is None

    history.add("hearing.moved", _later(3), hearing="h", was_on="2027-01-04", hearing_on="2027-01-18")
    refused = folding.check(REFERRED, history.events)
    assert refused and "has been moved already, to Monday 11 January 2027" in refused.sentence


def test_nothing_is_recorded_before_the_behaviour() -> None:
    referred = [replace(REFERRED[0], alleged_on=_later(2))]
    history = History()
    history.add("arrest.made", DAY)
    refused = folding.check(referred, history.events)
    assert refused and refused.sentence.startswith("Enter a later date: allegation 1")


def test_a_moved_hearing_moves_its_own_report_alone() -> None:
    history = History()
    _charged(history, ONE, TWO)
    history.add("hearing.set", _later(2), ONE, hearing="h1", hearing_on="2027-01-04")
    history.add("hearing.set", _later(2), TWO, hearing="h2", hearing_on="2027-02-01")
    history.add("psr.requested", _later(2), ONE, report="r1", hearing="h1", hearing_on="2027-01-04")
    history.add("psr.requested", _later(2), TWO, report="r2", hearing="h2", hearing_on="2027-02-01")
    history.add("hearing.moved", _later(3), TWO, hearing="h2", was_on="2027-02-01", hearing_on="2027-02-08")

    now = folding.fold(REFERRED, history.events)

    assert [one.hearing_on for one in now.reports] == [date(2027, 1, 4), date(2027, 2, 8)]


@pytest.mark.policy("P6.5")
def test_aim2_is_held_from_a_charge_until_the_plea_is_accepted() -> None:
    history = History()
    _charged(history)
    held = hold.hold(folding.fold(REFERRED, history.events), HoldRule.UNTIL_CONVICTION)
    assert held and held.because == "Allegation 1 is charged and no conviction is recorded"

    history.add("plea.entered", _later(5), plea="guilty")
    assert hold.hold(folding.fold(REFERRED, history.events), HoldRule.UNTIL_CONVICTION) is None


@pytest.mark.policy("P6.5")
def test_with_one_found_what_concerns_the_open_charge_stays_locked() -> None:
    history = History()
    _charged(history, ONE, TWO)
    history.add("plea.entered", _later(5), ONE, plea="guilty")
    history.add("plea.entered", _later(5), TWO, plea="not_guilty")
    now = folding.fold(REFERRED, history.events)

    assert hold.hold(now, HoldRule.UNTIL_CONVICTION) is None
    (lock,) = hold.locks(now, HoldRule.UNTIL_CONVICTION)
    assert (lock.allegations, lock.source) == ((TWO,), "open_charge")


def test_the_other_rules_of_a_partnership() -> None:
    history = History()
    _charged(history)
    now = folding.fold(REFERRED, history.events)
    assert [hold.hold(now, rule) is not None for rule in HoldRule] == [True, False, False]

    history.add("plea.entered", _later(5), plea="not_guilty")
    now = folding.fold(REFERRED, history.events)
    assert [hold.hold(now, rule) is not None for rule in HoldRule] == [True, True, False]
    assert hold.hold(now, HoldRule.WHILE_NOT_GUILTY).because == "a plea of not guilty stands to allegation 1"


def test_a_lifted_hold_stays_lifted_for_that_charge_and_a_new_charge_holds_again() -> None:
    history = History()
    _charged(history, ONE)
    history.add("aim.hold_ended", _later(3), ONE, lifted=True)
    assert hold.hold(folding.fold(REFERRED, history.events), HoldRule.UNTIL_CONVICTION) is None

    history.add("charge.made", _later(4), TWO)
    assert hold.hold(folding.fold(REFERRED, history.events), HoldRule.UNTIL_CONVICTION).allegations == (TWO,)


@pytest.mark.policy("P6.4")
@pytest.mark.parametrize(
    ("entries", "alleged"),
    [
        ([("admission.recorded", {"admission": "partial"})], True),
        ([("admission.recorded", {"admission": "full"})], False),
        (
            [("admission.recorded", {"admission": "full"}), ("outcome.out_of_court", {"disposal": "youth_caution"})],
            False,
        ),
        ([("admission.recorded", {"admission": "full"}), ("outcome.no_further_action", {})], True),
        ([("charge.made", {})], True),
        ([("charge.made", {}), ("finding.made", {"guilty": True})], False),
        ([("charge.made", {}), ("finding.made", {"guilty": False})], True),
        ([("admission.recorded", {"admission": "full"}), ("charge.made", {}), ("charge.discontinued", {})], True),
    ],
)
def test_alleged_follows_the_allegation(entries: list, alleged: bool) -> None:
    history = History()
    for n, (code, facts) in enumerate(entries):
        history.add(code, _later(n), ONE, **facts)

    now = folding.fold(REFERRED, history.events)

    assert folding.check(REFERRED, history.events) is None
    assert now.allegation(ONE).is_alleged is alleged
    assert (now.badge == "Alleged") is alleged


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    history = History()
    _charged(history)
    wrong = history.add("finding.made", _later(4), guilty=True)
    history.add("finding.made", _later(4), guilty=False, corrects=wrong)
    assert folding.fold(REFERRED, history.events).allegation(ONE).standing == Standing.ACQUITTED

    history.add("entry.struck_out", _later(4), corrects=wrong)
    assert folding.fold(REFERRED, history.events).allegation(ONE).standing == Standing.CHARGED


def test_what_rests_on_a_struck_out_entry_is_named() -> None:
    history = History()
    history.add("arrest.made", DAY)
    charge = history.add("charge.made", _later(1))
    history.add("plea.entered", _later(4), plea="not_guilty")
    history.add("entry.struck_out", _later(1), corrects=charge)

    refused = folding.check(REFERRED, history.events)

    assert refused and refused.entry.code == "plea.entered"


def test_the_same_day_counts_in_the_order_in_which_it_was_recorded() -> None:
    history = History()
    history.add("charge.made", DAY)
    history.add("plea.entered", DAY, plea="guilty")
    history.add("sentence.passed", DAY, order="referral_order", order_id="o1", until=add_months(DAY, 9).isoformat())

    now = folding.fold(REFERRED, history.events)

    assert folding.check(REFERRED, history.events) is None
    assert [one.kind for one in in_force(now.orders, DAY)] == ["referral_order"]
