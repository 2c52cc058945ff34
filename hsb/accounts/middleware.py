"""What every request passes: nothing signed-in is stored by browsers, sessions end in time, a second factor where it is required."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from hsb import clock
from hsb.accounts import kept, sessions
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.database import as_principals
from hsb.ui.middleware import SignInMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class NoStoreMiddleware:
    """Pages are never kept by a browser or a proxy: on a shared computer, Back after signing out shows nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store, private"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class SessionLimitsMiddleware:
    """An hour without a request, or twelve in all, and the session is over. What is being sent at that moment is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            at = clock.now()
            if why := sessions.ended_because(request.session, at):
                self._end(request, why)
            elif request.headers.get("X-Background") != "1" and sessions.touch(request.session, at):
                with as_principals([], request.user.pk):
                    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)
        return self.get_response(request)

    def _end(self, request: HttpRequest, why: str) -> None:
        person = request.user
        with as_principals([], person.pk):
            UserSession.objects.filter(session_key=request.session.session_key).delete()
            audit.record(AuditKind.SESSION_EXPIRED, by=person, at=clock.now(), facts={"why": why})
        logout(request)
        request.session[kept.ENDED_FOR] = person.pk
        request.session["ended_because"] = why


class SignInRequiredMiddleware(SignInMiddleware):
    """Every page needs a signed-in person unless it is marked public.

    A form sent by somebody signed out is kept, sealed, until the same person has signed in on the same browser; on a browser we
    do not know, the answer is a page that still holds the text (hsb.ui).
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        if request.method == "POST" and not _is_from_script(request) and kept.keep(request):
            return redirect(settings.LOGIN_URL)
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Where the deployment requires it, a session without a second-factor code reaches only the pages that set one up."""

    OPEN = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse], view_args: object, view_kwargs: object
    ) -> HttpResponseBase | None:
        if not settings.MFA_REQUIRED or not request.user.is_authenticated:
            return None
        if not getattr(view_func, "login_required", True) or request.resolver_match.view_name in self.OPEN:
            return None
        if sessions.proved_by_second_factor(request):
            return None
        if _is_from_script(request):
            return JsonResponse({"message": "Set up your second step first, then come back to this page."}, status=403)
        if is_mfa_enabled(request.user):
            # Set up somewhere else while this session had only a password: it must be proved here too.
            logout(request)
            return redirect(settings.LOGIN_URL)
        return redirect("mfa_activate_totp")


def _is_from_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")
