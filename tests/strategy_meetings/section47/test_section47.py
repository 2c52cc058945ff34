"""A section 47 enquiry ends one way: an outcome proposed by one person and authorised by another."""

from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.states import Safeguarding, Strand
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.timeliness.models import Deadline
from referrals.models import InvestigationEnd
from strategy_meetings.models import Section47
from strategy_meetings.safety_plans import actions as plans
from strategy_meetings.section47 import actions
from strategy_meetings.section47.states import OWNER, TRANSITIONS, WAYS, Outcome, State, Then
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 10, 4, tzinfo=clock.LONDON)
LATER = AT + timedelta(days=8)
DONE = {
    "seen_alone_on": date(2026, 12, 2),
    "medical": "none",
    "interview": "planned",
    "enquiries": "Spoke with his mother, the school and his doctor.",
    "outcome": Outcome.NO_CONTINUING_RISK,
    "reasons": "He is safe where he lives now.",
    "then": Then.CHILD_IN_NEED,
}
CANARY = "Wrenfield-7731"


def at_strategy(case, by):
    for step in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, Safeguarding.STRATEGY):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=step, by=by, at=AT)
    return case


@pytest.fixture
def case(social_worker, csws_manager):
    case = at_strategy(young_person(AT), csws_manager)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(case, csws_manager, Role.CSWS_MANAGER, AT)
    return case


@pytest.fixture
def enquiry(case, social_worker, csws_manager):
    return actions.begin(
        case=case,
        basis="meeting",
        kind="joint",
        began_on=clock.local_date(AT),
        lead=social_worker,
        joint_officer="DC Amy Sorrell",
        by=csws_manager,
        at=AT,
    )


def proposed(enquiry, by, **more):
    enquiry.refresh_from_db()
    saved = actions.save(enquiry=enquiry, written={**DONE, **more}, version=enquiry.version, by=by, at=LATER)
    actions.propose(enquiry=saved, by=by, at=LATER)
    enquiry.refresh_from_db()
    return enquiry


def agree_a_safety_plan(case, by):
    plan = plans.draft_of(case=case, by=by, at=AT)
    written = {
        "what_is_known": "An allegation.",
        "trusted_adults": "Ms Iqbal.",
        "if_this_happens": "Ring her.",
        "childs_views": "Wants to stay.",
        "review_on": clock.local_date(LATER) + timedelta(days=20),
    }
    plans.save(plan=plan, written=written, version=1, by=by, at=AT)
    plans.agree(plan=plan, by=by, at=LATER)


def name_contact(user):
    agency = Agency.objects.get(kind=AgencyKind.CSWS)
    EscalationContact.objects.create(agency=agency, user=user, from_on=date(2020, 1, 1))


def codes(case):
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))


def test_an_enquiry_begins_with_its_discussion_moves_the_strand_and_starts_its_clock(case, enquiry):
    case.refresh_from_db()

    assert case.safeguarding == Safeguarding.ENQUIRY
    assert enquiry.number == 1
    assert Deadline.objects.get(case=case, standard_code="S47").judged_on == date(2026, 12, 23)


def test_there_is_one_open_enquiry_at_a_time(case, enquiry, csws_manager):
    again = actions.begin(
        case=case, basis="mash", kind="single", began_on=date(2026, 12, 2), lead=None, joint_officer="",
        by=csws_manager, at=LATER,
    )  # fmt: skip

    assert again == enquiry
    assert Section47.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"began_on": date(2026, 12, 3)}, "after today"),
        ({"kind": "joint", "joint_officer": " "}, "police officer"),
    ],
)
def test_what_cannot_begin_is_refused_with_what_to_do(case, csws_manager, given, sentence):
    asked = {"basis": "meeting", "kind": "single", "began_on": date(2026, 12, 2), "lead": None, "joint_officer": ""}

    with pytest.raises(ActionNotAllowed, match=sentence):
        actions.begin(case=case, by=csws_manager, at=AT, **{**asked, **given})

    assert not Section47.objects.exists()


@pytest.mark.policy("P5.5")
@pytest.mark.parametrize(
    ("outcome", "then", "strand"),
    [(outcome, then, actions.STATE_AFTER[then]) for outcome, ways in WAYS.items() for then in sorted(ways)],
)
def test_an_authorised_outcome_ends_the_enquiry_and_the_wait_for_yos_begins(
    case, enquiry, social_worker, csws_manager, outcome, then, strand
):
    proposed(enquiry, social_worker, outcome=outcome, then=then)

    actions.authorise(enquiry=enquiry, by=csws_manager, at=LATER)

    case.refresh_from_db()
    assert case.safeguarding == strand
    ended = InvestigationEnd.objects.get(case=case)
    assert (ended.kind, ended.ended_on) == ("s47", date(2026, 12, 10))
    assert codes(case)[-4:-1] == ["s47.authorised", "investigation.ended", "s47.ended_without_conference"]
    assert Deadline.objects.get(case=case, standard_code="S47").state == "met"
    assert Deadline.objects.get(case=case, standard_code="T29").started_on == date(2026, 12, 10)


