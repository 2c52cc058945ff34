"""What goes wrong at a desk: nothing typed is lost, and nothing happens twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import front_door, referral
from tests.journeys.browsing import Visitor
from tests.journeys.referral import Child, Written

Somebody = Callable[..., Visitor]
LONG = "It went on for a long time. " * 3_500  # 98,000 characters


# -- nothing happens twice --------------------------------------------------------------------------------------------


def test_a_referral_is_sent_once_however_often_it_is_pressed(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Uther", "Vane", 14))
    given_a_referral_ready_to_send(nadia, written)
    other = given_the_same_page_in_another_tab(nadia, written)

    when_send_is_pressed_twice_at_once(nadia)
    then_it_is_sent_once(nadia, "U.V.")
    when_send_is_pressed_in_the_other_tab_too(nadia, other)
    then_it_is_sent_once(nadia, "U.V.")
    when_she_goes_back_with_the_browsers_button(nadia)
    then_it_is_sent_once(nadia, "U.V.")


def given_a_referral_ready_to_send(by: Visitor, written: Written) -> None:
    referral.write_all(by, written)
    by.open(f"{written.path}check/").sees("Send it")


def given_the_same_page_in_another_tab(by: Visitor, written: Written) -> object:
    tab = by.new_page()
    tab.goto(f"{written.path}check/")
    return tab


def when_send_is_pressed_twice_at_once(by: Visitor) -> None:
    by.page.get_by_role("button", name="Send referral").dblclick()
    by.page.wait_for_url(re.compile("/sent/$"))


def when_send_is_pressed_in_the_other_tab_too(by: Visitor, tab: object) -> None:
    tab.get_by_role("button", name="Send referral").click()  # type: ignore[attr-defined]
    tab.wait_for_url(re.compile("/sent/$"))  # type: ignore[attr-defined]
    tab.close()  # type: ignore[attr-defined]


def when_she_goes_back_with_the_browsers_button(by: Visitor) -> None:
    by.page.go_back()
    expect(by.page.get_by_role("button", name="Send referral")).to_have_count(0)


def then_it_is_sent_once(by: Visitor, initials: str) -> None:
    by.assert_nothing_said_amiss()
    tab, by.page = by.page, by.new_page()
    assert referral.sent_pages(by, initials) == 1
    by.page.close()
    by.page = tab


# -- nothing typed is lost --------------------------------------------------------------------------------------------


def test_two_tabs_on_one_section_show_both_texts(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Una", "Vorley"))
    referral.begin(nadia, written)

    given_the_same_section_in_two_tabs_with_different_words(nadia, written)
    when_the_second_is_saved_after_the_first(nadia)
    then_both_texts_are_shown_and_she_chooses(nadia, written)


def given_the_same_section_in_two_tabs_with_different_words(by: Visitor, written: Written) -> None:
    referral.open_section(by, written, "behaviour")
    tab = by.new_page()
    tab.goto(f"{written.path}behaviour/")
    tab.locator("[name='statement']").fill("What the first tab says.")
    by.write("statement", "What the second tab says.")
    tab.get_by_role("button", name="Save and continue").last.click()
    tab.wait_for_url(re.compile("/request/$"))
    tab.close()


def when_the_second_is_saved_after_the_first(by: Visitor) -> None:
    with by.page.expect_navigation(wait_until="load"):
        by.page.get_by_role("button", name="Save and continue").last.click()
    by.arrived()


def then_both_texts_are_shown_and_she_chooses(by: Visitor, written: Written) -> None:
    by.sees("What the first tab says.", "What the second tab says.", "Nothing is lost")
    by.press("Save what I chose")
    referral.open_section(by, written, "behaviour")
    expect(by.page.locator("[name='statement']")).to_have_value("What the second tab says.")


def test_a_session_that_ended_mid_form_loses_nothing(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Ulric", "Vesey"))
    referral.begin(nadia, written)

    given_the_session_ends_while_she_writes(nadia, written)
    when_she_presses_save_and_signs_in_again(nadia)
    then_what_she_typed_is_given_back_and_saved(nadia, written)


def given_the_session_ends_while_she_writes(by: Visitor, written: Written) -> None:
    referral.open_section(by, written, "account").write("words", "“Typed before the session ended.”")
    by.context.clear_cookies(name="sessionid")


def when_she_presses_save_and_signs_in_again(by: Visitor) -> None:
    with by.page.expect_navigation(wait_until="load"):
        by.page.get_by_role("button", name="Save and continue").last.click()
    by.arrived().sees("What you typed is kept")
    by.fill_in_sign_in()


def then_what_she_typed_is_given_back_and_saved(by: Visitor, written: Written) -> None:
    by.arrived().sees("“Typed before the session ended.”").press("Send it now")
    referral.open_section(by, written, "account")
    expect(by.page.locator("[name='words']")).to_have_value("“Typed before the session ended.”")


def test_a_line_that_goes_dead_and_comes_back_saves_by_itself(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Ursa", "Vipond"))
    referral.begin(nadia, written)
    referral.open_section(nadia, written, "behaviour")

    when_she_types_without_a_connection(nadia)
    then_it_is_saved_once_the_connection_is_back(nadia, written)


def when_she_types_without_a_connection(by: Visitor) -> None:
    with by.without_connection():
        by.write("statement", "Typed on the train.")
        expect(by.page.locator(".hsb-saved")).to_contain_text("Not saved yet", timeout=30_000)


def then_it_is_saved_once_the_connection_is_back(by: Visitor, written: Written) -> None:
    by.is_saved()
    referral.open_section(by, written, "behaviour")
    expect(by.page.locator("[name='statement']")).to_have_value("Typed on the train.")


def test_a_hundred_thousand_characters_are_kept_and_more_is_refused_in_words(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Uma", "Vail"))
    referral.begin(nadia, written)
    referral.open_section(nadia, written, "behaviour").write("statement", LONG)
    referral.save(nadia)

    referral.open_section(nadia, written, "behaviour")
    assert len(nadia.page.locator("[name='statement']").input_value()) == len(LONG)

    nadia.write("statement", LONG * 2)
    referral.save(nadia).sees("must be 100,000 characters or fewer")
    assert len(nadia.page.locator("[name='statement']").input_value()) > len(LONG)


# -- children of every kind -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("young", "initials"),
    [(Child("Zoë", "O’Brien", 13), "Z.O."), (Child("Y", "I", 16), "Y.I."), (Child("Ìfẹ́", "N’Dour", None), "Ì.N.")],
    ids=["accent and apostrophe", "one letter each", "date of birth unknown"],
)
def test_names_as_people_have_them_reach_mash_as_they_were_typed(
    young: Child, initials: str, somebody: Somebody
) -> None:
    nadia, omar = somebody("nadia"), somebody("omar")
    written = Written(young)
    referral.write_all(nadia, written)
    referral.send(nadia, written).sees("MASH has your referral")

    front_door.open_from_inbox(omar, initials).sees(young.given, young.family)


@pytest.mark.policy("P1.1")
def test_somebody_of_eighteen_is_sent_elsewhere_and_the_draft_is_kept(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Umberto", "Vosper", 18))
    referral.write_all(nadia, written)
    referral.open_section(nadia, written, "behaviour")
    referral.incident_today(nadia)

    nadia.open(f"{written.path}check/").sees("This cannot be sent here", "Tell instead:", "Your draft is kept")
    expect(nadia.page.get_by_role("button", name="Send referral")).to_have_count(0)


@pytest.mark.policy("P1.1")
def test_a_child_of_eleven_is_referred_with_a_place_for_younger_children_named(somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Ulla", "Verity", 11))
    referral.write_all(nadia, written)

    nadia.open(f"{written.path}check/").sees("A pathway for younger children")
    nadia.press("Send referral").sees("MASH has your referral")


@pytest.mark.policy("P3.7")
@pytest.mark.parametrize("kind", ["adult", "self", "nobody"])
def test_whoever_was_harmed_the_referral_goes(kind: str, somebody: Somebody) -> None:
    nadia, written = somebody("nadia"), Written(Child("Ugo", f"V{kind}", 15))
    referral.write_all(nadia, written)
    referral.open_section(nadia, written, "harmed")
    if kind == "nobody":
        nadia.tick("nobody_known").write("nobody_known_detail", "Images were found; nobody in them is known.")
    else:
        referral.person_harmed(nadia, written, kind=kind)
    referral.save(nadia)

    referral.send(nadia, written).sees("MASH has your referral")


@pytest.mark.policy("P3.6")
def test_one_child_referred_by_two_agencies_in_a_minute_is_for_mash_to_compare(somebody: Somebody) -> None:
    nadia, joan, omar = somebody("nadia"), somebody("joan"), somebody("omar")
    nadia.must_not_read = joan.must_not_read = ("Compare records", "known already")
    child = Child("Ursula", "Vexley", 14)
    for sender in (nadia, joan):
        written = Written(child)
        referral.write_all(sender, written)
        referral.send(sender, written).sees("MASH has your referral")

    front_door.open_from_inbox(omar, "U.V.").follow(re.compile("^Compare records"))
    omar.sees("Ursula", "Vexley", "The referrer is never told")
