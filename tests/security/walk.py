"""Every address of the product, made from the URL configuration, so that a new page is tested the day it is added."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

EXAMPLES = {"int": "1", "uuid": str(uuid.UUID(int=1)), "slug": "x", "str": "x", "path": "x/y"}
# What a converter or a regular expression cannot tell by itself.
BY_NAME = {"account_reset_password_from_key": "accounts/password/reset/key/1-set-password/"}


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    public: bool


def addresses(resolver: URLResolver | None = None, before: str = "/", namespace: str = "") -> Iterator[Address]:
    """Answer every address with example values, and whether its view is marked public."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        route = before + _example(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, route, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}"
            path = "/" + BY_NAME[name] if name in BY_NAME else route
            yield Address(name, path, not getattr(entry.callback, "login_required", True))


def _example(pattern: RoutePattern | RegexPattern) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "x"), str(pattern))
    return re.sub(r"\(\?P<\w+>[^)]*\)", "x", str(pattern).strip("^$"))
