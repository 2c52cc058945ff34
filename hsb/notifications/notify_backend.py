"""Django's e-mail backend for GOV.UK Notify: chosen by EMAIL_BACKEND, it sends through one template that is nothing but
((subject)) and ((body)), so that our own templates stay the only ones.

Notify does not drop a repeat by itself. What we send carries the record's id as its reference, and a repeated attempt first asks
whether an earlier one arrived.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from hsb.notifications.mail import AddressRefused, Outgoing
from hsb.outbox import GiveUp

# Seconds to reach Notify and to hear from it. Asking about an earlier attempt and sending fit twice into the outbox's lease.
CONNECT_SECONDS = 3


class NotifyBackend(BaseEmailBackend):
    """Sends each message by GOV.UK Notify and leaves the id it got there on the message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Answer how many were taken. Raises AddressRefused for an address Notify will not have, GiveUp where trying again
        cannot help (a key in trial mode, a template without our two fields), and the client's error where it may."""
        client = make_client()
        for message in email_messages:
            taken = _send(client, message)
            if isinstance(message, Outgoing):
                message.provider_id = taken
        return len(email_messages)


def make_client() -> NotificationsAPIClient:
    """Answer Notify's own client, which waits no longer than our lease allows."""
    waits: Any = (CONNECT_SECONDS, settings.EMAIL_TIMEOUT)
    return NotificationsAPIClient(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=waits)


def _send(client: NotificationsAPIClient, message: EmailMessage) -> str:
    reference = str(message.extra_headers.get("Idempotency-Key", ""))
    if isinstance(message, Outgoing) and message.repeated and (earlier := _sent_before(client, reference)):
        return earlier
    (address,) = message.to
    try:
        taken = client.send_email_notification(
            email_address=address,
            template_id=settings.NOTIFY_TEMPLATE_ID,
            personalisation={"subject": message.subject, "body": message.body},
            reference=reference,
        )
    except APIError as error:
        if error.status_code != 400:
            raise
        raise _refusal(error) from error
    return str(taken["id"])


def _sent_before(client: NotificationsAPIClient, reference: str) -> str:
    found = client.get_all_notifications(template_type="email", reference=reference)["notifications"]
    return str(found[0]["id"]) if found else ""


def _refusal(error: APIError) -> GiveUp:
    """Answer what a 400 means: only the address can be somebody's mistake, the rest is the deployment's."""
    said = error.message
    told = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    if any(one.get("error") == "ValidationError" and "email_address" in str(one.get("message")) for one in told):
        return AddressRefused("The address was refused.")
    # Its kind is enough to look it up; a message might quote the address.
    kinds = sorted({str(one.get("error")) for one in told}) or ["an unknown error"]
    return GiveUp(
        f"GOV.UK Notify does not take it ({', '.join(kinds)[:100]}). Check its key, its template and trial mode."
    )
