"""What the state of a clock, or the policy, does not allow."""

from hsb.errors import ActionNotAllowed
from hsb.timeliness.standards import PAUSE_WORDS, PauseReason, Standard


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
        allowed = " or ".join(f"when {PAUSE_WORDS[one]}" for one in standard.pause_reasons)
        raise ActionNotAllowed(
            f"“{standard.title}” does not pause because {PAUSE_WORDS[known]}."
            + (
                f" It pauses only {allowed}."
                if allowed
                else " It never pauses: a manager can agree a later date, with a reason."
            )
        )
