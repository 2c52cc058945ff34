"""Everything that can happen has a sentence, a screen where it is done and a screen where it is read; every state an owner."""

import ast
import dataclasses
import typing
from typing import Any

import pytest

from hsb.agencies.permissions import PERMISSIONS, POWERS, Level, RecordClass, Role
from hsb.cases.states import OPEN_STATES, OWNER, STATES, TRANSITIONS, Strand
from hsb.chronology.declare import DECLARED
from tests.architecture.test_doors import TREES, calls
from tests.security.matrix import LINES

# Where somebody does what the chronology then says. `done by` names the page whose button it is.
DONE_BY = {
    "child.seen": "strategy_meetings:write_section47",
    "minutes.copy_sent": "strategy_meetings:issue_minutes",
    "minutes.copy_reached": "strategy_meetings:minutes_copy_reached",
    "minutes.copy_withdrawn": "strategy_meetings:withdraw_minutes_copy",
    "minutes.objected": "strategy_meetings:object_to_minutes",
    "minutes.objection_answered": "strategy_meetings:answer_minutes_objection",
    "opinion.asked": "strategy_meetings:ask_opinion",
    "opinion.chased": "strategy_meetings:chase_opinion",
    "opinion.not_come": "strategy_meetings:opinion_not_come",
    "opinion.received": "strategy_meetings:receive_opinion",
    "opinion.withdrawn": "strategy_meetings:withdraw_opinion",
    "s47.authorised": "strategy_meetings:authorise_section47",
    "s47.begun": "strategy_meetings:begin_section47",
    "s47.ended_without_conference": "strategy_meetings:authorise_section47",
    "s47.proposed": "strategy_meetings:propose_section47",
    "s47.returned": "strategy_meetings:return_section47",
    "aim.co_worker_agreed": "aim2:agree",
    "aim.disclosed": "aim2:let_disclosure_leave",
    "aim.ended": "aim2:end",
    "aim.extract_returned": "aim2:return_disclosure",
    "aim.extract_sent": "aim2:send_disclosure",
    "aim.family_answered": "aim2:share",
    "aim.instrument_chosen": "aim2:choose_instrument",
    "aim.instrument_withdrawn": "aim2:withdraw_instrument",
    "aim.kept": "aim2:keep",
    "aim.lock_opened": "aim2:record_proceedings",
    "aim.opinion_asked": "aim2:sources",
    "aim.recommendations_added": "aim2:step_added",
    "aim.recommendations_confirmed": "aim2:step_confirmed",
    "aim.report_signed_off": "aim2:sign",
    "aim.returned": "aim2:return",
    "aim.started": "aim2:sessions",
    "aim.superseded": "aim2:sign",
    "aim_planning.held": "aim2:planning_meeting",
    "intervention.agreed": "aim2:agree_plan",
    "intervention.ended": "aim2:end_plan",
    "intervention.reviewed": "aim2:review_plan",
    "intervention.started": "aim2:plan_sessions",
    "restorative.answered": "aim2:restorative",
    "admission.recorded": "aim2:record_proceedings",
    "agency_check.asked": "referrals:ask_check",
    "agency_check.closed": "referrals:close_check",
    "agency_check.replied": "referrals:check",
    "aim.hold_began": "aim2:record_proceedings",
    "aim.hold_ended": "aim2:record_proceedings",
    "allegation.added": "aim2:add_allegation",
    "allegation.confirmed": "aim2:record_proceedings",
    "arrest.made": "aim2:record_proceedings",
    "bail.breached": "aim2:record_proceedings",
    "bail.changed": "aim2:record_proceedings",
    "bail.ended": "aim2:record_proceedings",
    "bail.extended": "aim2:record_proceedings",
    "bail.started": "aim2:record_proceedings",
    "breach.recorded": "aim2:record_proceedings",
    "break_glass.reviewed": "cases:review_emergency",
    "break_glass.used": "cases:emergency",
    "closure.proposed": "aim2:propose_closure",
    "support.need_recorded": "strategy_meetings:record_need",
    "support.need_met": "strategy_meetings:need_met",
    "support.offered": "strategy_meetings:offer_support",
    "support.answered": "strategy_meetings:answer_support",
    "support.ended": "strategy_meetings:end_support",
    "closure.returned": "aim2:return_closure",
    "strand.closed": "aim2:approve_closure",
    "episode.opened": "referrals:mash_approve",
    "case.denial_lifted": "cases:lift_denial",
    "case.denied": "cases:deny",
    "case.linked": "referrals:check_answers",
    "case.opened": "referrals:check_answers",
    "case.restricted": "cases:restrict",
    "case.unrestricted": "cases:unrestrict",
    "cf_assessment.authorised": "referrals:assessment_authorise",
    "cf_assessment.returned": "referrals:assessment_return",
    "cf_assessment.started": "referrals:mash_approve",
    "cf_assessment.submitted": "referrals:assessment_submit",
    "charge.discontinued": "aim2:record_proceedings",
    "charge.made": "aim2:record_proceedings",
    "charging.decided": "aim2:record_proceedings",
    "charging.papers_sent": "aim2:record_proceedings",
    "clock.extended": "cases:extend_clock",
    "clock.moved": "pages:working_days_add",
    "clock.paused": "cases:pause_clock",
    "clock.resumed": "cases:resume_clock",
    "conference.asked_for": "strategy_meetings:ask_for_conference",
    "conference.called": "strategy_meetings:call_meeting",
    "conference.called_off": "strategy_meetings:call_off_meeting",
    "conference.considered": "referrals:assessment_authorise",
    "conference.excluded": "strategy_meetings:exclude_family",
    "conference.held": "strategy_meetings:end_meeting",
    "conference.letter_made": "strategy_meetings:conference_letters",
    "conference.letter_sent": "strategy_meetings:conference_letters",
    "conference.moved": "strategy_meetings:move_meeting",
    "conference.record_sent": "strategy_meetings:issue_minutes",
    "conference.report_asked": "strategy_meetings:call_meeting",
    "conference.report_sent": "strategy_meetings:answer_meeting",
    "conference.report_shared": "strategy_meetings:share_report",
    "core_group.held": "strategy_meetings:end_meeting",
    "cin_plan.ended": "strategy_meetings:end_child_plan",
    "cin_plan.reviewed": "strategy_meetings:review_in_need_plan",
    "cin_plan.started": "strategy_meetings:start_in_need_plan",
    "cp_plan.core_group_asked": "strategy_meetings:end_child_plan",
    "cp_plan.ended": "strategy_meetings:end_child_plan",
    "cp_plan.goes_on": "strategy_meetings:end_meeting",
    "cp_plan.started": "strategy_meetings:end_meeting",
    "court.ordered_aim": "aim2:record_proceedings",
    "court_bail.ended": "aim2:record_proceedings",
    "court_bail.given": "aim2:record_proceedings",
    "criminal.recorded": "referrals:check_answers",
    "custody.entered": "aim2:record_proceedings",
    "custody.first_review_set": "aim2:record_proceedings",
    "custody.released": "aim2:record_proceedings",
    "birth_date.recorded": "referrals:yos_receipt",
    "birth_date.corrected": "aim2:correct_birth_date",
    "care_plan.written": "aim2:record_date",
    "cp_visit.made": "cases:notes",
    "custody.aim_handed_over": "aim2:hand_over_aim",
    "custody.aim_sent": "aim2:aim_sent",
    "custody.arrived": "aim2:open_stay",
    "custody.left": "aim2:move_stay",
    "custody.risk_ended": "aim2:custody_risk_over",
    "custody.risk_noted": "aim2:custody_risk",
    "custody_planning.held": "aim2:record_date",
    "custody_review.held": "aim2:record_date",
    "detention_plan.completed": "aim2:detention_plan",
    "lac_review.decisions_sent": "aim2:record_date",
    "lac_review.held": "aim2:record_date",
    "lac_review.record_sent": "aim2:record_date",
    "lac_review.recorded": "aim2:record_date",
    "lac_visit.made": "cases:notes",
    "looked_after.changed": "aim2:start_looked_after",
    "looked_after.ended": "aim2:end_looked_after",
    "looked_after.not_so": "aim2:not_looked_after",
    "looked_after.started": "aim2:start_looked_after",
    "placement.ended": "aim2:record_date",
    "placement.started": "aim2:record_date",
    "psr.signed_off": "aim2:record_date",
    "psr.updated": "aim2:record_date",
    "psr.used": "aim2:record_date",
    "reviewing_officer.named": "aim2:name_reviewer",
    "transition.begun": "aim2:write_transition",
    "transition.completed": "aim2:hand_over_accepted",
    "transition.handed_over": "aim2:send_hand_over",
    "transition.refused": "aim2:hand_over_refused",
    "agreement.asked": "aim2:agreement_ask",
    "agreement.answered": "aim2:agreement_answer",
    "agreement.ended": "aim2:agreement_end",
    "agreement.in_force": "aim2:agreement_answer",
    "agreement.reviewed": "aim2:agreement_review",
    "aim.consent_answered": "aim2:consent_answer",
    "aim.consent_complete": "aim2:consent_answer",
    "aim.does_not_start": "aim2:consent_answer",
    "aim.lead_named": "aim2:lead",
    "aim.narrative_only": "aim2:narrative",
    "aim.refusal_decided": "aim2:after_refusal",
    "aim.request_accepted": "aim2:request",
    "aim.request_answered": "aim2:request",
    "aim.request_declined": "aim2:request",
    "aim.request_more_asked": "aim2:request",
    "aim.requested": "aim2:request",
    "aim.stopped": "aim2:consent_answer",
    "aim.tool_judged": "aim2:tool",
    "delay.explained": "cases:explain_delay",
    "document.added": "referrals:check_answers",
    "document.refused": "referrals:upload",  # said by the scanner, of what was uploaded there
    "engagement.decided": "referrals:engage",
    "entry.struck_out": "aim2:strike_out",
    "escalation.answered": "escalation:answer",
    "escalation.closed": "escalation:close",
    "escalation.letter_made": "escalation:write_letter",
    "escalation.moved": "escalation:further",
    "escalation.opened": "escalation:raise",
    "escalation.passed": "escalation:further",
    "escalation.resolved": "escalation:resolve",
    "escalation.withdrawn": "escalation:withdraw",
    "family.step": "aim2:record_proceedings",
    "family.told": "aim2:family_told",
    "meeting.family_told": "strategy_meetings:meeting_told",
    "meeting.amended": "strategy_meetings:amend_minutes",
    "meeting.approved": "strategy_meetings:approve_meeting",
    "meeting.begun": "strategy_meetings:begin_meeting",
    "meeting.called": "strategy_meetings:call_meeting",
    "meeting.called_off": "strategy_meetings:call_off_meeting",
    "meeting.chair_changed": "strategy_meetings:hand_over_meeting",
    "meeting.moved": "strategy_meetings:move_meeting",
    "meeting.not_quorate": "strategy_meetings:end_meeting",
    "meeting.record_sent": "strategy_meetings:issue_minutes",
    "not_discussed.set": "strategy_meetings:meeting_add",
    "not_discussed.lifted": "strategy_meetings:lift_not_discussed",
    "planning_meeting.called_off": "strategy_meetings:call_off_meeting",
    "planning_meeting.held": "strategy_meetings:end_meeting",
    "risk_panel.held": "strategy_meetings:end_meeting",
    "strategy.asked_for": "strategy_meetings:ask_for_meeting",
    "strategy.called_off": "strategy_meetings:call_off_meeting",
    "strategy.decided": "strategy_meetings:call_meeting",
    "strategy.held": "strategy_meetings:end_meeting",
    "strategy.record_sent": "strategy_meetings:issue_minutes",
    "strategy.refused": "strategy_meetings:refuse_meeting",
    "finding.made": "aim2:record_proceedings",
    "first_account.given": "referrals:check_answers",
    "hearing.held": "aim2:record_proceedings",
    "hearing.moved": "aim2:record_proceedings",
    "hearing.set": "aim2:record_proceedings",
    "hearing.vacated": "aim2:record_proceedings",
    "hsb.finding_recorded": "referrals:assessment_authorise",
    "incident.known": "referrals:check_answers",
    "interview.held": "aim2:record_proceedings",
    "investigation.ended": "referrals:investigation_ended",
    "involvement.closed": "referrals:close_check",
    "involvement.opened": "referrals:ask_check",
    "mash.claimed": "referrals:mash_claim",
    "mash.decided": "referrals:mash_propose",
    "mash.decision_approved": "referrals:mash_approve",
    "mash.decision_returned": "referrals:mash_return",
    "mash.feedback_sent": "referrals:mash_approve",
    "mash.opened": "referrals:mash_receipt",
    "match.answered": "referrals:compare",
    "match.merged": "referrals:compare",
    "match.suggested": "referrals:check_answers",
    "match.unmerged": "referrals:separate",
    "child.said": "cases:notes",
    "note.added": "cases:notes",
    "note.kept_close": "cases:notes",
    "note.moved": "cases:move_note",
    "notification.made": "aim2:record_proceedings",
    "notification.required": "aim2:record_proceedings",
    "offer.answered": "referrals:offer_answer",
    "offer.made": "referrals:offer",
    "order.ended": "aim2:record_proceedings",
    "order.made": "aim2:record_proceedings",
    "outcome.no_further_action": "aim2:record_proceedings",
    "outcome.out_of_court": "aim2:record_proceedings",
    "panel.held": "aim2:record_proceedings",
    "plea.entered": "aim2:record_proceedings",
    "proceedings.heard": "aim2:hear",
    "proceedings.heard_answered": "aim2:answer_heard",
    "proceedings.outcome": "aim2:record_proceedings",
    "proceedings.outcome_known": "aim2:acknowledge_outcome",
    "proceedings.outcome_told": "aim2:tell_outcome",
    "proceedings.outcome_withdrawn": "aim2:record_proceedings",
    "psr.answer_chosen": "aim2:choose_for_report",
    "psr.lodged": "aim2:record_proceedings",
    "psr.requested": "aim2:record_proceedings",
    "psr.withdrawn": "aim2:record_proceedings",
    "referral.acknowledged": "referrals:mash_claim",
    "referral.addendum_added": "referrals:addendum",
    "referral.received": "referrals:check_answers",
    "remand.made": "aim2:record_proceedings",
    "review_conference.called": "strategy_meetings:call_meeting",
    "review_conference.called_off": "strategy_meetings:call_off_meeting",
    "review_conference.held": "strategy_meetings:end_meeting",
    "review_conference.moved": "strategy_meetings:move_meeting",
    "review_conference.report_asked": "strategy_meetings:call_meeting",
    "review_conference.report_sent": "strategy_meetings:answer_meeting",
    "rui.ended": "aim2:record_proceedings",
    "rui.reviewed": "aim2:record_proceedings",
    "rui.started": "aim2:record_proceedings",
    "incident.decided": "strategy_meetings:decide_incident",
    "incident.recorded": "strategy_meetings:record_incident",
    "mappa.accepted": "strategy_meetings:mappa_reply",
    "mappa.action_set": "strategy_meetings:mappa_action",
    "mappa.attendance_seen_to": "strategy_meetings:mappa_attendance",
    "mappa.declined": "strategy_meetings:mappa_reply",
    "mappa.eligibility_recorded": "strategy_meetings:mappa_eligibility",
    "mappa.ended": "strategy_meetings:end_mappa",
    "mappa.held": "strategy_meetings:record_mappa_meeting",
    "mappa.level_set": "strategy_meetings:mappa_level",
    "mappa.meeting_set": "strategy_meetings:set_mappa_meeting",
    "mappa.not_held": "strategy_meetings:record_mappa_meeting",
    "mappa.referred": "strategy_meetings:refer_to_mappa",
    "safety_plan.copy_given": "strategy_meetings:give_safety_plan",
    "safety_plan.owned": "strategy_meetings:safety_plan_owner",
    "safety_plan.signed": "strategy_meetings:sign_safety_plan",
    "transfer.withdrawn": "strategy_meetings:answer_transfer",
    "transfer_in.accepted": "strategy_meetings:answer_transfer",
    "transfer_in.declined": "strategy_meetings:answer_transfer",
    "transfer_in.notified": "strategy_meetings:transfer_in",
    "transfer_out.accepted": "strategy_meetings:answer_transfer",
    "transfer_out.declined": "strategy_meetings:answer_transfer",
    "transfer_out.sent": "strategy_meetings:transfer_out",
    "safety_plan.agreed": "strategy_meetings:write_safety_plan",
    "safety_plan.asked": "aim2:record_proceedings",
    "safety_plan.reviewed": "strategy_meetings:safety_plan",
    "sentence.passed": "aim2:record_proceedings",
    "stance.recorded": "referrals:stance",
    "strand.moved": "referrals:mash_propose",
    "task.answered": "tasks:show",
    "task.asked_again": "tasks:again",
    "task.done": "tasks:show",
    "task.passed": "tasks:hand_on",
    "task.replied": "tasks:show",
    "task.set": "tasks:ask",
    "task.withdrawn": "tasks:withdraw",
    "welfare.decided": "aim2:decide_welfare",
    "welfare.decision_asked": "aim2:record_proceedings",
    "worker.allocated": "referrals:allocate",
    "yos.accepted": "referrals:yos_receipt",
    "yos.allocated": "referrals:yos_allocate",
    "yos.asked": "referrals:refer_to_yos",
    "yos.claimed": "referrals:yos_claim",
    "yos.declined": "referrals:yos_receipt",
    "yos.information_received": "referrals:yos_answer",
    "yos.information_requested": "referrals:yos_receipt",
    "yos.opened": "referrals:yos_receipt",
    "yos.referred": "referrals:check_answers",
    "yos.screened": "referrals:yos_receipt",
}


