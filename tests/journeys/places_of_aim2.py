"""Where the pictures of the AIM assessment, of what leaves it and of the intervention are taken, in the demonstration."""

from collections.abc import Callable
from typing import Any

ONLY_PRESSES = tuple(
    f"aim2:{page}"
    for page in (
        *("keys", "text_autosave", "pick", "agree", "sign", "return", "rate_again", "send_disclosure"),
        *("settle_rating", "return_disclosure", "let_disclosure_leave", "step_added", "step_confirmed", "goal_reached"),
        *("agree_plan", "not_looked_after", "custody_risk_over", "consent_autosave"),
    )
)
FILES = ("aim2:consent_copy", "aim2:disclosure_copy", "aim2:plan_copy", "aim2:report_copy", "aim2:hand_over_copy")


def add_all(add: Callable[..., None], some: Callable[..., Any]) -> None:
    """Every page of theirs has at least one picture."""
    from aim2.models import Assessment, Disclosure, InstrumentPack, InterventionPlan, Source

    running = some(
        Assessment.objects.filter(state="writing", lead__full_name="Ruth Adeyemi").order_by("-opened_at"),
        "assessment being written",
    )
    reference = running.case.reference
    add("aim2:assessment", "ruth", reference)
    add("aim2:assessment", "daniel", reference, called="co-worker")
    for page in ("people", "sessions", "sources", "timeline", "totals", "report", "end"):
        add(f"aim2:{page}", "ruth", reference, running.number)
    add("aim2:planning_meeting", "ruth", reference)
    add("aim2:part", "ruth", reference, running.number, "family", called="domain")
    add("aim2:part", "ruth", reference, running.number, "formulation", called="formulation")
    add("aim2:text", "ruth", reference, running.number, "formulation")
    add("aim2:ratings", "ruth", reference, running.number)
    add("aim2:choose_instrument", "ruth", reference, running.number)
    add("aim2:rating_domain", "ruth", reference, running.number, "D1")
    add("aim2:rate", "ruth", reference, running.number, "1.1")
    add("aim2:instruments", "tom")
    pack = some(InstrumentPack.objects.filter(withdrawal=None).order_by("code"), "instrument")
    add("aim2:withdraw_instrument", "tom", pack.pk)
    signed = some(
        Assessment.objects.filter(state="shared", lead__full_name="Jamie Thorne").order_by("-opened_at"),
        "signed assessment",
    )
    add("aim2:assessment", "jamie", signed.case.reference, called="signed")
    add("aim2:share", "jamie", signed.case.reference, signed.number)
    add("aim2:keep", "tom", signed.case.reference, signed.number)
    add("aim2:open_assessment", "jamie", signed.case.reference)
    document = some(Disclosure.objects.filter(kind="young_person").order_by("-saved_at"), "summary")
    add("aim2:disclosures", "jamie", document.case.reference)
    add("aim2:prepare_disclosure", "jamie", document.case.reference)
    add("aim2:disclosure", "jamie", document.case.reference, document.number)
    plan = some(InterventionPlan.objects.filter(state="running").order_by("-opened_at"), "running plan")
    add("aim2:plan", "jamie", plan.case.reference)
    add("aim2:open_plan", "jamie", plan.case.reference)
    for page in ("plan_goals", "plan_sessions", "review_plan", "restorative", "end_plan"):
        add(f"aim2:{page}", "jamie", plan.case.reference, plan.number)
    opinion = some(Source.objects.filter(kind="opinion_asked").order_by("-at"), "opinion asked for")
    add("aim2:opinion", "ruth", opinion.case.reference, opinion.assessment.number, opinion.pk)
    _add_edges(add, some)


def _add_edges(add: Callable[..., None], some: Callable[..., Any]) -> None:
    """Custody, care and the way towards 18."""
    from aim2.models import CustodyStay, LookedAfter, TransitionPlan

    spell = some(LookedAfter.objects.filter(ended_at=None, basis="section_20").order_by("-since"), "looked after")
    reference = spell.case.reference
    for page in ("looked_after", "start_looked_after", "name_reviewer"):
        add(f"aim2:{page}", "daniel", reference)
    add("aim2:end_looked_after", "daniel", reference, spell.pk)
    add("aim2:choose_date", "daniel", reference, "care")
    add("aim2:record_date", "daniel", reference, "care", "placement.started")
    stay = some(CustodyStay.objects.filter(ended_at=None).order_by("-since"), "in custody")
    reference = stay.case.reference
    for page in ("custody", "open_stay", "move_stay", "hand_over_aim", "aim_sent", "custody_dates", "custody_risk"):
        add(f"aim2:{page}", "tom", reference)
    add("aim2:detention_plan", "daniel", reference)
    plan = some(TransitionPlan.objects.filter(state="sent").order_by("-begun_at"), "hand-over sent")
    reference = plan.case.reference
    for page in ("transition", "write_transition", "send_hand_over", "hand_over_accepted", "hand_over_refused"):
        add(f"aim2:{page}", "tom", reference)
    add("aim2:finish_transition", "tom", reference)
    add("aim2:correct_birth_date", "tom", reference)
