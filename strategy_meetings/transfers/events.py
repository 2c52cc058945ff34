"""What can happen when a child moves between authorities."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("transfer_in.notified", strand="safeguarding", title="Child moved here", record_class="decision")
@dataclass(frozen=True)
class TransferInNotified:
    """`on_plan`: the child is on a child protection plan there, so that a transfer-in conference is due (T15)."""

    transfer: str
    on_plan: bool
    authority: str = words("")

    def sentence(self) -> str:
        plan = " on a child protection plan: a transfer-in conference is due" if self.on_plan else ""
        return (
            f"{self.authority} told us that the child has moved here{plan}."
            if self.authority
            else "A child has moved here."
        )


@declare("transfer_in.accepted", strand="safeguarding", title="Transfer accepted by us", record_class="decision")
@dataclass(frozen=True)
class TransferInAccepted:
    transfer: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"We accepted the transfer: the child is ours. {self.answer}".strip()


@declare("transfer_in.declined", strand="safeguarding", title="Transfer not accepted by us", record_class="decision")
@dataclass(frozen=True)
class TransferInDeclined:
    transfer: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"We have not accepted the transfer: the other authority stays responsible. {self.answer}".strip()


@declare("transfer_out.sent", strand="safeguarding", title="Transfer asked for", record_class="decision")
@dataclass(frozen=True)
class TransferOutSent:
    transfer: str
    authority: str = words("")

    def sentence(self) -> str:
        return f"{self.authority or 'Another authority'} was asked to take the child over. Until it accepts, nothing here ends."


@declare("transfer_out.accepted", strand="safeguarding", title="Transfer accepted there", record_class="decision")
@dataclass(frozen=True)
class TransferOutAccepted:
    transfer: str
    there: str = words("")
    answer: str = words("")

    def sentence(self) -> str:
        return f"{self.there or 'They'} accepted the child for the other authority. {self.answer}".strip()


@declare("transfer_out.declined", strand="safeguarding", title="Transfer not accepted there", record_class="decision")
@dataclass(frozen=True)
class TransferOutDeclined:
    transfer: str
    there: str = words("")
    answer: str = words("")

    def sentence(self) -> str:
        return f"{self.there or 'They'} did not accept the child: we stay responsible. {self.answer}".strip()


@declare("transfer.withdrawn", strand="safeguarding", title="Transfer taken back", record_class="decision")
@dataclass(frozen=True)
class TransferWithdrawn:
    transfer: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"The transfer was taken back. {self.answer}".strip()
