"""Pages of tasks and questions on one case."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.clocks import actions as clocks
from hsb.tasks import actions, policies, queries
from hsb.tasks.forms import ANSWER, REPLY, AgainForm, AnswerForm, AskForm, PassForm, ReplyForm, WithdrawForm
from hsb.tasks.models import Kind, Task, TaskEntry
from hsb.timeliness import queries as timeliness
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.components import Moment
from hsb.ui.forms import BaseForm
from hsb.ui.numbers import whole_number
from hsb.ui.press import press_of
from hsb.ui.words import date_time, long_date

DAYS_GIVEN = 3


def _open(request: HttpRequest, reference: str, look: str, level: Level = Level.SUMMARY) -> OpenCase:
    return access.get_case(request.user, reference, look=look, needs=(RecordClass.TASKS, level))


@require_safe
def show_all(request: HttpRequest, reference: str) -> HttpResponse:
    """The tasks of a case: what waits, most pressing first, then what ended; to somebody only asked, their own."""
    opened = _open(request, reference, "tasks")
    today = clock.today()
    waiting = list(queries.tasks_of(opened, state_open=True))
    due = timeliness.due_by_key(opened.case.pk, queries.STANDARDS, today=today)
    return render(
        request,
        "tasks/list.html",
        {
            **case_frame(opened, "tasks", today=today),
            "waiting": [(task, due.get(str(task.pk))) for task in waiting],
            "ended": list(queries.tasks_of(opened, state_open=False)),
            "may_ask": opened.may(RecordClass.TASKS, Level.WRITE),
        },
    )


@require_http_methods(READ_AND_CHANGE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a question or set a task. `?about=` a clock of the case writes the question to whoever's move it is."""
    opened = _open(request, reference, "ask or set a task", Level.WRITE)
    today = clock.today()
    offered = queries.askable(opened.case, at=clock.now())
    form = AskForm(
        request.POST if request.method == "POST" else None, initial=_initial(request, opened, offered, today)
    )
    form.fields["to"].choices = _choices(offered)  # type: ignore[attr-defined]
    made: list[Task] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: made.append(
                actions.set_task(
                    case=opened.case, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
                )
            ),
        )
    ):
        messages.success(request, f"{made[0].asked_words} has it, and is told.")
        return redirect("tasks:show", reference, made[0].pk)
    return _form(request, opened, form, title="Ask a question or set a task", button="Send", back="")


def _initial(request: HttpRequest, opened: OpenCase, offered: list[queries.Asked], today: date) -> dict[str, object]:
    """Answer what the form opens with: a question, needed in three working days; about a clock, its question and whose move it is."""
    kind = request.GET.get("kind", "")
    opening: dict[str, object] = {
        "kind": kind if kind in Kind.values else Kind.QUESTION,
        "due_on": timeliness.working_days_on(today, DAYS_GIVEN),
    }
    wanted = whole_number(request.GET.get("about", ""), digits=18)
    deadline = clocks.clock_for(opened, wanted) if wanted is not None else None
    if deadline is not None:
        asked = queries.whose_move(
            offered,
            person=deadline.owner_person_id,
            kind=deadline.owner_kind,
            role=deadline.owner_role,
            agency=deadline.owner_agency_id,
        )
        was = "was" if deadline.judged_on and deadline.judged_on < today else "is"
        due = (
            f" {was} due on {long_date(deadline.judged_on)}" if deadline.adopted and deadline.judged_on else " is open"
        )
        opening |= {
            "what": f"“{deadline.action}”{due}. How does it stand, and what is it waiting for?",
            "to": asked.value if asked else "",
        }
    return opening


