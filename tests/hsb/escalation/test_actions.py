"""A disagreement goes up level by level, is answered by those asked, and is settled by whoever raised it (P7)."""

import uuid
from datetime import date, timedelta

import pytest

from hsb import guards
from hsb.accounts.models import User
from hsb.agencies import actions as agencies_actions
from hsb.agencies import queries as agencies_queries
from hsb.agencies.models import EscalationContact
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access, grants
from hsb.cases.case_rows import case_rows
from hsb.cases.finding import search
from hsb.cases.models import Involvement, Part, PersonPart
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.database import as_principals
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.escalation import actions, ladder, queries
from hsb.escalation.models import Escalation, Question, Step
from hsb.escalation.on_behalf import OnBehalf
from hsb.notifications.models import Notice
from hsb.outbox.handlers import handler_of
from hsb.outbox.models import Message
from hsb.timeliness.models import Deadline
from tests.factories.cases import put_on
from tests.factories.referrals import harmed_cases
from tests.hsb.escalation.conftest import AT, LATER, answer, further, now, opened, raise_one, to_the_board

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P7")]


def clocks(escalation: Escalation, code: str) -> dict[str, tuple[str, str, date | None]]:
    keys = {str(one.pk): one.kind for one in Question.objects.filter(escalation=escalation)}
    found = Deadline.objects.filter(case=escalation.case, standard_code=code)
    return {keys[one.key]: (one.state, one.owner_role, one.judged_on) for one in found}


def test_it_goes_to_yos_and_csws_together_each_with_a_clock_of_its_own(raised, csws_manager, yos_manager):
    assert clocks(raised, "T48b") == {
        "csws": ("open", "csws_manager", date(2026, 11, 24)),
        "yos": ("open", "yos_manager", date(2026, 11, 24)),
    }

    answer(raised, csws_manager, "We stand by it.")

    assert now(raised).state == "waiting"
    assert {kind: state for kind, (state, *_) in clocks(raised, "T48b").items()} == {"csws": "met", "yos": "open"}

    answer(raised, yos_manager, "We would take it.")

    assert now(raised).state == "answered"
    assert {state for state, *_ in clocks(raised, "T48b").values()} == {"met"}


def test_one_joint_answer_answers_for_both(raised, csws_manager, yos_manager):
    answer(raised, csws_manager, "We agreed it between us.", jointly=True)

    assert now(raised).state == "answered"
    assert set(Question.objects.values_list("answer", "jointly")) == {("We agreed it between us.", True)}
    with pytest.raises(ActionNotAllowed, match="answered already"):
        answer(raised, yos_manager)


def test_how_long_it_took_to_be_raised_is_measured_from_the_day_it_arose(case, dsl):
    raise_one(case, dsl, arose_on=AT.date() - timedelta(days=7))

    raising = Deadline.objects.get(case=case, standard_code="T48a")
    assert (raising.started_on, raising.state) == (date(2026, 11, 12), "met_late")


def test_it_goes_up_level_by_level_to_the_board_which_closes_it(raised, dsl, csws_manager, lscb_officer):
    at_board = to_the_board(raised, dsl, csws_manager)

    assert (at_board.level, at_board.state) == (4, "waiting")
    assert list(Step.objects.order_by("level").values_list("level", flat=True)) == [1, 2, 3, 4]
    actions.close(
        escalation=at_board, outcome="upheld", text="An assessment is to be made.", version=at_board.version, by=lscb_officer, at=LATER
    )  # fmt: skip

    assert (now(raised).state, now(raised).outcome) == ("closed", "upheld")
    assert not Deadline.objects.filter(case=raised.case, standard_code__startswith="T48").running().exists()


@pytest.mark.parametrize("to", [0, 1, 3, 4, 5])
def test_no_level_can_be_skipped(raised, dsl, csws_manager, to):
    answer(raised, csws_manager, jointly=True)

    with pytest.raises(ActionNotAllowed, match="no level can be skipped"):
        further(raised, dsl, to)
    further(raised, dsl, 2)

    assert now(raised).level == 2


def test_it_waits_for_the_answer_until_the_time_is_over(raised, dsl, csws_manager):
    answer(raised, csws_manager)
    with pytest.raises(ActionNotAllowed, match="still have time"):
        further(raised, dsl, 2, at=AT + timedelta(days=5))  # Tuesday, the day it is due

    further(raised, dsl, 2, at=AT + timedelta(days=6))

    assert now(raised).level == 2
    assert Question.objects.get(level=1, kind="yos").passed_over
    assert clocks(raised, "T48b")["yos"][0] == "cancelled"


