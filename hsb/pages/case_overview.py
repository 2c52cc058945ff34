"""The case page: what happens next, who does it, by when; then what happened; beside it, people, clocks and documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access, clock_policies, frame, people
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, CaseLink, PersonPart
from hsb.cases.states import Strand, YouthOffending
from hsb.chronology import queries as chronology
from hsb.chronology.declare import DECLARED
from hsb.documents import queries as documents
from hsb.documents.models import Document
from hsb.notifications import actions as notifications
from hsb.pages import counts, delay_chain, next_move
from hsb.pages.work_rows import LETTERS
from hsb.tasks import queries as tasks
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline
from hsb.timeliness.queries import Book
from hsb.timeliness.standing import Standing
from hsb.ui.components import Around, Clock, Day, DocumentLine, Entry, Filter, Link, NextStep
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
        steps=chronology.standing(opened.case.pk, [code for step in chain for code in step.events]),
        agencies=chronology.agencies_in([opened.case.pk], readable=opened.readable),
        tasks=tasks.tasks_of(opened, state_open=True).select_related(None),
        links=links,
        linked=access.open_cases(opened.user).filter(pk__in=links.values("linked_case")),
        documents=documents.readable(opened),
    )
    found = list(timeliness.clocks_of_interest(opened.case.pk))
    clocks = [deadline for deadline in found if deadline.is_running]
    agencies = [name for (name,) in read["agencies"]]
    agency = request.GET.get("agency", "")
    agency = agency if agency in agencies else ""  # one that did nothing here, or nothing this reader is told of
    lines = chronology.lines(
        [opened.case.pk],
        readable=opened.readable,
        limit=LINES + 1,
        before=whole_number(request.GET.get("before", ""), digits=18),
        codes=_codes(request.GET.get("strand", ""), everything=request.GET.get("kind") == "everything"),
        agency=agency,
    )
    firsts = chronology.first_days(read["steps"])
    stages, story = delay_chain.stages(
        firsts, today=today, holidays=known.holidays, chain=chain, waits=_waits(opened.case)
    )
    # What each task and question says that this reader may read, by the key of its clock.
    asked = {str(task.pk): Truncator(task.what).chars(LETTERS) for task in read["tasks"]}
    more = None
    if len(lines) > LINES:
        kept = {name: request.GET[name] for name in ("strand", "agency", "kind") if request.GET.get(name)}
        more = Link("Show earlier entries", f"?{urlencode({**kept, 'before': lines[LINES - 1].id})}#chronology")
    return render(
        request,
        "cases/overview.html",
        {
            **frame.case_frame(opened, "overview", today=today, found=read),
            "today": today,
            "stages": stages,
            "story": story,
            "steps": [_step(opened, deadline, today, known, n, asked) for n, deadline in enumerate(clocks[:3])],
            "clocks": [_clock(opened, deadline, today, known, asked) for deadline in clocks],
            "unexplained": [
                Link(deadline.title, reverse("cases:explain_delay", args=[reference, deadline.pk]))
                for deadline in found
                if deadline.unexplained and clock_policies.answers_for(opened, deadline)
            ],
            "days": _days(lines[:LINES]),
            "more": more,
            "filters": [
                Filter(
                    "strand",
                    "Strand",
                    (("", "All strands"), *((s.value, s.label) for s in Strand)),
                    request.GET.get("strand", ""),
                ),
                Filter("agency", "Agency", (("", "All agencies"), *((name, name) for name in agencies)), agency),
                Filter(
                    "kind",
                    "Show",
                    (("", "What happened"), ("everything", "Everything recorded")),
                    request.GET.get("kind", ""),
                ),
            ],
            "around": _around(opened),
            "nobody": _nobody(opened),
            "links": _links(read["links"], read["linked"]),
            "documents": _document_lines(opened, documents.permitted(opened, read["documents"]))[:3],
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
    shown = _document_lines(opened, documents.documents_of(opened))
    return render(request, "cases/documents.html", {**context, "documents": shown})


def _codes(strand: str, *, everything: bool) -> list[str] | None:
    """Answer the event codes a filtered chronology shows; None means all of them."""
    if everything and not strand:
        return None
    return [
        code
        for code, declared in DECLARED.items()
        if (everything or not declared.quiet) and strand in ("", declared.strand)
    ]


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


def _days(lines: Sequence[chronology.Line]) -> list[Day]:
    found: list[Day] = []
    wrong = {line.id: line for line in lines if line.corrected_by}
    for line in lines:
        if line.corrected_by and any(other.corrects == line.id for other in lines):
            continue  # shown struck through in front of what corrects it
        moment = clock.local_time(line.occurred_at)
        entry = Entry(
            sentence=line.sentence,
            by=line.agency,
            at="" if clock.is_known_by_its_day(moment) else f"{moment:%H:%M}",
            struck=wrong[line.corrects].sentence if line.corrects in wrong else "",
            # What corrects it is not on this page: of another agency than the filter shows, or on an earlier page.
            cancelled=line.corrected_by is not None,
            note=_note(line),
            strand=line.strand,
            anchor=f"entry-{line.id}",
        )
        if found and found[-1].on == moment.date():
            found[-1] = Day(moment.date(), [*found[-1].entries, entry])
        else:
            found.append(Day(moment.date(), [entry]))
    return found


def _note(line: chronology.Line) -> str:
    """Answer what an entry says beside itself: who corrected what, and for which absent colleague somebody acted."""
    if line.corrects:
        return f"Corrected by {line.who_in_full}, {clock.local_time(line.recorded_at):%-d %B}."
    said = f"By {line.who_in_full}." if line.acting_for else ""
    return f"{said} Corrected since.".strip() if line.corrected_by else said


def _around(opened: OpenCase) -> list[Around]:
    """People by what they are to the child; names only for those who may read them. Workers first."""
    shown = [
        Around(
            name=i.user.full_name,
            role=", ".join(filter(None, (i.get_role_display(), i.agency.short_name if i.agency else ""))),
        )
        for i in opened.workers
        if i.user
    ]
    if not opened.may(RecordClass.IDENTITY, Level.READ):
        return shown
    for person, details in opened.people:
        if person.part == PersonPart.SUBJECT:
            continue
        said = [person.get_part_display()]
        if person.has_parental_responsibility:
            said.append("parental responsibility")
        if person.may_be_contacted is not None:
            said.append("may be contacted" if person.may_be_contacted else "must not be contacted")
        shown.append(
            Around(
                name=details.full_name or person.relationship or "Not named",
                role=" · ".join(filter(None, (capfirst(person.relationship) if details.full_name else "", *said[1:])))
                or said[0],
                warning="address not to be disclosed" if person.address_confidential else "",
            )
        )
    return shown


def _nobody(opened: OpenCase) -> str:
    """What stands where no person does: that there is none, or that this reader is not told."""
    if opened.may(RecordClass.IDENTITY, Level.READ):
        return "Nobody is recorded yet."
    return "Your part in this case does not show the people around the child."


def _links(links: Sequence[CaseLink], linked: Sequence[Case]) -> list[dict[str, Any]]:
    """The other children, by what this record's readers may call them; a link only for those who are on both."""
    both = {case.pk: case.reference for case in linked}
    return [
        {"called": link.called, "relationship": link.relationship, "reference": both.get(link.linked_case_id, "")}
        for link in links
    ]


def _document_lines(opened: OpenCase, shown: Sequence[tuple[int, Document]]) -> list[DocumentLine]:
    if not opened.may(RecordClass.DOCUMENTS, Level.READ):
        return []
    return [
        DocumentLine(
            title=document.title,
            href=reverse("documents:download", args=[document.pk]),
            on=clock.local_date(document.uploaded_at),
            state=document.state,
        )
        for _, document in shown
    ]
