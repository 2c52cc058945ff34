"""Asking for a strategy discussion, and answering that none is called (P5.2)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from strategy_meetings.meetings import events, queries


@transaction.atomic
def ask(*, case: Case, reason: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Those who convene are told that somebody wants a discussion, and why. One press asks once."""
    if not reason.strip():
        raise ActionNotAllowed("Say why a strategy discussion is needed.")
    lock(case)
    if chronology.has_happened(case.pk, "strategy.asked_for", press):
        return
    asked = events.StrategyAskedFor(asked_by=by.pk, who=by.full_name, reason=reason.strip())
    record(asked, case=case, by=by, at=at, occasion=press)


@transaction.atomic
def refuse(*, case: Case, asked: CaseEvent, reason: str, by: User, at: datetime) -> None:
    """Whoever asked reads why none is called; they may raise a disagreement about it."""
    if not reason.strip():
        raise ActionNotAllowed("Say why no strategy discussion is called.")
    lock(case)
    waiting = queries.asked_for(case)
    if waiting is None or waiting.pk != asked.pk:
        raise ActionNotAllowed(
            "Somebody has answered, or called a discussion, meanwhile. Reload the page to see which."
        )
    record(events.StrategyRefused(asked_by=asked.facts["asked_by"], reason=reason.strip()), case=case, by=by, at=at)
