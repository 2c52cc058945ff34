"""Changes at the front door. Each checks, locks, changes and records in one transaction."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.profile import profile
from hsb.cases import actions as cases
from hsb.cases import events as case_events
from hsb.cases import people
from hsb.cases.models import Case, Involvement, MatchSuggestion, Part
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion
from referrals import masking
from referrals.assessment import actions as assessment
from referrals.events import mash as events
from referrals.mash import policies, wording
from referrals.models import (
    AgencyCheck,
    AgencyCheckReply,
    DecisionState,
    Destination,
    Feedback,
    MashDecision,
    Merge,
    Receipt,
    Referral,
    ReferralCase,
)
from referrals.models.mash import Outcome, Planning

STATE_AFTER: dict[str, Safeguarding] = {
    Outcome.NO_FURTHER_ACTION: Safeguarding.CLOSED,
    Outcome.EARLY_HELP: Safeguarding.EARLY_HELP,
    Outcome.ASSESSMENT: Safeguarding.ASSESSMENT,
    Outcome.STRATEGY_MEETING: Safeguarding.STRATEGY,
    Outcome.SECTION_47: Safeguarding.ENQUIRY,
}
IS_ASSESSED = frozenset({Outcome.ASSESSMENT, Outcome.STRATEGY_MEETING, Outcome.SECTION_47})
WRITTEN_FIELDS = ("outcome", "reasons", "planning", "planning_declined_reason", "message_to_referrer")


# -- received --------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_first(*, receipt: Receipt, by: User, at: datetime) -> None:
    """It is known who in MASH opened this first, and when. Opening it again changes nothing."""
    lock(receipt.case)
    if Receipt.objects.filter(pk=receipt.pk, first_opened_at=None).update(first_opened_at=at, first_opened_by=by):
        receipt.first_opened_at, receipt.first_opened_by = at, by
        record(events.MashOpened(reference=receipt.referral.reference), case=receipt.case, by=by, at=at)


@transaction.atomic
def claim(*, receipts: Sequence[Receipt], by: User, at: datetime, reason: str = "") -> None:
    """The person is dealing with these children of one referral, and its sender knows that it is being dealt with.

    Taking over from a colleague needs a reason; pressing twice changes nothing.
    """
    policies.check_may_use_inbox(by)
    lock(*(receipt.case for receipt in receipts))
    for stale in receipts:
        receipt = Receipt.objects.select_related("claimed_by", "referral", "case").get(pk=stale.pk)
        policies.check_is_waiting(receipt)
        policies.check_can_take_over(receipt, by, reason)
        if receipt.claimed_by_id == by.pk:
            continue
        taken_over = receipt.claimed_by_id is not None
        Receipt.objects.filter(pk=receipt.pk).update(claimed_at=at, claimed_by=by)
        record(
            events.MashClaimed(
                reference=receipt.referral.reference,
                taken_over=taken_over,
                who=by.full_name,
                reason=reason.strip() if taken_over else "",
            ),
            case=receipt.case,
            by=by,
            at=at,
        )
        if receipt.acknowledged_at is None:
            Receipt.objects.filter(pk=receipt.pk).update(acknowledged_at=at, acknowledged_by=by)
            record(
                events.ReferralAcknowledged(destination="mash", reference=receipt.referral.reference),
                case=receipt.case,
                by=by,
                at=at,
            )


# -- agency checks ---------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_check(
    *,
    case: Case,
    agency: Agency,
    question: str,
    due_on: date,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> AgencyCheck:
    """The agency has the question and a day to answer it by, and those who answer there can open the case's header. The same
    press of the button asks once."""
    policies.check_can_ask(agency, question, due_on, clock.local_date(at))
    role = policies.CHECK_ROLES[agency.kind]
    lock(case)
    if chronology.has_happened(case.pk, "agency_check.asked", press):
        return AgencyCheck.objects.filter(case=case, asked_by=by).latest("asked_at")
    cases.involve(case=case, part=Part.CHECK, agency=agency, role=role, by=by, at=at, reason="Asked for a check.")
    check = AgencyCheck(
        case=case, agency=agency, role=str(role), question=question.strip(), due_on=due_on, asked_at=at, asked_by=by
    )
    check.save(force_insert=True)
    record(
        events.AgencyCheckAsked(
            agency=str(agency.kind),
            agency_id=agency.pk,
            agency_name=agency.name,
            due_on=due_on.isoformat(),
            check=str(check.pk),
        ),
        case=case,
        by=by,
        at=at,
        occasion=press,
    )
    return check


@transaction.atomic
def reply_to_check(*, check: AgencyCheck, known: str, text: str, key: str, by: User, at: datetime) -> AgencyCheckReply:
    """The agency's answer stands as written; a later one stands beside it. The same press of the button replies once."""
    lock(check.case)
    check = AgencyCheck.objects.select_related("agency", "case").get(pk=check.pk)
    said = AgencyCheckReply.objects.filter(agency_check=check, key=key).first()
    if said is not None:
        return said
    policies.check_can_reply(check, by, text)
    reply = AgencyCheckReply(case=check.case, agency_check=check, key=key, known=known, text=text.strip(), at=at, by=by)
    reply.save(force_insert=True)
    record(
        events.AgencyCheckReplied(agency=str(check.agency.kind), agency_name=check.agency.name, check=str(check.pk)),
        case=check.case,
        by=by,
        at=at,
    )
    return reply


