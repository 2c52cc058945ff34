"""A child's safety plan: written, agreed the same day, replaced, never lost to a colleague's save."""

import re
from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from referrals.allocation import actions as allocation
from referrals.models import Referral
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import actions
from tests.factories.cases import put_on
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import minimal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)
WHOLE = {
    "what_is_known": "An allegation is being looked into.",
    "trusted_adults": "Ms Iqbal, room 4.",
    "if_this_happens": "Ring Ms Iqbal; she rings MASH.",
    "childs_views": "Wants to stay in art.",
    "review_on": date(2026, 11, 26),
}


@pytest.fixture
def case(dsl):
    return young_persons_case(sent(dsl, AT, minimal()))


def test_a_plan_agreed_the_same_day_meets_its_clock(case, dsl):
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    with pytest.raises(ActionNotAllowed, match="Say what is known"):
        actions.agree(plan=plan, by=dsl, at=AT)

    actions.save(plan=plan, written=WHOLE, version=1, by=dsl, at=AT)
    actions.agree(plan=plan, by=dsl, at=AT)

    assert Deadline.objects.get(case=case, standard_code="T45").state == "met"
    with pytest.raises(ActionNotAllowed, match="new version"):
        actions.save(plan=plan, written={"online": "No phone."}, version=2, by=dsl, at=AT)


def test_a_new_version_begins_with_the_words_of_the_last_and_replaces_it_when_agreed(case, dsl):
    first = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=first, written=WHOLE, version=1, by=dsl, at=AT)
    actions.agree(plan=first, by=dsl, at=AT)

    second = actions.draft_of(case=case, by=dsl, at=AT)
    assert second.trusted_adults == "Ms Iqbal, room 4."
    actions.save(plan=second, written={"review_on": date(2026, 12, 3)}, version=1, by=dsl, at=AT)
    actions.agree(plan=second, by=dsl, at=AT)

    assert list(SafetyPlan.objects.order_by("number").values_list("state", flat=True)) == ["superseded", "agreed"]


def test_a_colleagues_words_are_never_written_over(case, dsl, social_worker):
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=plan, written={"online": "No phone in school."}, version=1, by=dsl, at=AT)

    with pytest.raises(StaleVersion) as stale:
        actions.save(plan=plan, written={"online": "Phone locked away."}, version=1, by=social_worker, at=AT)

    assert stale.value.current.online == "No phone in school."
    assert SafetyPlan.objects.get().online == "No phone in school."


def test_two_people_who_both_begin_the_first_plan_see_each_others_words(
    case, dsl, social_worker, client_for, time_machine
):
    time_machine.move_to(AT)
    put_on(case, dsl, Role.DSL, AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    address = f"/cases/{case.reference}/safety-plan/write/"
    assert 'name="version" value="0"' in client_for(dsl).get(address).text  # neither page knows of a draft
    assert client_for(dsl).post(address, {"online": "No phone in school.", "version": "0"}).status_code == 302

    time_machine.move_to(AT + timedelta(minutes=1))
    second = client_for(social_worker).post(address, {"online": "Phone locked away.", "version": "0"})
    behind = client_for(social_worker).post(f"{address}autosave/", {"online": "Phone locked away.", "version": ""})

    assert (second.status_code, behind.status_code) == (409, 409)
    assert "No phone in school." in second.text
    assert "Phone locked away." in second.text
    assert SafetyPlan.objects.get().online == "No phone in school."


def test_saving_while_typing_in_one_box_leaves_the_others_as_they_were(case, social_worker, client_for, time_machine):
    time_machine.move_to(AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    plan = actions.draft_of(case=case, by=social_worker, at=AT)
    actions.save(plan=plan, written=WHOLE, version=1, by=social_worker, at=AT)

    typed = {"online": "No phone.", "changed": "online", "version": "2"}  # the page sends only what changed
    kept = client_for(social_worker).post(f"/cases/{case.reference}/safety-plan/write/autosave/", typed)

    assert kept.status_code == 200
    plan.refresh_from_db()
    assert {name: getattr(plan, name) for name in WHOLE} == WHOLE
    assert plan.online == "No phone."


def test_a_review_date_must_be_to_come(case, dsl):
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=plan, written={**WHOLE, "review_on": clock.local_date(AT)}, version=1, by=dsl, at=AT)

    with pytest.raises(ActionNotAllowed, match="after today"):
        actions.agree(plan=plan, by=dsl, at=AT)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2030, 1, 7), "Choose a day by .*17 December 2026"),
        (date(2026, 12, 18), "Choose a day by"),
        (date(2026, 11, 21), "is no working day. Choose .*20 November 2026 or .*23 November 2026"),
    ],
)
def test_a_review_is_on_a_working_day_within_the_partnerships_limit(case, dsl, day, says):
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=plan, written={**WHOLE, "review_on": day}, version=1, by=dsl, at=AT)
    with pytest.raises(ActionNotAllowed, match=says):
        actions.agree(plan=plan, by=dsl, at=AT)

    actions.save(plan=plan, written=WHOLE, version=2, by=dsl, at=AT)
    actions.agree(plan=plan, by=dsl, at=AT)
    with pytest.raises(ActionNotAllowed, match=says):
        actions.keep(plan=SafetyPlan.objects.get(), review_on=day, by=dsl, at=AT)


