"""May this person, and does the state allow it: every refusal about an AIM assessment, as a sentence.

Over 300 lines: the refusals about one record, which its actions and pages ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.files.base import File

from aim2.assessments import gates, parts, rules
from aim2.assessments.queries import Whole
from aim2.assessments.rules import Standing
from aim2.assessments.states import FINAL, OPEN, TRANSITIONS, WRITABLE, State
from aim2.models import Assessment, Tool
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.cases.masking import Hidden, names_in
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.eligibility import limits

CO_WORKERS = frozenset(
    {
        *(Role.YOS_OFFICER, Role.YOS_MANAGER, Role.AIM_SUPERVISOR, Role.SOCIAL_WORKER),
        *(Role.HEALTH_PRACTITIONER, Role.PARTNER_PRACTITIONER, Role.SECURE_WORKER),
    }
)
LEADS = frozenset({Role.YOS_OFFICER, Role.SECURE_WORKER, Role.SOCIAL_WORKER})
SIGNERS = frozenset({Role.YOS_MANAGER, Role.AIM_SUPERVISOR})


def is_assessor(assessment: Assessment, user: User) -> bool:
    """Whether this person is the lead or the co-worker."""
    return user.pk in (assessment.lead_id, assessment.co_worker_id)


def may_read(assessment: Assessment, opened: OpenCase) -> bool:
    """Texts, ratings and totals are read by lead, co-worker and, from the day it waits for them, whoever may sign."""
    if is_assessor(assessment, opened.user):
        return True
    return may_sign(assessment, opened) and assessment.agreed_at is not None


def may_sign(assessment: Assessment, opened: OpenCase) -> bool:
    """Whether this person is one who could sign this one: by role, and neither of the two who wrote it."""
    if is_assessor(assessment, opened.user):
        return False
    if assessment.tool == Tool.UNDER_12:
        return Role.CSWS_MANAGER in opened.roles
    return bool(opened.roles & SIGNERS) and opened.may(RecordClass.AIM_WORKING, Level.APPROVE)


def manages(assessment: Assessment, opened: OpenCase) -> bool:
    """Whether this person manages the work on it: for YOS; under 12, where YOS has no part, for children's social care."""
    if assessment.tool == Tool.UNDER_12:
        return Role.CSWS_MANAGER in opened.roles
    return opened.may(RecordClass.AIM_WORKING, Level.APPROVE)


def _is_younger(opened: OpenCase, today: date) -> bool:
    age = opened.case.age_on(today)
    return age is not None and age < limits.chosen().lowest_age


def usual_tool(opened: OpenCase, *, today: date) -> str:
    """Answer the framework that is usual at this age."""
    return Tool.UNDER_12 if _is_younger(opened, today) else Tool.AIM2


def may_open(opened: OpenCase, *, today: date) -> bool:
    """Whether this person opens an assessment: the youth offending service; below its age, children's social care."""
    if opened.may(RecordClass.AIM_WORKING, Level.WRITE):
        return True
    return _is_younger(opened, today) and bool(opened.roles & {Role.SOCIAL_WORKER, Role.CSWS_MANAGER})


def check_may_open(opened: OpenCase, *, today: date) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_open(opened, today=today):
        raise AccessDenied("The youth offending service opens an AIM assessment; under 12, children’s social care.")


def may_be_rated(assessment: Assessment) -> bool:
    """Whether ratings belong to this assessment at all: a narrative stays one. Under 12 the narrative is no bar, unless asked for."""
    if assessment.unrated or assessment.tool == Tool.ALTERNATIVE:
        return False
    return assessment.tool == Tool.UNDER_12 or not assessment.narrative_only


def check_may_be_rated(assessment: Assessment) -> None:
    """Raises ActionNotAllowed where the assessment is a narrative only."""
    if not may_be_rated(assessment):
        raise ActionNotAllowed("This assessment is a narrative only: it has no ratings, totals, bands or level.")


def check_may_read(assessment: Assessment, opened: OpenCase) -> None:
    """Raises AccessDenied for everybody else: they see where it stands."""
    if not may_read(assessment, opened):
        raise AccessDenied(
            "This part is read by the lead, the co-worker and whoever signs the assessment. "
            "The assessment’s first page says where it stands and whom to ask."
        )


def check_is_assessor(assessment: Assessment, user: User) -> None:
    """Raises AccessDenied unless this person is the lead or the co-worker."""
    if not is_assessor(assessment, user):
        raise AccessDenied("Only the lead and the co-worker write this assessment. Ask them, or ask to be named.")


def check_can_write(assessment: Assessment) -> None:
    """The words of an assessment change until both have agreed to it, and again when it was returned."""
    if assessment.state == State.AGREED:
        raise ActionNotAllowed(
            "This assessment waits for quality assurance. It can be changed when it has been returned."
        )
    if assessment.state not in WRITABLE:
        raise ActionNotAllowed("This assessment no longer changes. What is new belongs in its next version.")


