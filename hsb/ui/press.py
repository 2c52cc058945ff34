"""One press of a button is one thing that happens, however often the browser sends it."""

from uuid import UUID, uuid4

from django.http import HttpRequest


def press_of(request: HttpRequest) -> UUID:
    """Answer the name of this press. It comes with the form, so that a double press, a reload or the back button repeats it; a
    page drawn afresh gets a new one. Give it to the template as `once`."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()
