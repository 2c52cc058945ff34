"""Reading tasks: who may be asked on a case, what stands on it for this reader, and what hangs on a clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, Membership
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase, levels_of
from hsb.cases.holding import managed
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.tasks.models import Task, TaskEntry
from hsb.tasks.states import State

STANDARDS = frozenset({"TASK", "QUESTION"})
"""The standards whose clocks are tasks: their key is the task's id."""
SHOWN_ENDED = 30


@dataclass(frozen=True)
class Asked:
    """Somebody on the case who may be asked: one person, or everybody of an agency who is on it."""

    agency: Agency
    person: User | None = None
    role: str = ""

    @property
    def value(self) -> str:
        return f"person:{self.person.pk}" if self.person else f"agency:{self.agency.pk}"

    @property
    def words(self) -> str:
        """Answer what a list of choices says."""
        if self.person is None:
            return f"{self.agency.name}, whoever is on this record"
        return ", ".join(filter(None, (self.person.full_name, self.role, self.agency.short_name)))

    @property
    def name(self) -> str:
        return self.person.full_name if self.person else self.agency.name


def askable(case: Case, *, at: datetime) -> list[Asked]:
    """Answer who may be asked on a case: the people who may see it and its tasks, then their agencies. Three statements.

    The same people the door lets in, worked out for all of them together; who used emergency access is not there to be asked.
    """
    today = clock.local_date(at)
    involvements = list(
        Involvement.objects.in_force(at)
        .filter(case=case)
        .exclude(part=Part.BREAK_GLASS)
        .select_related("user", "agency")
        .order_by("opened_at", "pk")
    )
    by_group: dict[int, list[Involvement]] = {}
    for one in involvements:
        by_group.setdefault(one.group_id, []).append(one)
    held = (
        Membership.objects.current(today)
        .filter(
            Q(agency_role__group__in=list(by_group)) | Q(user__in=[i.user_id for i in involvements if i.user_id]),
            user__is_active=True,
        )
        .select_related("user", "agency_role__agency")
        .order_by("user__full_name", "from_on", "pk")
    )
    denied = set(CaseDenied.objects.filter(case=case).values_list("user_id", flat=True))
    people: dict[int, tuple[list[Involvement], list[Membership]]] = {}
    for membership in held:
        if membership.user_id in denied:
            continue
        on_it, jobs = people.setdefault(
            membership.user_id, (list(by_group.get(membership.user.personal_group_id, ())), [])
        )
        on_it += by_group.get(membership.agency_role.group_id, ())
        jobs.append(membership)
    persons = [
        Asked(_job(on_it, jobs).agency, jobs[0].user, _job(on_it, jobs).role.label)
        for on_it, jobs in people.values()
        if levels_of(on_it)[RecordClass.TASKS] >= Level.SUMMARY
    ]
    whole = {i.agency_id: i.agency for i in involvements if i.user_id is None and i.agency is not None}
    at_work = {one.agency.pk for one in persons}
    return [*persons, *(Asked(agency) for agency in whole.values() if agency.pk in at_work)]


def _job(on_it: list[Involvement], jobs: list[Membership]) -> Membership:
    """Answer the job somebody is on the case in: the one their part names, else their first."""
    roles = {i.role for i in on_it}
    return next((job for job in jobs if job.agency_role.role in roles), jobs[0])


def find_asked(case: Case, value: str, *, at: datetime) -> Asked | None:
    """Answer whom a choice means, if they may be asked on this case."""
    return next((one for one in askable(case, at=at) if one.value == value), None)


def whose_move(
    choices: Iterable[Asked], *, person: int | None, kind: str, role: str, agency: int | None = None
) -> Asked | None:
    """Answer whom to ask about a clock: its person; the one who holds its role here; else the agency, the very one it names if it
    does. Pure."""
    offered = list(choices)
    if person:
        return next((one for one in offered if one.person and one.person.pk == person), None)
    label = Role(role).label if role else ""
    offered = [one for one in offered if agency in (None, one.agency.pk)]
    holding = [one for one in offered if one.person and one.agency.kind == kind and one.role == label]
    if len(holding) == 1:
        return holding[0]
    whole = [one for one in offered if one.person is None and one.agency.kind == kind]
    return whole[0] if len(whole) == 1 else None


