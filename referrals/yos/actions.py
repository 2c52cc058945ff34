"""Changes at the Youth Offending Service. Each checks, locks, changes and records in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.events import BirthDateRecorded
from hsb.cases.involvement import involve, is_done, withdraw
from hsb.cases.models import Case, Involvement, Part
from hsb.cases.states import Strand, YouthOffending
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.tasks import actions as tasks
from referrals.eligibility.facts import Criterion, State
from referrals.events import mash as mash_events
from referrals.events import yos as events
from referrals.models import Receipt, Screening, ScreeningAnswer, ScreeningOutcome
from referrals.yos import policies
from referrals.yos.pathways import label_of

DECIDED = frozenset(
    {"yos.screened", "yos.accepted", "yos.declined", "yos.information_requested", "yos.information_received"}
)
"""What has happened at the service that a decision, or an answer to its question, must have read."""


def _locked(receipt: Receipt) -> Receipt:
    lock(receipt.case)
    return Receipt.objects.select_related("case", "referral", "claimed_by").get(pk=receipt.pk)


@transaction.atomic
def open_first(*, receipt: Receipt, by: User, at: datetime) -> None:
    """It is known who at YOS opened this first, and when. Opening it again changes nothing."""
    lock(receipt.case)
    if Receipt.objects.filter(pk=receipt.pk, first_opened_at=None).update(first_opened_at=at, first_opened_by=by):
        receipt.first_opened_at, receipt.first_opened_by = at, by
        record(events.YosOpened(reference=receipt.referral.reference), case=receipt.case, by=by, at=at)


@transaction.atomic
def claim(*, receipt: Receipt, by: User, at: datetime) -> None:
    """The person deals with this referral at YOS, and its sender knows. Pressing twice changes nothing."""
    policies.check_may_use_inbox(by)
    held = _locked(receipt)
    policies.check_is_waiting(held)
    if held.claimed_by_id == by.pk:
        return
    Receipt.objects.filter(pk=held.pk).update(claimed_at=at, claimed_by=by)
    reference = held.referral.reference
    record(events.YosClaimed(reference=reference, who=by.full_name), case=held.case, by=by, at=at)
    if held.acknowledged_at is None:
        Receipt.objects.filter(pk=held.pk).update(acknowledged_at=at, acknowledged_by=by)
        record(mash_events.ReferralAcknowledged(destination="yos", reference=reference), case=held.case, by=by, at=at)
    if held.case.youth_offending == YouthOffending.REFERRED:
        cases.move(case=held.case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.SCREENING, by=by, at=at)


@transaction.atomic
def screen(
    *,
    receipt: Receipt,
    outcome: str,
    reasons: str,
    criteria: Sequence[Criterion],
    by: User,
    at: datetime,
    pathway: str = "",
    alternative: str = "",
    question: str = "",
    drawn_from: int | None = None,
) -> Screening:
    """The service has decided, with the criteria as they stood, or has asked for more, which pauses its clock.

    Accepted leaves it to be allocated; declined closes the receipt with what is offered instead (P4.1, P5.10).
    """
    policies.check_may_decide(by)
    held = _locked(receipt)
    chronology.check_stands_at(held.case_id, DECIDED, drawn_from)
    policies.check_can_screen(
        held,
        outcome=outcome,
        reasons=reasons,
        pathway=pathway,
        alternative=alternative,
        question=question,
        on=clock.local_date(at),
    )
    instead = ". ".join(filter(None, (label_of(pathway) if pathway else "", alternative.strip())))
    screening = Screening(
        case=held.case,
        receipt=held,
        outcome=outcome,
        reasons=reasons.strip(),
        pathway=pathway if outcome == ScreeningOutcome.DECLINED else "",
        alternative=instead if outcome == ScreeningOutcome.DECLINED else "",
        question=question.strip() if outcome == ScreeningOutcome.MORE_ASKED else "",
        criteria=[{name: str(value) for name, value in asdict(one).items() if name != "elsewhere"} for one in criteria],
        at=at,
        by=by,
    )
    screening.save(force_insert=True)
    counted = [one.state for one in criteria]
    record(
        events.YosScreened(
            outcome=outcome,
            met=counted.count(State.MET),
            not_met=counted.count(State.NOT_MET),
            reasons=screening.reasons,
        ),
        case=held.case,
        by=by,
        at=at,
    )
    reference = held.referral.reference
    if outcome == ScreeningOutcome.ACCEPTED:
        record(events.YosAccepted(reference=reference), case=held.case, by=by, at=at)
        if held.case.born_on is not None:
            born_on = BirthDateRecorded(born_on=held.case.born_on.isoformat())
            record(born_on, case=held.case, by=by, at=at)
        _close(held, YouthOffending.ACCEPTED, by=by, at=at)
    elif outcome == ScreeningOutcome.DECLINED:
        record(events.YosDeclined(reference=reference, alternative=screening.alternative), case=held.case, by=by, at=at)
        _close(held, YouthOffending.DECLINED, by=by, at=at)
    else:
        record(
            events.YosInformationRequested(reference=reference, question=screening.question),
            case=held.case,
            by=by,
            at=at,
        )
        cases.move(case=held.case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.MORE_ASKED, by=by, at=at)
    return screening


def _close(receipt: Receipt, to: YouthOffending, *, by: User, at: datetime) -> None:
    Receipt.objects.filter(pk=receipt.pk).update(closed_at=at)
    cases.move(case=receipt.case, strand=Strand.YOUTH_OFFENDING, to=to, by=by, at=at)


@transaction.atomic
def answer(*, case: Case, text: str, by: User, at: datetime, drawn_from: int | None = None) -> ScreeningAnswer:
    """What was asked for is there, the service's clock runs on, and screening goes on."""
    lock(case)
    case.refresh_from_db()
    chronology.check_stands_at(case.pk, DECIDED, drawn_from)
    policies.check_can_answer(case, text)
    asked = (
        Screening.objects.filter(case=case, outcome=ScreeningOutcome.MORE_ASKED, answer=None)
        .select_related("receipt__referral")
        .latest("at")
    )
    given = ScreeningAnswer(case=case, screening=asked, text=text.strip(), at=at, by=by)
    given.save(force_insert=True)
    record(
        events.YosInformationReceived(reference=asked.receipt.referral.reference, answer=given.text),
        case=case,
        by=by,
        at=at,
    )
    cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.SCREENING, by=by, at=at)
    return given


