"""What people do in the room of a meeting, whichever kind it is."""

from tests.journeys.browsing import Visitor

CORE = (("police", "Amy Sorrell"), ("health", "Joan Pryce"), ("csws", "Daniel Frost"))


def everybody_is_there(chair: Visitor) -> Visitor:
    """Social care, police and health are in the room, and it is saved."""
    for agency, name in CORE:
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
