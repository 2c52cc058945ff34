"""What every view that changes something shares: POST only, or a form; a refusal is a sentence on the page it came from."""

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
READ_AND_CHANGE = ("GET", "HEAD", "POST")


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
                response = redirect(back_to, *(kwargs[key] for key in keys))
                response.nothing_done = True  # type: ignore[attr-defined]  # the press may be made again
                return response

        return guarded

    return decorate


def say_on(form: BaseForm, refusal: ActionNotAllowed | StaleVersion) -> None:
    """The form carries the sentence of a refusal above its fields."""
    form.add_error(None, refusal.sentence)


def attempt(form: BaseForm, change: Callable[[], object]) -> bool:
    """Answer whether the change was made; when its state says no, the form says why and keeps what was typed."""
    try:
        change()
    except (ActionNotAllowed, StaleVersion) as refusal:
        say_on(form, refusal)
        return False
    return True


def attempt_saying(request: HttpRequest, done: str, act: Callable[[], object]) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except ActionNotAllowed as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True