def test_every_event_names_the_screen_where_it_is_done() -> None:
    assert sorted(set(DECLARED) - set(DONE_BY)) == [], "say in DONE_BY on which page this is done"
    assert sorted(set(DONE_BY) - set(DECLARED)) == []
    assert sorted(set(DONE_BY.values()) - set(LINES)) == []


@pytest.mark.parametrize("code", sorted(DONE_BY))
def test_some_role_reaches_the_screen_where_it_is_done(code: str) -> None:
    line = LINES[DONE_BY[code]]
    need = line.need("POST" if "POST" in line.methods else "GET")

    assert any(
        (need is None or PERMISSIONS[role][need[0]] >= need[1]) and (line.power is None or line.power in POWERS[role])
        for role in Role
    )


@pytest.mark.parametrize("code", sorted(DECLARED))
def test_some_role_reads_its_words_in_the_chronology(code: str) -> None:
    read_as = RecordClass(DECLARED[code].record_class)

    assert any(PERMISSIONS[role][read_as] >= Level.READ for role in Role)


@pytest.mark.parametrize("code", sorted(DECLARED))
def test_it_is_recorded_somewhere(code: str) -> None:
    """An event that is declared and never recorded is a promise nobody keeps."""
    kind = DECLARED[code].kind.__name__

    assert any(kind in calls(tree) for path, tree in TREES.items() if "events" not in path)