def check_not_locked(key: str, found: list[gates.Lock]) -> None:
    """What is locked takes no words."""
    if gates.is_locked(key, found):
        raise ActionNotAllowed(f"This part is locked. {found[0].why} {found[0].opens}")


def check_key(key: str) -> None:
    """There is such a text."""
    if key not in parts.DOMAIN_KEYS and parts.part_of(key) is None:
        raise ActionNotAllowed("This assessment has no such part. Go back to its first page.")


def check_can_open(found: list[Assessment], *, tool: str, tool_name: str, age: int | None) -> None:
    """One assessment is worked on at a time, by a tool that is made for the age."""
    if any(one.state in OPEN for one in found):
        raise ActionNotAllowed("An assessment of this young person is open already. Go on with that one.")
    if any(one.state in FINAL for one in found):
        raise ActionNotAllowed("There is a signed assessment. Rate again what can change: that is its next version.")
    if tool == Tool.ALTERNATIVE and not tool_name.strip():
        raise ActionNotAllowed("Name the tool that is used in place of AIM2.")
    ages = limits.chosen()
    if tool == Tool.AIM2 and age is not None and age < ages.lowest_age:
        raise ActionNotAllowed(
            f"AIM2 is for {ages.lowest_age} to {ages.adult_age - 1}. Under {ages.lowest_age}, choose the narrative for younger "
            "children."
        )
    if tool == Tool.UNDER_12 and age is not None and age >= ages.lowest_age:
        raise ActionNotAllowed(
            f"The narrative for younger children is for those under {ages.lowest_age}. Choose AIM2 or another tool."
        )


def check_pair(lead: User | None, co_worker: User | None) -> None:
    """Lead and co-worker are two people, both on this child's record."""
    if lead is None:
        raise ActionNotAllowed("Choose as lead somebody who is on this record.")
    if co_worker is not None and co_worker.pk == lead.pk:
        raise ActionNotAllowed(
            "The co-worker is another person than the lead. Choose somebody else, or leave it empty."
        )


def check_day_held(on: date, *, today: date, born_on: date | None) -> None:
    """A session has been held when it is recorded."""
    if on > today:
        raise ActionNotAllowed("Enter a date that is not in the future: a session counts once it has been held.")
    if born_on is not None and on < born_on:
        raise ActionNotAllowed("Enter a later date: that day lies before the young person was born.")


def check_has_a_day(on: date | None) -> date:
    """A specialist opinion is asked for by a day."""
    if on is None:
        raise ActionNotAllowed("Enter the day by which the opinion is needed: until it comes it is chased.")
    return on


def check_has_a_file(file: File[bytes] | None) -> File[bytes]:
    """What has come is attached."""
    if file is None:
        raise ActionNotAllowed("Choose the file with the opinion: it is kept on this record.")
    return file


def check_can_finish(text: str) -> None:
    """A view that is finished says something."""
    if not text.strip():
        raise ActionNotAllowed("Write your view first. A line is enough, also where nothing is known.")


def check_can_settle(found: Standing) -> None:
    """Two views become one when both can be seen."""
    if found != Standing.BOTH_FINISHED:
        raise ActionNotAllowed(
            "Both views have to be finished first. Then settle on one wording, or keep both with the reason."
        )


def check_total(
    *,
    kind: str,
    total: int | None,
    band: str,
    none_because: str,
    edition: str,
    narrative_only: bool,
    locked: bool,
    rated: bool = False,
) -> None:
    """A sub-total comes from the manual with its band and edition, or there is a reason why there is none."""
    if narrative_only:
        raise ActionNotAllowed("This assessment is a narrative only: it has no ratings, totals, bands or level.")
    if rated:
        raise ActionNotAllowed("The totals of this assessment come from its ratings: none is entered by hand.")
    if locked and kind in gates.LOCKED_TOTALS:
        raise ActionNotAllowed(
            "Part of what this sub-total counts is locked: it has no total and no band until that opens."
        )
    if total is None:
        if band:
            raise ActionNotAllowed("A band belongs to a total. Enter the total from the manual, or leave the band out.")
        if not none_because.strip():
            raise ActionNotAllowed("Enter the sub-total from the manual, or say why there is none.")
        return
    if not band:
        raise ActionNotAllowed("Enter the band the manual gives for this sub-total.")
    if not edition.strip():
        raise ActionNotAllowed("Say first which edition of the manual the totals come from.")


