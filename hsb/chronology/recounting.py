"""The recount of every clock after the calendar or a standard changed, in short steps that can be killed anywhere and run twice.

First the due dates are put right, a few hundred cases to a transaction, under the locks `record` takes: what SQL can date in
three statements, the rest folded afresh. Each running clock that moved leaves a `ClockMove`. Then those become one event in the
chronology of each case, and are gone. How far it is stands in the `Recount` row, which every step locks first.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hsb import clock, database
from hsb.chronology import actions, queries
from hsb.chronology.events import DueDatesMoved
from hsb.chronology.models import CaseEvent
from hsb.timeliness import deadlines, recounts, versions
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar_actions import ask_for_recount
from hsb.timeliness.facts import RUNNING
from hsb.timeliness.models import ClockMove, Deadline, Recount
from hsb.timeliness.queries import Book
from hsb.timeliness.standards import Standard
from hsb.timeliness.table import Table

CHUNK = 2000
"""Cases to a step, those looked at and left alone among them: nobody waits longer than a moment to record on one of them."""
TOLD_AT_ONCE = 500
AT_THE_TIME = timedelta(minutes=1)
"""Whoever recorded within so much of the change may have counted by the old calendar."""

Stage = Recount.Stage
State = dict[tuple[str, int], tuple[Any, str]]


RELEASED = "A new release of the product counts it so"


def ask_for_new_standards(new: Sequence[Standard], *, at: datetime) -> list[Recount]:
    """Each standard that came with a release will be counted by on the cases it has started on: a correction of ours from the
    first day on, with its own sentence; a change of law on what has started since its day. In the caller's transaction.

    Answer the recounts that takes; none where nothing has started.
    """
    today, known = clock.local_date(at), timeliness.book()
    by_reason: dict[str, list[Standard]] = defaultdict(list)
    for one in new:
        if one.effective_from <= today:
            by_reason[one.correction or RELEASED].append(one)
    asked = []
    for because, changed in sorted(by_reason.items()):
        codes = sorted({one.code for one in changed})
        first_day = min(one.effective_from for one in changed)
        if _started_by(codes, known, first_day):
            asked.append(
                ask_for_recount(
                    first_day=first_day, last_day=today, because=because, standard_codes=codes, by=None, at=at
                )
            )
    return asked


@transaction.atomic
def bring_up_to_date(
    *, at: datetime, table: Table | None = None
) -> tuple[list[Standard], list[Standard], list[Recount]]:
    """The standards of this release and of our profile are loaded, and the clocks they change will be counted again.

    Answer what was loaded, what was adopted, and the recounts.
    """
    loaded, adopted = versions.bring_up_to_date(at=at, table=table)
    return loaded, adopted, ask_for_new_standards([*loaded, *adopted], at=at)


def finish(recount: Recount, *, at: datetime) -> None:
    """The recount is done, here and now, whoever else is at it. Each step is a transaction of its own."""
    done = False
    while not done:
        with database.as_worker():
            done = step(recount.pk, at=at)


@transaction.atomic
def step(recount_id: int, *, at: datetime) -> bool:
    """The recount is one step further. Answer whether it is done. Whoever calls is the worker: every case has to be seen."""
    recount = Recount.objects.select_for_update().get(pk=recount_id)
    known = timeliness.book()
    match recount.stage:
        case Stage.COUNTING:
            recount.cases = len(_of_standard(recount, known)) or recounts.count_touched(recount, known)
            recount.stage = Stage.DATES
        case Stage.DATES:
            _put_dates_right(recount, known, at)
        case Stage.TELLING:
            _tell(recount, at)
    recount.save()
    return recount.stage == Stage.DONE


def _put_dates_right(recount: Recount, known: Book, at: datetime) -> None:
    """The due dates of the next cases are right; after the last, of those somebody was recording on just then."""
    last, afresh = _next_cases(recount, known)
    if last is not None:
        chunk = list(afresh)
        actions.lock_all(chunk)
        if chunk and not recount.standard_codes:
            recounts.move(recount, chunk, known)
        _fold_afresh(recount, [one for one in chunk if afresh[one]], known, at)
        recount.done += len(chunk)
        recount.cases = max(recount.cases, recount.done)
        recount.reached = last
        return
    late = queries.cases_recorded_on(recount.asked_at - AT_THE_TIME, recount.asked_at + AT_THE_TIME)
    for start in range(0, len(late), CHUNK):
        some = late[start : start + CHUNK]
        actions.lock_all(some)
        _fold_afresh(recount, some, known, at)
    recount.moved_cases = ClockMove.objects.filter(recount=recount).values("case_id").distinct().count()
    recount.stage = Stage.TELLING


def _next_cases(recount: Recount, known: Book) -> tuple[UUID | None, dict[UUID, bool]]:
    """Answer which case this step goes up to in the order of their ids (None when all are done), and those it has to do with:
    whether each has to be folded afresh."""
    if not recount.standard_codes:
        last = recounts.last_of_next(recount.reached, CHUNK)
        return last, recounts.touched_cases(recount, known, after=recount.reached, last=last) if last else {}
    cases = [one for one in _of_standard(recount, known) if recount.reached is None or str(one) > str(recount.reached)]
    return (cases[:CHUNK] or [None])[-1], dict.fromkeys(cases[:CHUNK], True)


def _of_standard(recount: Recount, known: Book) -> list[UUID]:
    """Answer the cases on which a clock of a standard that changed has started since the change took effect."""
    if not recount.standard_codes:
        return []
    return _started_by(recount.standard_codes.split(), known, recount.first_day)


def _started_by(codes: Collection[str], known: Book, since: date) -> list[UUID]:
    """Answer the cases on which something happened since a day that starts one of these clocks, in any version of them."""
    starts = {trigger.event for one in known.standards if one.code in codes for trigger in one.starts_on}
    return queries.cases_with(starts, clock.start_of(since))


def _fold_afresh(recount: Recount, cases: Sequence[UUID], known: Book, at: datetime) -> None:
    """The clocks of these cases are what their chronologies fold to; running ones whose date moved are written down."""
    if not cases:
        return
    kinds = dict(_cases().filter(pk__in=cases).values_list("pk", "kind"))
    events = queries.folded_events(cases)
    before, titles = _stand(cases)
    for case_id in cases:
        deadlines.refold(case_id=case_id, events=events[case_id], at=at, kind=kinds[case_id], given=known)
    after, titles_now = _stand(cases)
    titles |= titles_now
    moves = [
        ClockMove(
            recount=recount,
            case_id=case_id,
            standard_code=code,
            root_event=root,
            title=titles[case_id, code],
            was=before[case_id][code, root][0],
            now=now,
        )
        for case_id in cases
        for (code, root), (now, state) in after[case_id].items()
        if (code, root) in before[case_id]
        and before[case_id][code, root][0] != now
        and (state in RUNNING or before[case_id][code, root][1] != state)
    ]
    ClockMove.objects.bulk_create(moves, ignore_conflicts=True)


def _stand(cases: Sequence[UUID]) -> tuple[dict[UUID, State], dict[tuple[UUID, str], str]]:
    """Answer due date and state of each clock of these cases, and the titles of their standards."""
    found: dict[UUID, State] = defaultdict(dict)
    titles: dict[tuple[UUID, str], str] = {}
    rows = Deadline.objects.filter(case_id__in=cases, private=False)
    for case_id, code, root, due_on, state, title in rows.values_list(
        "case_id", "standard_code", "root_event", "due_on", "state", "title"
    ):
        found[case_id][code, root] = (due_on, state)
        titles[case_id, code] = title
    return found, titles


def _tell(recount: Recount, at: datetime) -> None:
    """The next cases' chronologies say which due dates moved and why; when none is left, the recount is done."""
    waiting = ClockMove.objects.filter(recount=recount)
    chunk = list(waiting.order_by("case_id").values_list("case_id", flat=True).distinct()[:TOLD_AT_ONCE])
    if not chunk:
        recount.stage = Stage.DONE
        recount.finished_at = at
        return
    actions.lock_all(chunk)
    moves: dict[UUID, list[ClockMove]] = defaultdict(list)
    for one in waiting.filter(case_id__in=chunk).order_by("id"):
        moves[one.case_id].append(one)
    said = {
        case_id: DueDatesMoved(moves=[_as_fact(one) for one in held], recount=recount.pk, because=recount.because)
        for case_id, held in moves.items()
    }
    actions.record_on_each(said, by=None, at=at)
    waiting.filter(case_id__in=chunk).delete()
    recount.told += len(chunk)


def _as_fact(one: ClockMove) -> dict[str, Any]:
    return {
        "standard": one.standard_code,
        "root_event": one.root_event,
        "title": one.title,
        "was": one.was and one.was.isoformat(),
        "now": one.now and one.now.isoformat(),
    }


def _cases() -> Any:
    """Answer the cases. They are above the chronology, so they are asked by the foreign key."""
    case: Any = CaseEvent._meta.get_field("case").related_model
    return case._base_manager
