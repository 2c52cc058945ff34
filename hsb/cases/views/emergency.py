"""Emergency access: a record you are not on, now, with a reason its manager reads today (design.md §5, break-glass)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.accounts.forms import PasswordField
from hsb.accounts.proof import is_proved
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import POWERS, Power
from hsb.cases import barring, emergency, policies
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.commands import attempt_saying, say_on
from hsb.ui.fields import LongTextField, TextField
from hsb.ui.forms import BaseForm, DateField

KNOWN = "Enter at least three of given name, family name, date of birth and postcode."


class EmergencyForm(BaseForm):
    """Which child, as far as one knows, why, and that it is oneself who asks."""

    given = TextField(label="Given name", max_length=100, required=False, help_text="As it is written, not a nickname.")
    family = TextField(label="Family name", max_length=100, required=False)
    born_on = DateField(label="Date of birth", required=False)
    postcode = TextField(label="Postcode", width=10, max_length=10, required=False)
    reason = LongTextField(
        label="Why do you need it now?",
        what="your reason",
        max_length=500,
        help_text="The case’s manager is told at once and reads this today. Do not name anybody.",
        error_messages={"required": "Say in a sentence or two why you need this record now."},
    )
    password = PasswordField(
        label="Your password, or the code your second step shows now",
        what="your password or code",
        autocomplete="current-password",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if not is_proved(self.user, typed):
            raise ValidationError("That is not your password, and not the code your second step shows now.")
        return typed

    def child(self) -> emergency.Child:
        """Answer whom the answers are about."""
        said = self.cleaned_data
        return emergency.Child(
            given=said["given"],
            family=said["family"],
            born=said["born_on"].isoformat() if said["born_on"] else "",
            postcode=said["postcode"],
        )


def _membership(request: HttpRequest) -> Any:
    found = next((m for m in agencies.own_memberships(request.user) if Power.BREAK_GLASS in POWERS[m.role]), None)
    if found is None:
        raise AccessDenied("Your role does not open records in an emergency. Ring MASH.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for emergency access. Which children are known is told by no refusal: none, several, denied and restricted read alike."""
    membership, at = _membership(request), clock.now()
    form = EmergencyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            found = emergency.ask(
                child=form.child(), user=request.user, role=membership.role, reason=form.cleaned_data["reason"], at=at
            )
            if found is not None:
                return redirect("cases:overview", found.reference)
            form.add_error(None, policies.NOT_IN_AN_EMERGENCY)
        except ActionNotAllowed as refusal:
            emergency.refused(request.user, at)
            say_on(form, refusal)
    held = emergency.limits()
    return render(
        request,
        "cases/emergency.html",
        {
            "form": form,
            "hours": barring.BREAK_GLASS_HOURS,
            "limits": held,
            "left": max(0, held.attempts - emergency.used(request.user, at)),
            "open": emergency.open_of(request.user, at),
            "waiting": emergency.waiting_for(request.user, at),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close what one has open in an emergency."""
    _membership(request)
    if emergency.close(user=request.user, at=clock.now()):
        messages.success(request, "It is closed. You can ask for another record.")
    return redirect("cases:emergency")


@require_POST
def let(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager lets a colleague ask again."""
    _membership(request)
    waiting = {one.pk: one for one in emergency.waiting_for(request.user, clock.now())}
    if pk not in waiting:
        messages.warning(request, "This colleague does not wait for you to let them ask again.")
        return redirect("cases:emergency")
    attempt_saying(
        request,
        f"{waiting[pk].full_name} can ask again.",
        lambda: emergency.let_ask_again(user=waiting[pk], by=request.user, at=clock.now()),
    )
    return redirect("cases:emergency")