@transaction.atomic
def close_check(*, check: AgencyCheck, by: User, at: datetime, reason: str = "") -> None:
    """The question is closed; what it let the agency see ends with its last open one. Closing twice changes nothing more."""
    lock(check.case)
    check = AgencyCheck.objects.select_related("agency", "case").get(pk=check.pk)
    if not check.is_open:
        return
    if not check.replies.exists() and not reason.strip():
        raise ActionNotAllowed("The agency has not replied. Say why the check is closed without an answer.")
    AgencyCheck.objects.filter(pk=check.pk, closed_at=None).update(
        closed_at=at, closed_by=by, closed_reason=reason.strip()
    )
    record(
        events.AgencyCheckClosed(
            agency=str(check.agency.kind), agency_name=check.agency.name, check=str(check.pk), reason=reason.strip()
        ),
        case=check.case,
        by=by,
        at=at,
    )
    if AgencyCheck.objects.filter(case=check.case, agency=check.agency, role=check.role, closed_at=None).exists():
        return
    for involvement in Involvement.objects.open().filter(
        case=check.case, part=Part.CHECK, agency=check.agency, role=check.role
    ):
        cases.withdraw(involvement=involvement, by=by, at=at, reason="The check is closed.")


# -- the decision ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """What somebody wrote for one child, and the version it was written on (0: nothing stood there). Fields may be a part."""

    case: Case
    version: int
    fields: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_draft(*, referral: Referral, written: Sequence[Written], by: User, at: datetime) -> list[MashDecision]:
    """What was written is kept, for each child, on the newest version. Raises StaleVersion when somebody saved first."""
    policies.check_may_use_inbox(by)
    lock(*(one.case for one in written))
    return [_keep(referral, one, by=by, at=at) for one in written]


@transaction.atomic
def propose(*, referral: Referral, written: Sequence[Written], by: User, at: datetime) -> list[MashDecision]:
    """The decision for these children waits for a second person; nothing is decided yet."""
    policies.check_may_use_inbox(by)
    lock(*(one.case for one in written))
    occasion = uuid.uuid4()
    hidden = _names_of_the_others(referral, [one.case for one in written])
    receipts = {
        receipt.case_id: receipt
        for receipt in Receipt.objects.select_related("claimed_by", "case").filter(
            referral=referral, destination=Destination.MASH, case__in=[one.case for one in written]
        )
    }
    for one in written:
        policies.check_is_waiting(receipts[one.case.pk])
        policies.check_holds_claim(receipts[one.case.pk], by)
    claim(receipts=list(receipts.values()), by=by, at=at)
    kept = []
    for one in written:
        decision = _keep(referral, one, by=by, at=at)
        policies.check_is_complete(
            one.case.label,
            is_harmed=one.case.is_harmed,
            outcome=decision.outcome,
            reasons=decision.reasons,
            planning=decision.planning,
            planning_why=decision.planning_declined_reason,
        )
        policies.check_names_nobody_else(
            one.case.label,
            (decision.reasons, decision.planning_declined_reason, decision.message_to_referrer),
            hidden[one.case.pk],
        )
        _put(decision, state=DecisionState.PROPOSED, proposed_at=at, proposed_by=by, occasion=occasion)
        cases.move(case=one.case, strand=Strand.SAFEGUARDING, to=Safeguarding.DECISION_PROPOSED, by=by, at=at)
        record(
            events.MashDecided(outcome=decision.outcome, reasons=decision.reasons),
            case=one.case,
            by=by,
            at=at,
            occasion=occasion,
        )
        kept.append(decision)
    return kept


