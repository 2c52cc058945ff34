"""May this person, and does the state allow it: every refusal at the front door, as a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, CaseDenied, MatchSuggestion
from hsb.cases.states import OPEN_STATES, Strand
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.masking import Hidden, mask_text
from referrals.models import AgencyCheck, DecisionState, MashDecision, Planning, Receipt
from referrals.models.mash import Outcome

# Who answers a check at each kind of agency: they see the header and their own question, nothing more.
CHECK_ROLES: dict[str, Role] = {
    AgencyKind.SCHOOL: Role.DSL,
    AgencyKind.HEALTH: Role.HEALTH_PRACTITIONER,
    AgencyKind.POLICE: Role.POLICE_OFFICER,
    AgencyKind.YOS: Role.YOS_MANAGER,
}
ASKERS = frozenset({Role.MASH_WORKER, Role.CSWS_MANAGER, Role.SOCIAL_WORKER})
MEETS_TOGETHER = frozenset({Outcome.STRATEGY_MEETING, Outcome.SECTION_47})


def check_may_use_inbox(by: User) -> None:
    """Only MASH has this inbox."""
    if not agencies.has_power(by, Power.MASH_INBOX):
        raise AccessDenied(f"Only {profile().name('mash')} staff and their managers work this inbox.")


def check_is_waiting(receipt: Receipt) -> None:
    """What was decided has left the inbox."""
    if receipt.closed_at is not None:
        raise ActionNotAllowed("This referral has been decided and has left the inbox. Open the case to go on.")


def check_can_take_over(receipt: Receipt, by: User, reason: str) -> None:
    """Somebody else's work is taken over with a reason, so that nobody does it twice."""
    if receipt.claimed_by_id in (None, by.pk) or reason.strip():
        return
    holder = receipt.claimed_by.full_name if receipt.claimed_by else "A colleague"
    raise ActionNotAllowed(f"{holder} is dealing with this referral. To take it over, say why.")


def check_holds_claim(receipt: Receipt, by: User) -> None:
    """Two people do not decide the same referral side by side."""
    if receipt.claimed_by_id not in (None, by.pk):
        holder = receipt.claimed_by.full_name if receipt.claimed_by else "A colleague"
        raise ActionNotAllowed(f"{holder} is dealing with this referral. Take it over first if you are to decide.")


def check_may_ask(open_case: OpenCase) -> None:
    """Children's social care asks; the agencies answer."""
    open_case.check(RecordClass.CHECKS, Level.WRITE)
    if not open_case.roles & ASKERS:
        raise AccessDenied("Only children’s social care asks agencies for checks. Answer the one asked of you.")


def check_can_ask(agency: Agency, question: str, due_on: date, today: date) -> None:
    """A question, to an agency that has somebody to answer it, with a day still to come."""
    if agency.kind not in CHECK_ROLES:
        raise ActionNotAllowed("Choose a school, a health service, the police or the youth offending service.")
    if not question.strip():
        raise ActionNotAllowed("Write what you need to know.")
    if due_on < today:
        raise ActionNotAllowed("Choose today or a later day: an answer cannot be due in the past.")


def reads_all_checks(open_case: OpenCase) -> bool:
    """Who reads the decision reads every agency's answer; others read what was asked of their own agency."""
    return open_case.may(RecordClass.DECISION, Level.READ)


def check_may_see_check(open_case: OpenCase, check: AgencyCheck) -> None:
    """An agency's question and answer are for that agency and for those who decide."""
    open_case.check(RecordClass.CHECKS, Level.READ)
    if not reads_all_checks(open_case) and not is_asked(open_case.user, check):
        raise AccessDenied("This question was asked of another agency.")


def is_asked(user: User, check: AgencyCheck) -> bool:
    """Answer whether the person works in the role the check was asked of, at that agency."""
    return any(m.agency.pk == check.agency_id and m.role == check.role for m in agencies.memberships(user))


def check_can_reply(check: AgencyCheck, by: User, text: str) -> None:
    """The agency that was asked answers, while the question is open."""
    if not is_asked(by, check):
        raise AccessDenied("Only the agency that was asked can reply.")
    if not check.is_open:
        raise ActionNotAllowed("This check is closed. Ring the social worker if you have something to add.")
    if not text.strip():
        raise ActionNotAllowed("Write your reply. If you know nothing of the child, say so.")


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
        known = decision.case.merged_into_id
        if known is not None and not access.may_see(by, known):
            raise AccessDenied("This record is joined to one you are not on. A manager who is on both approves it.")


def check_as_read(decisions: Iterable[MashDecision], versions: Mapping[UUID, int]) -> None:
    """A manager approves or returns the words they read, not words written since they opened the page."""
    if any(versions.get(decision.pk) != decision.version for decision in decisions):
        raise ActionNotAllowed("This decision was changed after you opened it. Read it again before you answer it.")


def check_may_compare(by: User, suggestion: MatchSuggestion) -> None:
    """Records are compared only by somebody who may see both."""
    if not access.may_see(by, suggestion.case_id) or not access.may_see(by, suggestion.other_case_id):
        raise AccessDenied("You may see only one of the two records. Ask a manager who is on both to compare them.")


def check_can_answer_match(suggestion: MatchSuggestion, reason: str) -> None:
    """Compared once, with a reason."""
    if suggestion.answer:
        raise ActionNotAllowed("These records have been compared already. Reload the page to see the answer.")
    if not reason.strip():
        raise ActionNotAllowed("Say what told you: which details agree or differ.")


def check_can_join(case: Case, known: Case) -> None:
    """One new record is joined to one that stands by itself."""
    if case.merged_into_id is not None or known.merged_into_id is not None:
        raise ActionNotAllowed("One of these records is joined to another already. Separate them first.")
    if case.merged_from.exists():
        raise ActionNotAllowed("Another record is joined to this one. Separate them first.")


def check_can_allocate(
    case: Case,
    worker: User,
    by: User,
    *,
    holds_it: bool,
    former: User | None,
    reason: str,
    works_with_other: bool,
    despite: str,
) -> None:
    """A manager gives the case to a social worker; two children of one matter have two workers, or a reason why not."""
    if not agencies.has_power(by, Power.ALLOCATE_SOCIAL_WORKER):
        raise AccessDenied("A team manager allocates social workers.")
    if case.safeguarding not in OPEN_STATES[Strand.SAFEGUARDING]:
        raise ActionNotAllowed(
            "Children’s social care is not working with this child. Open the case with a referral first."
        )
    if Role.SOCIAL_WORKER not in agencies.own_roles(worker) or not worker.is_active:
        raise ActionNotAllowed("Choose somebody who is a social worker today.")
    if CaseDenied.objects.filter(case=case, user=worker).exists():
        raise ActionNotAllowed("This social worker cannot hold this case. Choose another.")
    if holds_it:
        raise ActionNotAllowed(f"{worker.full_name} already holds this case.")
    if former is not None and not reason.strip():
        raise ActionNotAllowed(f"{former.full_name} holds this case. Say why it changes hands: their access ends.")
    if works_with_other and not despite.strip():
        raise ActionNotAllowed(
            f"{worker.full_name} works with the other child of this matter. Choose another worker, or say why it must be the same."
        )
