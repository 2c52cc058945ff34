"""May this person, and does the state allow it: every refusal about an assessment, as a sentence."""

from hsb.accounts.models import User
from hsb.errors import ActionNotAllowed
from referrals.models import AssessmentState, CfAssessment, Conference, OwnHarm


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


def check_can_submit(assessment: CfAssessment, *, is_harmed: bool, has_analysis: bool) -> None:
    """Everything a manager needs to authorise it is there."""
    check_can_write(assessment)
    for sentence in missing(assessment, is_harmed=is_harmed, has_analysis=has_analysis):
        raise ActionNotAllowed(sentence)


def missing(assessment: CfAssessment, *, is_harmed: bool, has_analysis: bool) -> list[str]:
    """Answer a sentence for each thing still needed before the assessment can be submitted."""
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
    if not has_analysis:
        found.append("Write the analysis.")
    if not assessment.recommendation:
        found.append("Choose what you recommend.")
    return found


def check_as_read(assessment: CfAssessment, version: int) -> None:
    """A manager authorises or returns what they read, not what was written since they opened the page."""
    if assessment.version != version:
        raise ActionNotAllowed("This assessment was changed after you opened it. Read it again before you answer it.")


def check_can_authorise(assessment: CfAssessment, by: User) -> None:
    """Another person authorises what somebody submitted."""
    if assessment.state != AssessmentState.SUBMITTED:
        raise ActionNotAllowed(
            "This assessment is not waiting for authorisation. Reload the page to see where it stands."
        )
    if assessment.submitted_by_id == by.pk:
        raise ActionNotAllowed("You submitted this assessment. Another manager authorises it.")
