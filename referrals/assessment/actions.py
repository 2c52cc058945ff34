"""Changes to a child and family assessment. Each checks, locks, changes and records in one transaction."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion
from referrals.assessment import policies, queries
from referrals.assessment.sections import section_of, sections_for
from referrals.events import assessment as events
from referrals.models import (
    AssessmentSection,
    AssessmentState,
    CfAssessment,
    Conference,
    OwnHarm,
    Recommendation,
    Referral,
)

STATE_AFTER: dict[str, Safeguarding] = {
    Recommendation.CHILD_IN_NEED: Safeguarding.CHILD_IN_NEED,
    Recommendation.STRATEGY_MEETING: Safeguarding.STRATEGY,
    Recommendation.SECTION_47: Safeguarding.ENQUIRY,
    Recommendation.EARLY_HELP: Safeguarding.EARLY_HELP,
    Recommendation.CLOSE: Safeguarding.TO_CLOSE,
}
JUDGEMENTS = (
    "own_harm",
    "own_harm_detail",
    "conference",
    "conference_reasons",
    "finding",
    "finding_basis",
    "finding_reasons",
    "recommendation",
    "left_out",
)


@transaction.atomic
def start(*, case: Case, referral: Referral | None, received_at: datetime, by: User, at: datetime) -> CfAssessment:
    """An assessment is open for this child, counted from the day the referral was received. One at a time."""
    lock(case)
    found = CfAssessment.objects.filter(case=case).exclude(state=AssessmentState.AUTHORISED).first()
    if found:
        return found
    assessment = CfAssessment(case=case, referral=referral, started_at=at, started_by=by)
    assessment.save(force_insert=True)
    record(
        events.CfAssessmentStarted(assessment=str(assessment.pk)),
        case=case,
        by=by,
        at=at,
        occurred=min(received_at, at),
    )
    return assessment


@transaction.atomic
def save_section(
    *, assessment: CfAssessment, key: str, text: str, version: int, by: User, at: datetime
) -> AssessmentSection:
    """The text stands as the section's next version (0: it had not been saved). Raises StaleVersion when somebody saved first."""
    lock(assessment.case)
    policies.check_can_write(CfAssessment.objects.get(pk=assessment.pk))
    if section_of(key, is_harmed=assessment.case.is_harmed) is None:
        raise ActionNotAllowed("This assessment has no such section. Go back to its contents.")
    found = AssessmentSection.objects.select_related("saved_by").filter(assessment=assessment, key=key).first()
    if found is None:
        section = AssessmentSection(
            case=assessment.case, assessment=assessment, key=key, text=text, saved_at=at, saved_by=by
        )
        section.save(force_insert=True)
        return section
    if found.version != version:
        if found.text == text:
            return found
        raise StaleVersion(found)
    if found.text == text:
        return found
    updated = AssessmentSection.objects.filter(pk=found.pk, version=version).update(
        text=text, saved_at=at, saved_by=by, version=version + 1
    )
    if not updated:
        raise StaleVersion(AssessmentSection.objects.get(pk=found.pk))
    found.text, found.saved_at, found.saved_by, found.version = text, at, by, version + 1
    return found


@transaction.atomic
def save_judgements(
    *, assessment: CfAssessment, fields: Mapping[str, str], version: int, by: User, at: datetime
) -> CfAssessment:
    """The answers to the closed questions stand on the next version. Raises StaleVersion when somebody saved first."""
    lock(assessment.case)
    found = CfAssessment.objects.select_related("saved_by", "case").get(pk=assessment.pk)
    policies.check_can_write(found)
    changed = {name: fields[name] for name in JUDGEMENTS if name in fields}
    if all(getattr(found, name) == value for name, value in changed.items()):
        return found
    if found.version != version:
        raise StaleVersion(found)
    _put(found, saved_at=at, saved_by=by, **changed)
    return found


