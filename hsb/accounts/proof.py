"""Proving again who one is, before something that would harm somebody in the wrong hands."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator

from hsb import clock
from hsb.accounts import guesses
from hsb.accounts.models import User

CODE_DIGITS = 6


def is_proved(user: User, typed: str) -> bool:
    """Answer whether this is the person's password, or the code their second step shows now. Wrong ones count like at the door."""
    if typed.isascii() and typed.isdigit() and len(typed) == CODE_DIGITS:
        second = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if second is not None:
            return _is_code(user, second, typed)
    return bool(get_adapter().reauthenticate(user, typed))


def _is_code(user: User, second: Authenticator, typed: str) -> bool:
    at, key = clock.now(), guesses.code_key(user.pk)
    if not guesses.take(key, guesses.PER_ACCOUNT, at):
        return False
    if not second.wrap().validate_code(typed):
        return False
    guesses.give_back(key, guesses.PER_ACCOUNT, at)
    return True
