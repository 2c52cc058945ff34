"""Reading section 47 enquiries."""

from datetime import date

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, Involvement, Part
from strategy_meetings.models import Attendance, Meeting, MeetingChild, PartWritten, SafetyPlan, Section47
from strategy_meetings.safety_plans.states import PlanState
from strategy_meetings.section47.states import State


def enquiries_of(case: Case) -> list[Section47]:
    """Answer the enquiries about this child, the newest first."""
    people = ("lead", "opened_by", "saved_by", "proposed_by", "returned_by", "authorised_by", "no_conference_by")
    return list(Section47.objects.filter(case=case).select_related("case", *people).order_by("-number"))


def open_enquiry(case: Case) -> Section47 | None:
    """Answer the enquiry about this child that has not ended."""
    return Section47.objects.filter(case=case).exclude(state=State.ENDED).select_related("case").first()


def begun_here(case: Case, meeting: Meeting | None) -> Section47 | None:
    """Answer the enquiry about this child that a discussion began; None without one."""
    return Section47.objects.filter(case=case, meeting=meeting).first() if meeting else None


def is_joint(child: MeetingChild) -> bool:
    """Answer whether the discussion made this child's enquiry a joint one with the police."""
    return PartWritten.objects.filter(
        meeting=child.meeting, case=child.case, part="section_47", answer="joint"
    ).exists()


def officer(child: MeetingChild) -> str:
    """Answer the police officer who took part in the discussion about this child; empty when none did."""
    police = Attendance.objects.filter(
        meeting=child.meeting, case=child.case, agency_kind=AgencyKind.POLICE, took_part=True
    )
    return police.order_by("pk").values_list("name", flat=True).first() or ""


def social_worker(case: Case) -> User | None:
    """Answer the social worker a child is allocated to; None while nobody is."""
    allocated = Involvement.objects.open().filter(case=case, part=Part.ALLOCATED, role=Role.SOCIAL_WORKER)
    found = allocated.exclude(user=None).select_related("user").order_by("-opened_at").first()
    return found.user if found else None


def has_safety_plan(case: Case) -> bool:
    """Answer whether a safety plan is in force for this child."""
    return SafetyPlan.objects.filter(case=case, state=PlanState.AGREED).exists()


def deciders(on: date) -> list[User]:
    """Answer whom the partnership names, on a day, as escalation contacts of children's social work."""
    of_csws = Agency.objects.filter(kind=AgencyKind.CSWS)
    return [contact.user for contact in agencies.escalation_contacts(of_csws, on)]


def leads(opened: OpenCase) -> list[tuple[str, str]]:
    """Answer (id, name) of those who may lead: the workers allocated on this child's record."""
    return [(str(one.user_id), one.user.full_name) for one in opened.workers if one.user]
