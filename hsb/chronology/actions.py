"""`record`: the only way a thing happens. `record_on_each` is the same for one thing that happens to many cases at once."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import OuterRef, Subquery

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.chronology import chain, queries
from hsb.chronology.closed import is_work
from hsb.chronology.declare import DECLARED, Declaration, Event, split
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.errors import ActionNotAllowed
from hsb.outbox.actions import put
from hsb.timeliness import deadlines
from hsb.timeliness import queries as timeliness


def lock(*cases: models.Model) -> None:
    """These cases are locked until the transaction ends, taken in the order of their ids so that two actions never wait in a ring."""
    if not connection.features.has_select_for_update:
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A lock belongs inside the transaction of the change.")
    with connection.cursor() as cursor:
        for case in sorted(cases, key=lambda one: str(one.pk)):
            # By hand: every action takes a lock or several, and writing the statement cost more than asking it.
            name, own = (
                connection.ops.quote_name(case._meta.db_table),
                connection.ops.quote_name(str(case._meta.pk.column)),
            )
            cursor.execute(f"SELECT 1 FROM {name} WHERE {own} = %s FOR UPDATE", [case.pk])  # noqa: S608  # nosec B608
            if cursor.fetchone() is None:
                raise type(case).DoesNotExist  # type: ignore[attr-defined]


def lock_all(case_ids: Sequence[UUID]) -> None:
    """The same for many cases by their ids, in one statement and the same order."""
    if connection.features.has_select_for_update and case_ids:
        case: Any = CaseEvent._meta.get_field("case").related_model
        rows = case._base_manager.select_for_update().filter(pk__in=case_ids).order_by("pk")
        list(rows.values_list("pk"))


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
    event it corrects, on the same case. What somebody does by the part of an absent colleague says for whom they act.
    Raises ActionNotAllowed for something dated in the future, before the child was born, or corrected across cases.
    """
    if type(event) is not (declared := DECLARED[event.code]).kind:  # type: ignore[attr-defined]
        raise TypeError(f"{type(event)} is not the declared event of {event.code}.")  # type: ignore[attr-defined]
    happened = occurred or at
    if happened > at:
        raise ActionNotAllowed(
            "Enter a date and time that is not in the future: only what has happened can be recorded."
        )
    if case.born_on is not None and clock.local_date(happened) < case.born_on:
        # Without the day itself: not everybody who records on a case may know it.
        raise ActionNotAllowed(
            "Enter a later date: that day lies before the child of this record was born. "
            "If the date of birth on the record is wrong, have it put right first."
        )
    if corrects is not None and corrects.case_id != case.pk:
        raise ActionNotAllowed("A correction belongs to the record whose entry it corrects.")
    lock(case)
    newest = CaseEvent.objects.filter(case_id=case.pk).order_by("-number")
    found = newest.values_list("number", "digest", "case__closed_at").first()
    last = found[:2] if found else None
    if found and found[2] is not None and by is not None and is_work(declared):
        on = clock.local_date(found[2])
        raise ActionNotAllowed(
            f"This record was closed on {on:%-d %B %Y}, and nothing was recorded; your words are still here. "
            "If there is new work, make a referral: it opens the record again."
        )
    stored, spoken = _line(
        event,
        declared,
        case_id=case.pk,
        by=by,
        at=at,
        happened=happened,
        corrects=corrects,
        occasion=occasion,
        after=last,
        acting_for=_acting_for(case, by, at),
    )
    stored.save(force_insert=True)
    spoken.event = stored
    spoken.save(force_insert=True)
    known = timeliness.book()
    if corrects is not None or deadlines.would_change(case_id=case.pk, code=declared.code, at=at, given=known):
        events = queries.folded_events([case.pk])[case.pk]
        deadlines.refold(case_id=case.pk, events=events, at=at, kind=case.kind, given=known)
    put(
        "chronology.event",
        {"event": stored.pk, "case": str(case.pk), "code": declared.code},
        key=f"chronology.event:{stored.pk}",
    )
    return stored


