"""The MASH inbox, agency checks, the decision and its approval, allocation."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor


def open_from_inbox(by: Visitor, initials: str, inbox: str = "mash") -> Visitor:
    """The newest referral about somebody with these initials is opened from the inbox."""
    by.open(f"/inbox/{inbox}/?sort=newest")
    row = by.page.locator("tbody tr", has_text=initials).first
    while not row.count():
        by.follow("Next")
    with by.page.expect_navigation(wait_until="load"):
        row.get_by_role("link").first.click()
    return by.arrived()


def reference_of(by: Visitor, initials: str) -> str:
    """On an inbox: answer the reference of the case of somebody with these initials."""
    by.open("/inbox/mash/?sort=newest")
    row = by.page.locator("tbody tr", has_text=initials).first
    return row.locator(".hsb-sub").inner_text().strip()


def claim(by: Visitor) -> Visitor:
    return by.press("I am dealing with this").sees("You are dealing with")


def ask(by: Visitor, case: str, agency: str, question: str) -> None:
    by.open(f"/cases/{case}/checks/ask/")
    by.page.get_by_label("Which agency?").select_option(label=agency)
    by.write("question", question)
    by.press_first()
    by.sees("The agency has your question")


def answer(by: Visitor, case: str, text: str) -> None:
    """The agency that was asked finds its question through the case and answers it."""
    by.open(f"/cases/{case}/checks/")
    with by.page.expect_navigation(wait_until="load"):
        by.page.locator("main").locator(f"a[href*='/cases/{case}/checks/']").last.click()
    by.arrived().choose("known", "yes").write("text", text).press("Send reply").sees("Your reply is with MASH")


def propose(by: Visitor, outcome: str, reasons: str) -> None:
    """The same decision for each child of the referral, each with its reasons."""
    radios = by.page.locator(f"input[name$='-outcome'][value='{outcome}']")
    boxes = by.page.locator("textarea[name$='-reasons']")
    expect(radios.first).to_be_attached()
    for number in range(radios.count()):
        radios.nth(number).check()
        boxes.nth(number).fill(reasons)
    by.press("Record decision").sees("A team manager who did not propose it approves it")


def approve(by: Visitor) -> None:
    by.sees("will be told").press("Approve and tell the referrer")


def allocate(by: Visitor, case: str, worker: str) -> None:
    by.open(f"/cases/{case}/allocate/").page.get_by_label(worker).check()
    by.press_first().sees(f"{worker} holds this case now")
