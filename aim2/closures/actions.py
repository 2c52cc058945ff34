"""Changes to the end of a strand: proposed, returned, approved. Each checks, locks, changes and records in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from aim2.closures import events, policies, queries
from aim2.closures.parting import NO_LONGER
from aim2.closures.states import CLOSED, State
from aim2.models import Closure
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases import actions as cases
from hsb.cases.access import OpenCase
from hsb.cases.involvement import withdraw
from hsb.cases.models import Case, Involvement
from hsb.cases.other_children import check_names_no_other
from hsb.cases.states import Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task

WRITTEN = ("reason", "achieved", "remaining_risk", "watched_by", "safety_plan", "family_told")


@transaction.atomic
def propose(
    *,
    case: Case,
    strand: Strand,
    written: Mapping[str, str],
    rehomed: Mapping[str, str],
    opened: OpenCase,
    at: datetime,
    press: UUID | None = None,
) -> Closure:
    """A manager is asked to close the strand, with everything a successor would ask and a place for each open action. One press
    proposes once; nothing has ended yet."""
    policies.check_may_propose(opened, strand)
    lock(case)
    if chronology.has_happened(case.pk, "closure.proposed", press):
        return Closure.objects.filter(case=case, proposed_by=opened.user).latest("number")
    case.refresh_from_db()
    policies.check_none_waits(queries.waiting(case, strand))
    policies.check_can_close(case, strand, queries.still_runs(case, strand))
    policies.check_written(strand, written)
    check_names_no_other(case, [written[name] for name in WRITTEN])
    ending = queries.ending(case, strand, at=at)
    policies.check_all_rehomed(ending.tasks, rehomed)
    number = (Closure.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    closure = Closure(
        case=case,
        strand=strand,
        number=number,
        rehomed={str(task.pk): rehomed[str(task.pk)] for task in ending.tasks},
        proposed_at=at,
        proposed_by=opened.user,
        **{name: written[name].strip() for name in WRITTEN},
    )
    closure.save(force_insert=True)
    proposed = events.ClosureProposed(closure=str(closure.pk), strand=strand.value, reason=closure.reason)
    record(proposed, case=case, by=opened.user, at=at, occasion=press)
    return closure


@transaction.atomic
def send_back(*, closure: Closure, because: str, opened: OpenCase, at: datetime) -> None:
    """The work goes on, and whoever proposed its end reads why. Again is the same."""
    lock(closure.case)
    held = Closure.objects.select_related("case", "proposed_by").get(pk=closure.pk)
    if held.state == State.RETURNED and (held.decided_by_id, held.returned_because) == (
        opened.user.pk,
        because.strip(),
    ):
        return
    policies.check_may_decide(opened, held)
    policies.check_waits(held, State.RETURNED)
    policies.check_because(because)
    check_names_no_other(held.case, [because])
    _decided(held, State.RETURNED, by=opened.user, at=at, returned_because=because.strip())
    returned = events.ClosureReturned(closure=str(held.pk), strand=held.strand, because=because.strip())
    record(returned, case=held.case, by=opened.user, at=at)


@transaction.atomic
def approve(*, closure: Closure, opened: OpenCase, at: datetime) -> None:
    """The strand is closed: its actions are with whoever takes them on, its clocks stop, and whose part ended sees nothing new. Other
    strands go on; where none does, the record is closed. Approving twice is the same.

    Raises ActionNotAllowed where something was begun or asked since it was proposed.
    """
    lock(closure.case)
    held = Closure.objects.select_related("case", "proposed_by").get(pk=closure.pk)
    if held.state == State.APPROVED and held.decided_by_id == opened.user.pk:
        return
    policies.check_may_decide(opened, held)
    policies.check_waits(held, State.APPROVED)
    strand, case, by = Strand(held.strand), held.case, opened.user
    policies.check_can_close(case, strand, queries.still_runs(case, strand))
    ending = queries.ending(case, strand, at=at)
    policies.check_all_rehomed(ending.tasks, held.rehomed)
    _rehome(ending, held.rehomed, strand, by=by, at=at)
    _decided(held, State.APPROVED, by=by, at=at)
    closed = events.StrandClosed(
        closure=str(held.pk),
        strand=strand.value,
        reason=held.reason,
        achieved=held.achieved,
        remaining_risk=held.remaining_risk,
        watched_by=held.watched_by,
    )
    record(closed, case=case, by=by, at=at)
    cases.move(case=case, strand=strand, to=CLOSED[strand], by=by, at=at)
    cases.close(case=case, at=at)
    _end_parts(ending.leaving, strand, by=by, at=at)


def _rehome(ending: queries.Ending, rehomed: Mapping[str, str], strand: Strand, *, by: User, at: datetime) -> None:
    said, homes = f"{strand.label} was closed.", dict(ending.homes)
    for task in ending.tasks:
        where = rehomed[str(task.pk)]
        if where == NO_LONGER:
            tasks.withdraw(task=task, reason=f"{said} Nobody needs it any more.", by=by, at=at)
        elif where in homes:
            tasks.pass_on(task=task, to=where, reason=said, by=by, at=at)
        elif not _has_it(task, where):
            raise ActionNotAllowed(
                f"“{task.what}” was to go to somebody who is no longer on this record. Return it, so that it goes to another."
            )


def _has_it(task: Task, where: str) -> bool:
    return where == (f"person:{task.to_person_id}" if task.to_person_id else f"agency:{task.to_agency_id}")


def _decided(closure: Closure, to: State, *, by: User, at: datetime, returned_because: str = "") -> None:
    Closure.objects.filter(pk=closure.pk).update(
        state=to, decided_at=at, decided_by=by, returned_because=returned_because
    )


def _end_parts(gone: Sequence[Involvement], strand: Strand, *, by: User, at: datetime) -> None:
    """Those of whoever approves come last: with them goes their own sight of the record."""
    own = set(agencies.principals(by))
    for one in sorted(gone, key=lambda one: one.group_id in own):
        withdraw(involvement=one, by=by, at=at, reason=f"{strand.label} was closed.")
