"""A disagreement as its pages show it: the ladder of levels, who is asked, by when and why, and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.escalation import queries, rules
from hsb.escalation.models import Escalation, Question
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline
from hsb.ui.components import Fact
from hsb.ui.words import long_date


@dataclass(frozen=True)
class Rung:
    """One agency asked at a level."""

    who: str
    due: timeliness.Due | None
    due_on: date | None
    why: Any
    answer: str
    answered: str  # by whom and when
    jointly: bool
    passed_over: bool


@dataclass(frozen=True)
class LevelShown:
    """One level of the ladder: done, now or to come."""

    number: int
    name: str
    mark: str  # done, now, todo
    reached: str
    reason: str
    rungs: tuple[Rung, ...]
    asks: str  # whom it would ask, for one to come


@dataclass(frozen=True)
class Row:
    """One line of a list of disagreements."""

    href: str
    reference: str
    number: int
    about: str
    level: str
    state: str
    is_open: bool
    whose_move: str
    due_words: str = ""
    late: bool = False
    on_behalf: bool = False
    raised: str = ""
    mine_to_answer: bool = False
    mine_to_decide: bool = False
    first: bool = False  # the one that has the page's green button


def levels(escalation: Escalation, *, today: date) -> list[LevelShown]:
    """Answer the ladder, from the first level to the last that exists. Two statements."""
    clocks = queries.clocks([escalation])
    known = timeliness.book()
    steps = {step.level: step for step in escalation.steps.all()}
    shown = []
    reached = {number: rules.level_of(queries.levels(), number) for number in steps}
    for level in sorted(
        {**{one.number: one for one in queries.levels()}, **reached}.values(), key=lambda one: one.number
    ):
        step = steps.get(level.number)
        if step is None and (not escalation.is_open or level.number < escalation.level):
            continue  # it will not come to this
        asked = _worth_showing([one for one in escalation.questions.all() if one.level == level.number])
        shown.append(
            LevelShown(
                number=level.number,
                name=level.name,
                mark="todo" if step is None else "now" if _is_now(escalation, level.number) else "done",
                reached=f"{long_date(step.at)}, by {step.by.full_name}" if step else "",
                reason=step.reason if step else "",
                rungs=_said_once([_rung(one, clocks.get(str(one.pk)), today, known) for one in asked]),
                asks=" and ".join(profile().name(one.kind) for one in level.asked),
            )
        )
    return shown


def _worth_showing(questions: Sequence[Question]) -> list[Question]:
    """Answer those that say something: of several contacts of one agency, once one has answered, that one."""
    spoken_for = {one.kind for one in questions if one.answered_at is not None}
    return [one for one in questions if one.answered_at is not None or one.kind not in spoken_for]


def _said_once(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """A joint answer stands once, with the last of those it answers for."""
    joint = [n for n, rung in enumerate(rungs) if rung.jointly]
    return tuple(replace(rung, answer="") if n in joint[:-1] else rung for n, rung in enumerate(rungs))


def _is_now(escalation: Escalation, number: int) -> bool:
    return escalation.is_open and number == escalation.level


def _rung(question: Question, deadline: Deadline | None, today: date, known: timeliness.Book) -> Rung:
    return Rung(
        who=asked_words(question),
        due=timeliness.due_words(deadline, today, known.holidays) if deadline else None,
        due_on=deadline.judged_on if deadline and deadline.adopted else None,
        why=timeliness.explanation_for(deadline, today, given=known) if deadline else None,
        answer=question.answer,
        answered=f"{question.answered_by.full_name}, {long_date(question.answered_at)}" if question.answered_by else "",
        jointly=question.jointly,
        passed_over=question.passed_over,
    )


def asked_words(question: Question) -> str:
    """Answer who is asked: the person named, or the role, and their agency as this partnership calls it."""
    who = question.person.full_name if question.person else Role(question.role).label
    agency = profile().name(question.kind)
    return who if who.startswith(agency) else f"{who}, {agency}"


def facts(escalation: Escalation, *, names: Mapping[UUID, str]) -> list[Fact]:
    """Answer what it is about, for whom, and what is wanted. `names` are those of the people this reader may read."""
    raiser = ", ".join(
        filter(None, (escalation.raised_by.full_name, escalation.agency.short_name if escalation.agency else ""))
    )
    found = [
        Fact("About", escalation.get_about_display()),
        Fact("What is disagreed with", escalation.words, quote=True),
        Fact("Outcome wanted", escalation.wanted, quote=True),
        Fact(
            "Raised by",
            lines=[raiser, f"On {long_date(escalation.raised_at)}. It arose on {long_date(escalation.arose_on)}."],
        ),
    ]
    person = escalation.on_behalf_of
    if person is not None:
        what = "the child" if person.part == "subject" else person.relationship.strip().lower() or "a parent or carer"
        name = names.get(person.pk, "")
        who = f"{name}, {what}" if name else capfirst(what)
        found.append(Fact("Raised for", lines=[who, *how_they_hear(escalation)]))
    if escalation.outcome:
        found.append(Fact("Outcome", escalation.get_outcome_display()))
    return found


def how_they_hear(escalation: Escalation) -> tuple[str, ...]:
    """Answer how the parent or child hears the outcome, and what to mind."""
    return tuple(
        line
        for line in (
            f"{escalation.get_hear_by_display()}.",
            "Their address must stay secret: it stands in no letter." if escalation.address_withheld else "",
            f"Language: {escalation.interpreter}." if escalation.interpreter else "",
        )
        if line
    )


def rows(user: User, escalations: Sequence[Escalation], *, today: date) -> list[Row]:
    """Answer the lines of a case's disagreements. Two statements, however many there are."""
    clocks = queries.clocks(escalations)
    known = timeliness.book()
    shown = []
    for one in escalations:
        now = [question for question in one.questions.all() if question.level == one.level and question.is_open]
        due = _pressing([clocks[str(question.pk)] for question in now if str(question.pk) in clocks])
        words = timeliness.due_words(due, today, known.holidays) if due else None
        shown.append(
            _row(
                one,
                whose=" and ".join(asked_words(question) for question in now) if one.state == "waiting" else "",
                due_words=f"by {long_date(due.judged_on)}, {words.left}" if due and words and due.adopted else "",
                late=bool(words and words.late),
                mine_to_answer=any(queries.is_asked(user, question) for question in now),
                mine_to_decide=one.state == "answered" and queries.speaks_for_raiser(user, one),
            )
        )
    green = next((n for n, row in enumerate(shown) if row.mine_to_answer or row.mine_to_decide), None)
    return [replace(row, first=n == green) for n, row in enumerate(shown)]


