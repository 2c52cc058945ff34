"""Checks an e-mail address and a password; takes as long, and says as little, when there is no such account."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from hsb.accounts.models import User


class EmailBackend(ModelBackend):
    """Signs in active people by e-mail and password. Nobody has permissions through it: roles are memberships."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: object
    ) -> User | None:
        if not email or not password:
            return None
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            # The same work as a comparison, so that time does not tell who has an account.
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
