"""Calling a meeting, moving it, handing over its chair, answering the call, calling it off. One transaction each.

Over 300 lines: who is called, checked and written down is one step, and the reader of it wants it on one page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.cases import grants
from hsb.cases.involvement import involve
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed
from hsb.people import partners
from hsb.ui.words import date_time
from strategy_meetings.meetings import events, hooks, invitees, mailing, policies, strands
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Action, Invitation, Meeting, MeetingChild
from strategy_meetings.models.meetings import InvitationState


@dataclass(frozen=True)
class Invited:
    """Somebody to be called for one child; or, with `left_out`, a required agency that is not, and why."""

    case: Case
    kind: str
    because: str
    required: bool = False
    user: User | None = None
    agency: Agency | None = None
    role: str = ""
    name: str = ""
    email: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Where:
    """Where and how a meeting is; written on each child's row."""

    how: str = "video"
    place: str = ""
    video_link: str = ""
    agenda: str = ""
    minutes: int = 60
    minute_taker: User | None = None
    reasons: Mapping[UUID, str] = field(default_factory=dict)  # by case
    day_reason: str = ""  # why it is on a day that is no working day


def when_words(instant: datetime) -> str:
    """Answer "Wednesday 2 December 2026, 10:00am" in London."""
    return date_time(instant)


@transaction.atomic
def call(
    *,
    kind: str,
    children: Sequence[Case],
    chair: User,
    starts_at: datetime,
    where: Where,
    invited: Sequence[Invited],
    by: User,
    at: datetime,
    follows: Meeting | None = None,
    incorporates: Meeting | None = None,
    press: UUID | None = None,
) -> Meeting:
    """The meeting is called: each child's record says so, everybody invited may open it and has an e-mail and a calendar entry.

    One press calls one meeting. Raises ActionNotAllowed for a time that has passed, a chair who may not, a required agency left
    out without a reason, or somebody asked about a child they have no part with; AccessDenied for whoever may not convene.
    """
    its_kind, today = kind_of(kind), clock.local_date(at)
    if not children:
        raise ActionNotAllowed("Choose at least one child the meeting is about.")
    lock(*children)
    if chronology.has_happened(children[0].pk, "meeting.called", press):
        return MeetingChild.objects.filter(case=children[0], added_by=by).latest("added_at").meeting
    policies.check_may_convene(its_kind, by, on=today)
    policies.check_can_chair(its_kind, chair, children, on=today)
    policies.check_starts_later(starts_at, at=at)
    for check in hooks.BEFORE_CALLING:
        check(its_kind, children, chair=chair, starts_at=starts_at, day_reason=where.day_reason, at=at)
    if its_kind.follows and follows is None:
        raise ActionNotAllowed("Choose the meeting that is reconvened.")
    invited = [known(one) for one in invited]
    check_invited(invited, children, chair=chair, minute_taker=where.minute_taker, at=at)
    meeting = create(
        kind=kind, children=children, chair=chair, starts_at=starts_at, where=where, by=by, at=at, follows=follows
    )
    for one in invited:
        invite(meeting=meeting, one=one, by=by, at=at)
    for case in children:
        called = events.MeetingCalled(meeting=str(meeting.pk), kind=kind, when=when_words(starts_at))
        record(called, case=case, by=by, at=at, occasion=press)
        if kind == "strategy":
            record(events.StrategyDecided(meeting=str(meeting.pk)), case=case, by=by, at=at)
        if its_kind.is_strategy:
            strands.called(case, by=by, at=at)
    if follows is not None:
        carry(meeting, follows, by=by, at=at)
    for hook in hooks.ON_CALLED:
        hook(meeting, children, day_reason=where.day_reason, incorporates=incorporates, by=by, at=at)
    mailing.request(meeting, at=at)
    return meeting


def create(
    *,
    kind: str,
    children: Sequence[Case],
    chair: User,
    starts_at: datetime,
    where: Where,
    by: User,
    at: datetime,
    follows: Meeting | None = None,
    state: MeetingState = MeetingState.CALLED,
) -> Meeting:
    """The meeting and a row for each child stand, and chair and minute-taker may open it. The caller goes on in the same transaction."""
    meeting = Meeting(
        kind=kind,
        state=state,
        starts_at=starts_at,
        planned_minutes=where.minutes,
        chair=chair,
        follows=follows,
        called_at=at,
        called_by=by,
        children_count=len(children),
    )
    meeting.save(force_insert=True)
    for number, case in enumerate(children, 1):
        MeetingChild(
            meeting=meeting,
            case=case,
            number=number,
            title=kind_of(kind).title,
            how=where.how,
            place=where.place,
            video_link=where.video_link,
            agenda=where.agenda or "\n".join(kind_of(kind).agenda),
            minute_taker=where.minute_taker,
            reason=where.reasons.get(case.pk, ""),
            added_at=at,
            added_by=by,
        ).save(force_insert=True)
        for person in (chair, where.minute_taker):
            if person is not None:
                let_in(case, person, by=by, at=at)
    return meeting


