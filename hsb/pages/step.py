"""From a reminder to the page that does the step: the table of `next_move`, with an address of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.pages import next_move


@require_safe
def show(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Pass on to the page on which a clock of this standard is met; the case page where it has none of its own."""
    _, url_name = next_move.MOVES.get(code, ("", "cases:overview"))
    # Whoever is on the case for a disagreement only, like the board, is reminded of it too, and sees nothing else of the case.
    record = RecordClass.ESCALATION if url_name == "escalation:list" else RecordClass.HEADER
    opened = access.get_case(request.user, reference, look="step", needs=(record, Level.SUMMARY))
    return redirect(next_move.href(url_name, opened.case.reference))