# Facts that are codes: one of each kind.
CODES: dict[str, str] = {
    "about": "threshold",
    "recommendation": "child_in_need",
    "finding": "abusive",
    "basis": "assessment",
    "outcome": "section_47",
    "planning": "",
    "to": "both",
    "response": "refused",
    "destination": "mash",
    "whose": "young_person",
    "stance": "denies",
    "strand": "safeguarding",
    "before": "not_open",
    "after": "referred",
}
MOVED = {"standard": "T5", "root_event": 1, "title": "Assessment", "was": "2026-11-20", "now": None}
OTHER_CODES: dict[str, dict[str, Any]] = {
    **{code: {"kind": "call", "seen": "alone"} for code in ("note.added", "note.kept_close")},
    **{code: {"seen": "alone"} for code in ("cp_visit.made", "lac_visit.made")},
    **{code: {"reason": "achieved"} for code in ("closure.proposed", "strand.closed")},
    "cf_assessment.authorised": {"decision": "child_in_need"},
    "minutes.copy_reached": {"how": "read"},
    "support.offered": {"kind": "therapy", "to": "both"},
    "support.answered": {"kind": "therapy", "to": "taken_up"},
    "support.ended": {"kind": "therapy"},
    **{
        code: {"kind": "strategy"}
        for code in (
            *("meeting.amended", "meeting.approved", "meeting.begun", "meeting.called", "meeting.called_off"),
            *(
                "meeting.moved",
                "meeting.not_quorate",
                "meeting.record_sent",
                "planning_meeting.held",
                "risk_panel.held",
            ),
        )
    },
    "conference.held": {"outcome": "plan", "category": "physical"},
    "review_conference.held": {"outcome": "child_in_need", "category": ""},
    "conference.letter_made": {"letter_kind": "decision"},
    "cp_plan.ended": {"end_reason": "review"},
    "cin_plan.ended": {"end_reason": "done"},
    "strategy.held": {"kind": "strategy", "outcome": "s47", "section_47": "joint"},
    "proceedings.outcome_told": {"to": "The social worker"},
    "looked_after.started": {"basis": "section_20"},
    "looked_after.changed": {"basis": "section_20", "ending": "home"},
    "looked_after.ended": {"basis": "section_20", "ending": "home"},
    "custody.left": {"left": "moved"},
    "transition.begun": {"to": "probation"},
    "aim.disclosed": {"document": "court"},
    "aim.extract_returned": {"document": "court"},
    "aim.extract_sent": {"document": "court"},
    "intervention.ended": {"result": "completed"},
    "admission.recorded": {"admission": "partial"},
    "bail.extended": {"rank": "inspector"},
    "bail.ended": {"why": "charged"},
    "charging.decided": {"decision": "charge"},
    "outcome.out_of_court": {"disposal": "outcome_22"},
    "plea.entered": {"plea": "guilty"},
    "psr.answer_chosen": {"choice": "interim"},
    "sentence.passed": {"order": "referral_order"},
    "order.made": {"order": "shpo"},
    "order.ended": {"order": "shpo"},
    "proceedings.outcome": {"role": "social_worker"},
    "proceedings.heard": {"what": "A phone was handed in"},
    "welfare.decision_asked": {"because": "acquitted"},
    "welfare.decided": {"decision": "strategy"},
    "safety_plan.asked": {"kind": "charge"},
    "safety_plan.signed": {"who": "child"},
    "safety_plan.copy_given": {"which": "family", "to_whom": "The mother"},
    "incident.decided": {"decision": "goes_on"},
    "transfer_out.sent": {"authority": "Eastshire"},
    "transfer_out.accepted": {"there": "Pat Moss"},
    "transfer_out.declined": {"there": "Pat Moss"},
    "safety_plan.owned": {"who": "The school"},
    "family.step": {"kind": "charge"},
    "clock.moved": {"moves": [MOVED]},
    "clock.extended": {"reason": "learning_needs"},
    "clock.paused": {"reason": "information_requested"},
    "delay.explained": {"reason": "consent"},
    "yos.screened": {"outcome": "accepted"},
    "escalation.closed": {"outcome": "upheld"},
    "s47.proposed": {"s47_outcome": "no_continuing_risk"},
    "s47.authorised": {"s47_outcome": "no_continuing_risk"},
    "agreement.answered": {"party": "cps"},
    "aim.consent_answered": {"purpose": "share", "giver": "parent", "reply": "refuses"},
    "aim.narrative_only": {"why": "girl"},
    "aim.tool_judged": {"suits": "with_changes"},
    "investigation.ended": {"kind": "s47", "outcome": "No further action."},
}


