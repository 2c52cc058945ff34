"""What every command view of the referrals app shares: POST only, and a refusal becomes a message on the page it came from."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hsb.errors import ActionNotAllowed, StaleVersion

View = Callable[..., HttpResponse]


def command(back_to: str, *keys: str) -> Callable[[View], View]:
    """The view answers POST only; where its action is refused, the person is back at `back_to` and reads why.

    `keys` are the view's arguments that the address of `back_to` takes.
    """

    def decorate(view: View) -> View:
        @require_POST
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, **kwargs)
            except (ActionNotAllowed, StaleVersion) as refusal:
                messages.warning(request, refusal.sentence)
                return redirect(back_to, *(kwargs[key] for key in keys))

        return guarded

    return decorate


def attempt(form: BaseForm, change: Callable[[], object]) -> bool:
    """Answer whether the change was made; when its state says no, the form carries the sentence."""
    try:
        change()
    except ActionNotAllowed as refusal:
        form.add_error(None, refusal.sentence.replace("%", "%%"))
        return False
    return True
