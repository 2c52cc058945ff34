"""Team: a manager's second half of My work. Who holds what, what is late and whose it is, what is nobody's; and giving it on.

Over 300 lines: the pages of one list, with what each does.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases.models import Case
from hsb.cases.states import OPEN_STATES, Strand
from hsb.pages.team import moves as team_moves
from hsb.pages.team.forms import GiveCasesForm, GiveTasksForm, load_choice
from hsb.pages.team.lists import Team
from hsb.pages.work.lists import COUNT_CAP, read, words_of
from hsb.pages.work.rows import base_row, tabs
from hsb.people.appointments import waiting_for
from hsb.tasks import queries as tasks
from hsb.tasks.models import Task
from hsb.timeliness import keyset
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline, DeadlineQuerySet
from hsb.timeliness.moves import whose_words
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.components import Link, Pages, WorkRow
from hsb.ui.forms import BaseForm, Choice

SHOWN = 12
PAGE_SIZE = 50


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The team at a glance, what is late in it, and the cases nobody holds."""
    team = Team(request.user, clock.today())
    late = read({"late": team.overdue()}, SHOWN)["late"]
    free = list(team.unallocated()[: COUNT_CAP + 1])
    unallocated = [case for case in free if not case.unowned]
    unowned = [case for case in free if case.unowned]
    left_tasks = list(team.left_tasks()[: COUNT_CAP + 1])
    workers, rest = team.table()
    looked(request, "team", len(workers))
    return render(
        request,
        "pages/team.html",
        {
            "tabs": tabs(),
            "active_tab": "team",
            "today": team.today,
            "agency": team.agency,
            "workers": workers,
            "rest": rest,
            "late": [*_rows(team, late.ids).values()],
            "late_count": late.count_words,
            "all_late": late.count > SHOWN,
            "unallocated": [_to_allocate(team, case) for case in unallocated[:SHOWN]],
            "unallocated_count": words_of(len(unallocated)),
            "unowned": [_to_allocate(team, case) for case in unowned[:SHOWN]],
            "unowned_count": words_of(len(unowned)),
            "all_unallocated": len(unallocated) > SHOWN or len(unowned) > SHOWN,
            "roles_to_agree": len(waiting_for(request.user, team.today)),
            "left_tasks": [_to_hand_on(task) for task in left_tasks[:COUNT_CAP]],
            "left_tasks_count": words_of(len(left_tasks)),
        },
    )


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Everything that is late in the team, page by page, with whose it is."""
    team = Team(request.user, clock.today())
    query = team.overdue()
    found = read({"count": query, "page": keyset.after(query, request.GET.get("after", ""))}, PAGE_SIZE + 1)
    ids = found["page"].ids[:PAGE_SIZE]
    rows = _rows(team, ids)
    looked(request, "team, overdue", len(rows))
    more = len(found["page"].ids) > PAGE_SIZE
    return render(
        request,
        "pages/team_list.html",
        {
            "title": "Overdue in the team",
            "unit": "step",
            "count": found["count"].count_words,
            "rows": [rows[pk] for pk in ids],
            "pages": Pages(next=f"?after={keyset.key(rows[ids[-1]].judged_on, ids[-1])}" if more else ""),
        },
    )


@require_safe
def unallocated(request: HttpRequest) -> HttpResponse:
    """Every case that needs somebody and has nobody, oldest first, then those that are on nobody's list at all."""
    team = Team(request.user, clock.today())
    found = list(team.unallocated()[: COUNT_CAP + 1])
    rows = [_to_allocate(team, case) for case in found[:COUNT_CAP]]
    looked(request, "team, to allocate", len(rows))
    return render(
        request,
        "pages/team_list.html",
        {"title": "To be allocated", "unit": "record", "count": words_of(len(found)), "rows": rows, "pages": Pages()},
    )


