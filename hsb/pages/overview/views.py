"""The case page: what happens next, who does it, by when; then what happened; beside it, people, clocks and documents."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access, frame, people
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, CaseLink
from hsb.cases.states import YouthOffending
from hsb.cases.visible import open_cases
from hsb.chronology import queries as chronology
from hsb.clocks import policies as clock_policies
from hsb.clocks import steps as next_move
from hsb.documents import queries as documents
from hsb.notifications import actions as notifications
from hsb.pages.overview import delay_chain, entries
from hsb.pages.overview.beside import around, document_lines, links_of, nobody_words
from hsb.pages.work import counts
from hsb.pages.work.rows import LETTERS
from hsb.tasks import queries as tasks
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline
from hsb.timeliness.queries import Book
from hsb.timeliness.standing import Standing
from hsb.ui.components import Clock, Link, NextStep
from hsb.ui.numbers import whole_number
from hsb.ui.words import long_date

LINES = 30


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The overview. A fixed number of statements, however long the chronology is."""
    opened = access.get_case(request.user, reference, look="case overview")
    numbers = counts.take(opened.user, on=opened.case.pk)
    if numbers.told:
        notifications.read_about(user=opened.user, case_id=opened.case.pk, at=clock.now())
    today = clock.today()
    known = timeliness.book(numbers.stamp)
    chain = delay_chain.HARMED_CHAIN if opened.case.is_harmed else delay_chain.CHAIN
    links = CaseLink.objects.filter(case=opened.case)
    read = frame.read(
        opened,
        steps=chronology.standing(
            opened.case.pk, [*(code for step in chain for code in step.events), *_apart_for(opened)]
        ),
        agencies=chronology.agencies_in([opened.case.pk], readable=opened.readable),
        recorders=chronology.people_in([opened.case.pk], readable=opened.readable),
        tasks=tasks.tasks_of(opened, state_open=True).select_related(None),
        links=links,
        linked=open_cases(opened.user).filter(pk__in=links.values("linked_case")),
        documents=documents.readable(opened),
    )
    if (other := entries.other_record(request, read["linked"])) is not None:
        return other
    found = list(timeliness.clocks_of_interest(opened.case.pk))
    clocks = [deadline for deadline in found if deadline.is_running]
    agencies, people = [name for (name,) in read["agencies"]], dict(read["recorders"])
    links = links_of(read["links"], read["linked"])
    asked = entries.asked(request, agencies, people)
    lines = chronology.lines(
        [opened.case.pk],
        readable=opened.readable,
        limit=LINES + 1,
        before=whole_number(request.GET.get("before", ""), digits=18),
        **asked.narrowing(),
    )
    firsts = chronology.first_days(read["steps"])
    stages, story = delay_chain.stages(
        firsts, today=today, holidays=known.holidays, chain=chain, waits=_waits(opened.case)
    )
    apart = (
        delay_chain.apart(read["steps"], today=today, holidays=known.holidays, waits=_waits(opened.case))
        if _apart_for(opened)
        else ""
    )
    story = " ".join(filter(None, (story, apart)))
    # What each task and question says that this reader may read, by the key of its clock.
    questions = {str(task.pk): Truncator(task.what).chars(LETTERS) for task in read["tasks"]}
    more = None
    if len(lines) > LINES:
        kept = {name: request.GET[name] for name in entries.FILTERS if request.GET.get(name)}
        more = Link("Show earlier entries", f"?{urlencode({**kept, 'before': lines[LINES - 1].id})}#chronology")
    return render(
        request,
        "cases/overview.html",
        {
            **frame.case_frame(opened, "overview", today=today, found=read),
            "today": today,
            "stages": stages,
            "story": story,
            "steps": [_step(opened, deadline, today, known, n, questions) for n, deadline in enumerate(clocks[:3])],
            "clocks": [_clock(opened, deadline, today, known, questions) for deadline in clocks],
            "unexplained": [
                Link(deadline.title, reverse("cases:explain_delay", args=[reference, deadline.pk]))
                for deadline in found
                if deadline.unexplained and clock_policies.answers_for(opened, deadline)
            ],
            "days": entries.days(opened, lines[:LINES]),
            "writes": opened.may(RecordClass.NOTES, Level.WRITE),
            "prints": opened.may(RecordClass.HEADER, Level.READ),
            "more": more,
            "filters": asked.filters([str(one) for one in agencies], people, read["linked"], links),
            "around": around(opened),
            "nobody": nobody_words(opened),
            "links": links,
            "documents": document_lines(opened, documents.permitted(opened, read["documents"]))[:3],
            "all_documents": Link("All documents", reverse("cases:documents", args=[reference])),
            "may_see_names": opened.may(RecordClass.IDENTITY, Level.READ),
            "may_see_documents": opened.may(RecordClass.DOCUMENTS, Level.READ),
        },
    )


