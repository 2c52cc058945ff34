"""Which assessment spares the establishment a new one (P6.6). Pure."""

from collections.abc import Sequence
from datetime import date


def is_of_this_matter(*, signed_on: date | None, known_since: Sequence[date]) -> bool:
    """Whether an assessment is about what somebody was sentenced for: it runs still, or every allegation was known before it was
    signed. What came to light afterwards it cannot have looked at."""
    return signed_on is None or all(known <= signed_on for known in known_since)