def let_in(case: Case, person: User, *, by: User, at: datetime, role: str = "", agency: Agency | None = None) -> None:
    """The person may open the meeting, and of this child what its page says; nothing else of the record (a narrow part). Who still
    reads the minutes of an earlier one keeps the part: its end is taken off, and comes with the minutes of this one."""
    if CaseDenied.objects.filter(case=case, user=person).exists():
        raise ActionNotAllowed(f"{person.full_name} must not see {case.label}’s record. Choose somebody else.")
    part = involve(
        case=case,
        part=Part.MEETING,
        user=person,
        role=role or "minute_taker",  # type: ignore[arg-type]  (a narrow part goes as far as CALLED_LEVELS, whatever the role)
        agency=agency,
        by=by,
        at=at,
        reason="Called to a meeting.",
        tell=False,
    )
    if part.expires_at is not None:
        Involvement.objects.filter(pk=part.pk).update(expires_at=None)
        grants.sync(case.pk)


def known(one: Invited) -> Invited:
    """Answer somebody called by an address as the person whose account it is, where there is one."""
    if one.user is not None or not one.email or one.left_out:
        return one
    found = partners.account_of(one.email)
    return one if found is None else replace(one, user=found, name=found.full_name, email="")


def check_invited(
    invited: Sequence[Invited],
    children: Sequence[Case],
    *,
    chair: User,
    minute_taker: User | None,
    at: datetime,
) -> None:
    """Required agencies are asked or left out with a reason; nobody but the core three hears of a child they have no part with."""
    for one in invited:
        if one.user is None and not one.email and one.required and not one.left_out.strip():
            raise ActionNotAllowed(
                f"{one.case.label}: say why {AgencyKind(one.kind).label} is left out, or choose who comes."
            )
        if one.user is None and one.email and one.agency is None:
            raise ActionNotAllowed(
                f"Choose the agency {one.name or one.email} comes from. One that is not on the list is added by an administrator first."
            )
        if one.user is not None and not one.user.is_active:
            raise ActionNotAllowed(f"{one.user.full_name} has left. Choose a colleague of theirs.")
    asked: dict[int, list[Invited]] = {}
    for one in invited:
        if one.user is not None and not one.left_out:
            asked.setdefault(one.user.pk, []).append(one)
    everywhere = {chair.pk, *({minute_taker.pk} if minute_taker else ())}
    for lines in asked.values():
        person = lines[0].user
        assert person is not None
        if len(lines) < 2 or person.pk in everywhere or invitees.may_be_asked_for_all(person, [lines[0].kind]):
            continue
        for one in lines:
            if not invitees.has_part(one.case, person, at=at):
                raise ActionNotAllowed(
                    f"{person.full_name} has no part with {one.case.label}: ask them only about the child they work with."
                )


def invite(*, meeting: Meeting, one: Invited, by: User, at: datetime) -> Invitation:
    """The person is called for this child and may open the meeting, or has the link to make the account by which they will; or the
    agency is left out, with the reason kept."""
    invitation = Invitation(
        meeting=meeting,
        case=one.case,
        user=None if one.left_out else one.user,
        agency=one.agency,
        agency_kind=one.kind,
        role=one.role,
        name=one.name or (one.user.full_name if one.user else ""),
        email=one.email,
        required=one.required,
        because=one.because,
        state=InvitationState.LEFT_OUT if one.left_out else InvitationState.INVITED,
        left_out_reason=one.left_out,
        invited_at=at,
        invited_by=by,
    )
    if one.user is not None and not one.left_out:
        let_in(one.case, one.user, by=by, at=at, role=one.role, agency=one.agency)
    elif one.email and one.agency is not None and not one.left_out:
        partners.invite(email=one.email, full_name=one.name, agency=one.agency, by=by, at=at)
    invitation.save(force_insert=True)
    return invitation


def carry(meeting: Meeting, follows: Meeting, *, by: User, at: datetime) -> None:
    """Actions of the earlier meeting whose task is still open stand on the new one too, each on its own child's part. Where the
    meeting goes through a plan, those that have no task do too: somebody says how they stand."""
    open_ones = Q(task__state="open")
    if kind_of(meeting.kind).held_event in ("core_group.held", "review_conference.held"):
        open_ones |= Q(task=None)
    for number, action in enumerate(
        Action.objects.filter(open_ones, meeting=follows, case__in=meeting.children.values("case")).order_by(
            "case", "number"
        ),
        1,
    ):
        Action(
            meeting=meeting,
            case_id=action.case_id,
            number=number,
            what=action.what,
            owner=action.owner,
            owner_agency=action.owner_agency,
            owner_name=action.owner_name,
            due_on=action.due_on,
            need=action.need,
            known_by=action.known_by,
            task=action.task,
            carried_from=action,
            at=at,
            by=by,
        ).save(force_insert=True)


def locked(meeting: Meeting, *more: Case) -> tuple[Meeting, list[Case]]:
    """Answer the meeting as it stands and its children in their order, all of them locked until the transaction ends.

    What the meeting does to a child's record may be written by whoever runs it, also where they are only called to it: the page
    has asked who they are (`queries.OpenMeeting`), and children they do not see are not among these.
    """
    children = [child.case for child in meeting.children.select_related("case").order_by("number")]
    for case in children:
        opening(case.pk)
    lock(*children, *more)
    return Meeting.objects.select_related("chair", "follows").get(pk=meeting.pk), children


def check_version(meeting: Meeting, version: int) -> None:
    if version and version != meeting.version:
        raise ActionNotAllowed("Somebody changed this meeting while you had the page open. Read it again, then press.")
