"""The records of a referral, by the number its sender was given: for the search."""

import re
from collections.abc import Iterable
from uuid import UUID

from referrals.models import ReferralCase

_NUMBER = re.compile(r"r[\s-]*(\d\d)[\s-]+(\d{1,6})")


def by_referral_number(typed: str) -> Iterable[UUID]:
    """Answer the cases a referral opened, by its number as people say it (R-26-0101, r 26 101). The search shows those the reader may
    see, and no others."""
    said = _NUMBER.fullmatch(typed.casefold())
    if said is None:
        return []
    number = f"R-{said[1]}-{int(said[2]):04}"
    return ReferralCase.objects.filter(referral__reference=number).values_list("case_id", flat=True)
