"""A clock as a row of work: what to do, whose child, by when and why, and the one thing to press."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.text import Truncator

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Membership
from hsb.agencies.permissions import PERMISSIONS, Level, RecordClass
from hsb.cases.models import Involvement
from hsb.clocks import steps as next_move
from hsb.pages.work.lists import WorkLists
from hsb.tasks import queries as tasks
from hsb.tasks.models import Task
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline
from hsb.timeliness.moves import what_is_to_do, whose_words
from hsb.timeliness.standing import Standing
from hsb.timeliness.steps import step_of
from hsb.ui.components import Link, Tab, WorkRow

LETTERS = 80


def work_rows(
    lists: WorkLists,
    ids: Sequence[int],
    *,
    waits: Collection[int] = (),
    explains: Collection[int] = (),
) -> dict[int, WorkRow]:
    """Answer the rows of these clocks by id. Those in `waits` are others' moves; of those in `explains` the reason is asked.

    The children of one referral that MASH decides together stand on one row, under the first one's clock.
    """
    if not ids:
        return {}
    found = lists.rows(list(ids))
    known = tasks.by_key(d.key for d in found if d.standard_code in tasks.STANDARDS)
    together = lists.decided_with([d for d in found if d.pk not in waits and d.pk not in explains])
    together |= lists.decided_with([d for d in found if d.pk in waits], waits=True)
    lent = _acting_for(lists.user, found)
    roles = agencies.roles(lists.user)
    may_ask = any(PERMISSIONS[role][RecordClass.TASKS] >= Level.WRITE for role in roles)
    may_write = any(PERMISSIONS[role][RecordClass.NOTES] >= Level.WRITE for role in roles)
    rows: dict[int, WorkRow] = {}
    for deadline in found:
        row = base_row(deadline, lists.today, task=known.get(deadline.key), also=together.get(deadline.pk, ()))
        if deadline.pk in waits:
            row |= _waiting(deadline, known.get(deadline.key), _until(deadline, lists.today), may_ask=may_ask)
        elif deadline.pk in explains:
            row |= _explaining(deadline)
        if may_write and row["why_href"]:  # one matter of a case has no page of notes
            row["note_href"] = f"{reverse('cases:notes', args=[deadline.case.reference])}?then=work#id_text"
        rows[deadline.pk] = WorkRow(**row, acting_for="" if deadline.pk in waits else lent.get(deadline.pk, ""))
    return rows


def base_row(
    deadline: Deadline, today: date, *, task: Task | None = None, also: Sequence[str] = ()
) -> dict[str, object]:
    """Answer what every row of work says of a clock."""
    case = deadline.case
    due = timeliness.due_words(deadline, today)
    age = case.age_on(today)
    known = step_of(deadline.standard_code)
    day = deadline.judged_on if deadline.adopted and due.standing is not Standing.PAUSED else None
    due_words, left_words = _when(day, due, today)
    listed = getattr(deadline, "listed", True)
    child = f"{case.label}, {age}" if age is not None else case.label
    step = next_move.href(known, case.reference, deadline.key)
    return {
        "what": Truncator(task.what).chars(LETTERS) if task else what_is_to_do(deadline),
        "child": ", ".join([child, *also]) if listed else "One matter of a case",
        "reference": case.reference,
        "href": f"/cases/{case.reference}/" if listed else step,
        "due_words": due_words,
        "left_words": left_words,
        "late": due.late,
        "why": f"{deadline.title}. The clock started on {deadline.started_on:%A %-d %B %Y}.",
        "why_href": next_move.clock_href(deadline, case.reference) if listed else "",
        "action": Link(known.button or "Open case", step),
        "judged_on": deadline.judged_on,
    }


def _when(day: date | None, due: timeliness.Due, today: date) -> tuple[str, str]:
    """Answer the day in words, and beside it how long that is: what has no day says only how it stands."""
    if day is None:
        return due.left[:1].upper() + due.left[1:], ""
    if due.standing is Standing.DUE_TODAY:
        return "Today", due.left.removeprefix("today").strip()
    if day == today + timedelta(days=1):
        return "Tomorrow", f"{day:%A %-d %B}"
    return f"{day:%A %-d %B}", due.left


def _until(deadline: Deadline, today: date) -> str:
    """Answer how long others still have, beside since when they have it: the day it is due, else how late it is."""
    due = timeliness.due_words(deadline, today)
    day = deadline.judged_on
    if due.standing is Standing.DUE_TODAY:
        return f"due {due.left}"
    if day is None or due.standing not in (Standing.NOT_DUE, Standing.DUE_SOON):
        return due.left
    return "due tomorrow" if day == today + timedelta(days=1) else f"due {day:%-d %B}"


def _waiting(deadline: Deadline, task: Task | None, left: str, *, may_ask: bool) -> dict[str, object]:
    """Answer what is different where others move: whose it is, since when, and how to ask about it."""
    reference = deadline.case.reference
    if deadline.is_mine:  # type: ignore[attr-defined]
        return _standing_still(deadline)
    action = None
    if task is not None:
        action = Link("Open", reverse("tasks:show", args=[reference, task.pk]))
    elif may_ask:
        said = "Send a reminder" if deadline.broken_on else "Ask for an update"
        action = Link(said, f"{reverse('tasks:ask', args=[reference])}?about={deadline.pk}")
    return {
        "left_words": left,
        "waiting_for": task.asked_words if task else whose_words(deadline, briefly=True),
        "since_words": f"since {deadline.started_on:%-d %B}",
        "action": action,
    }


def _standing_still(deadline: Deadline) -> dict[str, object]:
    """Answer what is different where one's own clock stands still: since when, and for what."""
    span = deadline.paused_spans[-1]
    since = clock.local_date(datetime.fromisoformat(span["from"]))
    return {
        "waiting_for": "Paused",
        "since_words": f"since {since:%-d %B}",
        "left_words": span["reason"].strip().rstrip("."),
        "action": Link("Open", next_move.clock_href(deadline, deadline.case.reference)),
    }


