"""What an administrator, the readiness page and the command line ask about the outbox. Run as worker: the web may not read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from hsb.outbox.models import Message


@dataclass(frozen=True)
class Standing:
    """How much waits, since when the oldest has been due, and how much was given up."""

    waiting: int
    oldest_at: datetime | None
    failed: int


def standing(at: datetime) -> Standing:
    """Answer how the outbox stands at this instant."""
    due = Message.objects.open().exclude(not_before__gt=at)
    return Standing(
        waiting=due.count(),
        oldest_at=due.aggregate(oldest=Min("created_at"))["oldest"],
        failed=Message.objects.failed().count(),
    )


def listing(*, failed: bool = False, kind: str = "", limit: int = 50) -> list[Message]:
    """Answer what is open, or what was given up, oldest first."""
    rows = Message.objects.failed() if failed else Message.objects.open()
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("id")[:limit])