@require_http_methods(READ_AND_CHANGE)
def show(request: HttpRequest, reference: str, task_id: UUID) -> HttpResponse:
    """One task with its thread; whoever is asked answers here, others write."""
    opened = _open(request, reference, "task")
    task = queries.task_of(opened, task_id)
    policies.check_may_see(opened, task)
    asked = queries.is_asked(request.user, task)
    # What ended while somebody was writing is refused by the action, with their words still in the box.
    form = _reply_form(request, task, asked) if task.is_open or request.method == "POST" else None
    if form is not None and request.method == "POST" and form.is_valid():
        text, then = form.cleaned_data["text"], form.cleaned_data.get("then", REPLY)
        if attempt(form, lambda: _send(request, task, text, then, form.cleaned_data.get("version"))):
            messages.success(
                request, f"{task.set_by.full_name} has your answer." if then == ANSWER else "Your reply stands below."
            )
            return redirect("tasks:show", reference, task_id)
        task = queries.task_of(opened, task_id)
    today = clock.today()
    may_change = policies.set_it(request.user, task) or opened.may(RecordClass.TASKS, Level.APPROVE)
    due = timeliness.due_by_key(opened.case.pk, queries.STANDARDS, today=today).get(str(task.pk))
    return render(
        request,
        "tasks/show.html",
        {
            **case_frame(opened, "tasks", today=today),
            "task": task,
            "due": due,
            "why": timeliness.explanation_for(due.deadline, today) if due else None,
            "moments": [_moment(entry, task) for entry in queries.thread(task)],
            "form": form,
            "version": task.version,
            "once": press_of(request),
            "may_change": may_change,
            "may_pass": task.is_open and (asked or may_change),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _reply_form(request: HttpRequest, task: Task, asked: bool) -> BaseForm:
    data = request.POST if request.method == "POST" else None
    if not asked:
        return ReplyForm(data)
    form = AnswerForm(data, initial={"then": ANSWER})
    form.fields["text"].label = "Your answer" if task.is_question else "What was done"
    whole = "Yes, this is the answer" if task.is_question else "Yes, it is done"
    form.fields["then"].choices = [(ANSWER, whole), (REPLY, "No, more will come")]  # type: ignore[attr-defined]
    return form


def _send(request: HttpRequest, task: Task, text: str, then: str, version: int | None) -> None:
    if then == ANSWER:
        actions.answer(task=task, text=text, by=request.user, at=clock.now(), version=version, press=press_of(request))
    else:
        actions.reply(task=task, text=text, by=request.user, at=clock.now(), press=press_of(request))


def _moment(entry: TaskEntry, task: Task) -> Moment:
    said = entry.get_act_display()
    if entry.passed_to:
        said = f"asked {entry.passed_to}" if entry.act == "set" else f"handed it on to {entry.passed_to}"
    return Moment(
        title=f"{entry.by.full_name} {said}",
        when=date_time(entry.at),
        text=task.what if entry.act == "set" else entry.text,
    )


@require_http_methods(READ_AND_CHANGE)
def hand_on(request: HttpRequest, reference: str, task_id: UUID) -> HttpResponse:
    """Give it to somebody else on the case."""
    opened, task = _changing(request, reference, task_id, policies.check_may_pass)
    form = PassForm(request.POST if request.method == "POST" else None)
    form.fields["to"].choices = _choices(queries.askable(opened.case, at=clock.now()))  # type: ignore[attr-defined]
    return _step(
        request,
        opened,
        task,
        form,
        lambda: actions.pass_on(
            task=task, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Hand it on",
        button="Hand on",
        done="Handed on. Whoever has it now is told.",
    )


@require_http_methods(READ_AND_CHANGE)
def again(request: HttpRequest, reference: str, task_id: UUID) -> HttpResponse:
    """Ask again, when what came back was not enough."""
    opened, task = _changing(request, reference, task_id, policies.check_may_change)
    opening = {"due_on": timeliness.working_days_on(clock.today(), DAYS_GIVEN)}
    form = AgainForm(request.POST if request.method == "POST" else None, initial=opening)
    return _step(
        request,
        opened,
        task,
        form,
        lambda: actions.ask_again(task=task, by=request.user, at=clock.now(), **form.cleaned_data),
        title="Ask again",
        button="Ask again",
        done="Asked again, and told.",
    )


@require_http_methods(READ_AND_CHANGE)
def withdraw(request: HttpRequest, reference: str, task_id: UUID) -> HttpResponse:
    """Nobody needs it any more."""
    opened, task = _changing(request, reference, task_id, policies.check_may_change)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        opened,
        task,
        form,
        lambda: actions.withdraw(task=task, by=request.user, at=clock.now(), **form.cleaned_data),
        title="Withdraw it",
        button="Withdraw",
        done="Withdrawn. Whoever was asked is told.",
    )


def _changing(
    request: HttpRequest, reference: str, task_id: UUID, check: Callable[[OpenCase, Task], None]
) -> tuple[OpenCase, Task]:
    opened = _open(request, reference, "task")
    task = queries.task_of(opened, task_id)
    policies.check_may_see(opened, task)
    check(opened, task)
    return opened, task


def _step(
    request: HttpRequest,
    opened: OpenCase,
    task: Task,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    where = reverse("tasks:show", args=[opened.case.reference, task.pk])
    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, done)
        # Who handed it on may have handed away what let them read it.
        still = policies.may_see(opened, queries.task_of(opened, task.pk))
        return redirect(where) if still else redirect("tasks:list", opened.case.reference)
    return _form(request, opened, form, title=title, button=button, back=where, task=task)


def _form(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    *,
    title: str,
    button: str,
    back: str,
    task: Task | None = None,
) -> HttpResponse:
    if task is not None and form.errors:
        task = queries.task_of(opened, task.pk)  # as it is now, with the version to go on from
    return render(
        request,
        "tasks/form.html",
        {
            **case_frame(opened, "tasks", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "page_title": title,
            "button": button,
            "back": back or reverse("tasks:list", args=[opened.case.reference]),
            "task": task,
            "version": task.version if task else "",
        },
        status=422 if form.errors else 200,
    )


def _choices(offered: list[queries.Asked]) -> list[object]:
    people = [(one.value, one.words) for one in offered if one.person]
    whole = [(one.value, one.words) for one in offered if not one.person]
    groups = [("People", people), ("Agencies", whole)]
    return [("", "Choose"), *(group for group in groups if group[1])]
