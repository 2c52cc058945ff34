"""What a conference shows on the live page besides what every meeting shows, for one child."""

from typing import Any

from hsb.agencies.models import AgencyKind
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting
from strategy_meetings.models import (
    Action,
    AgencyView,
    ConferenceChild,
    CoreGroupMember,
    FamilyMember,
    Invitation,
    WithoutFamily,
)


def shown(opened: OpenMeeting, here: ChildHere) -> dict[str, Any]:
    """Answer the family, opening, reports, views, items, parts without the family and outline of one child."""
    mine = {"meeting": opened.meeting, "case": here.case}
    row = ConferenceChild.objects.filter(**mine).select_related("key_worker", "incorporates").first()
    reports = Invitation.objects.filter(**mine, state__in=("invited", "coming", "apologies")).select_related("agency")
    return {
        "row": row,
        "family": list(FamilyMember.objects.filter(**mine).order_by("number")),
        "reports": [
            {"row": one, "agency": one.agency.name if one.agency else AgencyKind(one.agency_kind).label}
            for one in reports.order_by("agency_kind", "name")
        ],
        "views": [
            {"row": one, "agency": AgencyKind(one.agency_kind).label}
            for one in AgencyView.objects.filter(**mine).order_by("agency_kind")
        ],
        "items": list(Action.objects.filter(**mine).exclude(need="").order_by("number")),
        "without": list(WithoutFamily.objects.filter(**mine).order_by("number")),
        "core_group": list(CoreGroupMember.objects.filter(**mine).order_by("name")),
        "is_conference": opened.kind.is_conference,
        "goes_through": bool(opened.kind.follows),
    }
