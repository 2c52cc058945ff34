"""Consent recorded: what follows for AIM2 and its clocks, and everything that is refused with what to do instead. Scenario 4 and 5."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from aim2.consent import actions, queries
from aim2.consent.rules import Stand
from aim2.gates import queries as gates
from aim2.models import Consent, CourtOrder, LookedAfter, RefusalDecision
from aim2.requests import actions as requests
from hsb import clock
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from hsb.timeliness.models import Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.1"), pytest.mark.policy("P6.3")]
AT = datetime(2026, 12, 14, 17, 10, tzinfo=clock.LONDON)
TODAY = AT.date()


def codes(case):
    return list(
        CaseEvent.objects.filter(case=case, code__startswith="aim.").order_by("number").values_list("code", flat=True)
    )


def clocks(case, code):
    return [
        (one.state, one.due_on) for one in Deadline.objects.filter(case=case, standard_code=code).order_by("started_at")
    ]


def stand(case, on=TODAY):
    return queries.standing(case, on=on)


def test_scenario_4_the_father_alone_starts_nothing_then_mother_and_son_start_the_clock(young, say, father, mother):
    thursday = AT - timedelta(days=4)
    say("agrees", father, at=thursday)
    assert (stand(young).stand, clocks(young, "T26")) == (Stand.MISSING, [])

    say("agrees", at=AT)
    say("agrees", mother, at=AT + timedelta(minutes=25))

    assert codes(young).count("aim.consent_complete") == 1
    assert clocks(young, "T26") == [("open", date(2027, 1, 28))]


def test_scenario_5_at_sixteen_their_own_consent_gives_the_day(young, say):
    young.born_on = date(2010, 5, 1)
    young.save(update_fields=["born_on"])
    monday = datetime(2026, 12, 7, 16, 0, tzinfo=clock.LONDON)
    with pytest.raises(ActionNotAllowed, match="Say whether a parent was told"):
        say("agrees", at=monday, able=None, reasoning="")

    say("agrees", at=monday, able=None, reasoning="", parent_told="His mother, the same day.")

    assert clocks(young, "T26") == [("open", date(2027, 1, 21))]


def test_found_able_at_fifteen_their_own_consent_is_enough_and_a_parent_takes_nothing_back(young, say, mother):
    say("agrees", able=True, parent_told="Not safe: he fears his father.")
    say("agrees", mother)
    say("withdraws", mother, at=AT + timedelta(hours=1))

    assert stand(young).enough and "aim.stopped" not in codes(young)
    assert clocks(young, "T26") == [("open", date(2027, 1, 28))]


def test_a_refusal_starts_a_decision_and_a_next_offer_and_says_no_more(young, say, mother, yos_manager, police_officer):
    say("agrees", mother)
    say("refuses")

    assert codes(young)[-1] == "aim.does_not_start"
    assert clocks(young, "REFUSED") == [("open", date(2026, 12, 21))]
    assert clocks(young, "REOFFER") == [("open", date(2027, 1, 11))]
    assert clocks(young, "T26") == []
    with pytest.raises(ActionNotAllowed, match="Nothing can be rated now. The young person refused"):
        gates.check_can_work(young, on=TODAY, what="Nothing can be rated now")
    said = {
        "safety_plan": "Stays as it is.",
        "other_help": "Work with his mother.",
        "social_care": "Asked on 14 December.",
        "next_offer_on": date(2027, 1, 11),
    }
    with pytest.raises(AccessDenied, match="A YOS manager decides"):
        actions.decide_after_refusal(case=young, by=police_officer, at=AT, **said)

    actions.decide_after_refusal(case=young, by=yos_manager, at=AT, **said)

    assert [state for state, _ in clocks(young, "REFUSED")] == ["met"]
    assert RefusalDecision.objects.get(case=young).by == yos_manager


def test_offered_again_and_agreed_the_offer_is_met_and_the_clock_begins_that_day(young, say, mother, yos_manager):
    say("refuses")
    say("agrees", mother)
    later = datetime(2027, 1, 11, 15, 0, tzinfo=clock.LONDON)

    say("agrees", at=later)

    assert [state for state, _ in clocks(young, "REOFFER")] == ["met"]
    assert [state for state, _ in clocks(young, "REFUSED")] == ["cancelled"]
    assert clocks(young, "T26") == [("open", date(2027, 2, 22))]


def test_withdrawn_midway_work_stops_that_second_and_new_consent_starts_a_new_clock(young, say, mother, yos_manager):
    say("agrees")
    say("agrees", mother)
    later = AT + timedelta(days=10)
    say("withdraws", at=later)

    assert codes(young)[-1] == "aim.stopped"
    assert [state for state, _ in clocks(young, "T26")] == ["cancelled"]
    with pytest.raises(ActionNotAllowed, match="withdrew. Nobody may override it"):
        gates.check_can_work(young, on=later.date())

    say("agrees", at=datetime(2027, 1, 18, 10, 0, tzinfo=clock.LONDON))

    assert clocks(young, "T26")[1:] == [("open", date(2027, 3, 1))]


def test_below_sixteen_the_only_parent_who_agreed_withdraws_and_it_stops(young, say, mother):
    say("agrees")
    say("agrees", mother)

    say("withdraws", mother, at=AT + timedelta(hours=1))

    assert codes(young)[-1] == "aim.stopped" and stand(young).stand is Stand.WITHDRAWN


def test_an_order_stands_beside_a_refusal_and_nothing_stops(young, say, mother):
    CourtOrder.objects.create(
        case=young, kind="referral_order", aim_required=True, made_on=TODAY, court="Aldermere Youth Court"
    )
    say("agrees", mother)

    say("refuses")

    assert not {"aim.stopped", "aim.does_not_start"} & set(codes(young))
    gate = gates.may_begin(young, on=TODAY).gate(gates.GateKey.CONSENT)
    assert gate.is_open and "Aldermere Youth Court, 14 December 2026" in gate.reason
    assert "refused" in gate.reason


def test_an_order_that_ran_out_stands_beside_nothing_and_a_refusal_says_that_it_does_not_start(young, say, mother):
    CourtOrder.objects.create(
        case=young, kind="referral_order", aim_required=True, made_on=date(2026, 12, 10), until=TODAY, court="Aldermere"
    )
    assert gates.may_begin(young, on=TODAY).gate(gates.GateKey.CONSENT).is_open

    say("refuses", at=AT + timedelta(days=1))

    assert codes(young)[-1] == "aim.does_not_start"
    assert not gates.may_begin(young, on=TODAY + timedelta(days=1)).gate(gates.GateKey.CONSENT).is_open


def test_work_stops_by_a_withdrawal_once_the_order_has_run_out(young, say, mother):
    CourtOrder.objects.create(
        case=young, kind="referral_order", aim_required=True, made_on=date(2026, 12, 10), until=TODAY, court="Aldermere"
    )
    say("agrees", mother)
    say("agrees")

    say("withdraws", at=AT + timedelta(days=1))

    assert codes(young)[-1] == "aim.stopped"


SIGNS = {
    "giver": "local_authority",
    "able": None,
    "reasoning": "",
    "responsibility": "care_order",
    "order_detail": "Aldermere Family Court, 3 March 2025",
    "parents_consulted": "His mother agrees.",
}


def looked_after(case, basis, by, **more):
    case.looked_after = not more  # as the page of that room leaves it
    case.save(update_fields=["looked_after"])
    return LookedAfter.objects.create(
        case=case, basis=basis, since=date(2025, 3, 3), recorded_at=AT, recorded_by=by, **more
    )


def test_under_a_recorded_care_order_a_parents_yes_is_heard_and_starts_nothing(
    young, say, mother, social_worker, csws_manager
):
    looked_after(young, "care_order", social_worker)
    say("agrees", mother)
    say("agrees")

    assert stand(young).stand is Stand.MISSING and clocks(young, "T26") == []
    assert stand(young).missing == ("a social care manager, for the care order",)

    say("agrees", **SIGNS, by=csws_manager)

    assert clocks(young, "T26") == [("open", date(2027, 1, 28))]


@pytest.mark.parametrize("basis", ["section_20", "local_authority", ""])
def test_without_a_care_order_on_record_no_manager_signs_and_a_parents_yes_counts(
    young, say, mother, social_worker, csws_manager, basis
):
    if basis:
        looked_after(young, basis, social_worker)
    with pytest.raises(ActionNotAllowed, match="parents alone hold responsibility"):
        say("agrees", **SIGNS, by=csws_manager)

    say("agrees", mother)
    say("agrees")

    assert stand(young).enough


def test_once_the_care_order_has_ended_the_parents_answer_again(young, say, mother, social_worker, csws_manager):
    ended = {"until": TODAY, "ending": "order_ended", "ended_at": AT, "ended_by": social_worker}
    looked_after(young, "interim_care_order", social_worker, **ended)
    with pytest.raises(ActionNotAllowed, match="No care order is on this record"):
        say("agrees", **SIGNS, by=csws_manager)
    say("agrees")
    say("agrees", mother)

    assert stand(young).enough


def test_a_care_order_is_signed_by_a_social_care_manager_with_the_parents_consulted(
    young, say, csws_manager, yos_officer, social_worker
):
    signs = SIGNS
    looked_after(young, "care_order", social_worker)
    with pytest.raises(AccessDenied, match="Only a social care manager signs"):
        say("agrees", **signs, by=yos_officer)
    for missing, sentence in (
        ("order_detail", "court and date of the care order"),
        ("parents_consulted", "consulted"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            say("agrees", **signs | {missing: ""}, by=csws_manager)

    say("agrees", **signs, by=csws_manager)
    say("agrees")

    assert stand(young).enough and Consent.objects.count() == 2


def test_sharing_and_being_reached_are_asked_apart_and_stop_nothing(young, say, mother):
    say("agrees")
    say("agrees", mother)
    with pytest.raises(ActionNotAllowed, match="Say with whom"):
        say("refuses", purpose="share")

    say("refuses", purpose="share", share_with="Kingsmead School")
    say("agrees", purpose="contact", contact_how="Text messages only, no names")

    standing = gates.consent_standing(young, on=TODAY)
    assert standing["share: Kingsmead School"].stand is Stand.REFUSED
    assert standing["contact"].stand is Stand.MISSING  # his own; a parent has not answered
    assert standing["take_part"].enough
    assert "aim.stopped" not in codes(young)
    assert clocks(young, "REOFFER") == [("open", date(2027, 1, 11))]


REFUSED: list[tuple[str, dict[str, object], str]] = [
    ("agrees", {"answered_on": TODAY + timedelta(days=1)}, "cannot be after today"),
    ("agrees", {"able": None, "reasoning": ""}, "understands enough to decide"),
    ("agrees", {"able": True, "reasoning": "", "parent_told": "Yes."}, "what they said and did"),
    ("agrees", {"able": True}, "whether a parent was told"),
    ("agrees", {"interpreter": "used"}, "who interpreted"),
    ("agrees", {"purpose": "contact"}, "how they may be reached"),
    ("refuses", {"reasons": " "}, "reasons they gave"),
    ("refuses", {"next_offer_on": None}, "on which day it is offered again"),
    ("refuses", {"next_offer_on": TODAY}, "Choose a day after"),
    ("refuses", {"next_offer_on": TODAY + timedelta(days=500)}, "within a year"),
    ("withdraws", {}, "nothing to withdraw"),
]


@pytest.mark.parametrize(("reply", "change", "sentence"), REFUSED, ids=lambda one: str(one)[:30])
def test_what_cannot_be_recorded_is_refused_with_what_to_do_and_leaves_nothing(young, say, reply, change, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        say(reply, **change)

    assert not Consent.objects.exists() and codes(young) == []
    said = say("more_time")
    assert said.reply == "more_time"


def test_somebody_without_responsibility_decides_nothing(young, say, stepfather, father):
    with pytest.raises(ActionNotAllowed, match="Stepfather has no parental responsibility"):
        say("agrees", stepfather)
    with pytest.raises(ActionNotAllowed, match="no parental responsibility"):
        say("agrees", father, responsibility="none")
    with pytest.raises(ActionNotAllowed, match="By what right|by what right"):
        say("agrees", father, responsibility="")

    say("agrees", father)

    assert Consent.objects.get().person == father


def test_one_press_is_one_answer(young, say):
    press = uuid4()
    first = say("agrees", press=press)

    assert say("agrees", press=press) == first
    assert Consent.objects.count() == 1


def test_whoever_asked_is_told_it_does_not_start_and_no_more(young, say, mother, police_officer, yos_officer):
    requests.ask(case=young, asks="Bail ends on 9 March.", by=police_officer, at=AT)
    say("agrees", mother)
    say("refuses", at=AT + timedelta(minutes=1))
    outbox.work()

    told = {one.kind for one in Notice.objects.filter(user=police_officer, case=young)}
    assert "aim.does_not_start" in told
    assert not {"aim.consent_answered", "aim.refusal_decided"} & told
