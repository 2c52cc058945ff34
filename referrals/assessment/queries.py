"""Reading assessments: for their pages, and for those who decide what follows from them."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from referrals.assessment.sections import Carried, rows_of, sections_for
from referrals.models import AssessmentSection, AssessmentState, CfAssessment, ReferralPart


def current(case: Case) -> CfAssessment | None:
    """Answer the assessment being written on a case, else the last one authorised."""
    found = (
        CfAssessment.objects.filter(case=case)
        .select_related("case", "referral", "saved_by", "submitted_by", "returned_by", "authorised_by")
        .order_by("-started_at")
    )
    return next((one for one in found if one.state != AssessmentState.AUTHORISED), None) or found.first()


def earlier(case: Case, than: CfAssessment | None) -> list[CfAssessment]:
    """Answer the other assessments of a case, newest first."""
    found = CfAssessment.objects.filter(case=case).select_related("authorised_by").order_by("-started_at")
    return list(found.exclude(pk=than.pk) if than else found)


def saved_sections(assessment: CfAssessment) -> dict[str, AssessmentSection]:
    """Answer the saved texts of an assessment by section."""
    found = AssessmentSection.objects.filter(assessment=assessment).select_related("saved_by")
    return {section.key: section for section in found}


def carried(case: Case) -> dict[str, list[Carried]]:
    """Answer, section by section, what each referral on this child's record (and on records joined to it) already says."""
    ids = [case.pk, *case.merged_from.values_list("pk", flat=True)]
    parts: dict[UUID, dict[str, dict[str, object]]] = defaultdict(dict)
    referrals = {}
    rows = (
        ReferralPart.objects.filter(case__in=ids)
        .select_related("referral__submitted_by", "referral__agency")
        .order_by("referral__submitted_at")
    )
    for row in rows:
        parts[row.referral_id][row.section] = row.answers
        referrals[row.referral_id] = row.referral
    found: dict[str, list[Carried]] = defaultdict(list)
    for referral_id, referral in referrals.items():
        sender = referral.submitted_by.full_name
        if referral.agency:
            sender = f"{sender}, {referral.agency.name}"
        if case.is_harmed:
            sender = "the referrer"  # who referred may say who the young person is
        for section in sections_for(is_harmed=case.is_harmed):
            said = rows_of(section, parts[referral_id])
            if said:
                found[section.key].append(Carried(referral.reference, referral.submitted_at, sender, said))
    return dict(found)


def read_whole(assessment: CfAssessment) -> tuple[dict[str, AssessmentSection], dict[str, str]]:
    """Answer what was written, by section, and the text of each: what was written, else what the referral says of it; no text for
    one of which nothing is known."""
    brought = {} if assessment.state == AssessmentState.AUTHORISED else carried(assessment.case)
    saved = saved_sections(assessment)
    return saved, texts_from(saved, brought)


def texts_from(saved: Mapping[str, AssessmentSection], brought: Mapping[str, list[Carried]]) -> dict[str, str]:
    """Answer the text of each section from what was read already. No statement."""
    said = {key: "\n\n".join(one.text for one in found) for key, found in brought.items()}
    return said | {key: one.text for key, one in saved.items()}


def was_discussed(case: Case) -> bool:
    """Answer whether a strategy discussion was held about this child, on this record or one joined to it."""
    records = [case.pk, *case.merged_from.values_list("pk", flat=True)]
    return any(chronology.standing(record, ("strategy.held",)).exists() for record in records)


def finding(case: Case) -> str:
    """Answer what the last authorised assessment found of the behaviour: `abusive`, `not_abusive`, or empty."""
    return (
        CfAssessment.objects.filter(case=case, state=AssessmentState.AUTHORISED)
        .exclude(finding="")
        .order_by("-authorised_at")
        .values_list("finding", flat=True)
        .first()
        or ""
    )
