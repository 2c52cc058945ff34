"""Changes to minutes once they are approved: prepare, send, open, acknowledge, object, amend, withdraw.

Each checks, locks, changes and records in one transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.database import opening
from strategy_meetings.meetings import ending, reach
from strategy_meetings.minutes import copies, events, policies, queries, rows
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.states import READABLE, Answer, State
from strategy_meetings.models import Meeting, MeetingChild, MinutesAmendment, MinutesCopy, MinutesObjection

SEE_THE_MINUTES = "What was put right, and why, stands on the minutes it is about."


def _check_is_chair(meeting: Meeting, by: User, *case_ids: UUID) -> None:
    """Only the chair goes on. These children's records are open to what follows: a chair may be on them for this meeting alone."""
    policies.check_is_chair(meeting, by, agencies.stands_for(by))
    for case_id in case_ids:
        opening(case_id)


# -- before and at sending ----------------------------------------------------------------------------------------------------


@transaction.atomic
def decide_copy(
    *,
    copy: MinutesCopy,
    audience: str,
    left_out: Sequence[str],
    left_out_why: str,
    added: Sequence[str],
    kept_back: bool,
    kept_back_why: str,
    by: User,
    at: datetime,
) -> None:
    """The chair has decided what this copy says, or that it is not sent, and why. The reasons stand on our record only."""
    lock(copy.case)
    held = MinutesCopy.objects.select_related("meeting").get(pk=copy.pk)
    _check_is_chair(held.meeting, by, held.case_id)
    policies.check_can_prepare(held)
    policies.check_reasons(
        left_out=left_out, left_out_why=left_out_why, kept_back=kept_back, kept_back_why=kept_back_why
    )
    MinutesCopy.objects.filter(pk=held.pk).update(
        audience=audience,
        left_out=list(left_out),
        left_out_why=left_out_why.strip() if left_out else "",
        added=list(added) if audience == Audience.AGENCY else [],
        kept_back_why=kept_back_why.strip() if kept_back else "",
        state=State.KEPT_BACK if kept_back else State.PREPARED,
        prepared_at=at,
        prepared_by=by,
    )


@transaction.atomic
def add_copy(
    *,
    child: MeetingChild,
    user: User | None,
    name: str,
    agency_kind: str,
    agency_id: int | None,
    audience: str,
    by: User,
    at: datetime,
) -> MinutesCopy:
    """One more copy of this child's part is to be sent; where the minutes are out, it has gone out at once."""
    lock(child.case)
    meeting = Meeting.objects.get(pk=child.meeting_id)
    _check_is_chair(meeting, by, child.case_id)
    policies.check_is_approved(meeting)
    policies.check_can_have_copy(child.case, user, name)
    child.meeting = meeting
    one = copies.Recipient(user, user.full_name if user else name.strip(), agency_id, agency_kind)
    copy = copies.add(child, one, audience=audience, by=by, at=at)
    if meeting.state in policies.OUT:
        copies.send_these(child, [copy], queries.children_of(meeting), by=by, at=at)
    return copy


@transaction.atomic
def issue(*, meeting: Meeting, by: User, at: datetime, press: UUID | None = None) -> None:
    """The minutes are out: everybody has their copy, for each child, and the clock of sending the record is met (T4b).

    Raises ActionNotAllowed before the chair has approved, where nobody gets a copy of a child's part, or where a part names a
    child of another family.
    """
    children = queries.children_of(meeting)
    lock(*(child.case for child in children))
    held = Meeting.objects.get(pk=meeting.pk)
    _check_is_chair(held, by)
    policies.check_can_issue(held, queries.copies_of(held, [child.case_id for child in children]), children)
    ending.issue(meeting=held, by=by, at=at, press=press)


@transaction.atomic
def reached(
    *, copy: MinutesCopy, how: str, detail: str, on: date, by: User, at: datetime, press: UUID | None = None
) -> None:
    """How one of the family got their copy stands for that one of them: handed over, posted, read to them. One press says it once."""
    lock(copy.case)
    if chronology.has_happened(copy.case_id, "minutes.copy_reached", press):
        return
    held = MinutesCopy.objects.select_related("meeting", "case").get(pk=copy.pk)
    _check_is_chair(held.meeting, by, held.case_id)
    policies.check_can_say_how_it_reached(held, how=how, detail=detail, on=on, today=clock.local_date(at))
    MinutesCopy.objects.filter(pk=held.pk).update(
        reached_how=how, reached_detail=detail.strip(), reached_on=on, reached_at=at, reached_by=by
    )
    said = events.MinutesCopyReached(
        copy=str(held.pk),
        meeting=str(held.meeting_id),
        number=held.number,
        how=how,
        to_name=held.recipient_name,
        detail=detail.strip(),
    )
    record(said, case=held.case, by=by, at=at, occurred=clock.instant_on(on, at=at), occasion=press)


# -- whoever has a copy -------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_copy(*, copy: MinutesCopy, by: User, at: datetime) -> None:
    """That its recipient has opened the copy is known from the first time on; each look is in the audit."""
    if copy.recipient_id == by.pk:
        MinutesCopy.objects.filter(pk=copy.pk, opened_at=None).update(opened_at=at)
    audit.record(AuditKind.CASE_LOOKED_AT, by=by, at=at, case_id=copy.case_id, what="copy of minutes")


