"""Reading meetings: which exist for a person, one of them as they may see it, and what stands written on it.

Over 300 lines: what one live page is made of, read by every room of the stage.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import PERMISSIONS, Level, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import CaseNotThere, OpenCase
from hsb.cases.models import NARROW_PARTS, Case, CaseKind, Involvement, Part, Person, PersonPart
from hsb.cases.visible import visible_cases
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied
from referrals.models import InvestigationEnd
from strategy_meetings.meetings import parts
from strategy_meetings.meetings.kinds import Kind, kind_of
from strategy_meetings.meetings.states import HELD, WRITTEN_ON, MeetingState
from strategy_meetings.models import (
    Action,
    AgencyView,
    Attendance,
    ConferenceChild,
    Contingency,
    Information,
    Invitation,
    Meeting,
    MeetingChild,
    PartWritten,
    Told,
)
from strategy_meetings.models.meetings import InvitationState

INVITED = frozenset({InvitationState.INVITED, InvitationState.COMING, InvitationState.APOLOGIES})


@dataclass(frozen=True)
class ChildHere:
    """A child of the meeting whom this person may see there, and their own invitation for this child, if any."""

    row: MeetingChild
    opened: OpenCase
    invitation: Invitation | None

    @property
    def case(self) -> Case:
        return self.row.case

    @property
    def label(self) -> str:
        return self.case.label


@dataclass(frozen=True)
class OpenMeeting:
    """A meeting as one person may see it: only the children they are entitled to, and what they may do."""

    meeting: Meeting
    user: User
    children: tuple[ChildHere, ...]
    is_chair: bool
    takes_minutes: bool
    all_children: bool  # whether no child of the meeting is hidden from this person

    @property
    def kind(self) -> Kind:
        return kind_of(self.meeting.kind)

    @property
    def writes(self) -> bool:
        """Whether they read and write the record before it is approved: the chair and the minute-taker, who see every child."""
        return (self.is_chair or self.takes_minutes) and self.all_children

    @property
    def may_decide(self) -> bool:
        """Whether their role lets them convene such a meeting for every child of it: they may hand over the chair and call off."""
        return self.all_children and all(
            child.opened.may(RecordClass.MEETING, Level.APPROVE) for child in self.children
        )

    @property
    def is_written_on(self) -> bool:
        return self.meeting.state in WRITTEN_ON

    @property
    def title(self) -> str:
        return self.children[0].row.title

    def child(self, number: int) -> ChildHere:
        """Answer the child of that number. Raises CaseNotThere when there is none for this person."""
        for child in self.children:
            if child.row.number == number:
                return child
        raise CaseNotThere


def open_meeting(user: User, meeting_id: UUID, *, look: str) -> OpenMeeting:
    """Answer the meeting as this person may see it, and write a look to the audit for each child they see there.

    Raises CaseNotThere (404) for whoever is neither chair, minute-taker nor invited, and may not read meetings of any of its
    children.
    """
    stands = set(agencies.stands_for(user))
    rows = (
        MeetingChild.objects.filter(meeting_id=meeting_id, case__in=visible_cases(user))
        .select_related("meeting__chair", "meeting__follows", "case", "minute_taker")
        .order_by("number")
    )
    found: list[ChildHere] = []
    own = {
        invitation.case_id: invitation
        for invitation in Invitation.objects.filter(meeting_id=meeting_id, user__in=stands, state__in=INVITED)
    }
    for row in rows:
        named = row.meeting.chair_id in stands or row.minute_taker_id in stands or row.case_id in own
        needs = Level.SUMMARY if named else Level.READ
        try:
            opened = access.get_case_by_id(user, row.case_id, look=look, needs=(RecordClass.MEETING, needs))
        except (AccessDenied, CaseNotThere):
            continue
        found.append(ChildHere(row, opened, own.get(row.case_id)))
    if not found:
        raise CaseNotThere
    meeting = found[0].row.meeting
    return OpenMeeting(
        meeting=meeting,
        user=user,
        children=tuple(found),
        is_chair=meeting.chair_id in stands,
        takes_minutes=any(child.row.minute_taker_id in stands for child in found),
        all_children=len(found) == meeting.children_count,
    )


def meetings_of(opened: OpenCase) -> QuerySet[MeetingChild]:
    """Answer this child's meetings, the newest first: all of them for whoever reads meetings, else those they are named on."""
    found = (
        MeetingChild.objects.filter(case=opened.case).select_related("meeting__chair").order_by("-meeting__starts_at")
    )
    if opened.may(RecordClass.MEETING, Level.READ):
        return found
    return found.filter(_named(agencies.stands_for(opened.user)))


