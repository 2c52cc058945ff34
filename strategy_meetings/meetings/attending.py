"""Who took part in a meeting for which child, from when, or why not."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.cases.models import Case, Involvement
from hsb.errors import ActionNotAllowed, check_said
from strategy_meetings.meetings import queries
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.meetings.writing import open_for_writing
from strategy_meetings.models import (
    Attendance,
    Invitation,
    Meeting,
)
from strategy_meetings.models.meetings import InvitationState


@transaction.atomic
def set_attendance(
    *,
    attendance: Attendance,
    took_part: bool,
    absent_because: str,
    joined_at: datetime | None,
    by: User,
    at: datetime,
    direct_contact: bool | None = None,
) -> None:
    """It is written down whether they took part, from when, or why not; and whether their agency is in direct contact with the child
    (None: as it stands)."""
    open_for_writing(attendance.meeting, attendance.case)
    Attendance.objects.filter(pk=attendance.pk).update(
        took_part=took_part,
        direct_contact=attendance.direct_contact if direct_contact is None else direct_contact,
        absent_because="" if took_part else absent_because.strip(),
        joined_at=joined_at if took_part else None,
        version=F("version") + 1,
    )


@transaction.atomic
def add_attendance(
    *,
    meeting: Meeting,
    case: Case,
    agency_kind: str,
    name: str,
    role_words: str,
    by: User,
    at: datetime,
    user: User | None = None,
    agency: Agency | None = None,
    is_chair: bool = False,
    direct_contact: bool = False,
) -> Attendance:
    """Somebody took part whom nobody had invited, for an agency that has a part in such a meeting. `direct_contact`: that agency's with
    the child, where the quorum counts only those."""
    held = open_for_writing(meeting, case)
    check_said(name, "Write the name of whoever took part.")
    if agency_kind not in {one.agency for one in kind_of(held.kind).invites}:
        raise ActionNotAllowed(
            "That agency has no part in such a meeting. Ask them outside it, and write what they said."
        )
    row = Attendance(
        meeting=held,
        case=case,
        user=user,
        agency=agency,
        agency_kind=agency_kind,
        name=name.strip(),
        role_words=role_words.strip(),
        took_part=True,
        direct_contact=direct_contact or not kind_of(held.kind).counts_direct_contact,
        is_chair=is_chair,
    )
    row.save(force_insert=True)
    return row


def expect_also(meeting: Meeting, invitation: Invitation) -> None:
    """Somebody called once the meeting has begun is expected too, not yet marked as here."""
    if meeting.state == MeetingState.HELD_NOW and invitation.state in queries.INVITED:
        _expected(meeting, invitation, _works_with(meeting)).save(force_insert=True)


def _expected(meeting: Meeting, one: Invitation, works_with: set[object] | None) -> Attendance:
    return Attendance(
        meeting=meeting,
        case_id=one.case_id,
        direct_contact=works_with is None or one.user_id in works_with or one.agency_id in works_with,
        user_id=one.user_id,
        agency_id=one.agency_id,
        agency_kind=one.agency_kind,
        name=one.name or AgencyKind(one.agency_kind).label,
        role_words=one.get_role_display() if one.role else "",
        took_part=False,
        absent_because=one.answer if one.state == InvitationState.APOLOGIES else "",
    )


def expect(meeting: Meeting, case: Case, *, at: datetime) -> None:
    """The chair is there; everybody invited for this child is expected. Where the quorum counts agencies in direct contact, those on
    the record of a child of the meeting are taken to be until the room says otherwise."""
    job = next(iter(agencies.own_memberships(meeting.chair, clock.local_date(at))), None)
    rows = [
        Attendance(
            meeting=meeting,
            case=case,
            user=meeting.chair,
            agency=job.agency if job else None,
            agency_kind=job.agency.kind if job else AgencyKind.CSWS,
            name=meeting.chair.full_name,
            role_words=job.role.label if job else "",
            took_part=True,
            is_chair=True,
        )
    ]
    invited = Invitation.objects.filter(meeting=meeting, case=case, state__in=[*queries.INVITED]).exclude(
        user=meeting.chair_id
    )
    works_with = _works_with(meeting)
    rows += [_expected(meeting, one, works_with) for one in invited]
    for row in rows:
        row.save(force_insert=True)


def _works_with(meeting: Meeting) -> set[object] | None:
    """Answer the people and agencies on the records of its children; None where the quorum does not ask."""
    if not kind_of(meeting.kind).counts_direct_contact:
        return None
    children = meeting.children.values("case")
    on_it = Involvement.objects.open().filter(case__in=children).values_list("user_id", "agency_id")
    return {one for pair in on_it for one in pair if one is not None}
