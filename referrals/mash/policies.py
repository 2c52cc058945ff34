"""May this person, and does the state allow it: every refusal at the front door, as a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.cases.masking import Hidden, mask_text
from hsb.cases.visible import may_see
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.models import DecisionState, MashDecision, Planning
from referrals.models.mash import Outcome

MEETS_TOGETHER = frozenset({Outcome.STRATEGY_MEETING, Outcome.SECTION_47})


def check_can_write(decision: MashDecision | None) -> None:
    """A decision may be written until it is proposed, and again when it was returned."""
    if decision is not None and decision.state == DecisionState.PROPOSED:
        raise ActionNotAllowed("This decision is waiting for approval. It can be changed when it has been returned.")
    if decision is not None and decision.state == DecisionState.APPROVED:
        raise ActionNotAllowed("This decision has been approved. What changes now is decided in the assessment.")


def check_is_complete(
    called: str, *, is_harmed: bool, outcome: str, reasons: str, planning: str, planning_why: str
) -> None:
    """Each child has an outcome and reasons; where the agencies will not meet, a planning meeting was considered (P5.4)."""
    if not outcome:
        raise ActionNotAllowed(f"Choose what should happen for {called}.")
    if not reasons.strip():
        raise ActionNotAllowed(f"Say why, for {called}: what weighed most.")
    if is_harmed or outcome in MEETS_TOGETHER:
        return
    if not planning:
        raise ActionNotAllowed("There will be no strategy meeting: say whether to hold a planning meeting.")
    if planning == Planning.DECLINE and not planning_why.strip():
        raise ActionNotAllowed("Say why there will be no planning meeting either.")


def check_names_nobody_else(called: str, texts: Iterable[str], others: Sequence[Hidden]) -> None:
    """What is written on one child's record names no other child of the matter: their readers are not the same (P3.7)."""
    for text in texts:
        for other in others:
            if mask_text(text, [other])[1]:
                raise ActionNotAllowed(
                    f"What you wrote for {called} names another child. Write “{other.called}” instead: this record’s readers"
                    " may not know who that is."
                )


def check_can_approve(decisions: Iterable[MashDecision], by: User) -> None:
    """A second person with the power approves what another proposed (P5.2)."""
    if not agencies.has_power(by, Power.APPROVE_MASH_DECISION):
        raise AccessDenied("A team manager approves MASH decisions.")
    found = list(decisions)
    if not found:
        raise ActionNotAllowed("There is no decision waiting for approval.")
    for decision in found:
        if decision.state != DecisionState.PROPOSED:
            raise ActionNotAllowed(
                "This decision is not waiting for approval any more. Reload the page to see where it stands."
            )
        if decision.proposed_by_id == by.pk:
            raise ActionNotAllowed("You proposed this decision. Somebody else approves it.")
        assert decision.proposed_by_id is not None  # a constraint: what is proposed says by whom
        if not agencies.may_second(by, Power.APPROVE_MASH_DECISION, proposed_by=decision.proposed_by_id):
            raise ActionNotAllowed(
                "You approve decisions by acting for whoever proposed this one, or by their arrangement. Another manager"
                " approves it."
            )
        known = decision.case.merged_into_id
        if known is not None and not may_see(by, known):
            raise AccessDenied("This record is joined to one you are not on. A manager who is on both approves it.")


def check_as_read(decisions: Iterable[MashDecision], versions: Mapping[UUID, int]) -> None:
    """A manager approves or returns the words they read, not words written since they opened the page."""
    if any(versions.get(decision.pk) != decision.version for decision in decisions):
        raise ActionNotAllowed("This decision was changed after you opened it. Read it again before you answer it.")
