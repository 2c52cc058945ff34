"""While what is on record a note may be disclosed: stages say it (`while_this`), and each note written meanwhile carries it."""

from collections.abc import Callable

from hsb.cases.models import Case

_WHILE: list[Callable[[Case], bool]] = []


def while_this(holds: Callable[[Case], bool]) -> None:
    """From now on each note on a case of which this holds says that it may be disclosed. The young person has been told so."""
    if holds not in _WHILE:
        _WHILE.append(holds)


def may_be_disclosed(case: Case) -> bool:
    """Answer whether a note written on this case now may be disclosed."""
    return any(holds(case) for holds in _WHILE)
