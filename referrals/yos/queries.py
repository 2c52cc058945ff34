"""Reading the Youth Offending Service's inbox, one referral as it screens it, and who holds how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.models import Case, Involvement, Part
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline
from hsb.ui.components import InboxRow
from hsb.ui.words import time_words
from referrals import rules
from referrals.assessment import queries as assessment
from referrals.mash.queries import called, parts_of, route_words, sender_words
from referrals.models import Destination, Receipt, Screening, ScreeningOutcome
from referrals.sections import SECTIONS, facts

STANDARD = "T23"
RAIL = 12


def waiting(user: User) -> QuerySet[Receipt]:
    """Answer what waits for YOS on the cases that exist for this person."""
    return Receipt.objects.filter(destination=Destination.YOS, closed_at=None, case__in=access.visible_cases(user))


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox."""

    rows: tuple[InboxRow, ...]
    waiting: int
    first: int
    has_more: bool

    @property
    def heading(self) -> str:
        return f"{self.waiting} waiting"


def inbox(
    user: User, *, today: date, claimed: str = "", start: int = 0, size: int = 25, opened: UUID | None = None
) -> Inbox:
    """Answer one page of the inbox, oldest first. Three statements, whatever waits."""
    found = waiting(user)
    if claimed == "me":
        found = found.filter(claimed_by=user)
    elif claimed == "nobody":
        found = found.filter(claimed_by=None)
    count = found.count()
    page = list(
        found.select_related("case", "referral__agency", "referral__submitted_by", "claimed_by").order_by(
            "received_at", "pk"
        )[start : start + size + 1]
    )
    clocks = clocks_of(page[:size], today=today)
    rows = tuple(_row(one, clocks.get(one.case_id), user, today, opened) for one in page[:size])
    return Inbox(rows, count, start, len(page) > size)


def clocks_of(receipts: Sequence[Receipt], *, today: date) -> dict[UUID, timeliness.Due]:
    """Answer the running decision clock of each case. One statement."""
    running = Deadline.objects.filter(case_id__in=[r.case_id for r in receipts], standard_code=STANDARD).running()
    return {d.case_id: timeliness.due_words(d, today) for d in timeliness.with_counts(running, today)}


def _row(receipt: Receipt, due: timeliness.Due | None, user: User, today: date, opened: UUID | None) -> InboxRow:
    moment = clock.local_time(receipt.received_at)
    who = receipt.claimed_by
    return InboxRow(
        child=called(receipt.case, today),
        href=f"/inbox/yos/{receipt.pk}/",
        sender=sender_words(receipt.referral),
        route=route_words(receipt.referral),
        received=f"{moment:%a %-d %b}, {time_words(receipt.received_at)}",
        due=f"{due.words[:1].upper()}{due.words[1:]}" if due else "",
        late=due.late if due else False,
        danger=receipt.referral.danger_now == "yes",
        claimed_by="" if who is None else ("you" if who.pk == user.pk else who.full_name),
        reference=receipt.case.reference,
        open=receipt.pk == opened,
    )


def receipt_for(user: User, receipt_id: UUID) -> Receipt:
    """Answer a YOS receipt on a case that exists for this person. Raises Http404 otherwise; the caller opens the case next."""
    found = (
        Receipt.objects.filter(pk=receipt_id, destination=Destination.YOS, case__in=access.visible_cases(user))
        .select_related("case", "referral__agency", "referral__submitted_by", "claimed_by", "first_opened_by")
        .first()
    )
    if found is None:
        raise Http404("There is no such referral, or you are not on it.")
    return found


def newest_receipt(case: Case) -> Receipt | None:
    """Answer the referral YOS received last about this young person."""
    return Receipt.objects.filter(case=case, destination=Destination.YOS).order_by("-received_at").first()


def screening_criteria(receipt: Receipt, *, on: date) -> list[rules.Criterion]:
    """Answer every criterion for AIM2 as the record stands on a London day, each with its reason (P4.1, P5.10)."""
    parts = parts_of(receipt)
    answers = {key: parts.get(key) or section.read({}, context={}) for key, section in SECTIONS.items()}
    known = facts(answers, on=on)
    finding = assessment.finding(receipt.case)
    return rules.screen_for_aim2(_with_finding(known, finding))


def _with_finding(known: rules.Facts, finding: str) -> rules.Facts:
    from dataclasses import replace

    return replace(known, assessment_finding=finding) if finding else known


def in_a_sentence(criteria: Sequence[rules.Criterion]) -> str:
    """Answer “3 met, 1 needs your judgement, 1 not known.”"""
    words = {
        rules.State.MET: "met",
        rules.State.NOT_MET: "not met",
        rules.State.YOU_JUDGE: "for you to judge",
        rules.State.NOT_KNOWN: "not known",
        rules.State.CONFIRM: "to confirm",
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
