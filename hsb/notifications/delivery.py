"""What became of e-mails after they left, where the service that took them can say (GOV.UK Notify)."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import F
from notifications_python_client.errors import APIError

from hsb import database
from hsb.notifications import actions, notify_backend
from hsb.notifications.models import MailRecord, MailState

log = logging.getLogger(__name__)

# Notify keeps what it knows of a message for a week.
KNOWN_FOR = timedelta(days=7)
AT_ONCE = 200


class Fate(StrEnum):
    """The ends a message comes to at Notify. Anything else is still under way."""

    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"  # there is no such mailbox
    TEMPORARY_FAILURE = "temporary-failure"  # the mailbox took nothing for three days
    TECHNICAL_FAILURE = "technical-failure"  # Notify and the provider lost each other


SAID: dict[Fate, str] = {
    Fate.PERMANENT_FAILURE: "There is no such mailbox.",
    Fate.TEMPORARY_FAILURE: "The mailbox took no mail for three days. It may be full.",
    Fate.TECHNICAL_FAILURE: "GOV.UK Notify could not tell whether it arrived.",
}


def ask(*, at: datetime) -> int:
    """Every e-mail that is still under way has been asked after, those longest not asked first; answers how many came to an end.

    Asks outside any transaction. The first error that is not about one message ends the round: the next one goes on.
    """
    ended = 0
    for mail_id, provider_id in _under_way(at):
        try:
            status = str(notify_backend.make_client().get_notification_by_id(provider_id)["status"])
        except APIError as error:
            if error.status_code != 404:
                log.warning("notify: asking after mail stopped (%s)", error.status_code)
                return ended
            status = ""
        with database.as_worker():
            ended += _mark(mail_id, status, at)
    return ended


def _under_way(at: datetime) -> list[tuple[UUID, str]]:
    with database.as_worker():
        waiting = MailRecord.objects.filter(state=MailState.SENT, sent_at__gt=at - KNOWN_FOR).exclude(provider_id="")
        longest_first = waiting.order_by(F("asked_at").asc(nulls_first=True), "sent_at")
        return list(longest_first.values_list("pk", "provider_id")[:AT_ONCE])


def _mark(mail_id: UUID, status: str, at: datetime) -> bool:
    actions.mail_asked_after(mail_id, at=at)
    if status not in set(Fate):
        return False
    fate = Fate(status)
    if fate is Fate.DELIVERED:
        return actions.mail_delivered(mail_id, at=at)
    if fate is Fate.PERMANENT_FAILURE:
        return actions.mail_bounced(mail_id, reason=SAID[fate], at=at)
    return actions.mail_not_delivered(mail_id, reason=SAID[fate])
