"""Who of the family is invited to a conference, or not and why; whether they took part. One transaction each."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from hsb.accounts.models import User
from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails, Person, PersonPart
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed
from strategy_meetings.conference import events, policies
from strategy_meetings.conference.states import Attending, Hand
from strategy_meetings.meetings import policies as meetings
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import ConferenceChild, FamilyMember, Meeting


def around(case: Case) -> list[tuple[Person, IdentityDetails]]:
    """Answer whom one can invite from the record: the child, parents and household; never another child."""
    wanted = (PersonPart.SUBJECT, PersonPart.PARENT_CARER, PersonPart.HOUSEHOLD)
    return [pair for pair in people.everybody(case) if pair[0].part in wanted]


def address_of(person: Person | None, details: IdentityDetails | None) -> str:
    """Answer where a letter to them goes; empty where it is handed over."""
    if person is None or details is None:
        return ""
    return "\n".join(line.strip() for line in (*details.address.split("\n"), details.postcode) if line.strip())


def details_of(person: Person | None) -> IdentityDetails | None:
    """Answer who somebody on the record is."""
    if person is None:
        return None
    return next((details for one, details in people.everybody(person.case) if one.pk == person.pk), None)


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    case: Case,
    person: Person | None,
    name: str,
    relationship: str,
    by_hand: str,
    handed_by: str,
    interpreter: str,
    helped_by: str,
    by: User,
    at: datetime,
) -> FamilyMember:
    """They are invited, by a letter that reaches them safely. Raises ActionNotAllowed where a letter must not go that way."""
    held = _open(meeting, case)
    details = details_of(person)
    called = details.full_name if details else name.strip()
    policies.check_can_reach(
        person, name=called, by_hand=by_hand, handed_by=handed_by, address=address_of(person, details)
    )
    return _add(
        held,
        case,
        person,
        name=called,
        relationship=relationship,
        by=by,
        at=at,
        by_hand=by_hand,
        handed_by=handed_by.strip() if by_hand == Hand.HAND else "",
        interpreter=interpreter.strip(),
        helped_by=helped_by.strip(),
    )


@transaction.atomic
def exclude(
    *,
    meeting: Meeting,
    case: Case,
    person: Person | None,
    name: str,
    relationship: str,
    reason: str,
    part: str,
    by_hand: str,
    handed_by: str,
    by: User,
    at: datetime,
) -> FamilyMember:
    """They are not invited, to the whole or to a part, for this reason; it is the chair who decides. They are told by letter where
    that is safe."""
    held = _open(meeting, case)
    details = details_of(person)
    called = details.full_name if details else name.strip()
    if not called:
        raise ActionNotAllowed("Say who is not invited.")
    if not reason.strip():
        raise ActionNotAllowed("Say why they are not invited. The reason stands on the record of the conference.")
    row = _add(
        held,
        case,
        person,
        name=called,
        relationship=relationship,
        by=by,
        at=at,
        state=Attending.EXCLUDED,
        excluded_because=reason.strip(),
        excluded_part=part,
        by_hand=by_hand,
        handed_by=handed_by.strip(),
    )
    said = events.Excluded(meeting=str(held.pk), who=called, reason=reason.strip())
    record(said, case=case, by=by, at=at)
    return row


def _add(
    meeting: Meeting,
    case: Case,
    person: Person | None,
    *,
    name: str,
    relationship: str,
    by: User,
    at: datetime,
    **more: object,
) -> FamilyMember:
    if FamilyMember.objects.filter(meeting=meeting, case=case, name=name).exists():
        raise ActionNotAllowed(f"{name} is on the list already.")
    number = FamilyMember.objects.filter(meeting=meeting, case=case).aggregate(last=Max("number"))["last"] or 0
    row = FamilyMember(
        meeting=meeting,
        case=case,
        number=number + 1,
        person=person,
        name=name,
        relationship=relationship.strip() or (person.relationship if person else ""),
        is_child=person is not None and person.part == PersonPart.SUBJECT,
        at=at,
        by=by,
        **more,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def took_part(
    *, member: FamilyMember, here: bool, absent_because: str, joined_at: datetime | None, by: User, at: datetime
) -> None:
    """It is written down whether one of the family took part, from when, or why not."""
    _open(member.meeting, member.case, writing=True)
    FamilyMember.objects.filter(pk=member.pk).update(
        took_part=here,
        joined_at=joined_at if here else None,
        absent_because="" if here else absent_because.strip(),
        version=F("version") + 1,
    )


@transaction.atomic
def nobody_came(*, meeting: Meeting, case: Case, because: str, by: User, at: datetime) -> None:
    """Why no parent and not the child took part in a core group."""
    _open(meeting, case, writing=True)
    ConferenceChild.objects.filter(meeting=meeting, case=case).update(
        family_absent_because=because.strip(), version=F("version") + 1
    )


def _open(meeting: Meeting, case: Case, *, writing: bool = False) -> Meeting:
    opening(case.pk)
    lock(case)
    held = Meeting.objects.get(pk=meeting.pk)
    if not kind_of(held.kind).has_family:
        raise ActionNotAllowed("The family has no part in this kind of meeting.")
    if writing:
        meetings.check_can_write(held)
    else:
        meetings.check_is_coming(held)
    return held