@pytest.mark.parametrize("name", ["medical", "interview", "enquiries", "outcome", "reasons", "then", "seen_alone_on"])
def test_an_outcome_is_proposed_only_when_nothing_is_missing(enquiry, social_worker, name):
    written = {**DONE, name: None if name == "seen_alone_on" else ""}
    saved = actions.save(enquiry=enquiry, written=written, version=1, by=social_worker, at=LATER)

    with pytest.raises(ActionNotAllowed):
        actions.propose(enquiry=saved, by=social_worker, at=LATER)

    saved = actions.save(enquiry=saved, written=DONE, version=saved.version, by=social_worker, at=LATER)
    actions.propose(enquiry=saved, by=social_worker, at=LATER)


def test_a_child_who_was_not_seen_alone_needs_a_reason_instead(enquiry, social_worker):
    proposed(enquiry, social_worker, seen_alone_on=None, not_seen_reason="In hospital, asleep.")

    assert enquiry.state == State.PROPOSED


def test_who_proposed_the_outcome_does_not_authorise_it(enquiry, csws_manager, person):
    proposed(enquiry, csws_manager)

    with pytest.raises(ActionNotAllowed, match="You proposed"):
        actions.authorise(enquiry=enquiry, by=csws_manager, at=LATER)

    actions.authorise(enquiry=enquiry, by=person("mash_worker"), at=LATER)


def test_a_returned_outcome_is_changed_and_proposed_again(enquiry, social_worker, csws_manager):
    proposed(enquiry, social_worker)
    with pytest.raises(ActionNotAllowed, match="waiting for a manager"):
        actions.save(enquiry=enquiry, written={"reasons": "x"}, version=enquiry.version, by=social_worker, at=LATER)

    actions.send_back(enquiry=enquiry, comment="Say what the doctor found.", by=csws_manager, at=LATER)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.return_comment) == (State.RETURNED, "Say what the doctor found.")
    proposed(enquiry, social_worker, reasons="The doctor found no injury.")
    assert enquiry.state == State.PROPOSED


def test_a_manager_answers_what_they_read(enquiry, social_worker, csws_manager):
    proposed(enquiry, social_worker)
    read = Section47.objects.select_related("case").get()
    actions.send_back(enquiry=enquiry, comment="More.", by=csws_manager, at=LATER)
    proposed(enquiry, social_worker, reasons="Other words.")

    with pytest.raises(ActionNotAllowed, match="Read it again"):
        actions.authorise(enquiry=read, by=csws_manager, at=LATER)


def test_a_continuing_risk_needs_a_safety_plan_in_force_until_the_conference(
    case, enquiry, social_worker, csws_manager
):
    with pytest.raises(ActionNotAllowed, match="safety plan"):
        proposed(enquiry, social_worker, outcome=Outcome.CONTINUING_RISK, then="")
    agree_a_safety_plan(case, social_worker)
    enquiry.refresh_from_db()

    actions.propose(enquiry=enquiry, by=social_worker, at=LATER)
    enquiry.refresh_from_db()
    actions.authorise(enquiry=enquiry, by=csws_manager, at=LATER)

    case.refresh_from_db()
    enquiry.refresh_from_db()
    assert case.safeguarding == Safeguarding.ENQUIRY
    assert enquiry.awaits_conference
    assert "investigation.ended" in codes(case)
    assert "s47.ended_without_conference" not in codes(case)


def test_only_an_escalation_contact_who_did_not_authorise_it_does_without_a_conference(
    case, enquiry, social_worker, csws_manager, person
):
    other = person("conference_chair")
    agree_a_safety_plan(case, social_worker)
    proposed(enquiry, social_worker, outcome=Outcome.CONTINUING_RISK, then="")
    actions.authorise(enquiry=enquiry, by=csws_manager, at=LATER)
    why = {"reasons": "He has left the country with his father.", "at": LATER}
    name_contact(csws_manager)

    with pytest.raises(ActionNotAllowed, match="You authorised"):
        actions.do_without_conference(enquiry=enquiry, by=csws_manager, **why)
    with pytest.raises(ActionNotAllowed, match="Only an escalation contact"):
        actions.do_without_conference(enquiry=enquiry, by=other, **why)
    name_contact(other)
    with pytest.raises(ActionNotAllowed, match="Give the reasons"):
        actions.do_without_conference(enquiry=enquiry, reasons=" ", by=other, at=LATER)
    actions.do_without_conference(enquiry=enquiry, by=other, **why)

    case.refresh_from_db()
    assert case.safeguarding == Safeguarding.CHILD_IN_NEED
    assert "s47.ended_without_conference" in codes(case)


