"""Who gets which copy: suggested when the chair approves, decided by the chair, frozen when they are sent.

`prepare` and `send` are called inside the meeting's own approval, issuing and amending (`meetings/hooks.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case, CaseDenied
from hsb.chronology.actions import lock, record
from hsb.outbox.actions import put
from strategy_meetings.meetings import reach
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.minutes import events, policies, queries, rows
from strategy_meetings.minutes.audiences import compose, has_annex, suggested
from strategy_meetings.minutes.record import OneChild
from strategy_meetings.minutes.sections import Composed
from strategy_meetings.minutes.states import PdfState, State
from strategy_meetings.models import (
    Attendance,
    CoreGroupMember,
    FamilyMember,
    Invitation,
    Meeting,
    MeetingChild,
    MinutesAmendment,
    MinutesCopy,
)

RENDER = "minutes.render"


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a copy, with the agency they took part for."""

    user: User | None
    name: str
    agency_id: int | None
    agency_kind: str
    took_part: bool = False

    @property
    def key(self) -> str:
        return f"user:{self.user.pk}" if self.user else f"name:{self.name.casefold()}"


def recipients(child: MeetingChild) -> list[Recipient]:
    """Answer who was called to the meeting for this child or took part in it, and is not barred from the record. Who takes the
    minutes gets none for that."""
    found: dict[str, Recipient] = {}
    mine = {"meeting": child.meeting, "case": child.case}
    for here in Attendance.objects.filter(**mine).select_related("user").order_by("-is_chair", "pk"):
        one = Recipient(here.user, here.name, here.agency_id, here.agency_kind, here.took_part)
        found.setdefault(one.key, one)
    invited = Invitation.objects.filter(**mine).exclude(state__in=("removed", "left_out")).select_related("user")
    for call in invited.order_by("invited_at", "pk"):
        name = call.user.full_name if call.user else call.name or call.email
        one = Recipient(call.user, name, call.agency_id, call.agency_kind)
        found.setdefault(one.key, one)
    for one_of_them in FamilyMember.objects.filter(**mine, state="invited").order_by("number"):
        one = Recipient(None, one_of_them.name, None, rows.FAMILY, one_of_them.took_part)
        found.setdefault(one.key, one)
    chair = child.meeting.chair
    found.setdefault(f"user:{chair.pk}", Recipient(chair, chair.full_name, None, "csws", took_part=True))
    barred = set(CaseDenied.objects.filter(case=child.case).values_list("user_id", flat=True))
    return [one for one in found.values() if one.user is None or one.user.pk not in barred]


def prepare(meeting: Meeting, by: User, at: datetime) -> None:
    """For each child there is a copy to be sent to everybody who was called or took part, as the access matrix suggests."""
    kind = kind_of(meeting.kind)
    for child in queries.children_of(meeting):
        annex = has_annex(rows.one_child(child))
        there = set(
            MinutesCopy.objects.filter(meeting=meeting, case=child.case).values_list("recipient_name", flat=True)
        )
        group = set(CoreGroupMember.objects.filter(meeting=meeting, case=child.case).values_list("name", flat=True))
        for one in recipients(child):
            if one.name not in there:
                audience = suggested(
                    one.agency_kind,
                    took_part=one.took_part,
                    has_annex=annex,
                    audiences=kind.audiences,
                    in_core_group=one.name in group or kind.is_core_group,
                )
                add(child, one, audience=audience, by=by, at=at)


def add(child: MeetingChild, one: Recipient, *, audience: str, by: User, at: datetime) -> MinutesCopy:
    """One more copy of this child's part is to be sent. The caller has locked the case."""
    mine = {"meeting": child.meeting, "case": child.case}
    number = (MinutesCopy.objects.filter(**mine).aggregate(last=Max("number"))["last"] or 0) + 1
    copy = MinutesCopy(
        **mine,
        edition=child.meeting.amendment,
        number=number,
        audience=audience,
        recipient=one.user,
        recipient_name=one.name,
        agency_id=one.agency_id,
        agency_kind=one.agency_kind,
        prepared_at=at,
        prepared_by=by,
    )
    copy.save(force_insert=True)
    return copy


def composed(copy: MinutesCopy, record_of_child: OneChild) -> Composed:
    """Answer what this copy says, from the record of its child."""
    return compose(
        record_of_child,
        copy.audience,
        agency=rows.agency_key(copy.agency_id, copy.agency_kind),
        agency_kind=copy.agency_kind,
        left_out=copy.left_out,
        added=copy.added,
    )


