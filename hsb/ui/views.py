"""Pages of the frame itself: what is shown when something is refused or fails, the component gallery, a fresh token."""

import errno
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hsb.ui.press import NOT_WORDS

AWAY = (
    "The system cannot reach its records at this moment. Nothing of what you pressed just now was recorded. Wait a minute, then try "
    "again; if it goes on, tell whoever looks after the system."
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# Never sent back to the page: secrets, and what the page makes afresh.
NOT_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "login", "once", "key"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # A session that could not be written because the database went away says that the request was bad.
    if _is_for_now(exception):
        return away(request)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may know the thing exists; the sentence says what they may not do."""
    return _keep_typed(
        request, "errors/403.html", may_send_again=False, sentence=getattr(exception, "sentence", ""), status=403
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also what a stranger gets, so it never says whether the thing exists."""
    return _keep_typed(request, "errors/404.html", may_send_again=False, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request, because anything the request could tell may be what failed. 503 where it is the database
    that is away, or the disk that is full: nobody's fault here, and to be tried again."""
    if _is_for_now(sys.exc_info()[1]):
        return away(request)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def away(request: HttpRequest) -> HttpResponse:
    """503: nothing was recorded, and what was typed stays on the page. Drawn without anything that asks the database."""
    if "application/json" in request.headers.get("accept", ""):
        response: HttpResponse = JsonResponse({"message": AWAY}, status=503)
    else:
        context = _typed(request) if request.method == "POST" else {}
        context["address"] = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        response = HttpResponse(render_to_string("errors/503.html", {"sentence": AWAY, **context}), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def _is_for_now(trouble: BaseException | None) -> bool:
    """Answer whether this comes of a database that is away or a disk that is full, however it was put on the way here."""
    seen: set[int] = set()
    while trouble is not None and id(trouble) not in seen:
        if isinstance(trouble, OperationalError | InterfaceError):
            return True
        if isinstance(trouble, OSError) and trouble.errno in NO_ROOM:
            return True
        seen.add(id(trouble))
        trouble = trouble.__cause__ or trouble.__context__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session. When it came from our own page, it can be sent again, unchanged, from here."""
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({"message": "This page is older than your session. Sign in again to go on."}, status=403)
    return _keep_typed(request, "errors/csrf.html", may_send_again=_from_our_own_page(request))


def session_ended(request: HttpRequest) -> HttpResponse:
    """Signed out while writing: the text stays on this page while the person signs in again in another tab."""
    return _keep_typed(request, "errors/session_ended.html", may_send_again=True)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """409: the thing no longer stands as the page showed it. The sentence says what to do, and what was typed is below it."""
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({"message": sentence}, status=409)
    return _keep_typed(request, "errors/refused.html", may_send_again=False, status=409, sentence=sentence)


def pressed_before(request: HttpRequest) -> HttpResponse:
    """409: this button was pressed before, with other words. These are here, and can be sent as a press of their own."""
    return _keep_typed(request, "errors/pressed_before.html", may_send_again=not request.FILES, status=409)


@never_cache
@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """A fresh token for a page that outlived its session; only for somebody who has signed in again."""
    return JsonResponse({"token": get_token(request)})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with invented people, for whoever builds a page. Not part of a live partnership."""
    from hsb.ui import gallery as entries

    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "components/gallery.html", entries.context(request.GET.get("hostile") == "1"))


def _keep_typed(
    request: HttpRequest, template: str, *, may_send_again: bool, status: int = 403, sentence: str = ""
) -> HttpResponse:
    """A page that says why, with everything that was typed, so that it can be copied or sent again."""
    context = _typed(request)
    context |= {
        "sentence": sentence,
        "may_send_again": may_send_again and bool(context["kept"]),
        "address": request.get_full_path(),
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as a page shows it; nothing of what could not be read."""
    try:
        fields, files = request.POST.lists(), list(request.FILES)
    except (OSError, MultiPartParserError):
        return {"kept": [], "readable": [], "files": []}
    kept = [(name, value) for name, values in fields if name not in NOT_KEPT for value in values]
    return {
        "kept": kept,
        "readable": [(_words(name), value) for name, value in kept if value.strip() and name not in NOT_WORDS],
        "files": sorted(_words(name) for name in files),
    }


def _words(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").strip().capitalize() or name


def _from_our_own_page(request: HttpRequest) -> bool:
    """A form planted on another site must never become one press away from being sent."""
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(origin) and urlsplit(origin)[:2] == (request.scheme, request.get_host())
