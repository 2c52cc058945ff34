"""The kinds of outbox work that notifications do.

Models are imported when work arrives: this module is loaded while the applications are still starting.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hsb import clock, database
from hsb.outbox import GiveUp, handles, handles_inside


@dataclass(frozen=True)
class MailResult:
    """What became of an e-mail outside: it left, or nobody wants it any more, and why."""

    mail_id: UUID
    not_wanted: str = ""
    provider_id: str = ""


@handles_inside("chronology.event")
def tell(payload: dict[str, Any]) -> None:
    """Everyone whom a `telling.py` names for this event has a notice, and reminders of what it settled are closed."""
    from hsb.notifications import actions

    actions.tell(event_id=payload["event"], code=payload["code"], at=clock.now())
    actions.close_reminders(event_id=payload["event"], at=clock.now())


@handles_inside("outbox.failed")
def tell_administrators(payload: dict[str, Any]) -> None:
    """The administrators know that a row was given up."""
    from hsb.notifications import actions

    actions.tell_administrators(message_id=payload["message"], kind=payload["kind"], at=clock.now())


@handles_inside("emergency.often")
def tell_of_emergencies(payload: dict[str, Any]) -> None:
    """Managers and information governance know that somebody asked for records in an emergency as often as they may."""
    from hsb.notifications import actions

    actions.tell_of_emergencies(user_id=payload["user"], day=payload["day"], at=clock.now())


@handles_inside("mail.hold_again")
def hold_again(payload: dict[str, Any]) -> None:
    """What is held for a person is held by their days as they are now."""
    from hsb.notifications import quiet

    quiet.hold_again(payload["user"], at=clock.now())


def settle_mail(result: MailResult | None) -> None:
    """The record says what became of it, in the transaction that marks the row done."""
    from hsb.notifications import actions

    if result is None:
        return
    if result.not_wanted:
        actions.mail_given_up(result.mail_id, reason=result.not_wanted)
    else:
        actions.mail_sent(result.mail_id, at=clock.now(), provider_id=result.provider_id)


def mail_given_up(payload: dict[str, Any], error: Exception) -> None:
    """The record says that it was refused or not sent."""
    from hsb.notifications import actions, mail

    mail_id = UUID(payload["mail"])
    if isinstance(error, mail.AddressRefused):
        actions.mail_bounced(mail_id, reason=str(error), at=clock.now())
    else:
        actions.mail_given_up(mail_id, reason=str(error) if isinstance(error, GiveUp) else type(error).__name__)


@handles("mail.send", finish=settle_mail, gave_up=mail_given_up)
def send_mail(payload: dict[str, Any], *, key: str) -> MailResult | None:
    """The e-mail has left, unless it is settled already or nobody wants it any more (an account that ended: no alarm)."""
    from hsb.notifications import actions, mail

    with database.as_worker():
        record = actions.mail_attempted(UUID(payload["mail"]))
        if record is None:
            return None
        try:
            message = mail.compose(record)
        except GiveUp as reason:
            return MailResult(record.pk, not_wanted=str(reason))
    return MailResult(record.pk, provider_id=mail.deliver(message))
