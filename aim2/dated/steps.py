"""The steps as one table: what each is called, whose it is to record, on which page it is offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aim2.dated import events
from hsb.agencies.permissions import RecordClass, Role

SOCIAL_CARE = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER})
CARE = SOCIAL_CARE | {Role.IRO}
YOS = frozenset({Role.YOS_OFFICER, Role.YOS_MANAGER, Role.COURT_OFFICER})
CUSTODY = YOS | {Role.SECURE_WORKER}


@dataclass(frozen=True)
class Step:
    """One step. `makes` its event from what was said; `asks`: what besides the day ("review": which one)."""

    code: str
    label: str
    group: str
    recorders: frozenset[Role]
    makes: Callable[[Mapping[str, Any]], Any]
    asks: str = ""


@dataclass(frozen=True)
class Group:
    """A page of steps: where it is reached from, and which record it belongs to."""

    title: str
    record_class: RecordClass
    back: str
    tab: str
    harmed_too: bool = False


GROUPS: dict[str, Group] = {
    "care": Group("Days of the care plan", RecordClass.LOOKED_AFTER, "aim2:looked_after", "care", harmed_too=True),
    "custody": Group("Days in custody", RecordClass.CUSTODY, "aim2:custody", "custody"),
    "court": Group("Reports", RecordClass.CRIMINAL, "aim2:proceedings", "proceedings"),
}  # fmt: skip

_ROWS: tuple[Step, ...] = (
    Step("care_plan.written", "Care plan written", "care", SOCIAL_CARE, lambda _: events.CarePlanWritten()),
    Step("placement.started", "Placement began", "care", SOCIAL_CARE, lambda _: events.PlacementStarted()),
    Step("placement.ended", "Placement ended", "care", SOCIAL_CARE, lambda _: events.PlacementEnded()),
    Step(
        "lac_review.held",
        "Looked-after review held",
        "care",
        CARE,
        lambda said: events.LookedAfterReview(meeting=said["meeting"], number=said["number"], later=said["number"] > 1),
    ),
    Step(
        "lac_review.decisions_sent",
        "Decisions of a review sent",
        "care",
        CARE,
        lambda said: events.ReviewDecisionsSent(meeting=said["review"]),
        asks="review",
    ),
    Step(
        "lac_review.recorded",
        "Record of a review complete",
        "care",
        CARE,
        lambda said: events.ReviewRecorded(meeting=said["review"]),
        asks="review",
    ),
    Step(
        "lac_review.record_sent",
        "Record of a review sent out",
        "care",
        CARE,
        lambda said: events.ReviewRecordSent(meeting=said["review"]),
        asks="review",
    ),
    Step(
        "custody_planning.held",
        "First planning meeting held",
        "custody",
        CUSTODY,
        lambda _: events.CustodyPlanningHeld(),
    ),
    Step("custody_review.held", "Review held", "custody", CUSTODY, lambda _: events.CustodyReviewHeld()),
    Step("psr.signed_off", "Pre-sentence report signed off", "court", YOS, lambda _: events.ReportSignedOff()),
    Step("psr.updated", "Pre-sentence report brought up to date", "court", YOS, lambda _: events.ReportUpdated()),
    Step("psr.used", "Pre-sentence report used again", "court", YOS, lambda _: events.ReportUsed()),
)
STEPS: dict[str, Step] = {step.code: step for step in _ROWS}


def of_group(group: str, roles: frozenset[Role]) -> list[Step]:
    """Answer the steps of a page that these roles record."""
    return [step for step in _ROWS if step.group == group and step.recorders & roles]
