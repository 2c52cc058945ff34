"""Reading notes: what is being written, what was written, and what a note can be about."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from hsb.accounts.models import User
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.notes.kinds import NOTE_CODES
from hsb.notes.models import NoteDraft


def draft_of(case: Case, owner: User) -> QuerySet[NoteDraft]:
    """Answer what this person has typed here and not added: one row or none."""
    return NoteDraft.objects.filter(case=case, owner=owner)


def notes_of(opened: OpenCase) -> list[chronology.Line]:
    """Answer the notes of a case and what its child said, the newest first; of a note this reader may not read, its title."""
    return chronology.lines([opened.case.pk], readable=opened.readable, codes=(*NOTE_CODES, "child.said"))


def entries(opened: OpenCase, ids: Collection[int]) -> dict[int, chronology.Line]:
    """Answer these entries of a case as this reader may read them. One statement, or none."""
    if not ids:
        return {}
    found = chronology.lines([opened.case.pk], readable=opened.readable, ids=ids, limit=len(ids))
    return {line.id: line for line in found if line.readable}


def note(case: Case, event_id: int) -> CaseEvent | None:
    """Answer one note of a case with its words; None for anything else."""
    found = CaseEvent.objects.filter(case=case, pk=event_id, code__in=NOTE_CODES)
    return found.select_related("case", "spoken").first()


def entry(case: Case, event_id: int | None) -> CaseEvent | None:
    """Answer one entry of a case; None for anything else."""
    return CaseEvent.objects.filter(case=case, pk=event_id).first() if event_id else None


def written_with(found: CaseEvent) -> list[CaseEvent]:
    """Answer what was recorded with a note and goes where it goes: the child's words, and the visit its clock counts."""
    if found.occasion is None:
        return []
    rows = CaseEvent.objects.filter(case=found.case_id, occasion=found.occasion, corrected_by=None)
    return list(rows.exclude(pk=found.pk).select_related("spoken").order_by("number"))


def is_gone(case_id: UUID, event_id: int) -> bool:
    """Answer whether something has corrected this entry."""
    return CaseEvent.objects.filter(case_id=case_id, corrects=event_id).exists()