@transaction.atomic
def acknowledge(*, copy: MinutesCopy, by: User, at: datetime) -> None:
    """Its recipient says that they have it. Said twice changes nothing more."""
    policies.check_is_recipient(copy, by)
    MinutesCopy.objects.filter(pk=copy.pk, acknowledged_at=None, state__in=READABLE).update(acknowledged_at=at)


@transaction.atomic
def object_to(
    *, copy: MinutesCopy, text: str, by: User, at: datetime, press: UUID | None = None
) -> MinutesObjection | None:
    """What is not accurate, as its recipient says, is before the chair. The same press of the button says it once."""
    policies.check_is_recipient(copy, by)
    assert copy.sent_at is not None
    until = reach.objections_until(clock.local_date(copy.sent_at))
    # Before anything of the record is touched: afterwards it may not be theirs to see any more.
    policies.check_can_object(copy, text, until=until, today=clock.local_date(at))
    opening(copy.case_id)  # who was only called writes on the record too: that the copy is theirs has been asked above
    lock(copy.case)
    if chronology.has_happened(copy.case_id, "minutes.objected", press):
        return None
    held = MinutesCopy.objects.select_related("meeting", "case").get(pk=copy.pk)
    policies.check_can_object(held, text, until=until, today=clock.local_date(at))
    objection = MinutesObjection(
        meeting=held.meeting, case=held.case, copy=held, text=text.strip(), raised_at=at, raised_by=by
    )
    objection.save(force_insert=True)
    objected = events.MinutesObjected(
        objection=str(objection.pk), meeting=str(held.meeting_id), chair=held.meeting.chair_id, text=text.strip()
    )
    record(objected, case=held.case, by=by, at=at, occasion=press)
    return objection


# -- afterwards -----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_objection(
    *,
    objection: MinutesObjection,
    answer: str,
    words: str,
    by: User,
    at: datetime,
    key: str = "",
    text: str = "",
) -> None:
    """The objection is answered: the row it is about is amended and everybody has the amended minutes, or it is kept beside them."""
    lock(objection.case)
    held = MinutesObjection.objects.select_related("meeting", "case").get(pk=objection.pk)
    _check_is_chair(held.meeting, by, held.case_id)
    policies.check_can_answer(held, answer, words)
    MinutesObjection.objects.filter(pk=held.pk).update(
        answer=answer, answer_words=words.strip(), answered_at=at, answered_by=by
    )
    answered = events.MinutesObjectionAnswered(
        objection=str(held.pk),
        meeting=str(held.meeting_id),
        answer=answer,
        raised_by=held.raised_by_id,
        answer_words=words.strip(),
    )
    record(answered, case=held.case, by=by, at=at)
    if answer == Answer.AMENDED:
        child = MeetingChild.objects.select_related("meeting", "case").get(meeting=held.meeting, case=held.case)
        amend(child=child, key=key, text=text, reasons=words, by=by, at=at)


@transaction.atomic
def amend(*, child: MeetingChild, key: str, text: str, reasons: str, by: User, at: datetime) -> int:
    """One row reads otherwise from a numbered amendment on, and everybody who had a copy of this child's part has a new one.

    Answers the number. The row as it was approved stays, and so do the copies that were sent of it.
    """
    lock(child.case)
    meeting = Meeting.objects.get(pk=child.meeting_id)
    _check_is_chair(meeting, by, child.case_id)
    keys = [one for one, _ in amendable(child)]
    policies.check_can_amend(meeting, key=key, keys=keys, text=text, reasons=reasons)
    amendment = MinutesAmendment(
        meeting=meeting,
        case=child.case,
        edition=meeting.amendment + 1,
        key=key,
        text=text.strip(),
        reasons=reasons.strip(),
        at=at,
        by=by,
    )
    amendment.save(force_insert=True)
    # The reasons are about one child: the other children's records only learn that there was an amendment.
    return ending.amend(meeting=meeting, reason=SEE_THE_MINUTES, by=by, at=at)


def amendable(child: MeetingChild) -> list[tuple[str, str]]:
    """Answer (key, words as they read now) of every row that can be amended."""
    record_of_child = rows.one_child(child)
    found = [(one.key, one.text) for one in record_of_child.said]
    found += [(part.key, part.text) for part in record_of_child.written]
    found += [(decided.key, decided.text) for decided in record_of_child.decided]
    found += [(to_do.key, to_do.what) for to_do in record_of_child.to_do]
    found += [(if_then.key, if_then.then) for if_then in record_of_child.if_then]
    found += [(tell.key, tell.what) for tell in record_of_child.told]
    return found


@transaction.atomic
def withdraw(*, copy: MinutesCopy, why: str, breach: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Nobody reads the copy from this instant on; why, and whether it is a data breach, is on record."""
    lock(copy.case)
    if chronology.has_happened(copy.case_id, "minutes.copy_withdrawn", press):
        return
    held = MinutesCopy.objects.select_related("meeting", "case").get(pk=copy.pk)
    _check_is_chair(held.meeting, by, held.case_id)
    policies.check_can_withdraw(held, why=why, breach=breach)
    MinutesCopy.objects.filter(pk=held.pk).update(
        state=State.WITHDRAWN, withdrawn_at=at, withdrawn_by=by, withdrawn_why=why.strip(), breach=breach
    )
    withdrawn = events.MinutesCopyWithdrawn(
        copy=str(held.pk), meeting=str(held.meeting_id), number=held.number, breach=breach, reason=why.strip()
    )
    record(withdrawn, case=held.case, by=by, at=at, occasion=press)