@require_safe
def people_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody around the child, how they may be contacted and what must not be told to whom."""
    opened = access.get_case(request.user, reference, look="people", needs=(RecordClass.IDENTITY, Level.READ))
    return render(
        request,
        "cases/people.html",
        {
            **frame.case_frame(opened, "people", today=clock.today()),
            "subject": people.subject(opened.case),
            "around": people.around(opened.case),
        },
    )


@require_safe
def documents_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Every document of the record this reader may have."""
    opened = access.get_case(request.user, reference, look="documents", needs=(RecordClass.DOCUMENTS, Level.READ))
    context = frame.case_frame(opened, "documents", today=clock.today())
    shown = document_lines(opened, documents.documents_of(opened))
    return render(request, "cases/documents.html", {**context, "documents": shown})


def _apart_for(opened: OpenCase) -> tuple[str, ...]:
    """Answer what is told apart from the wait: to those who may know where consent stands, on the young person's record."""
    if opened.case.is_harmed or not opened.may(RecordClass.CONSENT, Level.READ):
        return ()
    return tuple(delay_chain.APART)


def _waits(case: Case) -> bool:
    """Answer whether anybody waits for a next step: not once the record is closed or YOS has declined, as on the delay page."""
    return case.closed_at is None and case.youth_offending not in (YouthOffending.DECLINED, YouthOffending.CLOSED)


def _step(
    opened: OpenCase, deadline: Deadline, today: date, known: Book, position: int, asked: Mapping[str, str]
) -> NextStep:
    due = timeliness.due_words(deadline, today, known.holidays)
    move = next_move.for_clock(opened, deadline)
    return NextStep(
        what=asked.get(deadline.key) or move.what,
        who=move.who,
        due_on=deadline.judged_on if deadline.adopted else None,
        due_words=due.left,
        late=due.late,
        why=timeliness.explanation_for(deadline, today, given=known),
        action=Link(move.button, move.href) if move.href else None,
        primary=position == 0,
    )


def _clock(opened: OpenCase, deadline: Deadline, today: date, known: Book, asked: Mapping[str, str]) -> Clock:
    due = timeliness.due_words(deadline, today, known.holidays)
    return Clock(
        title=": ".join(filter(None, (deadline.title, asked.get(deadline.key)))),
        left=due.left,
        sub=" · ".join(filter(None, (profile().name(deadline.owner_kind), _day_words(deadline)))),
        href=next_move.clock_href(deadline, opened.case.reference),
        late=due.late,
        provisional=bool(deadline.provisional),
        note=_moved(deadline, due.standing),
    )


def _moved(deadline: Deadline, stands: Standing) -> str:
    """Answer what people or events did to the date: that it stands still and why, or the later date beside it."""
    if stands is Standing.PAUSED:
        return f"Because {deadline.paused_spans[-1]['reason']}"
    return f"Extended to {long_date(deadline.extended_to)}" if deadline.extended_to else ""


def _day_words(deadline: Deadline) -> str:
    return long_date(deadline.judged_on) if deadline.adopted else ""
