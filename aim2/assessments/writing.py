"""Writing the texts of an assessment: one's own view, then the common words. Nothing anybody typed is written over unseen."""

from datetime import datetime, timedelta

from django.db import transaction

from aim2.assessments import gates, parts, policies, queries
from aim2.assessments.rules import Standing
from aim2.models import Assessment, AssessmentText, EarlierText
from hsb.accounts.models import User
from hsb.cases.other_children import check_names_no_other
from hsb.chronology.actions import lock
from hsb.errors import ActionNotAllowed, StaleVersion

ONE_SITTING = timedelta(minutes=10)
"""What the same person saves again within this is one version; what stood before is kept otherwise."""


def _held(assessment: Assessment, by: User, key: str, *, at: datetime) -> Assessment:
    """The assessment as it is now, locked, after everything that must hold before a word of it changes."""
    lock(assessment.case)
    found = Assessment.objects.select_related("case").get(pk=assessment.pk)
    policies.check_is_assessor(found, by)
    policies.check_key(key)
    policies.check_can_write(found)
    policies.check_not_locked(key, gates.locks(found.case, at=at))
    gates.check_may_work(found.case, tool=found.tool, at=at)
    return found


def _writer(assessment: Assessment, key: str, by: User) -> int | None:
    """Whose row a save goes to: one's own view of a domain's text; common words where there are some, or only those."""
    if key not in parts.DOMAIN_KEYS or queries.text_row(assessment, key, None) is not None:
        return None
    return by.pk


@transaction.atomic
def save(*, assessment: Assessment, key: str, text: str, version: int, by: User, at: datetime) -> AssessmentText:
    """The text stands as its next version (0: it had not been saved). Raises StaleVersion when somebody saved it first."""
    found = _held(assessment, by, key, at=at)
    writer = _writer(found, key, by)
    row = queries.text_row(found, key, writer)
    if row is None:
        row = AssessmentText(
            case=found.case, assessment=found, key=key, writer_id=writer, text=text, saved_at=at, saved_by=by
        )
        row.save(force_insert=True)
        return row
    if row.text == text:
        return row
    if row.version != version:
        raise StaleVersion(row)
    if row.finished_at is not None and writer is not None:
        raise ActionNotAllowed(
            "You said that this view is finished. Settle on one wording with your colleague to change it."
        )
    _keep_earlier(row, by=by, at=at)
    row.text, row.saved_at, row.saved_by, row.version = text, at, by, row.version + 1
    row.save(update_fields=["text", "saved_at", "saved_by", "version"])
    return row


def _keep_earlier(row: AssessmentText, *, by: User, at: datetime) -> None:
    if row.text.strip() and (row.saved_by_id != by.pk or at - row.saved_at > ONE_SITTING):
        EarlierText(
            case_id=row.case_id,
            of=row,
            version=row.version,
            text=row.text,
            saved_at=row.saved_at,
            saved_by=row.saved_by,
        ).save(force_insert=True)


@transaction.atomic
def finish(*, assessment: Assessment, key: str, by: User, at: datetime) -> None:
    """This person's view of a domain's text is finished: when the other's is too, each reads both."""
    found = _held(assessment, by, key, at=at)
    row = queries.text_row(found, key, by.pk)
    policies.check_can_finish(row.text if row else "")
    check_names_no_other(found.case, [row.text if row else ""])
    if row is not None and row.finished_at is None:
        row.finished_at, row.finished_by = at, by
        row.save(update_fields=["finished_at", "finished_by"])


@transaction.atomic
def settle(*, assessment: Assessment, key: str, text: str, by: User, at: datetime) -> AssessmentText:
    """The two agree on one wording; both views stay as they were, and the common words are what the report says."""
    found = _held(assessment, by, key, at=at)
    common = queries.text_row(found, key, None)
    if common is not None:
        if common.text == text:
            return common
        raise StaleVersion(common)
    policies.check_can_settle(_standing(found, key, at=at))
    policies.check_can_finish(text)
    check_names_no_other(found.case, [text])
    row = AssessmentText(case=found.case, assessment=found, key=key, text=text, saved_at=at, saved_by=by)
    row.save(force_insert=True)
    return row


@transaction.atomic
def keep_both(*, assessment: Assessment, key: str, because: str, by: User, at: datetime) -> None:
    """Both views stand in the report, with the reason why."""
    found = _held(assessment, by, key, at=at)
    policies.check_can_settle(_standing(found, key, at=at))
    if not because.strip():
        raise ActionNotAllowed("Say why both views are kept.")
    check_names_no_other(found.case, [because])
    AssessmentText.objects.filter(assessment=found, key=key, writer=found.lead_id).update(kept_because=because.strip())


def _standing(assessment: Assessment, key: str, *, at: datetime) -> Standing:
    return queries.whole(assessment, locks=gates.locks(assessment.case, at=at)).domains[key].standing
