"""What talk is barred about is shown and quoted nowhere while it is locked, also where it was written before."""

from datetime import date, datetime

import pytest

from aim2 import tasks
from aim2.agreements import actions as agreements
from aim2.assessments import evidence, signing
from hsb import clock
from hsb.chronology.models import CaseEvent
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from referrals.models import Allegation
from tests.aim2.assessments import builders
from tests.aim2.ready import ready

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
LOCKED = ("About the young person’s account", "About harmful behaviours: concerns, history")


@pytest.fixture
def signed(dsl, yos_officer, social_worker, yos_manager, time_machine):
    time_machine.move_to(AT)
    return builders.signed(
        ready(dsl, yos_officer, social_worker, yos_manager, AT), yos_officer, social_worker, yos_manager, AT
    )


@pytest.fixture
def barred(signed, yos_officer):
    return bar(signed.case, yos_officer)


def bar(case, yos_officer):
    """Police and CPS agree on work before trial, which leaves out what is alleged."""
    Allegation.objects.create(case=case, offence="Sexual assault", status="bail", alleged_on=date(2026, 10, 8))
    asked = agreements.ask(
        case=case, topics="Consent in general.", proviso="Not what is alleged.", young_person_told="In person.",
        review_on=date(2027, 2, 15), by=yos_officer, at=AT,
    )  # fmt: skip
    for party in ("police", "cps"):
        agreements.answer(agreement=asked, party=party, name="A. Body", on=AT.date(), by=yos_officer, at=AT)
    return asked


def words_of(signed, yos_officer, *, locked):
    second = signing.rate_again(assessment=signed, opened=builders.opened(yos_officer, signed.case), at=AT)
    found, hidden = evidence.offers(signed.case, second, locked=locked)
    return " ".join(one.words for one in found), hidden


def test_an_earlier_version_is_evidence_with_its_domains_and_without_what_is_locked(signed, yos_officer):
    said, _ = words_of(signed, yos_officer, locked=False)
    assert all(words in said for words in (*LOCKED, "About family: concerns, history", "About formulation"))

    said, hidden = words_of(signed, yos_officer, locked=True)

    assert hidden and not any(words in said for words in LOCKED)
    assert "About family: concerns, history" in said


def test_the_report_shows_nothing_that_is_locked(signed, barred, social_worker, yos_manager, client_for):
    for reader in (social_worker, yos_manager):
        page = client_for(reader).get(f"/cases/{signed.case.reference}/aim2-assessment/1/report/").text
        assert "About formulation" in page
        assert not any(words in page for words in LOCKED)


def test_when_the_lock_ends_the_workers_are_told_once_that_the_part_can_be_completed(
    dsl, yos_officer, social_worker, yos_manager, time_machine
):
    time_machine.move_to(AT)
    case = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    agreement = bar(case, yos_officer)
    assessment = builders.signed(case, yos_officer, social_worker, yos_manager, AT)
    assert "Opens with" in type(assessment).objects.get(pk=assessment.pk).part_locked

    def told():
        tasks.ask_to_complete()
        return CaseEvent.objects.filter(case=case, code="aim.lock_opened").count()

    assert told() == 0  # it is locked still
    agreements.end(agreement=agreement, why="No further action.", by=yos_officer, at=AT)
    assert (told(), told()) == (1, 1)
    outbox.work()
    for who in (yos_officer, yos_manager):
        assert Notice.objects.filter(kind="aim.lock_opened", case=case, user=who).count() == 1
