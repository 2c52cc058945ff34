"""What leaves an assessment: picked, tied, masked, countersigned where it must be, kept as it left."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from aim2.assessments import actions as assessing
from aim2.assessments import allegations, signing, writing
from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.disclosures import actions, offers, policies
from aim2.disclosures import queries as documents
from aim2.disclosures.kinds import AUDIENCES, Kind, State
from aim2.disclosures.telling import UNDER_12_MANAGER
from aim2.disclosures.views import pdf_context
from aim2.models import Disclosure, RecommendationStep
from aim2.plans import actions as planning
from aim2.proceedings.actions import record_occasion
from aim2.proceedings.events import ChargeMade, FindingMade
from hsb import clock
from hsb.audit.models import AuditEvent
from hsb.cases import people
from hsb.cases.models import CaseLink, IdentityDetails
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.notifications.recipients import Involved
from referrals.models import Allegation
from tests.aim2.assessments import builders
from tests.aim2.ready import ready
from tests.factories.cases import harmed_child
from tests.hsb.documents import reading

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
CANARY = "Heron"
# The child harmed: as this record calls them, and by the names that whoever writes may know all the same.
NAMES = (CANARY, "Tamsin", "Quell")
# Every document but the partial report, which is of work that stopped and has tests of its own.
OF_FINISHED = [one for one in Kind if not AUDIENCES[one].after_stop]


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, police_officer, iro):
    made = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    builders.on_the_case(made, AT, police_officer=police_officer, iro=iro)
    CaseLink.objects.create(case=made, linked_case=harmed_child(AT), called=CANARY)
    for status in ("court_order", "nfa", "bail"):
        Allegation.objects.create(case=made, offence=f"Offence {status}", status=status, alleged_on=date(2026, 10, 8))
    return made


@pytest.fixture
def assessment(case, yos_officer, social_worker):
    made = builders.begun(case, yos_officer, social_worker, AT)
    builders.written(
        made, AT, word=lambda key: f"First on {key}.\n\nThen how {CANARY} felt, {key}. Tamsin Quell is meant."
    )
    for one in allegations.of_case(case):
        entry = assessing.add_to_timeline(
            assessment=made, when="Autumn", sorted_on=None, what=f"What was said: {one.offence}.", source="",
            allegation=one.row, by=yos_officer, at=AT,
        )  # fmt: skip
        _typed_all_the_same(entry, what=f"What was said by Tamsin: {one.offence}.")
    return made


def _typed_all_the_same(row, **words):
    """A name is refused where it is typed; on paper it is masked whatever stands in the row, as when it became known later."""
    type(row).objects.filter(pk=row.pk).update(**words)


@pytest.fixture
def signed(assessment, case, yos_manager):
    named = {one.pk: (one, one.text) for one in assessment.texts.all()}
    assessment.texts.update(text="Nobody is named.")
    assessment.timeline.update(what="Nobody is named.")
    builders.agreed(assessment, AT)
    for row, text in named.values():
        _typed_all_the_same(row, text=text)
    for one in assessment.timeline.select_related("allegation"):
        _typed_all_the_same(one, what=f"What was said by Tamsin: {one.allegation.offence}.")
    signing.sign(assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=AT)
    assessment.refresh_from_db()
    return assessment


def prepared(assessment, by, kind=Kind.COURT, **given):
    if kind == Kind.COURT:
        given.setdefault("hearing_on", date(2027, 2, 8))
    return actions.prepare(
        assessment=assessment, opened=builders.opened(by, assessment.case), kind=kind, to="Youth Court", at=AT, **given
    )


def offered(disclosure):
    return actions.offered_for(Disclosure.objects.select_related("case", "assessment").get(pk=disclosure.pk), at=AT)


def save(disclosure, by, names, ties, gateway="pre_sentence", why="The court needs no more.", version=1):
    return actions.save(
        disclosure=disclosure, opened=builders.opened(by, disclosure.case), picked=set(names), ties=ties,
        values={"gateway": gateway, "why": why, "own_words": ""}, version=version, at=AT,
    )  # fmt: skip


def everything_said(disclosure):
    content = actions.content_of(disclosure, at=AT)
    return " ".join(
        [
            content["title"],
            *(value for pair in content["facts"] for value in pair),
            *(p for _, texts in content["sections"] for p in texts),
        ]
    )


def names_in(said):
    return [name for name in NAMES if name.casefold() in said.casefold()]


def found_guilty(case):
    return next(one for one in allegations.of_case(case) if not one.why_not)


@pytest.mark.parametrize(
    "kind", [one for one in Kind if not (AUDIENCES[one].before_sign_off or AUDIENCES[one].after_stop)]
)
def test_nothing_but_a_pre_sentence_extract_leaves_before_sign_off(kind, assessment, yos_officer):
    with pytest.raises(ActionNotAllowed, match="leaves once the assessment is signed off"):
        prepared(assessment, yos_officer, kind)


def test_of_an_unfinished_assessment_only_who_writes_it_prepares(assessment, yos_officer, yos_manager):
    with pytest.raises(AccessDenied, match="lead or the co-worker"):
        prepared(assessment, yos_manager)
    assert prepared(assessment, yos_officer).interim


def test_a_paragraph_is_tied_before_it_is_picked_and_those_of_what_came_to_nothing_cannot_be(
    assessment, case, yos_officer
):
    disclosure = prepared(assessment, yos_officer)
    first = next(one for one in offered(disclosure) if not one.fixed)
    with pytest.raises(ActionNotAllowed, match="which allegation"):
        save(disclosure, yos_officer, [first.name], {})
    for one in allegations.of_case(case):
        if one.why_not:
            with pytest.raises(ActionNotAllowed, match=f"allegation {one.number}"):
                save(disclosure, yos_officer, [first.name], {first.name: str(one.pk)})
    saved = save(disclosure, yos_officer, [first.name], {first.name: str(found_guilty(case).pk)})
    assert sum(one["picked"] for one in saved.picks) == 1
    with pytest.raises(StaleVersion):
        save(disclosure, yos_officer, [], {})


def test_timeline_entries_of_an_uncharged_or_ended_allegation_cannot_be_picked(assessment, case, yos_officer):
    disclosure = prepared(assessment, yos_officer)
    entries = [one for one in offered(disclosure) if one.heading == "timeline"]
    assert [bool(one.why_not) for one in entries].count(True) == 2
    barred = next(one for one in entries if one.why_not)
    with pytest.raises(ActionNotAllowed, match="Cannot be picked"):
        save(disclosure, yos_officer, [barred.name], {})


def all_of(disclosure, case):
    tie = str(found_guilty(case).pk)
    given = [one for one in offered(disclosure) if not one.why_not]
    return [one.name for one in given], {one.name: tie for one in given if not one.fixed}


@pytest.mark.policy("P6.4")
def test_an_interim_extract_leaves_on_the_managers_name_alone_marked_and_without_a_level(
    assessment, case, yos_officer, yos_manager
):
    disclosure = prepared(assessment, yos_officer, hearing_on=date(2027, 2, 8))
    names, ties = all_of(disclosure, case)
    save(disclosure, yos_officer, names, ties)
    lead, manager = builders.opened(yos_officer, case), builders.opened(yos_manager, case)
    with pytest.raises(AccessDenied, match="YOS manager"):
        actions.leave(disclosure=disclosure, opened=lead, version=2, at=AT)
    with pytest.raises(ActionNotAllowed, match="not been sent"):
        actions.leave(disclosure=disclosure, opened=manager, version=2, at=AT)
    actions.send(disclosure=disclosure, opened=lead, at=AT)
    with pytest.raises(ActionNotAllowed, match="waits for the manager"):
        save(disclosure, yos_officer, names, ties, version=3)
    with pytest.raises(ActionNotAllowed, match="changed since"):
        actions.leave(disclosure=disclosure, opened=manager, version=2, at=AT)

    left = actions.leave(disclosure=disclosure, opened=manager, version=3, at=AT)

    assert (left.state, left.content["interim"]) == (State.LEFT, True)
    said = everything_said(left)
    assert "Recommended level" not in said and "not finished" in said
    assert not names_in(said) and "[the child harmed]" in said
    assert "Offence nfa" not in said and "Offence bail" not in said
    assert AuditEvent.objects.filter(kind="record.disclosed", what="Pre-sentence extract").count() == 1


def test_what_has_left_stays_as_it_left(assessment, case, yos_officer, yos_manager):
    disclosure = prepared(assessment, yos_officer)
    names, ties = all_of(disclosure, case)
    save(disclosure, yos_officer, names, ties)
    actions.send(disclosure=disclosure, opened=builders.opened(yos_officer, case), at=AT)
    left = actions.leave(disclosure=disclosure, opened=builders.opened(yos_manager, case), version=3, at=AT)
    before = everything_said(left)
    later = AT + timedelta(minutes=30)
    writing.save(assessment=assessment, key="formulation", text="Else.", version=1, by=yos_officer, at=later)
    left.refresh_from_db()
    assert everything_said(left) == before


@pytest.mark.policy("P6.4")
def test_what_was_picked_and_is_acquitted_before_it_leaves_does_not_leave(
    assessment, case, yos_officer, yos_manager, police_officer
):
    charged = next(one for one in allegations.of_case(case) if one.offence == "Offence bail")
    about = {"case": case, "occurred": AT, "at": AT}
    charge = ChargeMade(allegations=[str(charged.pk)], charge=str(uuid4()))
    record_occasion(entries=[charge], by=police_officer, **about)
    disclosure = prepared(assessment, yos_officer)
    names, ties = all_of(disclosure, case)
    assert [one.text for one in offered(disclosure) if one.name in names and charged.offence in one.text]
    save(disclosure, yos_officer, names, ties)
    actions.send(disclosure=disclosure, opened=builders.opened(yos_officer, case), at=AT)

    record_occasion(
        entries=[FindingMade(allegations=[str(charged.pk)], guilty=False)], by=yos_manager, press=uuid4(), **about
    )

    with pytest.raises(ActionNotAllowed, match="acquitted.*Take it out"):
        actions.leave(disclosure=disclosure, opened=builders.opened(yos_manager, case), version=3, at=AT)
    disclosure.refresh_from_db()
    assert (disclosure.state, len(disclosure.picks)) == (State.SENT, len(names)), "nothing of it is lost"


def test_it_needs_a_gateway_and_a_reason(signed, case, yos_officer):
    disclosure = prepared(signed, yos_officer, Kind.POLICE)
    names, ties = all_of(disclosure, case)
    opened = builders.opened(yos_officer, case)
    save(disclosure, yos_officer, names, ties, gateway="", why="")
    disclosure.refresh_from_db()
    assert policies.missing(disclosure) == [
        "Choose the gateway: by what right it leaves.", "Say why this much and no more.",
    ]  # fmt: skip
    with pytest.raises(ActionNotAllowed, match="gateway"):
        actions.leave(disclosure=disclosure, opened=opened, version=2, at=AT)
    save(disclosure, yos_officer, names, ties, gateway="pre_sentence", version=2)
    with pytest.raises(ActionNotAllowed, match="gateway"):
        actions.leave(disclosure=disclosure, opened=opened, version=3, at=AT)


def test_the_full_report_goes_to_police_or_court_only_on_the_managers_name(signed, case, yos_officer, yos_manager):
    disclosure = prepared(signed, yos_officer, Kind.FULL)
    save(disclosure, yos_officer, [], {}, gateway="court_order")
    actions.send(disclosure=disclosure, opened=builders.opened(yos_officer, case), at=AT)
    with pytest.raises(ActionNotAllowed, match="what has to change"):
        actions.send_back(disclosure=disclosure, opened=builders.opened(yos_manager, case), comment="", at=AT)
    left = actions.leave(disclosure=disclosure, opened=builders.opened(yos_manager, case), version=3, at=AT)
    said = everything_said(left)
    assert "First on family.concerns_static." in said and not names_in(said)
    assert "AIM2 manual" not in said, "no edition, total or band leaves"


@pytest.mark.parametrize("kind", OF_FINISHED)
def test_no_document_says_the_chosen_name_a_total_or_a_band(kind, signed, case, yos_officer):
    disclosure = everything_in_a(kind, signed, case, yos_officer)
    disclosure.refresh_from_db()
    context = pdf_context(
        Disclosure.objects.select_related("assessment__signed_by", "case").get(pk=disclosure.pk), at=AT
    )
    said = everything_said(disclosure) + str(context["signed"])
    assert not names_in(said)
    assert builders.EDITION not in said and "Static concerns" not in said
    if kind in (Kind.YOUNG_PERSON, Kind.PARENT):
        assert "parent_account" not in said and "child_account" not in said


@pytest.mark.policy("P6.4")
@pytest.mark.parametrize("kind", [*OF_FINISHED, "signed report", "intervention plan"])
def test_no_pdf_names_the_child_harmed_whoever_typed_the_name(
    kind, signed, case, yos_officer, client_for, time_machine
):
    time_machine.move_to(AT)
    address = {
        "signed report": lambda: f"aim2-assessment/{signed.number}/report/copy/",
        "intervention plan": lambda: f"intervention/{planned(case, yos_officer).number}/copy/",
    }.get(kind, lambda: f"aim2-assessment/documents/{everything_in_a(kind, signed, case, yos_officer).number}/copy/")()

    answer = client_for(yos_officer).get(f"/cases/{case.reference}/{address}")

    said = reading.squeezed(reading.text_of(answer.content))
    assert "thechildharmed" in said, "what was typed of them is there, without their name"
    assert not names_in(said)


def everything_in_a(kind, signed, case, by):
    parent = None
    if kind == Kind.PARENT:
        parent = people.add(case=case, part="parent_carer", details=IdentityDetails(given_name="Una"), at=AT)
    disclosure = prepared(signed, by, kind, person=parent)
    names, ties = all_of(disclosure, case)
    save(disclosure, by, names, ties, gateway=str(AUDIENCES[kind].gateways[0]))
    return disclosure


def planned(case, lead):
    opened = builders.opened(lead, case)
    plan = planning.open_plan(case=case, basis="csws", lead=lead, proviso="Not her.", opened=opened, at=AT)
    _typed_all_the_same(plan, proviso="Not Heron.")
    goal = {
        "goal": "Nothing that reminds Tamsin of it.",
        "measure": "Quell’s mother hears of none.",
        "method": "With Heron.",
    }
    said = dict.fromkeys(goal, "Nobody is named.")
    row = planning.add_goal(
        plan=plan, strand="young_person", comes_from="family", practitioner="Ms Iqbal", by=lead, at=AT, **said
    )
    _typed_all_the_same(row, **goal)
    return plan


@pytest.mark.policy("P6.6")
def test_recommendations_into_the_care_plan_are_added_by_the_social_worker_and_confirmed_by_the_iro(
    signed, case, yos_officer, social_worker, iro
):
    disclosure = prepared(signed, yos_officer, Kind.CARE_PLAN)
    names, ties = all_of(disclosure, case)
    save(disclosure, yos_officer, names, ties, gateway="care_planning")
    actions.leave(disclosure=disclosure, opened=builders.opened(yos_officer, case), version=2, at=AT)
    step = RecommendationStep.objects.select_related("case").get()
    worker, reviewer = builders.opened(social_worker, case), builders.opened(iro, case)
    with pytest.raises(ActionNotAllowed, match="adds the recommendations"):
        actions.confirm_in_plan(step=step, opened=reviewer, at=AT)
    with pytest.raises(AccessDenied, match="social worker"):
        actions.add_to_plan(step=step, opened=reviewer, at=AT)
    actions.add_to_plan(step=step, opened=worker, at=AT)
    with pytest.raises(AccessDenied, match="reviewing officer"):
        actions.confirm_in_plan(step=step, opened=worker, at=AT)
    actions.confirm_in_plan(step=step, opened=reviewer, at=AT)
    step.refresh_from_db()
    assert (step.added_by, step.confirmed_by) == (social_worker, iro)


def test_police_read_what_was_drawn_up_for_them_and_nothing_else(
    signed, case, yos_officer, police_officer, client_for, time_machine
):
    time_machine.move_to(AT)
    for kind in (Kind.POLICE, Kind.CONFERENCE):
        disclosure = prepared(signed, yos_officer, kind)
        names, ties = all_of(disclosure, case)
        save(disclosure, yos_officer, names, ties, gateway="safeguarding")
        actions.leave(disclosure=disclosure, opened=builders.opened(yos_officer, case), version=2, at=AT)
    browser, address = client_for(police_officer), f"/cases/{case.reference}/aim2-assessment/documents/"
    shown = browser.get(address).text
    assert "Extract for the police" in shown and "conference" not in shown
    assert browser.get(f"{address}2/copy/").status_code == 403
    assert browser.get(f"{address}9/copy/").status_code == 404
    assert browser.get(f"{address}prepare/").status_code == 403
    lead = client_for(yos_officer)
    for page in ("", "prepare/", "1/", "2/"):
        assert lead.get(f"{address}{page}").status_code == 200, page


def test_hidden_names_are_looked_for_in_the_words_of_the_officer_too(signed, case):
    text, was = offers.masked(f"Not near {CANARY}.", offers.hidden_people(case))
    assert (text, was) == ("Not near [the child harmed].", True)


def withdraw(case, yos_officer):
    answer = Answered(
        purpose="take_part", giver="young_person", reply="withdraws", answered_on=AT.date(), method="in_person",
        interpreter="not_needed", able=True, reasoning="He said so twice.", parent_told="His mother, the same day.",
        reasons="He wants no more of it.", next_offer_on=AT.date() + timedelta(days=28),
    )  # fmt: skip
    consent.record_answer(case=case, answer=answer, by=yos_officer, at=AT + timedelta(minutes=1))


@pytest.mark.policy("P6.1")
def test_a_partial_report_waits_until_the_work_has_stopped(assessment, yos_officer):
    with pytest.raises(ActionNotAllowed, match="AIM2 goes on"):
        prepared(assessment, yos_officer, Kind.PARTIAL)


@pytest.mark.policy("P6.1")
@pytest.mark.parametrize("ended", [False, True])
def test_after_a_withdrawal_a_partial_report_leaves_with_its_limits_first_and_no_level(
    assessment, case, yos_officer, yos_manager, ended
):
    withdraw(case, yos_officer)
    if ended:
        signing.end(assessment=assessment, because="It has stopped.", by=yos_manager, at=AT + timedelta(minutes=2))
    disclosure = prepared(assessment, yos_officer, Kind.PARTIAL)
    assert disclosure.interim
    guilty = found_guilty(case)
    pick = next(one for one in offered(disclosure) if not one.fixed)
    held = save(disclosure, yos_officer, [pick.name], {pick.name: str(guilty.pk)}, gateway="court_order")
    actions.send(disclosure=held, opened=builders.opened(yos_officer, case), at=AT)
    held.refresh_from_db()
    with pytest.raises(AccessDenied, match="YOS manager"):
        actions.leave(disclosure=held, opened=builders.opened(yos_officer, case), version=held.version, at=AT)

    left = actions.leave(disclosure=held, opened=builders.opened(yos_manager, case), version=held.version, at=AT)

    heading, limits = left.content["sections"][0]
    assert heading == "Limits of this report"
    assert "AIM2 stopped on Tuesday 15 December 2026" in limits[0] and "one session had taken place" in limits[0]
    said = everything_said(left)
    assert "withdr" not in said and "He wants no more of it" not in said and not names_in(said)
    assert left.content["interim"] and "level of supervision" not in " ".join(h for h, _ in left.content["sections"])


@pytest.mark.policy("P6.1")
def test_what_was_signed_before_is_reported_whole_not_in_part(signed, case, yos_officer):
    withdraw(case, yos_officer)
    with pytest.raises(ActionNotAllowed, match="A full report or an extract leaves"):
        prepared(signed, yos_officer, Kind.PARTIAL)


def test_what_is_refused_stays_picked_and_tied_on_the_page(assessment, case, yos_officer, client_for, time_machine):
    time_machine.move_to(AT)
    disclosure = prepared(assessment, yos_officer)
    first, second, *_ = [one for one in offered(disclosure) if not one.fixed]
    tie = str(found_guilty(case).pk)
    typed = {
        "version": "1",
        "pick": [first.name, second.name],
        f"tie-{first.name}": tie,
        "gateway": "",
        "why": "So much.",
    }

    answer = client_for(yos_officer).post(f"/cases/{case.reference}/aim2-assessment/documents/1/", typed)

    assert answer.status_code == 422 and "Say which allegation this paragraph concerns" in answer.text
    for one in (first, second):
        assert f'value="{one.name}" checked' in answer.text
    assert f'value="{tie}" selected' in answer.text and "So much." in answer.text
    disclosure.refresh_from_db()
    assert disclosure.picks == []


def test_an_extract_for_the_court_names_its_hearing(assessment, case, yos_officer):
    given = {"assessment": assessment, "opened": builders.opened(yos_officer, case), "kind": Kind.COURT, "to": "Court"}
    for day, sentence in ((None, "Enter the day of the hearing"), (date(2026, 12, 14), "still to come")):
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.prepare(hearing_on=day, at=AT, **given)


def test_the_co_worker_prepares_a_document_and_finds_it_again(signed, case, social_worker, client_for, time_machine):
    time_machine.move_to(AT)
    browser, address = client_for(social_worker), f"/cases/{case.reference}/aim2-assessment/documents/"
    made = browser.post(f"{address}prepare/", {"kind": "conference", "to": "The chair"}, follow=True)
    assert made.status_code == 200 and "Pick paragraphs" in made.text
    assert "The chair" in browser.get(address).text


def test_under_twelve_a_manager_of_social_care_puts_their_name_to_what_leaves(
    signed, case, social_worker, csws_manager, yos_manager
):
    builders.on_the_case(case, AT, csws_manager=csws_manager)
    type(signed).objects.filter(pk=signed.pk).update(tool="under_12", lead=social_worker, co_worker=None)
    signed.refresh_from_db()
    disclosure = prepared(signed, social_worker, Kind.FULL)
    save(disclosure, social_worker, [], {}, gateway="safeguarding")
    theirs = builders.opened(csws_manager, case)
    assert documents.one_for_reader(theirs, disclosure.number) is None, "not sent to them yet"
    actions.send(disclosure=disclosure, opened=builders.opened(social_worker, case), at=AT)
    assert documents.one_for_reader(theirs, disclosure.number) is not None
    with pytest.raises(AccessDenied, match="social care manager"):
        actions.leave(disclosure=disclosure, opened=builders.opened(yos_manager, case), version=3, at=AT)
    with pytest.raises(AccessDenied, match="social care manager"):
        actions.send_back(disclosure=disclosure, opened=builders.opened(yos_manager, case), comment="No.", at=AT)

    left = actions.leave(disclosure=disclosure, opened=theirs, version=3, at=AT)

    assert left.left_by == csws_manager
    sent, manager = case.events.get(code="aim.extract_sent"), Involved("allocated", "csws_manager", None)
    assert UNDER_12_MANAGER.includes(manager, sent.facts) and not UNDER_12_MANAGER.includes(manager, {})


@pytest.mark.parametrize("kind", [Kind.YOUNG_PERSON, Kind.PARENT])
def test_no_summary_for_the_family_holds_a_parents_own_account(kind, signed, case, yos_officer):
    account = "His father says that it was a game."
    for key, text in (
        ("parent_account", account),
        ("for_young_person", f"We met.\n\n{account}"),
        ("for_parents", account),
    ):
        _typed_all_the_same(signed.texts.get(key=key), text=text)
    parent = people.add(case=case, part="parent_carer", details=IdentityDetails(given_name="Una"), at=AT)
    disclosure = prepared(signed, yos_officer, kind, person=parent if kind == Kind.PARENT else None)
    barred = next(one for one in offered(disclosure) if one.text == account)
    with pytest.raises(ActionNotAllowed, match="a parent’s own account"):
        save(disclosure, yos_officer, [barred.name], {barred.name: "none"}, gateway="own_data")
