"""Changes to a harmed child's needs and support. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hsb import clock
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import check_said
from strategy_meetings.models import SupportNeed, SupportOffer
from strategy_meetings.support import events, policies
from strategy_meetings.support.states import State


@transaction.atomic
def record_need(*, opened: OpenCase, what: str, said_by: str, at: datetime, press: UUID | None = None) -> SupportNeed:
    """The child's record says what the child needs and who says so. One press records once."""
    case = opened.case
    policies.check_may_write(opened)
    check_said(what, "Write what is needed.")
    check_names_no_other(case, [what, said_by])
    lock(case)
    if chronology.has_happened(case.pk, "support.need_recorded", press):
        return SupportNeed.objects.filter(case=case, recorded_by=opened.user).latest("number")
    need = SupportNeed(
        case=case,
        number=_next(SupportNeed, case),
        what=what.strip(),
        said_by=said_by.strip(),
        recorded_at=at,
        recorded_by=opened.user,
    )
    need.save(force_insert=True)
    recorded = events.NeedRecorded(need=str(need.pk), what=need.what)
    record(recorded, case=case, by=opened.user, at=at, occasion=press)
    return need


@transaction.atomic
def meet(*, need: SupportNeed, on: date, how: str, opened: OpenCase, at: datetime) -> None:
    """The need is met, or is there no longer, since that day."""
    policies.check_may_write(opened)
    check_said(how, "Write how it was met, or why it is not there any more.")
    policies.check_on(on, since=None, today=clock.local_date(at))
    check_names_no_other(opened.case, [how])
    lock(need.case)
    held = SupportNeed.objects.select_related("case").get(pk=need.pk)
    policies.check_is_open(held)
    _put(held, met_on=on, met_how=how.strip(), met_at=at, met_by=opened.user)
    met = events.NeedMet(need=str(held.pk), how=held.met_how)
    record(met, case=held.case, by=opened.user, at=at, occurred=clock.instant_on(on, at=at))


@transaction.atomic
def offer(
    *,
    opened: OpenCase,
    kind: str,
    service: str,
    what: str,
    offered_to: str,
    offered_on: date,
    need: SupportNeed | None,
    at: datetime,
    press: UUID | None = None,
) -> SupportOffer:
    """The support is offered and waits for its answer. One press offers once."""
    case = opened.case
    policies.check_may_write(opened)
    check_said(service, "Say who gives the support: the person or service.")
    policies.check_on(offered_on, since=None, today=clock.local_date(at))
    check_names_no_other(case, [service, what])
    lock(case)
    if chronology.has_happened(case.pk, "support.offered", press):
        return SupportOffer.objects.filter(case=case, recorded_by=opened.user).latest("number")
    made = SupportOffer(
        case=case,
        number=_next(SupportOffer, case),
        need=need,
        kind=kind,
        service=service.strip(),
        what=what.strip(),
        offered_to=offered_to,
        offered_on=offered_on,
        recorded_at=at,
        recorded_by=opened.user,
    )
    made.save(force_insert=True)
    offered = events.SupportOffered(offer=str(made.pk), kind=kind, to=offered_to, service=made.service)
    record(offered, case=case, by=opened.user, at=at, occurred=clock.instant_on(offered_on, at=at), occasion=press)
    return made


@transaction.atomic
def answer(*, offer: SupportOffer, to: State, on: date, words: str, opened: OpenCase, at: datetime) -> None:
    """It is taken up or declined since that day, in the child's or family's words."""
    policies.check_may_write(opened)
    check_names_no_other(opened.case, [words])
    held = _locked(offer)
    policies.check_can_go(held, to)
    policies.check_on(on, since=held.answered_on or held.offered_on, today=clock.local_date(at))
    _put(held, state=to, answered_on=on, answer=words.strip(), answered_at=at, answered_by=opened.user)
    answered = events.SupportAnswered(offer=str(held.pk), kind=held.kind, to=to, answer=held.answer)
    record(answered, case=held.case, by=opened.user, at=at, occurred=clock.instant_on(on, at=at))


@transaction.atomic
def end(*, offer: SupportOffer, on: date, because: str, opened: OpenCase, at: datetime) -> None:
    """The support has ended on that day, for this reason."""
    policies.check_may_write(opened)
    check_said(because, "Write why it ended, and what it brought.")
    check_names_no_other(opened.case, [because])
    held = _locked(offer)
    policies.check_can_go(held, State.ENDED)
    policies.check_on(on, since=held.answered_on or held.offered_on, today=clock.local_date(at))
    _put(held, state=State.ENDED, ended_on=on, ended_because=because.strip(), ended_at=at, ended_by=opened.user)
    ended = events.SupportEnded(offer=str(held.pk), kind=held.kind, because=held.ended_because)
    record(ended, case=held.case, by=opened.user, at=at, occurred=clock.instant_on(on, at=at))


def _next(model: type[SupportNeed] | type[SupportOffer], case: Case) -> int:
    return int(model.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(offer: SupportOffer) -> SupportOffer:
    lock(offer.case)
    return SupportOffer.objects.select_related("case").get(pk=offer.pk)


def _put(row: SupportNeed | SupportOffer, **values: Any) -> None:
    """The row holds these values; the caller holds the lock of its case."""
    type(row).objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
