"""Reading who asked for AIM2, who leads it, and who is accredited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from aim2.models import Accreditation, Aim2Allocation, Aim2Request, Aim2RequestStep, NarrativeOverride, ToolJudgement
from aim2.requests.states import RequestState
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseDenied, Involvement, Part


def open_request(case: Case) -> Aim2Request | None:
    """Answer the request by the police that waits for an answer."""
    waiting = (RequestState.OPEN, RequestState.MORE_ASKED)
    return Aim2Request.objects.filter(case=case, state__in=waiting).select_related("asked_by", "agency").first()


def requests(case: Case) -> QuerySet[Aim2Request]:
    """Answer every request on a case, the newest first."""
    return Aim2Request.objects.filter(case=case).select_related("asked_by", "agency").order_by("-asked_at")


def last_asker(case: Case) -> int | None:
    """Answer the officer who last asked for AIM2; None where the police did not."""
    return Aim2Request.objects.filter(case=case).order_by("-asked_at").values_list("asked_by", flat=True).first()


def accepted_on(case: Case) -> date | None:
    """Answer the day on which YOS last accepted a request by the police; None where it accepted none."""
    found = Aim2RequestStep.objects.filter(case=case, to=RequestState.ACCEPTED).order_by("-at").first()
    return clock.local_date(found.at) if found else None


def allocation(case: Case) -> Aim2Allocation | None:
    """Answer who leads now, and who works it with them."""
    found = Aim2Allocation.objects.filter(case=case).select_related("lead", "co_worker", "by")
    return found.order_by("-at").first()


def judgement(case: Case) -> ToolJudgement | None:
    """Answer what was last judged of the tool."""
    return ToolJudgement.objects.filter(case=case).select_related("by").order_by("-at").first()


def overrides(case: Case) -> QuerySet[NarrativeOverride]:
    return NarrativeOverride.objects.filter(case=case).select_related("by").order_by("at")


def accreditations(users: Iterable[int], *, instrument: str = "AIM2") -> dict[int, Accreditation]:
    """Answer each of these people's accreditation that lasts longest. One statement."""
    rows = Accreditation.objects.filter(user__in=list(users), instrument=instrument).select_related("recorded_by")
    return {one.user_id: one for one in rows.order_by("expires_on", "recorded_at")}


def is_accredited(user: User, *, on: date, instrument: str = "AIM2") -> bool:
    """Answer whether somebody may lead by an instrument on a day."""
    held = accreditations([user.pk], instrument=instrument).get(user.pk)
    return held is not None and held.accredited_on <= on <= held.expires_on


@dataclass(frozen=True)
class Accredited:
    """A colleague with what they hold, None where they hold nothing, and how many assessments they lead."""

    user: User
    held: Accreditation | None
    on: date
    leads: int = 0

    @property
    def may_lead(self) -> bool:
        return self.held is not None and self.held.accredited_on <= self.on <= self.held.expires_on

    @property
    def leads_words(self) -> str:
        return "1 assessment" if self.leads == 1 else f"{self.leads or 'no'} assessments"


def colleagues(manager: User, *, on: date) -> list[Accredited]:
    """Answer everybody at a manager's own agencies with what they hold, by name; to YOS, those at secure establishments too, who
    have no manager here. Three statements."""
    own = agencies.memberships(manager, on)
    theirs = Q(agency_role__agency__in=[m.agency_role.agency_id for m in own])
    if any(m.agency.kind == AgencyKind.YOS for m in own):
        theirs |= Q(agency_role__role=Role.SECURE_WORKER)
    return _accredited(Membership.objects.current(on).filter(theirs, user__is_active=True), on=on)


def who_may_lead(case: Case, *, on: date) -> list[Accredited]:
    """Answer YOS officers and managers, and social workers on this case, with what they hold: who may lead, and who may not."""
    return _accredited(_considered(case, on=on).exclude(user__in=_denied(case)), on=on)


def kept_off(case: Case) -> set[int]:
    """Answer who is kept from this record, by id, so that nobody offers them."""
    return set(_denied(case))


def left_out(case: Case, *, on: date) -> int:
    """Answer how many of those who could lead are kept from this record. How many, and not who: whoever names a lead is told that
    a conflict stands in the way, and its reason by those who decide about access."""
    return _considered(case, on=on).filter(user__in=_denied(case)).values("user").distinct().count()


def _considered(case: Case, *, on: date) -> QuerySet[Membership]:
    here = Involvement.objects.open().filter(case=case, part=Part.ALLOCATED).values("user")
    found = Membership.objects.current(on).filter(user__is_active=True)
    return found.filter(Q(agency_role__role__in=(Role.YOS_OFFICER, Role.YOS_MANAGER)) | Q(user__in=here))


def _denied(case: Case) -> QuerySet[CaseDenied, int]:
    return CaseDenied.objects.filter(case=case).values_list("user", flat=True)


def _accredited(memberships: QuerySet[Membership], *, on: date) -> list[Accredited]:
    users = {m.user_id: m.user for m in memberships.select_related("user")}
    held = accreditations(users)
    newest = Aim2Allocation.objects.filter(case=OuterRef("case")).order_by("-at").values("pk")[:1]
    leading = Aim2Allocation.objects.filter(pk=Subquery(newest), lead__in=list(users), case__closed_at=None)
    counted = dict(leading.values_list("lead").annotate(cases=Count("pk")).order_by())
    found = [Accredited(user, held.get(pk), on, counted.get(pk, 0)) for pk, user in users.items()]
    return sorted(found, key=lambda one: one.user.full_name)
