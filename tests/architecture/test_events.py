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
    "agency_check.asked": "referrals:ask_check",
    "agency_check.closed": "referrals:close_check",
    "agency_check.replied": "referrals:check",
    "break_glass.reviewed": "cases:review_emergency",
    "break_glass.used": "cases:emergency",
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
    "clock.extended": "cases:extend_clock",
    "clock.moved": "pages:working_days_add",
    "clock.paused": "cases:pause_clock",
    "clock.resumed": "cases:resume_clock",
    "conference.considered": "referrals:assessment_authorise",
    "criminal.recorded": "referrals:check_answers",
    "delay.explained": "cases:explain_delay",
    "document.added": "referrals:check_answers",
    "document.refused": "referrals:upload",  # said by the scanner, of what was uploaded there
    "engagement.decided": "referrals:engage",
    "escalation.answered": "escalation:answer",
    "escalation.closed": "escalation:close",
    "escalation.letter_made": "escalation:write_letter",
    "escalation.moved": "escalation:further",
    "escalation.opened": "escalation:raise",
    "escalation.passed": "escalation:further",
    "escalation.resolved": "escalation:resolve",
    "escalation.withdrawn": "escalation:withdraw",
    "first_account.given": "referrals:check_answers",
    "hsb.finding_recorded": "referrals:assessment_authorise",
    "incident.known": "referrals:check_answers",
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
    "note.added": "cases:notes",
    "offer.answered": "referrals:offer_answer",
    "offer.made": "referrals:offer",
    "referral.acknowledged": "referrals:mash_claim",
    "referral.addendum_added": "referrals:addendum",
    "referral.received": "referrals:check_answers",
    "safety_plan.agreed": "strategy_meetings:write_safety_plan",
    "safety_plan.reviewed": "strategy_meetings:safety_plan",
    "stance.recorded": "referrals:stance",
    "strand.moved": "referrals:mash_propose",
    "task.answered": "tasks:show",
    "task.asked_again": "tasks:again",
    "task.done": "tasks:show",
    "task.passed": "tasks:hand_on",
    "task.replied": "tasks:show",
    "task.set": "tasks:ask",
    "task.withdrawn": "tasks:withdraw",
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
    "clock.moved": {"moves": [MOVED]},
    "clock.extended": {"reason": "learning_needs"},
    "clock.paused": {"reason": "information_requested"},
    "delay.explained": {"reason": "consent"},
    "yos.screened": {"outcome": "accepted"},
    "escalation.closed": {"outcome": "upheld"},
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
