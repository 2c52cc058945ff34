"""Reading new incidents."""

from uuid import UUID

from hsb.cases.models import Case
from strategy_meetings.incidents.states import State
from strategy_meetings.models import NewIncident


def incidents_of(case: Case) -> list[NewIncident]:
    """Answer the new incidents of this child, the newest first."""
    return list(NewIncident.objects.filter(case=case).select_related("recorded_by", "decided_by").order_by("-number"))


def incident_of(case: Case, incident_id: UUID) -> NewIncident | None:
    """Answer one incident of this child; None for anything else."""
    return NewIncident.objects.filter(case=case, pk=incident_id).select_related("case", "recorded_by").first()


def waiting(case: Case) -> list[NewIncident]:
    """Answer the incidents of this child about which nobody has decided yet."""
    found = NewIncident.objects.filter(case=case, state=State.WAITING)
    return list(found.select_related("case").order_by("number"))
