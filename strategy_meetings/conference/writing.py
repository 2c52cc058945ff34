"""What is written of a conference besides the parts: opening read, views, plan items, part without the family, outline.

One transaction each, by chair and minute-taker.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.cases import masking, people
from hsb.cases.models import Case, CaseLink
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed, check_said
from strategy_meetings.conference import events, policies
from strategy_meetings.conference.states import View
from strategy_meetings.meetings import following, writing
from strategy_meetings.meetings.families import of_one_family
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.policies import check_action_due
from strategy_meetings.models import (
    Action,
    AgencyView,
    ConferenceChild,
    CoreGroupMember,
    FamilyMember,
    Invitation,
    Meeting,
    WithoutFamily,
)


@transaction.atomic
def read_out(*, meeting: Meeting, by: User, at: datetime) -> None:
    """The opening statement has been read out; once is enough."""
    children = [child.case for child in meeting.children.select_related("case").order_by("number")]
    held = writing.open_for_writing(meeting, *children)
    ConferenceChild.objects.filter(meeting=held, opening_read_at=None).update(
        opening_read_at=at, version=F("version") + 1
    )
    writing.looked_at_again(held, children[0], by=by, at=at)


@transaction.atomic
def say_view(
    *,
    meeting: Meeting,
    case: Case,
    agency_kind: str,
    agency: Agency | None,
    view: str,
    text: str,
    by: User,
    at: datetime,
) -> None:
    """What the agency says for this child stands: a plan, none, or that it does not know the child. Said again, it replaces."""
    held = writing.open_for_writing(meeting, case)
    if view not in View.values:
        raise ActionNotAllowed("Choose what the agency says.")
    if agency_kind not in {one.agency for one in kind_of(held.kind).invites}:
        raise ActionNotAllowed("That agency has no part in such a meeting.")
    AgencyView.objects.update_or_create(
        meeting=held,
        case=case,
        agency_kind=agency_kind,
        agency=agency,
        defaults={"view": view, "text": text.strip(), "at": at, "by": by},
    )
    writing.looked_at_again(held, case, by=by, at=at)


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    case: Case,
    need: str,
    what: str,
    owner_name: str,
    due_on: date,
    known_by: str,
    by: User,
    at: datetime,
    owner: User | None = None,
    owner_agency: Agency | None = None,
) -> Action:
    """An item of the plan: what the child needs, what is done by whom by when, how we shall know. What the family does is followed
    up by the key worker."""
    held = writing.open_for_writing(meeting, case)
    for text, sentence in (
        (need, "Write what the child needs."),
        (what, "Write what will be done."),
        (owner_name, "Say who does it."),
        (known_by, "Say how we shall know that it has helped."),
    ):
        check_said(text, sentence)
    policies.check_owner_is_here(owner_name, owner)
    check_action_due(due_on, held)
    number = (Action.objects.filter(meeting=held, case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Action(
        meeting=held,
        case=case,
        number=number,
        need=need.strip(),
        what=what.strip(),
        owner=owner,
        owner_agency=owner_agency,
        owner_name=owner_name.strip(),
        due_on=due_on,
        known_by=known_by.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    following.set_tasks_if_ended(held, by=by, at=at)
    writing.looked_at_again(held, case, by=by, at=at)
    return row


@transaction.atomic
def say_progress(*, action: Action, progress: str, by: User, at: datetime) -> None:
    """How an item of the plan stands, as the core group or review went through it."""
    held = writing.open_for_writing(action.meeting, action.case)
    check_said(progress, "Say how this item stands.")
    Action.objects.filter(pk=action.pk).update(progress=progress.strip(), version=F("version") + 1)
    writing.looked_at_again(held, action.case, by=by, at=at)


@transaction.atomic
def without_family(
    *,
    meeting: Meeting,
    case: Case,
    began_at: datetime,
    ended_at: datetime,
    who: str,
    why: str,
    text: str,
    by: User,
    at: datetime,
) -> WithoutFamily:
    """A part without the family, minuted in the restricted annex. The family is told that there was one, and why. No child of
    another family is its subject."""
    held = writing.open_for_writing(meeting, case)
    for said, sentence in (
        (who, "Say who was in the room."),
        (why, "Say why it was without the family: they are told that."),
        (text, "Write what was said."),
    ):
        check_said(said, sentence)
    policies.check_times(began_at, ended_at)
    check_no_other_family(case, text)
    number = (WithoutFamily.objects.filter(meeting=held, case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    row = WithoutFamily(
        meeting=held,
        case=case,
        number=number,
        began_at=began_at,
        ended_at=ended_at,
        who=who.strip(),
        why=why.strip(),
        text=text.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row


def check_no_other_family(case: Case, *texts: str) -> None:
    """No child of another family, whose record is linked, is named here."""
    # Whoever writes need not be on the other child's record: it is read here to keep its name out, and never shown.
    for linked in CaseLink.objects.filter(case=case).values_list("linked_case_id", flat=True):
        opening(linked)
    for link in CaseLink.objects.filter(case=case).exclude(of_one_family()).select_related("linked_case"):
        found = people.subject(link.linked_case)
        if found is None:
            continue
        own = people.subject(case)
        names = masking.hidden(
            given_name=found[1].given_name,
            family_name=found[1].family_name,
            known_as=found[1].known_as,
            called=link.called,
            shared=(own[1].given_name, own[1].family_name, own[1].known_as) if own else (),
        )
        if any(masking.mask_text(text, [names])[1] for text in texts):
            raise ActionNotAllowed(
                f"This names a child of another family. Say “{link.called}”: that child is no subject of this conference."
            )


@transaction.atomic
def outline(
    *,
    meeting: Meeting,
    case: Case,
    key_worker: User,
    core_group: Sequence[tuple[str, User | None, FamilyMember | None]],
    core_group_at: datetime,
    review_at: datetime,
    by: User,
    at: datetime,
) -> None:
    """Key worker, core group with its first date, and review stand for this child."""
    held = writing.open_for_writing(meeting, case)
    policies.check_owner_is_here(key_worker.full_name, key_worker)
    if not core_group:
        raise ActionNotAllowed("Say who is in the core group.")
    policies.check_outline(
        held_on=clock.local_date(held.starts_at),
        core_group_on=clock.local_date(core_group_at),
        review_on=clock.local_date(review_at),
    )
    ConferenceChild.objects.filter(meeting=held, case=case).update(
        key_worker=key_worker, core_group_at=core_group_at, review_at=review_at, version=F("version") + 1
    )
    CoreGroupMember.objects.filter(meeting=held, case=case).delete()
    for name, user, member in {name: (name, user, member) for name, user, member in core_group}.values():
        CoreGroupMember(meeting=held, case=case, name=name, user=user, family=member).save(force_insert=True)
    writing.looked_at_again(held, case, by=by, at=at)


@transaction.atomic
def share_report(*, invitation: Invitation, shared_on: date, how: str, by: User, at: datetime) -> None:
    """The family was shown this report, on which day and how; or why not."""
    opening(invitation.case_id)
    lock(invitation.case)
    if not invitation.report.strip():
        raise ActionNotAllowed("There is no report yet to show the family.")
    if shared_on > clock.local_date(at):
        raise ActionNotAllowed("Enter a day that has come.")
    Invitation.objects.filter(pk=invitation.pk).update(shared_on=shared_on, shared_how=how.strip())
    said = events.ReportShared(meeting=str(invitation.meeting_id), shared_on=shared_on.isoformat(), how=how.strip())
    record(said, case=invitation.case, by=by, at=at)