def test_only_whoever_raised_it_says_how_it_goes_on(raised, dsl, csws_manager, yos_manager):
    answer(raised, csws_manager, jointly=True)

    for somebody in (csws_manager, yos_manager):
        with pytest.raises(AccessDenied, match="Only whoever raised"):
            further(raised, somebody, 2)
        with pytest.raises(AccessDenied, match="Only whoever raised"):
            actions.resolve(escalation=raised, how="Agreed.", version=now(raised).version, by=somebody, at=LATER)
    actions.resolve(escalation=raised, how="They will assess.", version=now(raised).version, by=dsl, at=LATER)

    assert (now(raised).state, now(raised).outcome_words) == ("resolved", "They will assess.")


def test_when_the_raiser_has_left_their_agency_goes_on_for_them(raised, dsl, csws_manager, person, case, health):
    answer(raised, csws_manager, jointly=True)
    colleague = type(dsl).objects.create_user(
        "colleague@example.invalid", "Col League", password="correct-horse-battery"
    )
    from hsb.agencies import actions as agencies

    agencies.give_role(user=colleague, agency=raised.agency, role=Role.DSL, by=None, at=AT, from_on=date(2020, 1, 1))
    put_on(case, colleague, Role.DSL, AT)
    with pytest.raises(AccessDenied):
        further(raised, colleague, 2)

    type(dsl).objects.filter(pk=dsl.pk).update(is_active=False)

    assert queries.escalation_of(opened(case, colleague), raised.number) is not None
    further(raised, colleague, 2)
    assert now(raised).level == 2


def test_withdrawing_ends_every_clock_and_what_was_opened_for_it(raised, dsl):
    actions.withdraw(escalation=raised, reason="We talked.", version=raised.version, by=dsl, at=LATER)

    assert now(raised).state == "withdrawn"
    assert {state for state, *_ in clocks(raised, "T48b").values()} == {"cancelled"}
    with pytest.raises(ActionNotAllowed, match="has ended"):
        actions.withdraw(escalation=raised, reason="Again.", version=now(raised).version, by=dsl, at=LATER)


def test_two_disagreements_on_one_case_do_not_end_each_others_clocks(case, raised, dsl, csws_manager):
    second = raise_one(case, dsl, about="delay")
    actions.withdraw(escalation=raised, reason="We talked.", version=raised.version, by=dsl, at=LATER)
    answer(second, csws_manager)

    running = Deadline.objects.filter(case=case, standard_code="T48b").running()
    assert list(running.values_list("owner_kind", "key")) == [
        ("yos", str(Question.objects.get(escalation=second, kind="yos").pk))
    ]


def test_a_double_press_raises_one_and_answers_once(case, dsl, csws_manager):
    press = uuid.uuid4()
    first, again = (raise_one(case, dsl, press=press) for _ in range(2))
    assert first.pk == again.pk and Escalation.objects.count() == 1

    for _ in range(2):
        actions.answer(escalation=first, text="No.", jointly=False, version=1, by=csws_manager, at=LATER, press=press)

    assert CaseEvent.objects.filter(code="escalation.answered").count() == 1


def test_what_happened_meanwhile_is_shown_before_anything_is_written(raised, csws_manager, yos_manager):
    answer(raised, csws_manager)

    with pytest.raises(StaleVersion, match="Your words are kept"):
        actions.answer(
            escalation=raised, text="We agree.", jointly=False, version=raised.version, by=yos_manager, at=LATER
        )

    assert Question.objects.get(kind="yos").answered_at is None


@pytest.mark.parametrize("day", [1, 40])
def test_it_cannot_have_arisen_after_today(case, dsl, day):
    with pytest.raises(ActionNotAllowed, match="cannot be after today"):
        raise_one(case, dsl, arose_on=AT.date() + timedelta(days=day))

    assert raise_one(case, dsl, arose_on=AT.date()).number == 1


# -- who is let in, and how far --------------------------------------------------------------------------------------------


def test_a_manager_who_is_not_on_the_case_is_let_in_for_the_disagreement_only(dsl, referral, csws_manager, yos_manager):
    """The harmed child's record never went to YOS: its manager answers the disagreement and sees nothing else of it."""
    harmed = harmed_cases(referral)[0]
    put_on(harmed, dsl, Role.DSL, AT)
    with pytest.raises(access.CaseNotThere):
        access.get_case(yos_manager, harmed.reference, look="a test")

    raised = raise_one(harmed, dsl)

    with pytest.raises(AccessDenied):
        access.get_case(yos_manager, harmed.reference, look="a test")
    there = opened(harmed, yos_manager)
    assert there.is_narrow
    assert {c for c, level in there.levels.items() if level} == {RecordClass.ESCALATION}
    assert case_rows(yos_manager).rows == [
        row for row in case_rows(yos_manager).rows if row["reference"] != harmed.reference
    ]
    assert harmed.pk not in search(yos_manager, harmed.reference).ids
    answer(raised, yos_manager, jointly=True)
    actions.resolve(escalation=raised, how="Agreed.", version=now(raised).version, by=dsl, at=LATER)

    with pytest.raises(access.CaseNotThere):
        opened(harmed, yos_manager)
    assert grants.differences() == 0


