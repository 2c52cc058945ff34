"""What happened to one clock, told from its row, its breaches, the reasons given and the events that moved it."""

from collections.abc import Sequence
from datetime import date, datetime

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.chronology import queries as chronology
from hsb.timeliness import queries as timeliness
from hsb.timeliness.english import long_date
from hsb.timeliness.models import Breach, Deadline, DelayReason
from hsb.ui.components import Moment
from hsb.ui.words import date_time

MET, MET_LATE = "Done", "Done late"


def moments(opened: OpenCase, deadline: Deadline, reasons: Sequence[DelayReason], *, started_by: str) -> list[Moment]:
    """Answer what happened to the clock, newest first. Two statements."""
    told: list[tuple[datetime, Moment]] = [
        (deadline.started_at, _moment("Started", deadline.started_at, text=f"{started_by}."))
    ]
    events = _events(deadline)
    for line in chronology.lines([opened.case.pk], readable=opened.readable, ids=list(events)):
        told.append((line.occurred_at, _moment(events[line.id], line.occurred_at, by=line.who, text=line.sentence)))
    told += [_breach(breach) for breach in timeliness.breaches_of(deadline)]
    told += [(one.given_at, _reason(opened, one)) for one in reasons]
    return [moment for _, moment in sorted(told, key=lambda pair: pair[0], reverse=True)]


def what_extending_does(deadline: Deadline, *, at: datetime, binding: bool) -> str:
    """Answer what a later date changes, and what it does not."""
    beside = f"“{deadline.title}” is due on {_day(deadline.due_on)}. The later date stands beside that, with your name and reason."
    if binding:
        return (
            f"{beside} Law or statutory guidance sets the due date, so it stays: what is done after it was late all the same,"
            " and a breach stands."
        )
    if deadline.late_at is not None and at >= deadline.late_at:
        return f"{beside} The due date has passed: that it was late stands."
    return f"{beside} It is held to the later date from now on."


def _events(deadline: Deadline) -> dict[int, str]:
    """Answer the events that moved the clock, and what each did to it."""
    found: dict[int, str] = {}
    for span in deadline.paused_spans:
        found[span["began_by"]] = "Paused"
        if span["ended_by"]:
            found[span["ended_by"]] = "Went on"
    for extension in deadline.extensions:
        found[extension["event"]] = f"Later date agreed: {_day(date.fromisoformat(extension['until']))}"
    if deadline.met_event:
        found[deadline.met_event] = MET_LATE if deadline.broken_on else MET
    if deadline.cancelled_event:
        found[deadline.cancelled_event] = "No longer needed"
    return found


def _breach(breach: Breach) -> tuple[datetime, Moment]:
    """A breach is dated the day it fell due, whoever noticed it and when."""
    if breach.kind == Breach.Kind.WITHDRAWAL:
        said = "A correction in the chronology changed it."
        return breach.recorded_at, _moment("Not late after all", breach.recorded_at, text=said)
    return clock.end_of(breach.fell_due_on), Moment(
        "Date missed", _day(breach.fell_due_on), text="It was not done by then."
    )


def _reason(opened: OpenCase, given: DelayReason) -> Moment:
    reads = opened.may(RecordClass.HEADER, Level.READ) or given.given_by_id == opened.user.pk
    said = f"{given.get_reason_display()}. {given.text}".strip() if reads else ""
    return _moment("Said why it was late", given.given_at, by=given.given_by.full_name, text=said)


def _moment(title: str, at: datetime, *, by: str = "", text: str = "") -> Moment:
    return Moment(title=title, when=date_time(at), by=by, text=text)


def _day(day: date | None) -> str:
    return long_date(day) if day else "no set date"
