"""A meeting called, held, ended and approved: what each child's record says, which clocks move, and every refusal."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.cases import access, barring, involvement
from hsb.cases.involvement import involve
from hsb.cases.models import IdentityDetails, Involvement, Part
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task
from hsb.timeliness import queries as timeliness
from hsb.timeliness.fold import fold
from hsb.timeliness.models import Deadline
from referrals.mash import actions as mash
from referrals.mash.actions import Written
from referrals.models import InvestigationEnd, MashDecision, Outcome
from strategy_meetings.meetings import (
    attending,
    calling,
    changing,
    dates,
    ending,
    invitees,
    lines,
    policies,
    queries,
    reach,
    writing,
)
from strategy_meetings.meetings.calling import Invited, Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.minutes import rows
from strategy_meetings.minutes.audiences import compose
from strategy_meetings.models import Action, Attendance, Meeting
from strategy_meetings.safety_plans import actions as plans
from tests.factories import meetings
from tests.factories.cases import put_on, young_person
from tests.factories.referrals import harmed_cases, sent, young_persons_case

pytestmark = pytest.mark.django_db


def london(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.LONDON)


REFERRED = london(11, 30, 11)  # a Monday
HELD = london(12, 2)


@pytest.fixture(autouse=True)
def _that_week():
    with time_machine.travel(HELD + timedelta(hours=3), tick=False):
        yield


@pytest.fixture
def core(csws_manager, social_worker, police_officer, health):
    return [social_worker, police_officer, health]


@pytest.fixture
def children(dsl, mash_worker, core):
    """A young person and the child harmed, referred on Monday, decided on Tuesday; a social worker on his record."""
    referral = sent(dsl, REFERRED)
    young, harmed = young_persons_case(referral), harmed_cases(referral)[0]
    decided = london(12, 1, 11)
    decisions = mash.propose(
        referral=referral,
        written=[
            Written(one, 0, {"outcome": Outcome.STRATEGY_MEETING, "reasons": "Harm is likely."})
            for one in (young, harmed)
        ],
        by=mash_worker,
        at=decided,
    )
    manager = core[0].__class__.objects.get(email="csws_manager@example.invalid")
    mash.approve(decisions=decisions, by=manager, at=decided + timedelta(hours=1))
    put_on(young, core[0], Role.SOCIAL_WORKER, decided)
    young.refresh_from_db()
    harmed.refresh_from_db()
    return young, harmed


def clock_of(case, code):
    return Deadline.objects.get(case=case, standard_code=code)


def conference_due(case) -> list[tuple[date, str]]:
    """Answer the due days and states of the conference's clocks, as the standard will run with the release of conferences."""
    standards = [replace(one, awaiting=False) for one in timeliness.book().standards if one.code == "T6"]
    events = chronology.folded_events([case.pk])[case.pk]
    return [
        (clock.local_date(one.due_at - timedelta(seconds=1)), str(one.state))
        for one in fold(events, standards, timeliness.holidays())
    ]


@pytest.mark.policy("P5.2")
def test_a_strategy_meeting_is_called_held_and_approved_and_its_clock_is_met_from_its_start(
    children, core, csws_manager
):
    young, harmed = children
    assert clock_of(young, "T4").state == "open"

    meeting = meetings.held([young, harmed], chair=csws_manager, people=core, starts_at=HELD)

    assert meeting.state == "draft"
    for case in children:
        assert CaseEvent.objects.get(case=case, code="strategy.held").occurred_at == HELD
        case.refresh_from_db()
        assert (clock_of(case, "T4").state, case.safeguarding) == ("met", "enquiry")
    ending.approve(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=2))
    ending.approve(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=2))
    ending.issue(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=3))
    meeting.refresh_from_db()
    assert meeting.state == "issued"
    assert CaseEvent.objects.filter(case=young, code="meeting.approved").count() == 1
    assert clock_of(young, "T4b").state == "met"
    assert Involvement.objects.filter(case=young, part=Part.MEETING, expires_at=None).count() == 0


