"""Tables of this stage, by subject."""

from strategy_meetings.models.child_plans import ChildPlan
from strategy_meetings.models.conference import (
    AgencyView,
    ConferenceChild,
    ConferenceLetter,
    CoreGroupMember,
    FamilyMember,
    WithoutFamily,
)
from strategy_meetings.models.incidents import NewIncident
from strategy_meetings.models.mappa import MappaAction, MappaEligibility, MappaMeeting, MappaReferral
from strategy_meetings.models.meetings import Attendance, Invitation, Meeting, MeetingChild, Writing
from strategy_meetings.models.minutes import MinutesAmendment, MinutesCopy, MinutesObjection
from strategy_meetings.models.opinions import SpecialistOpinion
from strategy_meetings.models.record import (
    Action,
    Contingency,
    Decision,
    Information,
    NotDiscussed,
    PartWritten,
    Told,
)
from strategy_meetings.models.safety_plans import (
    SafetyPlan,
    SafetyPlanCopy,
    SafetyPlanLine,
    SafetyPlanSignature,
)
from strategy_meetings.models.section47 import Section47
from strategy_meetings.models.support import SupportNeed, SupportOffer
from strategy_meetings.models.transfers import Transfer

__all__ = [
    "Action",
    "AgencyView",
    "Attendance",
    "ChildPlan",
    "ConferenceChild",
    "ConferenceLetter",
    "Contingency",
    "CoreGroupMember",
    "Decision",
    "FamilyMember",
    "Information",
    "Invitation",
    "MappaAction",
    "MappaEligibility",
    "MappaMeeting",
    "MappaReferral",
    "Meeting",
    "MeetingChild",
    "MinutesAmendment",
    "MinutesCopy",
    "MinutesObjection",
    "NewIncident",
    "NotDiscussed",
    "PartWritten",
    "SafetyPlan",
    "SafetyPlanCopy",
    "SafetyPlanLine",
    "SafetyPlanSignature",
    "Section47",
    "SpecialistOpinion",
    "SupportNeed",
    "SupportOffer",
    "Told",
    "Transfer",
    "WithoutFamily",
    "Writing",
]
