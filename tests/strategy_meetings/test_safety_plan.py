"""A child's safety plan: written, agreed the same day, replaced, never lost to a colleague's save."""

import re
from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from referrals.models import Referral
from strategy_meetings import actions
from strategy_meetings.models import SafetyPlan
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
