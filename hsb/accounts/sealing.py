"""Seals second-factor secrets and kept forms with FIELD_KEY, so that a copy of the database alone is not enough."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unsealable(Exception):
    """The text was not sealed with any of our keys, or was changed since."""


def _keys() -> MultiFernet:
    # Several keys, separated by commas: the first seals, all unseal, so that a key can be replaced.
    # A purpose in the derivation keeps these seals apart from those of other fields under the same FIELD_KEY.
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"hsb.accounts:" + key.encode()).digest()))
            for key in settings.FIELD_KEY.split(",")
            if key
        ]
    )


def seal(text: str) -> str:
    """Answer the text so that only a holder of FIELD_KEY can read it."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Answer the text that was sealed; anything else is refused."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable from error
