"""Signing in is needed everywhere; a session that ended while somebody wrote must not cost them what they wrote."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse

from hsb.ui.views import session_ended


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own rule, except that a signed-out POST is answered by a page that still holds the text."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if "application/json" in request.headers.get("accept", ""):
            return JsonResponse({"message": "You have been signed out. Sign in again to go on."}, status=403)
        if request.method == "POST":
            return session_ended(request)
        return super().handle_no_permission(request, view_func)