@pytest.mark.policy("P5.3")
def test_a_record_with_a_compulsory_part_missing_is_not_approved_and_the_refusal_says_whose_and_which(
    children, core, csws_manager
):
    young, harmed = children
    meeting = meetings.called(
        [young, harmed], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2)
    )
    meetings.begun(meeting, by=csws_manager, at=HELD)
    meetings.write(meeting, young, by=csws_manager, at=HELD, own_harm="suspected")
    ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1))

    with pytest.raises(ActionNotAllowed) as refused:
        ending.approve(meeting=Meeting.objects.get(), by=csws_manager, at=HELD + timedelta(hours=1))

    for said in (
        f"{young.label}: Conference considered",
        f"{harmed.label}: Legal status",
        "If things change",
        "Next date",
    ):
        assert said in refused.value.sentence
    assert f"{young.label}: Legal status" not in refused.value.sentence


@pytest.mark.policy("P5.2")
def test_without_the_police_it_is_not_quorate_meets_no_clock_and_keeps_its_notes(
    children, core, csws_manager, police_officer
):
    young, harmed = children
    meeting = meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))
    meetings.begun(meeting, by=csws_manager, at=HELD, absent=[police_officer])
    meetings.write(meeting, young, by=csws_manager, at=HELD)

    ended = ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1), exception="The police were ill.")

    assert ended.state == "not_quorate"
    assert clock_of(young, "T4").state == "open"
    assert meeting.parts.filter(case=young).count() > 10
    assert CaseEvent.objects.get(case=young, code="meeting.not_quorate").facts["missing"] == "Police"


@pytest.mark.parametrize(("profile_says", "state"), [(["planning"], "draft"), ([], "not_quorate"), (None, "draft")])
def test_a_planning_meeting_without_a_second_agency_counts_by_the_chairs_exception_where_the_partnership_allows_it(
    children, core, csws_manager, monkeypatch, profile_says, state
):
    """The table of kinds says so where the profile says nothing; the reason stands on the record, and in its minutes."""
    young, _ = children
    own = {key: value for key, value in profile().settings.items() if key != "quorum_exceptions"}
    said = own if profile_says is None else own | {"quorum_exceptions": profile_says}
    monkeypatch.setattr(policies, "profile", lambda: replace(profile(), settings=said))
    meeting = meetings.called(
        [young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2), kind="planning"
    )
    meetings.begun(meeting, by=csws_manager, at=HELD, absent=core)
    meetings.write(meeting, young, by=csws_manager, at=HELD)
    meetings.write_once(meeting, young, by=csws_manager, at=HELD)

    ended = ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1), exception="Snow; they rang in.")

    assert ended.state == state
    assert ("Snow; they rang in." in meetings.child(meeting, young).reason) is (state == "draft")


@pytest.mark.policy("P5.3")
def test_the_record_names_the_safety_plan_in_force_and_so_do_its_minutes(children, core, csws_manager):
    young, harmed = children
    plan = plans.draft_of(case=young, by=core[0], at=HELD)
    written = {
        "what_is_known": "An allegation.", "trusted_adults": "Ms Iqbal.", "if_this_happens": "Ring her.",
        "childs_views": "Wants to stay.", "review_on": date(2026, 12, 18),
    }  # fmt: skip
    plan = plans.save(plan=plan, written=written, version=1, by=core[0], at=HELD)
    plans.agree(plan=plan, by=core[0], at=HELD)
    meeting = meetings.held([young, harmed], chair=csws_manager, people=core, starts_at=HELD)

    ending.approve(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=2))

    named = f"Version {plan.number} of the safety plan, agreed Wednesday 2 December 2026"
    assert named in meetings.child(meeting, young).safety_plan
    record = rows.one_child(meetings.child(meeting, young))
    for audience, kind in (("whole", "csws"), ("agency", "school")):
        assert named in str(compose(record, audience, agency="agency:1", agency_kind=kind).sections)
    assert named not in str(rows.one_child(meetings.child(meeting, harmed)))


