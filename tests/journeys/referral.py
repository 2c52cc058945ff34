"""The referral, as its writer and its readers meet it in a browser."""

import datetime
import re
from dataclasses import dataclass, field

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor


@dataclass(frozen=True)
class Child:
    """An invented child, by what somebody would write of them."""

    given: str
    family: str
    age: int | None = 14
    called: str = ""  # what readers of the other child's record call this one

    @property
    def born(self) -> datetime.date:
        today = datetime.date.today()
        return datetime.date(today.year - (self.age or 0), today.month, 1) - datetime.timedelta(days=40)


@dataclass
class Written:
    """A referral being written: who it is about, and where its draft is."""

    young: Child
    harmed: Child | None = None
    path: str = ""
    words: str = "“He said it was a secret game. I didn’t like it.”"
    wants: tuple[str, ...] = ("assessment",)
    routes: tuple[str, ...] = ("child_protection",)
    kept: dict[str, str] = field(default_factory=dict)


def begin(by: Visitor, written: Written, *, danger: str = "no") -> None:
    """The first question is answered and the draft is there."""
    by.open("/referrals/new/").sees("Is anyone in danger now?", "999")
    by.choose("danger", danger).press("Continue")
    written.path = by.page.url.removeprefix(by.product.address)


def open_section(by: Visitor, written: Written, key: str) -> Visitor:
    return by.open(f"{written.path}{key}/")


def save(by: Visitor) -> Visitor:
    return by.press("Save and continue")


def first_account(by: Visitor, written: Written) -> None:
    """What was said, when and to whom: the least there is to say. Not yet sent to the server by any press."""
    today = datetime.date.today()
    by.choose("how_known", "told_me").write("words", written.words)
    by.write_date("said_on", today.day, today.month, today.year).write("said_time", "9:05am")
    by.write("received_by_name", "Dean Abara")


def young_person(by: Visitor, child: Child) -> None:
    by.write("given_name", child.given).write("family_name", child.family)
    if child.age is None:
        by.tick("born_on_not_known")
    else:
        by.write_date("born_on", child.born.day, child.born.month, child.born.year)


def behaviour(by: Visitor, written: Written) -> None:
    who = f"to {written.harmed.given}" if written.harmed else "to somebody nobody knows"
    by.write("statement", f"It is alleged that {written.young.given} did something sexual {who} and asked for secrecy.")


def incident_today(by: Visitor) -> None:
    """On the page of the behaviour: one incident, of today."""
    today = datetime.date.today()
    by.press("Add an incident").write("description", "It is alleged that it happened this morning.").choose(
        "when", "day"
    )
    save(by.write_date("on", *_parts(today)))


def request(by: Visitor, written: Written) -> None:
    by.choose("wants", *written.wants).choose("routes", *written.routes)


def person_harmed(by: Visitor, written: Written, *, kind: str = "child") -> None:
    """On the page of the people harmed: one is added, with a name of their own and one for readers of the other record."""
    by.press("Add a person who was harmed").choose("kind", kind)
    if written.harmed:
        by.write("pseudonym", written.harmed.called).write("given_name", written.harmed.given)
        by.write("family_name", written.harmed.family)
        if written.harmed.age is not None:
            by.write_date("born_on", *_parts(written.harmed.born))


def _parts(day: datetime.date) -> tuple[int, int, int]:
    return day.day, day.month, day.year


def allegation(by: Visitor, *, admission: str, bail_conditions: str) -> None:
    """On the page of police and court: one allegation on bail."""
    until = datetime.date.today() + datetime.timedelta(days=28)
    by.press("Add an allegation").write("offence", "Sexual assault of a child under 13")
    by.write("crime_number", "AL/04417/26").write("officer_name", "DC Amy Sorrell")
    by.choose("admission", admission).choose("status", "bail")
    by.write_date("bail_until", *_parts(until)).write("bail_conditions", bail_conditions)


def write_all(by: Visitor, written: Written) -> None:
    """Everything that is compulsory is written, section after section, and the person harmed if there is one."""
    begin(by, written)
    open_section(by, written, "account")
    first_account(by, written)
    save(by)
    young_person(by, written.young)
    save(by)
    behaviour(by, written)
    save(by)
    request(by, written)
    save(by)
    if written.harmed:
        open_section(by, written, "harmed")
        person_harmed(by, written)
        save(by)


def send(by: Visitor, written: Written) -> Visitor:
    by.open(f"{written.path}check/").sees("Check and send", written.young.given)
    return by.press("Send referral")


def reference(by: Visitor) -> str:
    """On the page after sending: answer the referral's reference."""
    found = re.search(r"[A-Z]+-\d\d-\d+", by.page.locator(".govuk-panel").inner_text())
    assert found, "The page after sending shows no reference."
    return found[0]


def sent_pages(by: Visitor, initials: str) -> int:
    """Answer how many sent referrals about somebody with these initials stand in their list."""
    by.open("/referrals/?show=sent")
    rows = by.page.locator("tbody tr", has_text=initials)
    expect(by.page.locator("h1")).to_contain_text("Your referrals")
    return rows.count()
