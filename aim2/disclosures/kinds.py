"""Who gets what of an assessment: the kinds of document, as data. Pure."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Kind(TextChoices):
    FULL = "full", "Full report"
    CONFERENCE = "conference", "Recommendations for the child protection conference"
    CARE_PLAN = "care_plan", "Recommendations for the care plan"
    SCHOOL = "school", "Recommendations for the school"
    HEALTH = "health", "Recommendations for health"
    POLICE = "police", "Extract for the police"
    COURT = "court", "Pre-sentence extract"
    PARTIAL = "partial", "Partial report after AIM2 stopped, with its limits"
    YOUNG_PERSON = "young_person", "Summary for the young person"
    PARENT = "parent", "Summary for a parent or carer"


class State(TextChoices):
    DRAFT = "draft", "Being prepared"
    SENT = "sent", "Waiting for the manager"
    RETURNED = "returned", "Returned with a comment"
    LEFT = "left", "Has left"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SENT, State.LEFT}),
    State.RETURNED: frozenset({State.SENT, State.LEFT}),
    State.SENT: frozenset({State.RETURNED, State.LEFT}),
    State.LEFT: frozenset(),
}
OWNER: dict[State, str] = {
    State.DRAFT: "the lead",
    State.RETURNED: "the lead",
    State.SENT: "the YOS manager",
    State.LEFT: "",
}


class StepFor(TextChoices):
    CONFERENCE = "conference", "child protection plan"
    CARE_PLAN = "care_plan", "care plan"


class Gateway(TextChoices):
    """By what right it leaves: consent to engage is none of them (design.md §7)."""

    SAFEGUARDING = "safeguarding", "Safeguarding: Children Act 1989 and 2004, working together to keep children safe"
    PRE_SENTENCE = "pre_sentence", "Pre-sentence report asked for by the court"
    CRIME = "crime", "Prevention, detection or prosecution of crime"
    CARE_PLANNING = "care_planning", "Care planning for a looked-after child"
    OWN_DATA = "own_data", "The young person’s or parent’s own information"
    COURT_ORDER = "court_order", "Order of a court"


@dataclass(frozen=True)
class Audience:
    """What a document for one audience may hold. `headings`: under which texts may be picked; empty: it is the whole report.

    `after_stop`: of work that stopped and was not finished, whether or not the version was ended since.
    `countersigned`: leaves only on the YOS manager's name. `before_sign_off`: may leave as *interim* before the assessment is
    signed. `criminal`: what is tied to an allegation that was not charged, or came to nothing, cannot be picked.
    """

    headings: tuple[str, ...]
    gateways: tuple[Gateway, ...]
    countersigned: bool = False
    before_sign_off: bool = False
    after_stop: bool = False
    criminal: bool = False
    level: bool = False  # the recommended level of supervision is said
    step: StepFor | None = None


G = Gateway
AUDIENCES: dict[Kind, Audience] = {
    Kind.FULL: Audience((), (G.SAFEGUARDING, G.COURT_ORDER, G.CRIME, G.CARE_PLANNING), countersigned=True, level=True),
    Kind.CONFERENCE: Audience(
        ("supervision", "work"), (G.SAFEGUARDING,), level=True, step=StepFor.CONFERENCE
    ),
    Kind.CARE_PLAN: Audience(
        ("supervision", "work"), (G.CARE_PLANNING, G.SAFEGUARDING), level=True, step=StepFor.CARE_PLAN
    ),
    Kind.SCHOOL: Audience(("supervision", "work"), (G.SAFEGUARDING,)),
    Kind.HEALTH: Audience(("supervision", "work"), (G.SAFEGUARDING,)),
    Kind.POLICE: Audience(("attitude", "risk", "supervision", "limits", "timeline"), (G.CRIME, G.SAFEGUARDING), criminal=True),
    Kind.COURT: Audience(
        ("attitude", "formulation", "risk", "timeline", "supervision", "work", "limits"),
        (G.PRE_SENTENCE,),
        countersigned=True,
        before_sign_off=True,
        criminal=True,
        level=True,
    ),
    Kind.PARTIAL: Audience(
        ("attitude", "formulation", "risk", "timeline", "supervision", "work", "limits"),
        (G.SAFEGUARDING, G.PRE_SENTENCE, G.COURT_ORDER, G.CRIME, G.CARE_PLANNING),
        countersigned=True,
        after_stop=True,
        criminal=True,
    ),
    Kind.YOUNG_PERSON: Audience(("young_person",), (G.OWN_DATA,)),
    Kind.PARENT: Audience(("parents",), (G.OWN_DATA,)),
}  # fmt: skip

HEADINGS: dict[str, str] = {
    "attitude": "Attitude",
    "formulation": "Formulation",
    "risk": "Risk: to whom, where, when",
    "timeline": "Timeline",
    "supervision": "Supervision",
    "work": "Proposed work",
    "limits": "Limits",
    "young_person": "For you",
    "parents": "For you",
}
