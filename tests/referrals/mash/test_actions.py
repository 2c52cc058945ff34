"""The front door as its people work it: claimed, checked, decided by two, told to the referrer, allocated."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import access, grants
from hsb.cases.models import Case, IdentityDetails, Involvement, MatchSuggestion
from hsb.cases.states import Safeguarding
from hsb.cases.visible import may_see
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.people import absences
from hsb.timeliness.models import Deadline
from referrals.allocation import actions as allocation
from referrals.checks import actions as checks
from referrals.checks import queries as checks_queries
from referrals.inbox import claims
from referrals.inbox import queries as inbox
from referrals.mash import actions, queries
from referrals.mash.actions import Written
from referrals.matching import actions as matching
from referrals.models import (
    AgencyCheck,
    CfAssessment,
    Destination,
    Draft,
    Feedback,
    MashDecision,
    Merge,
    Outcome,
    Receipt,
)
from referrals.submission.actions import submit
from strategy_meetings.meetings import considering
from tests.factories.referrals import draft, harmed_cases, sent, young_persons_case

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday; the decision is due on the Friday
LATER = NOW + timedelta(hours=2)
WHY = "The account is clear and first-hand; a sister of 6 lives in the same home."


@pytest.fixture(autouse=True)
def _that_afternoon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def referral(dsl, mash_worker, csws_manager):
    return sent(dsl, NOW)


@pytest.fixture
def young(referral):
    return young_persons_case(referral)


@pytest.fixture
def harmed(referral):
    return harmed_cases(referral)[0]


def receipt(case: Case) -> Receipt:
    return Receipt.objects.select_related("case", "referral").get(case=case, destination="mash")


def written(case: Case, outcome: str = Outcome.STRATEGY_MEETING, version: int = 0, **fields: str) -> Written:
    return Written(case, version, {"outcome": outcome, "reasons": WHY} | fields)


def propose(referral, cases, by, **fields):
    return actions.propose(referral=referral, written=[written(case, **fields) for case in cases], by=by, at=LATER)


def codes(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))


# -- received --------------------------------------------------------------------------------------------------------


def test_the_first_opening_is_kept_and_a_second_changes_nothing(young, mash_worker, csws_manager):
    claims.open_first(receipt=receipt(young), by=mash_worker, at=LATER)
    claims.open_first(receipt=receipt(young), by=csws_manager, at=LATER + timedelta(minutes=5))

    assert (receipt(young).first_opened_by, receipt(young).first_opened_at) == (mash_worker, LATER)
    assert codes(young).count("mash.opened") == 1


@pytest.mark.policy("P6.4")
def test_dealing_with_it_acknowledges_the_referrer_and_a_colleague_takes_over_only_with_a_reason(
    young, mash_worker, csws_manager
):
    claims.claim(receipts=[receipt(young)], by=mash_worker, at=LATER)
    claims.claim(receipts=[receipt(young)], by=mash_worker, at=LATER)

    with pytest.raises(ActionNotAllowed, match="Omar Field is dealing with this referral"):
        claims.claim(receipts=[receipt(young)], by=csws_manager, at=LATER)
    assert codes(young).count("mash.claimed") == codes(young).count("referral.acknowledged") == 1

    claims.claim(receipts=[receipt(young)], by=csws_manager, at=LATER, reason="Omar is ill today.")
    assert receipt(young).claimed_by == csws_manager
    assert codes(young).count("referral.acknowledged") == 1


def test_only_mash_claims(young, dsl, yos_manager):
    for outsider in (dsl, yos_manager):
        with pytest.raises(AccessDenied):
            claims.claim(receipts=[receipt(young)], by=outsider, at=LATER)


# -- agency checks ---------------------------------------------------------------------------------------------------


@pytest.fixture
def health_agency(health):
    return Agency.objects.get(kind=AgencyKind.HEALTH)


def ask(case, agency, by, due_on=None, question="Is the child known to you?"):
    return checks.ask_check(
        case=case, agency=agency, question=question, due_on=due_on or NOW.date() + timedelta(days=1), by=by, at=LATER
    )


@pytest.mark.policy("P3.6")
def test_an_agency_sees_the_case_while_its_check_is_open_and_not_after(young, health, health_agency, mash_worker):
    assert not may_see(health, young.pk)

    check = ask(young, health_agency, mash_worker)
    opened = access.get_case(health, young.reference, look="a test")
    assert [one.pk for one in checks_queries.checks_of(opened)] == [check.pk]
    checks.reply_to_check(check=check, known="yes", text="Seen twice this year.", key="a", by=health, at=LATER)

    checks.close_check(check=check, by=mash_worker, at=LATER)
    assert not may_see(health, young.pk)
    assert grants.differences() == 0


def test_closing_one_of_two_checks_leaves_the_agency_on_the_case(young, health, health_agency, mash_worker):
    first, second = (
        ask(young, health_agency, mash_worker),
        ask(young, health_agency, mash_worker, question="And the school nurse?"),
    )

    checks.close_check(check=first, by=mash_worker, at=LATER, reason="Asked twice by mistake.")
    assert may_see(health, young.pk)
    checks.close_check(check=second, by=mash_worker, at=LATER, reason="No longer needed.")
    assert not may_see(health, young.pk)


def test_a_check_is_refused_when_due_in_the_past_without_a_question_or_for_the_wrong_agency(
    young, health_agency, mash_worker, lscb_officer
):
    for agency, due_on, question, sentence in (
        (health_agency, NOW.date() - timedelta(days=1), "Known?", "cannot be due in the past"),
        (health_agency, NOW.date(), "  ", "Write what you need to know"),
        (Agency.objects.get(kind=AgencyKind.LSCB), NOW.date(), "Known?", "Choose an agency"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            checks.ask_check(case=young, agency=agency, question=question, due_on=due_on, by=mash_worker, at=NOW)
    assert not AgencyCheck.objects.exists()

    ask(young, health_agency, mash_worker, due_on=NOW.date())
    assert AgencyCheck.objects.count() == 1


def test_a_reply_stands_as_written_and_a_later_one_stands_beside_it(young, health, health_agency, mash_worker, dsl):
    check = ask(young, health_agency, mash_worker)
    with pytest.raises(AccessDenied, match="Only the agency that was asked"):
        checks.reply_to_check(check=check, known="yes", text="We know.", key="x", by=dsl, at=LATER)

    for text, key in (("Not known.", "one"), ("Not known.", "one"), ("Known after all.", "two")):
        checks.reply_to_check(check=check, known="no", text=text, key=key, by=health, at=LATER)

    assert list(check.replies.order_by("at", "key").values_list("text", flat=True)) == [
        "Not known.",
        "Known after all.",
    ]
    assert codes(young).count("agency_check.replied") == 2


def test_the_clock_of_a_check_runs_to_the_day_asked_and_stops_with_the_reply(young, health, health_agency, mash_worker):
    due_on = NOW.date() + timedelta(days=4)
    check = ask(young, health_agency, mash_worker, due_on=due_on)
    clocks = Deadline.objects.filter(case=young, due_on=due_on, owner_kind="health")
    assert [deadline.state for deadline in clocks] == ["open"]

    checks.reply_to_check(check=check, known="no", text="Not known.", key="one", by=health, at=LATER)
    assert [deadline.state for deadline in clocks.all()] == ["met"]


# -- the decision ----------------------------------------------------------------------------------------------------


@pytest.mark.policy("P5.2")
def test_a_decision_is_proposed_by_one_and_approved_by_another(referral, young, harmed, mash_worker, csws_manager):
    decisions = propose(referral, [young, harmed], mash_worker)
    young.refresh_from_db()
    assert young.safeguarding == Safeguarding.DECISION_PROPOSED
    assert Deadline.objects.get(case=young, standard_code="T1").state == "open"

    actions.approve(decisions=decisions, by=csws_manager, at=LATER)

    for case in (young, harmed):
        case.refresh_from_db()
        assert case.safeguarding == Safeguarding.STRATEGY
        assert Deadline.objects.get(case=case, standard_code="T1").state == "met"
        assert receipt(case).closed_at == LATER
        assert CfAssessment.objects.filter(case=case).count() == 1
    assert len({d.occasion for d in MashDecision.objects.all()}) == 1


@pytest.mark.policy("P5.2")
def test_whoever_acts_for_the_manager_approves_a_colleagues_decision_but_never_the_managers_own(
    referral, young, harmed, mash_worker, csws_manager, stranger
):
    """Acting up lends the manager's power; two persons stay two persons, and one person's power is not on both sides."""
    csws = Agency.objects.get(kind=AgencyKind.CSWS)
    agencies.give_role(user=stranger, agency=csws, role=Role.MASH_WORKER, by=None, at=NOW, from_on=date(2020, 1, 1))
    colleagues = propose(referral, [harmed], User.objects.get(pk=stranger.pk))
    hers = propose(referral, [young], csws_manager)
    absences.record_absence(
        person=csws_manager,
        acting=mash_worker,
        from_on=NOW.date(),
        until_on=NOW.date() + timedelta(days=7),
        by=csws_manager,
        at=NOW,
    )
    acting = User.objects.get(pk=mash_worker.pk)
    with pytest.raises(ActionNotAllowed, match="by acting for whoever proposed this one"):
        actions.approve(decisions=hers, by=acting, at=LATER)
    actions.approve(decisions=colleagues, by=acting, at=LATER)

    assert CaseEvent.objects.get(case=harmed, code="mash.decision_approved").by == mash_worker


@pytest.mark.policy("P5.2")
def test_the_proposer_cannot_approve_even_with_the_power_and_a_worker_never_can(
    referral, young, mash_worker, csws_manager
):
    mine = propose(referral, [young], csws_manager)

    with pytest.raises(ActionNotAllowed, match="You proposed this decision"):
        actions.approve(decisions=mine, by=csws_manager, at=LATER)
    with pytest.raises(AccessDenied, match="A team manager approves"):
        actions.approve(decisions=mine, by=mash_worker, at=LATER)
    young.refresh_from_db()
    assert young.safeguarding == Safeguarding.DECISION_PROPOSED


def test_a_returned_decision_goes_back_to_the_inbox_with_the_comment(referral, young, mash_worker, csws_manager):
    decisions = propose(referral, [young], mash_worker)
    with pytest.raises(ActionNotAllowed, match="Say what has to change"):
        actions.send_back(decisions=decisions, comment=" ", by=csws_manager, at=LATER)

    actions.send_back(decisions=decisions, comment="Ask health first.", by=csws_manager, at=LATER)

    young.refresh_from_db()
    assert young.safeguarding == Safeguarding.REFERRED
    assert receipt(young).closed_at is None
    decision = MashDecision.objects.get(case=young)
    assert (decision.state, decision.return_comment) == ("returned", "Ask health first.")
    again = actions.propose(
        referral=referral, written=[written(young, version=decision.version)], by=mash_worker, at=LATER
    )
    actions.approve(decisions=again, by=csws_manager, at=LATER)


@pytest.mark.policy("P5.4")
def test_without_a_strategy_meeting_a_planning_meeting_is_considered_and_refusing_one_needs_a_reason(
    referral, young, mash_worker, csws_manager
):
    assess = Outcome.ASSESSMENT
    for fields, sentence in (
        ({}, "say whether to hold a planning meeting"),
        ({"planning": "decline"}, "Say why there will be no planning meeting"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.propose(referral=referral, written=[written(young, assess, **fields)], by=mash_worker, at=LATER)
    assert not MashDecision.objects.exists()

    decided = actions.propose(
        referral=referral,
        written=[written(young, assess, planning="decline", planning_declined_reason="They met last week.")],
        by=mash_worker,
        at=LATER,
    )
    actions.approve(decisions=decided, by=csws_manager, at=LATER)
    young.refresh_from_db()
    assert young.safeguarding == Safeguarding.ASSESSMENT


@pytest.mark.parametrize(
    ("outcome", "state", "assessed"),
    [
        (Outcome.NO_FURTHER_ACTION, Safeguarding.CLOSED, False),
        (Outcome.EARLY_HELP, Safeguarding.EARLY_HELP, False),
        (Outcome.ASSESSMENT, Safeguarding.ASSESSMENT, True),
        (Outcome.STRATEGY_MEETING, Safeguarding.STRATEGY, True),
        (Outcome.SECTION_47, Safeguarding.ENQUIRY, True),
    ],
)
def test_each_outcome_moves_the_case_and_starts_an_assessment_where_it_means_one(
    referral, young, mash_worker, csws_manager, outcome, state, assessed
):
    actions.approve(
        decisions=propose(referral, [young], mash_worker, outcome=outcome, planning="hold"), by=csws_manager, at=LATER
    )

    young.refresh_from_db()
    assert young.safeguarding == state
    assert CfAssessment.objects.filter(case=young).exists() is assessed
    clock_5 = Deadline.objects.get(case=young, standard_code="T5")
    assert (clock_5.state, clock_5.started_at) == ("open" if assessed else "cancelled", NOW)


@pytest.mark.policy("P5.2")
def test_the_referrer_is_told_the_outcome_for_each_child_and_nothing_of_a_match(
    referral, young, harmed, dsl, mash_worker, csws_manager, health
):
    again = sent(dsl, LATER)  # the same child a second time: MASH has a match to compare
    known = young_persons_case(again)
    assert MatchSuggestion.objects.filter(case=known, other_case=young).exists()
    decided = actions.propose(
        referral=again,
        written=[written(known, message_to_referrer="Keep the break times apart."), written(harmed_cases(again)[0])],
        by=mash_worker,
        at=LATER,
    )
    actions.approve(decisions=decided, by=csws_manager, at=LATER)

    _, told, undecided = queries.outcome_for(dsl, again.pk)
    assert (len(told), undecided) == (2 if len(harmed_cases(again)) == 1 else len(told), undecided)
    assert "Keep the break times apart." in told[0].words
    for one in told:
        assert "strategy meeting" in one.words
        for giveaway in ("known", "match", young.reference, "record"):
            assert giveaway not in one.words
    with pytest.raises(Exception, match="did not send it"):
        queries.outcome_for(health, again.pk)
    assert Feedback.objects.filter(referral=again, submitted_by=dsl).count() == len(told)


def test_two_people_writing_one_decision_both_keep_their_words(referral, young, mash_worker, csws_manager):
    [first] = actions.save_draft(
        referral=referral, written=[Written(young, 0, {"reasons": "Omar's words"})], by=mash_worker, at=LATER
    )
    actions.save_draft(
        referral=referral,
        written=[Written(young, first.version, {"reasons": "Helen's words"})],
        by=csws_manager,
        at=LATER,
    )

    with pytest.raises(StaleVersion) as refusal:
        actions.save_draft(
            referral=referral,
            written=[Written(young, first.version, {"reasons": "More of Omar's"})],
            by=mash_worker,
            at=LATER,
        )
    assert refusal.value.current.reasons == "Helen's words"


def test_a_decision_is_not_changed_while_it_waits_nor_after(referral, young, mash_worker, csws_manager):
    decided = propose(referral, [young], mash_worker)
    with pytest.raises(ActionNotAllowed, match="waiting for approval"):
        actions.save_draft(referral=referral, written=[written(young, version=2)], by=mash_worker, at=LATER)
    actions.approve(decisions=decided, by=csws_manager, at=LATER)
    with pytest.raises(ActionNotAllowed, match="has been approved"):
        actions.save_draft(referral=referral, written=[written(young, version=3)], by=mash_worker, at=LATER)
    with pytest.raises(ActionNotAllowed, match="not waiting for approval any more"):
        actions.approve(decisions=decided, by=csws_manager, at=LATER)
    assert codes(young).count("mash.decision_approved") == 1


# -- known already ---------------------------------------------------------------------------------------------------


@pytest.fixture
def twice(referral, young, health, mash_worker, csws_manager, social_worker):
    """The same child referred by two agencies: an allocated one, and a new one that looks like it."""
    actions.approve(decisions=propose(referral, [young], mash_worker), by=csws_manager, at=LATER)
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=LATER)
    again = sent(health, LATER)
    new = young_persons_case(again)
    return young, new, MatchSuggestion.objects.get(case=new, other_case=young)


def test_the_same_child_is_joined_without_the_referrer_learning_of_it(twice, health, social_worker, csws_manager):
    known, new, suggestion = twice
    with pytest.raises(ActionNotAllowed, match="Say what told you"):
        matching.answer_match(suggestion=suggestion, same=True, reason="", by=csws_manager, at=LATER)

    matching.answer_match(
        suggestion=suggestion, same=True, reason="Same birth date and school.", by=csws_manager, at=LATER
    )

    new.refresh_from_db()
    assert new.merged_into == known
    assert may_see(social_worker, new.pk)  # who works with the child has the new referral
    assert not may_see(health, known.pk)  # who sent it does not learn that the child is known
    for case in (known, new):
        assert {"match.answered", "match.merged"} <= set(codes(case))
    assert grants.differences() == 0


def test_joined_records_can_be_separated_and_stand_as_before(twice, social_worker, csws_manager):
    known, new, suggestion = twice
    before = set(Involvement.objects.open().values_list("case_id", "group_id", "part"))
    merge = matching.answer_match(
        suggestion=suggestion, same=True, reason="Same birth date.", by=csws_manager, at=LATER
    )

    matching.separate(merge=merge, reason="They are cousins.", by=csws_manager, at=LATER)

    new.refresh_from_db()
    assert new.merged_into is None
    assert not may_see(social_worker, new.pk)
    assert set(Involvement.objects.open().values_list("case_id", "group_id", "part")) == before
    assert MatchSuggestion.objects.get(pk=suggestion.pk).answer == ""
    with pytest.raises(ActionNotAllowed, match="separated already"):
        matching.separate(merge=merge, reason="They are cousins.", by=csws_manager, at=LATER)


def test_a_different_child_stays_apart(twice, csws_manager):
    known, new, suggestion = twice
    matching.answer_match(suggestion=suggestion, same=False, reason="Twins.", by=csws_manager, at=LATER)

    new.refresh_from_db()
    assert (new.merged_into, new.provisional) == (None, False)
    with pytest.raises(ActionNotAllowed, match="compared already"):
        matching.answer_match(suggestion=suggestion, same=True, reason="No.", by=csws_manager, at=LATER)
    assert not Merge.objects.exists()


def test_somebody_on_one_of_the_records_cannot_compare_them(twice, mash_worker):
    """Since the known child has a social worker, MASH's workers are on that record no more."""
    _, _, suggestion = twice

    with pytest.raises(AccessDenied, match="only one of the two records"):
        matching.answer_match(suggestion=suggestion, same=True, reason="Same.", by=mash_worker, at=LATER)


