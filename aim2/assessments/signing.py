"""From agreed to replaced: the steps by which an assessment becomes a report. Each in one transaction."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from aim2.assessments import events, gates, parts, policies, queries
from aim2.assessments.states import FINAL, State
from aim2.models import Assessment, AssessmentText, Source, SubTotal, TimelineEntry, Tool
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.other_children import check_names_no_other, hidden_from
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion


def _locked(assessment: Assessment) -> Assessment:
    lock(assessment.case)
    return Assessment.objects.select_related("case", "lead", "co_worker").get(pk=assessment.pk)


def _put(assessment: Assessment, **values: Any) -> None:
    """The row holds these values on its next version; raises StaleVersion when it is not the version held in the hand."""
    written = Assessment.objects.filter(pk=assessment.pk, version=assessment.version).update(
        **values, version=assessment.version + 1
    )
    if not written:
        raise StaleVersion(Assessment.objects.get(pk=assessment.pk))
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.version += 1


@transaction.atomic
def agree(*, assessment: Assessment, by: User, at: datetime) -> None:
    """Both stand by it, nothing is missing, and it waits for quality assurance. Again is the same."""
    found = _locked(assessment)
    if found.state == State.AGREED and found.agreed_by_id == by.pk:
        return
    policies.check_is_assessor(found, by)
    gates.check_may_work(found.case, tool=found.tool, at=at)
    whole = queries.whole(found, locks=gates.locks(found.case, at=at))
    policies.check_can_agree(whole, by)
    policies.check_names_nobody(whole, hidden_from(found.case))
    _put(found, state=State.AGREED, agreed_at=at, agreed_by=by)
    event = events.AimCoWorkerAgreed(
        assessment=str(found.pk), alone=found.co_worker_id is None, by_social_care=found.tool == Tool.UNDER_12
    )
    record(event, case=found.case, by=by, at=at)


@transaction.atomic
def send_back(*, assessment: Assessment, opened: OpenCase, comment: str, version: int, at: datetime) -> None:
    """It can be changed again, with the comment beside it."""
    found = _locked(assessment)
    if not policies.may_sign(found, opened):
        policies.check_can_sign(found, opened, lead_until=date.max, signer_until=date.max)
    policies.check_step(found, State.RETURNED)
    policies.check_as_read(found, version)
    if not comment.strip():
        raise ActionNotAllowed("Say what has to change before you can sign it.")
    check_names_no_other(found.case, [comment])
    _put(found, state=State.RETURNED, returned_at=at, returned_by=opened.user, return_comment=comment.strip())
    event = events.AimReturned(assessment=str(found.pk), comment=comment.strip())
    record(event, case=found.case, by=opened.user, at=at)


@transaction.atomic
def sign(*, assessment: Assessment, opened: OpenCase, version: int, at: datetime) -> None:
    """It is the report from now on: the clock is met, the one before is replaced. Part of it may be locked, and says until when."""
    found = _locked(assessment)
    if found.state in FINAL and found.signed_by_id == opened.user.pk:
        return
    on = clock.local_date(at)
    instrument = queries.rated_by(found)
    lead_until = gates.accredited_until(found.lead, tool=found.tool, on=on, instrument=instrument)
    wanted = profile().settings.get("aim_signer_accredited", False)
    policies.check_can_sign(
        found,
        opened,
        lead_until=lead_until,
        signer_until=gates.accredited_until(opened.user, tool=found.tool, on=on) if wanted else date.max,
        instrument=instrument,
    )
    policies.check_as_read(found, version)
    locks = gates.locks(found.case, at=at)
    until = " ".join(dict.fromkeys(one.opens for one in locks))
    for before in Assessment.objects.filter(case=found.case, state__in=FINAL):
        _put(before, state=State.SUPERSEDED)
        event = events.AimSuperseded(assessment=str(before.pk), number=before.number)
        record(event, case=found.case, by=opened.user, at=at)
    _put(
        found,
        state=State.SIGNED,
        signed_at=at,
        signed_by=opened.user,
        accredited_until=None if lead_until in (None, date.max) else lead_until,
        part_locked=until,
    )
    signed = events.AimReportSignedOff(
        assessment=str(found.pk), number=found.number, part_locked=bool(locks), until=until.rstrip(".")
    )
    record(signed, case=found.case, by=opened.user, at=at)


@transaction.atomic
def ask_to_complete(*, assessment: Assessment, at: datetime) -> None:
    """Whoever works the case is told, once, that nothing locks any more what was locked when it was signed. Nobody did that here:
    an agreement or an allegation ended somewhere else."""
    found = _locked(assessment)
    if found.state not in FINAL or not found.part_locked or gates.locks(found.case, at=at):
        return
    if chronology.has_happened(found.case_id, "aim.lock_opened", found.pk):
        return
    event = events.AimLockOpened(assessment=str(found.pk), number=found.number)
    record(event, case=found.case, by=None, at=at, occasion=found.pk)


@transaction.atomic
def share(*, assessment: Assessment, on: date | None, shared_with: str, because: str, by: User, at: datetime) -> None:
    """When and with whom it was shared, or why not; each stands in the chronology."""
    found = _locked(assessment)
    policies.check_can_share(found, by, on=on, today=clock.local_date(at), because=because)
    words = shared_with.strip() if on else because.strip()
    check_names_no_other(found.case, [words])
    _put(
        found,
        state=State.SHARED,
        shared_at=at,
        shared_by=by,
        shared_on=on,
        shared_with=shared_with.strip() if on else "",
        not_shared_because="" if on else because.strip(),
    )
    event = events.AimFamilyAnswered(assessment=str(found.pk), shared=on is not None, reason=words)
    record(event, case=found.case, by=by, at=at)


@transaction.atomic
def end(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """It ends without a report, and says why; what was written stays on the record, read by those who could read it."""
    found = _locked(assessment)
    policies.check_step(found, State.ENDED)
    if not because.strip():
        raise ActionNotAllowed("Say why the assessment ends without a report.")
    check_names_no_other(found.case, [because])
    _put(found, state=State.ENDED, ended_at=at, ended_by=by, ended_because=because.strip())
    record(events.AimEnded(assessment=str(found.pk), reason=because.strip()), case=found.case, by=by, at=at)


@transaction.atomic
def keep(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """What can change is not rated again, although it is older than its time, by the manager's decision."""
    found = _locked(assessment)
    if found.state not in FINAL:
        raise ActionNotAllowed("Only a signed assessment is kept as it is.")
    if not because.strip():
        raise ActionNotAllowed("Say why what can change is not rated again.")
    check_names_no_other(found.case, [because])
    _put(found, kept_at=at, kept_by=by, kept_because=because.strip())
    record(events.AimKept(assessment=str(found.pk), reason=because.strip()), case=found.case, by=by, at=at)


