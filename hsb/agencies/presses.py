"""One press of a button is one thing that happens, whatever the button: asked of every form before its view is called.

The press stands beside the change it made, in the same transaction. Pressed twice with the same words, the second waits for the
first and leads where it led. With other words nothing is done and nothing is lost: the words are shown, to be sent as a press of
their own. A press that changed nothing (a form shown again, a refusal) is forgotten.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from hsb.accounts.models import User
from hsb.agencies.models import Press
from hsb.ui.press import NOT_WORDS, name_of

KEPT = timedelta(days=2)
"""Longer than a session lasts: after that no form with this name can be pressed."""


@dataclass(frozen=True)
class Taken:
    """A press as it was found: the first of its name, the same again, or the same button with other words."""

    row: Press
    first: bool
    same: bool


@transaction.atomic
def take(request: HttpRequest, *, by: User, at: datetime) -> Taken | None:
    """The press is this request's until its transaction ends; one of the same name waits here. None for a form without a name."""
    once = name_of(request)
    if once is None:
        return None
    carried = digest_of(request)
    Press.objects.filter(user=by, at__lt=at - KEPT).delete()
    row, first = Press.objects.get_or_create(
        user=by, once=once, path=request.path[:300], defaults={"carried": carried, "at": at}
    )
    return Taken(row, first, row.carried == carried)


def settle(taken: Taken, response: HttpResponseBase) -> None:
    """Where the press led is kept, so that it leads there again; a press that changed nothing is as if it had not been."""
    if isinstance(response, HttpResponseRedirect) and not getattr(response, "nothing_done", False):
        Press.objects.filter(pk=taken.row.pk).update(led_to=response.url[:600])
    else:
        Press.objects.filter(pk=taken.row.pk).delete()


def digest_of(request: HttpRequest) -> str:
    """Answer what the form carries, words and files, as a digest that only this installation can make."""
    whole = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_WORDS:
            # A browser sends line ends as it likes.
            whole.update(repr((name, [value.replace("\r\n", "\n") for value in values])).encode())
    for name, file in sorted(request.FILES.items()):
        whole.update(repr((name, file.name)).encode())
        for chunk in file.chunks():
            whole.update(chunk)
        file.seek(0)
    return salted_hmac("hsb press", whole.digest(), algorithm="sha256").hexdigest()
