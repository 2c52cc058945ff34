"""Changes to new incidents. Each checks, locks, changes and records in one transaction."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from strategy_meetings.incidents import events, policies, queries
from strategy_meetings.incidents.states import State
from strategy_meetings.meetings import strands
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import Meeting, NewIncident
from strategy_meetings.safety_plans import actions as safety_plans


@transaction.atomic
def tell(
    *,
    case: Case,
    happened_on: date,
    what: str,
    told_by: str,
    done_at_once: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> NewIncident:
    """The incident is on record; the strategy decision is asked again, whatever runs, and the safety plan is looked at the same day.

    One press records once. Raises ActionNotAllowed on a record where nothing runs, for a day to come, or a text that names the
    other child.
    """
    given = {"what": what.strip(), "told_by": told_by.strip(), "done_at_once": done_at_once.strip()}
    policies.check_can_record(happened_on=happened_on, today=clock.local_date(at), **given)
    lock(case)
    if chronology.has_happened(case.pk, "incident.recorded", press):
        return NewIncident.objects.filter(case=case, recorded_by=by).latest("number")
    case.refresh_from_db()
    policies.check_is_open(case)
    check_names_no_other(case, given.values())
    number = (NewIncident.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    incident = NewIncident(case=case, number=number, happened_on=happened_on, recorded_at=at, recorded_by=by, **given)
    incident.save(force_insert=True)
    # The clock runs from the telling: a decision cannot be late before anybody here knew.
    event = events.IncidentRecorded(incident=str(incident.pk), number=number, what=incident.what)
    record(event, case=case, by=by, at=at, occasion=press)
    safety_plans.ask_again(case=case, why="incident", by=by, at=at, press=press)
    return incident


@transaction.atomic
def decide(*, incident: NewIncident, to: State, reasons: str, by: User, at: datetime) -> None:
    """A manager has decided, with reasons: a discussion is held, and its clock runs from now; or what runs goes on."""
    lock(incident.case)
    held = NewIncident.objects.select_related("case").get(pk=incident.pk)
    policies.check_can_decide(held, to, reasons)
    check_names_no_other(held.case, [reasons])
    _decided(held, to, reasons.strip(), by=by, at=at)
    if to == State.STRATEGY:
        strands.called(held.case, by=by, at=at)


def settle_called(meeting: Meeting, children: Sequence[Case], *, by: User, at: datetime, **_: object) -> None:
    """A strategy meeting has been called about these children: what waited for that decision has it, and its clock runs."""
    _settle(meeting, "strategy", "A strategy meeting was called.", by=by, at=at)


def settle_held(meeting: Meeting, by: User, at: datetime) -> None:
    """A strategy discussion was held since it happened, and put on record afterwards: there is nothing left to decide or to hold."""
    _settle(meeting, "held", "A strategy discussion was held about it.", by=by, at=at)


def _settle(meeting: Meeting, decision: str, reasons: str, *, by: User, at: datetime) -> None:
    if not kind_of(meeting.kind).is_strategy:
        return
    on = clock.local_date(meeting.starts_at)
    for child in meeting.children.select_related("case").order_by("number"):
        for incident in queries.waiting(child.case):
            if incident.happened_on <= on:
                _decided(incident, State.STRATEGY, reasons, by=by, at=at, decision=decision)


def _decided(incident: NewIncident, to: State, reasons: str, *, by: User, at: datetime, decision: str = "") -> None:
    NewIncident.objects.filter(pk=incident.pk).update(
        state=to, reasons=reasons, decided_at=at, decided_by=by, version=F("version") + 1
    )
    decided = events.IncidentDecided(incident=str(incident.pk), decision=decision or str(to), reasons=reasons)
    record(decided, case=incident.case, by=by, at=at)