def _explaining(deadline: Deadline) -> dict[str, object]:
    where = reverse("cases:explain_delay", args=[deadline.case.reference, deadline.pk])
    return {"what": deadline.title, "action": Link("Say why", where), "late": False}


def _acting_for(user: User, found: Sequence[Deadline]) -> dict[int, str]:
    """Answer, of the clocks that are this person's only because they act for somebody, for whom. One statement, or none."""
    lent = [m for m in agencies.memberships(user) if m.acting_for is not None]
    if not lent:
        return {}
    own = agencies.own_memberships(user)
    own_moves = {move for m in own for move in _moves_of(m)}
    whose = {m.agency_role.group_id: m.acting_for.full_name for m in lent if m.acting_for}
    whose |= {m.acting_for.personal_group_id: m.acting_for.full_name for m in lent if m.acting_for}
    mine = {user.personal_group_id, *(m.agency_role.group_id for m in own)}
    on_case: dict[object, set[int]] = {}
    parts = Involvement.objects.open().filter(case__in=[d.case_id for d in found], group__in=[*whose, *mine])
    for case_id, group_id in parts.values_list("case_id", "group_id"):
        on_case.setdefault(case_id, set()).add(group_id)
    names = {m.user_id: m.user.full_name for m in lent}
    moves = {move: m.user.full_name for m in lent for move in _moves_of(m)}
    said: dict[int, str] = {}
    for deadline in found:
        groups = on_case.get(deadline.case_id, set())
        move = (deadline.owner_kind, deadline.owner_role, deadline.owner_agency_id)
        if deadline.owner_person_id:
            said[deadline.pk] = names.get(deadline.owner_person_id, "")
        elif move not in own_moves:
            said[deadline.pk] = moves.get(move, "")
        elif not groups & mine:
            said[deadline.pk] = next((name for group, name in whose.items() if group in groups), "")
    return said


def _moves_of(membership: Membership) -> list[tuple[str, str, int | None]]:
    """Answer, as clocks name them, the moves a job brings: those of its role and of its agency, asked as one or as any of a kind."""
    kind, role, agency = str(membership.agency.kind), str(membership.role), membership.agency.pk
    return [(kind, one, place) for one in ("", role) for place in (None, agency)]


def tabs() -> list[Tab]:
    """Answer the two halves of a manager's My work."""
    return [Tab("mine", "Mine", reverse("pages:home")), Tab("team", "Team", reverse("pages:team"))]