def missing(found: Whole) -> list[str]:
    """Answer a sentence for each thing still needed before quality assurance."""
    assessment = found.assessment
    by_hand = not assessment.narrative_only and not found.rated
    said = rules.missing(
        standings={key: one.standing for key, one in found.domains.items()},
        titles={key: parts.title_of(key) for key in found.domains},
        needed={
            part.key: part.title for part in parts.WHOLE if part.needed and not gates.is_locked(part.key, found.locks)
        },
        texts={key: row.text for key, row in found.texts.items()},
        sessions=sum(1 for session in found.sessions if session.attended),
        has_sources=bool(found.sources),
        totals_answered=found.totals_answered,
        totals_wanted=len(parts.Kind.values) if by_hand else 0,
        level_wanted=not assessment.narrative_only,
        level=assessment.level,
        level_reason=assessment.level_reason,
        works_alone=assessment.co_worker_id is None,
        alone_because=assessment.alone_because,
    )
    return said + (found.sheet.missing() if found.sheet else [])


def check_can_agree(found: Whole, by: User) -> None:
    """It goes to quality assurance by the co-worker's word (by the lead's, who works alone), with nothing missing."""
    check_can_write(found.assessment)
    who = found.assessment.co_worker_id or found.assessment.lead_id
    if by.pk != who:
        raise ActionNotAllowed("The co-worker says that it is agreed. Ask them to open this page.")
    for sentence in missing(found):
        raise ActionNotAllowed(sentence)


def check_names_nobody(found: Whole, others: list[Hidden]) -> None:
    """Nothing that both stand by names the child on the other side: not one text, and the refusal says which. A text is saved
    with whatever stands in it, so that nothing typed is lost; from here on others read it."""
    for title, text in _everything(found):
        for called in names_in(text, others):
            raise ActionNotAllowed(
                f"{title} names another child. Write “{called}” instead: others read it from now on."
            )


def _everything(found: Whole) -> Iterator[tuple[str, str]]:
    for key, one in found.domains.items():
        for row in (one.lead, one.co, one.common):
            if row is not None:
                yield f"“{parts.title_of(key)}”", f"{row.text}\n{row.kept_because}"
    for key, row in found.texts.items():
        yield f"“{parts.title_of(key)}”", row.text
    yield "The reason for the level", found.assessment.level_reason
    yield from (("A source", f"{one.what}\n{one.note}") for one in found.sources)
    yield from (("The timeline", f"{one.when}\n{one.what}\n{one.source}") for one in found.timeline)


def check_step(assessment: Assessment, to: State) -> None:
    """The table of `states.py` has that step."""
    if to not in TRANSITIONS[State(assessment.state)]:
        raise ActionNotAllowed(
            f"The assessment stands at “{assessment.get_state_display()}”: this cannot be done now. Reload the page."
        )


def check_as_read(assessment: Assessment, version: int) -> None:
    """Whoever signs or returns does so with what they read."""
    if assessment.version != version:
        raise ActionNotAllowed(
            "This assessment was changed since you opened it. Read it again before you sign or return it."
        )


def check_can_sign(
    assessment: Assessment,
    opened: OpenCase,
    *,
    lead_until: date | None,
    signer_until: date | None,
    instrument: str = "",
) -> None:
    """Signed by a YOS manager or AIM supervisor, neither lead nor co-worker, with the lead accredited that day."""
    if is_assessor(assessment, opened.user):
        raise ActionNotAllowed("You wrote this assessment. Somebody else signs it: a YOS manager or an AIM supervisor.")
    if not may_sign(assessment, opened):
        who = (
            "A manager of children’s social care"
            if assessment.tool == Tool.UNDER_12
            else "A YOS manager or an AIM supervisor"
        )
        raise AccessDenied(f"{who} signs this assessment.")
    check_step(assessment, State.SIGNED)
    if lead_until is None and assessment.tool != Tool.ALTERNATIVE:
        raise ActionNotAllowed(
            f"{assessment.lead.full_name} is not accredited for {instrument or assessment.called} today: the assessment cannot be signed. "
            "Record the renewed accreditation, or name a lead who is accredited."
        )
    if signer_until is None:
        raise ActionNotAllowed(
            "This partnership asks that whoever signs is accredited too. Your accreditation is not recorded."
        )


def check_can_share(assessment: Assessment, by: User, *, on: date | None, today: date, because: str) -> None:
    """The lead says when and with whom it was shared, or why not."""
    check_is_assessor(assessment, by)
    check_step(assessment, State.SHARED)
    if on is None and not because.strip():
        raise ActionNotAllowed("Say when it was shared with the family, or why it was not.")
    if on is not None and on > today:
        raise ActionNotAllowed("Enter the day it was shared. A day to come cannot be recorded.")


def check_can_rate_again(assessment: Assessment, opened: OpenCase) -> None:
    """The next version is opened on a signed one, by those who work the case."""
    if not (is_assessor(assessment, opened.user) or opened.may(RecordClass.AIM_WORKING, Level.WRITE)):
        raise AccessDenied("The lead, the co-worker or the youth offending service rates again.")
    if assessment.state not in FINAL:
        raise ActionNotAllowed("Only a signed assessment has a next version. Finish the one that is open.")
