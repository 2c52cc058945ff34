"""What bail by a court, custody and the hold do to what stands. Pure."""

from dataclasses import replace
from typing import Any

from aim2.proceedings.effects.base import (
    Entry,
    change_bail,
    concerned,
    day_of,
    effect_of,
    end_remands,
    text_of,
)
from aim2.proceedings.standing import BailNow, CustodyNow, OrderNow, Proceedings, licence_of
from aim2.proceedings.words import LICENCE, NOTIFICATION


@effect_of("court_bail.given")
def _court_bail(now: Proceedings, entry: Entry) -> Proceedings:
    bail = BailNow(
        id=text_of(entry, "bail"),
        allegations=concerned(entry),
        started_on=entry.day,
        by_court=True,
        return_on=day_of(entry, "until"),
        event=entry.root,
        words_event=entry.event,
    )
    # What a court gives takes the place of the bail it gave before on the same charges.
    replaced = tuple(
        replace(one, ended_on=entry.day)
        if one.by_court and one.is_in_force and set(one.allegations) <= set(bail.allegations)
        else one
        for one in now.bails
    )
    return end_remands(replace(now, bails=(*replaced, bail)), entry)


@effect_of("court_bail.ended")
def _court_bail_ended(now: Proceedings, entry: Entry) -> Proceedings:
    return change_bail(now, text_of(entry, "bail"), ended_on=entry.day)


@effect_of("remand.made")
def _remanded(now: Proceedings, entry: Entry) -> Proceedings:
    held = CustodyNow(
        id=text_of(entry, "custody"),
        kind=text_of(entry, "kind"),
        since=entry.day,
        release_on=day_of(entry, "until"),
        allegations=concerned(entry),
        event=entry.root,
    )
    return replace(now, custodies=(*now.custodies, held))


def _change_custody(now: Proceedings, entry: Entry, **changed: Any) -> Proceedings:
    which = text_of(entry, "custody")
    return replace(now, custodies=tuple(replace(c, **changed) if c.id == which else c for c in now.custodies))


@effect_of("custody.entered")
def _custody_dates(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_custody(now, entry, release_on=day_of(entry, "release_on"), event=entry.event)


@effect_of("custody.first_review_set")
def _first_review(now: Proceedings, entry: Entry) -> Proceedings:
    return _change_custody(now, entry, first_review_on=day_of(entry, "first_review_on"))


@effect_of("custody.released")
def _out_of_custody(now: Proceedings, entry: Entry) -> Proceedings:
    now = _change_custody(now, entry, released_on=entry.day)
    custody = text_of(entry, "custody")
    sentence = next((one for one in now.orders if one.id == custody), None)
    if sentence is None or not (entry.facts.get("licence") or entry.facts.get("licence_until")):
        return now
    licence = OrderNow(
        id=licence_of(custody),
        kind=LICENCE,
        allegations=sentence.allegations,
        made_on=entry.day,
        from_on=entry.day,
        until=day_of(entry, "licence_until"),
        aim_required=bool(entry.facts.get("aim_required")),
        event=entry.event,
        under=custody,
    )
    return replace(now, orders=(*now.orders, licence))


@effect_of("notification.required")
def _must_notify(now: Proceedings, entry: Entry) -> Proceedings:
    first, until, key = day_of(entry, "from_on"), day_of(entry, "until"), text_of(entry, "notification")
    duty = OrderNow(
        id=key,
        kind=NOTIFICATION,
        allegations=concerned(entry),
        made_on=first or entry.day,
        from_on=first,
        until=until,
        event=entry.event,
    )
    return replace(now, orders=(*now.orders, duty), notifications=now.notifications | {key: (first, until)})


@effect_of("aim.hold_began")
def _hold_began(now: Proceedings, entry: Entry) -> Proceedings:
    return replace(now, hold_stands=True)


@effect_of("aim.hold_ended")
def _hold_ended(now: Proceedings, entry: Entry) -> Proceedings:
    lifted = frozenset(concerned(entry)) if entry.facts.get("lifted") else frozenset()
    return replace(now, hold_stands=False, lifted=now.lifted | lifted)


@effect_of(
    "rui.reviewed", "notification.made", "panel.held", "court.ordered_aim", "breach.recorded", "entry.struck_out"
)
def _only_recorded(now: Proceedings, entry: Entry) -> Proceedings:
    """It is one of the steps, and changes nothing that stands."""
    return now
