"""What can be picked as evidence: sentences of this child's own record, each with where it comes from.

Nothing here looks across a link. What talk is barred about is counted and never quoted.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aim2.assessments import parts
from aim2.assessments.gates import LOCKED_TEXTS
from aim2.models import Assessment, AssessmentText, Evidence, Session
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.ui.words import day_month_year
from referrals.assessment import queries as csws
from referrals.assessment.sections import section_of
from referrals.models import Stance
from strategy_meetings.minutes import quotable
from strategy_meetings.models import SafetyPlan

LONGEST = 600
_ABOUT_THE_MATTER = frozenset({"behaviour"})
Nature = Evidence.Nature


@dataclass(frozen=True)
class Offer:
    """One sentence or paragraph that may be picked."""

    source: str
    title: str
    words: str
    who: str
    nature: str
    locked: bool = False


def offers(
    case: Case, assessment: Assessment, *, locked: bool, asked: str = "", opened: OpenCase | None = None
) -> tuple[list[Offer], int]:
    """Answer what of this child's record may be picked, newest kinds first, and how many entries are locked.

    `asked` keeps those that hold each of its words; `opened`, what that reader may read anyhow: evidence opens no record.
    """

    def reads(record_class: RecordClass) -> bool:
        return opened is None or opened.may(record_class, Level.READ)

    found = [
        *_sessions(assessment),
        *(_csws(case) if reads(RecordClass.ASSESSMENT) else ()),
        *(_referral(case) if reads(RecordClass.REFERRAL) else ()),
        *(_meetings(case) if reads(RecordClass.MEETING) else ()),
        *(_plan(case) if reads(RecordClass.SAFETY_PLAN) else ()),
        *(_stances(case) if reads(RecordClass.ENGAGEMENT) else ()),
        *_earlier(case, assessment),
    ]
    wanted = asked.casefold().split()
    shown = [
        one
        for one in found
        if not (locked and one.locked) and all(word in f"{one.title} {one.words}".casefold() for word in wanted)
    ]
    return shown, sum(1 for one in found if locked and one.locked)


def offer_of(
    case: Case, assessment: Assessment, source: str, *, locked: bool, opened: OpenCase | None = None
) -> Offer | None:
    """Answer the one of that source, if it is this child's and may be read now."""
    shown, _ = offers(case, assessment, locked=locked, opened=opened)
    return next((one for one in shown if one.source == source), None)


def _pieces(prefix: str, text: str) -> Iterator[tuple[str, str]]:
    for paragraph in parts.paragraphs(text):
        digest = hashlib.sha256(paragraph.encode()).hexdigest()[:12]
        yield f"{prefix}:{digest}", paragraph[:LONGEST]


def _csws(case: Case) -> Iterator[Offer]:
    found = csws.current(case)
    if found is None:
        return
    on = day_month_year(found.authorised_at or found.started_at)
    for key, section in csws.saved_sections(found).items():
        place = section_of(key, is_harmed=case.is_harmed)
        for source, words in _pieces(f"csws:{key}", section.text):
            title = f"CSWS assessment, {on}: {place.title.lower() if place else key}"
            yield Offer(source, title, words, section.saved_by.full_name, Nature.FACT, key in _ABOUT_THE_MATTER)


def _referral(case: Case) -> Iterator[Offer]:
    for key, carried in csws.carried(case).items():
        place = section_of(key, is_harmed=case.is_harmed)
        for one in carried:
            title = f"Referral, {day_month_year(one.sent_at)}: {place.title.lower() if place else key}"
            for label, value in one.rows:
                for source, words in _pieces(f"referral:{one.reference}:{key}", f"{label} {value}"):
                    yield Offer(source, title, words, one.sender, Nature.FACT, key in _ABOUT_THE_MATTER)


def _meetings(case: Case) -> Iterator[Offer]:
    """Words of minutes that were sent. What may be about what is alleged waits while talk about it is barred."""
    for one in quotable.quotes(case):
        title = f"{one.meeting}, {day_month_year(one.held_on)}: {one.heading[:1].lower()}{one.heading[1:]}"
        nature = Nature.DECISION if one.is_decision else Nature.SAID if one.is_said else Nature.FACT
        for source, words in _pieces(f"meeting:{one.key}", one.text):
            yield Offer(source, title[:200], words, one.who, nature, one.about_the_matter)


def _plan(case: Case) -> Iterator[Offer]:
    plan = (
        SafetyPlan.objects.filter(case=case, agreed_at__isnull=False)
        .select_related("agreed_by")
        .order_by("-number")
        .first()
    )
    if plan is None or plan.agreed_at is None:
        return
    who = plan.agreed_by.full_name if plan.agreed_by else ""
    title = f"Safety plan, version {plan.number}, {day_month_year(plan.agreed_at)}"
    texts: Iterable[tuple[str, str]] = (
        (Nature.DECISION, "\n\n".join((plan.at_school, plan.journeys, plan.at_home, plan.online, plan.supports))),
        (Nature.SAID, "\n\n".join((plan.childs_views, plan.parents_views))),
    )
    for nature, text in texts:
        for source, words in _pieces(f"plan:{plan.number}", text):
            yield Offer(source, title, words, who, nature)


def _stances(case: Case) -> Iterator[Offer]:
    for stance in Stance.objects.filter(case=case).select_related("by").order_by("-on"):
        for source, words in _pieces("stance", stance.words):
            yield Offer(
                source, f"What was said, {day_month_year(stance.on)}", words, stance.by.full_name, Nature.SAID, True
            )


def _sessions(assessment: Assessment) -> Iterator[Offer]:
    for session in Session.objects.filter(assessment=assessment).select_related("by").order_by("-number"):
        title = f"Session {session.number}, {day_month_year(session.held_on)}"
        for source, words in _pieces(f"session:{session.number}", session.notes):
            yield Offer(source, title, words, session.by.full_name, Nature.SAID)


def _earlier(case: Case, assessment: Assessment) -> Iterator[Offer]:
    """What signed versions said: of a domain the words both stood by, else the lead's, and the co-worker's where both were kept."""
    rows = (
        AssessmentText.objects.filter(assessment__case=case, assessment__signed_at__isnull=False)
        .exclude(assessment=assessment)
        .select_related("saved_by", "assessment")
        .order_by("-assessment__number", "key", "saved_at")
    )
    found: dict[tuple[int, str], list[AssessmentText]] = {}
    for row in rows:
        found.setdefault((row.assessment.number, row.key), []).append(row)
    for (number, key), written in found.items():
        part = parts.part_of(key)
        if part and part.page == "for_family":
            continue
        for row in _counted(written):
            title = f"{row.assessment.called}, version {number}: {parts.title_of(key).lower()}"
            for source, words in _pieces(f"aim:{number}:{key}", row.text):
                yield Offer(source, title, words, row.saved_by.full_name, Nature.FACT, key in LOCKED_TEXTS)


def _counted(written: list[AssessmentText]) -> list[AssessmentText]:
    """Of the rows of one text of a signed version, those that its report says."""
    common = [one for one in written if one.writer_id is None]
    if common:
        return common
    lead = [one for one in written if one.writer_id == one.assessment.lead_id]
    co = [one for one in written if one.writer_id == one.assessment.co_worker_id]
    return lead + (co if any(one.kept_because for one in lead) else [])