def _names_of_the_others(referral: Referral, children: Sequence[Case]) -> dict[uuid.UUID, list[masking.Hidden]]:
    """Answer, for each child, who must not be named on their record: the other children decided on with them."""
    called = dict(ReferralCase.objects.filter(referral=referral).values_list("case_id", "called"))
    who = {case.pk: found[1] for case in children if (found := people.subject(case))}
    return {
        case.pk: [
            masking.hidden(
                given_name=other.given_name,
                family_name=other.family_name,
                known_as=other.known_as,
                called=called.get(pk, "the other child"),
                shared=(who[case.pk].given_name, who[case.pk].family_name, who[case.pk].known_as)
                if case.pk in who
                else (),
            )
            for pk, other in who.items()
            if pk != case.pk
        ]
        for case in children
    }


@transaction.atomic
def send_back(*, decisions: Sequence[MashDecision], comment: str, by: User, at: datetime) -> None:
    """The proposed decision is open again, with the manager's comment; each child stands as referred."""
    read = {decision.pk: decision.version for decision in decisions}
    decisions = _locked(decisions)
    policies.check_can_approve(decisions, by)
    policies.check_as_read(decisions, read)
    if not comment.strip():
        raise ActionNotAllowed("Say what has to change before you can approve it.")
    for decision in decisions:
        _put(decision, state=DecisionState.RETURNED, returned_at=at, returned_by=by, return_comment=comment.strip())
        cases.move(case=decision.case, strand=Strand.SAFEGUARDING, to=Safeguarding.REFERRED, by=by, at=at)
        record(
            events.MashDecisionReturned(comment=comment.strip()),
            case=decision.case,
            by=by,
            at=at,
            occasion=decision.occasion,
        )


@transaction.atomic
def approve(*, decisions: Sequence[MashDecision], by: User, at: datetime) -> None:
    """Decided: the clock is met, the case moves on, the referral leaves the inbox and its sender is told the outcome."""
    read = {decision.pk: decision.version for decision in decisions}
    decisions = _locked(decisions)
    policies.check_can_approve(decisions, by)
    policies.check_as_read(decisions, read)
    for decision in decisions:
        case, referral = decision.case, decision.referral
        _put(decision, state=DecisionState.APPROVED, approved_at=at, approved_by=by)
        record(
            events.MashDecisionApproved(
                outcome=decision.outcome,
                planning=decision.planning,
                planning_declined_reason=decision.planning_declined_reason,
            ),
            case=case,
            by=by,
            at=at,
            occasion=decision.occasion,
        )
        _move_on(case, STATE_AFTER[decision.outcome], by=by, at=at)
        Case.objects.filter(pk=case.pk, provisional=True).update(provisional=False)
        receipt = Receipt.objects.get(case=case, referral=referral, destination=Destination.MASH)
        Receipt.objects.filter(pk=receipt.pk).update(closed_at=at)
        _tell_referrer(decision, by=by, at=at)
        if decision.outcome in IS_ASSESSED:
            assessment.start(
                case=case.merged_into or case, referral=referral, received_at=receipt.received_at, by=by, at=at
            )


