"""The keys that seal what identifies people: FIELD_KEY, read in one way. The first seals and indexes, all open.

To replace the key put the new one first, keep the old one after a comma, start again, and run `manage.py reseal`.
"""

import base64
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SHORTEST = 16


def read_keys(value: str) -> list[str]:
    """Answer the keys of FIELD_KEY in their order. Raises ValueError with a sentence when one is no key to trust."""
    keys = [key.strip() for key in value.split(",")]
    if any(len(key) < SHORTEST or len(set(key)) < 5 for key in keys):
        raise ValueError(
            f"FIELD_KEY must be one key, or several with a comma between, of at least {SHORTEST} different-looking letters each "
            "(see dotenv-sample)."
        )
    return keys


def check_secret(value: str) -> None:
    """Raises ValueError with a sentence when this is no SECRET_KEY to sign anything with."""
    if len(value.strip()) < SHORTEST or len(set(value)) < 5:
        raise ValueError(f"SECRET_KEY must have at least {SHORTEST} different-looking letters (see dotenv-sample).")


def first() -> str:
    """Answer the key that seals and indexes from now on."""
    return read_keys(settings.FIELD_KEY)[0]


def box(derive: Callable[[str], bytes]) -> MultiFernet:
    """Answer what seals with the first key and opens with all; `derive` makes 32 bytes of a key for one purpose."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derive(key))) for key in read_keys(settings.FIELD_KEY)])


def is_under_the_first(token: bytes, derive: Callable[[str], bytes]) -> bool:
    """Answer whether the first key opens this seal by itself. (`box(derive).rotate(token)` puts one under it.)"""
    return _opens(Fernet(base64.urlsafe_b64encode(derive(first()))), token)


def _opens(one: Fernet, token: bytes) -> bool:
    try:
        one.decrypt(token)
    except InvalidToken:
        return False
    return True
