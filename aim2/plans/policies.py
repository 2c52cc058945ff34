"""May this person, and does the state allow it: every refusal about an intervention plan, as a sentence."""

from datetime import date

from aim2.models import Assessment, InterventionPlan
from aim2.plans.states import HELD, TRANSITIONS, Attendance, Basis, PlanState
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed


def check_can_open(found: list[InterventionPlan], *, basis: str, signed: Assessment | None, proviso: str) -> None:
    """One plan at a time; on AIM2 only with a signed assessment; before trial with what the work must not touch."""
    if any(one.state != PlanState.ENDED for one in found):
        raise ActionNotAllowed("There is a plan that has not ended. Go on with that one.")
    if basis in (Basis.AIM2, Basis.ALTERNATIVE) and signed is None:
        raise ActionNotAllowed(
            "There is no signed assessment yet. Build the plan on the child and family assessment or on the agreement, "
            "or sign the assessment first."
        )
    if basis == Basis.AGREEMENT and not proviso.strip():
        raise ActionNotAllowed("Say what the work must not touch: the agreement on work before trial says it.")


def check_not_ended(plan: InterventionPlan) -> None:
    """What has ended no longer changes."""
    if plan.state == PlanState.ENDED:
        raise ActionNotAllowed("This plan has ended. What is new belongs in another plan.")


def check_step(plan: InterventionPlan, to: PlanState) -> None:
    """The table of `states.py` has that step."""
    if to not in TRANSITIONS[PlanState(plan.state)]:
        raise ActionNotAllowed(
            f"The plan stands at “{plan.get_state_display()}”: this cannot be done now. Reload the page."
        )


def check_can_agree(plan: InterventionPlan, opened: OpenCase, *, goals: int) -> None:
    """The YOS manager agrees a plan that has a goal, and that is not their own."""
    if not opened.may(RecordClass.INTERVENTION_PLAN, Level.APPROVE):
        raise AccessDenied("The YOS manager agrees the plan. Ask them to open this page.")
    check_step(plan, PlanState.AGREED)
    if plan.lead_id == opened.user.pk:
        raise ActionNotAllowed("You lead this plan. Another manager agrees it.")
    if not goals:
        raise ActionNotAllowed("A plan has at least one goal. Add one before it is agreed.")


def check_session(plan: InterventionPlan, *, on: date, attendance: str, today: date) -> None:
    """A session has been held or missed; work begins with an agreed plan."""
    check_not_ended(plan)
    if on > today:
        raise ActionNotAllowed("Enter a date that is not in the future: a session counts once its day has come.")
    if plan.state == PlanState.DRAFT and attendance in HELD:
        raise ActionNotAllowed("The plan has not been agreed yet. The YOS manager agrees it before the first session.")


def starts(plan: InterventionPlan, attendance: str) -> bool:
    """Whether this session is the one by which the intervention begins."""
    return plan.state == PlanState.AGREED and Attendance(attendance) in HELD


def check_can_review(
    plan: InterventionPlan, *, held_on: date, today: date, rated_again: Assessment | None, because: str
) -> None:
    """A running plan is reviewed on a day that has come, and says whether what can change was rated again."""
    if plan.state != PlanState.RUNNING:
        raise ActionNotAllowed("Only a running plan is reviewed. It runs from its first session.")
    if held_on > today:
        raise ActionNotAllowed("Enter the day the review was held. A day to come cannot be recorded.")
    if plan.started_on is not None and held_on < plan.started_on:
        raise ActionNotAllowed("Enter a day after the work began.")
    if rated_again is None and not because.strip():
        raise ActionNotAllowed("Choose the version in which what can change was rated again, or say why it was not.")


def check_can_end(plan: InterventionPlan, *, outcome: str, summary: str) -> None:
    """A plan ends with an outcome and a summary for whoever comes next."""
    check_step(plan, PlanState.ENDED)
    if not outcome:
        raise ActionNotAllowed("Choose how the work ended.")
    if not summary.strip():
        raise ActionNotAllowed("Write the closure summary: what was reached, what remains, who watches over what.")


def check_may_lead(lead: User | None, opened: OpenCase) -> None:
    """The lead works the case."""
    if lead is None:
        raise ActionNotAllowed("Choose as lead somebody who is on this record.")


LEADS = frozenset({Role.YOS_OFFICER, Role.SECURE_WORKER, Role.SOCIAL_WORKER})
