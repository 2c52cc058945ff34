"""From a reminder to the page that does the step: the table of `next_move`, with an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from hsb.cases import access
from hsb.pages import next_move


@require_safe
def show(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Pass on to the page on which a clock of this standard is met; the case page where it has none of its own."""
    opened = access.get_case(request.user, reference, look="step")
    _, url_name = next_move.MOVES.get(code, ("", "cases:overview"))
    return redirect(next_move.href(url_name, opened.case.reference))
