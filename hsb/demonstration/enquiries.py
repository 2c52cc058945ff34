"""How section 47 enquiries of the demonstration end, each outcome once, and an opinion that is late."""

from datetime import timedelta

from hsb import clock
from hsb.demonstration import meetings
from hsb.demonstration.story_telling import Step, Telling
from hsb.timeliness.queries import working_day_by
from strategy_meetings.models import Section47
from strategy_meetings.opinions import actions as opinions
from strategy_meetings.section47 import actions as section47
from strategy_meetings.section47.states import Outcome, Then

LEADS, AUTHORISES, CONTACT = "daniel", "helen", "grace"
REASONS: dict[Outcome, str] = {
    Outcome.NOT_SUBSTANTIATED: "What was alleged is not borne out: two adults were in the room all afternoon.",
    Outcome.NO_CONTINUING_RISK: "He was harmed by somebody who has left the house for good. He is safe where he lives now.",
    Outcome.CONTINUING_RISK: "Violence at home goes on. He was hit twice this month.",
}


def _written(telling: Telling, outcome: Outcome, then: str) -> Section47:
    at = telling.later(days=3)
    enquiry = Section47.objects.select_related("case").get(case=telling.young)
    written = {
        "seen_alone_on": clock.local_date(at),
        "medical": "none",
        "medical_detail": "No injury is described.",
        "interview": "done",
        "interview_detail": "With an appropriate adult.",
        "enquiries": "Spoke with his mother, his head of year, his doctor and the club.",
        "childs_views": "“I want it to stop. I do not want to move.”",
        "outcome": outcome,
        "reasons": REASONS[outcome],
        "then": then,
    }
    by = telling.people[LEADS]
    saved = section47.save(enquiry=enquiry, written=written, version=enquiry.version, by=by, at=at)
    section47.propose(enquiry=saved, by=by, at=telling.later(hours=2))
    return Section47.objects.select_related("case").get(pk=enquiry.pk)


def proposed(telling: Telling) -> None:
    """The outcome waits for a manager."""
    _written(telling, Outcome.NO_CONTINUING_RISK, Then.CHILD_IN_NEED)


def ended(outcome: Outcome, then: str = "") -> Step:
    """The enquiry has ended with that outcome, authorised by somebody who did not propose it."""

    def step(telling: Telling) -> None:
        enquiry = _written(telling, outcome, then)
        section47.authorise(enquiry=enquiry, by=telling.people[AUTHORISES], at=telling.later(days=1))

    return step


def no_conference(telling: Telling) -> None:
    """A risk continues, and whoever is named for it decides against a conference, with reasons."""
    section47.do_without_conference(
        enquiry=Section47.objects.select_related("case").get(case=telling.young),
        reasons="He has moved to his aunt in another county, whose authority has called a conference for Friday.",
        by=telling.people[CONTACT],
        at=telling.later(days=1),
    )


def opinion_late(telling: Telling) -> None:
    """A specialist was asked, the day has passed, and it was chased once."""
    at = telling.later(days=1)
    by = telling.people[LEADS]
    opinion = opinions.ask(
        case=telling.young,
        asked_of="Dr Ashby, forensic child psychology",
        question="What does he understand of consent, and what help would reach him?",
        due_on=working_day_by(clock.local_date(at) + timedelta(days=7)),
        by=by,
        at=at,
    )
    opinions.chase(opinion=opinion, note="Rang: on leave until next week.", by=by, at=telling.later(days=9))


MET: tuple[Step, ...] = (meetings.approved,)
# (days ago, number of the family, what follows the strategy decision)
STORIES: tuple[tuple[int, int, tuple[Step, ...]], ...] = (
    (12, 140, (*MET, proposed)),
    (20, 141, (*MET, ended(Outcome.NOT_SUBSTANTIATED, Then.EARLY_HELP))),
    (21, 142, (*MET, ended(Outcome.NO_CONTINUING_RISK, Then.CHILD_IN_NEED))),
    (13, 143, (*MET, ended(Outcome.CONTINUING_RISK))),
    (19, 144, (*MET, ended(Outcome.CONTINUING_RISK), no_conference)),
    (24, 145, (*MET, opinion_late)),
)
