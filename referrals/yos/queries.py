"""Reading the Youth Offending Service's inbox, one referral as it screens it, and who holds how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from hsb.accounts.models import User
from hsb.agencies.models import AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, Involvement, Part
from referrals.assessment import queries as assessment
from referrals.eligibility import rules
from referrals.eligibility.facts import Criterion, Facts, State
from referrals.inbox.queries import parts_of
from referrals.models import Receipt, Screening, ScreeningOutcome
from referrals.sections import SECTIONS, facts


def screening_criteria(receipt: Receipt, *, on: date) -> list[Criterion]:
    """Answer every criterion for AIM2 as the record stands on a London day, each with its reason (P4.1, P5.10)."""
    parts = parts_of(receipt)
    answers = {key: parts.get(key) or section.read({}, context={}) for key, section in SECTIONS.items()}
    known = facts(answers, on=on)
    finding = assessment.finding(receipt.case)
    return rules.screen_for_aim2(_with_finding(known, finding))


def _with_finding(known: Facts, finding: str) -> Facts:
    from dataclasses import replace

    return replace(known, assessment_finding=finding) if finding else known


def in_a_sentence(criteria: Sequence[Criterion]) -> str:
    """Answer “3 met, 1 needs your judgement, 1 not known.”"""
    words = {
        State.MET: "met",
        State.NOT_MET: "not met",
        State.YOU_JUDGE: "for you to judge",
        State.NOT_KNOWN: "not known",
        State.CONFIRM: "to confirm",
    }
    counted = [(state, sum(one.state is state for one in criteria)) for state in words]
    return ", ".join(f"{count} {words[state]}" for state, count in counted if count) + "."


def screenings(case: Case) -> list[Screening]:
    """Answer what was decided and asked, newest first, with the answers."""
    return list(Screening.objects.filter(case=case).select_related("by", "answer", "answer__by").order_by("-at"))


def open_question(case: Case) -> Screening | None:
    """Answer the question that has no answer yet."""
    return (
        Screening.objects.filter(case=case, outcome=ScreeningOutcome.MORE_ASKED, answer=None)
        .select_related("by")
        .order_by("-at")
        .first()
    )


@dataclass(frozen=True)
class Caseload:
    """An officer and how many young people they hold, as far as the asker may see."""

    officer: User
    young_people: int
    holds_this: bool


def caseloads(case: Case, *, on: date) -> list[Caseload]:
    """Answer every YOS officer with their number of young people, the least loaded first. Three statements."""
    officers = {
        m.user_id: m.user
        for m in Membership.objects.current(on)
        .filter(agency_role__role=Role.YOS_OFFICER, agency_role__agency__kind=AgencyKind.YOS, user__is_active=True)
        .select_related("user")
    }
    counted = dict(
        Involvement.objects.open()
        .filter(part=Part.ALLOCATED, user__in=list(officers))
        .values_list("user_id")
        .annotate(held=Count("case_id", distinct=True, filter=Q(case__merged_into=None)))
        .order_by()
    )
    held = set(Involvement.objects.open().filter(case=case, part=Part.ALLOCATED).values_list("user_id", flat=True))
    found = [Caseload(officer, counted.get(pk, 0), pk in held) for pk, officer in officers.items()]
    return sorted(found, key=lambda one: (one.young_people, one.officer.full_name))
