"""A task or question on one child's record, and everything said about it since."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.agencies.models import Agency
from hsb.tasks.states import State


class Kind(models.TextChoices):
    TASK = "task", "Task"
    QUESTION = "question", "Question"


class Task(models.Model):
    """Something one person or agency on the case is asked to do or to answer, by a day. Its clock is a standard like any other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    what = models.TextField(help_text="verb first, or the question")
    due_on = models.DateField()
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="nobody: anybody of the agency who is on the case",
    )
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    # The event its running clock was started by, an id of chronology.CaseEvent: so that who waits for it finds the clock.
    asked_event = models.BigIntegerField(default=0)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN, ended_at=None, ended_by=None)
                | (~Q(state=State.OPEN) & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="tasks_task_ended_when_it_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], name="tasks_of_case"),
            models.Index(fields=["set_by", "due_on"], condition=Q(state="open"), name="tasks_somebody_waits_for"),
            models.Index(fields=["to_person", "due_on"], condition=Q(state="open"), name="tasks_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION

    @property
    def asked_words(self) -> str:
        """Answer who is asked: a person, or an agency."""
        return self.to_person.full_name if self.to_person else self.to_agency.name


class Act(models.TextChoices):
    """What somebody did about a task, as the thread says it after their name."""

    SET = "set", "asked"
    SAID = "said", "wrote"
    ANSWERED = "answered", "answered"
    DONE = "done", "did it"
    PASSED = "passed", "handed it on"
    ASKED_AGAIN = "asked_again", "asked again"
    WITHDRAWN = "withdrawn", "withdrew it"


class TaskEntry(models.Model):
    """One line of a task's thread, under its author's name. Never changed: what comes later is another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="task_entries")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the thread")
    act = models.CharField(max_length=15, choices=Act.choices)
    text = models.TextField(blank=True)
    passed_to = models.CharField(max_length=300, blank=True, help_text="to whom, as they were called then")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        verbose_name_plural = "task entries"
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="tasks_taskentry_numbered")]

    def __str__(self) -> str:
        return f"{self.act} of {self.task_id}"
