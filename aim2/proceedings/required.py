"""Whether a court requires the work: then consent is not the gate, the order is."""

from datetime import date
from typing import NamedTuple

from aim2.proceedings import queries
from aim2.proceedings.words import CALLED
from hsb.cases.models import Case


class RequiredBy(NamedTuple):
    """An order or licence in force: what it is called, which court made it, on which London day."""

    name: str
    court: str
    on: date


def order_of(case: Case, on: date) -> RequiredBy | None:
    """Answer the order or licence in force on a day by which a court requires the work; None where there is none."""
    requiring = [one for one in queries.orders_in_force(case.pk, on) if one.aim_required]
    if not requiring:
        return None
    found = requiring[-1]
    name = CALLED.get(found.kind, "Order")
    return RequiredBy(f"{name[:1].upper()}{name[1:]}", found.court or "court not recorded", found.made_on)
