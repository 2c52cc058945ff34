"""Checks on a case, as far as the reader may see them."""

from datetime import date
from uuid import UUID

from django.http import Http404

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import add_working_days
from referrals.models import AgencyCheck

# Who answers a check at each kind of agency: they see the header and their own question, nothing more.
CHECK_ROLES: dict[str, Role] = {
    AgencyKind.SCHOOL: Role.DSL,
    AgencyKind.HEALTH: Role.HEALTH_PRACTITIONER,
    AgencyKind.POLICE: Role.POLICE_OFFICER,
    AgencyKind.YOS: Role.YOS_MANAGER,
    AgencyKind.SECURE: Role.SECURE_WORKER,
    AgencyKind.EDUCATION: Role.PARTNER_PRACTITIONER,
    AgencyKind.PROBATION: Role.PARTNER_PRACTITIONER,
    AgencyKind.MAPPA: Role.PARTNER_PRACTITIONER,
    AgencyKind.OTHER: Role.PARTNER_PRACTITIONER,
}


def reads_all_checks(open_case: OpenCase) -> bool:
    """Who reads the decision reads every agency's answer; others read what was asked of their own agency."""
    return open_case.may(RecordClass.DECISION, Level.READ)


def is_asked(user: User, check: AgencyCheck) -> bool:
    """Answer whether the person works in the role the check was asked of, at that agency."""
    return any(m.agency.pk == check.agency_id and m.role == check.role for m in agencies.memberships(user))


def checks_of(opened: OpenCase) -> list[AgencyCheck]:
    """Answer the checks this person may read on a case, newest first, with their replies."""
    found = (
        AgencyCheck.objects.filter(case=opened.case)
        .select_related("agency", "asked_by", "closed_by")
        .prefetch_related("replies__by")
        .order_by("-asked_at")
    )
    if reads_all_checks(opened):
        return list(found)
    return [check for check in found if is_asked(opened.user, check)]


def check_of(opened: OpenCase, check_id: UUID) -> AgencyCheck:
    """Answer one check of an open case. Raises Http404 when the case has no such check."""
    found = (
        AgencyCheck.objects.filter(case=opened.case, pk=check_id)
        .select_related("agency", "case", "asked_by", "closed_by")
        .prefetch_related("replies__by")
        .first()
    )
    if found is None:
        raise Http404("There is no such check.")
    return found


def clocks_of_checks(case_id: UUID, today: date) -> dict[str, timeliness.Due]:
    """Answer how the clock of each check of a case stands, by the check's id. One statement."""
    found = timeliness.clocks_of([case_id]).filter(standard_code="CHECK")
    holidays = timeliness.book().holidays
    return {deadline.key: timeliness.due_words(deadline, today, holidays) for deadline in found}


def agencies_to_ask() -> list[tuple[str, str]]:
    """Answer (id, name) of every agency with somebody to answer a check."""
    found = Agency.objects.filter(kind__in=list(CHECK_ROLES)).order_by("kind", "name")
    return [(str(agency.pk), agency.name) for agency in found]


def agency(pk: str) -> Agency:
    """Answer an agency by its id, as the form gave it."""
    return Agency.objects.get(pk=pk)


def next_working_day(today: date) -> date:
    """Answer the day a check is due unless somebody chooses another."""
    return add_working_days(today, 1, timeliness.book().holidays)
