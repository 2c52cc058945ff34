"""Somebody else leads or co-works: what was written goes on with them, and no word of it is lost."""

from datetime import datetime

import pytest

from aim2.assessments import actions, queries, writing
from aim2.assessments.rules import Standing
from hsb import clock
from hsb.agencies.permissions import Role
from tests.aim2.assessments import builders
from tests.aim2.ready import ready
from tests.factories.cases import put_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
OPEN, UNSEEN = "family.concerns_static", "environment.concerns_static"
KEPT, SAME = "family.concerns_dynamic", "family.strengths_static"


@pytest.fixture
def assessment(dsl, yos_officer, social_worker, yos_manager, secure_worker, time_machine):
    time_machine.move_to(AT)
    case = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    put_on(case, secure_worker, Role.SECURE_WORKER, AT)
    made = builders.begun(case, yos_officer, social_worker, AT)
    both = (yos_officer, social_worker)
    for key, words in ((KEPT, lambda by: f"View of {by.full_name}."), (SAME, lambda by: "The aunt helps.")):
        for by in both:
            writing.save(assessment=made, key=key, text=words(by), version=0, by=by, at=AT)
            writing.finish(assessment=made, key=key, by=by, at=AT)
    writing.keep_both(assessment=made, key=KEPT, because="We weigh the aunt apart.", by=yos_officer, at=AT)
    writing.save(assessment=made, key=OPEN, text="Half of it.", version=0, by=yos_officer, at=AT)
    writing.save(assessment=made, key=UNSEEN, text="Only mine so far.", version=0, by=social_worker, at=AT)
    made.refresh_from_db()
    return made


def name(assessment, lead, co_worker, by):
    actions.name_people(
        assessment=assessment, lead=lead, co_worker=co_worker, alone_because="Nobody else.", by=by, at=AT
    )
    assessment.refresh_from_db()
    return queries.whole(assessment, locks=[]).domains


def test_whoever_leads_next_goes_on_with_the_words_of_the_lead_before(
    assessment, yos_officer, social_worker, secure_worker, yos_manager
):
    found = name(assessment, secure_worker, social_worker, yos_manager)

    assert (found[OPEN].text, found[OPEN].standing) == ("Half of it.", Standing.WRITING)
    assert found[OPEN].lead.saved_by == yos_officer
    assert (found[KEPT].standing, found[KEPT].text) == (Standing.KEPT, "View of Ruth Adeyemi.")
    assert found[KEPT].lead.kept_because == "We weigh the aunt apart."
    assert (found[SAME].standing, found[SAME].text) == (Standing.SETTLED, "The aunt helps.")
    writing.save(assessment=assessment, key=OPEN, text="All of it.", version=1, by=secure_worker, at=AT)
    writing.finish(assessment=assessment, key=OPEN, by=secure_worker, at=AT)


def test_a_difference_stands_in_the_common_words_when_nobody_comes_for_the_co_worker(
    assessment, yos_officer, yos_manager, client_for
):
    found = name(assessment, yos_officer, None, yos_manager)

    assert found[KEPT].standing == Standing.SETTLED
    assert found[KEPT].text == (
        "View of Ruth Adeyemi.\n\nPriya Shah saw it otherwise: View of Priya Shah.\n\n"
        "Both views were kept: We weigh the aunt apart."
    )
    assert found[SAME].text == "The aunt helps."
    page = client_for(yos_officer).get(
        f"/cases/{assessment.case.reference}/aim2-assessment/{assessment.number}/text/{UNSEEN}/"
    )
    assert "Written by Priya Shah, who was lead or co-worker before" in page.text and "Only mine so far." in page.text


def test_the_two_change_places_and_the_difference_stays(assessment, yos_officer, social_worker, yos_manager):
    found = name(assessment, social_worker, yos_officer, yos_manager)

    assert found[KEPT].text == "View of Priya Shah." and found[KEPT].other_view == "View of Ruth Adeyemi."
    assert found[KEPT].lead.kept_because == "We weigh the aunt apart."
