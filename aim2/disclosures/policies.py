"""Who prepares a document, who lets it leave, and what must be there before: every refusal as a sentence."""

from aim2.assessments.states import FINAL, OPEN
from aim2.assessments.states import State as AssessmentState
from aim2.disclosures import queries, rules
from aim2.disclosures.kinds import AUDIENCES, TRANSITIONS, Kind, State
from aim2.disclosures.offers import Paragraph
from aim2.models import Assessment, Disclosure, RecommendationStep, Tool
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed

WRITABLE = frozenset({State.DRAFT, State.RETURNED})


def may_prepare(opened: OpenCase, assessment: Assessment) -> bool:
    """Whether this person picks for a document: of an unfinished assessment only those who write it read that far."""
    if opened.user.pk in (assessment.lead_id, assessment.co_worker_id):
        return True
    return assessment.state in FINAL and opened.may(RecordClass.AIM_REPORT, Level.WRITE)


def check_may_prepare(opened: OpenCase, assessment: Assessment) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_prepare(opened, assessment):
        raise AccessDenied("The lead or the co-worker prepares what leaves this assessment. Ask them.")


def countersigner(assessment: Assessment) -> Role:
    """Answer whose name a document needs that needs a second one: the YOS manager's; under 12, where YOS has no part, social care's."""
    return Role.CSWS_MANAGER if assessment.tool == Tool.UNDER_12 else Role.YOS_MANAGER


def may_countersign(opened: OpenCase, assessment: Assessment) -> bool:
    """Whether this person is such a manager on this record."""
    role = countersigner(assessment)
    level = Level.APPROVE if role == Role.YOS_MANAGER else Level.READ
    return role in opened.roles and opened.may(RecordClass.AIM_REPORT, level)


def check_may_countersign(opened: OpenCase, assessment: Assessment) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_countersign(opened, assessment):
        raise AccessDenied(
            f"This document leaves only with the {manager_words(assessment)}’s name on it. Send it to them."
        )


def manager_words(assessment: Assessment) -> str:
    """Answer what the manager is called whose name such a document needs."""
    return _MANAGERS[countersigner(assessment)]


_MANAGERS = {Role.YOS_MANAGER: "YOS manager", Role.CSWS_MANAGER: "social care manager"}


def check_kind(kind: str, assessment: Assessment) -> bool:
    """Answer whether it is interim. Raises ActionNotAllowed where this kind does not leave before sign-off."""
    audience = AUDIENCES[Kind(kind)]
    drawn_from = FINAL | OPEN | ({AssessmentState.ENDED} if audience.after_stop else frozenset())
    if assessment.state not in drawn_from:
        raise ActionNotAllowed("Nothing is drawn from a version that was replaced or ended. Use the one in force.")
    interim, refusal = rules.interim_or_refusal(
        is_signed=assessment.state in FINAL,
        before_sign_off=audience.before_sign_off,
        after_stop=audience.after_stop,
        stopped=audience.after_stop and queries.stopped_on(assessment.case_id) is not None,
    )
    if refusal:
        raise ActionNotAllowed(refusal)
    return interim


def check_can_write(disclosure: Disclosure) -> None:
    """What waits for the manager, or has left, is not changed."""
    if disclosure.state == State.SENT:
        raise ActionNotAllowed("This document waits for the manager. It can be changed when it has been returned.")
    if disclosure.state not in WRITABLE:
        raise ActionNotAllowed("This document has left and no longer changes. Prepare another.")


def check_picks(picked: set[str], ties: dict[str, str], offers: list[Paragraph]) -> None:
    """What is picked is offered, tied, and not of an allegation that may not be said of."""
    by_name = {one.name: one for one in offers}
    for name in picked:
        one = by_name.get(name)
        if one is None:
            raise ActionNotAllowed("A paragraph you picked was changed since. Look at the list again and pick it anew.")
        if not (one.tie if one.fixed else ties.get(name, one.tie)):
            raise ActionNotAllowed(f"Say which allegation this paragraph concerns, or none: “{one.text[:60]}…”")


def check_none_forbidden(offers: list[Paragraph], asked: set[str]) -> None:
    """Nothing of an allegation that was not charged or came to nothing is picked."""
    for one in offers:
        if one.name in asked and one.why_not:
            raise ActionNotAllowed(f"{one.why_not}. Take it out: “{one.text[:60]}…”")


def missing(disclosure: Disclosure) -> list[str]:
    """Answer what a document still needs before it may leave, or go to the manager."""
    audience = AUDIENCES[Kind(disclosure.kind)]
    return rules.missing(
        whole=disclosure.kind == Kind.FULL,
        picked=sum(1 for one in disclosure.picks if one["picked"]),
        own_words=disclosure.own_words,
        to=disclosure.to,
        gateway=disclosure.gateway,
        allowed=[str(one) for one in audience.gateways],
        why=disclosure.why,
    )


def check_ready(disclosure: Disclosure) -> None:
    """Everything it needs is there, and it is still what it says it is."""
    interim = check_kind(disclosure.kind, disclosure.assessment)
    if interim != disclosure.interim:
        raise ActionNotAllowed(
            "The assessment was signed off since this interim document was begun. Prepare a final one."
        )
    for sentence in missing(disclosure):
        raise ActionNotAllowed(sentence)


def check_step(disclosure: Disclosure, to: State) -> None:
    """The table of `kinds.py` has that step."""
    if to not in TRANSITIONS[State(disclosure.state)]:
        raise ActionNotAllowed(f"This document stands at “{disclosure.get_state_display()}”. Reload the page.")


def check_can_leave(disclosure: Disclosure, opened: OpenCase) -> None:
    """What needs a second name leaves only on the YOS manager's, who is not the one who sent it; the rest on the writer's."""
    if AUDIENCES[Kind(disclosure.kind)].countersigned:
        check_may_countersign(opened, disclosure.assessment)
        if disclosure.state in WRITABLE:
            raise ActionNotAllowed("The lead sends it to you first. It has not been sent yet.")
        if disclosure.sent_by_id == opened.user.pk:
            raise ActionNotAllowed("You sent this document yourself. Another manager countersigns it.")
    else:
        check_may_prepare(opened, disclosure.assessment)
    check_step(disclosure, State.LEFT)
    check_ready(disclosure)


def check_as_read(disclosure: Disclosure, version: int) -> None:
    """The manager countersigns what they read."""
    if disclosure.version != version:
        raise ActionNotAllowed("This document was changed since you opened it. Read it again.")


def check_can_add(step: RecommendationStep, opened: OpenCase) -> None:
    """The social worker, or their manager, says that the recommendations are in the plan."""
    if not opened.roles & {Role.SOCIAL_WORKER, Role.CSWS_MANAGER}:
        raise AccessDenied("The social worker says when the recommendations are in the plan.")
    if step.added_at is not None:
        raise ActionNotAllowed("They have been added already. The reviewing officer confirms it.")


def check_can_confirm(step: RecommendationStep, opened: OpenCase) -> None:
    """The reviewing officer, or the conference chair, confirms what somebody else added."""
    if not opened.roles & {Role.IRO, Role.CONFERENCE_CHAIR}:
        raise AccessDenied("The independent reviewing officer or the conference chair confirms it.")
    if step.added_at is None:
        raise ActionNotAllowed("The social worker adds the recommendations to the plan first.")
    if step.confirmed_at is not None:
        raise ActionNotAllowed("It has been confirmed already.")
