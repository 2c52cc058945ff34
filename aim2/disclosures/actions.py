"""Changes to what leaves an assessment. Each checks, locks, changes and records in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from aim2.assessments import allegations, gates, queries
from aim2.disclosures import events, offers, policies
from aim2.disclosures import queries as documents
from aim2.disclosures.kinds import AUDIENCES, Kind, State, StepFor
from aim2.models import Assessment, Disclosure, RecommendationStep
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, Person
from hsb.cases.other_children import check_names_no_other
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion


@transaction.atomic
def prepare(
    *,
    assessment: Assessment,
    opened: OpenCase,
    kind: str,
    to: str,
    person: Person | None = None,
    hearing_on: date | None = None,
    at: datetime,
) -> Disclosure:
    """A document can be picked for. It is interim where the assessment is not signed off and this kind may leave before."""
    lock(assessment.case)
    held = Assessment.objects.get(pk=assessment.pk)
    policies.check_may_prepare(opened, held)
    interim = policies.check_kind(kind, held)
    if kind == Kind.COURT and hearing_on is None:
        raise ActionNotAllowed("Enter the day of the hearing: the extract names it.")
    if kind == Kind.COURT and hearing_on is not None and hearing_on < clock.local_date(at):
        raise ActionNotAllowed("Enter the day of a hearing that is still to come.")
    if kind == Kind.PARENT and person is None:
        raise ActionNotAllowed("Choose the parent or carer it is for: each has a summary of their own.")
    number = (Disclosure.objects.filter(case=held.case).aggregate(last=Max("number"))["last"] or 0) + 1
    disclosure = Disclosure(
        case=held.case,
        assessment=held,
        number=number,
        kind=kind,
        to=to.strip(),
        person=person if kind == Kind.PARENT else None,
        hearing_on=hearing_on,
        interim=interim,
        gateway=AUDIENCES[Kind(kind)].gateways[0] if len(AUDIENCES[Kind(kind)].gateways) == 1 else "",
        saved_at=at,
        saved_by=opened.user,
    )
    disclosure.save(force_insert=True)
    return disclosure


def _locked(disclosure: Disclosure) -> Disclosure:
    lock(disclosure.case)
    return Disclosure.objects.select_related(
        "case", "assessment", "assessment__lead", "assessment__co_worker", "assessment__case"
    ).get(pk=disclosure.pk)


def _put(disclosure: Disclosure, **values: Any) -> None:
    written = Disclosure.objects.filter(pk=disclosure.pk, version=disclosure.version).update(
        **values, version=disclosure.version + 1
    )
    if not written:
        raise StaleVersion(Disclosure.objects.get(pk=disclosure.pk))
    for name, value in values.items():
        setattr(disclosure, name, value)
    disclosure.version += 1


def offered_for(disclosure: Disclosure, *, at: datetime) -> list[offers.Paragraph]:
    """Answer what may be picked for a document now, and what may not and why. Changes nothing."""
    case = disclosure.case
    found = queries.whole(disclosure.assessment, locks=gates.locks(case, at=at))
    return offers.offered(found, disclosure, allegations.of_case(case), offers.hidden_people(case))


@transaction.atomic
def save(
    *,
    disclosure: Disclosure,
    opened: OpenCase,
    picked: set[str],
    ties: Mapping[str, str],
    values: Mapping[str, Any],
    version: int,
    at: datetime,
) -> Disclosure:
    """What is picked, to which allegation each is tied, and the reasons stand on the next version.

    Raises StaleVersion when somebody saved first, ActionNotAllowed for what may not be picked: then nothing is saved.
    """
    held = _locked(disclosure)
    policies.check_may_prepare(opened, held.assessment)
    policies.check_can_write(held)
    if held.version != version:
        raise StaleVersion(held)
    given = offered_for(held, at=at)
    policies.check_picks(picked, dict(ties), given)
    picks = picks_of(given, picked, ties)
    held.picks = picks
    policies.check_none_forbidden(offered_for(held, at=at), picked)
    _put(held, picks=picks, saved_at=at, saved_by=opened.user, **values)
    return held


def picks_of(given: Sequence[offers.Paragraph], picked: set[str], ties: Mapping[str, str]) -> list[dict[str, Any]]:
    """Answer the picks as a document keeps them: what is picked, and what was tied. Changes nothing."""
    return [
        {
            "key": one.key,
            "digest": one.digest,
            "allegation": one.tie if one.fixed else ties.get(one.name, one.tie),
            "picked": one.name in picked,
        }
        for one in given
        if one.name in picked or ties.get(one.name)
    ]


@transaction.atomic
def send(*, disclosure: Disclosure, opened: OpenCase, at: datetime) -> None:
    """It waits for the YOS manager, as it is. Again is the same."""
    held = _locked(disclosure)
    if held.state == State.SENT:
        return
    policies.check_may_prepare(opened, held.assessment)
    policies.check_step(held, State.SENT)
    if not AUDIENCES[Kind(held.kind)].countersigned:
        raise ActionNotAllowed("This document needs no second name. Let it leave yourself.")
    policies.check_ready(held)
    _put(held, state=State.SENT, sent_at=at, sent_by=opened.user)
    by_social_care = policies.countersigner(held.assessment) == Role.CSWS_MANAGER
    event = events.ExtractSent(disclosure=str(held.pk), document=held.kind, by_social_care=by_social_care)
    record(event, case=held.case, by=opened.user, at=at)


@transaction.atomic
def send_back(*, disclosure: Disclosure, opened: OpenCase, comment: str, at: datetime) -> None:
    """The manager returns it with a comment."""
    held = _locked(disclosure)
    policies.check_may_countersign(opened, held.assessment)
    policies.check_step(held, State.RETURNED)
    if not comment.strip():
        raise ActionNotAllowed("Say what has to change before it may leave.")
    check_names_no_other(held.case, [comment])
    _put(held, state=State.RETURNED, returned_at=at, returned_by=opened.user, return_comment=comment.strip())
    event = events.ExtractReturned(disclosure=str(held.pk), document=held.kind, comment=comment.strip())
    record(event, case=held.case, by=opened.user, at=at)


@transaction.atomic
def leave(*, disclosure: Disclosure, opened: OpenCase, version: int, at: datetime) -> Disclosure:
    """It has left: its words are kept as they were, the disclosure is in the audit, and a plan's step is asked for.

    On the YOS manager's name where it needs one; again is the same.
    """
    held = _locked(disclosure)
    if held.state == State.LEFT and held.left_by_id == opened.user.pk:
        return held
    policies.check_can_leave(held, opened)
    policies.check_as_read(held, version)
    picked = {f"{one['key']}:{one['digest']}" for one in held.picks if one["picked"]}
    given = offered_for(held, at=at)
    policies.check_picks(picked, {}, given)
    policies.check_none_forbidden(given, picked)
    _put(held, state=State.LEFT, left_at=at, left_by=opened.user, content=content_of(held, at=at))
    audit.record(AuditKind.DISCLOSED, by=opened.user, at=at, case_id=held.case_id, what=held.get_kind_display())
    event = events.Disclosed(disclosure=str(held.pk), document=held.kind, interim=held.interim, to=held.to)
    record(event, case=held.case, by=opened.user, at=at)
    if into := AUDIENCES[Kind(held.kind)].step:
        RecommendationStep(case=held.case, disclosure=held, into=into, asked_at=at, asked_by=opened.user).save(
            force_insert=True
        )
    return held


def content_of(disclosure: Disclosure, *, at: datetime) -> dict[str, Any]:
    """Answer what a document says now; once it has left, what it said then. Changes nothing."""
    if disclosure.state == State.LEFT and disclosure.content:
        return dict(disclosure.content)
    case, assessment = disclosure.case, disclosure.assessment
    found = queries.whole(assessment, locks=gates.locks(case, at=at))
    hide = offers.hidden_people(case)
    known = allegations.of_case(case)
    given = offers.offered(found, disclosure, known, hide)
    tied = {one.tie for one in given if one.picked}
    said = [one for one in known if str(one.pk) in tied] or [one for one in known if not one.why_not]
    matter = "; ".join(f"{one.number} {one.offence}" for one in said) or "None"
    stopped_on = documents.stopped_on(case.pk) if AUDIENCES[Kind(disclosure.kind)].after_stop else None
    subject = _subject(case, at)
    return offers.content(found, disclosure, given, subject=subject, hide=hide, matter=matter, stopped_on=stopped_on)


def _subject(case: Case, at: datetime) -> str:
    age = case.age_on(clock.local_date(at))
    return f"{case.label}, {age}" if age is not None else case.label


@transaction.atomic
def add_to_plan(*, step: RecommendationStep, opened: OpenCase, at: datetime) -> None:
    """The social worker says that the recommendations are in the plan."""
    lock(step.case)
    held = RecommendationStep.objects.select_related("case").get(pk=step.pk)
    policies.check_can_add(held, opened)
    RecommendationStep.objects.filter(pk=held.pk).update(added_at=at, added_by=opened.user)
    event = events.RecommendationsAdded(step=str(held.pk), care_plan=held.into == StepFor.CARE_PLAN)
    record(event, case=held.case, by=opened.user, at=at)


@transaction.atomic
def confirm_in_plan(*, step: RecommendationStep, opened: OpenCase, at: datetime) -> None:
    """The reviewing officer confirms that they are."""
    lock(step.case)
    held = RecommendationStep.objects.select_related("case").get(pk=step.pk)
    policies.check_can_confirm(held, opened)
    RecommendationStep.objects.filter(pk=held.pk).update(confirmed_at=at, confirmed_by=opened.user)
    event = events.RecommendationsConfirmed(step=str(held.pk), care_plan=held.into == StepFor.CARE_PLAN)
    record(event, case=held.case, by=opened.user, at=at)