def is_asked(user: User, task: Task) -> bool:
    """Answer whether the task is this person's, that of somebody they act for, or their agency's."""
    if task.to_person_id is not None:
        return task.to_person_id in agencies.stands_for(user)
    return task.to_agency_id in {m.agency.pk for m in agencies.memberships(user)}


def reads_all(opened: OpenCase) -> bool:
    """Answer whether this reader reads every task of the case, not only their own."""
    return opened.may(RecordClass.TASKS, Level.READ)


def tasks_of(opened: OpenCase, *, state_open: bool) -> QuerySet[Task]:
    """Answer the tasks of a case that this reader may read: waiting ones by their day, ended ones newest first."""
    found = Task.objects.filter(case=opened.case).select_related("to_person", "to_agency", "set_by", "ended_by")
    if not reads_all(opened):
        mine = Q(to_person=None, to_agency__in={m.agency.pk for m in agencies.memberships(opened.user)})
        persons = agencies.stands_for(opened.user)
        found = found.filter(mine | Q(to_person__in=persons) | Q(set_by__in=persons))
    if state_open:
        return found.filter(state=State.OPEN).order_by("due_on", "set_at")
    return found.exclude(state=State.OPEN).order_by("-ended_at")[:SHOWN_ENDED]


def task_of(opened: OpenCase, task_id: UUID) -> Task:
    """Answer one task of this case, or a 404. Who may read it, the policy says."""
    found = Task.objects.select_related("case", "to_person", "to_agency", "set_by", "ended_by").filter(
        case=opened.case, pk=task_id
    )
    task = found.first()
    if task is None:
        raise Http404("There is no such task on this record.")
    return task


def thread(task: Task) -> list[TaskEntry]:
    """Answer what was done and said about a task, newest first."""
    return list(task.entries.select_related("by").order_by("-number"))


def by_key(keys: Iterable[str]) -> dict[str, Task]:
    """Answer the tasks that these clocks are about, by the clock's key. One statement, or none."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    found = Task.objects.filter(pk__in=wanted).select_related("to_person", "to_agency", "set_by")
    return {str(task.pk): task for task in found}


def still_waiting_for(persons: Iterable[int]) -> QuerySet[Task]:
    """Answer, inside a query of clocks, the task of each that one of these people waits for."""
    return Task.objects.filter(asked_event=OuterRef("root_event"), set_by__in=list(persons), state=State.OPEN)


def nobodys(cases: QuerySet[Case], on: date) -> QuerySet[Task]:
    """Answer the waiting tasks on these cases that nobody will do: asked of somebody who does not work at that agency any more, or
    of an agency where nobody works. Most pressing first."""
    works_there = Membership.objects.current(on).filter(agency_role__agency=OuterRef("to_agency"), user__is_active=True)
    is_person = works_there.filter(user=OuterRef("to_person"))
    gone = Q(~Exists(is_person), to_person__isnull=False) | Q(~Exists(works_there), to_person=None)
    found = Task.objects.filter(gone, state=State.OPEN, case__in=cases)
    return found.select_related("case", "to_person", "to_agency", "set_by").order_by("due_on", "set_at")


def left_to_mash(cases: QuerySet[Case], on: date) -> QuerySet[Task]:
    """Answer those of them that no manager of the youth offending service on the case gives on: the managers of the MASH do."""
    theirs = managed(on, Role.YOS_MANAGER).filter(agency=OuterRef("to_agency"), case=OuterRef("case"))
    return nobodys(cases, on).exclude(Exists(theirs))


def open_tasks_of(person_ids: Iterable[int], cases: QuerySet[Case]) -> QuerySet[Task]:
    """Answer the waiting tasks of these people by name, on these cases, most pressing first."""
    found = Task.objects.filter(state=State.OPEN, to_person__in=list(person_ids), case__in=cases)
    return found.select_related("case", "to_person", "to_agency", "set_by").order_by(F("due_on").asc(), "set_at")
