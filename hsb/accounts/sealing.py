"""Seals second-factor secrets and kept forms with FIELD_KEY, so that a copy of the database alone is not enough."""

import hashlib

from cryptography.fernet import InvalidToken

from hsb import keys


class Unsealable(Exception):
    """The text was not sealed with any of our keys, or was changed since."""


def derived(key: str) -> bytes:
    """Answer 32 bytes of a key for this purpose: these seals are apart from those of other fields under the same FIELD_KEY."""
    return hashlib.sha256(b"hsb.accounts:" + key.encode()).digest()


def seal(text: str) -> str:
    """Answer the text so that only a holder of FIELD_KEY can read it."""
    return keys.box(derived).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Answer the text that was sealed; anything else is refused."""
    try:
        return keys.box(derived).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable from error
