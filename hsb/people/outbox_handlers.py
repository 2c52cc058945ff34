"""The background work about people's accounts: finding out whose recovery it is, and the e-mails, whose links are made as they leave."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from hsb import clock
from hsb.accounts.models import User
from hsb.notifications import actions as notifications
from hsb.notifications import mail
from hsb.notifications.models import MailRecord
from hsb.outbox import GiveUp, handles_inside
from hsb.people import actions, links
from hsb.people.models import Invitation


@handles_inside("people.recovery")
def send_recovery(payload: dict[str, Any]) -> None:
    """If the address was somebody's, they have a link."""
    actions.send_recovery(payload.get("user"), payload.get("invitations", []), clock.now())


@handles_inside("people.role")
def tell_of_role(payload: dict[str, Any]) -> None:
    """Those a proposed, given or refused role concerns have a notice of it."""
    notifications.tell_of_role(
        proposal_id=UUID(payload["proposal"]),
        kind=payload["kind"],
        whom=User.objects.active().filter(pk__in=payload["whom"]).order_by("pk"),
        at=clock.now(),
    )


def invitation_values(record: MailRecord) -> Mapping[str, str]:
    """Answer the link of an invitation, if it still waits to be taken up."""
    invitation = Invitation.objects.usable(clock.now()).filter(pk=record.context["invitation"]).first()
    if invitation is None:
        raise GiveUp("The invitation was taken up or withdrawn before it was sent.")
    return {"link": links.invitation_link(invitation)}


def recovery_values(record: MailRecord) -> Mapping[str, str]:
    """Answer the link with which the person chooses a new password, once."""
    if record.to is None or not record.to.is_active:
        raise GiveUp("The account was closed before the link was sent.")
    token = PasswordResetTokenGenerator().make_token(record.to)
    return {"link": links.recovery_link(user_pk_to_url_str(record.to), token)}


mail.register(
    "invitation",
    mail.Template(
        "You are invited to HSB casework", {"invitation": mail.IDENTIFIER, "days": r"\d{1,2}"}, invitation_values
    ),
)
mail.register("account_recovery", mail.Template("Choose a new password for HSB casework", fill=recovery_values))
mail.register("account_password_changed", mail.Template("Your password for HSB casework was changed"))
mail.register("account_second_step_set_up", mail.Template("A second step was set up on your HSB casework account"))
mail.register("account_second_step_removed", mail.Template("The second step of your HSB casework account was removed"))
mail.register("account_recovery_codes", mail.Template("New recovery codes were made for your HSB casework account"))
