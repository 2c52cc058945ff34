"""My work: what is mine to do, overdue first; then what waits for others. The home page of everybody who works cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power, Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.models import Case, Involvement, Part
from hsb.pages import next_move
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline, DeadlineQuerySet
from hsb.timeliness.standing import Standing
from hsb.ui.components import Link, WorkRow
from referrals.models import AssessmentState, CfAssessment, DecisionState, MashDecision, ReferralCase

SHOWN = 60
# A clock whose work is done but for a second person's approval: what that person does about it.
APPROVALS = {"T1": "Approve or return the decision", "T5": "Authorise or return the assessment"}


def owners(user: User) -> list[tuple[str, str]]:
    """Answer the (agency kind, role) pairs whose moves are this person's."""
    return [(str(m.agency.kind), str(m.role)) for m in agencies.memberships(user)]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My work, in three groups and one for what waits for others. Five statements, for a manager six, whatever there is to do."""
    today = clock.today()
    overdue, soon, later, waiting = _groups(request.user, today)
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


def _groups(user: User, today: date) -> tuple[list[WorkRow], list[WorkRow], list[WorkRow], list[WorkRow]]:
    """Overdue, by tomorrow, later, and what others owe on the cases this person is named on. Each at most 60 rows."""
    visible = access.visible_cases(user)
    mine = timeliness.due_for(owners(user), cases=visible, persons=[user.pk]).select_related("case", "owner_person")
    # Of a case one is on for one matter only, no more than the reference is said.
    mine = mine.annotate(listed=Exists(access.open_cases(user).filter(pk=OuterRef("case_id"))))
    named = Involvement.objects.open().filter(user=user, part=Part.ALLOCATED).values("case_id")
    others = (
        Deadline.objects.filter(case__in=visible.filter(pk__in=named))
        .exclude(pk__in=mine.order_by().values("pk"))
        .running()
        .for_everybody()
        .most_pressing_first()
        .select_related("case", "owner_person")
    )
    overdue: list[WorkRow] = []
    soon: list[WorkRow] = []
    later: list[WorkRow] = []
    approve = _to_approve(user, visible, today)
    found = list(timeliness.with_counts(mine, today)[: 3 * SHOWN])
    found = [*approve.values(), *(deadline for deadline in found if deadline.pk not in approve)]
    together = _decided_together(found)
    for deadline in found:
        if deadline.pk in together.with_another:
            continue
        due = timeliness.due_words(deadline, today)
        if due.standing is Standing.OVERDUE:
            group = overdue
        elif deadline.adopted and deadline.judged_on and deadline.judged_on <= today + timedelta(days=1):
            group = soon
        else:
            group = later
        if len(group) < SHOWN:
            what = APPROVALS[deadline.standard_code] if deadline.pk in approve else ""
            group.append(_row(deadline, due, today, also=together.others.get(deadline.pk, ()), what=what))
    waiting = [
        _row(deadline, timeliness.due_words(deadline, today), today, waits=True)
        for deadline in timeliness.with_counts(others, today)[:SHOWN]
    ]
    return overdue, soon, later, waiting


def _to_approve(user: User, visible: QuerySet[Case], today: date) -> dict[int, Deadline]:
    """Answer by id the clocks that wait only for this manager to approve what a colleague has finished. One statement, or none."""
    if Role.CSWS_MANAGER not in agencies.roles(user):
        return {}
    proposed = MashDecision.objects.filter(state=DecisionState.PROPOSED).exclude(proposed_by=user).values("case_id")
    finished = CfAssessment.objects.filter(state=AssessmentState.SUBMITTED).exclude(submitted_by=user).values("case_id")
    waiting: DeadlineQuerySet = Deadline.objects.filter(
        Q(standard_code="T1", case_id__in=proposed) | Q(standard_code="T5", case_id__in=finished), case__in=visible
    )
    pressing = waiting.running().most_pressing_first().select_related("case", "owner_person")
    return {deadline.pk: deadline for deadline in timeliness.with_counts(pressing, today)[:SHOWN]}


@dataclass(frozen=True)
class Together:
    """Clocks that one decision meets: the children of one referral, decided on one page."""

    others: dict[int, list[str]]  # the first clock's id -> what the other children are called
    with_another: frozenset[int]  # clocks shown on another's row


def _decided_together(found: Sequence[Deadline]) -> Together:
    """Answer which MASH decisions stand on one row. One statement."""
    decisions = {d.case_id: d for d in found if d.standard_code == "T1"}
    rows = ReferralCase.objects.filter(case_id__in=decisions).order_by("referral_id", "number")
    first: dict[tuple[object, object], int] = {}
    others: dict[int, list[str]] = {}
    with_another: set[int] = set()
    for referral_id, case_id in rows.values_list("referral_id", "case_id"):
        deadline = decisions[case_id]
        leader = first.setdefault((referral_id, deadline.judged_on), deadline.pk)
        if leader != deadline.pk:
            others.setdefault(leader, []).append(deadline.case.label)
            with_another.add(deadline.pk)
    return Together(others, frozenset(with_another))


def _row(
    deadline: Deadline,
    due: timeliness.Due,
    today: date,
    *,
    waits: bool = False,
    also: Sequence[str] = (),
    what: str = "",
) -> WorkRow:
    case = deadline.case
    age = case.age_on(today)
    button, url_name = next_move.MOVES.get(deadline.standard_code, ("Open the case", "cases:overview"))
    day = deadline.judged_on if deadline.adopted else None
    listed = getattr(deadline, "listed", True)
    child = f"{case.label}, {age}" if age is not None else case.label
    started = f"{deadline.title}. The clock started on {deadline.started_on:%A %-d %B %Y}."
    return WorkRow(
        what=what or deadline.action,
        child=", ".join([child, *also]) if listed else "One matter of a case",
        reference=case.reference,
        href=f"/cases/{case.reference}/" if listed else next_move.href(url_name, case.reference),
        due_words=f"{day:%A %-d %B}" if day else "",
        left_words=due.left,
        late=due.late,
        why=started,
        why_href=next_move.clock_href(deadline, case.reference),
        action=None if waits else Link(button, next_move.href(url_name, case.reference)),
        waiting_for=next_move.owner_words(deadline) if waits else "",
        since_words=f"since {deadline.started_on:%-d %B}" if waits else "",
    )


def due_count(user: User) -> int:
    """Answer how much of a person's work is overdue or due by tomorrow. One statement, capped at 99."""
    due = timeliness.due_for(owners(user), cases=access.visible_cases(user), persons=[user.pk])
    return due.filter(adopted=True, judged_on__lte=clock.today() + timedelta(days=1)).order_by()[:99].count()
