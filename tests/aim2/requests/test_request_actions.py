"""The police ask for AIM2, a lead is named, the tool judged: what happens, and everything that is refused with what to do instead."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from aim2.gates import queries as gates
from aim2.gates.answer import GateKey, GateState
from aim2.models import Accreditation, Aim2Allocation, Aim2Request, NarrativeOverride, ToolJudgement
from aim2.requests import actions, queries
from aim2.requests.states import OWNER, TRANSITIONS, RequestState
from hsb import clock
from hsb.cases import barring
from hsb.errors import AccessDenied, ActionNotAllowed
from tests.aim2.conftest import admit
from tests.factories.referrals import sent, young_persons_case

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.3")]
AT = datetime(2026, 12, 14, 17, 10, tzinfo=clock.LONDON)
TODAY = AT.date()


@pytest.fixture
def asked(young, police_officer):
    return actions.ask(case=young, asks="Bail ends on 9 March.", by=police_officer, at=AT)


def accredit(user, by, **change):
    given = {
        "edition": "2012",
        "accredited_on": date(2025, 9, 15),
        "expires_on": date(2027, 9, 14),
        "certificate": "Number 41, seen.",
    }
    return actions.accredit(user=user, by=by, at=AT, **given | change)


def test_every_state_of_a_request_has_an_owner_and_a_way_on():
    assert set(TRANSITIONS) == set(OWNER) == set(RequestState)
    assert all(bool(OWNER[state]) == bool(TRANSITIONS[state]) for state in RequestState)


def test_police_ask_once_something_is_admitted_and_confirmed(dsl, police_officer, yos_officer):
    case = young_persons_case(sent(dsl, AT - timedelta(days=5)))
    with pytest.raises(ActionNotAllowed, match="Record the admission to confirm it first"):
        actions.ask(case=case, asks="By March.", by=police_officer, at=AT)
    admit(case, police_officer, "partial")
    with pytest.raises(AccessDenied, match="made by the police"):
        actions.ask(case=case, asks="By March.", by=yos_officer, at=AT)
    with pytest.raises(ActionNotAllowed, match="what you need AIM2 for"):
        actions.ask(case=case, asks=" ", by=police_officer, at=AT)

    press = uuid4()
    made = actions.ask(case=case, asks="By March.", by=police_officer, at=AT, press=press)

    assert made.admission == "partial"
    assert actions.ask(case=case, asks="By March.", by=police_officer, at=AT, press=press) == made
    with pytest.raises(ActionNotAllowed, match="have asked already"):
        actions.ask(case=case, asks="Again.", by=police_officer, at=AT)
    assert Aim2Request.objects.count() == 1


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("to", RequestState)
def test_a_request_goes_only_where_its_table_says(asked, yos_manager, police_officer, state, to):
    Aim2Request.objects.filter(pk=asked.pk).update(state=state)
    by = police_officer if to == RequestState.OPEN else yos_manager
    given = {"request": asked, "to": to, "text": "The bail date is near.", "alternative": "Advice.", "by": by, "at": AT}

    if to in TRANSITIONS[state]:
        actions.answer(**given)
        asked.refresh_from_db()
        assert asked.state == to
    else:
        with pytest.raises(ActionNotAllowed, match=r"answered already|have not answered"):
            actions.answer(**given)
        assert not asked.steps.exists()


def test_declining_names_an_alternative_and_is_a_managers(asked, yos_manager, yos_officer):
    given = {"request": asked, "to": "declined", "text": "Too young.", "at": AT}
    with pytest.raises(ActionNotAllowed, match="nobody is declined without an alternative"):
        actions.answer(**given, by=yos_manager)
    with pytest.raises(AccessDenied, match="YOS manager decides"):
        actions.answer(**given, alternative="Advice.", by=yos_officer)

    actions.answer(**given, alternative="An assessment for younger children.", by=yos_manager)

    assert asked.steps.get().alternative == "An assessment for younger children."


def test_the_lead_is_accredited_today_and_the_not_accredited_may_co_work(
    young, yos_manager, yos_officer, social_worker
):
    given = {"case": young, "lead": yos_officer, "co_worker": social_worker, "reason": "", "by": yos_manager, "at": AT}
    with pytest.raises(ActionNotAllowed, match="may co-work but not lead"):
        actions.name_lead(**given)
    ended = accredit(yos_officer, yos_manager, expires_on=TODAY - timedelta(days=1))
    with pytest.raises(ActionNotAllowed, match="not accredited today"):
        actions.name_lead(**given)
    assert ended.pk and not Aim2Allocation.objects.exists()
    accredit(yos_officer, yos_manager)
    with pytest.raises(ActionNotAllowed, match="two people"):
        actions.name_lead(**given | {"co_worker": yos_officer})

    actions.name_lead(**given)

    gate = gates.may_begin(young, on=TODAY).gate(GateKey.ACCREDITATION)
    assert gate.state is GateState.YES and "14 September 2027" in gate.reason and "Tom Kessell" in gate.reason
    assert {one.user: one.leads for one in queries.who_may_lead(young, on=TODAY)}[yos_officer] == 1


def test_whoever_may_not_see_the_record_does_not_lead(young, yos_manager, yos_officer):
    accredit(yos_officer, yos_manager)
    barring.deny(case=young, user=yos_officer, by=yos_manager, at=AT, reason="A relative.")

    with pytest.raises(ActionNotAllowed, match="cannot work on this record"):
        actions.name_lead(case=young, lead=yos_officer, co_worker=None, reason="", by=yos_manager, at=AT)

    assert yos_officer not in [one.user for one in queries.who_may_lead(young, on=TODAY)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"accredited_on": TODAY + timedelta(days=1)}, "cannot begin after today"),
        ({"expires_on": date(2020, 1, 1)}, "ends before it begins"),
        ({"certificate": " "}, "certificate’s number"),
    ],
)
def test_an_accreditation_is_recorded_by_a_manager_never_their_own(
    yos_manager, yos_officer, csws_manager, change, sentence
):
    with pytest.raises(ActionNotAllowed, match=sentence):
        accredit(yos_officer, yos_manager, **change)
    with pytest.raises(ActionNotAllowed, match="Nobody records their own"):
        accredit(yos_manager, yos_manager)
    with pytest.raises(ActionNotAllowed, match="works at another agency"):
        accredit(yos_officer, csws_manager)
    with pytest.raises(AccessDenied):
        accredit(yos_manager, yos_officer)

    assert accredit(yos_officer, yos_manager) == accredit(yos_officer, yos_manager)
    assert Accreditation.objects.count() == 1


@pytest.mark.policy("P2.2")
def test_an_unsuitable_tool_names_another_and_why(young, yos_officer):
    given = {
        "case": young,
        "suits": "no",
        "learning_disability": True,
        "reasons": "Reads at the age of seven, says the psychologist.",
        "changes": "",
        "alternative": "",
        "by": yos_officer,
        "at": AT,
    }
    for change, sentence in (({}, "Name the tool"), ({"reasons": " "}, "Say why"), ({"suits": "perhaps"}, "whether AIM2 suits"),
                             ({"suits": "with_changes"}, "which changes")):  # fmt: skip
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.judge_tool(**given | change)
    assert not ToolJudgement.objects.exists()

    actions.judge_tool(**given | {"alternative": "Good lives, with pictures"})

    answer = gates.may_begin(young, on=TODAY)
    assert answer.alternative == "Good lives, with pictures" and answer.narrative_only
    assert answer.gate(GateKey.TOOL).state is GateState.NARRATIVE_ONLY


def test_only_a_manager_lets_a_narrative_begin(young, yos_manager, yos_officer):
    given = {"case": young, "why": "learning_disability", "reasons": "No figures hold.", "at": AT}
    with pytest.raises(AccessDenied):
        actions.let_narrative_begin(**given, by=yos_officer)
    with pytest.raises(ActionNotAllowed, match="your reasons"):
        actions.let_narrative_begin(**given | {"reasons": ""}, by=yos_manager)

    assert actions.let_narrative_begin(**given, by=yos_manager) == actions.let_narrative_begin(**given, by=yos_manager)
    assert NarrativeOverride.objects.count() == 1


def test_naming_a_lead_shows_certificate_and_dates_and_that_somebody_is_left_out_without_saying_who(
    young, yos_manager, yos_officer, social_worker, person, client_for
):
    accredit(yos_officer, yos_manager)
    url = reverse("aim2:lead", args=[young.reference])
    page = client_for(yos_manager).get(url).content.decode()
    assert "accredited Monday 15 September 2025, to Tuesday 14 September 2027" in page
    assert "Certificate: Number 41, seen" in page
    assert f"{social_worker.full_name}: no accreditation recorded" in page
    assert "None is declared on this record" in page

    barring.deny(case=young, user=yos_officer, by=yos_manager, at=AT, reason="Plays football with his uncle.")
    page = client_for(yos_manager).get(url).content.decode()

    assert "One colleague is left out" in page
    assert "football" not in page and "accredited Monday 15 September 2025, to" not in page