@pytest.mark.policy("P5.5")
def test_scenario_1_the_conference_keeps_its_date_when_the_meeting_is_reconvened_and_starts_for_a_second_child(
    children, core, csws_manager
):
    young, harmed = children
    first = meetings.held([young, harmed], chair=csws_manager, people=core, starts_at=HELD, section_47="joint")
    assert conference_due(young) == [(date(2026, 12, 23), "open")]
    sister = young_person(REFERRED)
    involve(
        case=sister,
        part=Part.INVOLVED,
        agency=core[0].memberships.get().agency_role.agency,
        role=Role.CSWS_MANAGER,
        by=None,
        at=REFERRED,
    )

    with time_machine.travel(london(12, 14, 12), tick=False):
        again = meetings.held(
            [young, sister], chair=csws_manager, people=core, starts_at=london(12, 14), kind="reconvened", follows=first
        )

    assert conference_due(young) == [(date(2026, 12, 23), "open")]
    assert conference_due(sister) == [(date(2027, 1, 7), "open")]
    assert meetings.child(again, young).outcome == "s47_goes_on"
    assert clock_of(young, "T5").due_on == date(2027, 2, 4)


def test_an_action_is_a_task_of_whoever_is_on_the_record_else_the_chair_follows_it_up(children, core, csws_manager):
    young, _ = children
    meeting = meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))
    meetings.begun(meeting, by=csws_manager, at=HELD)
    with pytest.raises(ActionNotAllowed, match="cannot be due before its meeting"):
        writing.add_action(
            meeting=meeting,
            case=young,
            what="See him",
            owner_name="Priya Shah",
            due_on=date(2026, 12, 1),
            by=csws_manager,
            at=HELD,
        )
    for who, name in ((core[0], "Priya Shah"), (None, "Housing")):
        writing.add_action(
            meeting=meeting,
            case=young,
            what="See him",
            owner=who,
            owner_name=name,
            due_on=date(2026, 12, 4),
            by=csws_manager,
            at=HELD,
        )

    ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1))

    mine, followed = Task.objects.filter(case=young).order_by("set_at", "what")
    assert {(mine.to_person, mine.what), (followed.to_person, followed.what)} == {
        (core[0], "See him"),
        (csws_manager, "Follow up with Housing: See him"),
    }
    assert Action.objects.filter(task=None).count() == 0


def test_a_decision_changed_before_approval_is_a_correcting_event_and_the_clock_follows(children, core, csws_manager):
    young, _ = children
    meeting = meetings.held([young], chair=csws_manager, people=core, starts_at=HELD, section_47="joint")

    typed = {"section_47": writing.Typed("none", "He is safe.", 1), "what_follows": writing.Typed("assessment", "", 1)}
    writing.save_parts(meeting=meeting, case=young, typed=typed, by=csws_manager, at=HELD + timedelta(hours=2))

    corrected = CaseEvent.objects.filter(case=young, code="strategy.held").order_by("number")
    assert [one.facts["outcome"] for one in corrected] == ["s47", "assessment"]
    assert corrected[1].corrects == corrected[0]
    assert conference_due(young) == []


def test_two_people_in_different_parts_keep_both_and_in_the_same_part_the_second_is_shown_both(
    children, core, csws_manager
):
    young, _ = children
    meeting = meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))
    meetings.begun(meeting, by=csws_manager, at=HELD)

    def save(by, **typed):
        writing.save_parts(meeting=meeting, case=young, typed=typed, by=by, at=HELD)

    save(csws_manager, needs=writing.Typed("", "Speech and language.", 0))
    save(core[0], roles=writing.Typed("", "Social care leads.", 0))
    with pytest.raises(StaleVersion) as stale:
        save(core[0], needs=writing.Typed("", "CAMHS.", 0))

    assert stale.value.current.text == "Speech and language."
    assert dict(meeting.parts.values_list("part", "text")) == {
        "needs": "Speech and language.",
        "roles": "Social care leads.",
    }


