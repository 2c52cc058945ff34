"""What the pages of a draft show: the task list, a section with its lists, both texts of a conflict. Plain values, no writing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from hsb import ages, clock
from hsb.ui import words
from hsb.ui.components import Fact, Link, Task
from hsb.ui.forms import LongTextField
from hsb.writing.fields import Answers, Typed
from hsb.writing.merging import choices_of
from hsb.writing.rows import shown
from hsb.writing.sections import ItemList, Section, bind
from hsb.writing.typed import read as read_answers
from referrals import sections
from referrals.drafts import queries
from referrals.eligibility import rules
from referrals.eligibility.facts import Eligibility, State
from referrals.models import Draft


# -- who it is about ---------------------------------------------------------------------------------------------------
def about(child: Answers, today: datetime.date) -> str:
    """Answer "K.D., 14", or what can be said."""
    called = queries.initials(child)
    born = None if child["born_on_not_known"] else child["born_on"]
    age = ages.age_on(datetime.date.fromisoformat(born), today) if born else child["age_estimate"]
    if age is None or age < 0:
        return called
    return f"{called}, {age}" if called else f"a young person, {age}"


# -- the task list -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TaskGroups:
    """The task list of a draft, and what is left before it can go."""

    needed: list[Task]
    optional: list[Task]
    send: list[Task]
    first_open: Section | None
    left: int


def task_groups(draft: Draft, answers: Mapping[str, Answers], today: datetime.date) -> TaskGroups:
    """Answer the task list: what is needed, what may be added, and when it may be sent."""
    typed = draft.typed()
    needed, optional, open_sections = [], [], []
    for section in sections.IN_ORDER:
        values = typed.get(section.key, {})
        missing = section.still_needed(values, context=answers)
        task = _task(draft, section, values, answers, len(missing), today)
        if section.needed:
            needed.append(task)
            if missing:
                open_sections.append(section)
        elif section.key != "police" or _police_is_asked(answers) or not section.is_empty(values):
            optional.append(task)
    names = [f"“{section.title}”" for section in open_sections]
    check = Task(
        "Check and send",
        hint=f"Opens when {_and(names)} {'is' if len(names) == 1 else 'are'} done"
        if names
        else "Read it once, then send",
        href="" if names else reverse("referrals:check", args=[draft.pk]),
        status="locked" if names else "not_started",
        status_words="" if names else "Ready",
    )
    return TaskGroups(needed, optional, [check], open_sections[0] if open_sections else None, len(open_sections))


def _police_is_asked(answers: Mapping[str, Answers]) -> bool:
    return "criminal_justice" in answers["request"]["routes"]


def _task(
    draft: Draft,
    section: Section,
    typed: Typed,
    answers: Mapping[str, Answers],
    missing: int,
    today: datetime.date,
) -> Task:
    problems = len(section.problems(typed, context=answers))
    empty = section.is_empty(typed) and not (section.key == "attachments" and answers["attachments"]["files"])
    if section.needed:
        if empty:
            status, label = "not_started", ""
        elif missing:
            status, label = "to_go", f"{words.count_of(missing, 'answer')} to go"
        elif problems:
            status, label = "problem", f"{words.count_of(problems, 'answer')} to check"
        else:
            status, label = "done", ""
    elif empty:
        status, label = "done", "Nothing yet"
    elif problems:
        status, label = "problem", f"{words.count_of(problems, 'answer')} to check"
    else:
        status, label = "done", ""
    return Task(
        section.title,
        hint=_hint(section, answers, today) or section.purpose,
        href=reverse("referrals:section", args=[draft.pk, section.key]),
        status="to_go" if status == "problem" else status,
        status_words=label,
    )


def _hint(section: Section, answers: Mapping[str, Answers], today: datetime.date) -> str:
    """Answer what a section holds in a few words, where that helps to find it again."""
    own = answers[section.key]
    if section.key == "young-person":
        year = next(
            (str(label) for code, label in choices_of(section.form, "school_year") if code == own["school_year"]), ""
        )
        return ", ".join(filter(None, [about(own, today), year])) if queries.initials(own) else ""
    if section.key == "harmed" and own["people"]:
        return _and([words.count_of(len(own["people"]), "person", "people")]) + " harmed"
    counted = [
        words.count_of(len(own[items.key]), items.one, _plural(items)) for items in section.lists if own[items.key]
    ]
    return _and(counted) if counted else ""


def _plural(items: ItemList) -> str:
    return {"person": "people", "person at home": "people at home", "parent or carer": "parents or carers"}.get(
        items.one, ""
    )


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def next_section(section: Section, answers: Mapping[str, Answers]) -> Section | None:
    """Answer the section after this one among those that are needed; the others lead back to the list."""
    if not section.needed:
        return None
    following = sections.IN_ORDER[sections.IN_ORDER.index(section) + 1 :]
    return next((other for other in following if other.needed), None)


# -- a section with its lists ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ItemLine:
    """One repeated thing on the page of its section."""

    number: int
    title: str
    detail: str
    problems: int = 0
    key: str = ""


@dataclass(frozen=True)
class ListOnPage:
    """A list of repeated things on the page of its section."""

    key: str
    title: str
    hint: str
    add: str
    one: str
    items: list[ItemLine]
    removed: list[ItemLine]


def lists_on_page(section: Section, typed: Typed, context: Mapping[str, Answers], draft: Draft) -> list[ListOnPage]:
    """Answer each list of a section, with what is still in it and what was taken out."""
    found = []
    for items in section.lists:
        if section.key == "attachments":
            lines, removed = (
                [ItemLine(0, file.title, _about_file(file), key=str(file.pk)) for file in queries.files(draft)],
                [],
            )
        else:
            lines = [_line(section, items, item, context) for item in section.items(typed, items.key)]
            removed = [_line(section, items, item, context) for item in typed.get(items.key, []) if item.get("removed")]
        found.append(ListOnPage(items.key, items.title, items.hint, items.add, items.one, lines, removed))
    return found


def _about_file(file: Any) -> str:
    size = f"{max(1, round(file.size / 1024)):,} kB"
    return f"{size}, added {words.date_time(file.uploaded_at)}"


def _line(section: Section, items: ItemList, item: Typed, context: Mapping[str, Answers]) -> ItemLine:
    form = bind(items.form, item, context=context)
    answers = {"n": item["n"], **read_answers(form)}
    heading = items.heading(answers)
    detail = (
        items.detail(answers)
        if items.detail
        else next(
            (
                " ".join(shown(field, answers.get(name)).split())
                for name, field in form.fields.items()
                if isinstance(field, LongTextField) and answers.get(name)
            ),
            "",
        )
    )
    return ItemLine(
        item["n"],
        heading,
        f"{detail[:140]}…" if len(detail) > 140 else detail,
        sum(len(errors) for errors in form.errors.values()),
    )


# -- check answers -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CheckedBlock:
    """The answers of a section or of one repeated thing, with a way to change them."""

    title: str
    facts: list[Fact]
    change: Link | None
    level: int


def checked(draft: Draft | None, answers: Mapping[str, Answers]) -> list[tuple[Section, list[CheckedBlock]]]:
    """Answer every section with its answers. Without a draft there is nothing to change any more."""
    pages = []
    for section in sections.IN_ORDER:
        blocks = []
        for block in section.blocks(answers[section.key], context=answers):
            change = None
            if draft is not None:
                change = _change(draft, section, block)
            blocks.append(
                CheckedBlock(
                    block.title,
                    [Fact(row.label, row.value, quote=row.is_quote) for row in block.rows],
                    change,
                    3 if block.title else 2,
                )
            )
        if blocks or section.needed:
            pages.append((section, blocks))
    return pages


def _change(draft: Draft, section: Section, block: sections.Block) -> Link:
    if block.part and section.key != "attachments":
        return Link("Change", reverse("referrals:item", args=[draft.pk, section.key, *block.part]), about=block.title)
    return Link("Change", reverse("referrals:section", args=[draft.pk, section.key]), about=section.title)


MARKS = {
    State.MET: "met",
    State.NOT_MET: "not_met",
    State.YOU_JUDGE: "you_judge",
    State.NOT_KNOWN: "not_known",
    State.CONFIRM: "confirm",
}


def eligibility(answers: Mapping[str, Answers]) -> Eligibility:
    """Answer who the procedure is for, as things stand today."""
    return rules.eligibility(sections.facts(answers, on=clock.today()))
