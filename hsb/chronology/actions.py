"""`record`: the only way a thing happens."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.chronology import chain, queries
from hsb.chronology.declare import DECLARED, Event, split
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.errors import ActionNotAllowed
from hsb.outbox.actions import put
from hsb.timeliness import deadlines


def lock(*cases: models.Model) -> None:
    """These cases are locked until the transaction ends, taken in the order of their ids so that two actions never wait in a ring."""
    if connection.features.has_select_for_update:
        for case in sorted(cases, key=lambda one: str(one.pk)):
            type(case)._default_manager.select_for_update().filter(pk=case.pk).values_list("pk").get()


@transaction.atomic
def record(
    event: Event,
    *,
    case: Any,
    by: User | None,
    at: datetime,
    occurred: datetime | None = None,
    corrects: CaseEvent | None = None,
    occasion: UUID | None = None,
) -> CaseEvent:
    """The event stands in the case's chronology, its clocks are refolded and an outbox row tells the rest; or nothing happened.

    `occurred` is when it happened (the instant of recording when not given); `at` when it was recorded. A correction names the
    event it corrects, on the same case. Raises ActionNotAllowed for something dated in the future or corrected across cases.
    """
    if type(event) is not (declared := DECLARED[event.code]).kind:  # type: ignore[attr-defined]
        raise TypeError(f"{type(event)} is not the declared event of {event.code}.")  # type: ignore[attr-defined]
    happened = occurred or at
    if happened > at:
        raise ActionNotAllowed(
            "Enter a date and time that is not in the future: only what has happened can be recorded."
        )
    if corrects is not None and corrects.case_id != case.pk:
        raise ActionNotAllowed("A correction belongs to the record whose entry it corrects.")
    lock(case)
    facts, spoken = split(event)
    salt = secrets.token_hex(16)
    digest_of_words = chain.words_digest(spoken, salt)
    last = CaseEvent.objects.filter(case_id=case.pk).order_by("-number").values_list("number", "digest").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, chain.GENESIS)
    stored = CaseEvent.objects.create(
        case_id=case.pk,
        number=number,
        code=declared.code,
        version=declared.version,
        facts=facts,
        occurred_at=happened,
        recorded_at=at,
        by=by,
        by_label=by.full_name if by else "",
        agency=_agency_label(by),
        corrects=corrects,
        occasion=occasion,
        words_digest=digest_of_words,
        previous=previous,
        digest=chain.event_digest(
            previous=previous,
            case_id=str(case.pk),
            number=number,
            code=declared.code,
            facts=facts,
            occurred_at=happened,
            recorded_at=at,
            by_id=by.pk if by else None,
            corrects_id=corrects.pk if corrects else None,
            spoken=digest_of_words,
        ),
    )
    CaseEventWords.objects.create(event=stored, case_id=case.pk, words=spoken, salt=salt)
    deadlines.refold(case_id=case.pk, events=queries.folded_events([case.pk])[case.pk], at=at)
    put(
        "chronology.event",
        {"event": stored.pk, "case": str(case.pk), "code": declared.code},
        key=f"chronology.event:{stored.pk}",
    )
    return stored


def _agency_label(by: User | None) -> str:
    if by is None:
        return ""
    held = agencies.memberships(by)
    return held[0].agency.short_name if held else ""
