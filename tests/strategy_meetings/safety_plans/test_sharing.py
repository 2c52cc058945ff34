"""A safety plan's risks, owner, signatures and copies: one truth, drawn for school and family, never naming the other child."""

from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases import actions as cases
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from strategy_meetings.models import SafetyPlan, SafetyPlanCopy, SafetyPlanLine
from strategy_meetings.safety_plans import actions, queries, sharing
from strategy_meetings.safety_plans.paper import paper
from strategy_meetings.safety_plans.states import Version
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P3.7")]
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)
WHOLE = {
    "what_is_known": "An allegation is being looked into.",
    "at_home": "Own bedroom, door alarm.",
    "in_the_community": "Scouts, with a leader who knows.",
    "trusted_adults": "Ms Iqbal, room 4.",
    "if_this_happens": "Ring Ms Iqbal; she rings MASH.",
    "childs_views": "Wants to stay in art.",
    "stop_when": "The school, family and social worker agree that it is safe.",
    "review_on": date(2026, 12, 9),
}
AT_SCHOOL = {
    "setting": "school",
    "people": "Younger children",
    "time": "Breaks",
    "control": "Adult in sight",
    "owner": "Ms Iqbal",
}
AT_HOME = {"setting": "home", "people": "Brother", "time": "Nights", "control": "Door alarm", "owner": "Mother"}


