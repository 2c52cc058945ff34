"""A new incident on a record that is open already asks the strategy decision again, with its clock, whatever runs."""

from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.models import Case, Part
from hsb.cases.states import Safeguarding, Strand
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from strategy_meetings.incidents import actions
from strategy_meetings.incidents.states import OWNER, TRANSITIONS, State
from strategy_meetings.models import NewIncident
from strategy_meetings.section47 import actions as section47
from tests.factories.cases import harmed_child, put_on, young_person
from tests.strategy_meetings.incidents.typed import CANARY, TOLD

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.2")]
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)


def on_record(case, *people):
    for person, role in people:
        put_on(case, person, role, AT, part=Part.ALLOCATED if role == Role.SOCIAL_WORKER else Part.INVOLVED)


@pytest.fixture
def case(social_worker, csws_manager, dsl):
    case = young_person(AT)
    on_record(case, (social_worker, Role.SOCIAL_WORKER), (csws_manager, Role.CSWS_MANAGER), (dsl, Role.DSL))
    for state in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, Safeguarding.ASSESSMENT):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=state, by=None, at=AT)
    return case


def tell(case, by, at=AT, **more):
    return actions.tell(case=case, by=by, at=at, **{**TOLD, **more})


def clock_of(case, code):
    return Deadline.objects.get(case=case, standard_code=code)


def test_every_state_has_a_way_on_or_an_end_and_an_owner():
    assert set(TRANSITIONS) == set(OWNER) == set(State)


def test_it_asks_the_decision_again_and_the_safety_plan_the_same_day(case, dsl):
    incident = tell(case, dsl)

    assert incident.state == State.WAITING
    decision = clock_of(case, "INCIDENT")
    assert (decision.state, decision.due_on, decision.owner_role) == ("open", date(2026, 12, 3), "csws_manager")
    assert clock_of(case, "T46c").due_on == date(2026, 12, 2)


def test_a_discussion_is_held_with_a_clock_of_its_own_also_while_an_enquiry_runs(case, social_worker, csws_manager):
    section47.begin(
        case=case, basis="mash", kind="single", began_on=AT.date(), lead=None, joint_officer="", by=csws_manager, at=AT
    )
    incident = tell(case, social_worker)

    actions.decide(incident=incident, to=State.STRATEGY, reasons="Again, and worse.", by=csws_manager, at=AT)

    assert clock_of(case, "INCIDENT").state == "met"
    assert clock_of(case, "T4n").state == "open"
    assert Case.objects.get(pk=case.pk).safeguarding == Safeguarding.ENQUIRY  # what runs goes on


def test_deciding_against_a_discussion_needs_reasons_and_can_be_thought_over(case, social_worker, csws_manager):
    incident = tell(case, social_worker)
    with pytest.raises(ActionNotAllowed, match="reasons"):
        actions.decide(incident=incident, to=State.GOES_ON, reasons=" ", by=csws_manager, at=AT)

    actions.decide(incident=incident, to=State.GOES_ON, reasons="The plan covers it.", by=csws_manager, at=AT)
    assert not Deadline.objects.filter(case=case, standard_code="T4n").exists()
    with pytest.raises(ActionNotAllowed, match="decided already"):
        actions.decide(incident=incident, to=State.GOES_ON, reasons="Again.", by=csws_manager, at=AT)
    actions.decide(incident=incident, to=State.STRATEGY, reasons="Police say more.", by=csws_manager, at=AT)

    assert clock_of(case, "T4n").state == "open"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"happened_on": date(2026, 12, 3)}, "after today"),
        ({"what": " "}, "what happened"),
        ({"told_by": ""}, "who told"),
        ({"done_at_once": ""}, "done at once"),
        ({"what": "He hit Tamsin again."}, "names another child"),
    ],
)
def test_what_is_missing_or_names_the_other_child_is_refused(case, dsl, given, sentence):
    harmed = harmed_child(AT)
    cases.link(displayed=case, harmed=harmed, called="Heron", relationship="", by=None, at=AT)

    with pytest.raises(ActionNotAllowed, match=sentence):
        tell(case, dsl, **given)

    assert not NewIncident.objects.exists()


def test_on_a_record_where_nothing_runs_a_referral_is_sent(case, dsl):
    for state in (Safeguarding.TO_CLOSE, Safeguarding.CLOSED):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=state, by=None, at=AT)

    with pytest.raises(ActionNotAllowed, match="Send a referral"):
        tell(case, dsl)


def test_the_school_tells_the_manager_decides_and_a_stranger_gets_nothing(
    case, dsl, csws_manager, social_worker, stranger, client_for, time_machine
):
    time_machine.move_to(AT)
    base = f"/cases/{case.reference}/incidents/"
    typed = {
        "what": CANARY, "told_by": "A pupil, to Ms Iqbal", "done_at_once": "Kept apart.",
        "happened_on_day": "1", "happened_on_month": "12", "happened_on_year": "2026",
    }  # fmt: skip

    assert client_for(stranger).get(base).status_code == 404
    assert client_for(dsl).get(f"{base}new/").status_code == 200
    wrong = client_for(dsl).post(f"{base}new/", {**typed, "done_at_once": ""})
    assert wrong.status_code == 422 and CANARY in wrong.text  # nothing typed is lost
    assert client_for(dsl).post(f"{base}new/", typed).status_code == 302
    incident = NewIncident.objects.get()
    for reader in (dsl, social_worker, csws_manager):
        assert CANARY in client_for(reader).get(base).text
    time_machine.move_to(AT + timedelta(hours=1))
    decide = f"{base}{incident.pk}/decide/"
    assert client_for(social_worker).get(decide).status_code == 403
    answer = client_for(csws_manager).post(decide, {"decision": "strategy", "reasons": "Again."})

    assert answer.status_code == 302 and answer["Location"].endswith("/strategy/")
    assert "discussion is held" in client_for(csws_manager).get(base).text
