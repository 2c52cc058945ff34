"""Conditions in force that everybody on a young person's case must keep to: bail, and what a court or the police forbid."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import ConditionSource
from hsb.ui.components import Condition
from referrals.models import Allegation


def in_force(opened: OpenCase, today: date) -> list[Condition]:
    """Answer bail conditions in force on a London day, for those who may know of the criminal side. One statement."""
    return _words(opened, _on_bail(opened) or (), today)


def _on_bail(opened: OpenCase) -> QuerySet[Allegation] | None:
    if not opened.case.has_displayed or not opened.may(RecordClass.CRIMINAL, Level.SUMMARY):
        return None
    return Allegation.objects.filter(case=opened.case, status="bail").order_by("bail_until")


def _words(opened: OpenCase, on_bail: Iterable[Allegation], today: date) -> list[Condition]:
    found = []
    for allegation in on_bail:
        if allegation.bail_until and allegation.bail_until < today:
            continue
        until = f" to {allegation.bail_until:%-d %B}" if allegation.bail_until else ""
        text = allegation.bail_conditions if opened.may(RecordClass.CRIMINAL, Level.READ) else ""
        found.append(Condition(title=f"Bail{until}:", text=text or "ask the police for the conditions."))
    return list(dict.fromkeys(found))  # one bail may stand on several allegations


BAIL = ConditionSource(rows=_on_bail, words=_words)
