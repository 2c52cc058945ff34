"""May a conference be called, with this chair, on this day; may it end; may somebody be invited so: every refusal as a sentence."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case, CaseKind, Person
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import is_working_day
from hsb.ui.words import long_date
from strategy_meetings.child_plans.queries import open_protection_plan
from strategy_meetings.conference.states import Hand
from strategy_meetings.meetings import parts
from strategy_meetings.meetings.families import is_one_family
from strategy_meetings.meetings.kinds import Kind, kind_of
from strategy_meetings.meetings.states import HELD
from strategy_meetings.models import Action, Meeting

DECIDED_ON_IT = (
    "mash.decision_approved",
    "worker.allocated",
    "yos.allocated",
    "cf_assessment.authorised",
    "s47.authorised",
    "s47.ended_without_conference",
    "aim.report_signed_off",
    "engagement.decided",
    "cp_plan.core_group_asked",
)
"""What somebody has allocated, approved, authorised or supervised, who therefore does not chair the conference."""
STILL_OPEN = "still_open"
"""The part that says who takes on what a plan leaves open."""
MOVED_AWAY = "transfer_out.accepted"
CAME_HERE = ("transfer_in.notified", "transfer_in.accepted")
"""What the record says when a child has moved to another authority, and when one has come from there with a plan."""


def check_can_call(
    kind: Kind, children: Sequence[Case], *, chair: User, starts_at: datetime, day_reason: str, at: datetime
) -> None:
    """Everything a conference or core group needs before it is called, asked of every child of it."""
    if not kind.has_family:
        return
    if not is_one_family(children):
        raise ActionNotAllowed(
            "These children are of different families. Each family has its own conference: choose the children of one."
        )
    if kind.chair_is_not == "involved":
        check_is_independent(chair, children)
    if kind.asks_about_day:
        check_day(clock.local_date(starts_at), day_reason)
    for case in children:
        check_lives_here(case)
    if kind.is_conference and not kind.follows:
        check_follows_discussion(children)
    elif kind.follows:
        check_has_plan(kind, children, on=clock.local_date(starts_at))


def check_is_independent(chair: User, children: Iterable[Case]) -> None:
    """The chair has decided nothing on the case of any child: not allocated, approved, authorised or supervised."""
    decided = (
        CaseEvent.objects.filter(case__in=list(children), by=chair, code__in=DECIDED_ON_IT).order_by("number").first()
    )
    chaired = Meeting.objects.filter(
        children__case__in=list(children), chair=chair, kind__in=("strategy", "reconvened", "planning"), state__in=HELD
    ).exists()
    if decided is None and not chaired:
        return
    when = f" on {long_date(clock.local_date(decided.occurred_at))}" if decided is not None else ""
    raise ActionNotAllowed(
        f"{chair.full_name} has decided something on this case before{when}, and a conference is chaired by somebody who has"
        " not. Choose another chair."
    )


def check_day(on: date, reason: str) -> None:
    """A conference on a Saturday, Sunday or bank holiday is asked about: it is usually a wrong date."""
    if not is_working_day(on, timeliness.holidays()) and not reason.strip():
        raise ActionNotAllowed(
            f"{long_date(on)} is no working day, and returns to the Department for Education refuse such a conference."
            " Choose another day, or say why it has to be then."
        )


def check_lives_here(case: Case) -> None:
    """Who has moved to another authority has their conference there."""
    said = CaseEvent.objects.filter(case=case, code__in=(MOVED_AWAY, *CAME_HERE)).order_by("-number")
    last = said.first()
    if last is not None and last.code == MOVED_AWAY:
        raise ActionNotAllowed(
            f"{case.label} moved away on {long_date(clock.local_date(last.occurred_at))}. The other authority holds the"
            " conference; send them what they need."
        )


def check_follows_discussion(children: Sequence[Case]) -> None:
    """No conference without the discussion that began the enquiry; a child only considered comes with a brother or sister."""
    asked = [case for case in children if case.kind != CaseKind.CONSIDERED]
    if not asked:
        raise ActionNotAllowed(
            "A child who is only considered has a conference together with the brother or sister it is about. Choose that child"
            " too, or hold a strategy discussion about this one."
        )
    begun = set(
        CaseEvent.objects.filter(
            case__in=asked, code="strategy.held", facts__section_47__in=["single", "joint"]
        ).values_list("case_id", flat=True)
    )
    come = set(CaseEvent.objects.filter(case__in=asked, code__in=CAME_HERE).values_list("case_id", flat=True))
    for case in asked:
        if case.pk not in begun | come:
            raise ActionNotAllowed(
                f"No strategy discussion has begun a section 47 enquiry about {case.label}. A conference never takes the"
                " place of that discussion: hold it first, then call the conference."
            )
        if open_protection_plan(case) is not None:
            raise ActionNotAllowed(
                f"{case.label} has a protection plan already. Call a review conference, which looks at the plan."
            )


def check_has_plan(kind: Kind, children: Iterable[Case], *, on: date) -> None:
    """A review or core group goes through a plan that runs."""
    with_plan = [case for case in children if open_protection_plan(case) is not None]
    if not with_plan:
        what = "core group" if kind.is_core_group else "review"
        raise ActionNotAllowed(
            f"There is no protection plan to go through: the conference that makes one comes before a {what}. Call the"
            " initial conference first."
        )
    for case in with_plan:
        plan = open_protection_plan(case)
        if plan is not None and on < plan.started_on:
            raise ActionNotAllowed(
                f"{case.label}’s plan began on {long_date(plan.started_on)}. Choose a day after that."
            )


# -- the family ---------------------------------------------------------------------------------------------------------------


def check_can_reach(person: Person | None, *, name: str, by_hand: str, handed_by: str, address: str) -> None:
    """A letter goes only where it is safe: never to an address that must not be disclosed, never to who must not be contacted."""
    if not name.strip():
        raise ActionNotAllowed("Say who it is.")
    if person is not None and person.may_be_contacted is False:
        warning = f" {person.contact_warning}" if person.contact_warning else ""
        raise ActionNotAllowed(f"{name} must not be contacted, the record says.{warning} Do not invite them; say why.")
    if by_hand == Hand.POST and person is not None and person.address_confidential:
        raise ActionNotAllowed(
            f"{name}’s address must not be disclosed: nothing is posted there. Have the letter handed over, and say by whom."
        )
    if by_hand == Hand.POST and not address.strip():
        raise ActionNotAllowed(f"No address of {name} is on the record. Have the letter handed over, and say by whom.")
    if by_hand == Hand.HAND and not handed_by.strip():
        raise ActionNotAllowed("Say who hands the letter over.")


# -- the decision -------------------------------------------------------------------------------------------------------------


def check_decision(child: parts.Child) -> None:
    """A conference ends once every child has a plan or none by name, with its category and who answers for the plan."""
    decision = child.answer("decision")
    if not decision:
        raise ActionNotAllowed(
            f"{child.label}: choose the decision before you end the conference. Each child has a plan or none by name."
        )
    if decision == parts.PLAN and not child.answer("category"):
        raise ActionNotAllowed(f"{child.label}: choose the category of the protection plan, one.")
    if decision == parts.PLAN and not child.rows.get("outline"):
        raise ActionNotAllowed(
            f"{child.label}: name the key worker, the core group with its date and the review. The plan counts from today."
        )


def check_where_it_goes(child: parts.Child, still_open: Collection[Action]) -> None:
    """A review that ends the plan says who takes on what is still to be done under it."""
    if child.answer("decision") == parts.PLAN or not still_open or child.words(STILL_OPEN):
        return
    named = "; ".join(one.what for one in still_open)
    raise ActionNotAllowed(
        f"{child.label}: still to be done under this plan: {named}. Write under “{parts.PARTS[STILL_OPEN].title}” who takes each"
        " of them on, then end the conference."
    )


def check_owner_is_here(name: str, user: User | None) -> None:
    """What is to be done is given to somebody who is still there to do it."""
    if user is not None and not user.is_active:
        raise ActionNotAllowed(f"{name} has left. Choose somebody who is still there.")


def check_outline(*, held_on: date, core_group_on: date, review_on: date) -> None:
    """Core group and review come after the conference; the review in time."""
    if core_group_on <= held_on:
        raise ActionNotAllowed(f"The core group meets after the conference: choose a day after {long_date(held_on)}.")
    if review_on <= core_group_on:
        raise ActionNotAllowed("The review comes after the core group. Choose a later day.")


def check_times(began: datetime, ended: datetime) -> None:
    """A part ends after it began."""
    if ended < began:
        ended += timedelta(days=1)
    if ended - began > timedelta(hours=6):
        raise ActionNotAllowed("Check the times: the part without the family ended before it began.")


def check_has_read(meeting: Meeting) -> None:
    """Letters tell a decision that was made."""
    if meeting.state not in HELD:
        raise ActionNotAllowed("The conference has not ended yet. The letters tell what it decided.")


def missing_quorum(meeting: Meeting, children: Sequence[Case]) -> list[str]:
    """Answer what a core group still needs: a parent or the child, or why not."""
    if not kind_of(meeting.kind).is_core_group:
        return []
    here = set(meeting.family.filter(took_part=True).values_list("case_id", flat=True))
    why = set(meeting.conference_children.exclude(family_absent_because="").values_list("case_id", flat=True))
    return [] if all(case.pk in here | why for case in children) else ["a parent or the child (or why not)"]
