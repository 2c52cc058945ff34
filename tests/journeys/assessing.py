"""An assessment of any framework in its writers' hands: opened, begun with a session, agreed and signed."""

from tests.journeys.browsing import Visitor
from tests.journeys.casework import today

FORMULATION = "Lonely evenings and what he saw online came together; his mother asks for help, and that protects him."


def open_assessment(by: Visitor, *, tool: str, co_worker: str) -> Visitor:
    """On the form: it is opened by this framework, for whoever opens it and this co-worker."""
    by.choose("tool", tool)
    option = by.page.locator("select[name='co_worker'] option", has_text=co_worker).first
    return by.select("co_worker", str(option.get_attribute("value"))).press("Open the assessment")


def session(by: Visitor, case: str) -> Visitor:
    """On the page of sessions: one was held today, with the young person."""
    by.open(f"/cases/{case}/aim2-assessment/1/sessions/")
    today(by, "held_on").choose("whom", "young_person").choose("attended", "yes")
    return by.write("notes", "What a week looks like.").press("Record the session")


def formulation(by: Visitor, case: str) -> None:
    """The formulation is written and saved."""
    by.open(f"/cases/{case}/aim2-assessment/1/part/formulation/")
    part = by.page.locator("[data-part='formulation']")
    part.locator("textarea").fill(FORMULATION)
    with by.page.expect_navigation(wait_until="load"):
        part.get_by_role("button", name="Save").click()
    by.arrived().sees(FORMULATION)


def agree(by: Visitor, case: str) -> None:
    """The co-worker has said yes."""
    by.open(f"/cases/{case}/aim2-assessment/").press("I agree to this assessment").sees("Waiting for quality assurance")


def sign(by: Visitor, case: str) -> None:
    """Whoever signs has read it and signed."""
    by.open(f"/cases/{case}/aim2-assessment/").press("Read it and sign, or return it").sees(FORMULATION)
    by.press("Sign off the assessment").sees("Signed off")


def pick_everything(by: Visitor, *, gateway: str) -> Visitor:
    """On the page of a document: all that may be picked is, tied to no allegation, and it has its gateway and reason."""
    for box in by.page.locator("input[name='pick']").all():
        box.check()
    for tie in by.page.locator("select[name^='tie-']").all():
        tie.select_option("none")
    by.select("gateway", gateway).write("why", "What this reader needs to act, and no more.")
    return by.press("Save and see the preview")


def pdf_of(by: Visitor) -> bytes:
    """The document on whose page they are, as its PDF."""
    answer = by.context.request.get(f"{by.page.url}copy/")
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return answer.body()
