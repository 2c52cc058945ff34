"""My work: what is mine to do, overdue first; then what waits for others. The home page of everybody who works cases."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.models import Involvement, Part
from hsb.pages import next_move
from hsb.timeliness import queries as timeliness
from hsb.timeliness import standing
from hsb.ui.components import Link, WorkRow

SHOWN = 60


@dataclass(frozen=True)
class Mine:
    """What somebody's own roles and allocations make theirs."""

    roles: frozenset[str]
    agencies: frozenset[str]
    allocated: frozenset[Any]  # ids of cases they are named on


def mine(user: User) -> Mine:
    """Answer what decides whose move a clock is, for one person. One statement beside their memberships."""
    held = agencies.memberships(user)
    named = Involvement.objects.open().filter(user=user, part=Part.ALLOCATED).values_list("case_id", flat=True)
    return Mine(
        roles=frozenset(str(m.role) for m in held),
        agencies=frozenset(str(m.agency.kind) for m in held),
        allocated=frozenset(named),
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My work, in three groups and one for what waits for others. Five statements, whatever there is to do."""
    today = clock.today()
    held = mine(request.user)
    overdue, soon, later, waiting = _groups(request.user, held, today)
    audit.record(
        AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        what="my work",
        facts={"rows": len(overdue) + len(soon) + len(later) + len(waiting)},
    )
    powers = agencies.powers(request.user)
    return render(
        request,
        "pages/home.html",
        {
            "groups": [
                ("Overdue", overdue, True),
                ("Today and tomorrow", soon, False),
                ("Coming up", later, False),
            ],
            "waiting": waiting,
            "nothing": not (overdue or soon or later or waiting),
            "may_refer": Power.MAKE_REFERRAL in powers,
            "may_mash": Power.MASH_INBOX in powers,
            "may_yos": Power.YOS_INBOX in powers,
            "today": today,
        },
    )


def _groups(user: User, held: Mine, today: date) -> tuple[list[WorkRow], list[WorkRow], list[WorkRow], list[WorkRow]]:
    holidays = timeliness.holidays()
    found = timeliness.open_on(access.visible_cases(user), limit=400)
    overdue: list[WorkRow] = []
    soon: list[WorkRow] = []
    later: list[WorkRow] = []
    waiting: list[WorkRow] = []
    for deadline in found:
        yours = deadline.owner_role in held.roles
        if not yours and deadline.case_id in held.allocated:
            if len(waiting) < SHOWN:
                waiting.append(_row(deadline, today, holidays, waits=True))
            continue
        if not yours:
            continue
        stands = standing.standing(deadline, today, holidays)
        group = later
        if stands == standing.Standing.OVERDUE:
            group = overdue
        elif deadline.judged_on and deadline.judged_on <= today + timedelta(days=1) and deadline.adopted:
            group = soon
        if len(group) < SHOWN:
            group.append(_row(deadline, today, holidays, late=group is overdue))
    return overdue, soon, later, waiting


def _row(deadline: Any, today: date, holidays: Any, *, late: bool = False, waits: bool = False) -> WorkRow:
    case = deadline.case
    age = case.age_on(today)
    what, button, url_name = next_move.MOVES.get(deadline.standard_code, (deadline.title, "Open", "cases:overview"))
    href = next_move.href(url_name, case.reference)
    due = deadline.judged_on if deadline.adopted else None
    return WorkRow(
        what=what,
        child=f"{case.label}, {age}" if age is not None else case.label,
        reference=case.reference,
        href=f"/cases/{case.reference}/",
        due_words=f"{due:%A %-d %B}" if due else "",
        left_words=standing.words(deadline, today, holidays),
        late=late,
        why=timeliness.short_reason(deadline),
        action=Link(button, href) if not waits else None,
        waiting_for=next_move.owner_words(deadline) if waits else "",
        since_words=f"since {deadline.started_on:%-d %B}" if waits else "",
    )


def due_count(user: User) -> int:
    """Answer how much of a person's work is overdue or due by tomorrow. One statement, capped at 100."""
    if not agencies.powers(user):
        return 0
    roles = [str(role) for role in agencies.roles(user)]
    return timeliness.due_count(
        access.visible_cases(user), roles=roles, by=clock.today() + timedelta(days=1), cap=100
    )


