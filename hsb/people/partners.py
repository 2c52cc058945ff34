"""A partner who has no account and is called to a meeting: the existing invitation, to a role that opens nothing of itself.

Whoever runs a meeting asks them, without an administrator and without a second person: what the account opens is the meeting they
are named on and nothing else. Asked on by an administrator afterwards, they can hold any other role.
"""

from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
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
            actions.renew(waiting, by=by, at=at)
        return
    actions.write_invitation(email=email, full_name=full_name.strip()[:200], agency=agency, role=ROLE, by=by, at=at)


@transaction.atomic
def withdraw(*, email: str, by: User, at: datetime) -> None:
    """The link of a partner who is called to no meeting any more stops working, if it waits still."""
    waiting = Invitation.objects.select_for_update().open().filter(email=email.strip().lower(), role=ROLE)
    for one in waiting:
        actions.revoke(one, by=by, at=at)