def test_recorded_after_a_telephone_discussion_the_clocks_take_the_time_it_was_held(children, core, csws_manager):
    young, _ = children
    night = london(12, 1, 22, 35)
    with pytest.raises(ActionNotAllowed, match="has passed"):
        record(csws_manager, [young], HELD + timedelta(days=1), at=HELD)
    with pytest.raises(ActionNotAllowed, match="before the referral"):
        record(csws_manager, [young], london(11, 29, 22), at=HELD)

    meeting = record(csws_manager, [young], night, at=HELD)
    for kind, name in ((AgencyKind.POLICE, "DS Faulds"), (AgencyKind.HEALTH, "Dr Ashby")):
        attending.add_attendance(
            meeting=meeting, case=young, agency_kind=kind, name=name, role_words="On call", by=csws_manager, at=HELD
        )
    meetings.write(meeting, young, by=csws_manager, at=HELD)
    ended = ending.end(meeting=meeting, by=csws_manager, at=HELD)

    assert (ended.state, ended.starts_at, ended.ended_at) == ("ended", night, night + timedelta(minutes=23))
    assert clock_of(young, "T4").met_at == night


def record(chair, children, started, *, at):
    return ending.record_held(
        kind="strategy", children=children, chair=chair, started=started, ended=started + timedelta(minutes=23),
        where=Where(how="telephone"), by=chair, at=at,
    )  # fmt: skip


def test_a_discussion_held_before_mash_decides_starts_no_second_clock_and_leaves_the_decision_to_mash(
    dsl, mash_worker, core, csws_manager
):
    referral = sent(dsl, london(12, 1, 21, 52))
    young = young_persons_case(referral)
    meeting = record(csws_manager, [young], london(12, 1, 22, 35), at=HELD)
    for kind in (AgencyKind.POLICE, AgencyKind.HEALTH):
        attending.add_attendance(
            meeting=meeting, case=young, agency_kind=kind, name="On call", role_words="", by=csws_manager, at=HELD
        )
    meetings.write(meeting, young, by=csws_manager, at=HELD)
    ending.end(meeting=meeting, by=csws_manager, at=HELD)
    young.refresh_from_db()
    assert young.safeguarding == "referred"

    decisions = mash.propose(
        referral=referral,
        written=[Written(young, 0, {"outcome": Outcome.SECTION_47, "reasons": "Harm."})],
        by=mash_worker,
        at=HELD,
    )
    mash.approve(decisions=decisions, by=csws_manager, at=HELD + timedelta(hours=1))

    assert not Deadline.objects.filter(case=young, standard_code="T4").exists()
    assert conference_due(young) == [(date(2026, 12, 22), "open")]


def test_who_may_convene_and_chair(children, core, csws_manager, police_officer, mash_worker):
    young, _ = children
    with pytest.raises(AccessDenied, match="Only a CSWS team manager calls"):
        calling.call(
            kind="strategy",
            children=[young],
            chair=csws_manager,
            starts_at=HELD,
            where=Where(),
            invited=[],
            by=police_officer,
            at=REFERRED + timedelta(days=1, hours=3),
        )
    MashDecision.objects.filter(case=young).update(proposed_by=csws_manager, approved_by=mash_worker)
    with pytest.raises(ActionNotAllowed, match="proposed the decision"):
        meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))


def test_a_required_agency_left_out_needs_a_reason_and_nobody_hears_of_a_child_they_have_no_part_with(
    children, core, csws_manager, dsl
):
    young, harmed = children

    def call(invited):
        return calling.call(
            kind="strategy",
            children=[young, harmed],
            chair=csws_manager,
            starts_at=HELD,
            where=Where(),
            invited=invited,
            by=csws_manager,
            at=HELD - timedelta(hours=2),
        )

    with pytest.raises(ActionNotAllowed, match="say why Police is left out"):
        call([Invited(case=young, kind=AgencyKind.POLICE, because="", required=True)])
    put_on(young, dsl, Role.DSL, REFERRED, Part.INVOLVED)
    with pytest.raises(ActionNotAllowed, match=f"has no part with {harmed.label}"):
        call([*meetings.invited(young, dsl), *meetings.invited(harmed, dsl)])