def send(meeting: Meeting, by: User, at: datetime) -> None:
    """Every copy that is to be sent has gone out as it reads now, for each child; after an amendment, only for the children it is
    about, to those who had a copy."""
    children = queries.children_of(meeting)
    for child in children:
        if meeting.amendment and not _is_amended(child, meeting.amendment):
            continue
        if meeting.amendment:
            _replace(child, by=by, at=at)
        waiting = MinutesCopy.objects.filter(meeting=meeting, case=child.case, state=State.PREPARED)
        send_these(child, list(waiting.order_by("number")), children, by=by, at=at)


def _is_amended(child: MeetingChild, edition: int) -> bool:
    return MinutesAmendment.objects.filter(meeting=child.meeting, case=child.case, edition=edition).exists()


def _replace(child: MeetingChild, *, by: User, at: datetime) -> None:
    """Whoever has a copy of an earlier edition is to get one of this; what they had stays readable, as replaced."""
    earlier = MinutesCopy.objects.filter(
        meeting=child.meeting, case=child.case, state=State.SENT, edition__lt=child.meeting.amendment
    )
    for had in earlier.select_related("recipient").order_by("number"):
        one = Recipient(had.recipient, had.recipient_name, had.agency_id, had.agency_kind)
        copy = add(child, one, audience=had.audience, by=by, at=at)
        MinutesCopy.objects.filter(pk=copy.pk).update(
            left_out=had.left_out, left_out_why=had.left_out_why, added=had.added
        )
        MinutesCopy.objects.filter(pk=had.pk).update(state=State.REPLACED)


def send_these(
    child: MeetingChild, waiting: Sequence[MinutesCopy], children: Sequence[MeetingChild], *, by: User, at: datetime
) -> None:
    """These copies of one child's part are frozen as they read, sent, and their PDFs asked for.

    Raises ActionNotAllowed where the part names a child of another family: nothing is sent then, of any child.
    """
    if not waiting:
        return
    until = reach.objections_until(clock.local_date(at))
    whole = rows.one_child(child, objections_until=until)
    policies.check_names_nobody_else(child.case.label, words_of(whole), queries.others_of(child.case, children))
    names = ", ".join(dict.fromkeys(one.recipient_name for one in waiting))
    whole = replace(whole, next_steps=(*whole.next_steps, ("Copies go to", names)))
    lock(child.case)
    for copy in waiting:
        send_one(copy, child.case, composed(copy, whole), by=by, at=at)


def send_one(copy: MinutesCopy, case: Case, says: Composed, *, by: User, at: datetime) -> None:
    """The copy is sent, saying this for good, and its PDF is asked for. The caller has locked the case."""
    MinutesCopy.objects.filter(pk=copy.pk, state=State.PREPARED).update(
        state=State.SENT,
        sent_at=at,
        sent_by=by,
        contents=says.as_json(),
        digest=says.digest,
        pdf_state=PdfState.WAITING,
    )
    put(RENDER, {"copy": str(copy.pk)}, key=f"{RENDER}:{copy.pk}")
    sent = events.MinutesCopySent(
        copy=str(copy.pk),
        meeting=str(copy.meeting_id),
        number=copy.number,
        minutes_version=copy.version,
        to_person=copy.recipient_id,
        to_name=copy.recipient_name,
    )
    record(sent, case=case, by=by, at=at)


def words_of(record_of_child: OneChild) -> Iterable[str]:
    """Answer every text of a child's record that somebody typed."""
    yield from (one.text for one in record_of_child.said)
    yield from (one.text for one in record_of_child.written)
    for decided in record_of_child.decided:
        yield from (decided.text, decided.dissent)
    for item in record_of_child.to_do:
        yield from (item.what, item.need, item.known_by, item.progress)
    yield from (view for _, view in record_of_child.views)
    yield from record_of_child.without
    yield from (why for _, why in record_of_child.not_invited)
    for one in record_of_child.if_then:
        yield from (one.if_this, one.then)
    for tell in record_of_child.told:
        yield from (tell.what, tell.not_yet)
    yield from (one.what for one in record_of_child.shut)
    yield from (one.reasons for one in record_of_child.amended)
    yield from (value for _, value in record_of_child.next_steps)
