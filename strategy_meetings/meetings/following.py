"""What follows from the record of a meeting: tasks for its actions, and events that correct what it came to."""

from datetime import datetime

from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.tasks import actions as tasks
from hsb.tasks.queries import find_asked
from strategy_meetings.meetings import events, hooks, parts, queries, strands
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.standing import put_state
from strategy_meetings.meetings.states import WRITTEN_ON, MeetingState
from strategy_meetings.models import Action, ConferenceChild, Meeting, MeetingChild


def set_tasks_if_ended(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Each action of a meeting that was held has a task: of its owner where they may be asked on that child's record, else of the
    chair, who follows it up."""
    if meeting.ended_at is None or meeting.state not in WRITTEN_ON:
        return
    today = clock.local_date(at)
    for action in Action.objects.filter(meeting=meeting, task=None).select_related("case", "owner", "owner_agency"):
        to, what = _asked(action, _follows_up(meeting, action.case, meeting.chair), at=at)
        if to is None:
            continue
        task = tasks.set_task(
            case=action.case, kind="task", what=what, due_on=max(action.due_on, today), to=to, by=by, at=at
        )
        Action.objects.filter(pk=action.pk).update(task=task, version=F("version") + 1)


def _follows_up(meeting: Meeting, case: Case, chair: User) -> User:
    """Answer who follows up what the outside and the family do: the key worker where the meeting named one, else the chair."""
    named = ConferenceChild.objects.filter(meeting=meeting, case=case).select_related("key_worker").first()
    return named.key_worker if named is not None and named.key_worker is not None else chair


def _asked(action: Action, chair: User, *, at: datetime) -> tuple[str | None, str]:
    wanted = [f"person:{action.owner_id}"] if action.owner_id else []
    wanted += [f"agency:{action.owner_agency_id}"] if action.owner_agency_id else []
    for value in wanted:
        if find_asked(action.case, value, at=at) is not None:
            return value, action.what
    follow_up = f"person:{chair.pk}"
    if find_asked(action.case, follow_up, at=at) is not None:
        return follow_up, f"Follow up with {action.owner_name}: {action.what}"
    return None, action.what


def withdraw_task(action: Action, *, by: User, at: datetime) -> None:
    """Nobody is asked any more to do what the meeting took out again."""
    if action.task is not None and action.task.is_open and action.carried_from_id is None:
        tasks.withdraw(task=action.task, reason="The meeting took this action out again.", by=by, at=at)


def after_writing(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    """After the end, what was written may change what the meeting came to (a correcting event) and whether anything is missing."""
    if meeting.ended_at is None or meeting.state not in WRITTEN_ON:
        return
    children = [child.case for child in meeting.children.select_related("case").order_by("number")]
    if kind_of(meeting.kind).is_strategy:
        _reconsider(meeting, case, by=by, at=at)
    for check in hooks.AFTER_WRITING:
        check(meeting, case)
    state = MeetingState.ENDED if queries.missing(meeting, children) else MeetingState.DRAFT
    if state != meeting.state:
        put_state(meeting, state)


def _reconsider(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    row = MeetingChild.objects.get(meeting=meeting, case=case)
    (child,) = queries.written(meeting, [case])
    outcome = parts.outcome_of(child, enquiry_runs=queries.enquiry_runs(case, apart_from=meeting))
    if outcome == row.outcome:
        return
    before = (
        CaseEvent.objects.filter(case=case, code="strategy.held", facts__meeting=str(meeting.pk), corrected_by=None)
        .order_by("-number")
        .first()
    )
    if before is None:
        return
    MeetingChild.objects.filter(pk=row.pk).update(outcome=outcome)
    event = events.StrategyHeld(
        meeting=str(meeting.pk), kind=meeting.kind, outcome=outcome, section_47=child.answer("section_47")
    )
    record(event, case=case, by=by, at=at, occurred=meeting.starts_at, corrects=before)
    strands.held(case, outcome, by=by, at=at, occurred=meeting.starts_at)
