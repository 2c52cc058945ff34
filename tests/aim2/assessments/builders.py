"""Assessments as people write them: opened, with a session, every text, totals and level."""

from datetime import datetime
from typing import Any

from aim2.assessments import actions, parts, signing
from aim2.models import Assessment, AssessmentText, Source, SubTotal
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.models import Case
from tests.factories.cases import put_on

EDITION = "AIM2 manual, revised November 2012"


def on_the_case(case: Case, at: datetime, **people: User) -> None:
    """These people are on the case by name, each in the role their key says."""
    for role, user in people.items():
        put_on(case, user, Role(role), at)


def opened(user: User, case: Case) -> access.OpenCase:
    return access.get_case(user, case.reference, look="test")


def begun(case: Case, lead: User, co_worker: User | None, at: datetime, **facts: Any) -> Assessment:
    """An assessment with its first session held today."""
    assessment = actions.open_assessment(case=case, lead=lead, co_worker=co_worker, by=lead, at=at, **facts)
    actions.record_session(
        assessment=assessment,
        held_on=clock.local_date(at),
        whom="young_person",
        attended=True,
        notes="Rules about the phone in each home.",
        by=lead,
        at=at,
    )
    return assessment


def written(assessment: Assessment, at: datetime, *, word: Any = None) -> None:
    """Every text stands as both wrote it, the same; every total is entered; a level recommended. Rows, for the sake of speed."""
    say = word or (lambda key: f"About {parts.title_of(key).lower()}.")
    held = set(assessment.texts.values_list("key", "writer"))
    base = {"case": assessment.case, "assessment": assessment, "saved_at": at, "saved_by": assessment.lead}
    rows = []
    for key in parts.DOMAIN_KEYS:
        if (key, None) in held:
            continue
        for writer in filter(None, (assessment.lead, assessment.co_worker)):
            if (key, writer.pk) not in held:
                row = {**base, "key": key, "writer": writer, "text": say(key)}
                rows.append(AssessmentText(finished_at=at, finished_by=writer, **row))
    assessment.texts.exclude(writer=None).update(
        text="As before.", finished_at=at, finished_by=assessment.lead, kept_because=""
    )
    for key, writer in held:
        if writer == assessment.lead_id and assessment.co_worker_id and (key, assessment.co_worker_id) not in held:
            for row in rows:
                if row.key == key:
                    row.text = "As before."
    rows += [
        AssessmentText(key=part.key, text=say(part.key), **base)
        for part in parts.WHOLE
        if (part.key, None) not in held and (part.page != "for_family" or part.shareable)
    ]
    AssessmentText.objects.bulk_create(rows)
    given = {"case": assessment.case, "assessment": assessment}
    Source.objects.create(kind="seen", what="Mother, at home", at=at, by=assessment.lead, **given)
    if not assessment.narrative_only:
        kinds = set(assessment.sub_totals.values_list("kind", flat=True))
        SubTotal.objects.bulk_create(
            SubTotal(
                kind=kind, total=n, band="low", edition=EDITION, entered_at=at, entered_by=assessment.lead, **given
            )
            for n, kind in enumerate(parts.Kind.values, start=1)
            if kind not in kinds
        )
        Assessment.objects.filter(pk=assessment.pk).update(
            edition=EDITION, level="medium", level_reason="Unsupervised evenings."
        )


def agreed(assessment: Assessment, at: datetime) -> Assessment:
    signing.agree(assessment=assessment, by=assessment.co_worker or assessment.lead, at=at)
    assessment.refresh_from_db()
    return assessment


def signed(case: Case, lead: User, co_worker: User, manager: User, at: datetime) -> Assessment:
    """A signed report."""
    assessment = begun(case, lead, co_worker, at)
    written(assessment, at)
    agreed(assessment, at)
    signing.sign(assessment=assessment, opened=opened(manager, case), version=assessment.version, at=at)
    assessment.refresh_from_db()
    return assessment
