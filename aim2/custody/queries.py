"""Reading custody: where somebody is, who works there, what is a risk, and what the assessment is about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aim2.assessments import queries as assessments
from aim2.assessments.states import WRITABLE
from aim2.custody import rules
from aim2.custody.terms import DETENTION
from aim2.models import Assessment, CustodyRisk, CustodyStay, DetentionPlan
from aim2.proceedings import queries as proceedings
from aim2.proceedings.standing import CustodyNow, Proceedings
from aim2.requests import queries as requests
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseDenied
from hsb.chronology.models import CaseEvent


def stays(case: Case) -> list[CustodyStay]:
    """Answer every stay, the newest first."""
    rows = CustodyStay.objects.filter(case=case).select_related("agency", "worker")
    return list(rows.order_by("-opened_at"))


def stay(case: Case) -> CustodyStay | None:
    """Answer the establishment the young person is at; None where none has a part on the record."""
    return CustodyStay.objects.filter(case=case, ended_at=None).select_related("agency", "worker").first()


def held(now: Proceedings) -> CustodyNow | None:
    """Answer the custody in an establishment that stands: the sentence, where there is one beside a remand. Pure."""
    found = [one for one in now.custodies if one.is_held and one.kind in DETENTION]
    return next((one for one in reversed(found) if one.kind == "sentence"), found[-1] if found else None)


def establishments() -> list[Agency]:
    """Answer the secure establishments the partnership works with."""
    return list(Agency.objects.filter(kind=AgencyKind.SECURE).order_by("name"))


def workers(case: Case, *, on: date, agency: Agency | None = None) -> list[Membership]:
    """Answer who works at an establishment (or at any), but for those who are kept from this record."""
    denied = CaseDenied.objects.filter(case=case).values("user")
    found = Membership.objects.current(on).filter(user__is_active=True, agency_role__role=Role.SECURE_WORKER)
    if agency is not None:
        found = found.filter(agency_role__agency=agency)
    rows = found.exclude(user__in=denied).select_related("user", "agency_role__agency")
    return list(rows.order_by("agency_role__agency__name", "user__full_name"))


def accredited(case: Case, agency: Agency, *, on: date) -> list[str]:
    """Answer who at an establishment is accredited for AIM2 on a day, by name."""
    found = workers(case, on=on, agency=agency)
    held = requests.accreditations([one.user_id for one in found])
    return [
        one.user.full_name
        for one in found
        if one.user_id in held and held[one.user_id].accredited_on <= on <= held[one.user_id].expires_on
    ]


def works_at(user: User | None, agency: Agency, *, on: date) -> bool:
    """Whether somebody works at an establishment."""
    if user is None:
        return False
    return Membership.objects.current(on).filter(user=user, agency_role__agency=agency).exists()


def risks(case: Case) -> list[CustodyRisk]:
    """Answer what is a risk there now, the newest first."""
    return list(CustodyRisk.objects.filter(case=case, ended_at=None).select_related("by").order_by("-at"))


def risk(case: Case, pk: UUID) -> CustodyRisk | None:
    """Answer one of them."""
    return CustodyRisk.objects.filter(case=case, pk=pk).select_related("case").first()


def detention_plan(case: Case) -> DetentionPlan | None:
    """Answer the newest detention placement plan."""
    return DetentionPlan.objects.filter(case=case).select_related("document", "by").order_by("-at").first()


@dataclass(frozen=True)
class Aim:
    """The assessment as custody sees it: one that runs is handed over, one that is signed is sent; neither where it is of
    another matter."""

    assessment: Assessment | None
    of_this_matter: bool
    is_final: bool

    @property
    def to_hand_over(self) -> bool:
        return self.assessment is not None and not self.is_final and self.assessment.state in WRITABLE

    @property
    def to_send(self) -> bool:
        return self.assessment is not None and self.is_final and self.of_this_matter


def aim(case: Case) -> Aim:
    """Answer the running assessment, else the one in force, and whether it is about what brought them here."""
    running = assessments.running(case)
    if running is not None:
        return Aim(running, True, False)
    signed = assessments.in_force(case)
    if signed is None:
        return Aim(None, False, False)
    on = clock.local_date(signed.signed_at) if signed.signed_at else None
    known = _known_since(case, proceedings.standing(case).now)
    return Aim(signed, rules.is_of_this_matter(signed_on=on, known_since=known), True)


def _known_since(case: Case, now: Proceedings) -> list[date]:
    """Answer since when each allegation they are held for is known: with the referral, or when police added it."""
    concerned = {one.id for one in now.allegations if one.is_convicted or one.is_charged}
    added = CaseEvent.objects.filter(case=case, code="allegation.added").order_by("pk")
    days = {
        str(allegation): clock.local_date(at)
        for facts, at in added.values_list("facts", "occurred_at")
        for allegation in facts.get("allegations") or ()
    }
    return [days.get(one, clock.local_date(case.opened_at)) for one in sorted(concerned)]


def happened(case: Case, codes: tuple[str, ...]) -> dict[str, date]:
    """Answer the day each of these last happened."""
    rows = CaseEvent.objects.filter(case=case, code__in=codes, corrected_by=None).order_by("occurred_at", "pk")
    return {code: clock.local_date(at) for code, at in rows.values_list("code", "occurred_at")}


def is_of_an_establishment(user: User, *, on: date) -> bool:
    """Whether somebody works at a secure establishment."""
    return Membership.objects.current(on).filter(user=user, agency_role__role=Role.SECURE_WORKER).exists()
