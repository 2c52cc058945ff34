"""One form and one action on a page of this app, with what it says besides and lists beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.ui.forms import BaseForm


def form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    then: str,
    back: str = "",
    intro: str = "",
    lists: Sequence[tuple[str, Sequence[str]]] = (),
    template: str = "aim2/form.html",
    tab: str = "aim2",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer the form, or after its action the page `then`; a refusal stands on the form with everything typed. `lists` stand
    beside it: (heading, lines)."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template=template,
        tab=tab,
        then=then,
        title=title,
        button=button,
        done=done,
        intro=intro,
        lists=lists,
        back=back or then,
        **(more or {}),
    )
