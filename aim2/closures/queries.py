"""Reading the ends of strands: what was proposed and decided, what still runs, whose part would end, what is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aim2.assessments.states import OPEN as ASSESSING
from aim2.closures import parting
from aim2.closures.states import APPROVERS, CLOSED, State
from aim2.models import Assessment, Closure, InterventionPlan
from aim2.plans.states import PlanState
from hsb.cases.models import Case, Involvement
from hsb.cases.states import OPEN_STATES, Strand
from hsb.tasks import queries as tasks
from hsb.tasks.models import Task
from hsb.tasks.states import State as TaskState
from referrals.models import AssessmentState, CfAssessment
from strategy_meetings.child_plans import queries as child_plans
from strategy_meetings.child_plans.states import PlanKind
from strategy_meetings.models import Section47
from strategy_meetings.section47.states import State as Section47State
from strategy_meetings.support import queries as support


def closures_of(case: Case) -> list[Closure]:
    """Answer every closure of a case, the newest first."""
    found = Closure.objects.filter(case=case).select_related("proposed_by", "decided_by")
    return list(found.order_by("-number"))


def closure_of(case: Case, closure_id: UUID) -> Closure | None:
    """Answer one closure of a case; None for anything else."""
    return Closure.objects.filter(case=case, pk=closure_id).select_related("case", "proposed_by").first()


def waiting(case: Case, strand: Strand) -> Closure | None:
    """Answer the closure of a strand that waits for its manager."""
    found = Closure.objects.filter(case=case, strand=strand, state=State.PROPOSED)
    return found.select_related("case", "proposed_by").first()


def open_strands(case: Case) -> list[Strand]:
    """Answer the strands that are open and have a closure."""
    return [one for one in CLOSED if getattr(case, one.value) in OPEN_STATES[one]]


def still_runs(case: Case, strand: Strand) -> list[str]:
    """Answer, as sentences, what of this strand has an end of its own that comes first."""
    if strand is Strand.SAFEGUARDING:
        plan = child_plans.open_plan(case)
        said = [f"The {PlanKind(plan.kind).label.lower()} is open."] if plan is not None else []
        if CfAssessment.objects.filter(case=case).exclude(state=AssessmentState.AUTHORISED).exists():
            said.append("The child and family assessment is not authorised.")
        if Section47.objects.filter(case=case).exclude(state=Section47State.ENDED).exists():
            said.append("A section 47 enquiry has not ended.")
        if support.waits(case):
            said.append("An offer of support waits for its answer.")
        return said
    found = []
    if InterventionPlan.objects.filter(case=case).exclude(state=PlanState.ENDED).exists():
        found.append("The intervention plan has not ended.")
    if Assessment.objects.filter(case=case, state__in=sorted(ASSESSING)).exists():
        found.append("An assessment is being written.")
    return found


@dataclass(frozen=True)
class Ending:
    """What closing a strand does to who is on the record and to what is open there."""

    last: bool
    on_it: list[Involvement]
    leaving: list[Involvement]
    tasks: list[Task]
    homes: list[tuple[str, str]]  # (value, words) of everybody who stays and can be asked


def ending(case: Case, strand: Strand, *, at: datetime) -> Ending:
    """Answer that for a strand of a case as it stands."""
    last = parting.is_last(case, strand)
    found = Involvement.objects.in_force(at).filter(case=case).select_related("user", "agency", "case")
    on_it = list(found.order_by("opened_at", "pk"))
    gone = parting.leaving(on_it, strand, last=last)
    waiting_tasks = Task.objects.filter(case=case, state=TaskState.OPEN).select_related(
        "case", "to_person", "to_agency"
    )
    open_tasks = list(waiting_tasks.order_by("due_on", "set_at"))
    still = {one.pk for one in on_it} - {one.pk for one in gone}
    stays = [one for one in on_it if one.pk in still]
    homes = [
        (asked.value, asked.name) for asked in tasks.askable(case, at=at) if any(_is_of(asked, one) for one in stays)
    ]
    return Ending(last, on_it, gone, parting.to_rehome(open_tasks, on_it, gone, last=last), homes)


def _is_of(asked: tasks.Asked, one: Involvement) -> bool:
    """Whether somebody who can be asked is on the record by this part."""
    if asked.person is not None:
        return one.user_id == asked.person.pk or (
            one.user_id is None and one.agency_id == asked.agency.pk and one.get_role_display() == asked.role
        )
    return one.user_id is None and one.agency_id == asked.agency.pk


def approver(strand: Strand) -> str:
    """Answer whose approval the end of a strand waits for."""
    return str(APPROVERS[strand].label)
