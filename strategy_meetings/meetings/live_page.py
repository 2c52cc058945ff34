"""The live page of a meeting: everything its chair and minute-taker have before them, one child’s parts at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import people
from hsb.cases.frame import CONDITIONS
from hsb.chronology import queries as chronology
from hsb.tasks.queries import askable
from hsb.ui.components import Condition
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.meetings import conditions, hooks, parts, queries
from strategy_meetings.meetings.forms import ROW_FORMS, NextForm, parts_form
from strategy_meetings.meetings.kinds import Kind
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import (
    Action,
    Attendance,
    Contingency,
    Decision,
    Information,
    PartWritten,
    Told,
    Writing,
)
from strategy_meetings.safety_plans import queries as safety_plans

STILL_WRITING = timedelta(seconds=30)


def user_of(request: HttpRequest) -> User:
    user: Any = request.user
    return user


def versions_as_text(versions: dict[str, int]) -> str:
    """Answer the versions of all parts as the one hidden box of the form holds them."""
    return ",".join(f"{part}:{version}" for part, version in sorted(versions.items()))


@dataclass(frozen=True)
class Cell:
    """One part of one child in the table of all: done, missing, or not asked."""

    state: str
    href: str


def live_page(
    request: HttpRequest,
    opened: OpenMeeting,
    here: ChildHere,
    *,
    form: BaseForm | None = None,
    rows: dict[str, BaseForm] | None = None,
    next_form: BaseForm | None = None,
) -> HttpResponse:
    """The whole of the meeting as its chair and minute-taker have it before them."""
    meeting, kind, at = opened.meeting, opened.kind, clock.now()
    cases = [one.case for one in opened.children]
    written = queries.written(meeting, cases)
    still = parts.missing(kind.each, kind.once, written)
    stored = {one.part: one for one in PartWritten.objects.filter(meeting=meeting, case=here.case)}
    if form is None:
        initial = {key: one.text for key, one in stored.items()}
        initial |= {f"{key}__answer": one.answer for key, one in stored.items()}
        form = parts_form(kind, initial=initial)
    asked = [(one.value, one.words) for one in askable(here.case, at=at)]
    errors = form.errors or any(one.errors for one in (rows or {}).values()) or (next_form and next_form.errors)
    return render(
        request,
        "strategy_meetings/meetings/live.html",
        {
            "opened": opened,
            "meeting": meeting,
            "here": here,
            "who": who_it_is(here),
            "may_consider": meeting.state == MeetingState.HELD_NOW
            and here.opened.may(RecordClass.MEETING, Level.APPROVE),
            "safety_plan": safety_plan_of(here) if "safety" in kind.parts else "",
            "running": _running(meeting.starts_at, at),
            "attendance": _attendance(opened),
            "missing": _by_child(opened, still),
            "missing_count": len(still),
            "table": _table(opened, written, still),
            "tabs": [(one, sum(1 for m in still if m.child == str(one.case.pk))) for one in opened.children],
            "parts_form": form,
            "version": versions_as_text({key: one.version for key, one in stored.items()}),
            "beside": others_writing(opened, user_of(request), at),
            "row_forms": {
                name.replace("-", "_"): (rows or {}).get(name) or kind_form(kind=kind, askable=asked)
                for name, kind_form in ROW_FORMS.items()
            },
            "more_information": bool((rows or {}).get("information")) or request.GET.get("more") == "information",
            "information": queries.rows_of(Information, meeting, here),
            "agency_label": dict(AgencyKind.choices),
            "decisions": queries.rows_of(Decision, meeting, here),
            "actions": list(Action.objects.filter(meeting=meeting, case=here.case).order_by("number")),
            "contingencies": queries.rows_of(Contingency, meeting, here),
            "told": queries.rows_of(Told, meeting, here),
            "not_discussed": conditions.in_force(here.case),
            "reports": meeting.invitations.filter(case=here.case).exclude(report="").select_related("user"),
            "next_form": next_form
            or NextForm(initial={"next_on": here.row.next_on, "because": here.row.no_next_because}),
            "conditions": _conditions(here),
            "chronology": _chronology(here),
            "once": press_of(request),
            "form": form if form.errors else next((f for f in (rows or {}).values() if f.errors), next_form),
            "agenda": [line for line in here.row.agenda.splitlines() if line.strip()],
            "conference": hooks.LIVE[kind.held_event](opened, here) if kind.held_event in hooks.LIVE else None,
        },
        status=422 if errors else 200,
    )


def who_it_is(here: ChildHere) -> dict[str, str]:
    """Answer name, date of birth, address and school of the child: what whoever is called needs to know whom it is about."""
    found = people.subject(here.case)
    if found is None:
        return {}
    _, who = found
    return {
        "name": who.full_name,
        "born_on": who.born_on,
        "address": " ".join(filter(None, (who.address, who.postcode))),
        "school": who.school,
    }


def safety_plan_of(here: ChildHere) -> str:
    """Answer which safety plan the record will name; empty for whoever may not read this child’s plans (it is named all the same)."""
    if not here.opened.may(RecordClass.SAFETY_PLAN, Level.READ):
        return ""
    return safety_plans.words_in_force(here.case)


def _running(started: datetime, at: datetime) -> str:
    minutes = int((at - started).total_seconds() // 60)
    return f"{minutes} minutes" if 0 <= minutes < 24 * 60 else ""


def asks_contact(kind: Kind, row: Attendance) -> bool:
    """Answer whether the quorum turns on their agency's direct contact with the child."""
    return kind.counts_direct_contact and row.agency_kind not in {one for line in kind.quorum for one in line}


