"""Who may do what about a task, and when its state allows it. Each refusal is a sentence."""

from datetime import date, timedelta

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.tasks import queries
from hsb.tasks.models import Task
from hsb.tasks.queries import Asked

AHEAD = timedelta(days=366)


def may_see(opened: OpenCase, task: Task) -> bool:
    """Answer whether this reader reads every task of the case, is asked, or asked."""
    return queries.reads_all(opened) or queries.is_asked(opened.user, task) or set_it(opened.user, task)


def set_it(user: User, task: Task) -> bool:
    """Answer whether this person asked, or somebody they act for."""
    return task.set_by_id in agencies.stands_for(user)


def check_may_see(opened: OpenCase, task: Task) -> None:
    """Nothing happens when they may read it."""
    if may_see(opened, task):
        return
    raise AccessDenied("This was asked of somebody else on the case. Only they, and those who work it, read it.")


def check_may_change(opened: OpenCase, task: Task) -> None:
    """Who asked, and those who decide on the case, withdraw a task or ask again."""
    if not set_it(opened.user, task) and not opened.may(RecordClass.TASKS, Level.APPROVE):
        raise AccessDenied(f"{task.set_by.full_name} set this. They, or a manager on the case, can change it.")


def check_may_pass(opened: OpenCase, task: Task) -> None:
    """A task is handed on by whoever has it, whoever set it, and those who decide on the case."""
    if not queries.is_asked(opened.user, task):
        check_may_change(opened, task)


def check_may_answer(user: User, task: Task) -> None:
    """Only whoever is asked answers."""
    if not queries.is_asked(user, task):
        raise AccessDenied(f"{task.asked_words} is asked. You can write on it, but only they can answer.")


def check_due(due_on: date, today: date) -> None:
    """A day somebody can still keep."""
    if due_on < today:
        raise ActionNotAllowed("The day it is needed has passed already. Choose today or a later day.")
    if due_on > today + AHEAD:
        raise ActionNotAllowed("Choose a day within the next year: what is further off is forgotten.")


def check_can_be_asked(to: Asked | None) -> Asked:
    """Answer whom is asked; raises when they are not on this record, or may not see it, without saying which."""
    if to is None:
        raise ActionNotAllowed("Choose somebody from the list: only people and agencies on this record can be asked.")
    return to


def check_is_open(task: Task) -> None:
    """What has ended is not changed any more."""
    if not task.is_open:
        raise ActionNotAllowed(
            f"This is {task.get_state_display().lower()} already. Ask again if something is missing."
        )


def check_has_ended(task: Task) -> None:
    """Only what has ended is asked again."""
    if task.is_open:
        raise ActionNotAllowed("This is still waiting: write a reply instead, or hand it on.")
