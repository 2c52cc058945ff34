"""AIM2 from its first session to the extract that leaves it: the first domain by hand, everything after it without the mouse, counted in
keys; signed on a telephone, and the extract drawn up on one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.product import Product

pytestmark = [pytest.mark.policy("P4.1"), pytest.mark.policy("P5.10")]

# A young person for whom everybody needed has agreed, with an accredited lead, and no assessment opened yet.
FIND = """
from aim2.gates import queries as gates
from aim2.models import Assessment
from aim2.requests import queries as requests
from hsb import clock
from hsb.cases.models import Case
from hsb.chronology.models import CaseEvent
agreed = CaseEvent.objects.filter(code='aim.consent_complete').values('case')
begun = Assessment.objects.values('case')
for case in Case.objects.filter(pk__in=agreed, kind='displayed').exclude(pk__in=begun).order_by('reference'):
    lead = requests.allocation(case)
    may = gates.may_begin(case, on=clock.today())
    if lead is not None and lead.lead.full_name == 'Ruth Adeyemi' and may.may_start and not gates.agreement_in_force(case):
        print('FOUND', case.reference)
"""
DOMAINS = ("behaviours", "developmental", "family", "environment")
PAGES = ("accounts", "formulation", "recommendations", "for_family")
WORDS = "Seen by his mother and by school since the summer."


@pytest.fixture
def case(product: Product) -> str:
    said = product.manage("shell", "-c", FIND)
    return said.partition("FOUND ")[2].split()[0]


def test_from_the_first_session_to_the_extract_without_the_mouse(somebody: Callable[..., Visitor], case: str) -> None:
    ruth = somebody("ruth")
    address = when_it_is_opened_and_begins_with_a_session(ruth, case)
    when_the_first_domain_is_written_by_hand(ruth, address)

    keys, texts = when_the_rest_is_written_by_keys(ruth, address)
    keys_of_totals = when_totals_and_level_are_entered_by_keys(ruth, address)

    print(f"\n{texts} texts by {keys} keys besides their words; totals and level by {keys_of_totals} keys.")
    assert keys <= 5 * texts, "no more than five keys a text besides its words"
    when_who_works_alone_has_finished_and_the_manager_signs_on_a_telephone(ruth, somebody("tom", width=PHONE), case)
    ruth.page.set_viewport_size({"width": PHONE, "height": 844})
    then_recommendations_leave_for_the_conference(ruth, case)
    then_police_read_nothing_of_it(somebody("amy"), address)


def when_it_is_opened_and_begins_with_a_session(ruth: Visitor, case: str) -> str:
    ruth.open(f"/cases/{case}/aim2-assessment/").press("Open an assessment").choose("tool", "aim2")
    ruth.select("co_worker", "").press("Open the assessment").sees("Not started: no session has taken place")
    ruth.follow("Lead and co-worker").write("alone_because", "Nobody else is accredited this month.").press_first()
    ruth.follow("Sessions").write("held_on_day", "1").write("held_on_month", "11").write("held_on_year", "2026")
    ruth.choose("whom", "young_person").choose("attended", "yes").write("notes", "Rules about the phone at home.")
    ruth.press("Record the session").sees("Rules about the phone at home.")
    ruth.open(f"/cases/{case}/aim2-assessment/").follow("Sources and opinions").choose("kind", "not_available")
    ruth.write("what", "Health: no answer yet").press("Add").sees("Health: no answer yet")
    return f"/cases/{case}/aim2-assessment/1/"


def when_the_first_domain_is_written_by_hand(ruth: Visitor, address: str) -> None:
    ruth.open(f"{address}part/{DOMAINS[0]}/")
    for key in parts_on(ruth):
        part = part_of(ruth, key)
        part.locator("textarea").first.fill(WORDS)
        with ruth.page.expect_navigation(wait_until="load"):
            part.locator("button[value='finish']").click()
        ruth.arrived()
    assert ruth.page.locator(".aim-doms li", has_text="Harmful behaviours").inner_text().endswith("Finished")


def parts_on(by: Visitor) -> list[str]:
    shown = by.page.locator("[data-part]:has(form[data-autosave] textarea)")
    return [str(one.get_attribute("data-part")) for one in shown.all()]


def part_of(by: Visitor, key: str) -> Locator:
    return by.page.locator(f"[data-part='{key}']")


def when_the_rest_is_written_by_keys(ruth: Visitor, address: str) -> tuple[int, int]:
    keys = texts = 0
    ruth.open(f"{address}part/{DOMAINS[1]}/")
    for page in (*DOMAINS[1:], *PAGES):
        assert f"/part/{page}/" in ruth.page.url
        in_a_domain = page in DOMAINS
        written = parts_on(ruth)
        for number, key in enumerate(written):
            keys += press(ruth, "j")
            if number == 0 and in_a_domain:
                keys += press(ruth, "a")
                part_of(ruth, key).locator("[data-picked] li").first.wait_for()
            keys += press(ruth, "t")
            ruth.page.keyboard.insert_text(WORDS)
            keys += press(ruth, *(("Tab", "Tab") if in_a_domain else ("Tab",)))
            with ruth.page.expect_navigation(wait_until="load"):
                keys += press(ruth, "Enter")
            ruth.arrived()
            texts += 1
        with ruth.page.expect_navigation(wait_until="load"):
            keys += press(ruth, "n")
        ruth.arrived()
    return keys, texts


def press(by: Visitor, *keys: str) -> int:
    for key in keys:
        by.page.keyboard.press(key)
    return len(keys)


def reach(by: Visitor, wanted: str) -> int:
    """Tab to a box or button, and answer how many presses it took."""
    for count in range(120):
        if by.page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", wanted):
            return count
        by.page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by Tab")


def when_totals_and_level_are_entered_by_keys(ruth: Visitor, address: str) -> int:
    ruth.open(f"{address}totals/")
    keys = reach(ruth, "#edition input[name='edition']")
    ruth.page.keyboard.insert_text("AIM2 manual, revised November 2012")
    keys += enter(ruth)
    for number, kind in enumerate(("concerns_static", "concerns_dynamic", "strengths_static", "strengths_dynamic")):
        keys += reach(ruth, f"#{kind} input[name='total']")
        ruth.page.keyboard.insert_text(str(3 + number))
        keys += press(ruth, "Tab", "l") + reach(ruth, f"#{kind} button[type=submit]")
        keys += enter(ruth)
    keys += reach(ruth, "#level input[type=radio]")
    keys += press(ruth, "Space") + reach(ruth, "#level textarea")
    ruth.page.keyboard.insert_text("An adult in sight at school and at home.")
    keys += reach(ruth, "#level button[type=submit]")
    return keys + enter(ruth)


def enter(by: Visitor) -> int:
    with by.page.expect_navigation(wait_until="load"):
        by.page.keyboard.press("Enter")
    by.arrived()
    return 1


def when_who_works_alone_has_finished_and_the_manager_signs_on_a_telephone(
    ruth: Visitor, tom: Visitor, case: str
) -> None:
    ruth.open(f"/cases/{case}/aim2-assessment/").press("I agree to this assessment").sees(
        "Waiting for quality assurance"
    )
    tom.open(f"/cases/{case}/aim2-assessment/").press("Read it and sign, or return it").sees(WORDS)
    tom.press("Sign off the assessment").sees("Signed off")


def then_recommendations_leave_for_the_conference(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2-assessment/documents/").press("Prepare a document").choose("kind", "conference")
    ruth.write("to", "The chair of the conference").press("Go on to its paragraphs").sees("Nothing is copied whole")
    boxes = ruth.page.locator("input[name='pick']")
    assert boxes.count() > 1
    boxes.first.check()
    for tie in ruth.page.locator("select[name^='tie-']").all():
        tie.select_option("none")
    ruth.press("Save and see the preview").sees("Choose")  # by what right, and why this much
    ruth.select("gateway", "safeguarding").write("why", "The conference plans with them.")
    ruth.press("Save and see the preview").press("It may leave").sees("As it left")
    ruth.does_not_see("AIM2 manual, revised November 2012")


def then_police_read_nothing_of_it(amy: Visitor, address: str) -> None:
    for page in ("totals/", "part/family/", "report/"):
        answer = amy.page.goto(f"{address}{page}")
        assert answer is not None and answer.status in (403, 404)