def _attendance(opened: OpenMeeting) -> list[dict[str, Any]]:
    """Answer who is expected and who is there, one line a person and child."""
    label = {one.case.pk: one.label for one in opened.children}
    rows = (
        Attendance.objects.filter(meeting=opened.meeting)
        .select_related("agency")
        .order_by("-is_chair", "agency_kind", "name")
    )
    return [
        {
            "row": row,
            "agency": AgencyKind(row.agency_kind).label,
            "child": label.get(row.case_id, ""),
            "asks_contact": asks_contact(opened.kind, row),
        }
        for row in rows
    ]


def _by_child(opened: OpenMeeting, still: list[parts.Missing]) -> list[tuple[str, int, list[parts.Missing]]]:
    found = []
    for one in opened.children:
        mine = [m for m in still if m.child == str(one.case.pk)]
        if mine:
            found.append((one.label, one.row.number, mine))
    once = [m for m in still if not m.child]
    return [*found, ("Once for the meeting", opened.children[0].row.number, once)] if once else found


def _table(
    opened: OpenMeeting, written: list[parts.Child], still: list[parts.Missing]
) -> list[tuple[str, list[tuple[str, list[Cell]]]]]:
    """Answer, by group and part, how it stands for each child."""
    lacking = {(m.child, m.part) for m in still}
    groups: dict[str, list[tuple[str, list[Cell]]]] = {}
    for key in [*opened.kind.parts, *[k for k in opened.kind.each if k in parts.ROWS]]:
        cells = []
        for one, stands in zip(opened.children, written, strict=True):
            address = reverse("strategy_meetings:meeting_child", args=[opened.meeting.pk, one.row.number])
            state = "done"
            if (stands.key, key) in lacking:
                state = "missing"
            elif not parts.is_asked(key, stands):
                state = "not_asked"
            elif key in parts.PARTS and not parts.PARTS[key].is_done(*stands.written.get(key, ("", ""))):
                state = "open"
            cells.append(Cell(state, f"{address}#{key if key in parts.ROWS else f'part_{key}'}"))
        group = parts.PARTS[key].group if key in parts.PARTS else parts.GROUP_OF_ROWS.get(key, parts.DECISION)
        title = parts.PARTS[key].title if key in parts.PARTS else parts.ROWS[key]
        groups.setdefault(group, []).append((title, cells))
    return list(groups.items())


def _conditions(here: ChildHere) -> list[Condition]:
    """Answer the conditions in force on this child's record, as the frame of a case page shows them."""
    found: list[Condition] = []
    for source in CONDITIONS:
        rows = source.rows(here.opened)
        if rows is not None:
            found += source.words(here.opened, list(rows), clock.today())
    return found


def _chronology(here: ChildHere) -> list[Any]:
    """Answer the newest lines of the child's chronology, for whoever may read it on the case's own page too."""
    if not here.opened.may(RecordClass.HEADER, Level.READ):
        return []
    return list(chronology.lines([here.case.pk], readable=here.opened.readable))[:8]


def others_writing(opened: OpenMeeting, user: User, at: datetime) -> list[str]:
    """Answer who else has which box open, in words."""
    label = {one.case.pk: one.label for one in opened.children}
    rows = (
        Writing.objects.filter(meeting=opened.meeting, at__gt=at - STILL_WRITING)
        .exclude(user=user)
        .select_related("user")
    )
    return [
        f"{one.user.full_name} is writing in {parts.PARTS[one.part].title}, {label.get(one.case_id, '')}"
        for one in rows
        if one.part in parts.PARTS
    ]
