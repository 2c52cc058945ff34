"""Rows of a conference, each within the meeting and the child that the caller has opened."""

from uuid import UUID

from django.db.models import QuerySet

from hsb.cases.models import Case
from strategy_meetings.models import Action, Attendance, ConferenceLetter, FamilyMember, Invitation, Meeting


def family_member(meeting: Meeting, case: Case, row_id: UUID) -> FamilyMember | None:
    """Answer somebody of the family by their row; None when there is nobody of that number."""
    rows = FamilyMember.objects.select_related("meeting", "case")
    return rows.filter(pk=row_id, meeting=meeting, case=case).first()


def plan_item(meeting: Meeting, case: Case, row_id: UUID) -> Action | None:
    """Answer one item of this child's plan; None when there is none of that number."""
    return Action.objects.select_related("meeting", "case").filter(pk=row_id, meeting=meeting, case=case).first()


def invitation(meeting: Meeting, case: Case, row_id: UUID) -> Invitation | None:
    """Answer the invitation a report was asked with; None when there is none of that number."""
    return Invitation.objects.select_related("meeting", "case").filter(pk=row_id, meeting=meeting, case=case).first()


def professionals(meeting: Meeting, case: Case) -> QuerySet[Attendance]:
    """Answer who was asked for this child besides the chair."""
    found = Attendance.objects.filter(meeting=meeting, case=case, is_chair=False)
    return found.select_related("agency", "user")


def letter(letter_id: UUID) -> ConferenceLetter | None:
    """Answer a letter, which the caller must still open by its meeting; None when there is none."""
    return ConferenceLetter.objects.select_related("case", "family", "meeting").filter(pk=letter_id).first()
