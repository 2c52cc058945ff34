"""allauth's pages where ours differ, and the page that gives back what was typed before a session ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.views import PasswordResetFromKeyView
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.accounts import devices, kept, sessions
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind


def answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn allauth's two exceptions that are answers into answers, here, inside the page's transaction.

    allauth's middleware would, but the transaction around the view (hsb.agencies.middleware) lets no exception past it.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
            # Also what a template asks for while it is drawn.
            return response.render() if callable(getattr(response, "render", None)) else response
        except ImmediateHttpResponse as answer:
            return answer.response
        except ReauthenticationRequired:
            ways = get_adapter().get_reauthentication_methods(request.user)
            return suspend_request(request, ways[0]["url"] if ways else reverse("account_login"))

    return answering


@login_not_required
@require_safe
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts come by invitation; the page says from whom."""
    return render(request, "account/signup_closed.html")


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest) -> HttpResponse:
    """Show what was typed before the session ended, ready to be sent again; once shown, it waits no longer."""
    waiting = kept.waiting_for(request, request.user)
    if request.method == "POST" or waiting is None:
        kept.drop(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "account/continue.html", {"kept": waiting})


class ChooseNewPasswordView(PasswordResetFromKeyView):
    """The page a recovery link opens. The browser it is used on counts as known, so no attack on the account locks it out."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        devices.remember(self.request, response, self.reset_user)
        return response


class SecondStepView(AuthenticateView):
    """The second step of signing in; a wrong code is recorded."""

    def form_invalid(self, form: Any) -> HttpResponse:
        audit.record(
            AuditKind.SIGN_IN_FAILED, by=self.stage.login.user, at=clock.now(), facts={"known": True, "step": "code"}
        )
        return super().form_invalid(form)


class SetUpSecondStepView(ActivateTOTPView):
    """After it, this session counts as proved, and every other session of the person (password only) is over."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        record_authentication(self.request, user, method="mfa", type=Authenticator.Type.TOTP)
        ended = sessions.end_sessions(user, keep=self.request.session.session_key)
        audit.record(
            AuditKind.SECOND_FACTOR_CHANGED, by=user, at=clock.now(), facts={"what": "set up", "signed_out": ended}
        )
        return response


class RemoveSecondStepView(DeactivateTOTPView):
    """Where a second step is required, the next page asks to set up the new one."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.forget_second_factor(self.request)
        audit.record(AuditKind.SECOND_FACTOR_CHANGED, by=self.request.user, at=clock.now(), facts={"what": "removed"})
        return response


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        audit.record(
            AuditKind.SECOND_FACTOR_CHANGED, by=self.request.user, at=clock.now(), facts={"what": "new recovery codes"}
        )
        return response
