"""What may leave, and when. Pure."""

from collections.abc import Sequence


def interim_or_refusal(
    *, is_signed: bool, before_sign_off: bool, after_stop: bool = False, stopped: bool = False
) -> tuple[bool, str]:
    """Answer whether a document leaves as interim, and why it may not leave at all ("" where it may)."""
    if after_stop:
        if is_signed:
            return False, "The assessment is signed off. A full report or an extract leaves, not a partial one."
        if not stopped:
            return (
                False,
                "AIM2 goes on, so there is nothing partial to report. A partial report leaves once it has stopped.",
            )
        return True, ""
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
