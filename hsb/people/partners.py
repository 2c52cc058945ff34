"""A partner who has no account and is called to a meeting: the existing invitation, to a role that opens nothing of itself.

Whoever runs a meeting asks them, without an administrator and without a second person: what the account opens is the meeting they
are named on and nothing else. Asked on by an administrator afterwards, they can hold any other role.
"""

from datetime import datetime, timedelta

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed
from hsb.people import actions, policies
from hsb.people.models import Invitation

ROLE = Role.MINUTE_TAKER
"""Comes to the meetings they are named on, and opens nothing else: no record is ever put before a whole agency in this role."""


def account_of(email: str) -> User | None:
    """Answer whose account the address is; None where nobody has one. Raises ActionNotAllowed for somebody who has left."""
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is not None and not found.is_active:
        raise ActionNotAllowed(f"{found.full_name} has left. Choose a colleague of theirs.")
    return found


@transaction.atomic
def invite(*, email: str, full_name: str, agency: Agency, by: User, at: datetime) -> None:
    """The partner has the link that makes their account, by e-mail; one that waits and has run out is sent again. The caller has seen
    to it that `by` runs a meeting they are called to.

    Raises ActionNotAllowed without a name, or for whoever has an account: they are called by it.
    """
    email = email.strip().lower()
    if not full_name.strip():
        raise ActionNotAllowed("Write the name of whoever is asked: their account is made out to it.")
    assert not policies.opens_records(ROLE), "a role that opens records is given by two people"
    if account_of(email) is not None:
        raise ActionNotAllowed("They have an account already. Reload the page and call them by it.")
    waiting = Invitation.objects.select_for_update().open().filter(email=email).order_by("invited_at").last()
    if waiting is not None:
        if waiting.expires_at <= at:
            waiting.sends += 1
            waiting.sent_at, waiting.expires_at = at, at + timedelta(days=actions.INVITATION_DAYS)
            waiting.save(update_fields=["sends", "sent_at", "expires_at"])
            audit.record(AuditKind.INVITED, by=by, at=at, facts=_facts(waiting) | {"sends": waiting.sends})
            actions.send_link(waiting)
        return
    made = Invitation.objects.create(
        email=email,
        full_name=full_name.strip()[:200],
        agency=agency,
        role=ROLE,
        invited_by=by,
        invited_at=at,
        sent_at=at,
        expires_at=at + timedelta(days=actions.INVITATION_DAYS),
    )
    audit.record(AuditKind.INVITED, by=by, at=at, facts=_facts(made))
    actions.send_link(made)


@transaction.atomic
def withdraw(*, email: str, by: User, at: datetime) -> None:
    """The link of a partner who is called to no meeting any more stops working, if it waits still."""
    waiting = Invitation.objects.select_for_update().open().filter(email=email.strip().lower(), role=ROLE)
    for one in waiting:
        one.revoked_at, one.revoked_by = at, by
        one.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(AuditKind.INVITATION_REVOKED, by=by, at=at, facts=_facts(one))


def _facts(invitation: Invitation) -> dict[str, object]:
    return {"invitation": str(invitation.pk), "agency": invitation.agency_id, "role": str(invitation.role)}
