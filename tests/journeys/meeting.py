"""What people do in the room of a meeting, whichever kind it is."""

import datetime

from playwright.sync_api import Locator

from tests.journeys.browsing import Visitor

CORE = (("police", "Amy Sorrell"), ("health", "Joan Pryce"), ("csws", "Daniel Frost"))
STRATEGY = {
    "household": "not_all", "own_harm": "none_known", "threshold": "likely", "section_47": "joint", "medical": "none",
    "mappa": "not_eligible", "dissent": "none",
}  # fmt: skip


def everybody_is_there(chair: Visitor, core: tuple[tuple[str, str], ...] = CORE) -> Visitor:
    """Social care, police and health (or these) are in the room, and it is saved."""
    for agency, name in core:
        if not chair.page.locator(".hsb-att", has_text=name).count():
            chair.page.locator("summary", has_text="Somebody else is here").first.click()
            form = chair.page.locator("form", has=chair.page.get_by_role("button", name="Add them", exact=True))
            form.locator("select[name='agency_kind']").select_option(agency)
            form.locator("[name='name']").fill(name)
            for box in form.locator("[name='direct_contact']").all():
                box.check()
            chair.press("Add them")
    for box in chair.page.locator("input[name^='there_'], input[name^='contact_']").all():
        box.check()
    return chair.press("Save who is here")


def the_form(by: Visitor) -> Locator:
    return by.page.locator("form[data-autosave]").first


def write_every_part(by: Visitor, answers: dict[str, str] | None = None) -> Visitor:
    """Every part of the child before them is written, with these answers where a part has choices."""
    for name in dict.fromkeys(the_form(by).locator("input[type=radio]").evaluate_all("all => all.map(o => o.name)")):
        part = str(name).removesuffix("__answer")
        if answers is None:
            the_form(by).locator(f"input[name='{name}']").first.check()
        elif part in answers:
            by.choose(str(name), answers[part])
    for box in the_form(by).locator("textarea").all():
        if box.is_visible():
            box.fill(f"What was said: {str(box.get_attribute('name')).replace('_', ' ')}.")
    return by.press("Save", within=the_form(by))


def opened_line(by: Visitor, words: str) -> Visitor:
    """The boxes for one line more are open."""
    by.page.locator("summary", has_text=words).first.click()
    return by


def write_every_line(by: Visitor, *, told: bool = True) -> Visitor:
    """One line of each kind that a strategy meeting needs, an action, and why it is not held again."""
    opened_line(by, "Add information").page.locator("#information [name='text']").fill("No previous record.")
    by.press("Add information")
    if told:
        opened_line(by, "Add what they are told").write("whom", "The mother").write("what_told", "That agencies met.")
        by.write("by_whom", "Daniel Frost").press("Add it", within=by.page.locator("#told"))
    opened_line(by, "Add what is done if things change").write("if_this", "he leaves home").write("then", "ring us")
    by.write("who", "The family").press("Add it", within=by.page.locator("#contingency"))
    write_an_action(by)
    return write_why_not_again(by)


def write_an_action(by: Visitor, what: str = "See him alone at school", days: int = 2) -> Visitor:
    opened_line(by, "Add an action").write("what_is_done", what).write("owner_name", "Daniel Frost")
    day = datetime.date.today() + datetime.timedelta(days=days)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        by.page.locator(f"#actionform_due_on_{part}").fill(str(value))
    return by.press("Add the action")


def write_why_not_again(by: Visitor) -> Visitor:
    return by.write("because", "It is held again when the enquiry ends.").press("Save the next date")