@transaction.atomic
def record_on_each(events: Mapping[UUID, Event], *, by: User | None, at: datetime) -> None:
    """Each case's event stands in its chronology: what one change of the calendar or a standard did to many cases at once.

    For events of which no clock and nobody's notice depends (refused otherwise), so that nothing is refolded and nobody told.
    The caller holds the locks of these cases. Five statements, however many cases.
    """
    asked = queries.codes_that_matter()
    newest = CaseEvent.objects.filter(case_id=OuterRef("case_id")).order_by("-number").values("number")[:1]
    ends = CaseEvent.objects.filter(case_id__in=list(events), number=Subquery(newest))
    last = {case_id: (number, digest) for case_id, number, digest in ends.values_list("case_id", "number", "digest")}
    lines = []
    for case_id, event in events.items():
        declared = DECLARED[event.code]  # type: ignore[attr-defined]
        if declared.code in asked:
            raise TypeError(f"{declared.code} is recorded one by one: clocks depend on it.")
        lines.append(_line(event, declared, case_id=case_id, by=by, at=at, happened=at, after=last.get(case_id)))
    CaseEvent.objects.bulk_create([stored for stored, _ in lines], batch_size=500)
    for stored, spoken in lines:
        spoken.event = stored
    CaseEventWords.objects.bulk_create([spoken for _, spoken in lines], batch_size=500)


def _line(
    event: Event,
    declared: Declaration,
    *,
    case_id: UUID,
    by: User | None,
    at: datetime,
    happened: datetime,
    after: tuple[int, str] | None,
    corrects: CaseEvent | None = None,
    occasion: UUID | None = None,
    acting_for: str = "",
) -> tuple[CaseEvent, CaseEventWords]:
    """Answer the next line of a case's chronology and its words, chained to the last one (number, digest), not yet stored."""
    facts, spoken = split(event)
    salt = secrets.token_hex(16)
    digest_of_words = chain.words_digest(spoken, salt)
    number, previous = (after[0] + 1, after[1]) if after else (1, chain.GENESIS)
    stored = CaseEvent(
        case_id=case_id,
        number=number,
        code=declared.code,
        version=declared.version,
        facts=facts,
        occurred_at=happened,
        recorded_at=at,
        by=by,
        by_label=by.full_name if by else "",
        agency=_agency_label(by, at),
        acting_for=acting_for,
        corrects=corrects,
        occasion=occasion,
        words_digest=digest_of_words,
        previous=previous,
        digest=chain.event_digest(
            previous=previous,
            case_id=str(case_id),
            number=number,
            code=declared.code,
            facts=facts,
            occurred_at=happened,
            recorded_at=at,
            by_id=by.pk if by else None,
            corrects_id=corrects.pk if corrects else None,
            spoken=digest_of_words,
            acting_for=acting_for,
        ),
    )
    return stored, CaseEventWords(case_id=case_id, words=spoken, salt=salt)


def _agency_label(by: User | None, at: datetime) -> str:
    if by is None:
        return ""
    held = agencies.memberships(by, clock.local_date(at))
    return held[0].agency.short_name if held else ""


def _acting_for(case: Any, by: User | None, at: datetime) -> str:
    """Answer whose part in the case somebody has the use of only while they act for them, where it is more than their own.

    No statement for somebody who acts for nobody that day.
    """
    day = clock.local_date(at)
    lent = agencies.lent(by, day) if by else []
    if by is None or not lent:
        return ""
    parts = case.involvements.in_force(at).filter(group__in=agencies.principals(by, day))
    roles: dict[int, set[str]] = {}
    for group, role in parts.lendable().values_list("group_id", "role"):
        roles.setdefault(group, set()).add(role)
    borrowed = {group for group, _ in lent}
    own = set().union(*(found for group, found in roles.items() if group not in borrowed))
    whose = {person for group, person in lent if roles.get(group, set()) - own}
    whose -= set(case.denials.filter(user__in=whose).values_list("user_id", flat=True))
    return " and ".join(one.full_name for one in agencies.acting_for(by, day) if one.pk in whose)[:300]
