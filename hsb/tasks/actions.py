"""Changes to tasks and questions. Each checks, locks, changes and records in one transaction."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import StaleVersion, check_said
from hsb.tasks import events, policies, queries
from hsb.tasks.models import Act, Kind, Task, TaskEntry
from hsb.tasks.queries import Asked
from hsb.tasks.states import TRANSITIONS, State

CHANGED = "Somebody changed this while you were writing. Read what they did; your words are still in the box."


@transaction.atomic
def set_task(
    *,
    case: Case,
    kind: str,
    what: str,
    due_on: date,
    to: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> Task:
    """Somebody on the case is asked, by a day; the clock runs and they are told. One press of the button asks once.

    `to` is the value of an `Asked`. Raises ActionNotAllowed for a day that has passed, no words, or somebody who may not see
    this record.
    """
    check_said(what, "Write what is to be done, or the question.")
    policies.check_due(due_on, clock.local_date(at))
    lock(case)
    if chronology.has_happened(case.pk, "task.set", press):
        return Task.objects.filter(case=case, set_by=by).latest("set_at")
    asked = policies.check_can_be_asked(queries.find_asked(case, to, at=at))
    task = Task(
        case=case,
        kind=Kind(kind),
        what=what.strip(),
        due_on=due_on,
        to_person=asked.person,
        to_agency=asked.agency,
        set_at=at,
        set_by=by,
    )
    task.save(force_insert=True)
    _say(task, Act.SET, text="", by=by, at=at, passed_to=asked.name)
    event = record(
        events.TaskSet(
            task=str(task.pk),
            kind=task.kind,
            due_on=due_on.isoformat(),
            set_by=by.pk,
            who=asked.name,
            what=task.what,
            **_whose(asked),
        ),
        case=case,
        by=by,
        at=at,
        occasion=press,
    )
    Task.objects.filter(pk=task.pk).update(asked_event=event.pk)
    return task


@transaction.atomic
def reply(*, task: Task, text: str, by: User, at: datetime, press: uuid.UUID | None = None) -> None:
    """The words stand in the thread and the other side is told; the task still waits. One press of the button writes once."""
    check_said(text, "Write your reply.")
    held = _locked(task)
    if chronology.has_happened(held.case_id, "task.replied", press):
        return
    policies.check_is_open(held)
    _say(held, Act.SAID, text=text.strip(), by=by, at=at)
    record(
        events.TaskReplied(
            task=str(held.pk),
            agency_id=held.to_agency_id,
            to_person=held.to_person_id,
            set_by=held.set_by_id,
            said=text.strip(),
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )


@transaction.atomic
def answer(
    *, task: Task, text: str, by: User, at: datetime, version: int | None = None, press: uuid.UUID | None = None
) -> None:
    """The question is answered, or the task done, and whoever asked is told. A question needs words; a task may be done without.

    Raises StaleVersion when somebody changed it since `version`; nothing is then written.
    """
    held = _locked(task)
    code = "task.answered" if held.is_question else "task.done"
    if chronology.has_happened(held.case_id, code, press):
        return
    policies.check_may_answer(by, held)
    _check_version(held, version)
    policies.check_is_open(held)
    said = text.strip()
    if held.is_question:
        check_said(text, "Write the answer, or that you do not know.")
    _end(held, State.DONE, by=by, at=at)
    _say(held, Act.ANSWERED if held.is_question else Act.DONE, text=said, by=by, at=at)
    event: Any = (
        events.TaskAnswered(task=str(held.pk), set_by=held.set_by_id, said=said)
        if held.is_question
        else events.TaskDone(task=str(held.pk), set_by=held.set_by_id, what=held.what, said=said)
    )
    record(event, case=held.case, by=by, at=at, occasion=press)


@transaction.atomic
def pass_on(
    *,
    task: Task,
    to: str,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    press: uuid.UUID | None = None,
) -> None:
    """Somebody else on the case has it now, with the same day, and is told. Handing it to who has it already changes nothing."""
    held = _locked(task)
    if chronology.has_happened(held.case_id, "task.passed", press):
        return
    _check_version(held, version)
    policies.check_is_open(held)
    asked = policies.check_can_be_asked(queries.find_asked(held.case, to, at=at))
    if (asked.person and asked.person.pk, asked.agency.pk) == (held.to_person_id, held.to_agency_id):
        return
    Task.objects.filter(pk=held.pk).update(to_person=asked.person, to_agency=asked.agency, version=F("version") + 1)
    _say(held, Act.PASSED, text=reason.strip(), by=by, at=at, passed_to=asked.name)
    record(
        events.TaskPassed(
            task=str(held.pk),
            kind=held.kind,
            set_by=held.set_by_id,
            who=asked.name,
            reason=reason.strip(),
            **_whose(asked),
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )


@transaction.atomic
def ask_again(*, task: Task, reason: str, due_on: date, by: User, at: datetime, version: int | None = None) -> None:
    """It waits once more, with a new day and a clock of its own; what was answered before stays in the thread."""
    check_said(reason, "Say what is still missing.")
    policies.check_due(due_on, clock.local_date(at))
    held = _locked(task)
    _check_version(held, version)
    policies.check_has_ended(held)
    value = f"person:{held.to_person_id}" if held.to_person_id else f"agency:{held.to_agency_id}"
    asked = policies.check_can_be_asked(queries.find_asked(held.case, value, at=at))
    assert State.OPEN in TRANSITIONS[State(held.state)]
    Task.objects.filter(pk=held.pk).update(
        state=State.OPEN, due_on=due_on, ended_at=None, ended_by=None, version=F("version") + 1
    )
    _say(held, Act.ASKED_AGAIN, text=reason.strip(), by=by, at=at)
    event = record(
        events.TaskAskedAgain(
            task=str(held.pk),
            kind=held.kind,
            due_on=due_on.isoformat(),
            set_by=held.set_by_id,
            who=asked.name,
            reason=reason.strip(),
            **_whose(asked),
        ),
        case=held.case,
        by=by,
        at=at,
    )
    Task.objects.filter(pk=held.pk).update(asked_event=event.pk)


@transaction.atomic
def withdraw(*, task: Task, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """Nobody is asked any more, and whoever was is told why."""
    check_said(reason, "Say why it is no longer needed.")
    held = _locked(task)
    _check_version(held, version)
    policies.check_is_open(held)
    _end(held, State.WITHDRAWN, by=by, at=at)
    _say(held, Act.WITHDRAWN, text=reason.strip(), by=by, at=at)
    record(
        events.TaskWithdrawn(
            task=str(held.pk),
            kind=held.kind,
            agency_id=held.to_agency_id,
            to_person=held.to_person_id,
            reason=reason.strip(),
        ),
        case=held.case,
        by=by,
        at=at,
    )


@transaction.atomic
def follow(*, case: Case, former: User, to: User, by: User, at: datetime) -> int:
    """What waited for the former worker of a case waits for the new one, where they may see it; answers how many that is.

    For whoever gives a case to somebody else: the former worker may not see it any more.
    """
    lock(case)
    moved = 0
    for task in Task.objects.filter(case=case, to_person=former, state=State.OPEN).order_by("due_on", "pk"):
        if queries.find_asked(case, f"person:{to.pk}", at=at) is None:
            break
        pass_on(task=task, to=f"person:{to.pk}", reason="The case changed hands.", by=by, at=at)
        moved += 1
    return moved


def _locked(task: Task) -> Task:
    lock(task.case)
    return Task.objects.select_related("case", "to_person", "to_agency", "set_by").get(pk=task.pk)


def _check_version(task: Task, version: int | None) -> None:
    if version is not None and version != task.version:
        raise StaleVersion(task, CHANGED)


def _end(task: Task, state: State, *, by: User, at: datetime) -> None:
    assert state in TRANSITIONS[State(task.state)]
    Task.objects.filter(pk=task.pk).update(state=state, ended_at=at, ended_by=by, version=F("version") + 1)


def _say(task: Task, act: Act, *, text: str, by: User, at: datetime, passed_to: str = "") -> None:
    number = TaskEntry.objects.filter(task=task).count() + 1  # under the case's lock
    TaskEntry(case=task.case, task=task, number=number, act=act, text=text, passed_to=passed_to, at=at, by=by).save(
        force_insert=True
    )


def _whose(asked: Asked) -> dict[str, Any]:
    return {
        "agency": str(asked.agency.kind),
        "agency_id": asked.agency.pk,
        "to_person": asked.person.pk if asked.person else None,
    }
