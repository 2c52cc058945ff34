"""MAPPA as it is kept here: eligible or not and why, category, level, dates, who of ours went, our own actions (P5.9)."""

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.tasks.models import Task
from hsb.timeliness.models import Deadline
from strategy_meetings.mappa import actions
from strategy_meetings.mappa.rules import Ground
from strategy_meetings.mappa.states import HELD_OWNER, HELD_TRANSITIONS, OWNER, TRANSITIONS, Held, State
from strategy_meetings.models import MappaEligibility, MappaMeeting, MappaReferral
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.9")]
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)
TODAY = date(2026, 12, 2)
CANARY = "Canary-mappa-8841"
REGISTERED = Ground("conviction", must_notify=True)


@pytest.fixture
def case(yos_officer, yos_manager, police_officer, social_worker, dsl):
    case = young_person(AT)
    put_on(case, yos_officer, Role.YOS_OFFICER, AT)
    put_on(case, yos_manager, Role.YOS_MANAGER, AT, part=Part.INVOLVED)
    put_on(case, police_officer, Role.POLICE_OFFICER, AT, part=Part.INVOLVED)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(case, dsl, Role.DSL, AT, part=Part.INVOLVED)
    return case


def eligible(case, by, ground=REGISTERED, **more):
    given = {"what": CANARY, "decided_on": date(2026, 11, 30), "source": "yos", "source_detail": "Court register"}
    return actions.record_eligibility(case=case, ground=ground, by=by, at=AT, **{**given, **more})


def accepted(case, by, level=2):
    eligible(case, by)
    referral = actions.refer(case=case, level=level, sent_on=date(2026, 12, 1), by=by, at=AT)
    actions.reply(referral=referral, to=State.ACCEPTED, level=level, replied_on=TODAY, reply="", by=by, at=AT)
    referral.refresh_from_db()
    return referral


def codes(case):
    return list(
        CaseEvent.objects.filter(case=case, code__startswith="mappa").order_by("number").values_list("code", flat=True)
    )


def test_every_state_has_a_way_on_or_an_end_and_an_owner():
    assert set(TRANSITIONS) == set(OWNER) == set(State)
    assert set(HELD_TRANSITIONS) == set(HELD_OWNER) == set(Held)