@pytest.fixture
def case(social_worker, dsl):
    case = young_person(AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(case, dsl, Role.DSL, AT)
    harmed = harmed_child(AT)
    cases.link(displayed=case, harmed=harmed, called="Heron", relationship="classmate", by=None, at=AT)
    return case


def agreed(case, by, *lines, at=AT, **more) -> SafetyPlan:
    plan = actions.draft_of(case=case, by=by, at=at)
    for line in lines:
        actions.add_line(plan=plan, written=line, by=by, at=at)
    plan = actions.save(plan=plan, written={**WHOLE, **more}, version=plan.version, by=by, at=at)
    actions.agree(plan=plan, by=by, at=at)
    return SafetyPlan.objects.get(pk=plan.pk)


def test_a_new_version_begins_with_the_risks_and_the_owner_of_the_last(case, social_worker):
    first = agreed(case, social_worker, AT_SCHOOL, AT_HOME)
    agency = Agency.objects.get(pk=social_worker.memberships.get().agency_role.agency_id)
    sharing.own(plan=first, agency=agency, by=social_worker, at=AT)

    second = actions.draft_of(case=case, by=social_worker, at=AT)
    actions.take_out(line=queries.lines_of(second)[0], by=social_worker, at=AT)

    assert [line.control for line in queries.lines_of(second)] == ["Door alarm"]
    assert len(queries.lines_of(first)) == 2  # what was agreed stays as it was
    assert second.owner_agency == agency
    with pytest.raises(ActionNotAllowed, match="new version"):
        actions.take_out(line=queries.lines_of(first)[0], by=social_worker, at=AT)


@pytest.mark.parametrize("name", ["Tamsin", "Quell", "Heron"])
def test_no_part_of_a_plan_names_the_other_child(case, social_worker, name):
    plan = actions.draft_of(case=case, by=social_worker, at=AT)
    with pytest.raises(ActionNotAllowed, match="the child harmed"):
        actions.add_line(plan=plan, written={**AT_SCHOOL, "people": f"{name} and friends"}, by=social_worker, at=AT)
    actions.save(plan=plan, written={**WHOLE, "at_school": f"Not beside {name}."}, version=1, by=social_worker, at=AT)

    with pytest.raises(ActionNotAllowed, match="the child harmed"):
        actions.agree(plan=plan, by=social_worker, at=AT)

    assert not SafetyPlanLine.objects.exists()
    assert SafetyPlan.objects.get().state == "draft"  # and what was typed is kept


def test_it_is_signed_by_the_child_and_parents_or_said_why_not(case, social_worker):
    plan = agreed(case, social_worker)
    assert queries.unsigned(queries.signatures_of(plan)) == ["The child", "A parent or carer"]
    for signed_on, why_not, sentence in (
        (None, " ", "say why not"),
        (date(2026, 12, 3), "", "still to come"),
        (date(2026, 12, 1), "", "did not exist"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            sharing.sign(plan=plan, who="child", signed_on=signed_on, why_not=why_not, by=social_worker, at=AT)

    sharing.sign(plan=plan, who="child", signed_on=date(2026, 12, 2), why_not="", by=social_worker, at=AT)
    sharing.sign(plan=plan, who="parent", signed_on=None, why_not="Father wants advice.", by=social_worker, at=AT)

    assert queries.unsigned(queries.signatures_of(plan)) == []
    newer = agreed(case, social_worker, at=AT + timedelta(hours=1))
    assert len(queries.unsigned(queries.signatures_of(newer))) == 2  # a new version is signed again


def test_who_has_a_copy_is_recorded_and_an_old_one_is_seen(case, social_worker, client_for, time_machine):
    time_machine.move_to(AT)
    plan = agreed(case, social_worker)
    given = {"which": "family", "to_whom": "Mother", "how": "By hand", "given_on": date(2026, 12, 2)}
    sharing.give(plan=plan, by=social_worker, at=AT, **given)
    agreed(case, social_worker, at=AT)

    page = client_for(social_worker).get(f"/cases/{case.reference}/safety-plan/").text

    assert "Mother: the family’s version, version 1, By hand" in page
    assert "give the new version" in page
    with pytest.raises(ActionNotAllowed, match="not in force"):
        sharing.give(plan=plan, by=social_worker, at=AT, **given)
    assert SafetyPlanCopy.objects.count() == 1


def test_school_and_family_have_versions_of_one_truth(case, social_worker, dsl):
    plan = agreed(case, social_worker, AT_SCHOOL, AT_HOME)
    opened = access.get_case(social_worker, case.reference, look="test")
    papers = {which: str(paper(opened, plan, which, recipient="X", at=AT)) for which in Version}

    assert "Adult in sight" in papers[Version.SCHOOL] and "Adult in sight" in papers[Version.FAMILY]
    assert "Door alarm" in papers[Version.FAMILY] and "Door alarm" not in papers[Version.SCHOOL]
    assert "Own bedroom" not in papers[Version.SCHOOL]
    assert "allegation is being looked into" not in papers[Version.FAMILY]
    for text in papers.values():
        assert "Wants to stay in art." in text
        assert "Tamsin" not in text and "Heron" not in text


@pytest.mark.slow
def test_each_version_is_a_pdf_named_after_the_record(case, social_worker, client_for, time_machine):
    time_machine.move_to(AT)
    plan = agreed(case, social_worker, AT_SCHOOL, AT_HOME)
    address = f"/cases/{case.reference}/safety-plan/{plan.pk}"

    answer = client_for(social_worker).get(f"{address}/family.pdf")

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-safety-plan-1-family.pdf"'
    assert client_for(social_worker).get(f"{address}/neighbours.pdf").status_code == 404


def test_when_the_child_moves_whoever_keeps_the_plan_looks_at_it_the_same_day(case, social_worker):
    plan = agreed(case, social_worker)
    agency = Agency.objects.get(pk=social_worker.memberships.get().agency_role.agency_id)
    sharing.own(plan=plan, agency=agency, by=social_worker, at=AT)

    actions.ask_again(case=case, why="moved", by=social_worker, at=AT)

    asked = CaseEvent.objects.get(case=case, code="safety_plan.asked")
    assert asked.facts["agency_id"] == agency.pk
    due = Deadline.objects.get(case=case, standard_code="T46c")
    assert (due.state, due.due_on) == ("open", date(2026, 12, 2))
    actions.keep(plan=plan, review_on=date(2026, 12, 21), by=social_worker, at=AT)
    due.refresh_from_db()
    assert due.state == "met"


def test_the_pages_add_a_risk_sign_give_and_ask_and_strangers_get_nothing(
    case, social_worker, stranger, client_for, time_machine
):
    time_machine.move_to(AT)
    agreed(case, social_worker)
    client, base = client_for(social_worker), f"/cases/{case.reference}/safety-plan/"
    agency = social_worker.memberships.get().agency_role.agency
    today = {"day": "2", "month": "12", "year": "2026"}
    typed = {
        "owner/": {"agency": str(agency.pk)},
        "sign/": {"who": "child", **{f"signed_on_{part}": value for part, value in today.items()}},
        "copies/": {
            "which": "school", "to_whom": "Ms Iqbal", "how": "By hand",
            **{f"given_on_{part}": value for part, value in today.items()},
        },
        "changed/": {"why": "moved"},
        "lines/": AT_SCHOOL,
    }  # fmt: skip

    for page, sent in typed.items():
        assert client_for(stranger).post(base + page, sent).status_code == 404
        assert client.get(base + page).status_code == 200
        assert client.post(base + page, sent).status_code == 302, page
    assert client.post(f"{base}lines/", {**AT_SCHOOL, "people": "Tamsin"}).status_code == 422
    line = SafetyPlanLine.objects.get()
    assert client.post(f"{base}lines/{line.pk}/take-out/").status_code == 302

    shown = client.get(base).text
    assert "Kept by Aldermere" in shown
    assert "The child:</b> signed" in shown
    assert client.get(f"{base}write/").status_code == 200