def _keep(referral: Referral, one: Written, *, by: User, at: datetime) -> MashDecision:
    """What was written stands on a new version of this child's decision."""
    changed = {name: one.fields[name] for name in WRITTEN_FIELDS if name in one.fields}
    for name, codes in (("outcome", Outcome), ("planning", Planning)):
        if changed.get(name) and changed[name] not in codes.values:
            raise ActionNotAllowed("Choose one of the answers shown.")
    decision = MashDecision.objects.filter(case=one.case, referral=referral).first()
    policies.check_can_write(decision)
    if decision is None:
        decision = MashDecision(case=one.case, referral=referral, saved_at=at, saved_by=by, **changed)
        decision.save(force_insert=True)
        return decision
    if decision.version != one.version:
        raise StaleVersion(decision)
    if all(getattr(decision, name) == value for name, value in changed.items()):
        return decision
    _put(decision, saved_at=at, saved_by=by, **changed)
    return decision


def _put(decision: MashDecision, **values: object) -> None:
    """The row holds these values on its next version; raises StaleVersion when it is not the version held in the hand."""
    written = MashDecision.objects.filter(pk=decision.pk, version=decision.version).update(
        **values, version=decision.version + 1
    )
    if not written:
        raise StaleVersion(MashDecision.objects.get(pk=decision.pk))
    for name, value in values.items():
        setattr(decision, name, value)
    decision.version += 1


def _locked(decisions: Sequence[MashDecision]) -> list[MashDecision]:
    cases_of = {decision.case_id: decision.case for decision in decisions}
    joined = Case.objects.filter(merged_from__in=list(cases_of))
    lock(*({case.pk: case for case in (*cases_of.values(), *joined)}).values())
    return list(
        MashDecision.objects.select_related("case__merged_into", "referral")
        .filter(pk__in=[decision.pk for decision in decisions])
        .order_by("case_id")
    )


def _move_on(case: Case, to: Safeguarding, *, by: User, at: datetime) -> None:
    """The child's record stands where the decision puts it; where it is joined to a known one, that follows if it can."""
    cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at)
    known = case.merged_into
    if known is None or to == Safeguarding.CLOSED:
        return
    if known.safeguarding in (
        Safeguarding.NOT_OPEN,
        Safeguarding.CLOSED,
        Safeguarding.EARLY_HELP,
        Safeguarding.CHILD_IN_NEED,
    ):
        for step in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, to):
            cases.move(case=known, strand=Strand.SAFEGUARDING, to=step, by=by, at=at)
    elif to in TRANSITIONS[Strand.SAFEGUARDING][known.safeguarding] and to != Safeguarding.EARLY_HELP:
        cases.move(case=known, strand=Strand.SAFEGUARDING, to=to, by=by, at=at)


def _tell_referrer(decision: MashDecision, *, by: User, at: datetime) -> None:
    told = told_to_referrer(decision)
    Feedback(
        case=decision.case,
        referral=decision.referral,
        submitted_by_id=decision.referral.submitted_by_id,
        words=told,
        at=at,
        by=by,
    ).save(force_insert=True)
    record(
        events.MashFeedbackSent(reference=decision.referral.reference, referral=str(decision.referral_id), told=told),
        case=decision.case,
        by=by,
        at=at,
        occasion=decision.occasion,
    )


def told_to_referrer(decision: MashDecision) -> str:
    """Answer the words this decision sends to the referrer."""
    called = (
        ReferralCase.objects.filter(referral=decision.referral, case=decision.case)
        .values_list("called", flat=True)
        .first()
    )
    return wording.feedback(
        decision.outcome,
        decision.planning,
        decision.message_to_referrer,
        child=called or "the young person",
        profile=profile(),
    )


