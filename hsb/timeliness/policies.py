"""What the state of a clock, or the policy, does not allow."""

from hsb.errors import ActionNotAllowed
from hsb.timeliness.standards import PauseReason, Standard

_WORDS = {
    PauseReason.INFORMATION_REQUESTED: "more information has been asked for",
    PauseReason.VERDICT_PENDING: "a verdict is pending",
    PauseReason.PAPERS_WITH_CPS: "the papers are with the Crown Prosecution Service",
    PauseReason.CONSENT_PENDING: "consent is awaited",
    PauseReason.CRIMINAL_INVESTIGATION: "a criminal investigation is going on",
}


def check_pause_allowed(standard: Standard, reason: PauseReason | str) -> None:
    """Refuse to pause a clock for a reason its standard does not know; the policy forbids one reason everywhere (P6.2)."""
    try:
        known = PauseReason(reason)
    except ValueError:
        raise ActionNotAllowed(f"A clock cannot pause for “{reason}”. Choose one of the listed reasons.") from None
    if known is PauseReason.CRIMINAL_INVESTIGATION:
        raise ActionNotAllowed(
            f"“{standard.title}” does not wait for a criminal investigation. The policy (6.2) says that help need not be "
            "held up: agree with the police and the Crown Prosecution Service what may be worked on meanwhile."
        )
    if known not in standard.pause_reasons:
        allowed = " or ".join(f"when {_WORDS[one]}" for one in standard.pause_reasons)
        raise ActionNotAllowed(
            f"“{standard.title}” does not pause because {_WORDS[known]}."
            + (f" It pauses only {allowed}." if allowed else " It never pauses: ask for an extension, with a reason.")
        )