# -- allocation ------------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(referral, young, harmed, mash_worker, csws_manager):
    actions.approve(decisions=propose(referral, [young, harmed], mash_worker), by=csws_manager, at=LATER)
    young.refresh_from_db()
    harmed.refresh_from_db()


@pytest.mark.policy("P5.2")
def test_a_case_changes_hands_with_a_reason_and_the_former_worker_loses_it(
    decided, young, social_worker, stranger, csws_manager
):
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=LATER)
    with pytest.raises(ActionNotAllowed, match="Say why it changes hands"):
        allocation.allocate(case=young, worker=stranger, by=csws_manager, at=LATER)

    allocation.allocate(case=young, worker=stranger, by=csws_manager, at=LATER, reason="Priya is leaving.")

    assert access.get_case(stranger, young.reference, look="a test").is_allocated
    assert not may_see(social_worker, young.pk)


@pytest.mark.policy("P3.7")
def test_one_worker_for_both_children_needs_a_reason(decided, young, harmed, social_worker, csws_manager):
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=LATER)
    assert [one.works_with_other for one in allocation.caseloads(harmed, on=LATER) if one.worker == social_worker] == [
        True
    ]

    with pytest.raises(ActionNotAllowed, match="works with the other child of this matter"):
        allocation.allocate(case=harmed, worker=social_worker, by=csws_manager, at=LATER)
    allocation.allocate(
        case=harmed, worker=social_worker, by=csws_manager, at=LATER, despite="Nobody else until Monday."
    )
    assert may_see(social_worker, harmed.pk)


