"""Invitation links. Nothing secret is stored: a link is the invitation's id and the count of sends, signed with SECRET_KEY."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from hsb.people.models import Invitation

SALT = "hsb.people.invitation"


def invitation_link(invitation: Invitation) -> str:
    """Answer the address in the e-mail. Built from PUBLIC_URL, never from the request: a forged Host header changes nothing."""
    token = signing.dumps([invitation.pk.hex, invitation.sends], salt=SALT)
    return settings.PUBLIC_URL.rstrip("/") + reverse("people:invitation", args=[token])


def read_token(token: str) -> tuple[UUID, int] | None:
    """Answer the invitation and the send a token names; None for anything we did not sign."""
    try:
        invitation, sends = signing.loads(token, salt=SALT)
        return UUID(hex=invitation), int(sends)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def sign_in_link() -> str:
    """Answer the address of the sign-in page."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("account_login")


def recovery_link(uid: str, token: str) -> str:
    """Answer the address that lets a person choose a new password once."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return settings.PUBLIC_URL.rstrip("/") + path
