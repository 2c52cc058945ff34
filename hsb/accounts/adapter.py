"""How allauth behaves here: no sign-up, our limits, our words, and an audit entry for everything that happens to an account.

Mail is added by `hsb.people.adapter`, which may use the mail door; this package lies below it.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate as check_credentials
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hsb import clock
from hsb.accounts import devices, guesses, kept, sealing, sessions
from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind

WRONG = "That e-mail address and password do not match an account. Check both and try again"
TOO_MANY = "There have been too many wrong attempts. Wait 15 minutes and try again, or choose a new password by e-mail"
WRONG_CODE = "That code is not right. Enter the newest 6-digit code from your app, or a recovery code you have not used"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail and password, for people who were invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "That is not your password. Try again",
        "enter_current_password": "That is not your current password. Try again",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "This link has been used or has run out. Ask for a new one",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        # No page of ours signs in by script, so there is no second form of every answer to defend.
        return False

    # -- guessing -------------------------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Use one guess of the allowance, or refuse without comparing anything."""
        at = clock.now()
        email = str(credentials.get("email", ""))
        device = devices.read(request)
        person = User.objects.filter(email=email.strip().lower()).first()
        if device.knows(person):
            self._used = [(guesses.account_key(email, device.name), guesses.PER_ACCOUNT)]
        else:
            self._used = [
                (guesses.address_key(self.get_client_ip(request)), guesses.PER_ADDRESS),
                (guesses.account_key(email), guesses.PER_ACCOUNT),
            ]
        if not all(guesses.take(key, limit, at) for key, limit in self._used):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        self.pre_authenticate(request, **credentials)
        user = check_credentials(request, **credentials)
        if user is None:
            self.authentication_failed(request, **credentials)
            return None
        for key, limit in self._used:
            guesses.give_back(key, limit, clock.now())
        assert isinstance(user, User)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure: for whom if the address is somebody's, never the address as typed (people type passwords there)."""
        at = clock.now()
        person = User.objects.filter(email=str(credentials.get("email", "")).strip().lower()).first()
        locked = guesses.is_spent(*self._used[-1], at)
        audit.record(
            AuditKind.SIGN_IN_FAILED,
            by=person,
            at=at,
            facts={"known": person is not None, "locked": locked, "from": self.get_client_ip(request)},
        )

    def reauthenticate(self, user: User, password: str) -> bool:
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Nobody types their password twice within five minutes: having just signed in is proof enough."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        if clock.now().timestamp() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    # -- signing in and out ---------------------------------------------------------------------------------------

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        at = clock.now()
        sessions.begin(request.session, at)
        request.session.pop("ended_because", None)
        response = super().post_login(request, user, **kwargs)
        how = [str(record["method"]) for record in get_authentication_records(request, user)]
        audit.record(AuditKind.SIGNED_IN, by=user, at=at, facts={"how": how, "from": self.get_client_ip(request)})
        if kept.waiting_for(request, user):
            response = redirect("account_continue")
        devices.remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        audit.record(AuditKind.SIGNED_OUT, by=request.user, at=clock.now())
        sessions.forget_place(request.session.session_key)
        super().logout(request)

    # -- passwords ------------------------------------------------------------------------------------------------

    def set_password(self, user: User, password: str) -> None:
        """The person has a new password and is signed out everywhere else; guesses made before are forgotten."""
        user.set_password(password)
        user.save(update_fields=["password"])
        guesses.forget(guesses.account_key(user.email))
        here = self.request.session.session_key if self.request.user == user else None
        ended = sessions.end_sessions(user, keep=here)
        how = "changed" if here else "chosen by e-mail"
        audit.record(AuditKind.PASSWORD_CHANGED, by=user, at=clock.now(), facts={"how": how, "signed_out": ended})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """A code from an app. Secrets are sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "This service requires a second step. Sign in with it first, then you can change it",
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "HSB casework"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Only a session that proved the second step may remove it, else a stolen password would be enough."""
        return sessions.proved_by_second_factor(self.request)
