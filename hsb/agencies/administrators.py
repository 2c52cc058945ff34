"""Pages only administrators reach."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from hsb.agencies import queries
from hsb.agencies.permissions import Power
from hsb.errors import AccessDenied

View = Callable[..., HttpResponse]


def for_administrators(sentence: str) -> Callable[[View], View]:
    """The view is for administrators; everybody else is refused with the sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not queries.has_power(request.user, Power.ADMINISTER):
                raise AccessDenied(sentence)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
