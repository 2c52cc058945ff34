"""Recorded once, and on each child's record its own part follows."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from aim2 import tasks
from aim2.models import Bail, HoldStanding, OutcomeToTell
from aim2.proceedings import actions, events, queries, rows
from hsb import clock
from hsb.cases.states import CriminalJustice
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from tests.aim2.proceedings.court import Court, codes

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)
ARREST = date(2026, 12, 9)


@pytest.fixture
def court(person) -> Court:
    return Court(person, OPENED)


def clock_of(case, code: str, key: str = "") -> Deadline:
    return Deadline.objects.get(case=case, standard_code=code, **({"key": key} if key else {}))


def test_a_second_bail_ends_without_the_first(court):
    first = court.arrested(ARREST, court.one)
    second = court.arrested(ARREST + timedelta(days=5), court.two)

    court.says(ARREST + timedelta(days=9), events.BailEnded(bail=second, allegations=[court.two]))

    assert clock_of(court.case, "T30", first).state == "open"
    assert clock_of(court.case, "T30", second).state == "met"
    assert Bail.objects.filter(case=court.case, ended_on=None).count() == 1
    assert court.case.criminal_justice == CriminalJustice.ON_BAIL


def test_a_charge_ends_police_bail_and_holds_aim2_and_shows_the_court_officers_the_case(court):
    bail = court.arrested(ARREST)

    court.charged(ARREST + timedelta(days=5))

    assert codes(court.case, "bail.ended", "charge.made", "aim.hold_began") == [
        "charge.made",
        "bail.ended",
        "aim.hold_began",
    ]
    assert Bail.objects.get(pk=bail).ended_on == ARREST + timedelta(days=5)
    assert HoldStanding.objects.get(case=court.case).because == "Allegation 1 is charged and no conviction is recorded"
    assert court.case.criminal_justice == CriminalJustice.CHARGED
    assert court.case.involvements.filter(role="court_officer").exists()


@pytest.mark.policy("P6.4")
def test_a_charge_of_one_leaves_the_bail_of_the_other(court):
    bail = court.arrested(ARREST, court.one, court.two)

    court.charged(ARREST + timedelta(days=5), court.one)

    assert Bail.objects.get(pk=bail).ended_on is None
    assert [row.status for row in sorted(court.case.allegations.all(), key=lambda r: str(r.pk) != court.one)] == [
        "charged",
        "bail",
    ]


@pytest.mark.policy("P6.5")
def test_an_accepted_guilty_plea_ends_the_hold_and_social_care_is_told_once(court):
    court.charged(date(2026, 12, 14))
    day = date(2027, 1, 18)
    hearing, report = str(uuid4()), str(uuid4())

    court.pleads(
        day,
        "guilty",
        more=(
            events.HearingSet(allegations=[court.one], hearing=hearing, hearing_on="2027-02-08", purpose="sentence"),
            events.ReportRequested(allegations=[court.one], report=report, hearing=hearing, hearing_on="2027-02-08"),
        ),
    )

    assert not HoldStanding.objects.filter(case=court.case).exists()
    assert clock_of(court.case, "T35", hearing).due_on == date(2027, 2, 4)
    told = clock_of(court.case, "T34")
    assert (told.due_on, told.owner_role, told.owner_person_id) == (
        date(2027, 1, 19),
        "social_worker",
        court.social_worker.pk,
    )
    outcome = OutcomeToTell.objects.get(case=court.case)
    actions.acknowledge(
        case=court.case,
        outcome=str(outcome.pk),
        by=court.social_worker,
        at=datetime(2027, 1, 19, 9, tzinfo=clock.LONDON),
    )
    assert clock_of(court.case, "T34").state == "met"


@pytest.mark.policy("P6.5")
def test_where_no_social_worker_has_the_case_mash_is_told(court):
    court.case.involvements.filter(role="social_worker").delete()
    court.charged(date(2026, 12, 14))

    court.pleads(date(2027, 1, 18), "guilty")

    assert clock_of(court.case, "T34").owner_role == "mash_worker"


def test_the_strand_moves_on_once_the_order_has_run_out_and_nobody_recorded_anything(court):
    court.says(date(2026, 12, 10), events.InvestigationEnded(allegations=[court.two]))
    court.charged(date(2026, 12, 14))
    court.pleads(date(2027, 1, 18), "guilty")
    order = events.SentencePassed(
        allegations=[court.one], order="referral_order", order_id=str(uuid4()), until="2027-04-30", aim_required=True
    )
    court.says(date(2027, 1, 25), order, by=court.court)

    with time_machine.travel(datetime(2027, 4, 30, 12, tzinfo=clock.LONDON)):
        tasks.let_orders_run_out()
    court.case.refresh_from_db()
    assert court.case.criminal_justice == CriminalJustice.COURT_ORDER

    with time_machine.travel(datetime(2027, 5, 8, 12, tzinfo=clock.LONDON)):
        tasks.let_orders_run_out()
        tasks.let_orders_run_out()
    court.case.refresh_from_db()
    assert court.case.criminal_justice == CriminalJustice.ENDED
    assert codes(court.case)[-1] == "strand.moved" and rows.differences(court.case) == []


@pytest.mark.policy("P6.4")
def test_acquitted_changes_both_records_and_nothing_of_him_is_on_hers(court):
    court.charged(date(2026, 12, 14))
    court.says(
        date(2026, 12, 15),
        events.CourtBailGiven(bail=str(uuid4()), allegations=[court.one], conditions="Lives at 4 Mill Lane."),
        by=court.court,
    )

    court.says(date(2027, 3, 1), events.FindingMade(allegations=[court.one], guilty=False), by=court.court)

    assert not Bail.objects.filter(case=court.case, ended_on=None).exists()
    assert court.case.alleged and court.case.standing_words == "Alleged"
    assert clock_of(court.case, "WELFARE").due_on == date(2027, 3, 2)
    hers = [event for event in court.harmed.events.all() if event.recorded_at.date() == date(2027, 3, 1)]
    assert sorted(event.code for event in hers) == ["family.step", "safety_plan.asked"]
    said = " ".join(str(event.facts) + str(event.spoken.words) for event in hers)
    assert "Mill Lane" not in said and str(court.case.pk) not in said and court.case.reference not in said
    family = Deadline.objects.filter(case=court.harmed, standard_code="FAMILY").latest("pk")
    assert family.owner_person_id == court.victim_worker.pk


def test_pressing_twice_records_once(court):
    press = uuid4()
    at = datetime(2026, 12, 9, 15, tzinfo=clock.LONDON)
    for _ in range(2):
        actions.record_occasion(
            case=court.case,
            entries=[events.ArrestMade(allegations=[court.one])],
            occurred=at,
            by=court.police,
            at=at,
            press=press,
        )
    assert codes(court.case, "arrest.made") == ["arrest.made"]


def test_nothing_is_stored_of_a_refused_occasion(court):
    before = codes(court.case)
    with pytest.raises(ActionNotAllowed, match="A verdict is on a charge"):
        court.says(ARREST, events.ArrestMade(allegations=[court.one]), events.FindingMade(allegations=[court.one]))
    assert codes(court.case) == before


def test_a_wrong_verdict_is_put_right_by_a_new_entry_and_told_afresh(court):
    court.charged(date(2026, 12, 14))
    court.says(date(2027, 3, 1), events.FindingMade(allegations=[court.one], guilty=True), by=court.court)
    wrong = court.case.events.get(code="finding.made")
    at = datetime(2027, 3, 2, 9, tzinfo=clock.LONDON)

    actions.record_occasion(
        case=court.case,
        entries=[events.FindingMade(allegations=[court.one], guilty=False)],
        occurred=wrong.occurred_at,
        by=court.court,
        at=at,
        press=uuid4(),
        corrects=wrong,
    )

    assert queries.standing(court.case).allegations[0].standing == "acquitted"
    assert list(
        OutcomeToTell.objects.filter(case=court.case)
        .order_by("reached_on", "pk")
        .values_list("withdrawn", flat=True)
        .distinct()
    ) != [False]
    assert OutcomeToTell.objects.get(case=court.case, withdrawn=False).kind == "acquittal"
    assert Deadline.objects.filter(case=court.case, standard_code="T34", state="cancelled").count() == 1


def test_a_struck_out_charge_ends_the_hold(court):
    court.charged(date(2026, 12, 14))
    actions.strike_out(
        case=court.case,
        entry=court.case.events.get(code="charge.made"),
        reason="The wrong brother.",
        by=court.police,
        at=datetime(2026, 12, 15, 9, tzinfo=clock.LONDON),
        press=uuid4(),
    )
    assert not queries.standing(court.case).is_held
    assert codes(court.case, "aim.hold_began", "aim.hold_ended") == ["aim.hold_began", "aim.hold_ended"]
    assert not HoldStanding.objects.exists()


def test_a_hold_is_lifted_with_a_reason_once(court):
    court.charged(date(2026, 12, 14))
    at = datetime(2026, 12, 15, 9, tzinfo=clock.LONDON)
    with pytest.raises(ActionNotAllowed, match="Say why"):
        actions.lift_hold(case=court.case, reason=" ", by=court.yos_manager, at=at)

    actions.lift_hold(case=court.case, reason="The trial is a year away.", by=court.yos_manager, at=at)

    assert not queries.standing(court.case).is_held
    with pytest.raises(ActionNotAllowed, match="AIM2 is not held"):
        actions.lift_hold(case=court.case, reason="Again.", by=court.yos_manager, at=at)


def test_a_further_allegation_has_the_next_number(court):
    at = datetime(2026, 12, 9, 15, tzinfo=clock.LONDON)
    actions.add_allegation(
        case=court.case,
        offence="Voyeurism",
        alleged_on="2026-11-01",
        sexual=True,
        occurred=at,
        by=court.police,
        at=at,
        press=uuid4(),
    )
    assert [one.number for one in queries.standing(court.case).allegations] == [1, 2, 3]


def test_what_was_heard_waits_for_police_and_changes_nothing(court):
    at = datetime(2026, 12, 10, 15, tzinfo=clock.LONDON)
    actions.hear(
        case=court.case,
        allegations=[court.two],
        what="A second phone was handed in",
        told_by="his mother",
        kind="arrest.made",
        occurred=at,
        by=court.social_worker,
        at=at,
        press=uuid4(),
    )
    heard = court.case.heard_of.get()
    assert (heard.confirmed_by, heard.answered_at) == ("police", None)

    actions.answer_heard(case=court.case, heard=str(heard.pk), is_so=True, answer="", by=court.police, at=at)
    heard.refresh_from_db()
    assert heard.is_so is True


def test_what_is_stored_is_what_the_entries_say(court):
    court.arrested(ARREST, court.one, court.two)
    court.charged(ARREST + timedelta(days=5), court.one)
    court.pleads(ARREST + timedelta(days=30), "guilty")
    assert rows.differences(court.case) == []

    Bail.objects.filter(case=court.case).update(return_on=date(2030, 1, 1))
    assert len(rows.differences(court.case)) == 1