@require_safe
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """One person of the team: the rows behind each number of their line."""
    team, person = worker_of(request, pk)
    late = list(team.overdue(person).values_list("pk", flat=True)[:COUNT_CAP])
    week = list(team.this_week(person).values_list("pk", flat=True)[:COUNT_CAP])
    rows = _rows(team, [*late, *week], owner=False)
    held = list(team.cases_of(person)[:COUNT_CAP])
    asked = list(team.tasks_of(person)[:COUNT_CAP])
    looked(request, "team, one person", len(rows) + len(held) + len(asked))
    return render(
        request,
        "pages/team_worker.html",
        {
            "person": person,
            "role": team.people[person.pk][1],
            "late": [rows[one] for one in late],
            "week": [rows[one] for one in week],
            "cases": [(case, case.age_on(team.today)) for case in held],
            "tasks": asked,
            "holds": person in team.holders(),
        },
    )


@require_http_methods(READ_AND_CHANGE)
def give_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """Give several of one person's cases to another, each as its allocation page would; what cannot go says why."""
    team, person = worker_of(request, pk)
    held = {str(case.pk): case for case in team.cases_of(person)[:COUNT_CAP]}
    # What a first press moved already is not theirs any more, and still answers the second press.
    sent = (
        team.visible.filter(pk__in=_uuids(request.POST.getlist("cases")))
        if request.method == "POST"
        else team.visible.none()
    )
    offered = held | {str(case.pk): case for case in sent}
    form = GiveCasesForm(request.POST if request.method == "POST" else None)
    form.fields["cases"].choices = [_case_choice(team, case) for case in offered.values()]  # type: ignore[attr-defined]
    loads = {one.person.pk: one for one in team.workers()}
    form.fields["to"].choices = [  # type: ignore[attr-defined]
        load_choice(one, loads[one.pk].cases, loads[one.pk].away) for one in team.holders() if one.pk != person.pk
    ]
    if request.method == "POST" and form.is_valid():
        to = next(one for one in team.holders() if str(one.pk) == form.cleaned_data["to"])
        moved = team_moves.give_cases(
            cases=[offered[one] for one in form.cleaned_data["cases"]],
            role=team.kind.holder,
            former=person,
            to=to,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
        return _moved(request, team, person, to, moved, "case")
    return _give(request, person, form, "Give cases to somebody else", "Give cases")


@require_http_methods(READ_AND_CHANGE)
def give_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand several of one person's tasks to another of the team."""
    team, person = worker_of(request, pk)
    waiting = {str(task.pk): task for task in team.tasks_of(person)[:COUNT_CAP]}
    others = [one for one, _ in team.people.values() if one.pk != person.pk]
    if request.method == "POST":
        moved_before = tasks.open_tasks_of([one.pk for one in others], team.visible)
        sent = moved_before.filter(pk__in=_uuids(request.POST.getlist("tasks")))
        waiting |= {str(task.pk): task for task in sent}
    form = GiveTasksForm(request.POST if request.method == "POST" else None)
    form.fields["tasks"].choices = [  # type: ignore[attr-defined]
        Choice(key, task.what[:200], hint=f"{task.case.label} · {task.case.reference}, needed by {task.due_on:%-d %B}")
        for key, task in waiting.items()
    ]
    form.fields["to"].choices = [Choice(str(one.pk), one.full_name) for one in others]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        to = next(one for one in others if str(one.pk) == form.cleaned_data["to"])
        moved = team_moves.give_tasks(
            given=[waiting[one] for one in form.cleaned_data["tasks"]],
            former=person,
            to=to,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
        return _moved(request, team, person, to, moved, "task")
    return _give(request, person, form, "Hand tasks to somebody else", "Hand on")


def worker_of(request: HttpRequest, pk: int) -> tuple[Team, User]:
    """Answer the team of whoever asks, and one person of it; 404 for anybody else."""
    team = Team(request.user, clock.today())
    if pk not in team.people:
        raise Http404("There is nobody of your team here.")
    return team, team.people[pk][0]


def _give(request: HttpRequest, person: User, form: BaseForm, title: str, button: str) -> HttpResponse:
    return render(
        request,
        "pages/team_give.html",
        {"person": person, "form": form, "page_title": title, "button": button},
        status=422 if form.errors else 200,
    )


def _moved(
    request: HttpRequest, team: Team, person: User, to: User, moved: team_moves.Moved, what: str
) -> HttpResponse:
    return render(request, "pages/team_moved.html", {"person": person, "to": to, "moved": moved, "what": what})


def _uuids(given: list[str]) -> list[UUID]:
    """Answer the ids among what was sent; what is none is passed over, and the form says that it is no choice."""
    found = []
    for one in given[:COUNT_CAP]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def _rows(team: Team, ids: list[int], *, owner: bool = True) -> dict[int, WorkRow]:
    """Answer these clocks as rows with whose they are, in the order of the day. Two statements, with one for tasks."""
    found: DeadlineQuerySet = team.moves().filter(pk__in=ids).with_owners().select_related("case")
    rows = list(timeliness.with_counts(found, team.today).order_by("judged_on", "id"))
    known = tasks.by_key(d.key for d in rows if d.standard_code in tasks.STANDARDS)
    also = team.decided_with(rows)
    return {d.pk: _row(team, d, known, owner=owner, also=also.get(d.pk, ())) for d in rows}


def _row(team: Team, deadline: Deadline, known: dict[str, Any], *, owner: bool, also: Sequence[str]) -> WorkRow:
    task = known.get(deadline.key)
    holder: int | None = deadline.worker  # type: ignore[attr-defined]
    row = base_row(deadline, team.today, task=task, also=also)
    named = team.people.get(holder or 0)
    said = named[0].full_name if named else whose_words(deadline)
    reference = deadline.case.reference
    if task is not None:
        row["action"] = Link("Hand on", reverse("tasks:hand_on", args=[reference, task.pk]))
    elif named and deadline.owner_role == team.kind.holder:
        row["action"] = Link("Reassign", reverse(team.kind.allocate, args=[reference]))
    return WorkRow(**{**row, "owner": said if owner else ""})  # type: ignore[arg-type]


def _to_allocate(team: Team, case: Case) -> WorkRow:
    age = case.age_on(team.today)
    left: str = case.left or ""  # type: ignore[attr-defined]
    given_here = getattr(case, team.kind.strand) in OPEN_STATES[Strand(team.kind.strand)]
    said = "Nobody here holds it" if case.unowned else ""  # type: ignore[attr-defined]
    return WorkRow(
        what=case.get_youth_offending_display()
        if team.kind.strand == "youth_offending"
        else case.get_safeguarding_display(),
        child=f"{case.label}, {age}" if age is not None else case.label,
        reference=case.reference,
        href=f"/cases/{case.reference}/",
        due_words=f"Opened {clock.local_date(case.opened_at):%-d %B}",
        strong=False,
        owner=f"Left by {left}, who is not here any more" if left else said,
        action=Link("Allocate", reverse(team.kind.allocate, args=[case.reference]))
        if given_here
        else Link("See who is on it", reverse("cases:access", args=[case.reference])),
    )


def _to_hand_on(task: Task) -> WorkRow:
    return WorkRow(
        what=task.what[:200],
        child=task.case.label,
        reference=task.case.reference,
        href=reverse("tasks:show", args=[task.case.reference, task.pk]),
        due_words=f"Needed by {task.due_on:%-d %B}",
        strong=False,
        owner=f"Asked of {task.asked_words}, who {'are' if task.to_person is None else 'is'} not here any more",
        action=Link("Hand on", reverse("tasks:hand_on", args=[task.case.reference, task.pk])),
    )


def _case_choice(team: Team, case: Case) -> Choice:
    age = case.age_on(team.today)
    who = f"{case.label}, {age}" if age is not None else case.label
    return Choice(
        str(case.pk), f"{who} · {case.reference}", hint=f"Opened {clock.local_date(case.opened_at):%-d %B %Y}"
    )


def looked(request: HttpRequest, what: str, rows: int) -> None:
    """The look at the list is in the audit."""
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what=what, facts={"rows": rows})
