"""Opening and claiming what came in at MASH."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.chronology.actions import lock, record
from referrals.events import mash as events
from referrals.inbox import policies
from referrals.models import (
    Receipt,
)


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
