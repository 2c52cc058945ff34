"""Reading transfers between authorities."""

from datetime import date
from uuid import UUID

from hsb.cases.models import Case
from strategy_meetings.models import Transfer
from strategy_meetings.transfers.states import State, Way


def transfers_of(case: Case) -> list[Transfer]:
    """Answer the transfers of this child, the newest first."""
    return list(Transfer.objects.filter(case=case).select_related("recorded_by", "answered_by").order_by("-number"))


def transfer_of(case: Case, transfer_id: UUID) -> Transfer | None:
    """Answer one transfer of this child; None for anything else."""
    return Transfer.objects.filter(case=case, pk=transfer_id).select_related("case").first()


def open_transfer(case: Case) -> Transfer | None:
    """Answer the transfer of this child that nobody has accepted yet."""
    return Transfer.objects.filter(case=case, state__in=[State.WAITING, State.DECLINED]).first()


def accepted_out(case: Case) -> Transfer | None:
    """Answer the transfer by which another authority accepted this child, where none came back since: what may end a plan here
    without a conference, and why none is held about a child who is not ours any more."""
    last = Transfer.objects.filter(case=case, state=State.ACCEPTED).order_by("-answered_on", "-number").first()
    return last if last is not None and last.way == Way.OUT else None


def left_on(case: Case) -> date | None:
    """Answer the day since which another authority is responsible for this child; None while we are."""
    out = accepted_out(case)
    return out.answered_on if out else None
