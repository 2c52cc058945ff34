"""Changes on the way towards 18. Each checks, locks, changes and records in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from aim2.disclosures.kinds import Gateway
from aim2.disclosures.offers import hidden_people
from aim2.models import Disclosure, HandOver, TransitionPlan
from aim2.plans import queries as interventions
from aim2.transitions import events, policies, queries
from aim2.transitions.states import TransitionState
from hsb import clock
from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import people
from hsb.cases.access import OpenCase
from hsb.cases.events import BirthDateCorrected, BirthDateRecorded
from hsb.cases.masking import mask
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import StaleVersion
from hsb.ui.words import long_date
from referrals.eligibility.ages import ADULT_AGE


@transaction.atomic
def write_plan(
    *, case: Case, to: str, needs: str, goes_on: str, own_view: str, version: int, opened: OpenCase, at: datetime
) -> TransitionPlan:
    """The plan says this from now on; the first time it is begun. Raises StaleVersion when somebody saved first."""
    lock(case)
    policies.check_needs(needs)
    check_names_no_other(case, [needs, goes_on, own_view])
    said: dict[str, Any] = {"to": to, "needs": needs.strip(), "goes_on": goes_on.strip(), "own_view": own_view.strip()}
    plan = queries.running(case)
    if plan is None:
        plan = TransitionPlan(case=case, **said, saved_at=at, saved_by=opened.user, begun_at=at, begun_by=opened.user)
        plan.save(force_insert=True)
        record(events.TransitionBegun(plan=str(plan.pk), to=to), case=case, by=opened.user, at=at)
        return plan
    if all(getattr(plan, name) == value for name, value in said.items()):
        return plan
    if plan.version != version:
        raise StaleVersion(plan, "Somebody else changed the plan. Reload the page, and add what is missing.")
    TransitionPlan.objects.filter(pk=plan.pk).update(
        **said, saved_at=at, saved_by=opened.user, version=F("version") + 1
    )
    plan.refresh_from_db()
    return plan


@transaction.atomic
def send(
    *,
    case: Case,
    service: str,
    person: str,
    gateway: str,
    why: str,
    enclosed: Sequence[Disclosure],
    opened: OpenCase,
    at: datetime,
    press: UUID | None = None,
) -> HandOver | None:
    """The pack has left, its words kept as they were and the disclosure in the audit. Nothing is closed by it."""
    lock(case)
    policies.check_may_approve(opened)
    if chronology.has_happened(case.pk, "transition.handed_over", press):
        return None
    plan = policies.check_running(queries.running(case))
    policies.check_can_send(plan, service=service, person=person, gateway=gateway, why=why)
    sent = queries.hand_overs(case)
    pack = HandOver(
        case=case,
        plan=plan,
        number=(sent[0].number if sent else 0) + 1,
        service=service.strip(),
        person=person.strip(),
        gateway=gateway,
        why=why.strip(),
        content=pack_of(plan, enclosed, service=service.strip(), person=person.strip(), at=at),
        sent_at=at,
        sent_by=opened.user,
    )
    pack.save(force_insert=True)
    TransitionPlan.objects.filter(pk=plan.pk).update(state=TransitionState.SENT, version=F("version") + 1)
    audit.record(
        AuditKind.DISCLOSED, by=opened.user, at=at, case_id=case.pk, what=f"hand-over by {Gateway(gateway).label}"
    )
    event = events.HandedOver(hand_over=str(pack.pk), number=pack.number, gateway=gateway, service=pack.service)
    record(event, case=case, by=opened.user, at=at, occasion=press)
    return pack


def pack_of(
    plan: TransitionPlan, enclosed: Sequence[Disclosure], *, service: str, person: str, at: datetime
) -> dict[str, Any]:
    """Answer what a pack says: plan, intervention, and the reports that go with it, without the name of any other child."""
    case = plan.case
    sections: list[list[Any]] = [
        ["What is needed from 18 on", [plan.needs]],
        ["What goes on", [plan.goes_on]],
        ["What the young person says", [plan.own_view]],
    ]
    current = interventions.current(interventions.plans(case))
    if current is not None:
        goals = [f"{one.goal} Measure: {one.measure}" for one in interventions.goals(current)]
        sections.append(["Intervention: goals", goals])
        sections.append(["Intervention: how it ended", [current.summary]])
    for one in enclosed:
        title = one.content.get("title", one.get_kind_display())
        sections += [[f"{title}: {heading}", texts] for heading, texts in one.content.get("sections", [])]
    kept = [[heading, [text for text in texts if text]] for heading, texts in sections if any(texts)]
    age = case.age_on(clock.local_date(at))
    about = f"{case.label}, {age}" if age is not None else case.label
    facts = [["For", f"{person}, {service}"], ["About", about], ["Sent", long_date(clock.local_date(at))]]
    masked, _ = mask({"facts": facts, "sections": kept}, hidden_people(case))
    return dict(masked)


@transaction.atomic
def accept(*, case: Case, on: date, name: str, opened: OpenCase, at: datetime) -> None:
    """The other service has accepted, and the transition is complete. Again is the same."""
    lock(case)
    policies.check_may_approve(opened)
    plan = queries.running(case)
    if plan is None and _ended_as(case, TransitionState.ACCEPTED, opened):
        return
    plan = policies.check_running(plan)
    sent = next((one for one in queries.hand_overs(case) if one.refused_at is None), None)
    policies.check_can_accept(plan, sent, on=on, today=clock.local_date(at), name=name)
    _end(plan, TransitionState.ACCEPTED, on, name=name.strip(), because="", opened=opened, at=at)


def _ended_as(case: Case, state: TransitionState, opened: OpenCase) -> bool:
    found = queries.plans(case)
    return bool(found) and found[0].state == state and found[0].ended_by_id == opened.user.pk


def _end(
    plan: TransitionPlan, to: TransitionState, on: date, *, name: str, because: str, opened: OpenCase, at: datetime
) -> None:
    TransitionPlan.objects.filter(pk=plan.pk).update(
        state=to,
        ended_on=on,
        accepted_name=name,
        ended_because=because,
        ended_at=at,
        ended_by=opened.user,
        version=F("version") + 1,
    )
    event = events.TransitionCompleted(
        plan=str(plan.pk), accepted=to == TransitionState.ACCEPTED, by_whom=name or because
    )
    record(event, case=plan.case, by=opened.user, at=at, occurred=clock.instant_on(on, at=at))


@transaction.atomic
def refuse(*, case: Case, reason: str, opened: OpenCase, at: datetime) -> None:
    """The other service has not accepted: the plan is open again, and the young person still ours."""
    lock(case)
    policies.check_may_approve(opened)
    plan = policies.check_running(queries.running(case))
    policies.check_step(plan, TransitionState.OPEN)
    policies.check_reason(reason)
    check_names_no_other(case, [reason])
    sent = next(one for one in queries.hand_overs(case) if one.refused_at is None)
    HandOver.objects.filter(pk=sent.pk).update(refused_because=reason.strip(), refused_at=at, refused_by=opened.user)
    TransitionPlan.objects.filter(pk=plan.pk).update(state=TransitionState.OPEN, version=F("version") + 1)
    record(events.HandOverRefused(hand_over=str(sent.pk), reason=reason.strip()), case=case, by=opened.user, at=at)


@transaction.atomic
def finish(*, case: Case, reason: str, opened: OpenCase, at: datetime) -> None:
    """The work is finished before 18, and nobody takes over. Again is the same."""
    lock(case)
    policies.check_may_approve(opened)
    plan = queries.running(case)
    if plan is None and _ended_as(case, TransitionState.FINISHED, opened):
        return
    plan = policies.check_running(plan)
    policies.check_step(plan, TransitionState.FINISHED)
    policies.check_reason(reason)
    check_names_no_other(case, [reason])
    on = clock.local_date(at)
    _end(plan, TransitionState.FINISHED, on, name="", because=reason.strip(), opened=opened, at=at)


@transaction.atomic
def correct_birth_date(*, case: Case, born_on: date, reason: str, opened: OpenCase, at: datetime) -> str:
    """The child was born on that day. What has begun stays, with the reason; what is counted to 18 is counted anew.

    Answers which of the ages of 12 and 18 it crosses, "" for none.
    """
    lock(case)
    case.refresh_from_db()
    policies.check_may_correct(opened)
    today = clock.local_date(at)
    policies.check_can_correct(case, born_on, today=today, reason=reason)
    assert case.born_on is not None
    crosses = policies.crossed(case.born_on, born_on, today=today)
    people.put_birth_date_right(case, born_on)
    corrected = BirthDateCorrected(crosses=crosses, reason=reason.strip())
    record(corrected, case=case, by=opened.user, at=at)
    if queries.is_counted_to_18(case):
        record(BirthDateRecorded(born_on=born_on.isoformat()), case=case, by=opened.user, at=at)
    return crosses


def follow_court(case: Case, made: Any, *, occasion: UUID, by: User, at: datetime) -> None:
    """From an order on it is counted how long it is until 18, where acceptance by YOS has not begun it.

    Called by the action that records an occasion of proceedings, in its transaction.
    """
    codes = {entry.code for entry in made.occasion.entries}
    if case.born_on is None or not codes & {"sentence.passed", "order.made"} or queries.is_counted_to_18(case):
        return
    if (case.age_on(clock.local_date(at)) or 0) < ADULT_AGE:
        record(BirthDateRecorded(born_on=case.born_on.isoformat()), case=case, by=by, at=at, occasion=occasion)
