"""Reading what was drawn from an assessment."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from aim2.disclosures.kinds import Kind, State
from aim2.models import Disclosure, RecommendationStep, Tool
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.chronology import queries as chronology

DRAWN_UP_FOR: dict[Role, Kind] = {
    Role.POLICE_OFFICER: Kind.POLICE,
    Role.DSL: Kind.SCHOOL,
    Role.HEALTH_PRACTITIONER: Kind.HEALTH,
}
"""Whoever reads no report reads what was drawn up for their like and has left."""

_WITH = (
    *("case", "saved_by", "sent_by", "left_by", "assessment", "assessment__case", "assessment__lead"),
    *("assessment__co_worker", "assessment__signed_by"),
)


def for_reader(opened: OpenCase) -> list[Disclosure]:
    """Answer the documents of a case that this person may know of, newest first."""
    rows = Disclosure.objects.filter(case=opened.case).select_related(*_WITH).order_by("-number")
    if opened.may(RecordClass.AIM_REPORT, Level.WRITE):
        return list(rows)
    you = opened.user.pk
    seen = Q(state=State.LEFT)
    if opened.may(RecordClass.AIM_REPORT, Level.READ):
        # Whoever wrote the assessment prepares what leaves it; under 12 a manager of social care puts their name to it.
        seen |= Q(assessment__lead=you) | Q(assessment__co_worker=you)
        if Role.CSWS_MANAGER in opened.roles:
            seen |= Q(assessment__tool=Tool.UNDER_12, state=State.SENT)
        return list(rows.filter(seen))
    rows = rows.filter(seen)
    return list(rows.filter(kind__in=[DRAWN_UP_FOR[role] for role in opened.roles if role in DRAWN_UP_FOR]))


def one_for_reader(opened: OpenCase, number: int) -> Disclosure | None:
    """Answer one document, if this person may know of it."""
    return next((one for one in for_reader(opened) if one.number == number), None)


def exists(case: Case, number: int) -> bool:
    """Whether there is a document of that number, whoever may know of it."""
    return Disclosure.objects.filter(case=case, number=number).exists()


def stopped_on(case_id: UUID) -> date | None:
    """Answer the day on which AIM2 stopped, where nothing has begun it again; None where it goes on or never began. It says no
    more than that: whose answer it was stands on the record of consent alone."""
    latest = chronology.standing(case_id, ["aim.stopped", "aim.consent_complete", "court.ordered_aim"]).first()
    return clock.local_date(latest[1]) if latest is not None and latest[0] == "aim.stopped" else None


def steps(case: Case) -> list[RecommendationStep]:
    """Answer the recommendations on their way into a plan, newest first."""
    rows = RecommendationStep.objects.filter(case=case).select_related("disclosure", "added_by", "confirmed_by")
    return list(rows.order_by("-asked_at"))


def step(case: Case, pk: UUID) -> RecommendationStep | None:
    """Answer one of them."""
    return RecommendationStep.objects.filter(case=case, pk=pk).select_related("case", "disclosure").first()