@transaction.atomic
def rate_again(*, assessment: Assessment, opened: OpenCase, at: datetime) -> Assessment:
    """The next version is open: history as it stood, what can change to be written again. The signed one holds until it is signed."""
    found = _locked(assessment)
    running = queries.running(found.case)
    if running is not None and running.pk != found.pk and policies.is_assessor(running, opened.user):
        return running
    policies.check_can_rate_again(found, opened)
    version = Assessment(
        case=found.case,
        number=queries.versions(found.case)[0].number + 1,
        tool=found.tool,
        tool_name=found.tool_name,
        narrative_only=found.narrative_only,
        unrated=found.unrated,
        lead=found.lead,
        co_worker=found.co_worker,
        alone_because=found.alone_because,
        opened_at=at,
        opened_by=opened.user,
        edition=found.edition,
    )
    version.save(force_insert=True)
    _carry(found, version, by=opened.user, at=at)
    return version


def _carry(before: Assessment, version: Assessment, *, by: User, at: datetime) -> None:
    """History is taken over as common words; what can change begins as the lead's words, to be gone through again."""
    held = queries.whole(before, locks=[])
    for key in (*parts.DOMAIN_KEYS, *held.texts):
        text = held.words(key)
        if not text.strip() or key in ("family_response", "for_young_person", "for_parents"):
            continue
        writer = version.lead_id if key in parts.DOMAIN_KEYS and parts.is_dynamic(key) else None
        AssessmentText(
            case=version.case, assessment=version, key=key, writer_id=writer, text=text, saved_at=at, saved_by=by
        ).save(force_insert=True)
    for kind, total in held.totals.items():
        if not parts.is_dynamic(kind):
            _copy(total, SubTotal, version)
    for source in held.sources:
        _copy(source, Source, version)
    for entry in held.timeline:
        _copy(entry, TimelineEntry, version)


def _copy(row: Any, model: Any, version: Assessment) -> None:
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in ("id", "assessment", "version")
    }
    model(**values, assessment=version).save(force_insert=True)
