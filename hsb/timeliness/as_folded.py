"""A stored clock as the fold left it."""

from datetime import date, datetime
from typing import Any

from hsb.timeliness.calendar import local_date
from hsb.timeliness.facts import Extension, Pause, State
from hsb.timeliness.fold import Clock
from hsb.timeliness.models import (
    Deadline,
)


def as_clock(deadline: Deadline) -> Clock:
    """Answer the clock a row keeps, as the fold made it."""
    return Clock(
        code=deadline.standard_code,
        version=deadline.standard_version,
        root_event=deadline.root_event,
        key=deadline.key,
        strand=deadline.strand,
        started_at=deadline.started_at,
        started_on=deadline.started_on,
        anchored_on=deadline.anchored_on,
        due_on=deadline.due_on,
        due_at=deadline.due_at,
        judged_on=deadline.judged_on,
        late_at=deadline.late_at,
        state=State(deadline.state),
        met_at=deadline.met_at,
        met_on=deadline.met_on,
        met_event=deadline.met_event,
        cancelled_at=deadline.cancelled_at,
        cancelled_event=deadline.cancelled_event,
        pauses=tuple(_as_pause(span) for span in deadline.paused_spans),
        extensions=tuple(_as_extension(extension) for extension in deadline.extensions),
        adopted=deadline.adopted,
        owner_kind=deadline.owner_kind,
        owner_role=deadline.owner_role,
        owner_person=deadline.owner_person_id,
        owner_agency=deadline.owner_agency_id,
        approval_role=deadline.approval_role,
        finished_by=deadline.finished_by_id,
        provisional=deadline.provisional,
    )


def _as_pause(span: dict[str, Any]) -> Pause:
    from_at, until_at = datetime.fromisoformat(span["from"]), span["until"] and datetime.fromisoformat(span["until"])
    return Pause(
        from_at=from_at,
        from_on=local_date(from_at),
        until_at=until_at,
        until_on=local_date(until_at) if until_at else None,
        reason=span["reason"],
        began_by=span["began_by"],
        ended_by=span["ended_by"],
    )


def _as_extension(extension: dict[str, Any]) -> Extension:
    return Extension(
        until=date.fromisoformat(extension["until"]),
        agreed_at=datetime.fromisoformat(extension["agreed"]),
        event=extension["event"],
    )
