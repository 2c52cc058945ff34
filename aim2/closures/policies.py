"""May this person, and does the state allow it: every refusal about the end of a strand, as a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from aim2.closures.parting import roles_said
from aim2.closures.states import APPROVERS, CLOSES_FROM, PROPOSERS, REASONS, TRANSITIONS, State
from aim2.models import Closure
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.states import OPEN_STATES, STATES, Strand
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.tasks.models import Task

SAID = (
    ("achieved", "Write what was achieved."),
    ("remaining_risk", "Write what remains a risk. “None that we know of” is an answer."),
    ("watched_by", "Write who watches what from now on."),
    ("safety_plan", "Write what becomes of the safety plan, and who keeps it."),
    ("family_told", "Write who of the family was told, when and how; or why they were not."),
)


def may_propose(opened: OpenCase, strand: Strand) -> bool:
    """Whether it is theirs to propose: the worker of that service and their manager."""
    return bool(opened.roles & PROPOSERS[strand])


def check_may_propose(opened: OpenCase, strand: Strand) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_propose(opened, strand):
        raise AccessDenied(f"The end of this work is proposed by: {roles_said(PROPOSERS[strand])}. Ask them.")


def may_decide(opened: OpenCase, closure: Closure) -> bool:
    """Whether it is theirs to decide: a manager of that service who did not propose it."""
    return APPROVERS[Strand(closure.strand)] in opened.roles and closure.proposed_by_id != opened.user.pk


def check_may_decide(opened: OpenCase, closure: Closure) -> None:
    """Raises AccessDenied for everybody else."""
    role = APPROVERS[Strand(closure.strand)]
    if role not in opened.roles:
        raise AccessDenied(f"A {role.label} approves the end of this work. Ask them.")
    if closure.proposed_by_id == opened.user.pk:
        raise AccessDenied("You proposed this yourself. Another manager approves it.")


def check_can_close(case: Case, strand: Strand, still_runs: Sequence[str]) -> None:
    """The strand is open, and nothing runs that is decided elsewhere first."""
    if case.merged_into_id is not None:
        raise ActionNotAllowed("This record is joined to another. Close the work on that one.")
    state = getattr(case, strand.value)
    label = STATES[strand](state).label.lower()
    if state not in OPEN_STATES[strand]:
        raise ActionNotAllowed(f"{strand.label} is not open: “{label}”. There is nothing to close.")
    if state not in CLOSES_FROM[strand]:
        raise ActionNotAllowed(
            f"{strand.label} stands at “{label}”. That is decided first, where it is decided; then the work can close."
        )
    if still_runs:
        raise ActionNotAllowed(f"{' '.join(still_runs)} End that first: its end says what was reached.")


def check_none_waits(waiting: Closure | None) -> None:
    """One at a time."""
    if waiting is not None:
        who: Any = waiting.proposed_by
        raise ActionNotAllowed(f"{who.full_name} has proposed this already. A manager approves or returns it.")


def check_written(strand: Strand, written: Mapping[str, str]) -> None:
    """There is a listed reason, and everything a successor would ask is answered."""
    if written.get("reason") not in REASONS[strand]:
        raise ActionNotAllowed("Choose why the work closes.")
    for name, sentence in SAID:
        if not written.get(name, "").strip():
            raise ActionNotAllowed(sentence)


def check_all_rehomed(tasks: Sequence[Task], rehomed: Mapping[str, str]) -> None:
    """Each open action goes somewhere: to somebody who stays, or nowhere because nobody needs it."""
    open_still = [task.what for task in tasks if not rehomed.get(str(task.pk))]
    if open_still:
        raise ActionNotAllowed(f"Still to be done: {'; '.join(open_still)}. Say who takes each of them on.")


def check_waits(closure: Closure, to: State) -> None:
    """It has not been decided yet."""
    if to not in TRANSITIONS[State(closure.state)]:
        raise ActionNotAllowed("This has been decided already. Reload the page to see how.")


def check_because(because: str) -> None:
    """Who gets it back knows why."""
    if not because.strip():
        raise ActionNotAllowed("Write why the work goes on, or what is missing.")