def _named(stands: Iterable[int]) -> Q:
    invited = Invitation.objects.filter(
        meeting=OuterRef("meeting"), case=OuterRef("case"), user__in=list(stands), state__in=INVITED
    )
    return Q(meeting__chair__in=list(stands)) | Q(minute_taker__in=list(stands)) | Q(Exists(invited))


def named_meetings(user: User, *, states: Iterable[str] | None = None) -> QuerySet[MeetingChild]:
    """Answer the children's rows of the meetings this person chairs, takes minutes of or is invited to, of cases they may see."""
    found = MeetingChild.objects.filter(_named(agencies.stands_for(user)), case__in=visible_cases(user))
    if states is not None:
        found = found.filter(meeting__state__in=list(states))
    return found.select_related("meeting__chair", "case").order_by("meeting__starts_at", "number")


def of_colleagues(user: User, *, at: datetime) -> QuerySet[MeetingChild]:
    """Answer the rows of meetings to come to which somebody of this person's agency is called and they are not, of records whose
    meetings they may read: who is on a record only for a meeting, or reads only what they are called to, sees none of these."""
    held = agencies.memberships(user, clock.local_date(at))
    readers = [str(role) for role in Role if PERMISSIONS[role][RecordClass.MEETING] >= Level.READ]
    reads = (
        Involvement.objects.in_force(at)
        .filter(group_id__in=agencies.principals(user), role__in=readers)
        .exclude(part__in=[*NARROW_PARTS, Part.CHECK, Part.REFERRER])
    )
    called = Invitation.objects.filter(agency__in=[one.agency_role.agency_id for one in held])
    return (
        MeetingChild.objects.filter(
            case__in=visible_cases(user).filter(pk__in=reads.values("case")),
            meeting__in=called.values("meeting"),
            meeting__state__in=[MeetingState.CALLED, MeetingState.HELD_NOW],
        )
        .exclude(_named(agencies.stands_for(user)))
        .select_related("meeting__chair", "case")
        .order_by("meeting__starts_at", "number")
    )


def written(meeting: Meeting, cases: Iterable[Case]) -> list[parts.Child]:
    """Answer what stands written for these children, as `parts.missing` asks it. Five statements."""
    children = list(cases)
    texts: dict[UUID, dict[str, tuple[str, str]]] = {case.pk: {} for case in children}
    for case_id, part, answer, text in PartWritten.objects.filter(meeting=meeting).values_list(
        "case_id", "part", "answer", "text"
    ):
        texts.setdefault(case_id, {})[part] = (answer, text)
    counted = {
        name: Counter(model.objects.filter(meeting=meeting).values_list("case_id", flat=True))
        for name, model in (("information", Information), ("told", Told), ("contingency", Contingency))
    }
    next_dates = {
        case_id: bool(next_on or because.strip())
        for case_id, next_on, because in MeetingChild.objects.filter(meeting=meeting).values_list(
            "case_id", "next_on", "no_next_because"
        )
    }
    also = _of_a_conference(meeting) if kind_of(meeting.kind).has_family else {}
    household = _households(children) if parts.HOUSEHOLD in kind_of(meeting.kind).each else {}
    return [
        parts.Child(
            key=str(case.pk),
            label=case.label,
            is_harmed=case.is_harmed,
            is_considered=case.kind == CaseKind.CONSIDERED,
            written=texts[case.pk],
            rows={name: rows[case.pk] for name, rows in counted.items()}
            | {"next_date": int(next_dates.get(case.pk, False))}
            | household.get(case.pk, {})
            | also.get(case.pk, ({}, {}))[0],
            titles=also.get(case.pk, ({}, {}))[1],
        )
        for case in children
    ]


def _households(children: Iterable[Case]) -> dict[UUID, dict[str, int]]:
    """Answer of each child how many children are considered beside them, and how many at home their record knows of. One statement."""
    cases = list(children)
    here = sum(1 for case in cases if case.kind == CaseKind.CONSIDERED)
    home = Counter(Person.objects.filter(case__in=cases, part=PersonPart.OTHER_CHILD).values_list("case_id", flat=True))
    return {case.pk: {parts.CONSIDERED_HERE: here, parts.AT_HOME: home[case.pk]} for case in cases}