@transaction.atomic
def submit(*, assessment: CfAssessment, by: User, at: datetime) -> None:
    """The assessment waits for a manager. What was carried forward from the referral and left as it was is now part of it."""
    lock(assessment.case)
    found = CfAssessment.objects.select_related("case").get(pk=assessment.pk)
    written, texts = queries.read_whole(found)
    policies.check_can_submit(found, is_harmed=found.case.is_harmed, texts=texts)
    for section in sections_for(is_harmed=found.case.is_harmed):
        text = texts.get(section.key, "")
        if section.key not in written and text:
            AssessmentSection(
                case=found.case, assessment=found, key=section.key, text=text, saved_at=at, saved_by=by
            ).save(force_insert=True)
    _put(found, state=AssessmentState.SUBMITTED, submitted_at=at, submitted_by=by)
    record(events.CfAssessmentSubmitted(assessment=str(found.pk)), case=found.case, by=by, at=at)


@transaction.atomic
def send_back(*, assessment: CfAssessment, comment: str, by: User, at: datetime) -> None:
    """The assessment can be changed again, with the manager's comment beside it."""
    lock(assessment.case)
    found = CfAssessment.objects.select_related("case").get(pk=assessment.pk)
    policies.check_can_authorise(found, by)
    policies.check_as_read(found, assessment.version)
    if not comment.strip():
        raise ActionNotAllowed("Say what has to change before you can authorise it.")
    _put(found, state=AssessmentState.RETURNED, returned_at=at, returned_by=by, return_comment=comment.strip())
    record(
        events.CfAssessmentReturned(assessment=str(found.pk), comment=comment.strip()), case=found.case, by=by, at=at
    )


@transaction.atomic
def authorise(*, assessment: CfAssessment, decision: str, reasons: str, by: User, at: datetime) -> None:
    """The assessment is final: its clock is met, its finding and its thoughts on a conference stand, the case moves on as decided.

    Where a new record was joined to this one, its clock is met too: it is the same child. Raises ActionNotAllowed for a decision
    that needs a reason and has none (`decisions.py`).
    """
    lock(assessment.case, *assessment.case.merged_from.all())
    found = CfAssessment.objects.select_related("case").get(pk=assessment.pk)
    policies.check_can_authorise(found, by)
    policies.check_as_read(found, assessment.version)
    policies.check_decision(found, decision, reasons, was_discussed=queries.was_discussed(found.case))
    reasons = reasons.strip()
    _put(
        found,
        state=AssessmentState.AUTHORISED,
        authorised_at=at,
        authorised_by=by,
        decision=decision,
        decision_reasons=reasons,
    )
    occasion = uuid.uuid4()
    done = events.CfAssessmentAuthorised(
        assessment=str(found.pk), recommendation=found.recommendation, decision=decision, reasons=reasons
    )
    to = STATE_AFTER[decision]
    for case in (found.case, *found.case.merged_from.all()):
        record(done, case=case, by=by, at=at, occasion=occasion)
        if to == case.safeguarding or to in TRANSITIONS[Strand.SAFEGUARDING][case.safeguarding]:
            cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at)
    if found.own_harm in (OwnHarm.KNOWN, OwnHarm.SUSPECTED):
        record(
            events.ConferenceConsidered(
                convene=found.conference == Conference.CONVENE, reasons=found.conference_reasons
            ),
            case=found.case,
            by=by,
            at=at,
            occasion=occasion,
        )
    if found.finding:
        record(
            events.HsbFindingRecorded(finding=found.finding, basis=found.finding_basis, reasons=found.finding_reasons),
            case=found.case,
            by=by,
            at=at,
            occasion=occasion,
        )


def _put(assessment: CfAssessment, **values: object) -> None:
    """The row holds these values on its next version; raises StaleVersion when it is not the version held in the hand."""
    written = CfAssessment.objects.filter(pk=assessment.pk, version=assessment.version).update(
        **values, version=assessment.version + 1
    )
    if not written:
        raise StaleVersion(CfAssessment.objects.get(pk=assessment.pk))
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.version += 1
