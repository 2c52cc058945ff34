"""Changes to specialist opinions. Each checks, locks, changes and records in one transaction."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import RecordClass
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.documents import actions as documents
from hsb.documents.models import DocumentKind
from hsb.errors import check_said
from strategy_meetings.models import SpecialistOpinion
from strategy_meetings.opinions import events, policies, queries
from strategy_meetings.opinions.states import State


@transaction.atomic
def ask(
    *,
    case: Case,
    asked_of: str,
    question: str,
    due_on: date,
    by: User,
    at: datetime,
    person: User | None = None,
    press: uuid.UUID | None = None,
) -> SpecialistOpinion:
    """The opinion is asked for by a day; its clock runs on whoever asked, and somebody here is told. One press asks once."""
    name = person.full_name if person else asked_of.strip()
    policies.check_can_ask(asked_of=name, question=question, due_on=due_on, today=clock.local_date(at))
    lock(case)
    if chronology.has_happened(case.pk, "opinion.asked", press):
        return SpecialistOpinion.objects.filter(case=case, asked_by=by).latest("number")
    number = (SpecialistOpinion.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    held = agencies.memberships(by, clock.local_date(at))
    agency = held[0].agency if held else None
    opinion = SpecialistOpinion(
        case=case,
        number=number,
        asked_of=name,
        person=person,
        question=question.strip(),
        due_on=due_on,
        agency=agency,
        asked_at=at,
        asked_by=by,
    )
    opinion.save(force_insert=True)
    asked = events.OpinionAsked(
        opinion=str(opinion.pk),
        due_on=due_on.isoformat(),
        agency=agency.kind if agency else "",
        agency_id=agency.pk if agency else None,
        asked_by=by.pk,
        to_person=person.pk if person else None,
        asked_of=name,
    )
    record(asked, case=case, by=by, at=at, occasion=press)
    return opinion


@transaction.atomic
def chase(*, opinion: SpecialistOpinion, note: str, by: User, at: datetime, press: uuid.UUID | None = None) -> None:
    """That it was chased, how and with which answer is in the chronology. One press of the button says it once."""
    check_said(note, "Write how you chased it, and what you were told.")
    held = _locked(opinion)
    if chronology.has_happened(held.case_id, "opinion.chased", press):
        return
    policies.check_can_chase(held)
    _put(held, chased=held.chased + 1, chased_at=at, chased_by=by)
    chased = events.OpinionChased(opinion=str(held.pk), times=held.chased, note=note.strip())
    record(chased, case=held.case, by=by, at=at, occasion=press)


@transaction.atomic
def receive(
    *, opinion: SpecialistOpinion, file: File[bytes], in_short: str, received_on: date, by: User, at: datetime
) -> None:
    """The opinion is a document of this child, kept with the assessment being written; its clock is met on the day it came.

    Raises ActionNotAllowed for a file that is not taken, or where it is not waited for any more.
    """
    check_said(in_short, "Say in two or three sentences what the opinion is.")
    held = _locked(opinion)
    policies.check_can_end(held, State.RECEIVED)
    policies.check_received_on(held, received_on, clock.local_date(held.asked_at), clock.local_date(at))
    document = documents.store_upload(
        file=file,
        title=f"Specialist opinion {held.number}",
        case=held.case,
        kind=DocumentKind.REPORT,
        record_class=RecordClass.ASSESSMENT,
        by=by,
        at=at,
    )
    _put(
        held,
        state=State.RECEIVED,
        document=document,
        assessment=queries.assessment_for(held.case),
        in_short=in_short.strip(),
        received_on=received_on,
        ended_at=at,
        ended_by=by,
    )
    received = events.OpinionReceived(
        opinion=str(held.pk), document=str(document.pk), asked_by=held.asked_by_id, in_short=in_short.strip()
    )
    occurred = max(clock.instant_on(received_on, at=at), min(held.asked_at, at))
    record(received, case=held.case, by=by, at=at, occurred=occurred)


@transaction.atomic
def give_up(*, opinion: SpecialistOpinion, reason: str, by: User, at: datetime) -> None:
    """It was asked for and has not come: that is on record, with why, and nobody waits any more. If it comes after all it is taken in."""
    _end(opinion, State.NOT_COME, reason, by=by, at=at)


@transaction.atomic
def withdraw(*, opinion: SpecialistOpinion, reason: str, by: User, at: datetime) -> None:
    """The opinion is no longer needed, for this reason; its clock is cancelled."""
    _end(opinion, State.WITHDRAWN, reason, by=by, at=at)


def _end(opinion: SpecialistOpinion, to: State, reason: str, *, by: User, at: datetime) -> None:
    check_said(reason, "Give the reason.")
    held = _locked(opinion)
    policies.check_can_end(held, to)
    _put(held, state=to, ended_reason=reason.strip(), ended_at=at, ended_by=by)
    facts = {"opinion": str(held.pk), "reason": reason.strip()}
    ended = events.OpinionNotCome(**facts) if to == State.NOT_COME else events.OpinionWithdrawn(**facts)
    record(ended, case=held.case, by=by, at=at)


def _locked(opinion: SpecialistOpinion) -> SpecialistOpinion:
    lock(opinion.case)
    return SpecialistOpinion.objects.select_related("case").get(pk=opinion.pk)


def _put(opinion: SpecialistOpinion, **values: object) -> None:
    """The row holds these values on its next version; the caller holds the lock of its case."""
    SpecialistOpinion.objects.filter(pk=opinion.pk).update(**values, version=F("version") + 1)
    for name, value in values.items():
        setattr(opinion, name, value)
