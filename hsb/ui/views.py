"""Pages of the frame itself: what is shown when something is refused or fails, the component gallery, a fresh token."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Never sent back to the page: secrets, and what the page makes afresh.
NOT_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "login"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may know the thing exists; the sentence says what they may not do."""
    return render(request, "errors/403.html", {"sentence": getattr(exception, "sentence", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also what a stranger gets, so it never says whether the thing exists."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request, because anything the request could tell may be what failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the session. When it came from our own page, it can be sent again, unchanged, from here."""
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({"message": "This page is older than your session. Sign in again to go on."}, status=403)
    return _keep_typed(request, "errors/csrf.html", may_send_again=_from_our_own_page(request))


def session_ended(request: HttpRequest) -> HttpResponse:
    """Signed out while writing: the text stays on this page while the person signs in again in another tab."""
    return _keep_typed(request, "errors/session_ended.html", may_send_again=True)


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


def _keep_typed(request: HttpRequest, template: str, *, may_send_again: bool) -> HttpResponse:
    kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    context: dict[str, Any] = {
        "kept": kept,
        "readable": [
            (_words(name), value) for name, value in kept if value.strip() and name not in ("version", "changed")
        ],
        "may_send_again": may_send_again and bool(kept),
        "files": sorted(_words(name) for name in request.FILES),
        "address": request.get_full_path(),
    }
    response = render(request, template, context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _words(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").strip().capitalize() or name


def _from_our_own_page(request: HttpRequest) -> bool:
    """A form planted on another site must never become one press away from being sent."""
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(origin) and urlsplit(origin)[:2] == (request.scheme, request.get_host())
