"""The kinds of outbox work that notifications do.

Models are imported when work arrives: this module is loaded while the applications are still starting.
"""

from typing import Any
from uuid import UUID

from hsb import clock, database
from hsb.outbox import handles, handles_inside


@handles_inside("chronology.event")
def tell(payload: dict[str, Any]) -> None:
    """Everyone whom `recipients.py` names for this event has a notice."""
    from hsb.notifications import actions

    actions.tell(event_id=payload["event"], at=clock.now())


@handles_inside("outbox.failed")
def tell_administrators(payload: dict[str, Any]) -> None:
    """The administrators know that a row was given up."""
    from hsb.notifications import actions

    actions.tell_administrators(message_id=payload["message"], at=clock.now())


def mail_sent(mail_id: UUID | None) -> None:
    """The record says so, in the transaction that marks the row done."""
    from hsb.notifications import actions

    if mail_id is not None:
        actions.mail_sent(mail_id, at=clock.now())


def mail_given_up(payload: dict[str, Any], error: Exception) -> None:
    """The record says what became of it."""
    from hsb.notifications import actions, mail

    actions.mail_given_up(
        UUID(payload["mail"]),
        refused=isinstance(error, mail.AddressRefused),
        reason=str(error) if isinstance(error, mail.AddressRefused) else type(error).__name__,
    )


@handles("mail.send", finish=mail_sent, gave_up=mail_given_up)
def send_mail(payload: dict[str, Any], *, key: str) -> UUID | None:
    """The e-mail has left, unless it had already been settled."""
    from hsb.notifications import actions, mail

    with database.as_worker():
        record = actions.mail_attempted(UUID(payload["mail"]))
        message = mail.compose(record) if record else None
    if record is None or message is None:
        return None
    mail.deliver(message)
    return record.pk
