"""Sealing of a harmed person's identity, and blind indexes by which a child can be matched without being readable.

Blind indexes are keyed digests of normalised values: equal values give equal digests, nothing else can be learned from them.
"""

import hashlib
import hmac
import json
import unicodedata
from functools import lru_cache

from hsb import keys


@lru_cache(maxsize=32)
def _key(secret: str, purpose: str) -> bytes:
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(secret.encode()).digest(), digest_size=32).digest()


def derived(secret: str) -> bytes:
    """Answer 32 bytes of a key for sealing identities."""
    return _key(secret, "identity")


def seal(facts: dict[str, object]) -> bytes:
    """Answer the facts sealed: unreadable without FIELD_KEY, and refused on opening when altered."""
    return keys.box(derived).encrypt(json.dumps(facts, ensure_ascii=False).encode())


def unseal(token: bytes) -> dict[str, object]:
    """Answer what was sealed under any of our keys; raises cryptography's InvalidToken when it was altered."""
    facts: dict[str, object] = json.loads(keys.box(derived).decrypt(bytes(token)))
    return facts


# Letters no accent can be taken from, as a keyboard without them writes them. (ß is “ss” by its case alone.)
_WITHOUT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def normalised(value: str) -> str:
    """Answer a name, postcode or number as it is compared: no case, accents, spaces or punctuation."""
    plain = unicodedata.normalize("NFKD", value).casefold().translate(_WITHOUT)
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def blind(purpose: str, value: str) -> str:
    """Answer the blind index of a value for one purpose ('given_name', 'postcode' …); empty for an empty value."""
    text = normalised(value)
    if not text:
        return ""
    return hmac.new(_key(keys.first(), f"blind:{purpose}"), text.encode(), hashlib.sha256).hexdigest()[:40]
