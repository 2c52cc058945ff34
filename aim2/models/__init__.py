"""Records of proceedings, consent, assessment and plan, split by noun. Everything is importable from here."""

from aim2.models.agreements import PreTrialAgreement
from aim2.models.assessments import (
    Assessment,
    AssessmentText,
    EarlierText,
    Evidence,
    Session,
    Source,
    SubTotal,
    Supervision,
    TimelineEntry,
    Tool,
)
from aim2.models.closures import Closure
from aim2.models.consent import Consent, ConsentDraft, RefusalDecision
from aim2.models.custody import CustodyRisk, CustodyStay, DetentionPlan
from aim2.models.disclosures import Disclosure, RecommendationStep
from aim2.models.instruments import InstrumentPack, PackWithdrawal, RatedWith, Rating, Resolution
from aim2.models.looked_after import LookedAfter, Reviewer
from aim2.models.plans import Goal, InterventionPlan, PlanReview, PlanSession
from aim2.models.proceedings import (
    Bail,
    CourtOrder,
    HeardOf,
    Hearing,
    HoldStanding,
    NumberedAllegation,
    OutcomeToTell,
    ReportAsked,
)
from aim2.models.requests import (
    Accreditation,
    Aim2Allocation,
    Aim2Request,
    Aim2RequestStep,
    NarrativeOverride,
    ToolJudgement,
)
from aim2.models.transitions import HandOver, TransitionPlan

__all__ = [
    "Accreditation",
    "Aim2Allocation",
    "Aim2Request",
    "Aim2RequestStep",
    "Assessment",
    "AssessmentText",
    "Bail",
    "Closure",
    "Consent",
    "ConsentDraft",
    "CourtOrder",
    "CustodyRisk",
    "CustodyStay",
    "DetentionPlan",
    "Disclosure",
    "EarlierText",
    "Evidence",
    "Goal",
    "HandOver",
    "HeardOf",
    "Hearing",
    "HoldStanding",
    "InstrumentPack",
    "InterventionPlan",
    "LookedAfter",
    "NarrativeOverride",
    "NumberedAllegation",
    "OutcomeToTell",
    "PackWithdrawal",
    "PlanReview",
    "PlanSession",
    "PreTrialAgreement",
    "RatedWith",
    "Rating",
    "RecommendationStep",
    "RefusalDecision",
    "ReportAsked",
    "Resolution",
    "Reviewer",
    "Session",
    "Source",
    "SubTotal",
    "Supervision",
    "TimelineEntry",
    "Tool",
    "ToolJudgement",
    "TransitionPlan",
]
