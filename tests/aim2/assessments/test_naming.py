"""The child harmed is named nowhere in an assessment: whoever types the name is asked to write what they are called here."""

from datetime import date, datetime

import pytest

from aim2.assessments import actions, signing, writing
from aim2.models import AssessmentText, Session
from hsb import clock
from hsb.cases.models import CaseLink
from hsb.errors import ActionNotAllowed
from tests.aim2.assessments import builders
from tests.aim2.ready import ready
from tests.factories.cases import harmed_child

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
NAMED = "He says that Tamsin laughed."
DOMAIN, WHOLE = "family.concerns_static", "formulation"
TOLD = "names another child. Write “the child harmed” instead"


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, time_machine):
    time_machine.move_to(AT)
    made = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    CaseLink.objects.create(case=made, linked_case=harmed_child(AT), called="Heron")
    return made


@pytest.fixture
def assessment(case, yos_officer, social_worker):
    return builders.begun(case, yos_officer, social_worker, AT)


def test_what_is_recorded_once_is_refused_while_it_names_the_child_harmed(assessment, case, yos_officer):
    given = {"assessment": assessment, "by": yos_officer, "at": AT}
    source = actions.add_source(
        kind="opinion_asked", what="Speech and language", on=date(2027, 1, 8), note="How he follows.", **given
    )
    held = {"held_on": date(2026, 12, 15), "whom": "young_person", "attended": True}
    for typed in (
        lambda: actions.record_session(notes=NAMED, **held, **given),
        lambda: actions.record_session(how=NAMED, **held, **given),
        lambda: actions.add_source(kind="seen", what="Heron’s aunt", on=None, note="", **given),
        lambda: actions.answer_opinion(source=source, came=False, note=NAMED, by=yos_officer, at=AT),
        lambda: actions.add_to_timeline(
            when="Autumn", sorted_on=None, what=NAMED, source="", allegation=None, **given
        ),
        lambda: actions.judge(level="medium", reason=NAMED, **given),
        lambda: actions.hold_planning_meeting(case=case, on=date(2026, 12, 15), who="Quell’s mother", by=yos_officer, at=AT),
        lambda: signing.end(because=NAMED, **given),
    ):  # fmt: skip
        with pytest.raises(ActionNotAllowed, match=TOLD):
            typed()
    assert Session.objects.get().notes == "Rules about the phone in each home."


def test_a_text_is_kept_as_it_is_typed_and_cannot_be_finished_or_agreed_while_it_names_the_child(
    assessment, case, yos_officer, social_worker
):
    writing.save(assessment=assessment, key=DOMAIN, text=NAMED, version=0, by=yos_officer, at=AT)
    with pytest.raises(ActionNotAllowed, match=TOLD):
        writing.finish(assessment=assessment, key=DOMAIN, by=yos_officer, at=AT)
    assert AssessmentText.objects.get().text == NAMED, "nothing typed is lost"
    writing.save(assessment=assessment, key=DOMAIN, text="He laughed.", version=1, by=yos_officer, at=AT)
    builders.written(assessment, AT)
    writing.save(assessment=assessment, key=WHOLE, text=NAMED, version=1, by=yos_officer, at=AT)

    with pytest.raises(ActionNotAllowed, match=f"“Formulation” {TOLD}"):
        signing.agree(assessment=assessment, by=social_worker, at=AT)

    writing.save(assessment=assessment, key=WHOLE, text="The child harmed laughed.", version=2, by=yos_officer, at=AT)
    builders.agreed(assessment, AT)


def test_the_page_says_so_when_it_saves(assessment, case, yos_officer, client_for):
    browser, address = client_for(yos_officer), f"/cases/{case.reference}/aim2-assessment/1/text/{WHOLE}/"
    answer = browser.post(address, {"text": NAMED, "version": "0"}, follow=True)
    assert "Saved. This names another child." in answer.text and NAMED in answer.text
    assert "names another child" not in browser.post(address, {"text": "He laughed.", "version": "1"}, follow=True).text