def test_the_board_sees_only_what_reached_it_and_keeps_it(case, raised, dsl, csws_manager, lscb_officer):
    other = raise_one(case, dsl, about="delay")
    for level in (2, 3):
        answer(raised, csws_manager, jointly=True)
        further(raised, dsl, level)
        with pytest.raises(access.CaseNotThere):
            opened(case, lscb_officer)
    answer(raised, csws_manager, jointly=True)
    further(raised, dsl, 4)

    there = opened(case, lscb_officer)
    assert [one.pk for one in queries.escalations_of(there)] == [raised.pk]
    assert queries.escalation_of(there, other.number) is None
    assert not there.may(RecordClass.HEADER, Level.SUMMARY)
    closing = now(raised)
    actions.close(
        escalation=closing, outcome="partly", text="In part.", version=closing.version, by=lscb_officer, at=LATER
    )
    assert [one.pk for one in queries.escalations_of(opened(case, lscb_officer))] == [raised.pk]


def test_the_board_answers_nothing_before_it_reaches_the_board(raised, lscb_officer, csws_manager):
    with pytest.raises(ActionNotAllowed, match="has not reached LSCB"):
        actions.close(escalation=raised, outcome="upheld", text="x", version=1, by=lscb_officer, at=LATER)
    with pytest.raises(AccessDenied, match="Only those asked"):
        answer(raised, lscb_officer)


def test_a_manager_cannot_take_the_board_off_the_disagreement(case, raised, dsl, csws_manager):
    from hsb.cases.involvement import end_involvement

    to_the_board(raised, dsl, csws_manager)
    board = Involvement.objects.open().get(case=case, part=Part.DISAGREEMENT)

    with pytest.raises(ActionNotAllowed, match="when the disagreement does"):
        end_involvement(involvement=board, by=csws_manager, at=LATER, reason="Not needed.")


def test_nobody_else_on_the_case_learns_that_there_is_a_disagreement(case, raised, csws_manager, social_worker):
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    theirs, managers = opened(case, social_worker), opened(case, csws_manager)

    assert queries.escalations_of(theirs) == []
    assert not [one for one in chronology.lines([case.pk], readable=theirs.readable) if "isagreement" in one.sentence]
    assert queries.escalations_of(managers) == [raised]
    assert [one for one in chronology.lines([case.pk], readable=managers.readable) if "Disagreement 1" in one.sentence]


def test_a_disagreement_on_one_childs_record_shows_nothing_on_the_others(referral, case, raised):
    harmed = harmed_cases(referral)[0]

    assert not CaseEvent.objects.filter(case=harmed, code__startswith="escalation").exists()
    assert not Deadline.objects.filter(case=harmed, standard_code__startswith="T48").exists()
    assert not Escalation.objects.filter(case=harmed).exists()


# -- for a parent or child ---------------------------------------------------------------------------------------------------


def test_it_is_raised_for_a_grandmother_nobody_knew_who_then_stands_on_the_record_sealed(case, dsl):
    from hsb.cases.models import IdentityDetails

    grandmother = OnBehalf(
        hear_by="handed",
        details=IdentityDetails(given_name="Agnes", family_name="Orme"),
        relationship="grandmother",
        interpreter="Welsh",
    )
    raised = raise_one(case, dsl, on_behalf=grandmother)

    assert raised.on_behalf_of.part == PersonPart.CONTACT
    assert raised.on_behalf_of.identity.details().full_name == "Agnes Orme"
    with pytest.raises(ActionNotAllowed, match="Say who"):
        raise_one(case, dsl, on_behalf=OnBehalf(hear_by="handed"))


def test_somebody_who_must_not_be_contacted_or_posted_to_is_not(case, dsl):
    subject = case.people.get(part=PersonPart.SUBJECT)
    subject.may_be_contacted = True
    subject.save()
    with pytest.raises(ActionNotAllowed, match="must not be disclosed"):
        raise_one(case, dsl, on_behalf=OnBehalf(hear_by="post", person=subject, address_withheld=True))
    subject.may_be_contacted = False
    subject.save()
    with pytest.raises(ActionNotAllowed, match="must not be contacted"):
        raise_one(case, dsl, on_behalf=OnBehalf(hear_by="handed", person=subject))
    subject.may_be_contacted = True
    subject.save()

    assert raise_one(case, dsl, on_behalf=OnBehalf(hear_by="handed", person=subject)).is_on_behalf


