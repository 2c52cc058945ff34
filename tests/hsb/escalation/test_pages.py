"""The pages: raising, answering, what a stale page keeps, the board's inbox, and what the board cannot open."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.chronology.models import CaseEvent
from hsb.escalation.models import Escalation, Question
from hsb.notifications import actions as notifications
from hsb.notifications.models import Notice
from tests.hsb.escalation.conftest import AT, LATER, answer, further, now, raise_one, to_the_board
from tests.security.matrix import LINES
from tests.security.walk import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P7")]

TYPED = {
    "about": "threshold",
    "words": "No further action was decided.",
    "wanted": "An assessment.",
    "arose_on_day": "18",
    "arose_on_month": "11",
    "arose_on_year": "2026",
    "whose": "own",
}
FAMILY = {
    **TYPED,
    "whose": "family",
    "person": "somebody_else",
    "given_name": "Agnes",
    "family_name": "Orme",
    "relationship": "grandmother",
    "hear_by": "handed",
    "address_withheld": "no",
    "checked": "on",
}


def page(case, *more):
    return f"/cases/{case.reference}/disagreements/" + "".join(f"{one}/" for one in more)


def tell(at=LATER):
    for event in CaseEvent.objects.all():
        notifications.tell(event_id=event.pk, code=event.code, at=at)


def test_a_referrer_raises_one_and_both_managers_are_told(case, dsl, csws_manager, yos_manager, client_for):
    sent = client_for(dsl).post(page(case, "raise"), TYPED, follow=True)

    assert "CSWS and YOS have it" in sent.text
    tell()
    for manager in (csws_manager, yos_manager):
        notice = Notice.objects.get(user=manager, kind="escalation.moved")
        assert (notice.url_name, notice.url_args) == ("escalation:show", {"reference": case.reference, "number": 1})
    assert not Notice.objects.filter(user=dsl, kind__startswith="escalation").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Say what you disagree with, and why"),
        ({"about": ""}, "Choose what the disagreement is about"),
        ({"arose_on_year": "2027"}, "arose"),
        ({"checked": ""}, "Check that they may be contacted in this way"),
        ({"given_name": ""}, "Enter their first name"),
        ({"hear_by": "post", "address_withheld": "yes"}, "Nothing can be posted to an address that must stay secret"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(case, dsl, client_for, wrong, sentence):
    refused = client_for(dsl).post(page(case, "raise"), {**FAMILY, **wrong})

    assert refused.status_code == 422 and sentence in refused.text
    assert "An assessment." in refused.text and Escalation.objects.count() == 0
    assert client_for(dsl).post(page(case, "raise"), FAMILY).status_code == 302


def test_an_answer_written_on_a_stale_page_is_kept_beside_what_is_new(
    case, raised, csws_manager, yos_manager, client_for
):
    answer(raised, csws_manager, "We stand by the decision.")

    stale = client_for(yos_manager).post(page(case, 1, "answer"), {"text": "We would take it.", "version": "1"})

    assert stale.status_code == 409
    for words in ("We would take it.", "We stand by the decision.", "Your words are kept", 'name="version" value="2"'):
        assert words in stale.text
    again = client_for(yos_manager).post(page(case, 1, "answer"), {"text": "We would take it.", "version": "2"})
    assert again.status_code == 302
    assert Question.objects.get(kind="yos").answer == "We would take it."


def test_a_level_that_is_asked_for_out_of_turn_is_refused_with_a_sentence(case, raised, dsl, csws_manager, client_for):
    answer(raised, csws_manager, jointly=True)
    skip = {"reason": "Straight to the board.", "version": str(now(raised).version)}

    refused = client_for(dsl).post(page(case, 1, "further"), {**skip, "to": "4"})

    assert refused.status_code == 422 and "no level can be skipped" in refused.text
    assert "Straight to the board." in refused.text
    assert client_for(dsl).post(page(case, 1, "further"), {**skip, "to": "2"}).status_code == 302
    assert now(raised).level == 2


def test_the_ladder_says_who_by_when_and_what_they_answered(case, raised, dsl, csws_manager, client_for):
    answer(raised, csws_manager, "We stand by the decision.")

    shown = client_for(dsl).get(page(case, 1)).text

    for words in ("CSWS and YOS managers", "We stand by the decision.", "YOS manager", "Tuesday 24 November 2026",
                  "Why this date", "LSCB complaint", "Would ask LSCB"):  # fmt: skip
        assert words in shown


def test_my_work_has_it_with_the_right_button(case, raised, csws_manager, client_for):
    work = client_for(csws_manager).get("/").text

    assert "Answer the disagreement" in work and page(case) in work
    assert "Answer" in client_for(csws_manager).get(page(case)).text
    assert case.reference in client_for(csws_manager).get("/disagreements/").text


# -- the board -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_board(raised, dsl, csws_manager):
    return to_the_board(raised, dsl, csws_manager)


def test_what_waits_for_the_board_and_reminds_it_leads_to_no_closed_door(case, at_board, lscb_officer, client_for):
    board = client_for(lscb_officer)
    home = board.get("/")
    assert "Answer the disagreement and close it" in home.text
    inside = set(re.findall(rf'href="(/cases/{case.reference}/[^"]*)"', home.text))
    assert inside and all(board.get(one, follow=True).status_code == 200 for one in inside), inside
    reminded = board.get(reverse("cases:step", args=[case.reference, "T48e"]))
    assert reminded.status_code == 302 and board.get(reminded["Location"]).status_code == 200
    assert board.get(reverse("cases:step", args=[case.reference, "T1"])).status_code == 403


def test_the_board_finds_what_reached_it_in_its_inbox_and_each_look_is_a_disclosure(
    case, at_board, lscb_officer, client_for
):
    board = client_for(lscb_officer)
    assert case.reference in board.get("/disagreements/board/").text
    assert not AuditEvent.objects.filter(kind=AuditKind.DISCLOSED).exists()

    shown = board.get(page(case, 1))

    assert "No further action was decided." in shown.text and "Answer and close" in shown.text
    looked = AuditEvent.objects.get(kind=AuditKind.DISCLOSED)
    assert (looked.by_id, looked.case_ref, looked.facts) == (lscb_officer.pk, case.pk, {"number": 1, "level": 4})
    closed = board.post(
        page(case, 1, "close"),
        {"outcome": "upheld", "text": "Assess this child.", "version": str(now(at_board).version)},
        follow=True,
    )
    assert "Closed. Everybody" in closed.text and "Assess this child." in closed.text


def test_the_board_learns_nobodys_name_or_initials(case, at_board, lscb_officer, client_for):
    board = client_for(lscb_officer)
    details = case.people.get(part="subject").identity.details()

    for path in ("/", "/disagreements/", "/disagreements/board/", "/cases/", "/notices/", page(case), page(case, 1)):
        text = board.get(path).text
        for word in (details.given_name, details.family_name, case.initials):
            assert not word or word not in text, (path, word)
    assert case.reference not in board.get("/cases/").text
    for found in (board.get("/cases/", {"q": case.reference}), board.get("/cases/", {"q": details.family_name})):
        assert f"/cases/{case.reference}/" not in found.text


def test_no_page_of_the_case_opens_for_the_board(case, at_board, lscb_officer, client_for):
    """Every address that takes a case's reference and nothing else, but for the disagreement's own."""
    board = client_for(lscb_officer)
    opened = [
        name
        for name, line in LINES.items()
        if line.whose == "case" and "GET" in line.methods and not name.startswith("escalation:")
        if (path := _only_a_reference(name, case)) and board.get(path).status_code not in (403, 404)
    ]

    assert opened == []
    assert board.get(page(case, 1)).status_code == 200


def _only_a_reference(name, case):
    from django.urls import NoReverseMatch

    try:
        return reverse(name, kwargs={"reference": case.reference})
    except NoReverseMatch:
        return ""


def test_the_board_sees_no_other_disagreement_of_the_case(case, at_board, dsl, lscb_officer, client_for):
    other = raise_one(case, dsl, words="Something the board has no business with.")
    board = client_for(lscb_officer)

    assert board.get(page(case, other.number)).status_code == 403
    assert board.get(page(case, 99)).status_code == 403
    assert "no business" not in board.get(page(case)).text


def test_somebody_else_on_the_case_gets_the_same_answer_whether_it_is_there_or_not(
    case, raised, social_worker, stranger, client_for
):
    from hsb.agencies.permissions import Role
    from tests.factories.cases import put_on

    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    there, not_there = (client_for(social_worker).get(page(case, number)) for number in (1, 99))

    assert (there.status_code, not_there.status_code) == (403, 403)
    assert "There is no disagreement of that number that you may read." in there.text
    assert client_for(stranger).get(page(case, 1)).status_code == 404
    assert "disagreement" not in client_for(social_worker).get(f"/cases/{case.reference}/").text.replace(
        "/disagreements/", ""
    ).replace("Disagreements", "")


def test_the_raiser_is_told_of_each_answer_and_the_managers_how_it_ended(case, raised, dsl, csws_manager, yos_manager):
    answer(raised, csws_manager, jointly=True)
    further(raised, dsl, 2)
    tell(LATER + timedelta(minutes=1))

    assert Notice.objects.filter(user=dsl, kind="escalation.answered").count() == 2
    assert Notice.objects.filter(user=csws_manager, kind="escalation.moved").count() == 2


def test_every_page_of_disagreements_is_walked() -> None:
    assert {one.name for one in addresses() if one.name.startswith("escalation:")} <= set(LINES)
