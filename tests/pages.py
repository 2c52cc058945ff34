"""What somebody reads on a page, for tests that look for a word on it."""

import re
from typing import Any

# Drawn anew for every page: a short name turns up in them by chance, about once in some hundreds of pages.
_RANDOM = re.compile(r'(?:name="(?:csrfmiddlewaretoken|once)" value|nonce)="[^"]*"')


def text_of(response: Any) -> str:
    """Answer the page's HTML without its form token, the name of its next press and the script nonce."""
    return _RANDOM.sub("", response.text)
