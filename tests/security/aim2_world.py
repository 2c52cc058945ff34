"""AIM2 assessment, documents and plan in the world of the security tests: a row of each, each text a canary of its class."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from aim2.assessments import parts
from aim2.instruments import loading, shipped
from aim2.models import (
    Assessment,
    AssessmentText,
    Closure,
    CustodyRisk,
    CustodyStay,
    DetentionPlan,
    Disclosure,
    EarlierText,
    Evidence,
    Goal,
    HandOver,
    InstrumentPack,
    InterventionPlan,
    LookedAfter,
    PackWithdrawal,
    PlanReview,
    PlanSession,
    RatedWith,
    Rating,
    RecommendationStep,
    Resolution,
    Reviewer,
    Session,
    Source,
    SubTotal,
    TimelineEntry,
    TransitionPlan,
)
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import RecordClass
from hsb.cases.models import Case

Word = Callable[..., str]
OF_A_VERSION = (
    *(
        "people",
        "sessions",
        "sources",
        "timeline",
        "totals",
        "report",
        "agree",
        "sign",
        "return",
        "share",
        "end",
        "keep",
    ),
    "rate_again",
)
OF_A_DOCUMENT = ("disclosure", "disclosure_copy", "send_disclosure", "return_disclosure", "let_disclosure_leave")
OF_A_PLAN = (
    *("plan_goals", "agree_plan", "plan_sessions", "review_plan", "restorative", "end_plan", "plan_copy"),
)  # fmt: skip


def assessed(word: Word, lead: User, co: User, manager: User, young: Case, at: datetime) -> dict[str, dict[str, Any]]:
    """A running version that these two write, and what hangs on it; answers the ids that the addresses of each page name."""
    C = RecordClass
    assessment = Assessment.objects.create(
        case=young, number=1, lead=lead, co_worker=co, opened_at=at, opened_by=lead, started_on=at.date(),
        edition="The manual",
    )  # fmt: skip
    own: dict[str, Any] = {"case": young, "assessment": assessment}
    begun = AssessmentText.objects.create(key="formulation", text="Begun.", saved_at=at, saved_by=lead, **own)
    AssessmentText.objects.create(
        key="family.concerns_static", writer=lead, text="Mine.", saved_at=at, saved_by=lead, **own
    )
    EarlierText.objects.create(case=young, of=begun, version=0, text="Before.", saved_at=at, saved_by=co)
    Evidence.objects.create(
        key="family.concerns_static", source="session:1", title="Session 1", words="Said.", nature="said", at=at, by=lead, **own,
    )  # fmt: skip
    Session.objects.create(number=1, held_on=at.date(), whom="both", notes="Talked.", at=at, by=lead, **own)
    source = Source.objects.create(kind="opinion_asked", what="An opinion", at=at, by=lead, **own)
    TimelineEntry.objects.create(when="Autumn", what="An entry.", at=at, by=lead, **own)
    SubTotal.objects.create(
        kind=parts.Kind.CONCERNS_STATIC,
        total=7,
        band="low",
        edition="The manual",
        entered_at=at,
        entered_by=lead,
        **own,
    )
    pack = rated(assessment, lead, co, manager, at)
    Disclosure.objects.create(number=1, kind="court", to="Youth Court", interim=True, saved_at=at, saved_by=lead, **own)
    left = Disclosure.objects.create(
        number=2, kind="care_plan", state="left", to="The reviewing officer", gateway="care_planning", why="It is asked for.",
        content={"title": "Recommendations", "interim": False, "plain": False, "facts": [["For", "The reviewing officer"]],
                 "sections": [], "conditions": []},
        saved_at=at, saved_by=lead, left_at=at, left_by=manager, **own,
    )  # fmt: skip
    step = RecommendationStep.objects.create(case=young, disclosure=left, into="care_plan", asked_at=at, asked_by=lead)
    plan = InterventionPlan.objects.create(
        case=young,
        number=1,
        basis="csws",
        lead=lead,
        opened_at=at,
        opened_by=lead,
        state="running",
        started_on=at.date(),
    )
    on_plan: dict[str, Any] = {"case": young, "plan": plan, "at": at, "by": lead}
    Goal.objects.create(
        number=1, strand="young_person", comes_from="csws", goal=word("goal", C.INTERVENTION_PLAN),
        measure=word("measure", C.INTERVENTION_PLAN), **on_plan,
    )  # fmt: skip
    PlanSession.objects.create(
        number=1,
        on=at.date(),
        strand="young_person",
        attendance="came",
        notes=word("session", C.INTERVENTION_PLAN),
        **on_plan,
    )
    PlanReview.objects.create(
        held_on=date(2026, 11, 20), result=word("review", C.INTERVENTION_PLAN), not_rated_because="Not yet.", **on_plan
    )
    spell = LookedAfter.objects.create(
        case=young,
        basis="section_20",
        since=at.date(),
        detail=word("agreed", C.LOOKED_AFTER),
        recorded_at=at,
        recorded_by=co,
    )
    Reviewer.objects.create(case=young, user=manager, at=at, by=co)
    place = Agency.objects.filter(kind="secure").first() or Agency.objects.create(
        kind="secure", name="A secure home", short_name="Home"
    )
    CustodyStay.objects.create(case=young, agency=place, since=at.date(), opened_at=at, opened_by=manager)
    risk = CustodyRisk.objects.create(case=young, kind="room", text=word("risk", C.CUSTODY), at=at, by=lead)
    DetentionPlan.objects.create(
        case=young, dated=at.date(), author="Somebody", where=word("where", C.CUSTODY), at=at, by=co
    )
    transition = TransitionPlan.objects.create(
        case=young, to="probation", needs=word("needs", C.INTERVENTION_PLAN), saved_at=at, saved_by=lead, begun_at=at,
        begun_by=lead, state="sent",
    )  # fmt: skip
    HandOver.objects.create(
        case=young, plan=transition, number=1, service="Probation", person="Somebody", gateway="safeguarding",
        why=word("why", C.INTERVENTION_PLAN), content={"facts": [], "sections": []}, sent_at=at, sent_by=manager,
    )  # fmt: skip
    closure = Closure.objects.create(
        case=young, strand="youth_offending", number=1, reason="achieved", achieved=word("achieved", C.CLOSURE),
        remaining_risk=word("remains", C.CLOSURE), watched_by=word("watches", C.CLOSURE), safety_plan="Goes on.",
        family_told="Told.", proposed_at=at, proposed_by=lead,
    )  # fmt: skip
    version: dict[str, Any] = {"number": 1}
    text: dict[str, Any] = {"number": 1, "key": "formulation"}
    return {
        **dict.fromkeys(OF_A_VERSION, version),
        "opinion": {**version, "source_id": source.pk},
        "part": {**version, "page": "formulation"},
        "text": text,
        "text_autosave": text,
        "pick": text,
        **dict.fromkeys(("ratings", "report_copy", "choose_instrument"), version),
        "rating_domain": {**version, "domain": "D1"},
        **{key: {**version, "item": "1.1"} for key in ("rate", "settle_rating")},
        "withdraw_instrument": {"pack_id": pack.pk},
        **{key: {"number": left.number} for key in OF_A_DOCUMENT},
        "step_added": {"step_id": step.pk},
        "end_looked_after": {"spell_id": spell.pk},
        "propose_closure": {"strand": "youth_offending"},
        **{key: {"closure_id": closure.pk} for key in ("approve_closure", "return_closure")},
        "choose_date": {"group": "care"},
        "record_date": {"group": "care", "code": "placement.started"},
        "custody_risk_over": {"risk_id": risk.pk},
        "hand_over_copy": {"number": 1},
        "step_confirmed": {"step_id": step.pk},
        **{key: {"number": plan.number} for key in OF_A_PLAN},
        "goal_reached": {"number": plan.number, "goal": 1},
    }


def rated(assessment: Assessment, lead: User, co: User, manager: User, at: datetime) -> InstrumentPack:
    """One item both rated and settled, one that the lead alone rated; a pack that was withdrawn. Answers the pack in use."""
    files = shipped.files()
    pack = loading.load(data=files["aim_under_12.json"], by=manager, at=at)
    PackWithdrawal.objects.create(
        pack=loading.load(data=files["aim3.json"], by=manager, at=at), because="Its holder asked.", at=at, by=manager
    )
    own: dict[str, Any] = {"case": assessment.case, "at": at}
    chosen = RatedWith.objects.create(assessment=assessment, number=1, pack=pack, by=lead, **own)
    for by, item in ((lead, "1.1"), (co, "1.1"), (lead, "1.2")):
        Rating.objects.create(
            chosen=chosen, item=item, number=1, said="rated", value=2, why="Seen.", evidence=[], by=by, **own
        )
    Resolution.objects.create(
        chosen=chosen, item="1.1", number=1, said="rated", value=2, because="Both saw it.", by=lead, **own
    )
    return pack
