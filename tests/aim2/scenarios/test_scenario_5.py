"""Scenario 5: sixteen, charged and held, pleads guilty, sentenced (../shared/scenarios.md). By actions, with what the page says on
18 January; the same through the pages, with today's dates: tests/journeys/test_pre_sentence.py and test_proceedings.py."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from aim2.assessments import actions as assessing
from aim2.assessments import allegations
from aim2.disclosures import actions as disclosures
from aim2.disclosures.kinds import Kind, State
from aim2.models import Disclosure, HoldStanding, OutcomeToTell
from aim2.proceedings import actions, early, events, queries
from aim2.requests import actions as requests
from hsb.errors import ActionNotAllowed
from hsb.timeliness.queries import working_days_on
from tests.aim2.assessments import builders
from tests.aim2.ready import accredit, agrees
from tests.aim2.scenarios.story import Story, on

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.5"), pytest.mark.policy("P6.4")]
CONSENT, BEGUN, CHARGED = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 14)
FIRST = "The pre-sentence report is due Thursday 4 February 2027, before the AIM2 report (Monday 22 February 2027)."
PLEA, LODGED, SENTENCED = date(2027, 1, 18), date(2027, 2, 4), date(2027, 2, 8)


@pytest.fixture
def story(person) -> Story:
    """Sixteen, accepted, and found able to decide for himself: consent on 7 December, a first session the day after."""
    story = Story(person, on(date(2026, 12, 1)), born_on=date(2010, 3, 1))
    accredit(story.officer, story.manager, on(CONSENT, 9))
    story.says(date(2026, 12, 1), events.ArrestMade(allegations=[story.one], arrest=str(uuid4())))
    story.says(date(2026, 12, 1), events.AdmissionRecorded(allegations=[story.one], admission="full"), hour=16)
    agrees(story.case, story.officer, on(CONSENT, 11))
    return story


def test_held_by_the_charge_released_by_the_plea_and_an_interim_extract_for_the_court(
    story, time_machine, client_for, person
):
    time_machine.move_to(on(CONSENT, 12), tick=False)
    requests.name_lead(
        case=story.case, lead=story.officer, co_worker=story.social_worker, reason="", by=story.manager,
        at=on(CONSENT, 12),
    )  # fmt: skip
    assert story.due("T26") == date(2027, 1, 21)
    assessment = builders.begun(story.case, story.officer, story.social_worker, on(BEGUN))
    builders.written(assessment, on(date(2026, 12, 11)))

    charged(story)
    with pytest.raises(ActionNotAllowed, match="charged"):
        assessing.record_session(
            assessment=assessment, held_on=date(2026, 12, 15), whom="young_person", attended=True, by=story.officer,
            at=on(date(2026, 12, 15)),
        )  # fmt: skip

    time_machine.move_to(on(PLEA, 16), tick=False)
    hearing = pleads_guilty_and_a_report_is_asked_for(story)
    acknowledged_by_social_care(story)
    report = both_pages_say_it_is_due_first(story, client_for, hearing)

    actions.choose_for_report(
        case=story.case, report=report, choice="interim", reason="The hearing is first.", by=story.manager,
        at=on(PLEA, 17),
    )  # fmt: skip
    assert early.reports(story.case, PLEA) == []
    an_interim_extract_is_lodged(story, assessment, report, hearing)

    story.says(
        SENTENCED,
        events.SentencePassed(
            allegations=[story.one], order="referral_order", order_id=str(uuid4()), until="2027-11-08"
        ),
        by=story.court,
    )
    assert story.due("T37") == date(2027, 3, 8)


def charged(story: Story) -> None:
    story.says(CHARGED, events.ChargeMade(allegations=[story.one], charge=str(uuid4())))
    assert HoldStanding.objects.get(case=story.case).since == CHARGED
    assert story.clock_of("T26").state == "paused"
    assert working_days_on(CHARGED, 25) == date(2027, 1, 21), "25 working days are left on the day of the charge"


def pleads_guilty_and_a_report_is_asked_for(story: Story) -> str:
    hearing, one = str(uuid4()), [story.one]
    story.says(
        PLEA,
        events.PleaEntered(allegations=one, plea="guilty"),
        events.HearingSet(allegations=one, hearing=hearing, hearing_on=SENTENCED.isoformat(), purpose="sentence"),
        events.ReportRequested(allegations=one, report=str(uuid4()), hearing=hearing, hearing_on=SENTENCED.isoformat()),
        by=story.court,
    )
    assert not HoldStanding.objects.filter(case=story.case).exists()
    assert story.due("T26") == date(2027, 2, 22)
    assert story.due("T35", hearing) == LODGED
    return hearing


def acknowledged_by_social_care(story: Story) -> None:
    assert story.due("T34") == date(2027, 1, 19)
    outcome = OutcomeToTell.objects.get(case=story.case)
    actions.acknowledge(case=story.case, outcome=str(outcome.pk), by=story.social_worker, at=on(date(2027, 1, 19)))
    assert story.clock_of("T34").state == "met"


def both_pages_say_it_is_due_first(story: Story, client_for, hearing: str) -> str:
    for page in ("aim2:proceedings", "aim2:assessment"):
        said = client_for(story.manager).get(reverse(page, args=[story.case.reference])).content.decode()
        assert FIRST in said
    (found,) = early.reports(story.case, PLEA)
    assert (found.due, found.aim_due) == (LODGED, date(2027, 2, 22))
    assert queries.standing(story.case).now.reports[0].hearing == hearing
    return found.id


def an_interim_extract_is_lodged(story: Story, assessment, report: str, hearing: str) -> None:
    at, lead = on(LODGED, 11), builders.opened(story.officer, story.case)
    extract = disclosures.prepare(
        assessment=assessment, opened=lead, kind=Kind.COURT, to="Youth Court", hearing_on=SENTENCED, at=at
    )
    found = next(one for one in allegations.of_case(story.case) if not one.why_not)
    held = Disclosure.objects.select_related("case", "assessment").get(pk=extract.pk)
    may_go = [one for one in disclosures.offered_for(held, at=at) if not one.why_not]
    disclosures.save(
        disclosure=held, opened=lead, picked={one.name for one in may_go},
        ties={one.name: str(found.pk) for one in may_go if not one.fixed},
        values={"gateway": "pre_sentence", "why": "The court sentences on Monday.", "own_words": ""}, version=1, at=at,
    )  # fmt: skip
    disclosures.send(disclosure=held, opened=lead, at=at)
    left = disclosures.leave(
        disclosure=held, opened=builders.opened(story.manager, story.case), version=3, at=on(LODGED, 12)
    )
    assert (left.state, left.content["interim"]) == (State.LEFT, True)
    assert "Recommended level" not in str(disclosures.content_of(left, at=on(LODGED, 12)))
    story.says(
        LODGED, events.ReportLodged(allegations=[story.one], report=report, hearing=hearing), by=story.court, hour=14
    )
    assert story.clock_of("T35", hearing).state == "met"
