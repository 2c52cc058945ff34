"""From a guilty plea to the pre-sentence extract: AIM2 held before the plea, an interim extract while the assessment is written, and the
final one when it is signed; neither says who was harmed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hsb import clock
from hsb.timeliness.calendar import known_holidays, next_working_day
from tests.hsb.documents import reading
from tests.journeys import assessing
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.product import Product
from tests.journeys.told import told, write_the_rest


@pytest.mark.policy("P6.4")
@pytest.mark.policy("P6.5")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 110), (PHONE, 111)], ids=["desktop", "phone"])
def test_from_a_guilty_plea_to_the_pre_sentence_extract(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    story = told(product, "charged", number)
    ruth, hannah, tom, daniel = (somebody(who, width=width) for who in ("ruth", "hannah", "tom", "daniel"))
    for one in (ruth, hannah, tom, daniel):
        one.must_not_read = (story.harmed,)

    when_the_assessment_is_opened_nothing_begins_while_it_is_charged(ruth, story.case)
    hearing = when_he_pleads_guilty_and_the_court_asks_for_a_report(hannah, story.case)
    when_the_manager_chooses_an_interim_extract(tom, story.case)
    when_the_work_begins(ruth, story.case)

    when_an_extract_is_drawn_up(ruth, story.case, hearing)
    when_the_manager_countersigns(tom, ruth)
    interim = reading.squeezed(reading.text_of(assessing.pdf_of(tom)))
    assert reading.squeezed("Assessment not finished") in interim
    assert reading.squeezed("Recommended level of supervision") not in interim

    write_the_rest(product, story.case)
    assessing.agree(daniel, story.case)
    assessing.sign(tom, story.case)
    when_an_extract_is_drawn_up(ruth, story.case, hearing)
    when_the_manager_countersigns(tom, ruth)
    final = reading.squeezed(reading.text_of(assessing.pdf_of(tom)))
    assert reading.squeezed("Recommended level of supervision") in final
    assert reading.squeezed("not finished") not in final
    for said in (interim, final):
        assert reading.squeezed(assessing.FORMULATION) in said and "Countersignedby" in said
        assert story.harmed not in said and "manual" not in said, "nobody harmed, no edition, total or band"


def when_the_assessment_is_opened_nothing_begins_while_it_is_charged(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2-assessment/").sees("AIM2 is held since").press("Open an assessment")
    assessing.open_assessment(ruth, tool="aim2", co_worker="Daniel Frost").sees(
        "Work waits.", "no session has taken place"
    )
    assessing.session(ruth, case).sees("The assessment cannot go on now.")
    assert ruth.page.locator("[name='notes']").input_value(), "what was typed is there still"


def when_he_pleads_guilty_and_the_court_asks_for_a_report(hannah: Visitor, case: str) -> date:
    soon = clock.today() + timedelta(days=12)
    day = next_working_day(soon, known_holidays(soon, soon + timedelta(days=14)))
    hannah.open(f"/cases/{case}/proceedings/").select("entry", "plea.entered").press("Go on")
    hannah.choose("plea_entered__plea", "guilty").choose("also", "hearing.set", "psr.requested")
    hannah.write_date("hearing_set__hearing_on", day.day, day.month, day.year).select(
        "hearing_set__purpose", "sentence"
    )
    hannah.press("Show what follows").sees("The hold on AIM2 ends.").press("Record").sees("1 finding")
    return day


def when_the_manager_chooses_an_interim_extract(tom: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/proceedings/").does_not_see("AIM2 is held since").sees("before the AIM2 report")
    tom.follow("Choose how the court is told").choose("choice", "interim")
    tom.write("reason", "The hearing is before the assessment can be finished.").press("Choose").sees("Chosen.")


def when_the_work_begins(ruth: Visitor, case: str) -> None:
    assessing.session(ruth, case).sees("The session is recorded")
    assessing.formulation(ruth, case)


def when_an_extract_is_drawn_up(ruth: Visitor, case: str, hearing: date) -> None:
    ruth.open(f"/cases/{case}/aim2-assessment/documents/prepare/").choose("kind", "court")
    ruth.write("to", "Aldermere Youth Court").write_date("hearing_on", hearing.day, hearing.month, hearing.year)
    ruth.press("Go on to its paragraphs").sees("Nothing is copied whole")
    assessing.pick_everything(ruth, gateway="pre_sentence").press("Send to the YOS manager").sees("Sent.")
    assert ruth.page.get_by_role("button", name="Countersign: it may leave").count() == 0


def when_the_manager_countersigns(tom: Visitor, ruth: Visitor) -> None:
    tom.open(ruth.page.url.removeprefix(tom.product.address)).press("Countersign: it may leave").sees("As it left")
