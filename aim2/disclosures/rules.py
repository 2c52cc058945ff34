"""What may leave, and when. Pure."""

from collections.abc import Sequence


def interim_or_refusal(*, is_signed: bool, before_sign_off: bool) -> tuple[bool, str]:
    """Answer whether a document leaves as interim, and why it may not leave at all ("" where it may)."""
    if is_signed:
        return False, ""
    if before_sign_off:
        return True, ""
    return False, "This document leaves once the assessment is signed off. Until then say where it stands, in words."


def missing(
    *, whole: bool, picked: int, own_words: str, to: str, gateway: str, allowed: Sequence[str], why: str
) -> list[str]:
    """Answer a sentence for each thing a document needs before it may leave."""
    found = []
    if not to.strip():
        found.append("Say to whom it goes.")
    if not whole and not picked and not own_words.strip():
        found.append("Pick at least one paragraph.")
    if gateway not in allowed:
        found.append("Choose the gateway: by what right it leaves.")
    if not why.strip():
        found.append("Say why this much and no more.")
    return found
