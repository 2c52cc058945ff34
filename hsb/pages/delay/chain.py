"""The steps of the delay chain (P5.10), one table for the stage tracker of a case and for the dashboard. Pure.

A step whose events no app declares yet is *coming*: it stands in the table, and is shown only once a case has reached it.
"""

from dataclasses import dataclass

from hsb.chronology.declare import DECLARED

REFERRER, INVESTIGATOR, FAMILY = "referrer", "investigator", "family"
"""Whose move it is where that is not one kind of agency: whoever refers; police or social care, whichever investigates."""


@dataclass(frozen=True)
class Step:
    """A step: the events that reach it, what it is called once reached and while waited for, and whose move it is until then.

    `awaited` says which cases wait for it: "always", "investigated" (an enquiry or investigation is open), "strategy" (a
    strategy meeting is to be held). A step nobody waits for is passed over.
    """

    code: str
    name: str
    events: tuple[str, ...]
    whose: str
    wanted: str = ""  # what is waited for, where the name says it as done
    reached: str = ""  # "Families waited … to <this>", of those that may be the goal
    awaited: str = "always"

    @property
    def waited_for(self) -> str:
        """Answer what somebody waits for who has not reached it."""
        return self.wanted or self.name

    @property
    def is_coming(self) -> bool:
        """Answer whether its events come with a later release."""
        return not any(event in DECLARED for event in self.events)


FIRST_ACCOUNT = Step("first_account", "First account", ("first_account.given",), REFERRER)
_REFERRAL = Step("referral", "Referral", ("referral.received",), REFERRER)
_DECISION = Step("mash_decision", "MASH decision", ("mash.decision_approved",), "csws")
_STRATEGY = Step("strategy", "Strategy", ("strategy.held",), "csws", "Strategy discussion", awaited="strategy")
_ENDED = Step(
    "investigation_ended",
    "Investigation ended",
    ("investigation.ended",),
    INVESTIGATOR,
    "End of investigation",
    awaited="investigated",
)
_ALLOCATED = Step(
    "allocated", "Allocated", ("yos.allocated",), "yos", "YOS officer", reached="the allocation of a YOS officer"
)
_CONSENT = Step("consent", "Consent", ("aim.consent_complete",), FAMILY, reached="consent")
AIM2 = Step("aim2_started", "AIM2 started", ("aim.started",), "yos", "First AIM2 session", "the first AIM2 session")

# In the order families meet them (P5.10). A case passes them in whatever order it does.
CHAIN = (
    FIRST_ACCOUNT,
    _REFERRAL,
    _DECISION,
    _STRATEGY,
    _ENDED,
    Step("yos_referral", "YOS referral", ("yos.referred",), "csws"),
    _ALLOCATED,
    _CONSENT,
    AIM2,
    Step("aim_report", "AIM2 report", ("aim.report_signed_off",), "yos"),
    Step("intervention", "Intervention", ("intervention.started",), "yos", "Start of intervention"),
)
HARMED_CHAIN = (
    FIRST_ACCOUNT,
    _REFERRAL,
    _DECISION,
    Step("assessment", "Assessment", ("cf_assessment.authorised",), "csws"),
    _ENDED,
    Step("safety_plan", "Safety plan", ("safety_plan.agreed",), "csws"),
)

PLACES = {step.code: place for place, step in enumerate(CHAIN, start=1)}
WHOLE, OFFERED = "whole", "offered"
"""The codes of the whole way, from the first account to where help begins; and of the way to the first offer of help."""
SPANS = {WHOLE: 0, OFFERED: -1}
"""Their places: they are measured from the first account, not from the step before."""


def live() -> tuple[Step, ...]:
    """Answer the steps this release can reach."""
    return tuple(step for step in CHAIN if not step.is_coming)


def goal() -> Step:
    """Answer where the whole way ends: the start of AIM2, or as near to it as this release reaches."""
    return [step for step in CHAIN[: PLACES[AIM2.code]] if not step.is_coming][-1]


def called(code: str) -> str:
    """Answer what a step or one of the spans is called."""
    if code == WHOLE:
        return f"First account to {goal().reached}"
    return "First offer of help" if code == OFFERED else step_at(PLACES[code]).name


def step_at(place: int) -> Step:
    """Answer the step at a place; the first is 1."""
    return CHAIN[place - 1]