@pytest.mark.policy("P3.7")
def test_brothers_and_sisters_may_share_a_worker(decided, young, social_worker, csws_manager):
    sister = considering.open_considered(
        beside=young,
        details=IdentityDetails(given_name="Ida", family_name="Mallory", born_on="2020-03-04"),
        relationship="Sister",
        by=csws_manager,
        at=LATER,
    )
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=LATER)

    assert not any(one.works_with_other for one in allocation.caseloads(sister, on=LATER))


def test_allocation_shows_each_workers_caseload_in_a_fixed_number_of_statements(
    decided, young, social_worker, stranger, csws_manager, django_assert_max_num_queries
):
    allocation.allocate(case=young, worker=social_worker, by=csws_manager, at=LATER)

    with django_assert_max_num_queries(5):
        found = allocation.caseloads(young, on=LATER)
    assert [(one.worker, one.children) for one in found] == [(stranger, 0), (social_worker, 1)]


def test_only_a_manager_allocates_and_only_to_a_social_worker(
    decided, young, dsl, social_worker, mash_worker, csws_manager
):
    with pytest.raises(AccessDenied, match="A team manager allocates"):
        allocation.allocate(case=young, worker=social_worker, by=mash_worker, at=LATER)
    with pytest.raises(ActionNotAllowed, match="somebody who is a social worker"):
        allocation.allocate(case=young, worker=dsl, by=csws_manager, at=LATER)


