"""Records of the two routes in, split by noun. Everything is importable from here."""

from referrals.models.drafts import Danger, Draft, DraftSection
from referrals.models.submitted import (
    Addendum,
    Allegation,
    Destination,
    FirstAccount,
    Rating,
    Receipt,
    Referral,
    ReferralCase,
    ReferralOriginal,
    ReferralPart,
)

__all__ = [
    "Addendum",
    "Allegation",
    "Danger",
    "Destination",
    "Draft",
    "DraftSection",
    "FirstAccount",
    "Rating",
    "Receipt",
    "Referral",
    "ReferralCase",
    "ReferralOriginal",
    "ReferralPart",
]
