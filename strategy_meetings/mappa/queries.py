"""Reading what is kept of MAPPA."""

from uuid import UUID

from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.queries import Line
from strategy_meetings.mappa.states import State
from strategy_meetings.models import MappaAction, MappaEligibility, MappaMeeting, MappaReferral

FACTS = ("outcome.out_of_court", "finding.made", "sentence.passed", "notification.required")
"""Steps of the criminal case after which somebody says whether a young person is eligible: they arrive as events of a later stage."""


def eligibilities_of(case: Case) -> list[MappaEligibility]:
    """Answer what was recorded of eligibility, the newest first: that one holds."""
    return list(MappaEligibility.objects.filter(case=case).select_related("by").order_by("-number"))


def eligibility(case: Case) -> MappaEligibility | None:
    """Answer what holds of this young person's eligibility: eligible where anything recorded makes them so, else the newest."""
    found = eligibilities_of(case)
    return next((one for one in found if one.is_eligible), found[0] if found else None)


def referrals_of(case: Case) -> list[MappaReferral]:
    """Answer the MAPPA referrals of this young person, the newest first."""
    return list(MappaReferral.objects.filter(case=case).select_related("sent_by", "replied_by").order_by("-number"))


def open_referral(case: Case) -> MappaReferral | None:
    """Answer the referral that is waiting for a reply or managed."""
    return MappaReferral.objects.filter(case=case, state__in=[State.SENT, State.ACCEPTED]).first()


def referral_of(case: Case, referral_id: UUID) -> MappaReferral | None:
    return MappaReferral.objects.filter(case=case, pk=referral_id).select_related("case").first()


def meetings_of(case: Case) -> list[MappaMeeting]:
    """Answer the MAPPA meetings of this young person by their day, the next first."""
    return list(MappaMeeting.objects.filter(case=case).select_related("referral").order_by("-held_on", "-number"))


def meeting_of(case: Case, meeting_id: UUID) -> MappaMeeting | None:
    return MappaMeeting.objects.filter(case=case, pk=meeting_id).select_related("case", "referral").first()


def actions_of(opened: OpenCase) -> list[MappaAction]:
    """Answer our own actions, each with its task."""
    found = MappaAction.objects.filter(case=opened.case)
    return list(found.select_related("task__to_person", "task__to_agency").order_by("task__due_on", "at"))


def steps_recorded(opened: OpenCase) -> list[Line]:
    """Answer the steps of the criminal case that may make somebody eligible, as police and YOS recorded them, the newest first."""
    found = chronology.lines([opened.case.pk], readable=opened.readable, codes=FACTS, limit=20)
    return [line for line in found if line.corrected_by is None]
