"""allauth's forms with our fields and words. Each keeps allauth's checks; none decides who may do what."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.exceptions import ValidationError

from hsb import clock
from hsb.accounts import guesses
from hsb.accounts.models import User
from hsb.ui.fields import EmailField, Worded
from hsb.ui.forms import BaseForm

NEW_PASSWORD_HINT = "At least 12 characters. Three words that mean something only to you make a good one."


class PasswordField(Worded, forms.CharField):
    """A password exactly as typed; never sent back to the page."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(strip=False, max_length=1000, widget=forms.PasswordInput(render_value=False), **kwargs)
        self.widget.attrs.update(
            {
                "autocomplete": autocomplete,
                "spellcheck": "false",
                "autocapitalize": "none",
                "class": "govuk-password-input__input govuk-js-password-input-input",
            }
        )
        self.error_messages["max_length"] = "The password must be 1,000 characters or fewer"


class NewPasswordField(PasswordField):
    """A password being chosen; the rules about length and common passwords apply. Set `user` to compare with their name."""

    user: User | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", NEW_PASSWORD_HINT)
        super().__init__(autocomplete="new-password", **kwargs)

    def clean(self, value: Any) -> str:
        return get_adapter().clean_password(super().clean(value), user=self.user)


class CodeField(Worded, forms.CharField):
    """A code from an app, or a recovery code. Spaces do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Code")
        super().__init__(max_length=32, **kwargs)
        self.width = 10
        self.widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).replace(" ", "").replace("-", "")


class SignInForm(BaseForm, account_forms.LoginForm):
    layout = ("login", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField(label="E-mail address", what="your e-mail address", autocomplete="username")
        self.fields["password"] = PasswordField(label="Password", what="your password", autocomplete="current-password")


class ReauthenticateForm(BaseForm, account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(label="Password", what="your password", autocomplete="current-password")


class ChangePasswordForm(BaseForm, account_forms.ChangePasswordForm):
    """One new password, shown on demand, rather than the same one typed twice."""

    layout = ("oldpassword", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = PasswordField(
            label="Current password", what="your current password", autocomplete="current-password"
        )
        self.fields["password1"] = NewPasswordField(label="New password", what="a new password")
        self.fields["password1"].user = self.user
        del self.fields["password2"]

    def clean_oldpassword(self) -> str:
        typed = self.cleaned_data["oldpassword"]
        # Through the adapter, so that guessing here counts like guessing at the door.
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ChooseNewPasswordForm(BaseForm, account_forms.ResetPasswordKeyForm):
    """The page a recovery link opens."""

    layout = ("password1",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = NewPasswordField(label="New password", what="a new password")
        self.fields["password1"].user = self.user
        del self.fields["password2"]


class RecoveryLinkForm(account_forms.UserTokenForm):
    """Checks a recovery link; a closed account's link is as dead as a used one."""

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class _Counted:
    """Wrong codes are counted like wrong passwords, before anything is compared."""

    user: User

    def clean_code(self) -> str:
        at = clock.now()
        key = guesses.code_key(self.user.pk)
        if not guesses.take(key, guesses.PER_ACCOUNT, at):
            raise ValidationError(get_adapter().error_messages["too_many_login_attempts"], code="too_many")
        code = super().clean_code()  # type: ignore[misc]
        guesses.give_back(key, guesses.PER_ACCOUNT, at)
        return code


class CodeForm(_Counted, BaseForm, code_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(what="the code from your app")


class CodeAgainForm(_Counted, BaseForm, code_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(what="the code from your app")


class SetUpCodeForm(_Counted, BaseForm, totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label="6-digit code from the app", what="the code the app shows")
