"""The only door for e-mail. Nothing leaves here that names a child or says what a case is about.

`send` writes a record and an outbox row in the caller's transaction; `deliver` is called by the outbox, outside any
transaction, through Django's mail API, so each deployment chooses its backend. Subjects are fixed, and a template takes only
the values it declares, each of a declared shape: a text that could carry a name has no way in. A secret (a one-time link) is
never stored: the template's `fill` makes it when the e-mail leaves.
"""

import re
import smtplib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.notifications.models import MailRecord, Notice

KIND = "mail.send"
ADDRESS_REFUSED = range(550, 560)  # RFC 5321 §4.2.3: the mailbox is wrong, not the moment

# What a value in an e-mail may look like.
REFERENCE = r"[A-Z]{1,10}-\d{2}-\d{1,8}"
COUNT = r"\d{1,6}"
IDENTIFIER = r"[0-9a-f-]{36}|\d{1,12}"


@dataclass(frozen=True)
class Template:
    """One e-mail, `templates/emails/<name>.txt`: its fixed subject, the shape of each value it takes, what `fill` adds,
    and the file that goes with it."""

    subject: str
    context: Mapping[str, str] = field(default_factory=dict)
    fill: Callable[[MailRecord], Mapping[str, str]] | None = None
    attachment: Callable[[MailRecord], tuple[str, str, str]] | None = None  # name, content, type


TEMPLATES: dict[str, Template] = {}


def register(name: str, template: Template) -> None:
    """The e-mail can be sent from now on. Apps above this one register theirs in `outbox_handlers.py`."""
    TEMPLATES[name] = template


def _still_waiting(record: MailRecord) -> Mapping[str, str]:
    """Nothing is added; it is not wanted any more when everything was read or done before it left."""
    if record.to is not None and not Notice.objects.unread().filter(user=record.to).exists():
        raise outbox.GiveUp("Everything was read meanwhile.")
    return {}


def _still_late(record: MailRecord) -> Mapping[str, str]:
    """Nothing is added; it is not wanted any more when each time limit it was about was seen to, or read of, before it left."""
    if record.to is not None and not Notice.objects.unread().filter(user=record.to, kind__startswith="chase.").exists():
        raise outbox.GiveUp("Everything was seen to meanwhile.")
    return {}


register("something_is_waiting", Template("Something is waiting for you in HSB casework", fill=_still_waiting))
register("referral_receipt", Template("Your referral has been received", {"reference": REFERENCE}))
register("statutory_breach", Template("A time limit set by law has passed in HSB casework", fill=_still_late))
register("work_has_failed", Template("HSB casework needs an administrator"))


class Outgoing(EmailMessage):
    """An e-mail as it leaves. `repeated`: an earlier attempt may have arrived. A backend that can be asked later what became of it
    leaves the id it was given in `provider_id`."""

    repeated = False
    provider_id = ""


class AddressRefused(outbox.GiveUp):
    """The other side says that there is no such mailbox: trying again would only annoy it."""

    alarm = False  # the administrators are told which address, not that some work failed


def send(
    *,
    to: User | str,
    template: str,
    context: Mapping[str, str],
    key: str,
    at: datetime | None = None,
    not_before: datetime | None = None,
) -> None:
    """The e-mail will be sent once the caller's transaction commits, or at `not_before`; the same key is never sent twice.

    `to` is a user, or the address of somebody who has no account yet. `not_before` is for what can wait for a day that is not
    quiet (`quiet.may_leave_at`). Raises ValueError for an unknown template, and for a
    context other than the one the template declares.
    """
    declared = TEMPLATES.get(template)
    if declared is None:
        raise ValueError(f"There is no e-mail template {template!r}: register it with hsb.notifications.mail.")
    if set(context) != set(declared.context) or not all(
        re.fullmatch(pattern, str(context[name])) for name, pattern in declared.context.items()
    ):
        raise ValueError(
            f"The e-mail {template!r} takes exactly {sorted(declared.context) or 'nothing'}, and no free text."
        )
    record = MailRecord(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"hsb:mail:{key}"),
        to=to if isinstance(to, User) else None,
        address=to if isinstance(to, str) else "",
        template=template,
        context=dict(context),
        key=key,
        created_at=at or clock.now(),
    )
    # No RETURNING and no reading back: the web may insert e-mails, not read them.
    MailRecord.objects.bulk_create([record], ignore_conflicts=True)
    outbox.put(KIND, {"mail": str(record.pk)}, key=outbox_key(record.pk), not_before=not_before)


def outbox_key(mail_id: uuid.UUID) -> str:
    """Answer the key of the outbox row that sends this e-mail."""
    return f"{KIND}:{mail_id}"


def compose(record: MailRecord) -> Outgoing:
    """Answer the e-mail as it leaves, with a Message-ID that is the same at every attempt.

    Raises GiveUp when it is not wanted any more: the account has ended, or the template's `fill` says so.
    """
    template = TEMPLATES[record.template]
    if record.to is not None and not record.to.is_active:
        raise outbox.GiveUp("The account has ended.")
    filled = template.fill(record) if template.fill else {}
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = Outgoing(
        subject=template.subject,
        body=render_to_string(
            f"emails/{record.template}.txt",
            {**record.context, **filled, "site": settings.PUBLIC_URL.rstrip("/"), "partnership": profile().partnership},
        ),
        to=[record.to.email if record.to else record.address],
        headers={
            "Message-ID": f"<{record.pk}@{domain}>",
            "Idempotency-Key": str(record.pk),
            "Auto-Submitted": "auto-generated",  # RFC 3834: asks for no out-of-office replies
        },
    )
    if template.attachment:
        message.attach(*template.attachment(record))
    message.repeated = record.attempts > 1
    return message


def deliver(message: Outgoing) -> str:
    """The e-mail has left; answers the id it was given by whoever took it, if it gave one. Call it outside any transaction.

    Raises AddressRefused when trying again cannot help, and whatever the backend raises when it may.
    """
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code in ADDRESS_REFUSED for code in codes):
            raise AddressRefused("The address was refused.") from error
        raise
    return message.provider_id
