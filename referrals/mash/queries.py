"""Reading the front door: the inbox, one referral as MASH reads it, checks, matches, what the referrer was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404

from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, MatchSuggestion
from hsb.cases.visible import visible_cases
from hsb.errors import AccessDenied
from hsb.timeliness import queries as timeliness
from hsb.timeliness.explain import Explanation
from hsb.ui.words import long_date
from referrals.mash import criteria, wording
from referrals.models import (
    DecisionState,
    Destination,
    Feedback,
    MashDecision,
    Outcome,
    Receipt,
    Referral,
    ReferralCase,
)


# -- one referral ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Child:
    """One child of the occasion as the decider sees them."""

    receipt: Receipt
    opened: OpenCase
    decision: MashDecision | None

    @property
    def case(self) -> Case:
        return self.opened.case

    @property
    def state(self) -> str:
        return self.decision.state if self.decision else ""

    @property
    def waits_for_approval(self) -> bool:
        return self.state == DecisionState.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.state == DecisionState.APPROVED

    @property
    def is_open(self) -> bool:
        return self.receipt.closed_at is None and self.state in ("", DecisionState.DRAFT, DecisionState.RETURNED)

    @property
    def prefix(self) -> str:
        """Answer what the child's fields are prefixed with: never a name."""
        return f"k{self.receipt.pk.hex[:10]}"


def occasion(user: User, receipt: Receipt, opened: OpenCase) -> list[Child]:
    """Answer the children of this referral that exist for this person and whose referral they may read, this one first."""
    receipts = (
        Receipt.objects.filter(referral=receipt.referral_id, destination=Destination.MASH, case__in=visible_cases(user))
        .select_related("case", "claimed_by", "referral")
        .order_by("received_at", "case__opened_at", "pk")
    )
    decisions = {
        decision.case_id: decision
        for decision in MashDecision.objects.filter(
            referral=receipt.referral_id, case__in=[one.case_id for one in receipts]
        ).select_related("saved_by", "proposed_by", "returned_by", "approved_by", "case", "referral")
    }
    found = []
    for one in receipts:
        try:
            door = (
                opened
                if one.pk == receipt.pk
                else access.get_case_by_id(
                    user, one.case_id, look="MASH referral, other child", needs=(RecordClass.REFERRAL, Level.READ)
                )
            )
        except AccessDenied:
            continue
        found.append(Child(one, door, decisions.get(one.case_id)))
    return sorted(found, key=lambda child: (child.case.is_harmed, child.case.opened_at, child.case.reference))


def shown_criteria(receipt: Receipt, parts: Mapping[str, Any], today: date, *, joined: bool) -> list[criteria.Shown]:
    """Answer the criteria for this child's copy of the referral."""
    open_matches = MatchSuggestion.objects.filter(case=receipt.case_id, answer="").count()
    return criteria.evaluate(
        parts,
        is_harmed=receipt.case.is_harmed,
        called=receipt.case.label,
        known=open_matches,
        on=today,
        joined=joined,
    )


def explanation(due: timeliness.Due | None, today: date) -> Explanation | None:
    """Answer why the decision is due when it is."""
    return timeliness.explanation_for(due.deadline, today) if due else None


def due_sentence(receipt: Receipt, due: timeliness.Due | None, today: date) -> str:
    """Answer “Decide on K.D. by the end of today, Thursday 19 November 2026”."""
    if due is None or due.deadline.judged_on is None:
        return f"Decide on {receipt.case.label}"
    day = due.deadline.judged_on
    if due.late:
        return f"Decide on {receipt.case.label} now: the decision was due on {long_date(day)}"
    if day == today:
        return f"Decide on {receipt.case.label} by the end of today, {long_date(day)}"
    if day == today + timedelta(days=1):
        return f"Decide on {receipt.case.label} by the end of tomorrow, {long_date(day)}"
    return f"Decide on {receipt.case.label} by the end of {long_date(day)}"


def names_told(referral_id: UUID) -> dict[UUID, str]:
    """Answer what the referrer reads each child called: “the young person”, or a chosen name."""
    return dict(ReferralCase.objects.filter(referral=referral_id).values_list("case_id", "called"))


def previews(child: Child, called_there: str) -> list[tuple[str, str]]:
    """Answer, for each outcome, what the referrer would be told; the one chosen so far first."""
    chosen = child.decision.outcome if child.decision else ""
    outcomes = sorted(Outcome.values, key=lambda outcome: outcome != chosen)
    return [
        (
            str(Outcome(outcome).label),
            wording.feedback(
                outcome,
                child.decision.planning if child.decision and outcome == chosen else "",
                child.decision.message_to_referrer if child.decision else "",
                child=called_there,
                profile=profile(),
            ),
        )
        for outcome in outcomes
    ]


def would_be_told(child: Child, called_there: str) -> str:
    """Answer what the referrer is told when this decision is approved."""
    assert child.decision is not None
    return wording.feedback(
        child.decision.outcome,
        child.decision.planning,
        child.decision.message_to_referrer,
        child=called_there,
        profile=profile(),
    )


# -- feedback --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """What a referrer reads about one child."""

    called: str
    words: str
    at: Any
    reference: str = ""  # of the record, where this person is on it and may raise a disagreement there


def outcome_for(user: User, referral_id: UUID) -> tuple[Referral, list[Told], list[str]]:
    """Answer a referral of this person's own, what they were told, and which children are still to be decided on.

    Raises Http404 for anybody who did not send it.
    """
    referral = Referral.objects.filter(pk=referral_id, submitted_by=user).select_related("agency").first()
    if referral is None:
        raise Http404("There is no such referral, or you did not send it.")
    names = dict(ReferralCase.objects.filter(referral=referral).order_by("number").values_list("case_id", "called"))
    told = {row.case_id: row for row in Feedback.objects.filter(referral=referral, submitted_by=user)}
    open_to = visible_cases(user).filter(pk__in=list(told), merged_into=None)
    references = dict(open_to.values_list("pk", "reference"))
    said = [Told(name, told[pk].words, told[pk].at, references.get(pk, "")) for pk, name in names.items() if pk in told]
    return referral, said, [name for pk, name in names.items() if pk not in told]
