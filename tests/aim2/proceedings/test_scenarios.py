"""Scenarios 4 and 5 of the partnership, with their dates."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest

from aim2.models import HoldStanding
from aim2.proceedings import events, queries
from hsb import clock
from hsb.chronology import queries as chronology
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import Event, State
from hsb.timeliness.fold import fold
from hsb.timeliness.models import Deadline
from tests.aim2.proceedings.court import Court

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)


@pytest.fixture
def court(person) -> Court:
    return Court(person, OPENED)


def due(court: Court, code: str, key: str = "") -> date | None:
    found = Deadline.objects.filter(case=court.case, standard_code=code, **({"key": key} if key else {}))
    return found.latest("pk").due_on


def bails(court: Court, on: date, key: str) -> None:
    court.says(
        on,
        events.BailStarted(
            allegations=[court.one, court.two],
            bail=key,
            arrested_on="2026-12-09",
            return_on="2027-02-25",
            conditions="No contact with Heron.",
        ),
    )


@pytest.mark.policy("P6.3")
def test_fifteen_bail_with_admission(court):
    bail = str(uuid4())
    court.says(date(2026, 12, 9), events.ArrestMade(allegations=[court.one, court.two]))
    assert not queries.standing(court.case).may_police_ask.yes

    bails(court, date(2026, 12, 10), bail)
    court.says(date(2026, 12, 10), events.AdmissionRecorded(allegations=[court.one], admission="full"))

    assert queries.standing(court.case).may_police_ask.why == "Allegation 1 is admitted in full."
    assert due(court, "T30", bail) == date(2027, 3, 9)
    for on, rank, period, code, limit in (
        (date(2027, 3, 1), "inspector", 2, "T31a", date(2027, 6, 9)),
        (date(2027, 6, 7), "superintendent", 3, "T31b", date(2027, 9, 9)),
        (date(2027, 9, 6), "designated", 4, "T31c", date(2027, 12, 9)),
    ):
        court.says(
            on,
            events.BailExtended(
                allegations=[court.one, court.two],
                bail=bail,
                arrested_on="2026-12-09",
                return_on=limit.isoformat(),
                period=period,
                rank=rank,
            ),
        )
        assert due(court, code, bail) == limit


@pytest.mark.policy("P6.4")
def test_when_conditions_change_the_safety_plan_is_looked_at_that_day(court):
    bail = str(uuid4())
    court.says(date(2026, 12, 9), events.ArrestMade(allegations=[court.one, court.two]))
    bails(court, date(2026, 12, 10), bail)

    court.says(
        date(2026, 12, 16),
        events.BailChanged(
            allegations=[court.one, court.two], bail=bail, conditions="No contact. Lives with his aunt."
        ),
    )

    assert due(court, "T46c") is not None
    asked = court.case.events.filter(code="safety_plan.asked").latest("number")
    assert clock.local_date(asked.occurred_at) == date(2026, 12, 16)


@pytest.mark.policy("P6.5")
def test_sixteen_charged_and_held(court):
    court.charged(date(2026, 12, 14))
    assert HoldStanding.objects.get(case=court.case).since == date(2026, 12, 14)
    hearing = str(uuid4())

    court.pleads(
        date(2027, 1, 18),
        "guilty",
        more=(
            events.HearingSet(allegations=[court.one], hearing=hearing, hearing_on="2027-02-08", purpose="sentence"),
            events.ReportRequested(
                allegations=[court.one], report=str(uuid4()), hearing=hearing, hearing_on="2027-02-08"
            ),
        ),
    )

    assert due(court, "T34") == date(2027, 1, 19)
    assert due(court, "T35", hearing) == date(2027, 2, 4)
    assert aim_report(court, until=date(2026, 12, 8)).due_on == date(2027, 1, 21)
    held = aim_report(court, until=date(2027, 1, 10))
    assert held.state is State.PAUSED
    assert aim_report(court).due_on == date(2027, 2, 22)

    report = queries.standing(court.case).now.reports[0]
    court.says(
        date(2027, 2, 4),
        events.ReportLodged(allegations=[court.one], report=report.id, hearing=hearing),
        by=court.court,
    )
    court.says(
        date(2027, 2, 8),
        events.SentencePassed(
            allegations=[court.one], order="referral_order", order_id=str(uuid4()), until="2027-11-08"
        ),
        by=court.court,
    )
    assert due(court, "T37") == date(2027, 3, 8)


def aim_report(court: Court, until: date | None = None):
    """Answer the clock of the AIM report (30 working days, adopted) by what had happened on a day, consent on 7 December."""
    book = timeliness.book()
    standard = next(one for one in book.standards if one.code == "T26")
    consent = Event(
        id=1, code="aim.consent_complete", facts={}, occurred_at=datetime(2026, 12, 7, 12, tzinfo=clock.LONDON)
    )
    history = chronology.folded_events([court.case.pk])[court.case.pk]
    shown = [replace(one, id=one.id + 10) for one in history if not until or clock.local_date(one.occurred_at) <= until]
    (found,) = fold([consent, *shown], [replace(standard, awaiting=False, adopted=True)], book.holidays)
    return found