def test_nobody_is_called_who_has_left_and_nobody_attends_for_an_agency_that_has_no_part(children, core, csws_manager):
    young, _ = children
    social, police, health = core
    meeting = meetings.called(
        [young], chair=csws_manager, people=[social, health], starts_at=HELD, at=HELD - timedelta(hours=2)
    )
    User.objects.filter(pk=police.pk).update(is_active=False)
    police.refresh_from_db()

    with pytest.raises(ActionNotAllowed, match=f"{police.full_name} has left"):
        changing.invite_more(meeting=meeting, invited=meetings.invited(young, police), by=csws_manager, at=HELD)
    meetings.begun(meeting, by=csws_manager, at=HELD)
    with pytest.raises(ActionNotAllowed, match="has no part in such a meeting"):
        attending.add_attendance(
            meeting=meeting, case=young, agency_kind=AgencyKind.LSCB, name="Guy Marlow", role_words="", by=csws_manager,
            at=HELD,
        )  # fmt: skip

    assert not Attendance.objects.filter(meeting=meeting, agency_kind__in=(AgencyKind.LSCB, AgencyKind.POLICE)).exists()


def test_a_day_says_what_it_would_break(children, csws_manager, client_for):
    young, _ = children
    due = clock_of(young, "T4").due_at
    sunday = london(12, 13)

    assert dates.says([young.pk], due - timedelta(minutes=1), at=HELD) == []
    (late,) = dates.says([young.pk], due + timedelta(minutes=1), at=HELD)
    assert late.startswith("That is after") and young.label in late
    assert "Sunday 13 December 2026 is no working day." in dates.says([young.pk], sunday, at=HELD)
    address = reverse("strategy_meetings:meeting_date_says", args=[young.reference])
    client = client_for(csws_manager)
    assert "no working day" in client.get(address, {"on": "2026-12-13T10:00"}).json()["says"][0]
    assert client.get(address, {"on": "not a day"}).json() == {"says": []}


def test_a_chair_who_became_conflicted_neither_ends_nor_approves_until_the_chair_is_handed_over(
    children, core, csws_manager, person
):
    young, _ = children
    meeting = meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))
    meetings.begun(meeting, by=csws_manager, at=HELD)
    barring.deny(case=young, user=csws_manager, by=core[0], at=HELD, reason="A relative.")

    with pytest.raises(ActionNotAllowed, match="Hand over the chair first"):
        ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1))
    with pytest.raises(access.CaseNotThere):
        queries.open_meeting(csws_manager, meeting.pk, look="meeting")


def test_called_off_with_notes_begun_keeps_them_and_ended_twice_changes_nothing(children, core, csws_manager):
    young, harmed = children
    off = meetings.called([harmed], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=2))
    meetings.begun(off, by=csws_manager, at=HELD)
    meetings.write(off, harmed, by=csws_manager, at=HELD)
    changing.call_off(meeting=off, reason="The child was taken ill.", still_needed=True, by=csws_manager, at=HELD)
    assert off.parts.exists()
    assert clock_of(harmed, "T4").state == "open"

    meeting = meetings.held([young], chair=csws_manager, people=core, starts_at=HELD)
    ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=2))
    assert CaseEvent.objects.filter(case=young, code="strategy.held").count() == 1
    assert Attendance.objects.filter(meeting=meeting, took_part=True).count() == 4


def test_the_end_of_the_investigation_prompts_a_reconvened_meeting(children, core, csws_manager):
    young, _ = children
    meeting = meetings.held([young], chair=csws_manager, people=core, starts_at=HELD)
    assert queries.to_reconvene(young) is None

    InvestigationEnd.objects.create(
        case=young,
        kind="s47",
        ended_on=date(2026, 12, 10),
        outcome="Ended.",
        recorded_at=HELD,
        recorded_by=csws_manager,
    )

    assert queries.to_reconvene(young) == meeting


