"""One form and one action on a page of a case: the shape most pages of the stages have."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hsb import clock
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import attempt
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of


def form_page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    template: str,
    tab: str,
    then: str,
    title: str,
    button: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """Answer the form, or after its action the page `then` of this case, saying `done`.

    A refusal stands on the form with everything typed. `more` is what the template shows besides.
    """
    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, done)
        return redirect(then, opened.case.reference)
    context = {
        **case_frame(opened, tab, today=clock.today()),
        "form": form,
        "once": press_of(request),
        "page_title": title,
        "button": button,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
