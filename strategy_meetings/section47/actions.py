"""Changes to a section 47 enquiry. Each checks, locks, changes and records in one transaction.

This is the only way an enquiry ends: a proposed outcome, authorised by somebody else (domain.md §5.1).
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.chronology.models import CaseEvent
from hsb.errors import StaleVersion, check_said
from referrals.engagement import actions as engagement
from referrals.models import EndedKind
from strategy_meetings.models import Meeting, MeetingChild, Section47
from strategy_meetings.section47 import events, policies, queries
from strategy_meetings.section47.states import Basis, Kind, Outcome, State, Then

WRITTEN = (
    "seen_alone_on",
    "not_seen_reason",
    "medical",
    "medical_detail",
    "interview",
    "interview_detail",
    "enquiries",
    "childs_views",
    "outcome",
    "reasons",
    "then",
)
STATE_AFTER: dict[str, Safeguarding] = {
    Then.ASSESSMENT: Safeguarding.ASSESSMENT,
    Then.CHILD_IN_NEED: Safeguarding.CHILD_IN_NEED,
    Then.EARLY_HELP: Safeguarding.EARLY_HELP,
    Then.CLOSED: Safeguarding.TO_CLOSE,
}


@transaction.atomic
def begin(
    *,
    case: Case,
    basis: str,
    kind: str,
    began_on: date,
    lead: User | None,
    joint_officer: str,
    by: User,
    at: datetime,
    meeting: Meeting | None = None,
    occasion: uuid.UUID | None = None,
) -> Section47:
    """An enquiry about this child is under way and the strand says so. One at a time: asked again, it is the one there is.

    `meeting` is the discussion that began it, where it is held here. Raises ActionNotAllowed for a day to come, or a joint
    enquiry without its police officer.
    """
    policies.check_can_begin(kind=kind, joint_officer=joint_officer, began_on=began_on, today=clock.local_date(at))
    lock(case)
    if found := queries.open_enquiry(case) or queries.begun_here(case, meeting):
        return found
    number = (Section47.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    enquiry = Section47(
        case=case,
        number=number,
        basis=basis,
        meeting=meeting,
        began_on=began_on,
        kind=kind,
        lead=lead,
        joint_officer=joint_officer.strip(),
        opened_at=at,
        opened_by=by,
    )
    enquiry.save(force_insert=True)
    begun = events.Section47Begun(enquiry=str(enquiry.pk), number=number, kind=kind, basis=basis)
    record(begun, case=case, by=by, at=at, occurred=clock.instant_on(began_on, at=at), occasion=occasion)
    if meeting is None:  # a meeting has moved the strand itself, or left it to MASH whose decision is still to come
        _move_to_enquiry(case, by=by, at=at)
    return enquiry


def begin_for(meeting: Meeting, by: User, at: datetime) -> None:
    """For each child about whom this discussion began an enquiry, one is under way: led by the child's social worker, with the
    police officer who took part. Called when the meeting ends, and again when its record is approved."""
    for child in MeetingChild.objects.filter(meeting=meeting, outcome="s47").select_related("case"):
        joint = queries.is_joint(child)
        begin(
            case=child.case,
            basis=Basis.MEETING,
            kind=Kind.JOINT if joint else Kind.SINGLE,
            began_on=clock.local_date(meeting.starts_at),
            lead=queries.social_worker(child.case),
            joint_officer=(queries.officer(child) or "The police have still to name one") if joint else "",
            by=by,
            at=at,
            meeting=meeting,
        )


def _move_to_enquiry(case: Case, *, by: User, at: datetime) -> None:
    case.refresh_from_db(fields=["safeguarding"])
    steps = TRANSITIONS[Strand.SAFEGUARDING]
    if Safeguarding.ENQUIRY not in steps[case.safeguarding] and Safeguarding.STRATEGY in steps[case.safeguarding]:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=Safeguarding.STRATEGY, by=by, at=at)
    if Safeguarding.ENQUIRY in steps[case.safeguarding]:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=Safeguarding.ENQUIRY, by=by, at=at)


@transaction.atomic
def save(*, enquiry: Section47, written: Mapping[str, Any], version: int, by: User, at: datetime) -> Section47:
    """What was written stands on the next version. Raises StaleVersion when a colleague saved other words since."""
    held = _locked(enquiry)
    policies.check_can_write(held)
    changed = {name: written[name] for name in WRITTEN if name in written and getattr(held, name) != written[name]}
    if not changed:
        return held
    if held.version != version:
        raise StaleVersion(held)
    today = clock.local_date(at)
    policies.check_days(seen_alone_on=changed.get("seen_alone_on"), began_on=held.began_on, today=today)
    _put(held, saved_at=at, saved_by=by, **changed)
    if changed.get("seen_alone_on"):
        _record_seen(held, by=by, at=at)
    return held


def _record_seen(enquiry: Section47, *, by: User, at: datetime) -> None:
    """The chronology says on which day the child was seen; another day corrects what it said of this enquiry before."""
    assert enquiry.seen_alone_on is not None
    said = CaseEvent.objects.filter(case=enquiry.case, code="child.seen", facts__enquiry=str(enquiry.pk))
    record(
        events.ChildSeen(enquiry=str(enquiry.pk)),
        case=enquiry.case,
        by=by,
        at=at,
        occurred=clock.instant_on(enquiry.seen_alone_on, at=at),
        corrects=said.order_by("-number").first(),
    )


@transaction.atomic
def lead_by(*, enquiry: Section47, lead: User | None, kind: str, joint_officer: str, by: User, at: datetime) -> None:
    """Who leads, whether it is joint and who the police officer is stand as given, until it has ended."""
    held = _locked(enquiry)
    policies.check_is_open(held)
    policies.check_can_begin(kind=kind, joint_officer=joint_officer, began_on=held.began_on, today=clock.local_date(at))
    _put(held, lead=lead, kind=kind, joint_officer=joint_officer.strip(), saved_at=at, saved_by=by)


@transaction.atomic
def propose(*, enquiry: Section47, by: User, at: datetime) -> None:
    """The outcome waits for a manager. Raises ActionNotAllowed with what is still missing."""
    held = _locked(enquiry)
    policies.check_can_propose(held, has_safety_plan=queries.has_safety_plan(held.case))
    _put(held, state=State.PROPOSED, proposed_at=at, proposed_by=by)
    proposed = events.Section47Proposed(enquiry=str(held.pk), s47_outcome=held.outcome)
    record(proposed, case=held.case, by=by, at=at)


@transaction.atomic
def send_back(*, enquiry: Section47, comment: str, by: User, at: datetime) -> None:
    """The outcome can be changed again, with the manager's comment beside it."""
    held = _locked(enquiry)
    policies.check_can_answer(held, by)
    policies.check_as_read(held, enquiry.version)
    check_said(comment, "Say what has to change before you can authorise it.")
    _put(held, state=State.RETURNED, returned_at=at, returned_by=by, return_comment=comment.strip())
    returned = events.Section47Returned(enquiry=str(held.pk), comment=comment.strip())
    record(returned, case=held.case, by=by, at=at)


