"""The life of a closure, from which states of a strand it starts, why a strand closes and whose part ends with it: tables."""

from django.db.models import TextChoices

from hsb.agencies.permissions import Role
from hsb.cases.states import Safeguarding, Strand, YouthOffending


class State(TextChoices):
    PROPOSED = "proposed", "Waiting for a manager’s approval"
    RETURNED = "returned", "Returned with a reason"
    APPROVED = "approved", "Closed"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PROPOSED: frozenset({State.RETURNED, State.APPROVED}),
    State.RETURNED: frozenset(),  # it is proposed again, as another one
    State.APPROVED: frozenset(),  # work that comes back is a new episode
}
OWNER: dict[State, str] = {
    State.PROPOSED: "the manager of the service whose work it is",
    State.RETURNED: "the worker, who proposes again",
    State.APPROVED: "",
}


class Reason(TextChoices):
    """Why the work closes. That a young person denies what happened is no reason by itself."""

    ACHIEVED = "achieved", "What it was for is reached"
    PARTLY = "partly", "Partly reached, and no more can be done now"
    DISENGAGED = "disengaged", "The young person or family did not go on"
    TRANSFERRED = "transferred", "Another authority or service has accepted the work"
    EARLY_HELP = "early_help", "Early help or universal services are enough"
    EIGHTEEN = "eighteen", "The young person is 18"
    CUSTODY = "custody", "In custody: the establishment and another service go on"
    DIED = "died", "The child has died"


R = Reason
REASONS: dict[Strand, tuple[Reason, ...]] = {
    Strand.SAFEGUARDING: (R.ACHIEVED, R.PARTLY, R.DISENGAGED, R.EARLY_HELP, R.TRANSFERRED, R.EIGHTEEN, R.DIED),
    Strand.YOUTH_OFFENDING: (R.ACHIEVED, R.PARTLY, R.DISENGAGED, R.TRANSFERRED, R.CUSTODY, R.EIGHTEEN, R.DIED),
}
"""The criminal side is ended by the court or the police, where its outcome is recorded: it has no closure of its own."""

CLOSED: dict[Strand, str] = {
    Strand.SAFEGUARDING: str(Safeguarding.CLOSED),
    Strand.YOUTH_OFFENDING: str(YouthOffending.CLOSED),
}

CLOSES_FROM: dict[Strand, frozenset[str]] = {
    Strand.SAFEGUARDING: frozenset({Safeguarding.CHILD_IN_NEED, Safeguarding.EARLY_HELP, Safeguarding.TO_CLOSE}),
    Strand.YOUTH_OFFENDING: frozenset({YouthOffending.ACCEPTED, YouthOffending.ALLOCATED}),
}
"""Anything further on is decided first, where it is decided: an assessment, an enquiry, a conference, a plan."""

PROPOSERS: dict[Strand, frozenset[Role]] = {
    Strand.SAFEGUARDING: frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.VICTIM_WORKER}),
    Strand.YOUTH_OFFENDING: frozenset({Role.YOS_OFFICER, Role.YOS_MANAGER}),
}
APPROVERS: dict[Strand, Role] = {
    Strand.SAFEGUARDING: Role.CSWS_MANAGER,
    Strand.YOUTH_OFFENDING: Role.YOS_MANAGER,
}

LEAVE: dict[Strand, frozenset[Role]] = {
    Strand.SAFEGUARDING: frozenset({Role.MASH_WORKER, Role.SOCIAL_WORKER, Role.CONFERENCE_CHAIR, Role.IRO}),
    Strand.YOUTH_OFFENDING: frozenset({Role.YOS_OFFICER, Role.YOS_MANAGER, Role.AIM_SUPERVISOR}),
}
"""Whose part ends with a strand. The court officer's goes with the criminal side; a victim worker's with the last strand."""

STAY = frozenset({Role.CSWS_MANAGER})
"""Somebody decides on every record, also on one where nothing runs: a new referral finds them."""
