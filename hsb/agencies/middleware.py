"""The transaction every page runs in, as the person who asked for it (design.md §5)."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from hsb import clock
from hsb.agencies import presses
from hsb.agencies import queries as agencies
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.database import as_principals
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.ui.views import pressed_before, refused

READING = ("GET", "HEAD", "OPTIONS")


def once_only(request: HttpRequest, respond: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer a press of a button: by doing it, by leading where it led before, or with the words it carries this time."""
    user: Any = request.user
    taken = (
        presses.take(request, by=user, at=clock.now()) if request.method == "POST" and user.is_authenticated else None
    )
    if taken is None:
        return respond()
    if not taken.first:
        return redirect(taken.row.led_to) if taken.same and taken.row.led_to else pressed_before(request)
    response = respond()
    presses.settle(taken, response)
    return response


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    response: HttpResponseBase = view(request, *args, **kwargs)
    if callable(getattr(response, "render", None)):
        response = response.render()  # type: ignore[attr-defined]
    return response


class PrincipalsMiddleware:
    """Runs the view, and the rendering of its template, inside `as_principals`; writes refusals down afterwards.

    It is the last middleware, and calls the view itself, so that an error rolls everything back before anybody sees a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if getattr(view, "needs_no_database", False):
            return None  # Django calls it: a health answer must come when the database is away
        user: Any = request.user
        known = user.is_authenticated
        try:
            with as_principals(
                agencies.principals(user) if known else [],
                user.pk if known else None,
                lent=agencies.lent(user) if known else (),
                write=request.method not in READING,
            ):
                return once_only(request, lambda: _answer(view, request, args, kwargs))
        except (ActionNotAllowed, StaleVersion) as refusal:
            # No view asked for it, most likely because two presses met: what was typed is shown, never lost.
            return refused(request, refusal.sentence)
        except (Http404, AccessDenied) as refusal:
            self.write_down(request, refusal)
            raise

    def write_down(self, request: HttpRequest, refusal: Exception) -> None:
        """The refusal is in the audit, in a transaction of its own, since the page's has been rolled back."""
        user: Any = request.user
        if not user.is_authenticated or request.resolver_match is None:
            return
        with as_principals([], user.pk):
            audit.record(
                AuditKind.REFUSED,
                by=user,
                at=clock.now(),
                what=(request.resolver_match.url_name or "").replace("_", " "),
                facts={"kind": type(refusal).__name__, "method": request.method},
            )
