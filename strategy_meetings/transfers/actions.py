"""Changes to transfers between authorities. Each checks, locks, changes and records in one transaction.

Sending ends nothing: the child is ours until the other authority has accepted, by name and day.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from strategy_meetings.models import Transfer
from strategy_meetings.safety_plans import actions as safety_plans
from strategy_meetings.transfers import events, policies, queries
from strategy_meetings.transfers.states import State, Way


@transaction.atomic
def notify(
    *,
    case: Case,
    way: Way,
    authority: str,
    contact: str,
    moved_on: date,
    told_on: date,
    on_plan: bool,
    what_runs: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> Transfer:
    """The child has moved, in or out, and whoever receives them is asked to accept. The safety plan is looked at again the same day.

    In, with a child protection plan there: the clock of the transfer-in conference runs from the day we were told. One press
    records once.
    """
    lock(case)
    code = "transfer_in.notified" if way == Way.IN else "transfer_out.sent"
    if chronology.has_happened(case.pk, code, press):
        return Transfer.objects.filter(case=case, recorded_by=by).latest("number")
    texts = {"authority": authority.strip(), "contact": contact.strip(), "what_runs": what_runs.strip()}
    policies.check_can_record(
        moved_on=moved_on,
        told_on=told_on,
        today=clock.local_date(at),
        open_one=queries.open_transfer(case),
        **texts,
    )
    number = (Transfer.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    transfer = Transfer(
        case=case,
        number=number,
        way=way,
        moved_on=moved_on,
        told_on=told_on,
        on_plan=on_plan,
        recorded_at=at,
        recorded_by=by,
        **texts,
    )
    transfer.save(force_insert=True)
    event: Any = (
        events.TransferInNotified(transfer=str(transfer.pk), on_plan=on_plan, authority=transfer.authority)
        if way == Way.IN
        else events.TransferOutSent(transfer=str(transfer.pk), authority=transfer.authority)
    )
    record(event, case=case, by=by, at=at, occurred=clock.instant_on(told_on, at=at), occasion=press)
    safety_plans.ask_again(case=case, why="moved", by=by, at=at, press=press)
    return transfer


@transaction.atomic
def answer(
    *, transfer: Transfer, to: State, answered_on: date, there: str, answer: str, by: User, at: datetime
) -> None:
    """Whoever receives the child has accepted, or not; or the transfer was taken back. Nothing of ours ends by it: plan and strand are
    ended by whoever decides on them, once the other authority has accepted."""
    lock(transfer.case)
    held = Transfer.objects.select_related("case").get(pk=transfer.pk)
    policies.check_can_answer(held, to, answered_on=answered_on, there=there, answer=answer, today=clock.local_date(at))
    there = by.full_name if held.is_in and not there.strip() else there.strip()
    Transfer.objects.filter(pk=held.pk).update(
        state=to,
        answered_on=answered_on,
        answered_there=there,
        answer=answer.strip(),
        answered_at=at,
        answered_by=by,
        version=F("version") + 1,
    )
    record(
        _answered(held, to, there, answer.strip()),
        case=held.case,
        by=by,
        at=at,
        occurred=clock.instant_on(answered_on, at=at),
    )


def _answered(transfer: Transfer, to: State, there: str, answer: str) -> Any:
    key = str(transfer.pk)
    if to == State.WITHDRAWN:
        return events.TransferWithdrawn(transfer=key, answer=answer)
    if transfer.is_in:
        if to == State.ACCEPTED:
            return events.TransferInAccepted(transfer=key, answer=answer)
        return events.TransferInDeclined(transfer=key, answer=answer)
    if to == State.ACCEPTED:
        return events.TransferOutAccepted(transfer=key, there=there, answer=answer)
    return events.TransferOutDeclined(transfer=key, there=there, answer=answer)
