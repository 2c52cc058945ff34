"""Any agency, and the police, may ask for a conference; whoever may call one reads why."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from strategy_meetings.conference import events


@transaction.atomic
def ask(*, case: Case, reason: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Those who call conferences are told that somebody wants one, and why. One press asks once."""
    if not reason.strip():
        raise ActionNotAllowed("Say why a conference is needed.")
    lock(case)
    if chronology.has_happened(case.pk, "conference.asked_for", press):
        return
    asked = events.AskedFor(asked_by=by.pk, who=by.full_name, reason=reason.strip())
    record(asked, case=case, by=by, at=at, occasion=press)