def _pressing(deadlines: Sequence[Deadline]) -> Deadline | None:
    return min(deadlines, key=lambda one: (one.judged_on or date.max, one.pk), default=None)


def _row(one: Escalation, *, whose: str, **more: Any) -> Row:
    return Row(
        href=reverse("escalation:show", args=[one.case.reference, one.number]),
        reference=one.case.reference,
        number=one.number,
        about=one.get_about_display(),
        level=rules.level_of(queries.levels(), one.level).name,
        state=one.state,
        is_open=one.is_open,
        whose_move=whose or (one.raised_by.full_name if one.state == "answered" else ""),
        on_behalf=one.is_on_behalf,
        raised=f"{clock.local_date(one.raised_at):%-d %b %Y}",
        **more,
    )


def question_rows(questions: Sequence[Question], *, today: date) -> list[Row]:
    """Answer the lines of a list of questions over cases, each with its clock. Two statements, however many there are."""
    found = timeliness.Deadline.objects.filter(
        case_id__in={one.case_id for one in questions}, key__in=[str(one.pk) for one in questions]
    )
    clocks = {deadline.key: deadline for deadline in found}
    known = timeliness.book()
    shown = []
    for one in questions:
        due = clocks.get(str(one.pk))
        words = timeliness.due_words(due, today, known.holidays) if due else None
        running = one.is_open and due is not None and due.adopted
        shown.append(
            _row(
                one.escalation,
                whose=asked_words(one) if one.is_open else "",
                due_words=f"{long_date(due.judged_on)}, {words.left}" if running and due and words else "",
                late=bool(words and words.late and one.is_open),
                mine_to_answer=one.is_open,
            )
        )
    return shown


def raised_rows(escalations: Sequence[Escalation]) -> list[Row]:
    """Answer the lines of what somebody raised."""
    return [_row(one, whose="", mine_to_decide=one.state == "answered") for one in escalations]