# -- the inbox -------------------------------------------------------------------------------------------------------


def test_the_inbox_says_how_late_in_words_and_lists_only_what_one_may_see(young, harmed, mash_worker, stranger):
    today = date(2026, 11, 23)  # the Monday after
    page = inbox.inbox(mash_worker, Destination.MASH, inbox.InboxFilter(), today=today)

    assert page.waiting == page.overdue == 1 + len(harmed_cases(receipt(young).referral))
    assert all(row.late and "verdue" in row.due for row in page.rows)
    assert inbox.inbox(stranger, Destination.MASH, inbox.InboxFilter(), today=today).waiting == 0


def test_the_inbox_is_narrowed_and_ordered(young, harmed, mash_worker):
    claims.claim(receipts=[receipt(young)], by=mash_worker, at=LATER)
    today = NOW.date()

    def references(**wanted):
        return {
            row.reference
            for row in inbox.inbox(mash_worker, Destination.MASH, inbox.InboxFilter(**wanted), today=today).rows
        }

    assert references(claimed="me") == {young.reference}
    assert harmed.reference in references(claimed="nobody") and young.reference not in references(claimed="nobody")
    assert references(danger="yes") == set()
    assert references(sort="nonsense") == references()


def test_where_somebody_is_in_danger_now_comes_first_and_is_counted(young, dsl, mash_worker):
    later = draft(dsl, LATER)
    Draft.objects.filter(pk=later.pk).update(danger_now="yes")
    endangered = young_persons_case(submit(draft=Draft.objects.get(pk=later.pk), by=dsl, at=LATER))

    page = inbox.inbox(mash_worker, Destination.MASH, inbox.InboxFilter(), today=NOW.date())

    assert page.rows[0].reference == endangered.reference
    assert page.rows[0].danger and not page.rows[-1].danger
    assert "danger now" in page.heading