# -- known already? --------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_match(*, suggestion: MatchSuggestion, same: bool, reason: str, by: User, at: datetime) -> Merge | None:
    """The two records were compared by somebody on both. The same child of the same kind: the new record is joined to the
    known one, and can be separated again. Answers the joining, if there is one."""
    policies.check_may_use_inbox(by)
    policies.check_may_compare(by, suggestion)
    suggestion = MatchSuggestion.objects.select_related("case", "other_case").get(pk=suggestion.pk)
    case, known = suggestion.case, suggestion.other_case
    lock(case, known)
    policies.check_can_answer_match(suggestion, reason)
    joins = same and case.kind == known.kind
    if joins:
        policies.check_can_join(case, known)
    answered = MatchSuggestion.objects.filter(pk=suggestion.pk, answer="").update(
        answer="same" if same else "different", answered_at=at, answered_by=by, reason=reason.strip()
    )
    if not answered:
        raise ActionNotAllowed("These records have been compared already. Reload the page to see the answer.")
    occasion = uuid.uuid4()
    for one in (case, known):
        record(case_events.MatchAnswered(same=same, reason=reason.strip()), case=one, by=by, at=at, occasion=occasion)
    if not case.match_suggestions.filter(answer="").exists():
        Case.objects.filter(pk=case.pk).update(provisional=False, version=F("version") + 1)
    return _join(suggestion, reason.strip(), occasion=occasion, by=by, at=at) if joins else None


def _join(suggestion: MatchSuggestion, reason: str, *, occasion: uuid.UUID, by: User, at: datetime) -> Merge:
    case, known = suggestion.case, suggestion.other_case
    Case.objects.filter(pk=case.pk).update(merged_into=known, version=F("version") + 1)
    case.merged_into = known
    carried = []
    # The referrer and an agency asked for a check stay on the new record only: neither may learn that the child is known.
    for involvement in (
        Involvement.objects.open().filter(case=case).exclude(part__in=(Part.REFERRER, Part.CHECK, Part.BREAK_GLASS))
    ):
        carried += _carry(involvement, to=known, by=by, at=at)
    for involvement in Involvement.objects.open().filter(case=known, part=Part.ALLOCATED):
        carried += _carry(involvement, to=case, by=by, at=at)
    for one, other in ((case, known), (known, case)):
        record(
            events.MatchMerged(other_reference=other.reference, is_the_known_one=one == known),
            case=one,
            by=by,
            at=at,
            occasion=occasion,
        )
    merge = Merge(case=case, known_case=known, suggestion=suggestion, carried=carried, reason=reason, at=at, by=by)
    merge.save(force_insert=True)
    return merge


def _carry(involvement: Involvement, *, to: Case, by: User, at: datetime) -> list[str]:
    """The same people are on the other record in the same part; answers the id of what that opened, if it opened anything."""
    there = Involvement.objects.open().filter(case=to, group_id=involvement.group_id, part=involvement.part)
    if there.exists():
        return []
    opened = cases.involve(
        case=to,
        part=Part(involvement.part),
        agency=involvement.agency,
        role=involvement.role or None,  # type: ignore[arg-type]
        user=involvement.user,
        by=by,
        at=at,
        reason="The records were joined.",
        expires_at=involvement.expires_at,
    )
    return [str(opened.pk)]


@transaction.atomic
def separate(*, merge: Merge, reason: str, by: User, at: datetime) -> None:
    """The two records stand apart again, with the people on each that joining had not brought; the question is open again."""
    policies.check_may_use_inbox(by)
    policies.check_may_compare(by, merge.suggestion)
    if not reason.strip():
        raise ActionNotAllowed("Say why these are two children after all.")
    case, known = merge.case, merge.known_case
    lock(case, known)
    undone = Merge.objects.filter(pk=merge.pk, undone_at=None).update(
        undone_at=at, undone_by=by, undone_reason=reason.strip()
    )
    if not undone:
        raise ActionNotAllowed("These records have been separated already.")
    Case.objects.filter(pk=case.pk).update(merged_into=None, provisional=True, version=F("version") + 1)
    MatchSuggestion.objects.filter(pk=merge.suggestion_id).update(
        answer="", answered_at=None, answered_by=None, reason=""
    )
    for one, other in ((case, known), (known, case)):
        record(events.MatchUnmerged(other_reference=other.reference, reason=reason.strip()), case=one, by=by, at=at)
    for involvement in Involvement.objects.open().filter(pk__in=merge.carried):
        cases.withdraw(involvement=involvement, by=by, at=at, reason="The records were separated.")
