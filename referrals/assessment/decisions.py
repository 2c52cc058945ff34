"""What a manager may decide of an assessment: a table of findings and decisions, and when a decision needs its reason.

Working Together 2023 leaves the decision to a manager and asks that it follows from the analysis; the table is that sentence as data.
"""

from dataclasses import dataclass

from referrals.models import Finding, OwnHarm, Recommendation

R = Recommendation

# By what was found of the behaviour; the empty finding is a harmed child's, of whom none is asked.
FOLLOWS_FROM: dict[str, frozenset[str]] = {
    Finding.ABUSIVE: frozenset({R.CHILD_IN_NEED, R.STRATEGY_MEETING, R.SECTION_47}),
    Finding.NOT_ABUSIVE: frozenset({R.CHILD_IN_NEED, R.EARLY_HELP, R.CLOSE}),
    "": frozenset({R.CHILD_IN_NEED, R.STRATEGY_MEETING, R.SECTION_47, R.EARLY_HELP, R.CLOSE}),
}
# Somebody who may have been harmed is protected too, whatever was found of the behaviour.
WHERE_HARMED = frozenset({R.STRATEGY_MEETING, R.SECTION_47})
AS_HARMED = frozenset({OwnHarm.KNOWN, OwnHarm.SUSPECTED})


@dataclass(frozen=True)
class Found:
    """What an assessment says that a decision rests on."""

    finding: str
    own_harm: str
    recommendation: str


def follows(found: Found, decision: str) -> bool:
    """Answer whether a decision follows from the findings without a reason of its own."""
    usual = FOLLOWS_FROM[found.finding]
    if found.own_harm in AS_HARMED:
        usual = (usual | WHERE_HARMED) - {R.CLOSE}
    return decision in usual


def why_a_reason(found: Found, decision: str) -> str:
    """Answer the sentence that asks for a reason, or empty where the decision needs none."""
    if not follows(found, decision):
        return "This is not what the findings lead to. Give your reasons, or choose another decision."
    if found.recommendation and decision != found.recommendation:
        return "This is not what the social worker recommends. Give your reasons."
    return ""
