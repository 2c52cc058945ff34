"""Giving several cases or tasks to somebody else at once: each by the action that gives one, in a transaction of its own.

What cannot go is refused with its sentence and keeps nothing else back; what went already, by a first press, counts as done.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import CaseNotThere, OpenCase
from hsb.cases.models import Case, Involvement
from hsb.chronology.actions import lock
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.tasks import actions as tasks
from hsb.tasks import policies as task_policies
from hsb.tasks.models import Task
from referrals.allocation import actions as allocation
from referrals.yos import actions as yos


@dataclass
class Moved:
    """What was given, and what was refused with why. Both name a case by its reference."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Way:
    """How one kind of worker is given a case, and how far its giver must go on it."""

    holders: Callable[[Case], Sequence[Involvement]]
    allocate: Callable[..., None]
    called: str  # what the action calls the worker
    needs: tuple[RecordClass, Level]


WAYS = {
    Role.SOCIAL_WORKER: _Way(allocation.holders, allocation.allocate, "worker", (RecordClass.DECISION, Level.READ)),
    Role.YOS_OFFICER: _Way(yos.holders, yos.allocate, "officer", (RecordClass.SCREENING, Level.WRITE)),
}


def give_cases(
    *, cases: Iterable[Case], role: Role, former: User, to: User, reason: str, by: User, at: datetime
) -> Moved:
    """Each of these cases is held by `to` instead of `former`, as its allocation page would have done it; or is refused."""
    way = WAYS[role]

    def give(opened: OpenCase) -> None:
        lock(opened.case)
        holding = {one.user_id for one in way.holders(opened.case)}
        if to.pk in holding:
            return
        if former.pk not in holding:
            raise ActionNotAllowed(f"{former.full_name} does not hold this case any more. Open it to see who does.")
        way.allocate(case=opened.case, by=by, at=at, reason=reason, **{way.called: to})

    moved = Moved()
    for case in sorted(cases, key=lambda one: str(one.pk)):
        _each(moved, case, by, "allocation", way.needs, give)
    return moved


def give_tasks(*, given: Iterable[Task], former: User, to: User, reason: str, by: User, at: datetime) -> Moved:
    """Each of these tasks waits for `to` instead of `former`; or is refused."""
    moved = Moved()
    for task in sorted(given, key=lambda one: (str(one.case_id), str(one.pk))):

        def give(opened: OpenCase, task: Task = task) -> None:
            lock(opened.case)
            task.refresh_from_db()
            if task.to_person_id == to.pk:
                return
            if task.to_person_id != former.pk:
                raise ActionNotAllowed(f"{former.full_name} does not have this any more. Open it to see who does.")
            task_policies.check_may_pass(opened, task)
            tasks.pass_on(task=task, to=f"person:{to.pk}", reason=reason, by=by, at=at)

        _each(moved, task.case, by, "task", (RecordClass.TASKS, Level.APPROVE), give)
    return moved


def _each(
    moved: Moved, case: Case, by: User, look: str, needs: tuple[RecordClass, Level], give: Callable[..., Any]
) -> None:
    try:
        opened = access.get_case_by_id(by, case.pk, look=look, needs=needs)
        with transaction.atomic():
            give(opened)
    except (ActionNotAllowed, AccessDenied, StaleVersion) as refusal:
        moved.refused.append((case.reference, refusal.sentence))
    except CaseNotThere:
        moved.refused.append((case.reference, "You are not on this case any more."))
    else:
        moved.done.append(case.reference)
