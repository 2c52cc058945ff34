"""Reading specialist opinions."""

from uuid import UUID

from hsb.accounts.models import User
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from referrals.assessment import queries as assessments
from referrals.models import AssessmentState, CfAssessment
from strategy_meetings.models import SpecialistOpinion


def opinions_of(case: Case) -> list[SpecialistOpinion]:
    """Answer the opinions asked for about this child, the newest first."""
    found = SpecialistOpinion.objects.filter(case=case)
    return list(found.select_related("asked_by", "person", "document", "assessment", "ended_by").order_by("-number"))


def opinion_of(case: Case, opinion_id: UUID) -> SpecialistOpinion | None:
    """Answer one opinion about this child; None for anything else."""
    return SpecialistOpinion.objects.filter(case=case, pk=opinion_id).select_related("case", "asked_by").first()


def assessment_for(case: Case) -> CfAssessment | None:
    """Answer the assessment an opinion is kept with: the one being written; an authorised one takes nothing in any more."""
    found = assessments.current(case)
    return found if found is not None and found.state != AssessmentState.AUTHORISED else None


def people_here(opened: OpenCase) -> list[tuple[str, str]]:
    """Answer (id, name) of the people on this child's record by name, who can be asked here."""
    named: dict[str, str] = {}
    for one in opened.everyone:
        if one.user is not None and one.user_id != opened.user.pk:
            named.setdefault(str(one.user_id), one.user.full_name)
    return list(named.items())


def person_here(opened: OpenCase, given: str) -> User | None:
    """Answer the person of that id, if they are on this child's record by name."""
    return next((one.user for one in opened.everyone if one.user is not None and str(one.user_id) == given), None)
