"""Changes at the front door. Each checks, locks, changes and records in one transaction."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases import actions as cases
from hsb.cases import masking, people
from hsb.cases.models import Case
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion
from referrals.assessment import actions as assessment
from referrals.events import mash as events
from referrals.inbox import policies as inbox
from referrals.inbox.claims import claim
from referrals.mash import policies, wording
from referrals.models import (
    DecisionState,
    Destination,
    Feedback,
    MashDecision,
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


@dataclass(frozen=True)
class Written:
    """What somebody wrote for one child, and the version it was written on (0: nothing stood there). Fields may be a part."""

    case: Case
    version: int
    fields: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_draft(*, referral: Referral, written: Sequence[Written], by: User, at: datetime) -> list[MashDecision]:
    """What was written is kept, for each child, on the newest version. Raises StaleVersion when somebody saved first."""
    inbox.check_may_use_inbox(by)
    lock(*(one.case for one in written))
    return [_keep(referral, one, by=by, at=at) for one in written]


@transaction.atomic
def propose(*, referral: Referral, written: Sequence[Written], by: User, at: datetime) -> list[MashDecision]:
    """The decision for these children waits for a second person; nothing is decided yet. Proposed again in the same words, it is
    done."""
    inbox.check_may_use_inbox(by)
    lock(*(one.case for one in written))
    if done := _proposed_already(referral, written, by):
        return done
    occasion = uuid.uuid4()
    hidden = _names_of_the_others(referral, [one.case for one in written])
    receipts = {
        receipt.case_id: receipt
        for receipt in Receipt.objects.select_related("claimed_by", "case").filter(
            referral=referral, destination=Destination.MASH, case__in=[one.case for one in written]
        )
    }
    for one in written:
        inbox.check_is_waiting(receipts[one.case.pk])
        inbox.check_holds_claim(receipts[one.case.pk], by)
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


def _proposed_already(referral: Referral, written: Sequence[Written], by: User) -> list[MashDecision]:
    """Answer these decisions where this person has proposed them all, in these very words; none otherwise."""
    cases_ = [one.case.pk for one in written]
    found = {
        one.case_id: one
        for one in MashDecision.objects.select_related("case").filter(
            referral=referral, case__in=cases_, state=DecisionState.PROPOSED, proposed_by=by
        )
    }
    same = len(found) == len(cases_) and all(
        getattr(found[one.case.pk], name) == value for one in written for name, value in one.fields.items()
    )
    return list(found.values()) if same else []


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
