"""What an administrator, or a person about themselves, fills in. Shape only: who may do what is in the policies."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account import forms as account_forms
from django.http import HttpRequest

from hsb import clock
from hsb.accounts.forms import NewPasswordField
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import ROLE_SENTENCES, Role
from hsb.people import actions
from hsb.ui.forms import BaseForm, Choice, EmailField, LongTextField, NameField, RadioField, SelectField


class RecoveryForm(BaseForm, account_forms.ResetPasswordForm):
    """Asks for a new password. Whether the address is anybody's is found out later, by the worker, so no page can tell."""

    layout = ("email",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailField(label="E-mail address", what="your e-mail address", autocomplete="username")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        actions.ask_recovery(email=self.cleaned_data["email"], at=clock.now())
        return str(self.cleaned_data["email"])


class ChooseAgencyForm(BaseForm):
    agency = SelectField(label="Which agency do they work for?", what="the agency they work for")

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *((str(a.pk), a.name) for a in agencies)]


class RoleForm(BaseForm):
    role = RadioField(label="What is their role?", what="their role")

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [Choice(r.value, r.label, hint=ROLE_SENTENCES[r]) for r in roles]


class DecideRoleForm(BaseForm):
    """Whether somebody agrees to a role, or why not; whoever proposed it can only take it back."""

    answer = RadioField(label="Do you agree?", choices=[("agree", "Yes, they hold this role"), ("refuse", "No")])
    why = LongTextField(label="If not, why", rows=2, required=False)

    def __init__(self, *args: Any, is_mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mine:
            self.fields["answer"].label = "Take it back?"
            self.fields["answer"].choices = [Choice("refuse", "Yes, take it back")]
            self.fields["why"].label = "Why"


class InviteForm(RoleForm):
    full_name = NameField(
        label="Full name", what="their full name", help_text="As colleagues at other agencies will see it."
    )
    email = EmailField(
        label="Work e-mail address",
        what="their work e-mail address",
        help_text="The link to set up the account goes here.",
    )
    field_order = ("full_name", "email", "role")


class AcceptForm(BaseForm):
    """The password of somebody who was invited."""

    password = NewPasswordField(label="Choose a password", what="a password")


class ContactForm(BaseForm):
    """Whom work that stays late at an agency is brought to."""

    person = SelectField(label="Who is it?", what="the person")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose"), *((str(one.pk), one.full_name) for one in people)]