def test_the_day_the_child_was_seen_is_in_the_chronology_and_a_corrected_day_corrects_it(enquiry, social_worker):
    saved = actions.save(
        enquiry=enquiry, written={"seen_alone_on": date(2026, 12, 3)}, version=1, by=social_worker, at=LATER
    )
    actions.save(
        enquiry=saved, written={"seen_alone_on": date(2026, 12, 2)}, version=saved.version, by=social_worker, at=LATER
    )

    first, second = CaseEvent.objects.filter(code="child.seen").order_by("number")
    assert second.corrects == first
    assert clock.local_date(second.occurred_at) == date(2026, 12, 2)
    with pytest.raises(ActionNotAllowed, match="before the enquiry began"):
        actions.save(
            enquiry=saved, written={"seen_alone_on": date(2026, 12, 1)}, version=saved.version + 1, by=social_worker,
            at=LATER,
        )  # fmt: skip


def test_a_colleagues_words_are_never_written_over(enquiry, social_worker, csws_manager):
    actions.save(enquiry=enquiry, written={"enquiries": "Mother said no."}, version=1, by=social_worker, at=LATER)

    with pytest.raises(StaleVersion) as stale:
        actions.save(enquiry=enquiry, written={"enquiries": "Mother said yes."}, version=1, by=csws_manager, at=LATER)

    assert stale.value.current.enquiries == "Mother said no."


def test_every_state_has_a_way_an_owner_and_words():
    assert set(TRANSITIONS) == set(OWNER) == set(State)
    assert set(WAYS) == set(Outcome)


def test_the_pages_carry_an_enquiry_from_its_beginning_to_its_end(
    case, social_worker, csws_manager, stranger, client_for, time_machine
):
    time_machine.move_to(LATER)
    page = f"/cases/{case.reference}/section-47/"
    worker, manager = client_for(social_worker), client_for(csws_manager)
    assert "Begin the record" in worker.get(page).text
    begun = {
        "basis": "meeting",
        "began_on_day": "2",
        "began_on_month": "12",
        "began_on_year": "2026",
        "kind": "single",
        "lead": str(social_worker.pk),
    }
    refused = worker.post(f"{page}begin/", {**begun, "kind": "joint"})
    assert refused.status_code == 422
    assert worker.post(f"{page}begin/", begun).status_code == 302

    typed = {
        **DONE,
        "seen_alone_on_day": "2",
        "seen_alone_on_month": "12",
        "seen_alone_on_year": "2026",
        "version": "1",
    }
    del typed["seen_alone_on"]
    kept = worker.post(f"{page}write/autosave/", {"enquiries": "Spoke with", "version": "1"})
    assert kept.json()["version"] == 2
    behind = worker.post(f"{page}write/", {**typed, "enquiries": "Something else"})
    assert behind.status_code == 409
    assert "Spoke with" in behind.text
    assert worker.post(f"{page}write/", {**typed, "version": "2"}).status_code == 302
    assert worker.post(f"{page}propose/").status_code == 302
    assert worker.post(f"{page}authorise/", {"version": "4"}).status_code == 403

    shown = manager.get(page).text
    assert "Authorise the outcome" in shown
    returned = manager.post(f"{page}return/", {"comment": "", "version": "4"})
    assert returned.status_code == 422
    assert manager.post(f"{page}authorise/", {"version": "4"}).status_code == 302

    assert "no continuing risk" in worker.get(page).text
    assert client_for(stranger).get(page).status_code == 404


def test_nothing_of_one_childs_enquiry_is_on_the_other_childs_page(
    case, enquiry, social_worker, csws_manager, person, client_for
):
    harmed = at_strategy(harmed_child(AT), csws_manager)
    other = person("mash_worker")
    put_on(harmed, other, Role.SOCIAL_WORKER, AT)
    hers = actions.begin(
        case=harmed, basis="meeting", kind="single", began_on=date(2026, 12, 2), lead=other, joint_officer="", by=other,
        at=AT,
    )  # fmt: skip
    actions.save(enquiry=hers, written={"enquiries": CANARY, "childs_views": CANARY}, version=1, by=other, at=LATER)

    for page in ("section-47/", "", "chronology/"):
        assert CANARY not in client_for(social_worker).get(f"/cases/{case.reference}/{page}").text
    assert CANARY in client_for(other).get(f"/cases/{harmed.reference}/section-47/").text
    assert client_for(social_worker).get(f"/cases/{harmed.reference}/section-47/").status_code == 404
