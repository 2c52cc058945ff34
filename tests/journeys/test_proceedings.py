"""Criminal proceedings as their people enter them: police from arrest to charge, a guilty plea held and released, an acquittal."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from hsb import clock
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.product import Product
from tests.journeys.told import told


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def people(somebody: Callable[..., Visitor], request: pytest.FixtureRequest) -> SimpleNamespace:
    found = {who: somebody(who, width=request.param) for who in ("amy", "hannah", "tom", "daniel", "esther")}
    return SimpleNamespace(width=request.param, **found)


@pytest.mark.policy("P6.4")
@pytest.mark.policy("P6.5")
def test_from_arrest_to_charge_to_a_plea_that_ends_the_hold(people: SimpleNamespace, product: Product) -> None:
    # On a telephone, a story of its own: the other is charged by now.
    case = (
        told(product, "investigated", 120).case
        if people.width == PHONE
        else given_a_case_under_investigation(people.amy)
    )

    when_police_arrest_and_bail(people.amy, case)
    when_police_charge(people.amy, case)
    then_aim2_is_held_on_every_page(people.tom, case)
    when_the_court_officer_records_a_guilty_plea(people.hannah, case)
    then_the_hold_is_gone_and_social_care_acknowledges(people.daniel, case)


@pytest.mark.policy("P6.4")
def test_acquitted_with_what_changed_on_both_records(people: SimpleNamespace, product: Product) -> None:
    case = given_a_charged_case(people.hannah) if people.width == DESKTOP else told(product, "to_be_tried", 121).case

    when_the_verdict_is_not_guilty(people.hannah, case)
    then_social_care_decides_what_this_child_needs(people.daniel, case)
    then_the_victim_worker_tells_the_family_on_that_childs_record(people.esther, case)


def given_a_case_under_investigation(amy: Visitor) -> str:
    amy.open("/proceedings/").sees("Bail ending", "Under investigation, not on bail")
    section = amy.page.locator("section", has=amy.page.get_by_role("heading", name=re.compile("Under investigation")))
    return section.locator("a.hsb-ref").first.inner_text().strip()


def _date(visitor: Visitor, name: str, day: date) -> None:
    visitor.write_date(name, day.day, day.month, day.year)


def when_police_arrest_and_bail(amy: Visitor, case: str) -> None:
    amy.open(f"/cases/{case}/proceedings/").select("entry", "arrest.made").press("Go on").sees("Arrest")
    amy.choose("also", "admission.recorded", "bail.started")
    amy.choose("admission_recorded__admission", "partial")
    _date(amy, "bail_started__return_on", clock.today() + timedelta(days=30))
    amy.write("bail_started__conditions", "No contact with the child harmed")
    amy.press("Show what follows").sees("What follows when you record this", "Bail before charge, first period by")
    amy.press("Record").sees("Recorded: arrest", "No contact with the child harmed", "Admitted in part")


def when_police_charge(amy: Visitor, case: str) -> None:
    amy.open(f"/cases/{case}/proceedings/").select("entry", "charge.made").press("Go on")
    amy.press("Show what follows").sees("Bail ends, and its conditions with it.", "AIM2 is held:")
    amy.press("Record").sees("Charged", "AIM2 is held")


def then_aim2_is_held_on_every_page(tom: Visitor, case: str) -> None:
    for page in ("", "proceedings/", "referral/"):
        tom.open(f"/cases/{case}/{page}").sees("AIM2 is held since")


def when_the_court_officer_records_a_guilty_plea(hannah: Visitor, case: str) -> None:
    hannah.open(f"/cases/{case}/proceedings/").select("entry", "plea.entered").press("Go on")
    hannah.choose("plea_entered__plea", "guilty").press("Show what follows")
    hannah.sees("The hold on AIM2 ends.", "Social care told of an outcome by", "is no longer “alleged”")
    hannah.press("Record").sees("1 finding")


def then_the_hold_is_gone_and_social_care_acknowledges(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/proceedings/").does_not_see("AIM2 is held since")
    daniel.press("I know of it").sees("Acknowledged.")


def given_a_charged_case(hannah: Visitor) -> str:
    hannah.open("/proceedings/").sees("Hearings today")
    return hannah.page.locator(".pr-q a.hsb-ref").first.inner_text().strip()


def when_the_verdict_is_not_guilty(hannah: Visitor, case: str) -> None:
    hannah.open(f"/cases/{case}/proceedings/").select("entry", "finding.made").press("Go on")
    hannah.choose("finding_made__verdict", "not_guilty").press("Show what follows")
    hannah.sees("Welfare decision", "Each child harmed:", "looked at again today")
    hannah.press("Record").sees("Found not guilty")


def then_social_care_decides_what_this_child_needs(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/proceedings/").sees("what does this child need now?").follow("Decide")
    daniel.choose("decision", "goes_on").write("reason", "School and home keep them apart.").press("Decide").sees(
        "Decided."
    )


def then_the_victim_worker_tells_the_family_on_that_childs_record(esther: Visitor, case: str) -> None:
    row = esther.open("/").page.get_by_text("Tell the family of the step in the criminal case").first
    assert row.is_visible()
    esther.page.locator("a", has_text="Tell family").first.click()
    esther.arrived().sees("What the family is told of the criminal case").does_not_see(case)
    esther.follow(re.compile("Record that they were told")).write("how", "By telephone").press("Record").sees(
        "Recorded."
    )