@pytest.mark.postgres
def test_the_database_itself_shows_the_board_nothing_else_of_the_case(case, raised, dsl, csws_manager, lscb_officer):
    """Below every page: each table with a row rule, read as the board's officer, with the first wall left out."""
    to_the_board(raised, dsl, csws_manager)
    seen = set()
    with as_principals(agencies_queries.principals(lscb_officer), lscb_officer.pk):
        for model in guards.project_models():
            fields = {field.attname for field in model._meta.concrete_fields}
            if "case_id" in fields and guards.row_rule(model) and getattr(model, "row_policy", "") != "true":
                if model._default_manager.filter(case_id=case.pk).exists():
                    seen.add(model._meta.label)

    assert {one for one in seen if not one.startswith("escalation.")} <= {
        "cases.Involvement",
        "notifications.Notice",
        "timeliness.Deadline",
    }
    assert "escalation.Escalation" in seen


@pytest.fixture
def two_contacts(csws_manager, social_worker):
    """The partnership names two people at children's social work, and had named a third before."""
    place = csws_manager.memberships.get().agency
    former = User.objects.create_user("former@example.invalid", "Una Bell", password="correct-horse-battery")
    agencies_actions.give_role(
        user=former, agency=place, role=Role.CSWS_MANAGER, by=None, at=AT, from_on=date(2020, 1, 1)
    )
    EscalationContact.objects.create(agency=place, user=former, from_on=date(2020, 1, 1), until_on=date(2026, 1, 1))
    for person in (csws_manager, social_worker):
        EscalationContact.objects.create(agency=place, user=person, from_on=date(2020, 1, 1))
    return csws_manager, social_worker


def asked_people(escalation: Escalation, level: int) -> set[tuple[str, str]]:
    found = Question.objects.filter(escalation=escalation, level=level)
    return {(one.kind, one.person.full_name if one.person else one.role) for one in found}


def tell():
    for row in Message.objects.filter(kind="chronology.event").order_by("pk"):
        handler = handler_of(row.kind)
        handler.finish(handler.act(row.payload, key=row.key))


def test_every_contact_of_an_agency_is_asked_and_told_exactly_once(raised, dsl, yos_manager, two_contacts):
    one, other = two_contacts
    answer(raised, yos_manager, jointly=True)
    further(raised, dsl, 2)
    tell()
    tell()

    assert {(kind, who) for kind, who in asked_people(raised, 2) if kind == "csws"} == {
        ("csws", one.full_name),
        ("csws", other.full_name),
    }
    moved = CaseEvent.objects.filter(code="escalation.moved", facts__level=2).values_list("pk", flat=True)
    told = [n for n in Notice.objects.filter(kind="escalation.moved") if int(n.key.split(":")[1]) in moved]
    names = [notice.user.full_name for notice in told]
    assert names.count(one.full_name) == names.count(other.full_name) == 1
    assert "Una Bell" not in names


def test_the_first_contact_to_answer_answers_for_the_agency(raised, dsl, yos_manager, two_contacts):
    one, other = two_contacts
    answer(raised, yos_manager, jointly=True)
    further(raised, dsl, 2)
    answer(raised, other, "We looked again.")

    said = Question.objects.filter(escalation=raised, level=2, kind="csws").order_by("answered_at")
    assert [(q.person, q.answer, q.passed_over) for q in said.filter(answered_by=other)] == [
        (other, "We looked again.", False)
    ]
    assert [(q.person, q.passed_over) for q in said.filter(answered_by=None)] == [(one, True)]
    states = Deadline.objects.filter(case=raised.case, standard_code="T48c", owner_kind="csws")
    assert dict(states.values_list("owner_person__full_name", "state")) == {
        other.full_name: "met",
        one.full_name: "cancelled",
    }
    with pytest.raises(ActionNotAllowed, match="answered"):
        answer(raised, one)


def test_a_joint_answer_stands_once_for_each_agency_however_many_contacts_it_has(
    raised, dsl, yos_manager, two_contacts
):
    one, _ = two_contacts
    answer(raised, yos_manager, jointly=True)
    further(raised, dsl, 2)
    answer(raised, one, "We agreed it.", jointly=True)

    assert now(raised).state == "answered"
    given = Question.objects.filter(escalation=raised, level=2).exclude(answered_at=None)
    assert sorted(given.values_list("kind", flat=True)) == sorted({kind for kind, _ in asked_people(raised, 2)})
    shown = next(step for step in ladder.levels(refreshed(raised), today=AT.date()) if step.number == 2)
    assert [rung.who for rung in shown.rungs if "CSWS" in rung.who] == [f"{one.full_name}, CSWS"]


def refreshed(escalation: Escalation) -> Escalation:
    return Escalation.objects.prefetch_related("steps", "questions").get(pk=escalation.pk)