@transaction.atomic
def allocate(*, case: Case, officer: User, by: User, at: datetime, reason: str = "") -> None:
    """The officer holds the case for YOS and may open it; whoever held it before no longer can, and their tasks go with it. Given
    again in the same words, it is done."""
    policies.check_may_decide(by)
    lock(case)
    case.refresh_from_db()
    former = list(holders(case))
    if is_done(former, officer, by=by, reason=reason):
        return
    policies.check_can_allocate(
        case,
        officer,
        holds_it=any(one.user_id == officer.pk for one in former),
        had_one=bool(former),
        reason=reason,
    )
    for one in former:
        withdraw(involvement=one, by=by, at=at, reason="The case changed hands.")
    involve(
        case=case,
        part=Part.ALLOCATED,
        user=officer,
        role=Role.YOS_OFFICER,
        agency=_agency_of(officer),
        by=by,
        at=at,
        reason=reason.strip(),
    )
    for one in former:
        if one.user is not None:
            tasks.follow(case=case, former=one.user, to=officer, by=by, at=at)
    record(
        events.YosAllocated(officer=officer.pk, reallocated=bool(former), who=officer.full_name, reason=reason.strip()),
        case=case,
        by=by,
        at=at,
    )
    cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.ALLOCATED, by=by, at=at)


def holders(case: Case) -> Sequence[Involvement]:
    """Answer the open allocations of YOS officers on a case: one at most."""
    return list(
        Involvement.objects.open()
        .filter(case=case, part=Part.ALLOCATED, role=Role.YOS_OFFICER)
        .select_related("user", "agency", "case")
    )


def _agency_of(officer: User) -> Agency | None:
    return next((m.agency for m in agencies.own_memberships(officer) if m.role == Role.YOS_OFFICER), None)
