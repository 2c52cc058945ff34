"""What can happen to a task or question. What was asked and said is words; to whom and by when are facts, because the clock needs them."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("task.set", strand="", title="Task or question", record_class="tasks")
@dataclass(frozen=True)
class TaskSet:
    task: str
    kind: str
    due_on: str
    agency: str  # the kind of agency: whose move it is
    agency_id: int
    to_person: int | None
    set_by: int
    who: str = words("")
    what: str = words("")

    def sentence(self) -> str:
        return f"{self.who} was {'asked' if self.kind == 'question' else 'given a task'}: {self.what}"


@declare("task.passed", strand="", title="Task or question handed on", record_class="tasks")
@dataclass(frozen=True)
class TaskPassed:
    task: str
    kind: str
    agency: str
    agency_id: int
    to_person: int | None
    set_by: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"A {self.kind} was handed on to {self.who}. {self.reason}".strip()


@declare("task.asked_again", strand="", title="Task or question asked again", record_class="tasks")
@dataclass(frozen=True)
class TaskAskedAgain:
    task: str
    kind: str
    due_on: str
    agency: str
    agency_id: int
    to_person: int | None
    set_by: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} was asked again. {self.reason}".strip()


@declare("task.replied", strand="", title="Reply on a task or question", record_class="tasks", quiet=True)
@dataclass(frozen=True)
class TaskReplied:
    task: str
    agency_id: int
    to_person: int | None
    set_by: int
    said: str = words("")

    def sentence(self) -> str:
        return self.said


@declare("task.answered", strand="", title="Question answered", record_class="tasks")
@dataclass(frozen=True)
class TaskAnswered:
    task: str
    set_by: int
    said: str = words("")

    def sentence(self) -> str:
        return f"A question was answered: {self.said}"


@declare("task.done", strand="", title="Task done", record_class="tasks")
@dataclass(frozen=True)
class TaskDone:
    task: str
    set_by: int
    what: str = words("")
    said: str = words("")

    def sentence(self) -> str:
        return f"Done: {self.what} {self.said}".strip()


@declare("task.withdrawn", strand="", title="Task or question withdrawn", record_class="tasks")
@dataclass(frozen=True)
class TaskWithdrawn:
    task: str
    kind: str
    agency_id: int
    to_person: int | None
    reason: str = words("")

    def sentence(self) -> str:
        return f"A {self.kind} was withdrawn. {self.reason}".strip()