def _example(annotation: Any) -> Any:
    kinds = typing.get_args(annotation) or (annotation,)
    if int in kinds:
        return 1
    return True if bool in kinds else "2026-11-20"


@pytest.mark.parametrize("code", sorted(DECLARED))
def test_it_has_a_sentence_of_plain_english(code: str) -> None:
    kind = DECLARED[code].kind
    hints = typing.get_type_hints(kind)
    given = {field.name: _example(hints[field.name]) for field in dataclasses.fields(kind)}
    given |= {name: value for name, value in (CODES | OTHER_CODES.get(code, {})).items() if name in given}

    said = kind(**given).sentence()

    assert said[0].isupper() or said[0] in "“2"
    assert "_" not in said and "None" not in said and "{" not in said
    assert DECLARED[code].title


def test_every_state_has_a_way_on_an_owner_and_words() -> None:
    assert set(TRANSITIONS) == set(OWNER) == set(STATES) == set(OPEN_STATES) == set(Strand)
    for strand, states in STATES.items():
        assert set(TRANSITIONS[strand]) == set(OWNER[strand]) == set(states)
        assert all(state.label for state in states)
        for state in OPEN_STATES[strand]:
            assert OWNER[strand][state] is not None, f"whose move is it when {strand} is {state}?"


def test_every_state_is_reached_and_open_ones_are_left_again() -> None:
    for strand, states in STATES.items():
        reached = {"not_open"}
        while more := {to for state in reached for to in TRANSITIONS[strand][state]} - reached:
            reached |= more
        assert reached == set(states.values)
        assert all(TRANSITIONS[strand][state] for state in OPEN_STATES[strand])


def test_the_tree_was_read() -> None:
    assert len(TREES) > 100 and all(isinstance(tree, ast.Module) for tree in TREES.values())