def test_the_inbox_takes_a_fixed_number_of_statements(dsl, mash_worker, csws_manager, django_assert_max_num_queries):
    for _ in range(3):
        sent(dsl, NOW)
    with django_assert_max_num_queries(6):
        inbox.inbox(mash_worker, Destination.MASH, inbox.InboxFilter(), today=datetime.date(clock.local_time(NOW)))


def test_a_manager_who_is_not_on_the_known_record_cannot_approve_for_a_joined_one(twice, mash_worker, csws_manager):
    known, new, suggestion = twice
    matching.answer_match(suggestion=suggestion, same=True, reason="Same child.", by=csws_manager, at=LATER)
    decided = propose(receipt(new).referral, [new], mash_worker)
    Involvement.objects.filter(case=known, role=Role.CSWS_MANAGER).update(closed_at=LATER)
    grants.sync(known.pk)

    with pytest.raises(AccessDenied, match="joined to one you are not on"):
        actions.approve(decisions=decided, by=csws_manager, at=LATER)
    new.refresh_from_db()
    assert new.safeguarding == Safeguarding.DECISION_PROPOSED


@pytest.mark.policy("P3.7")
def test_what_is_written_for_one_child_cannot_name_the_other(referral, young, harmed, mash_worker):
    naming = [written(young, reasons="Zoë O’Brien’s account is clear."), written(harmed)]
    with pytest.raises(ActionNotAllowed, match="names another child. Write “Rowan” instead"):
        actions.propose(referral=referral, written=naming, by=mash_worker, at=LATER)
    assert not MashDecision.objects.exists()

    naming[0] = written(young, reasons="Rowan’s account is clear.")
    assert len(actions.propose(referral=referral, written=naming, by=mash_worker, at=LATER)) == 2
