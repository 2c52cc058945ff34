"""The life of a request by the police for AIM2, on one page (P6.3)."""

from django.db.models import TextChoices


class RequestState(TextChoices):
    OPEN = "open", "Waiting for an answer"
    MORE_ASKED = "more_asked", "More asked for"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined, alternative given"


R = RequestState
TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    R.OPEN: frozenset({R.ACCEPTED, R.DECLINED, R.MORE_ASKED}),
    R.MORE_ASKED: frozenset({R.OPEN}),
    R.ACCEPTED: frozenset(),
    R.DECLINED: frozenset(),
}
OWNER: dict[RequestState, str] = {
    R.OPEN: "the YOS manager, who accepts, declines or asks for more",
    R.MORE_ASKED: "the police officer who asked",
    R.ACCEPTED: "",
    R.DECLINED: "",
}


class Admission(TextChoices):
    FULL = "full", "In full"
    PARTIAL = "partial", "In part"


class Suits(TextChoices):
    """Whether AIM2 suits how the young person learns (P2.2)."""

    YES = "yes", "AIM2 suits as it is"
    WITH_CHANGES = "with_changes", "AIM2 suits, with changes"
    NO = "no", "AIM2 does not suit: another tool is used"


class NarrativeReason(TextChoices):
    """Why an assessment is written without a rating, a total, a band or a level."""

    GIRL = "girl", "A girl: AIM2’s figures come from boys"
    LEARNING_DISABILITY = "learning_disability", "A learning disability"
    NOT_ESTABLISHED = "not_established", "The behaviour is not established"
