"""Changes to a case itself: opening it, who is on it, its strands, its links, emergency access."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases import events
from hsb.cases.models import Case, CaseKind, CaseLink, Reference
from hsb.cases.states import OPEN_STATES, TRANSITIONS, Strand
from hsb.chronology.actions import lock, record
from hsb.chronology.models import CaseEvent
from hsb.database import opening
from hsb.errors import ActionNotAllowed

CLOSED = "closed"


def next_reference(prefix: str, *, at: datetime) -> str:
    """Answer the next reference of a prefix in the London year of `at`, such as HSB-26-0417. Never given twice."""
    year = clock.local_date(at).year
    Reference.objects.get_or_create(prefix=prefix, year=year)
    Reference.objects.filter(prefix=prefix, year=year).update(last=F("last") + 1)
    number = Reference.objects.values_list("last", flat=True).get(prefix=prefix, year=year)
    return f"{prefix}-{year % 100:02}-{number:04}"


@transaction.atomic
def open_case(
    *, kind: CaseKind, by: User | None, at: datetime, pseudonym: str = "", occurred: datetime | None = None
) -> Case:
    """A child's record exists, provisional, seen by nobody until `involve` says who. The caller goes on in the same transaction."""
    case = Case(
        id=uuid.uuid4(),
        reference=next_reference(profile().reference_prefix, at=at),
        kind=kind,
        pseudonym=pseudonym,
        initials=pseudonym[:1],
        opened_at=at,
    )
    if kind != CaseKind.HARMED:
        case.pseudonym = case.initials = ""
    opening(case.pk)
    case.save(force_insert=True)
    record(events.CaseOpened(kind=str(kind)), case=case, by=by, at=at, occurred=occurred)
    return case


@transaction.atomic
def move(
    *, case: Case, strand: Strand, to: str, by: User | None, at: datetime, occurred: datetime | None = None
) -> None:
    """The strand stands in its new state and the chronology says so; the only writer of a strand's state.

    Staying where it is changes nothing. Raises ActionNotAllowed when the table of `states.py` has no such step.
    """
    lock(case)
    before = Case.objects.values_list(strand.value, flat=True).get(pk=case.pk)
    if before == to:
        return
    if to not in TRANSITIONS[strand][before]:
        raise ActionNotAllowed(
            f"{strand.label} cannot go from “{before}” to “{to}”. Reload the page to see where it stands."
        )
    opens = {"closed_at": None} if to in OPEN_STATES[strand] else {}
    Case.objects.filter(pk=case.pk).update(**{strand.value: to}, **opens, version=F("version") + 1)
    for name, value in {strand.value: to, **opens}.items():
        setattr(case, name, value)
    record(
        events.StrandMoved(strand=strand.value, before=str(before), after=str(to)),
        case=case,
        by=by,
        at=at,
        occurred=occurred,
    )
    if str(before) == CLOSED and opens:
        _begin_episode(case, strand, by=by, at=at, occurred=occurred)


def _begin_episode(case: Case, strand: Strand, *, by: User | None, at: datetime, occurred: datetime | None) -> None:
    """Work that was closed is open again: the chronology counts the episodes, and says which end came before."""
    ends = CaseEvent.objects.filter(
        case=case, code="strand.moved", facts__strand=strand.value, facts__after=CLOSED, corrected_by=None
    )
    last = list(ends.order_by("number").values_list("pk", "occurred_at"))
    if last:
        episode = events.EpisodeOpened(
            strand=strand.value,
            number=len(last) + 1,
            after=last[-1][0],
            closed_on=clock.local_date(last[-1][1]).isoformat(),
        )
        record(episode, case=case, by=by, at=at, occurred=occurred)


@transaction.atomic
def close(*, case: Case, at: datetime) -> None:
    """The record is closed where nothing runs on it any more; it is open again with the first strand that is."""
    lock(case)
    if not any(getattr(case, one.value) in OPEN_STATES[one] for one in Strand):
        Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=at, version=F("version") + 1)
        case.closed_at = at


@transaction.atomic
def link(
    *,
    displayed: Case,
    harmed: Case,
    called: str,
    relationship: str,
    by: User | None,
    at: datetime,
    occasion: UUID | None = None,
    same_school: bool | None = None,
    same_household: bool | None = None,
    called_back: str = "the young person",
) -> None:
    """Each record knows there is the other, by a chosen name and `called_back`: following the link needs access to both."""
    shared = {
        "relationship": relationship,
        "same_school": same_school,
        "same_household": same_household,
        "occasion": occasion,
    }
    CaseLink.objects.create(case=displayed, linked_case=harmed, called=called, **shared)
    CaseLink.objects.create(case=harmed, linked_case=displayed, called=called_back, **shared)
    record(events.CaseLinked(called=called), case=displayed, by=by, at=at, occasion=occasion)
    record(events.CaseLinked(called=called_back), case=harmed, by=by, at=at, occasion=occasion)
