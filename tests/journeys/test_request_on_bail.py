"""Police ask for AIM2 on bail, from their own list: YOS asks for more, accepts, names who leads; the family consents; the gates open.
Who asked learns that it was accepted and where it stands, and nothing of what the family said."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.consenting import the_mother_agrees, the_young_person_agrees
from tests.journeys.product import Product
from tests.journeys.told import told

WANTED = "Bail ends in thirty days; the level of supervision decides what we propose to the CPS."


@pytest.mark.policy("P6.3")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 130), (PHONE, 131)], ids=["desktop", "phone"])
def test_police_ask_on_bail_and_work_may_begin_once_the_family_consents(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    story = told(product, "on_bail_with_admission", number)
    people = SimpleNamespace(**{who: somebody(who, width=width) for who in ("amy", "tom", "ruth")})
    people.tom.must_not_read = people.ruth.must_not_read = (story.harmed,)
    people.amy.must_not_read = ("He could say what it is",)  # what was said about consent

    when_police_ask_from_their_own_list(people.amy, story.case)
    when_yos_asks_for_more_and_police_answer(people.tom, people.amy, story.case)
    when_yos_accepts_and_names_who_leads(people.tom, story.case)
    product.manage("outbox", "work", "--once")
    then_it_waits_for_consent(people.ruth, people.amy, story.case)

    the_young_person_agrees(people.ruth, story.case)
    people.ruth.open(f"/cases/{story.case}/aim2/").sees("Not yet.")
    the_mother_agrees(people.ruth, story.case)
    then_every_gate_is_open(people.ruth, story.case)
    then_police_read_where_it_stands_and_no_more(people.amy, story.case)


def when_police_ask_from_their_own_list(amy: Visitor, case: str) -> None:
    amy.open("/proceedings/").sees("Bail ending").follow(case).follow("Ask for AIM2")
    amy.sees("Allegation 1 is admitted in full.").press("Ask for AIM2").sees("Write what you need AIM2 for")
    amy.write("asks", WANTED).press("Ask for AIM2").sees("YOS has your request.", WANTED)


def when_yos_asks_for_more_and_police_answer(tom: Visitor, amy: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/aim2/").sees("The police ask for AIM2.").follow("See the request").sees(WANTED)
    tom.choose("to", "more_asked").write("text", "Was he interviewed with an appropriate adult?").press("Record answer")
    amy.open(f"/cases/{case}/aim2/request/").sees("Was he interviewed with an appropriate adult?")
    amy.write("text", "With his mother, and a solicitor.").press("Send answer").sees("YOS has your answer.")


def when_yos_accepts_and_names_who_leads(tom: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/aim2/request/").choose("to", "declined").write("text", "In time for the bail date.")
    tom.press("Record answer").sees("nobody is declined without an alternative")
    tom.choose("to", "accepted").press("Record answer").sees("The police are told.", "In time for the bail date.")
    tom.open(f"/cases/{case}/aim2/lead/").sees("Only those accredited today are listed.")
    tom.page.get_by_label("Ruth Adeyemi").first.check()
    tom.press("Name lead").sees("Who leads is recorded.")


def then_it_waits_for_consent(ruth: Visitor, amy: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/").sees("Not yet.", "Nobody has been asked yet.")
    amy.open("/notices/").sees("A request for AIM2 has been accepted")


def then_every_gate_is_open(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/").sees("Yes. Eight of nine gates are open, one waits.")


def then_police_read_where_it_stands_and_no_more(amy: Visitor, case: str) -> None:
    amy.open(f"/cases/{case}/aim2/").sees("Who agreed to what, and why, is for those who work with").follow(
        "The police’s request for AIM2"
    )
    amy.sees("Accepted", "In time for the bail date.")
    answer = amy.page.goto(f"/cases/{case}/aim2/consent/")
    assert answer is not None and answer.status == 403