def _of_a_conference(meeting: Meeting) -> dict[UUID, tuple[dict[str, int], dict[str, str]]]:
    """Answer, by child, how many rows of a conference’s own there are, and what is called otherwise. Four statements."""
    items = Counter(Action.objects.filter(meeting=meeting).exclude(need="").values_list("case_id", flat=True))
    there: dict[UUID, list[str]] = {}
    for case_id, kind in (
        Attendance.objects.filter(meeting=meeting, took_part=True, is_chair=False)
        .order_by("agency_kind")
        .values_list("case_id", "agency_kind")
    ):
        there.setdefault(case_id, []).append(kind)
    said = set(AgencyView.objects.filter(meeting=meeting).values_list("case_id", "agency_kind"))
    found = {}
    for one in ConferenceChild.objects.filter(meeting=meeting):
        silent = [kind for kind in dict.fromkeys(there.get(one.case_id, [])) if (one.case_id, kind) not in said]
        rows = {
            "opening": int(one.opening_read_at is not None),
            "plan_items": items[one.case_id],
            "outline": int(None not in (one.key_worker_id, one.core_group_at, one.review_at)),
            "views": int(not silent and one.case_id in there),
        }
        names = ", ".join(str(AgencyKind(kind).label) for kind in silent)
        found[one.case_id] = (rows, {"views": f"View of {names}"} if names else {})
    return found


def missing(meeting: Meeting, cases: Iterable[Case]) -> list[parts.Missing]:
    """Answer the compulsory parts that are not there, child by child and then once for the meeting."""
    kind = kind_of(meeting.kind)
    return parts.missing(kind.each, kind.once, written(meeting, cases))


def enquiry_runs(case: Case, *, apart_from: Meeting | None = None) -> bool:
    """Answer whether a discussion has begun a section 47 enquiry about this child that nobody has ended since."""
    begun = MeetingChild.objects.filter(case=case, outcome="s47", meeting__state__in=HELD)
    if apart_from is not None:
        begun = begun.exclude(meeting=apart_from)
    last = begun.order_by("-meeting__starts_at").values_list("meeting__starts_at", flat=True).first()
    if last is None:
        return False
    return not InvestigationEnd.objects.filter(case=case, kind="s47", ended_on__gte=clock.local_date(last)).exists()


def rows_of(model: Any, meeting: Meeting, child: ChildHere) -> list[Any]:
    """Answer the rows of one kind for one child of the meeting, in the order they were written."""
    return list(model.objects.filter(meeting=meeting, case=child.case).order_by("number"))


def open_actions(user: User) -> QuerySet[Action]:
    """Answer what meetings have given this person to do and is not done, the soonest due first."""
    mine = Action.objects.filter(owner=user, task__state="open", case__in=visible_cases(user))
    return mine.select_related("case", "task").order_by("due_on", "pk")


def to_reconvene(case: Case) -> Meeting | None:
    """Answer the strategy meeting that should be reconvened: held, its enquiry ended since, none held again after that (P5.5)."""
    end = InvestigationEnd.objects.filter(case=case).order_by("-ended_on").values_list("ended_on", flat=True).first()
    if end is None:
        return None
    held = Meeting.objects.filter(children__case=case, kind__in=("strategy", "reconvened"), state__in=HELD)
    last = held.order_by("-starts_at").first()
    waits = Meeting.objects.filter(children__case=case, kind="reconvened", state=MeetingState.CALLED).exists()
    return last if last is not None and clock.local_date(last.starts_at) <= end and not waits else None


def asked_for(case: Case) -> CaseEvent | None:
    """Answer the newest request for a strategy discussion that nobody has answered by calling or refusing one."""
    codes = ("strategy.asked_for", "strategy.refused", "meeting.called", "strategy.held")
    last = CaseEvent.objects.filter(case=case, code__in=codes).order_by("-number").first()
    return last if last is not None and last.code == "strategy.asked_for" else None


STRATEGY = ("strategy", "reconvened")
OF_A_PLAN = ("initial_conference", "review_conference", "core_group")


def last_held(case: Case, kinds: Iterable[str] = STRATEGY) -> Meeting | None:
    """Answer the latest meeting of these kinds about this child that was held: the one that is reconvened or followed."""
    held = Meeting.objects.filter(children__case=case, kind__in=list(kinds), state__in=HELD)
    return held.order_by("-starts_at").first()


def followed_by(kind: Kind, case: Case) -> Meeting | None:
    """Answer the meeting that one of this kind follows: a review or core group, the last that went through the plan."""
    return last_held(case, STRATEGY if kind.is_strategy else OF_A_PLAN)