@transaction.atomic
def authorise(*, enquiry: Section47, by: User, at: datetime) -> None:
    """The enquiry has ended: the wait for a referral to YOS is measured from here (P5.10), and no conference is waited for unless
    a risk continues. Then the strand goes where the outcome says; with a continuing risk it stays until the conference."""
    held = _locked(enquiry)
    policies.check_can_authorise(held, by, has_safety_plan=queries.has_safety_plan(held.case))
    policies.check_as_read(held, enquiry.version)
    occasion = uuid.uuid4()
    today = clock.local_date(at)
    _put(held, state=State.ENDED, authorised_at=at, authorised_by=by, ended_on=today)
    record(
        events.Section47Authorised(enquiry=str(held.pk), s47_outcome=held.outcome, reasons=held.reasons),
        case=held.case,
        by=by,
        at=at,
        occasion=occasion,
    )
    engagement.end_investigation(
        case=held.case,
        kind=EndedKind.S47,
        ended_on=today,
        outcome=f"{Outcome(held.outcome).label}.",
        by=by,
        at=at,
    )
    if held.outcome != Outcome.CONTINUING_RISK:
        without = events.EndedWithoutConference(enquiry=str(held.pk))
        record(without, case=held.case, by=by, at=at, occasion=occasion)
        _move_on(held.case, STATE_AFTER[held.then], by=by, at=at)


@transaction.atomic
def do_without_conference(
    *, enquiry: Section47, reasons: str, by: User, at: datetime, press: uuid.UUID | None = None
) -> None:
    """A risk continues and no conference is held, for these reasons: the child has a plan as a child in need. The same press of the
    button decides once."""
    held = _locked(enquiry)
    if chronology.has_happened(held.case_id, "s47.ended_without_conference", press):
        return
    contacts = [one.pk for one in queries.deciders(clock.local_date(at))]
    policies.check_can_do_without(held, by, contacts, reasons)
    _put(held, no_conference_at=at, no_conference_by=by, no_conference_reasons=reasons.strip())
    without = events.EndedWithoutConference(enquiry=str(held.pk), by_exception=True, reasons=reasons.strip())
    record(without, case=held.case, by=by, at=at, occasion=press)
    _move_on(held.case, Safeguarding.CHILD_IN_NEED, by=by, at=at)


def _move_on(case: Case, to: Safeguarding, *, by: User, at: datetime) -> None:
    """The strand follows the outcome where it still can: what has moved it meanwhile holds."""
    case.refresh_from_db(fields=["safeguarding"])
    if case.safeguarding == Safeguarding.ENQUIRY and to in TRANSITIONS[Strand.SAFEGUARDING][case.safeguarding]:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at)


def _locked(enquiry: Section47) -> Section47:
    lock(enquiry.case)
    return Section47.objects.select_related("case", "saved_by").get(pk=enquiry.pk)


def _put(enquiry: Section47, **values: object) -> None:
    """The row holds these values on its next version; raises StaleVersion when it is not the version held in the hand."""
    written = Section47.objects.filter(pk=enquiry.pk, version=enquiry.version).update(
        **values, version=enquiry.version + 1
    )
    if not written:
        raise StaleVersion(Section47.objects.get(pk=enquiry.pk))
    for name, value in values.items():
        setattr(enquiry, name, value)
    enquiry.version += 1
