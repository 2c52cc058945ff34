"""Everybody first invited to the conference that made a plan is told when it ends.

Whoever is on the record has a notice. The family has a letter, or after a review its decision letter. For everybody else there is
a task with their names: somebody rings or writes to them.
"""

from datetime import datetime

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.errors import ActionNotAllowed
from hsb.notifications import queries as notifications
from hsb.tasks import actions as tasks
from hsb.tasks import queries as asking
from hsb.tasks.models import Kind
from hsb.timeliness.queries import working_days_on
from strategy_meetings.child_plans.states import EndReason
from strategy_meetings.child_plans.telling import EVERYBODY
from strategy_meetings.conference import letters
from strategy_meetings.conference.states import Attending
from strategy_meetings.meetings import queries
from strategy_meetings.models import ChildPlan, FamilyMember, Invitation, Meeting

TELL = "The protection plan has ended. Tell those who were first invited to the conference and do not hear of it here"


def tell(plan: ChildPlan, reason: EndReason, *, by: User, at: datetime) -> None:
    """The family has its letters, and whoever is neither written to nor on the record stands by name in a task."""
    first = plan.meeting
    if first is None:
        return
    left = _family(plan, first, reason, by=by, at=at) + _others(plan.case, first, at=at)
    if not left:
        return
    to = _who_tells(plan, by, at=at)
    if to is not None:
        what = f"{TELL}: {'; '.join(left)}."
        due = working_days_on(clock.local_date(at), 1)
        tasks.set_task(case=plan.case, kind=Kind.TASK, what=what, due_on=due, to=to.value, by=by, at=at)


def _family(plan: ChildPlan, first: Meeting, reason: EndReason, *, by: User, at: datetime) -> list[str]:
    """Answer whom of the family no letter reaches. Of a death nobody is told by a letter of ours."""
    if reason == EndReason.REVIEW:
        return []  # the review's decision letter says it
    left = []
    invited = FamilyMember.objects.filter(meeting=first, case=plan.case, state=Attending.INVITED)
    for one in invited.select_related("person").order_by("number"):
        try:
            if reason == EndReason.DIED:
                raise ActionNotAllowed("They are told in person.")
            letters.send_end(meeting=first, case=plan.case, member=one, why=reason.label, lead=plan.lead, by=by, at=at)
        except ActionNotAllowed:
            left.append(", ".join(filter(None, (one.name, one.relationship.lower()))))
    return left


def _others(case: Case, first: Meeting, *, at: datetime) -> list[str]:
    told = {
        user.pk
        for user, somebody in notifications.on_case(case, at=at, on=clock.local_date(at))
        if EVERYBODY.includes(somebody, {})
    }
    invited = Invitation.objects.filter(meeting=first, case=case, state__in=queries.INVITED)
    found = []
    for one in invited.select_related("user", "agency").order_by("pk"):
        if one.user_id is None or one.user_id not in told:
            name = one.name or (one.user.full_name if one.user else "")
            found.append(", ".join(filter(None, (name, one.agency.name if one.agency else ""))))
    return sorted(set(found))


def _who_tells(plan: ChildPlan, by: User, *, at: datetime) -> asking.Asked | None:
    """Answer who has the task: whoever leads the plan, else whoever ends it, else the first on the record."""
    offered = asking.askable(plan.case, at=at)
    for wanted in (plan.lead_id, by.pk):
        found = next((one for one in offered if one.person is not None and one.person.pk == wanted), None)
        if found is not None:
            return found
    return offered[0] if offered else None
