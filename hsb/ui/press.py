"""What a form carries besides its fields: which press it is, and which version of the record its reader had before them.

One press of a button is one thing that happens, however often the browser sends it.
"""

from uuid import UUID, uuid4

from django.http import HttpRequest

from hsb.ui.numbers import whole_number


def press_of(request: HttpRequest) -> UUID:
    """Answer the name of this press. It comes with the form, so that a double press, a reload or the back button repeats it; a
    page drawn afresh gets a new one. Give it to the template as `once`."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


def version_of(request: HttpRequest) -> int:
    """Answer the version of the record that the form was written on; 0 where the page knew of none."""
    return whole_number(request.POST.get("version", ""), digits=8) or 0