def test_the_plan_its_page_its_chronology_and_its_clock_say_one_review_date(
    case, dsl, social_worker, client_for, time_machine
):
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    first = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=first, written=WHOLE, version=1, by=dsl, at=AT)
    actions.agree(plan=first, by=dsl, at=AT)
    assert Deadline.objects.get(case=case, standard_code="T46a").due_on == date(2026, 11, 26)

    later = AT + timedelta(days=6)
    second = actions.draft_of(case=case, by=dsl, at=later)
    actions.save(plan=second, written={"review_on": date(2026, 12, 7)}, version=1, by=dsl, at=later)
    actions.agree(plan=second, by=dsl, at=later)
    time_machine.move_to(later + timedelta(hours=1))

    assert Deadline.objects.get(case=case, standard_code="T46b").due_on == date(2026, 12, 7)
    said = CaseEvent.objects.filter(case=case, code="safety_plan.reviewed").get()
    assert said.facts["review_on"] == "2026-12-07"
    page = client_for(social_worker).get(f"/cases/{case.reference}/safety-plan/").text
    assert "7 December 2026" in page and "2026-12-07" not in page
    assert "Next review by" in client_for(social_worker).get(f"/cases/{case.reference}/").text


def test_a_review_recorded_in_words_before_keeps_its_date():
    from hsb.timeliness.due import as_date
    from strategy_meetings.safety_plans.events import SafetyPlanReviewed

    assert as_date("7 December 2026") == as_date("2026-12-07") == date(2026, 12, 7)
    old = SafetyPlanReviewed(plan="x", number=2, changed=True, review_on="7 December 2026")
    assert old.sentence().endswith("Next review by 7 December 2026.")


# -- who keeps it ---------------------------------------------------------------------------------------------------------------


def keeper_of(case, code="T45"):
    due = Deadline.objects.get(case=case, standard_code=code, state__in=("open", "paused"))
    return due.owner_kind, due.owner_role, due.owner_agency_id


def test_a_school_that_refers_keeps_the_plan(case, dsl):
    assert keeper_of(case) == ("school", "dsl", dsl.memberships.get().agency.pk)


def test_without_a_school_the_managers_keep_it_until_a_worker_has_the_case_and_the_sender_is_told(
    health, csws_manager, social_worker, client_for, time_machine
):
    time_machine.move_to(AT)
    referral = sent(health, AT, minimal())
    case = young_persons_case(referral)
    assert keeper_of(case) == ("csws", "csws_manager", None)
    assert "Agree a safety plan the same day" in client_for(csws_manager).get("/").text
    told = client_for(health).get(f"/referrals/{referral.pk}/sent/").text
    assert "see to the safety plan" in told and "until a social worker has the case" in told

    allocation.allocate(case=case, worker=social_worker, by=csws_manager, at=AT + timedelta(hours=2))
    assert keeper_of(case) == ("csws", "social_worker", None)

    plan = actions.draft_of(case=case, by=social_worker, at=AT + timedelta(hours=3))
    actions.save(plan=plan, written=WHOLE, version=1, by=social_worker, at=AT + timedelta(hours=3))
    actions.agree(plan=plan, by=social_worker, at=AT + timedelta(hours=3))
    assert keeper_of(case, "T46a") == ("csws", "social_worker", None)


