"""Who is eligible for MAPPA, from what police or YOS recorded (P5.9). Pure.

Only a caution, conviction or sentence makes a young person eligible (Criminal Justice Act 2003 s327; MAPPA guidance). What is alleged,
admitted or feared does not: a risk panel is held instead.
"""

from dataclasses import dataclass

CUSTODY_MONTHS = 12


@dataclass(frozen=True)
class Ground:
    """What was recorded of one caution, conviction or sentence."""

    basis: str  # caution, conviction, sentence
    must_notify: bool = False
    custody_months: int = 0
    specified: bool = False
    otherwise_dangerous: bool = False
    terrorist: bool = False


@dataclass(frozen=True)
class Answer:
    """The category (0: not eligible), and why, in a sentence."""

    category: int
    reason: str


def eligible(ground: Ground) -> Answer:
    """Answer the category a ground falls in and why; or that it makes nobody eligible, and why not."""
    if ground.must_notify:
        return Answer(1, f"Category 1: subject to notification as a sexual offender after a {ground.basis}.")
    if ground.basis == "sentence" and ground.specified and ground.custody_months >= CUSTODY_MONTHS:
        return Answer(2, f"Category 2: a specified offence, and {ground.custody_months} months of custody.")
    if ground.terrorist:
        return Answer(4, f"Category 4: a terrorist offence, or a risk of one, with a {ground.basis}.")
    if ground.otherwise_dangerous:
        return Answer(
            3, f"Category 3: a {ground.basis} that shows a risk of serious harm, which several agencies must manage."
        )
    return Answer(0, why_not(ground))


def why_not(ground: Ground) -> str:
    """Answer why a ground makes nobody eligible."""
    if ground.basis == "sentence" and ground.specified:
        return (
            f"Not eligible: the offence is a specified one, but the sentence is not {CUSTODY_MONTHS} months of custody or more,"
            " and nobody has to notify the police."
        )
    return (
        f"Not eligible: a {ground.basis} without notification, without a specified offence and {CUSTODY_MONTHS} months of"
        " custody, and without a risk of serious harm that several agencies must manage."
    )


def must_attend(level: int) -> bool:
    """Answer whether children's services must be at the table for somebody under 18: at levels 2 and 3."""
    return level >= 2