def test_not_eligible_is_recorded_with_its_reason_and_there_is_no_referral(case, yos_officer):
    with pytest.raises(ActionNotAllowed, match="without one nobody is eligible"):
        actions.refer(case=case, level=2, sent_on=TODAY, by=yos_officer, at=AT)

    found = eligible(case, yos_officer, Ground("caution"))

    assert (found.category, found.is_eligible) == (0, False)
    assert found.reason.startswith("Not eligible: a caution")
    with pytest.raises(ActionNotAllowed, match="risk panel"):
        actions.refer(case=case, level=2, sent_on=TODAY, by=yos_officer, at=AT)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"what": " "}, "what was imposed"),
        ({"source_detail": ""}, "which record"),
        ({"decided_on": date(2026, 12, 3)}, "still to come"),
    ],
)
def test_eligibility_has_a_day_and_a_source(case, yos_officer, given, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        eligible(case, yos_officer, **given)

    assert not MappaEligibility.objects.exists()


def test_there_is_nothing_of_mappa_on_a_harmed_childs_record(case, yos_officer):
    with pytest.raises(ActionNotAllowed, match="no part in this record"):
        eligible(harmed_child(AT), yos_officer)


def test_level_meetings_attendance_actions_and_the_end_are_kept(case, yos_officer, social_worker):
    referral = accepted(case, yos_officer)
    assert referral.is_managed
    meeting = actions.set_meeting(referral=referral, held_on=date(2026, 12, 2), by=yos_officer, at=AT)
    actions.attend(meeting=meeting, who="Daniel Okafor, social worker", by=social_worker, at=AT)
    held = {"held_on": TODAY, "who_went": "YOS, social care", "told": "Mother told of the next date by YOS."}
    with pytest.raises(ActionNotAllowed, match="who of our agencies"):
        actions.record_meeting(
            meeting=meeting, to=Held.HELD, next_on=None, by=yos_officer, at=AT, **{**held, "who_went": ""}
        )
    actions.record_meeting(meeting=meeting, to=Held.HELD, next_on=date(2027, 3, 1), by=yos_officer, at=AT, **held)
    actions.set_action(
        referral=referral, what="Ask the club who supervises.", to=f"person:{social_worker.pk}",
        due_on=TODAY + timedelta(days=7), by=yos_officer, at=AT,
    )  # fmt: skip
    actions.set_level(referral=referral, level=3, by=yos_officer, at=AT)
    actions.end(referral=referral, ended_on=TODAY, reason="The sentence has ended.", by=yos_officer, at=AT)

    assert MappaMeeting.objects.get(state="to_come").held_on == date(2027, 3, 1)
    assert Task.objects.get().mappa_action.referral == referral
    referral.refresh_from_db()
    assert (referral.state, referral.level) == ("ended", 3)
    with pytest.raises(ActionNotAllowed, match="has not been accepted, or has ended"):
        actions.set_meeting(referral=referral, held_on=TODAY, by=yos_officer, at=AT)
    assert codes(case) == [
        *("mappa.eligibility_recorded", "mappa.referred", "mappa.accepted", "mappa.level_set", "mappa.meeting_set"),
        *("mappa.attendance_seen_to", "mappa.held", "mappa.meeting_set", "mappa.action_set"),
        *("mappa.level_set", "mappa.ended"),
    ]


def test_one_referral_at_a_time_and_a_refusal_says_why(case, yos_officer):
    eligible(case, yos_officer)
    referral = actions.refer(case=case, level=2, sent_on=TODAY, by=yos_officer, at=AT)
    with pytest.raises(ActionNotAllowed, match="open already"):
        actions.refer(case=case, level=3, sent_on=TODAY, by=yos_officer, at=AT)
    reply = {"referral": referral, "level": 2, "replied_on": TODAY, "by": yos_officer, "at": AT}
    with pytest.raises(ActionNotAllowed, match="why it was not accepted"):
        actions.reply(to=State.DECLINED, reply=" ", **reply)

    actions.reply(to=State.DECLINED, reply="Managed by one agency.", **reply)

    assert MappaReferral.objects.get().state == "declined"
    assert actions.refer(case=case, level=3, sent_on=TODAY, by=yos_officer, at=AT).number == 2


def test_no_field_holds_the_form_or_the_minutes():
    names = {
        field.name
        for model in apps.get_app_config("strategy_meetings").get_models()
        if model.__name__.startswith("Mappa")
        for field in model._meta.concrete_fields
    }

    assert not {name for name in names if "minute" in name or "form" in name or "discuss" in name}


def test_social_care_reads_where_it_stands_and_the_school_nothing(
    case, yos_officer, social_worker, police_officer, dsl, stranger, client_for, time_machine
):
    time_machine.move_to(AT)
    referral = accepted(case, yos_officer)
    base = f"/cases/{case.reference}/mappa/"

    for person in (yos_officer, police_officer):
        shown = client_for(person).get(base).text
        assert CANARY in shown and "See that children’s services attend" in shown
    shown = client_for(social_worker).get(base).text
    assert "Managed at level 2" in shown and "See that children’s services attend" in shown
    assert CANARY not in shown
    assert client_for(dsl).get(base).status_code == 403
    assert client_for(stranger).get(base).status_code == 404
    opened = access.get_case(social_worker, case.reference, look="test")
    assert opened.level(RecordClass.MAPPA) == Level.SUMMARY
    meeting = actions.set_meeting(referral=referral, held_on=TODAY, by=yos_officer, at=AT)
    attend = f"{base}meetings/{meeting.pk}/attend/"
    assert client_for(social_worker).post(attend, {"who": "Daniel Okafor"}).status_code == 302
    assert client_for(social_worker).post(f"{base}meetings/{meeting.pk}/", {}).status_code == 403
    assert "For children’s services: Daniel Okafor" in client_for(social_worker).get(base).text


def test_who_is_not_eligible_has_no_button_and_is_offered_a_risk_panel(
    case, yos_officer, yos_manager, client_for, time_machine
):
    time_machine.move_to(AT)
    base = f"/cases/{case.reference}/mappa/"
    typed = {
        "basis": "caution", "what": "Youth caution", "source_detail": "DS Faulds", "must_notify": "no",
        "decided_on_day": "30", "decided_on_month": "11", "decided_on_year": "2026", "custody_months": "",
    }  # fmt: skip
    client = client_for(yos_officer)
    assert client.get(f"{base}eligibility/").status_code == 200
    assert client.post(f"{base}eligibility/", typed).status_code == 302

    shown = client_for(yos_manager).get(base).text
    assert "Not eligible for MAPPA" in shown and "Call a risk panel" in shown
    assert "Refer to MAPPA" not in shown
    assert client.get(f"{base}refer/").status_code == 403

    assert client.post(f"{base}eligibility/", {**typed, "must_notify": "yes"}).status_code == 302
    assert "Refer to MAPPA" in client.get(base).text
    sent = {"level": "2", "sent_on_day": "2", "sent_on_month": "12", "sent_on_year": "2026"}
    assert client.post(f"{base}refer/", sent).status_code == 302
    referral = MappaReferral.objects.get()
    replied = {
        "to": "accepted",
        "level": "2",
        "replied_on_day": "2",
        "replied_on_month": "12",
        "replied_on_year": "2026",
    }
    assert client.post(f"{base}{referral.pk}/reply/", replied).status_code == 302
    for page in ("meeting", "action", "level", "end", "reply"):
        assert client.get(f"{base}{referral.pk}/{page}/").status_code == 200
    day = {"held_on_day": "2", "held_on_month": "12", "held_on_year": "2026"}
    assert client.post(f"{base}{referral.pk}/meeting/", day).status_code == 302
    meeting = MappaMeeting.objects.get()
    held = {**day, "to": "held", "who_went": "YOS", "told": "Mother, by YOS."}
    assert client.get(f"{base}meetings/{meeting.pk}/").status_code == 200
    assert client.post(f"{base}meetings/{meeting.pk}/", held).status_code == 302


def test_eligibility_is_asked_for_after_a_caution_and_that_clock_is_met(case, yos_officer, police_officer):
    from aim2.proceedings.events import OutOfCourt
    from hsb.chronology.actions import record

    record(OutOfCourt(disposal="youth_caution"), case=case, by=police_officer, at=AT)
    assert Deadline.objects.get(case=case, standard_code="T42a").state == "open"

    eligible(case, yos_officer, Ground("caution"))

    assert Deadline.objects.get(case=case, standard_code="T42a").state == "met"
