"""A strategy meeting about a boy and the child he harmed, held and written down by the actions the pages use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import Safeguarding, Strand
from strategy_meetings.meetings import attending, ending, writing
from strategy_meetings.meetings.calling import Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.parts import PARTS
from strategy_meetings.meetings.writing import Typed
from strategy_meetings.models import Meeting, MeetingChild
from tests.factories.cases import harmed_child, put_on, young_person

STARTED = datetime(2026, 12, 2, 10, 4, tzinfo=clock.LONDON)
ENDED = datetime(2026, 12, 2, 11, 9, tzinfo=clock.LONDON)
APPROVED = datetime(2026, 12, 2, 15, 20, tzinfo=clock.LONDON)
SENT = datetime(2026, 12, 3, 9, 31, tzinfo=clock.LONDON)
REFERRED = datetime(2026, 11, 30, 16, 0, tzinfo=clock.LONDON)

HIS, HERS = "Canary-his-4410", "Canary-hers-9937"
POLICE_ONLY = "Phone-canary-5521"
ANSWERS = {
    "household": "not_all",
    "own_harm": "suspected",
    "threshold": "likely",
    "section_47": "joint",
    "medical": "none",
    "conference": "later",
    "dissent": "none",
}


@dataclass(frozen=True)
class World:
    meeting: Meeting
    his: Case
    hers: Case
    people: dict[str, User]

    def child(self, case: Case) -> MeetingChild:
        return MeetingChild.objects.select_related("meeting__chair", "case").get(meeting=self.meeting, case=case)


def _case(case: Case, by: User) -> Case:
    for step in (Safeguarding.REFERRED, Safeguarding.DECISION_PROPOSED, Safeguarding.STRATEGY):
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=step, by=by, at=REFERRED)
    return case


def write(meeting: Meeting, case: Case, canary: str, people: dict[str, User], *, only: User | None = None) -> None:
    """Everything compulsory about one child, each text with a word by which it is known again."""
    chair, at = people["csws_manager"], ENDED
    kind = kind_of(meeting.kind)
    typed = {
        key: Typed(ANSWERS.get(key, ""), f"{PARTS[key].title}. {canary}", 0)
        for key in (*kind.each, "stance")
        if key in PARTS and key != "what_follows"
    }
    writing.save_parts(meeting=meeting, case=case, typed=typed, by=chair, at=at)
    said = {"meeting": meeting, "case": case, "by": chair, "at": at, "is_opinion": False, "police_restricted": False}
    for name, agency_kind in (("dsl", "school"), ("police_officer", "police"), ("health", "health")):
        agency = Agency.objects.get(kind=agency_kind)
        who = people[name].full_name
        writing.add_information(
            **said, agency_kind=agency_kind, agency=agency, said_by=who, text=f"Words of {agency_kind}. {canary}"
        )
    writing.add_information(
        **{**said, "police_restricted": True},
        agency_kind="police",
        agency=Agency.objects.get(kind="police"),
        said_by="Amy Sorrell",
        text=f"{POLICE_ONLY} {canary}",
    )
    mine = {"meeting": meeting, "case": case, "by": chair, "at": at}
    writing.add_decision(**mine, text=f"A section 47 enquiry begins. {canary}", dissent_by="", dissent="")
    writing.add_action(
        **mine,
        what=f"Sign the school part. {canary}",
        owner_name="Nadia Iqbal",
        due_on=date(2026, 12, 4),
        owner=people["dsl"],
        owner_agency=Agency.objects.get(kind="school"),
    )
    writing.add_action(
        **mine,
        what=f"Decide the order of interviews. {canary}",
        owner_name="Amy Sorrell",
        due_on=date(2026, 12, 4),
        owner=people["police_officer"],
        owner_agency=Agency.objects.get(kind="police"),
    )
    writing.add_contingency(**mine, if_this=f"that fails. {canary}", then="Ring the chair", who="Whoever hears first")
    writing.add_told(
        **mine,
        whom="Mother",
        what=f"That enquiries begin. {canary}",
        not_yet=f"Who said what. {canary}",
        by_whom="Priya Shah",
        due_at=None,
        done=False,
    )
    writing.set_next(**{k: v for k, v in mine.items() if k != "case"}, next_on=date(2026, 12, 14), because="")


def attend(meeting: Meeting, case: Case, people: dict[str, User], names: tuple[str, ...]) -> None:
    kinds = {
        "police_officer": "police",
        "health": "health",
        "dsl": "school",
        "yos_officer": "yos",
        "social_worker": "csws",
    }
    for name in names:
        attending.add_attendance(
            meeting=meeting,
            case=case,
            agency_kind=kinds[name],
            name=people[name].full_name,
            role_words="",
            user=people[name],
            agency=Agency.objects.get(kind=kinds[name]),
            by=people["csws_manager"],
            at=ENDED,
        )


def held(people: dict[str, User], *, his: Case | None = None, hers: Case | None = None) -> World:
    """The meeting has been held and written down; the chair has not approved it yet."""
    chair = people["csws_manager"]
    his = his or _case(young_person(REFERRED), chair)
    hers = hers or _case(harmed_child(REFERRED), chair)
    put_on(his, people["social_worker"], Role.SOCIAL_WORKER, REFERRED)
    put_on(hers, people["mash_worker"], Role.SOCIAL_WORKER, REFERRED)
    for case in (his, hers):
        put_on(case, chair, Role.CSWS_MANAGER, REFERRED)
        put_on(case, people["police_officer"], Role.POLICE_OFFICER, REFERRED)
        put_on(case, people["health"], Role.HEALTH_PRACTITIONER, REFERRED)
    put_on(his, people["dsl"], Role.DSL, REFERRED)
    put_on(his, people["yos_officer"], Role.YOS_OFFICER, REFERRED)
    meeting = ending.record_held(
        kind="strategy",
        children=[his, hers],
        chair=chair,
        started=STARTED,
        ended=ENDED,
        where=Where(how="video"),
        by=chair,
        at=ENDED,
    )
    attend(meeting, his, people, ("police_officer", "health", "dsl", "yos_officer", "social_worker"))
    attend(meeting, hers, people, ("police_officer", "health"))
    write(meeting, his, HIS, people)
    write(meeting, hers, HERS, people)
    meeting = ending.end(meeting=meeting, by=chair, at=ENDED + timedelta(minutes=1))
    return World(meeting, his, hers, people)


def approved(people: dict[str, User]) -> World:
    """As `held`, and approved: copies are prepared."""
    world = held(people)
    ending.approve(meeting=world.meeting, by=people["csws_manager"], at=APPROVED)
    world.meeting.refresh_from_db()
    return world
