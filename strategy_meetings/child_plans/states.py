"""A plan for a child: of two kinds, open or ended, never two open at once."""

from django.db.models import TextChoices


class PlanKind(TextChoices):
    PROTECTION = "protection", "Child protection plan"
    IN_NEED = "in_need", "Child in need plan"


class PlanState(TextChoices):
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


class EndReason(TextChoices):
    """Why a plan ended."""

    REVIEW = "review", "Review conference decided so"
    EIGHTEEN = "eighteen", "The young person is 18"
    MOVED = "moved", "Moved, and the other authority has accepted the plan"
    LEFT = "left_country", "Left the country for good"
    DIED = "died", "The child has died"
    LOOKED_AFTER = "looked_after", "Looked after: the care plan takes its place"
    PROTECTION = "protection_plan", "A protection plan takes its place"
    DONE = "done", "Done: what it was for is reached"
    REFUSED = "refused", "The family did not agree to go on"


R = EndReason
WITHOUT_REVIEW = (R.EIGHTEEN, R.MOVED, R.LEFT, R.DIED, R.LOOKED_AFTER)
"""Why a protection plan may end without a review conference; looked after where the partnership’s profile allows it."""
OF_IN_NEED = (R.DONE, R.REFUSED, R.EIGHTEEN, R.MOVED, R.LEFT, R.DIED, R.LOOKED_AFTER)
"""Why somebody ends a child in need plan."""
S = PlanState
TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {S.OPEN: frozenset({S.ENDED}), S.ENDED: frozenset()}
OWNER: dict[PlanState, str] = {S.OPEN: "the key worker", S.ENDED: ""}
