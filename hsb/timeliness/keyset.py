"""Where the next page of a list of clocks begins: after a day and an id. Clocks without a day come last."""

from datetime import date

from django.db.models import Q

from hsb.timeliness.models import DeadlineQuerySet
from hsb.ui.numbers import whole_number


def key(day: date | None, pk: int) -> str:
    """Answer the key of a row, as the address of the next page carries it."""
    return f"{day.isoformat() if day else ''}~{pk}"


def after(found: DeadlineQuerySet, given: str) -> DeadlineQuerySet:
    """Answer what comes after the row of that key, in the order (day, id); a key that makes no sense begins at the top."""
    day, _, number = given.partition("~")
    if (pk := whole_number(number, digits=18)) is None:
        return found
    if not day:
        return found.filter(judged_on=None, id__gt=pk)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return found
    return found.filter(Q(judged_on__gt=on) | Q(judged_on=on, id__gt=pk) | Q(judged_on=None))
