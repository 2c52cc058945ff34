"""A boy of fourteen, referred on 30 November 2026, about whom a strategy meeting began a joint enquiry on 2 December; his sister of
six, who is considered; and the conference about both on 21 December."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, IdentityDetails
from referrals.mash import actions as mash
from referrals.mash.actions import Written
from referrals.models import Outcome
from strategy_meetings.meetings import considering
from strategy_meetings.models import Meeting
from tests.factories import conferences, meetings
from tests.factories.cases import put_on
from tests.factories.referrals import harmed_cases, sent, young_persons_case

NAMES = ("csws_manager", "social_worker", "mash_worker", "police_officer", "health", "dsl", "conference_chair")


def london(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.LONDON)


REFERRED = london(2026, 11, 30, 11)
DECIDED = london(2026, 12, 1, 11)
STRATEGY = london(2026, 12, 2)
CALLED = london(2026, 12, 15, 15)
CONFERENCE = london(2026, 12, 21)


@dataclass
class World:
    his: Case
    harmed: Case
    people: dict[str, User]
    strategy: Meeting
    his_sister: Case | None = None

    @property
    def sister(self) -> Case:
        assert self.his_sister is not None
        return self.his_sister

    @property
    def core(self) -> list[User]:
        return [self.people[name] for name in ("social_worker", "police_officer", "health")]

    @property
    def chair(self) -> User:
        return self.people["conference_chair"]

    @property
    def manager(self) -> User:
        return self.people["csws_manager"]

    def call(self, **more: object) -> Meeting:
        """The conference about him and his sister is called for 21 December."""
        given = {
            "children": [self.his, self.sister],
            "chair": self.chair,
            "by": self.manager,
            "people": self.core,
            "starts_at": CONFERENCE,
            "at": CALLED,
            "about_the_first": [self.people["dsl"]],
        }
        return conferences.called(**(given | more))  # type: ignore[arg-type]

    def hold(self, **more: object) -> Meeting:
        """It is held and written: a plan for him, none for her. It has not ended."""
        meeting = self.call()
        at = CONFERENCE + timedelta(minutes=40)
        for case in (self.his, self.sister):
            conferences.invite(meeting, case, "Mother of both", at=CALLED + timedelta(hours=1))
        with time_machine.travel(at, tick=False):
            conferences.begun(meeting, at=CONFERENCE)
            self.decide(meeting, at=at, **more)
        meeting.refresh_from_db()
        return meeting

    def decide(self, meeting: Meeting, *, at: datetime, **more: object) -> None:
        conferences.decide(
            meeting,
            self.his,
            at=at,
            key_worker=self.people["social_worker"],
            core_group_at=london(2027, 1, 5, 15, 30),
            review_at=london(2027, 3, 18),
            group=(("Mother of both", None), ("Nadia Iqbal", self.people["dsl"])),
            **more,  # type: ignore[arg-type]
        )
        conferences.decide(meeting, self.sister, at=at, decision="none")


@pytest.fixture
def people(person):
    return {name: person(name) for name in NAMES}


@pytest.fixture
def his_world(people):
    referral = sent(people["dsl"], REFERRED)
    young, harmed = young_persons_case(referral), harmed_cases(referral)[0]
    decisions = mash.propose(
        referral=referral,
        written=[
            Written(one, 0, {"outcome": Outcome.STRATEGY_MEETING, "reasons": "Harm is likely."})
            for one in (young, harmed)
        ],
        by=people["mash_worker"],
        at=DECIDED,
    )
    mash.approve(decisions=decisions, by=people["csws_manager"], at=DECIDED + timedelta(hours=1))
    put_on(young, people["social_worker"], Role.SOCIAL_WORKER, DECIDED)
    young.refresh_from_db()
    harmed.refresh_from_db()
    core = [people[name] for name in ("social_worker", "police_officer", "health")]
    with time_machine.travel(STRATEGY + timedelta(hours=1), tick=False):
        # Only he needs an enquiry at the first meeting: hers begins when it is reconvened (scenario 1).
        meeting = meetings.called(
            [young, harmed],
            chair=people["csws_manager"],
            people=core,
            starts_at=STRATEGY,
            at=STRATEGY - timedelta(hours=3),
        )
        meetings.begun(meeting, by=people["csws_manager"], at=STRATEGY)
        meetings.write(meeting, young, by=people["csws_manager"], at=STRATEGY, own_harm="suspected", conference="later")
        meetings.write(
            meeting, harmed, by=people["csws_manager"], at=STRATEGY, section_47="none", what_follows="goes_on"
        )
        meetings.write_once(meeting, young, by=people["csws_manager"], at=STRATEGY)
        from strategy_meetings.meetings import ending

        ending.end(meeting=meeting, by=people["csws_manager"], at=STRATEGY + timedelta(hours=1))
        meeting.refresh_from_db()
    return World(young, harmed, people, meeting)


@pytest.fixture
def world(his_world):
    his_world.his_sister = considering.open_considered(
        beside=his_world.his,
        details=IdentityDetails(given_name="Mina", family_name="Mallory", born_on="2020-04-02"),
        relationship="Sister",
        by=his_world.manager,
        at=STRATEGY + timedelta(days=5),
    )
    for name, role in (
        ("health", Role.HEALTH_PRACTITIONER),
        ("police_officer", Role.POLICE_OFFICER),
        ("dsl", Role.DSL),
    ):
        put_on(his_world.his, his_world.people[name], role, CALLED - timedelta(days=1))
    return his_world
