"""How a referral that was sent stands, as far as its sender may know: what they were told, and that somebody has begun.

A decision that waits for approval, a question between services, what is on record and what becomes of the child harmed are none of
theirs: each of these reads “being decided”.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from hsb.accounts.models import User
from hsb.cases.visible import visible_cases
from referrals.models import Draft, Feedback, Receipt, ReferralCase, Screening, ScreeningOutcome

ANSWERS = (ScreeningOutcome.ACCEPTED, ScreeningOutcome.DECLINED)


@dataclass(frozen=True)
class Stands:
    """A state by its code (`status_tags`, "referral"), of how many children a decision was told, and what YOS answered, if it did."""

    state: str
    told: int = 0
    children: int = 0
    yos: str = ""

    @property
    def in_part(self) -> str:
        """Answer “1 of 2 children decided” while some are told and others not."""
        return f"{self.told} of {self.children} children decided" if 0 < self.told < self.children else ""


def standing(user: User, drafts: Iterable[Draft]) -> dict[UUID, Stands]:
    """Answer how each of these referrals of one person stands. One statement, and none where nothing was sent."""
    drafts = list(drafts)
    found = {one.pk: Stands("sent" if one.submitted_at else "draft") for one in drafts}
    sent = [one.pk for one in drafts if one.submitted_at]
    told: dict[UUID, list[bool]] = {pk: [] for pk in sent}
    for pk, number, is_told, is_begun, yos in _rows(user, sent) if sent else ():
        told[pk].append(is_told)
        if number == 0:  # the record the sender is on: of another nothing but the words they were told
            found[pk] = Stands("deciding" if is_begun else "received", yos=yos or "")
    return {pk: _with(stands, told.get(pk, [])) for pk, stands in found.items()}


def _with(stands: Stands, told: list[bool]) -> Stands:
    if not any(told):
        return stands
    state = "decided" if all(told) else "deciding"
    return Stands(state, told=sum(told), children=len(told), yos=stands.yos)


def _rows(user: User, sent: list[UUID]) -> Iterable[tuple[UUID, int, bool, bool, str | None]]:
    own = {"referral": OuterRef("referral"), "case__in": visible_cases(user), "case__referral_cases__number": 0}
    begun = Receipt.objects.filter(~Q(first_opened_at=None) | ~Q(claimed_at=None), **own)
    answered = Screening.objects.filter(
        receipt__referral=OuterRef("referral"), case__in=visible_cases(user), outcome__in=ANSWERS
    ).order_by("-at")
    told = Feedback.objects.filter(referral=OuterRef("referral"), case=OuterRef("case"), submitted_by=user)
    rows: Iterable[tuple[UUID, int, bool, bool, str | None]] = (
        ReferralCase.objects.filter(referral__in=sent, submitted_by=user)
        .annotate(told=Exists(told), begun=Exists(begun), yos=Subquery(answered.values("outcome")[:1]))
        .values_list("referral_id", "number", "told", "begun", "yos")
    )
    return rows
