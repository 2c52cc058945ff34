"""May this person, and does the state allow it: every refusal about an assessment, as a sentence."""

from collections.abc import Mapping

from hsb.accounts.models import User
from hsb.errors import ActionNotAllowed
from referrals.assessment.decisions import Found, why_a_reason
from referrals.assessment.sections import sections_for
from referrals.models import AssessmentState, CfAssessment, Conference, OwnHarm, Recommendation

# Never left out, whatever reason is given.
WRITE = {
    "analysis": "Write the analysis.",
    "child_views": "Write what the child says. If they were not asked, write why not.",
    "risk": "Write what the risk to others is: to whom, where and when.",
}


def check_can_write(assessment: CfAssessment) -> None:
    """The words of an assessment change until it is submitted, and again when it was returned."""
    if assessment.state == AssessmentState.SUBMITTED:
        raise ActionNotAllowed("This assessment is waiting for a manager. It can be changed when it has been returned.")
    if assessment.state == AssessmentState.AUTHORISED:
        raise ActionNotAllowed(
            "This assessment is authorised and no longer changes. What is new belongs in the next one."
        )


def check_judgements_agree(*, own_harm: str, conference: str, conference_reasons: str) -> None:
    """Where the young person may be a victim too, a conference was considered, and reasons given for none (P5.7)."""
    if own_harm not in (OwnHarm.KNOWN, OwnHarm.SUSPECTED):
        return
    if not conference:
        raise ActionNotAllowed(
            "The young person may have been harmed too: say whether to convene a child protection conference."
        )
    if conference == Conference.NO and not conference_reasons.strip():
        raise ActionNotAllowed("Give the reasons for not convening a conference.")


def check_can_submit(assessment: CfAssessment, *, is_harmed: bool, texts: Mapping[str, str]) -> None:
    """Everything a manager needs to authorise it is there; `texts` as `missing` takes them."""
    check_can_write(assessment)
    for sentence in missing(assessment, is_harmed=is_harmed, texts=texts):
        raise ActionNotAllowed(sentence)


def missing(assessment: CfAssessment, *, is_harmed: bool, texts: Mapping[str, str]) -> list[str]:
    """Answer a sentence for each thing still needed before the assessment can be submitted.

    `texts` by section: what was written, else what the referral says.
    """
    found = []
    if not is_harmed:
        if not assessment.own_harm:
            found.append("Say whether the young person may have been harmed too.")
        try:
            check_judgements_agree(
                own_harm=assessment.own_harm,
                conference=assessment.conference,
                conference_reasons=assessment.conference_reasons,
            )
        except ActionNotAllowed as refusal:
            found.append(refusal.sentence)
        if not assessment.finding:
            found.append("Say whether abusive behaviour is identified.")
        elif not assessment.finding_basis or not assessment.finding_reasons.strip():
            found.append("Say on what the finding about the behaviour rests, and why.")
    unwritten = [one for one in sections_for(is_harmed=is_harmed) if not texts.get(one.key, "").strip()]
    found += [WRITE[one.key] for one in unwritten if one.key in WRITE]
    others = [f"“{one.title}”" for one in unwritten if one.key not in WRITE]
    if others and not assessment.left_out.strip():
        found.append(f"Write {', '.join(others)}; or say with your recommendation why they are left out.")
    if not assessment.recommendation:
        found.append("Choose what you recommend.")
    return found


def check_as_read(assessment: CfAssessment, version: int) -> None:
    """A manager authorises or returns what they read, not what was written since they opened the page."""
    if assessment.version != version:
        raise ActionNotAllowed("This assessment was changed after you opened it. Read it again before you answer it.")


def check_decision(assessment: CfAssessment, decision: str, reasons: str, *, was_discussed: bool) -> None:
    """The manager's decision is one that the findings allow, or gives its reason; an enquiry follows a strategy discussion (P5.2)."""
    if decision not in Recommendation.values:
        raise ActionNotAllowed("Choose what you decide.")
    if decision == Recommendation.SECTION_47 and not was_discussed:
        raise ActionNotAllowed(
            "A section 47 enquiry follows from a strategy discussion, and none was held. Decide for a strategy meeting."
        )
    found = Found(assessment.finding, assessment.own_harm, assessment.recommendation)
    if not reasons.strip() and (sentence := why_a_reason(found, decision)):
        raise ActionNotAllowed(sentence)


def check_can_authorise(assessment: CfAssessment, by: User) -> None:
    """Another person authorises what somebody submitted."""
    if assessment.state != AssessmentState.SUBMITTED:
        raise ActionNotAllowed(
            "This assessment is not waiting for authorisation. Reload the page to see where it stands."
        )
    if assessment.submitted_by_id == by.pk:
        raise ActionNotAllowed("You submitted this assessment. Another manager authorises it.")
