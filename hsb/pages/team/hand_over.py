"""A whole caseload to somebody else, with a checklist: what is to be talked through case by case, and what has been done.

Everything goes by the actions that give one case and one task. What was done, and what was not yet, stands with the reason in the
chronology of each case.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.queries import newest_days
from hsb.errors import ActionNotAllowed
from hsb.notes.kinds import NOTE_CODES
from hsb.pages.team import moves as team_moves
from hsb.pages.team.forms import load_choice
from hsb.pages.team.lists import Team
from hsb.pages.team.views import looked, worker_of
from hsb.pages.work.lists import COUNT_CAP
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.forms import BaseForm, CheckboxesField, LongTextField, RadioField

CHECKLIST = (
    ("dates", "What is overdue or due soon has been gone through, case by case"),
    ("plans", "The new worker has read each safety plan, and knows who keeps it"),
    ("family", "Each child and family has been told who comes instead"),
    ("diary", "The next visits and meetings are in the new worker’s diary"),
    ("written", "Every note and visit up to now is written"),
)


class HandOverForm(BaseForm):
    """To whom, why, and how far the checklist is done."""

    to = RadioField(label="To whom?", error_messages={"required": "Choose who holds them from now on"})
    reason = LongTextField(
        label="Why do they change hands?",
        help_text="It stands in the chronology of each case. Nobody’s name.",
        rows=2,
        error_messages={"required": "Say why they change hands"},
    )
    done = CheckboxesField(label="What has been done?", choices=CHECKLIST, small=True, required=False)
    not_yet = LongTextField(
        label="What has not been done yet, who does it and by when?",
        help_text="Needed where something above is not ticked.",
        rows=3,
        required=False,
    )


def check_all_said(done: Sequence[str], not_yet: str) -> None:
    """What is not done is said, with who does it and when."""
    if set(done) != {key for key, _ in CHECKLIST} and not not_yet.strip():
        raise ActionNotAllowed("Something is not ticked. Write what has not been done yet, who does it and by when.")


def said_of(reason: str, done: Sequence[str], not_yet: str) -> str:
    """Answer the reason as it stands in each chronology, with what was done of the checklist. Pure."""
    ticked = "; ".join(words for key, words in CHECKLIST if key in done)
    parts = (reason.strip(), f"Done: {ticked}." if ticked else "", f"Not yet: {not_yet.strip()}")
    return " ".join(part for part in parts if part and part != "Not yet: ")


@require_http_methods(READ_AND_CHANGE)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole caseload of one person, what is to be talked through about each case, and handing it over."""
    team, person = worker_of(request, pk)
    held = list(team.cases_of(person)[:COUNT_CAP])
    form = HandOverForm(request.POST if request.method == "POST" else None)
    loads = {one.person.pk: one for one in team.workers()}
    form.fields["to"].choices = [  # type: ignore[attr-defined]
        load_choice(one, loads[one.pk].cases, loads[one.pk].away) for one in team.holders() if one.pk != person.pk
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        moved: list[team_moves.Moved] = []

        def change() -> None:
            check_all_said(given["done"], given["not_yet"])
            moved.append(_hand_over(request, team, person, held, given))

        if attempt(form, change):
            to = next(one for one in team.holders() if str(one.pk) == given["to"])
            return render(
                request,
                "pages/team_moved.html",
                {"person": person, "to": to, "moved": moved[0], "what": "case"},
            )
    looked(request, "team, hand-over of one person", len(held))
    return render(
        request,
        "pages/team_hand_over.html",
        {"person": person, "form": form, "lines": _lines(team, person, held)},
        status=422 if form.errors else 200,
    )


def _hand_over(
    request: HttpRequest, team: Team, person: User, held: Sequence[Case], given: Mapping[str, Any]
) -> team_moves.Moved:
    to = next(one for one in team.holders() if str(one.pk) == given["to"])
    how: dict[str, Any] = {
        "former": person,
        "to": to,
        "reason": said_of(given["reason"], given["done"], given["not_yet"]),
        "by": request.user,
        "at": clock.now(),
    }
    moved = team_moves.give_cases(cases=held, role=team.kind.holder, **how)
    # Tasks by name on cases that others hold; those of the cases have gone with them.
    rest = team_moves.give_tasks(given=list(team.tasks_of(person)[:COUNT_CAP]), **how)
    moved.refused += rest.refused
    return moved


def _lines(team: Team, person: User, held: Sequence[Case]) -> list[dict[str, Any]]:
    """Answer, of each case, what is to be talked through: four statements, however many cases."""
    late = Counter(team.overdue(person).values_list("case_id", flat=True))
    week = Counter(team.this_week(person).values_list("case_id", flat=True))
    asked = Counter(task.case_id for task in team.tasks_of(person)[:COUNT_CAP])
    noted = newest_days([case.pk for case in held], NOTE_CODES)
    return [
        {
            "case": case,
            "late": late[case.pk],
            "week": week[case.pk],
            "tasks": asked[case.pk],
            "noted": noted.get(case.pk),
        }
        for case in held
    ]
