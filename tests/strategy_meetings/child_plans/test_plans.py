"""A child has one plan at a time; it ends by a review or for a listed reason, after the core group was asked."""

from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies import profile as profiles
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.states import Safeguarding, Strand
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from strategy_meetings.child_plans import actions, policies
from strategy_meetings.child_plans.states import OWNER, TRANSITIONS, EndReason, PlanState
from strategy_meetings.models import ChildPlan, Meeting
from tests.factories.cases import put_on, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 21, 12, 0, tzinfo=clock.LONDON)


@pytest.fixture
def case(social_worker, csws_manager):
    case = young_person(AT)
    for step in (Safeguarding.REFERRED, Safeguarding.CONFERENCE, Safeguarding.PROTECTION_PLAN):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=step, by=csws_manager, at=AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    return case


@pytest.fixture
def meeting(conference_chair):
    return Meeting.objects.create(
        kind="initial_conference", chair=conference_chair, starts_at=AT, called_at=AT, called_by=conference_chair
    )


def protect(case, meeting, lead, at=AT):
    return actions.start_protection(
        case=case, meeting=meeting, category="neglect", lead=lead, by=meeting.chair, at=at, review_on=date(2027, 3, 18)
    )


def in_need(case, lead, at=AT, **more):
    given = {"what_for": "A bed of his own", "started_on": AT.date(), "review_on": date(2027, 3, 1)}
    return actions.start_in_need(case=case, lead=lead, by=lead, at=at, **(given | more))


def test_the_two_kinds_are_never_both_open(case, meeting, social_worker):
    protect(case, meeting, social_worker)

    with pytest.raises(ActionNotAllowed, match="one plan at a time"):
        in_need(case, social_worker)

    assert ChildPlan.objects.filter(case=case, state=PlanState.OPEN).count() == 1


def test_a_child_in_need_plan_gives_way_to_a_protection_plan(case, meeting, social_worker):
    in_need(case, social_worker)
    protect(case, meeting, social_worker)

    old, new = ChildPlan.objects.filter(case=case).order_by("opened_at", "kind")
    assert {old.kind: old.end_reason, new.kind: new.end_reason} == {"in_need": EndReason.PROTECTION, "protection": ""}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"started_on": date(2026, 12, 22)}, "a day that has come"),
        ({"review_on": date(2026, 12, 21)}, "after today"),
        ({"lead": None}, "who leads"),
    ],
)
def test_what_a_child_in_need_plan_cannot_be(case, social_worker, given, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        actions.start_in_need(
            case=case, by=social_worker, at=AT,
            **({"what_for": "", "lead": social_worker, "started_on": AT.date(), "review_on": date(2027, 3, 1)} | given),
        )  # fmt: skip


def test_a_protection_plan_ends_without_a_review_only_for_a_listed_reason_and_after_the_core_group(
    case, meeting, social_worker, csws_manager
):
    plan = protect(case, meeting, social_worker)
    end = {"plan": plan, "words": "Accepted in writing.", "where": "", "by": csws_manager, "at": AT + timedelta(days=9)}

    for wrong, sentence in (
        ({"reason": EndReason.DONE, "core_group_said": "Yes"}, "reasons listed"),
        ({"reason": EndReason.MOVED, "core_group_said": " "}, "core group"),
        ({"reason": EndReason.LOOKED_AFTER, "core_group_said": "Yes"}, "reasons listed"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.end(**(end | wrong))

    actions.end(**end, reason=EndReason.MOVED, core_group_said="All agree.")
    plan.refresh_from_db()
    case.refresh_from_db()
    assert (plan.state, plan.core_group_said, case.safeguarding) == ("ended", "All agree.", "child_in_need")


def test_a_child_who_is_looked_after_leaves_the_protection_plan_where_the_partnership_allows_it(
    case, meeting, social_worker, csws_manager, settings, monkeypatch, tmp_path
):
    own = (profiles.FOLDER / "aldermere.toml").read_text()
    (tmp_path / "another.toml").write_text(
        own.replace("[settings]", f"[settings]\n{policies.LOOKED_AFTER_SETTING} = true")
    )
    monkeypatch.setattr(profiles, "FOLDER", tmp_path)
    settings.PARTNERSHIP_PROFILE = "another"
    plan = protect(case, meeting, social_worker)
    end = {"plan": plan, "reason": EndReason.LOOKED_AFTER, "words": "Section 20; the care plan holds it.", "where": ""}
    with pytest.raises(ActionNotAllowed, match="core group"):
        actions.end(**end, core_group_said=" ", by=csws_manager, at=AT + timedelta(days=9))

    actions.end(**end, core_group_said="All agree.", by=csws_manager, at=AT + timedelta(days=9))

    plan.refresh_from_db()
    assert (plan.state, plan.end_reason) == ("ended", "looked_after")
    case.refresh_from_db()
    assert case.safeguarding == "child_in_need", "the work itself has its own end"


def test_ending_with_actions_open_asks_who_takes_them_on(case, meeting, social_worker):
    plan = protect(case, meeting, social_worker)

    class Open:
        what = "Weekly sessions"

    with pytest.raises(ActionNotAllowed, match="Weekly sessions. Say who takes each of them on"):
        policies.check_can_end(
            plan, reason=EndReason.MOVED, words="x", core_group_said="x", still_open=[Open()], where=""
        )


def test_a_child_in_need_plan_is_reviewed_and_ends_with_a_reason(case, social_worker, csws_manager):
    plan = in_need(case, social_worker)
    later = AT + timedelta(days=30)
    actions.review_in_need(plan=plan, what="Better", review_on=date(2027, 4, 1), by=social_worker, at=later)
    plan.refresh_from_db()
    assert plan.review_on == date(2027, 4, 1)

    actions.end(
        plan=plan, reason=EndReason.DONE, words="He has a bed.", core_group_said="", where="", by=csws_manager, at=later
    )
    plan.refresh_from_db()
    assert plan.end_reason == "done"
    assert not Deadline.objects.filter(case=case, standard_code="T16").exists()  # dormant until adopted


def test_every_state_of_a_plan_has_an_owner_and_a_way_on():
    assert set(TRANSITIONS) == set(OWNER) == set(PlanState)