def test_a_worker_does_not_take_the_plan_from_a_school_that_keeps_it(case, dsl, csws_manager, social_worker):
    allocation.allocate(case=case, worker=social_worker, by=csws_manager, at=AT + timedelta(hours=2))

    assert keeper_of(case)[:2] == ("school", "dsl")


def test_a_school_where_nobody_is_any_more_keeps_no_plan(case, dsl, csws_manager, at):
    from hsb.cases.holding import keeper

    dsl.memberships.update(until_on=AT.date())

    assert keeper(case, AT.date()).role == "csws_manager"


def test_the_page_writes_agrees_and_shows_the_plan_and_a_stranger_gets_nothing(
    case, dsl, social_worker, stranger, client_for, time_machine
):
    time_machine.move_to(AT + timedelta(minutes=5))
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    address = f"/cases/{case.reference}/safety-plan/"
    typed = {
        **{name: value for name, value in WHOLE.items() if name != "review_on"},
        "review_on_day": "26", "review_on_month": "11", "review_on_year": "2026", "then": "agree",
    }  # fmt: skip

    for client, expected in ((client_for(stranger), 404), (client_for(social_worker), 302)):
        assert client.post(f"{address}write/", typed).status_code == expected

    shown = client_for(social_worker).get(address)
    assert "Ms Iqbal, room 4." in shown.text
    assert "26 November 2026" in shown.text
    assert Referral.objects.exists()


@pytest.mark.slow
def test_the_plan_can_be_kept_as_a_pdf_named_after_the_record(case, dsl, client_for, time_machine):
    time_machine.move_to(AT)
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=plan, written=WHOLE, version=1, by=dsl, at=AT)
    actions.agree(plan=plan, by=dsl, at=AT)

    answer = client_for(dsl).get(f"/cases/{case.reference}/safety-plan/{plan.pk}/copy/")

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-safety-plan-1.pdf"'


def test_a_review_that_changes_nothing_meets_the_review_clock_and_starts_the_next(case, dsl):
    plan = actions.draft_of(case=case, by=dsl, at=AT)
    actions.save(plan=plan, written=WHOLE, version=1, by=dsl, at=AT)
    with pytest.raises(ActionNotAllowed, match="not in force"):
        actions.keep(plan=plan, review_on=date(2026, 12, 18), by=dsl, at=AT)
    actions.agree(plan=plan, by=dsl, at=AT)
    later = AT + timedelta(days=5)
    with pytest.raises(ActionNotAllowed, match="after today"):
        actions.keep(plan=plan, review_on=clock.local_date(later), by=dsl, at=later)

    actions.keep(plan=plan, review_on=date(2026, 12, 18), by=dsl, at=later)

    assert Deadline.objects.get(case=case, standard_code="T46a").state == "met"
    assert Deadline.objects.get(case=case, standard_code="T46b").state == "open"
    assert SafetyPlan.objects.get().review_on == date(2026, 12, 18)


def test_pressing_twice_agrees_and_reviews_a_plan_once(case, dsl, client_for):
    client, now = client_for(dsl), clock.today()
    write, show = (f"/cases/{case.reference}/safety-plan/{page}" for page in ("write/", ""))
    soon, later = now + timedelta(days=5), now + timedelta(days=20)

    def day(on):
        return {"review_on_day": on.day, "review_on_month": on.month, "review_on_year": on.year}

    def once(path):
        return re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())[1]

    whole = {name: text for name, text in WHOLE.items() if name != "review_on"} | day(soon) | {"then": "agree"}
    agreed, kept = {**whole, "once": once(write)}, day(later)
    answers = [client.post(write, agreed).status_code for _ in range(2)]
    kept["once"] = once(show)
    answers += [client.post(show, kept).status_code for _ in range(2)]

    assert answers == [302] * 4
    assert SafetyPlan.objects.get().review_on == later
    codes = CaseEvent.objects.filter(case=case, code__startswith="safety_plan").order_by("number")
    assert list(codes.values_list("code", flat=True)) == ["safety_plan.agreed", "safety_plan.reviewed"]
