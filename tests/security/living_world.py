"""A case that goes on living, in the world of the security tests: an incident, a transfer, MAPPA, a plan signed and given."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hsb.accounts.models import User
from hsb.agencies.permissions import RecordClass
from hsb.cases import access
from hsb.cases.models import Case
from strategy_meetings.incidents import actions as incidents
from strategy_meetings.mappa import actions as mappa
from strategy_meetings.mappa.rules import Ground
from strategy_meetings.mappa.states import State
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import actions as plans
from strategy_meetings.safety_plans import sharing
from strategy_meetings.support import actions as support
from strategy_meetings.transfers import actions as transfers
from strategy_meetings.transfers.states import Way

C = RecordClass
OF_A_MAPPA_REFERRAL = ("mappa_reply", "mappa_level", "end_mappa", "set_mappa_meeting", "mappa_action")


def living(
    word: Callable[..., str], *, young: Case, social: User, officer: User, manager: User, at: datetime
) -> dict[str, dict[str, Any]]:
    """One of everything that a living case has a page of; answers the ids that their addresses name."""
    today = at.date()
    incident = incidents.tell(
        case=young,
        happened_on=today,
        what=word("what a new incident was", C.INCIDENT),
        told_by=word("who told of a new incident", C.INCIDENT),
        done_at_once=word("what was done at once", C.INCIDENT),
        by=social,
        at=at,
    )
    transfer = transfers.notify(
        case=young,
        way=Way.OUT,
        authority=word("the other authority", C.DECISION),
        contact=word("who has the case there", C.DECISION),
        moved_on=today,
        told_on=today,
        on_plan=False,
        what_runs=word("what goes with the child", C.DECISION),
        by=manager,
        at=at,
    )
    mappa.record_eligibility(
        case=young,
        ground=Ground("conviction", must_notify=True),
        what=word("what makes eligible for MAPPA", C.MAPPA),
        decided_on=today,
        source="yos",
        source_detail=word("source of eligibility for MAPPA", C.MAPPA),
        by=officer,
        at=at,
    )
    referral = mappa.refer(case=young, level=2, sent_on=today, by=officer, at=at)
    reply = word("reply to a MAPPA referral", C.MAPPA)
    mappa.reply(referral=referral, to=State.ACCEPTED, level=2, replied_on=today, reply=reply, by=officer, at=at)
    meeting = mappa.set_meeting(referral=referral, held_on=today + timedelta(days=20), by=officer, at=at)
    mappa.set_action(
        referral=referral,
        what=word("own action after MAPPA", C.TASKS, C.MAPPA),
        to=f"person:{social.pk}",
        due_on=today + timedelta(days=7),
        by=officer,
        at=at,
    )
    line = plans.add_line(
        plan=SafetyPlan.objects.select_related("case").get(case=young, state="draft"),
        written={
            "setting": "school",
            "people": word("people in a safety plan", C.SAFETY_PLAN),
            "time": word("time in a safety plan", C.SAFETY_PLAN),
            "control": word("control in a safety plan", C.SAFETY_PLAN),
            "owner": word("owner in a safety plan", C.SAFETY_PLAN),
        },
        by=social,
        at=at,
    )
    plan = SafetyPlan.objects.select_related("case").get(case=young, state="agreed")
    why_not = word("why a safety plan is not signed", C.SAFETY_PLAN)
    sharing.sign(plan=plan, who="parent", signed_on=None, why_not=why_not, by=social, at=at)
    sharing.give(
        plan=plan,
        which="family",
        to_whom=word("who has a copy of a safety plan", C.SAFETY_PLAN),
        how=word("how a copy was given", C.SAFETY_PLAN),
        given_on=today,
        by=social,
        at=at,
    )
    return {
        "decide_incident": {"incident_id": incident.pk},
        "answer_transfer": {"transfer_id": transfer.pk},
        **{page: {"referral_id": referral.pk} for page in OF_A_MAPPA_REFERRAL},
        **{page: {"meeting_id": meeting.pk} for page in ("mappa_attendance", "record_mappa_meeting")},
        "take_out_safety_plan_line": {"line_id": line.pk},
        "safety_plan_version": {"plan_id": plan.pk, "which": "family"},
    }


def supported(word: Callable[..., str], *, harmed: Case, manager: User, at: datetime) -> dict[str, dict[str, Any]]:
    """A need of the harmed child and a support offered for it; answers the ids that their addresses name."""
    opened = access.get_case(manager, harmed.reference, look="test")
    need = support.record_need(
        opened=opened, what=word("what a harmed child needs", C.SUPPORT), said_by=word("who says so", C.SUPPORT), at=at
    )
    offer = support.offer(
        opened=opened,
        kind="therapy",
        service=word("who gives support", C.SUPPORT),
        what=word("what support is", C.SUPPORT),
        offered_to="both",
        offered_on=at.date(),
        need=need,
        at=at,
    )
    of_offer = {"offer_id": offer.pk}
    return {"need_met": {"need_id": need.pk}, "answer_support": of_offer, "end_support": of_offer}
