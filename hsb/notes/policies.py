"""May this person write or move a note, and does the state allow it: every refusal as a sentence."""

from datetime import date

from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notes.kinds import CLOCK_EVENT, STATUTORY_VISITORS, VISITS, Kind, Seen

LONGEST = 24 * 60


def check_can_add(
    *,
    kind: Kind,
    text: str,
    seen: str,
    minutes: int | None,
    on: date,
    today: date,
    roles: frozenset[Role] | None,
) -> None:
    """There are words, on a day that has come; a visit says whether the child was seen; a statutory one is a social worker's.

    `roles` is None where nobody is asked for them: an action of the product itself.
    """
    if not text.strip():
        raise ActionNotAllowed("Write the note before you add it.")
    if on > today:
        what = "visit" if kind in VISITS else "note"
        raise ActionNotAllowed(
            f"Enter a day that has come: a {what} is written when it has happened. What is planned is a task."
        )
    if kind in VISITS and seen not in Seen.values:
        raise ActionNotAllowed("Say whether the child was seen at the visit, and whether alone.")
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise ActionNotAllowed("Enter how long it took in minutes, for example 45.")
    if kind in CLOCK_EVENT and roles is not None and not roles & STATUTORY_VISITORS:
        raise ActionNotAllowed(
            "A statutory visit is made by the child’s social worker or their manager. Record yours as a home visit."
        )


def check_is_about(about: CaseEvent | None, case: Case) -> None:
    """What a note is about stands on the same record."""
    if about is not None and about.case_id != case.pk:
        raise ActionNotAllowed("A note is about something on the same record. Choose an entry of this one.")


def may_move(opened: OpenCase, by_id: int | None) -> bool:
    """Whether what that person wrote is theirs to move: who wrote it, and those who decide on the record."""
    return by_id == opened.user.pk or opened.may(RecordClass.DECISION, Level.APPROVE)


def check_may_move(opened: OpenCase, note: CaseEvent) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_move(opened, note.by_id):
        raise AccessDenied("Whoever wrote the note moves it, or a manager of this record. Ask them.")


def check_can_move(*, case: Case, to: Case, reason: str, is_gone: bool) -> None:
    """It still stands here, goes to another record, and the trace says why."""
    if is_gone:
        raise ActionNotAllowed("This note has been moved already.")
    if case.pk == to.pk:
        raise ActionNotAllowed("That is the record the note is on. Enter the reference of the record it belongs to.")
    if not reason.strip():
        raise ActionNotAllowed("Say why the note is moved: the reason stays on this record in its place.")
