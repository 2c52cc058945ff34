"""Where the pictures of a living case are taken, in the demonstration: incidents, transfers, MAPPA, a safety plan shared."""

from collections.abc import Callable
from typing import Any

ONLY_PRESSES = ("strategy_meetings:take_out_safety_plan_line",)
FILES = ("strategy_meetings:safety_plan_version",)


def add_all(add: Callable[..., None], some: Callable[..., Any]) -> None:
    """Every page of theirs has at least one picture."""
    from strategy_meetings.models import MappaEligibility, MappaMeeting, NewIncident, SafetyPlanCopy, Transfer

    waiting = some(NewIncident.objects.filter(state="waiting").order_by("-recorded_at"), "incident to decide on")
    decided = some(NewIncident.objects.filter(state="goes_on").order_by("-recorded_at"), "incident decided on")
    add("strategy_meetings:incidents", "grace", waiting.case.reference, called="waiting")
    add("strategy_meetings:incidents", "daniel", decided.case.reference, called="decided")
    add("strategy_meetings:record_incident", "daniel", waiting.case.reference)
    add("strategy_meetings:decide_incident", "grace", waiting.case.reference, waiting.pk)

    moved = some(Transfer.objects.filter(state="waiting").order_by("-recorded_at"), "transfer that waits")
    away = some(Transfer.objects.filter(way="out").order_by("-recorded_at"), "transfer away")
    add("strategy_meetings:transfers", "grace", moved.case.reference, called="in")
    add("strategy_meetings:transfers", "daniel", away.case.reference, called="out")
    for page in ("transfer_in", "transfer_out"):
        add(f"strategy_meetings:{page}", "grace", decided.case.reference)
    add("strategy_meetings:answer_transfer", "grace", moved.case.reference, moved.pk)

    meeting = some(MappaMeeting.objects.filter(state="to_come").order_by("held_on"), "MAPPA meeting to come")
    reference, referral = meeting.case.reference, meeting.referral_id
    add("strategy_meetings:mappa", "ruth", reference, called="level-2")
    add("strategy_meetings:mappa", "daniel", reference, called="social-care")
    not_eligible = some(MappaEligibility.objects.filter(category=0).order_by("-at"), "young person who is not eligible")
    add("strategy_meetings:mappa", "tom", not_eligible.case.reference, called="not-eligible")
    add("strategy_meetings:mappa_eligibility", "ruth", reference)
    add("strategy_meetings:refer_to_mappa", "ruth", reference)
    for page in ("mappa_reply", "mappa_level", "end_mappa", "set_mappa_meeting", "mappa_action"):
        add(f"strategy_meetings:{page}", "ruth", reference, referral)
    add("strategy_meetings:mappa_attendance", "daniel", reference, meeting.pk)
    add("strategy_meetings:record_mappa_meeting", "ruth", reference, meeting.pk)

    shared = some(SafetyPlanCopy.objects.order_by("-at"), "safety plan that was given out").case.reference
    add("strategy_meetings:safety_plan", "daniel", shared, called="shared")
    for page in (
        *("safety_plan_lines", "safety_plan_owner", "sign_safety_plan", "give_safety_plan", "safety_plan_changed"),
    ):
        add(f"strategy_meetings:{page}", "daniel", shared)
