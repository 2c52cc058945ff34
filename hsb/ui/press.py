"""What a form carries besides its fields: which press it is, and which version of the record its reader had before them.

One press of a button is one thing that happens, however often the browser sends it.
"""

from uuid import UUID, uuid4

from django.http import HttpRequest

from hsb.ui.numbers import whole_number

# What a form carries that nobody typed: two presses that differ only in these are the same press.
NOT_WORDS = frozenset({"csrfmiddlewaretoken", "once", "version", "was", "changed", "seen", "key"})


def name_of(request: HttpRequest) -> UUID | None:
    """Answer the name the form gave this press; None where it gave none."""
    try:
        return UUID(request.POST.get("once", "")) if request.method == "POST" else None
    except ValueError:
        return None


def press_of(request: HttpRequest) -> UUID:
    """Answer the name of this press. It comes with the form, so that a double press, a reload or the back button repeats it; a
    page drawn afresh gets a new one. Give it to the template as `once`."""
    return name_of(request) or uuid4()


def version_of(request: HttpRequest) -> int:
    """Answer the version of the record that the form was written on; 0 where the page knew of none."""
    return whole_number(request.POST.get("version", ""), digits=8) or 0


def drawn_from(request: HttpRequest) -> int | None:
    """Answer the version the form was drawn from; None where it says none."""
    return whole_number(request.POST.get("version", ""), digits=8)
