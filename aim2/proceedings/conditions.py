"""Conditions in force from proceedings, on every page of a young person's record: bail and orders as recorded, and the hold."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from aim2.models import Bail, CourtOrder, HoldStanding
from aim2.proceedings.standing import in_force
from aim2.proceedings.words import CALLED, NOTIFICATION
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import ConditionSource
from hsb.timeliness.english import long_date
from hsb.ui.components import Condition, Link


def _knows(opened: OpenCase) -> bool:
    return not opened.case.is_harmed and opened.may(RecordClass.CRIMINAL, Level.SUMMARY)


def _hold_rows(opened: OpenCase) -> QuerySet[Any] | None:
    return HoldStanding.objects.filter(case=opened.case) if _knows(opened) else None


def _hold_words(opened: OpenCase, found: Sequence[Any], today: date) -> list[Condition]:
    return [
        Condition(
            title=f"AIM2 is held since {_day(one.since)}:",
            text=f"{one.because[0].lower()}{one.because[1:]}. No session, rating or sign-off.",
            link=_link(opened, "Why, and who may lift it"),
        )
        for one in found
    ]


def _bail_rows(opened: OpenCase) -> QuerySet[Any] | None:
    """Bail by a court. Police bail stands on the allegation, and is shown from there (referrals/inbox/conditions.py)."""
    if not _knows(opened):
        return None
    return Bail.objects.filter(case=opened.case, ended_on=None, by_court=True).order_by("started_on")


def _bail_words(opened: OpenCase, found: Sequence[Any], today: date) -> list[Condition]:
    said = []
    for one in found:
        until = f" to {_day(one.return_on)}" if one.return_on else ""
        reads = opened.may(RecordClass.CRIMINAL, Level.READ)
        text = "; ".join(one.conditions.splitlines()) if reads else "ask the police for the conditions"
        said.append(
            Condition(title=f"Bail by the court{until}:", text=f"{text or 'no conditions'}.".replace("..", "."))
        )
    return said


def _order_rows(opened: OpenCase) -> QuerySet[Any] | None:
    if not _knows(opened):
        return None
    return CourtOrder.objects.filter(case=opened.case, ended_on=None).order_by("made_on")


def _order_words(opened: OpenCase, found: Sequence[Any], today: date) -> list[Condition]:
    said = []
    for one in in_force(found, today):
        until = f" to {_day(one.until)}" if one.until else ""
        called = CALLED.get(one.kind, one.kind)
        reads = opened.may(RecordClass.CRIMINAL, Level.READ)
        since = f" since {_day(one.made_on)}" if one.kind == NOTIFICATION else ""
        text = "; ".join(one.terms.splitlines()) if reads else "ask the allocated worker what it says."
        said.append(
            Condition(title=f"{called[0].upper()}{called[1:]}{since}{until}:", text=text, link=_link(opened, "Order"))
        )
    return said


def _day(day: date) -> str:
    return long_date(day).split(" ", 1)[1]


def _link(opened: OpenCase, words: str) -> Link:
    return Link(words, reverse("aim2:proceedings", args=[opened.case.reference]))


SOURCES = (
    ConditionSource(rows=_hold_rows, words=_hold_words),
    ConditionSource(rows=_bail_rows, words=_bail_words),
    ConditionSource(rows=_order_rows, words=_order_words),
)