@pytest.mark.policy("P5.4")
def test_scenario_3_a_planning_meeting_to_be_held_is_a_clock_of_ten_working_days_that_the_meeting_meets(
    dsl, mash_worker, csws_manager, social_worker, police_officer
):
    referral = sent(dsl, london(12, 1, 9))
    young = young_persons_case(referral)
    fields = {"outcome": Outcome.ASSESSMENT, "reasons": "Help is needed.", "planning": "hold"}
    decisions = mash.propose(
        referral=referral, written=[Written(young, 0, fields)], by=mash_worker, at=london(12, 1, 11)
    )
    mash.approve(decisions=decisions, by=csws_manager, at=london(12, 1, 12))
    assert (clock_of(young, "PLANNING").state, clock_of(young, "PLANNING").due_on) == ("open", date(2026, 12, 15))

    put_on(young, social_worker, Role.SOCIAL_WORKER, london(12, 1, 12))
    meeting = meetings.held([young], chair=csws_manager, people=[police_officer], starts_at=HELD, kind="planning")

    assert clock_of(young, "PLANNING").state == "met"
    assert meeting.state == "draft"
    young.refresh_from_db()
    assert young.safeguarding == "assessment"


def test_scenario_6_a_child_of_nine_is_met_about_without_the_youth_offending_service(
    dsl, mash_worker, csws_manager, social_worker, police_officer, health, yos_manager
):
    nine = young_person(REFERRED, IdentityDetails(given_name="Eli", family_name="Orrin", born_on="2017-09-01"))
    put_on(nine, social_worker, Role.SOCIAL_WORKER, REFERRED)

    asked = invitees.proposed(kind_of("strategy"), nine, chair=csws_manager, at=HELD)

    assert {one.kind for one in asked if one.required} == {"csws", "police", "health", "school"}


def test_whoever_a_meeting_gave_something_to_do_finds_it_among_their_meetings_until_it_is_done(
    children, core, csws_manager, client_for
):
    social, police, _ = core
    meeting = meetings.called(
        [children[0]], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=1)
    )
    meetings.begun(meeting, by=csws_manager, at=HELD)
    writing.add_action(
        meeting=meeting, case=children[0], what="See the child alone at school", owner=social,
        owner_name=social.full_name, due_on=date(2026, 12, 4), by=csws_manager, at=HELD,
    )  # fmt: skip
    meetings.write(meeting, children[0], by=csws_manager, at=HELD)
    meetings.write_once(meeting, children[0], by=csws_manager, at=HELD)
    ending.end(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=1))
    page = reverse("strategy_meetings:list")

    assert "See the child alone at school" in client_for(social).get(page).text
    assert "Your actions from meetings" not in client_for(police).get(page).text
    task = Task.objects.get(case=children[0], what="See the child alone at school")
    tasks.answer(task=task, text="Seen today.", by=social, at=HELD + timedelta(hours=2))
    assert "See the child alone at school" not in client_for(social).get(page).text


def test_no_school_but_the_childs_own_is_asked(csws_manager, dsl, person):
    """Every named contact of every school was ticked: a second school would have heard of this child."""
    own = dsl.memberships.get().agency_role.agency
    other = Agency.objects.create(name="Rowan Bank School", short_name="Rowan Bank", kind=AgencyKind.SCHOOL)
    stranger = User.objects.create_user("rowan@example.invalid", "Ivo Lund")
    for user, agency in ((dsl, own), (stranger, other)):
        if user is stranger:
            agencies.give_role(user=user, agency=agency, role=Role.DSL, by=None, at=REFERRED, from_on=date(2020, 1, 1))
        EscalationContact.objects.create(agency=agency, user=user, from_on=date(2020, 1, 1))

    def schools(school: str) -> list[tuple[str, str]]:
        child = young_person(
            REFERRED,
            IdentityDetails(given_name="Eli", family_name="Orrin", born_on="2013-09-01", school=school),
        )
        asked = invitees.proposed(kind_of("strategy"), child, chair=csws_manager, at=HELD)
        return [(one.user.full_name if one.user else "", one.because) for one in asked if one.kind == "school"]

    assert [who for who, _ in schools(f"{own.name}, year 8")] == [dsl.full_name]
    assert [who for who, _ in schools("A school in another county")] == [""]
    assert [who for who, _ in schools("")] == [""]


def test_the_minutes_of_one_meeting_close_no_way_to_the_next(children, core, csws_manager):
    """The chair of the next meeting, and whoever was called to it alone, were let out when the first one's objections ended."""
    young, _ = children
    sent_at = HELD + timedelta(hours=3)
    police, health = core[1], core[2]
    first = meetings.held([young], chair=csws_manager, people=core, starts_at=HELD)
    later = meetings.called(
        [young], chair=csws_manager, people=[core[0], police], starts_at=london(12, 22), at=HELD, kind="planning"
    )

    ending.approve(meeting=first, by=csws_manager, at=sent_at)
    ending.issue(meeting=first, by=csws_manager, at=sent_at)

    def until() -> dict[int, datetime | None]:
        parts = Involvement.objects.open().filter(case=young, part=Part.MEETING)
        return dict(parts.values_list("user_id", "expires_at"))

    over = london(12, 17, 0)  # ten working days after the second of December, to the end of the day
    assert until()[health.pk] == over, "called to the first alone"
    assert until()[police.pk] is None and until()[csws_manager.pk] is None, "called to the second too"

    changing.call_off(meeting=later, reason="Not needed.", still_needed=False, by=csws_manager, at=sent_at)

    assert until()[police.pk] == until()[csws_manager.pk] == over, "the second calls nobody any more"
    involvement.expire(at=over)
    assert until() == {}


def test_a_narrow_chair_who_sends_the_minutes_lets_everybody_out_in_time(children, core, csws_manager):
    """The worker settles those whom the one who pressed does not see behind the second wall."""
    young, _ = children
    meeting = meetings.held([young], chair=csws_manager, people=core, starts_at=HELD)
    ending.approve(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=3))
    ending.issue(meeting=meeting, by=csws_manager, at=HELD + timedelta(hours=3))
    Involvement.objects.open().filter(case=young, part=Part.MEETING).update(expires_at=None)

    reach.settle_for_all({"case": str(young.pk)})

    assert Involvement.objects.open().filter(case=young, part=Part.MEETING, expires_at=None).count() == 0


@pytest.mark.policy("P6.2")
def test_what_may_not_be_discussed_stands_on_every_page_until_the_police_say_that_it_ends(
    children, core, csws_manager, client
):
    young, _ = children
    social, police, _ = core
    meeting = meetings.called([young], chair=csws_manager, people=core, starts_at=HELD, at=HELD - timedelta(hours=1))
    ending.begin(meeting=meeting, by=csws_manager, at=HELD)
    condition = lines.set_not_discussed(
        meeting=meeting, case=young, what="the second evening", police_said="DC Sorrell", cps_said="",
        until_what="he is interviewed", by=csws_manager, at=HELD,
    )  # fmt: skip
    client.force_login(social)
    tab = reverse("strategy_meetings:meetings_of_case", args=[young.reference])
    lift = reverse("strategy_meetings:lift_not_discussed", args=[young.reference, condition.pk])
    assert lift in client.get(tab).content.decode()
    assert "Do not discuss with" in client.get(tab).content.decode()

    refused = client.post(lift, {"said_by": "", "because": "Interviewed."})
    assert refused.status_code == 422 and "Interviewed." in refused.content.decode()
    assert "Do not discuss with" in client.get(tab).content.decode()

    client.post(lift, {"said_by": "DC Sorrell", "because": "He was interviewed today."})

    assert "Do not discuss with" not in client.get(tab).content.decode()
    assert client.get(lift).status_code == 404
    (said,) = CaseEvent.objects.filter(case=young, code="not_discussed.lifted")
    assert said.by == social
    lines.lift_not_discussed(condition=condition, said_by="DC Sorrell", because="Again.", by=police, at=HELD)
    assert CaseEvent.objects.filter(case=young, code="not_discussed.lifted").count() == 1
