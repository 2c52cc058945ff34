"""Stories of criminal proceedings: each told from its referral on by police, the court officer and the social worker."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from aim2.proceedings import actions, events, queries
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases.involvement import bring_in
from hsb.demonstration.families import Family
from hsb.demonstration.story_telling import Step, Telling

Made = Callable[["Court"], list[Any]]


class Court:
    """What the steps of one story share: the allegations, and the ids of what they made."""

    def __init__(self, telling: Telling) -> None:
        case = telling.young
        self.telling = telling
        self.all = [one.id for one in queries.as_referred(case)]
        self.now = queries.standing(case).now
        self.day = clock.local_date(telling.at)
        self.today = clock.local_date(telling.now)

    @property
    def one(self) -> list[str]:
        return self.all[:1]

    def iso(self, days_from_today: int) -> str:
        return (self.today + timedelta(days=days_from_today)).isoformat()

    @property
    def arrested_on(self) -> str:
        days: list[date] = [one.arrested_on for one in self.now.allegations if one.id in self.one and one.arrested_on]
        return (max(days) if days else self.day).isoformat()

    def held(self) -> list[Any]:
        """Answer that the hearing which has come was held, when there is one."""
        due = [one for one in self.now.hearings if one.is_to_come and one.on <= self.day]
        return [events.HearingHeld(allegations=self.one, hearing=one.id, result="Heard.") for one in due[:1]]


def police_join(telling: Telling) -> None:
    """The officer in the case and, for the child harmed, the victim worker are on their records."""
    for case in telling.records:
        if case.is_harmed:
            role, who = Role.VICTIM_WORKER, "esther"
        else:
            role, who = Role.POLICE_OFFICER, "amy"
        bring_in(
            case=case,
            role=role,
            user=telling.people[who],
            by=telling.people["helen"],
            at=telling.later(hours=0),
            reason="Works this case.",
        )


def says(who: str, made: Made, *, days: int = 1) -> Step:
    """Somebody records what a day brought."""

    def step(telling: Telling) -> None:
        at = telling.later(days=days)
        actions.record_occasion(
            case=telling.young,
            entries=made(Court(telling)),
            occurred=clock.instant_on(clock.local_date(at), at=at),
            by=telling.people[who],
            at=at,
            press=uuid4(),
        )

    return step


def _arrest(c: Court, return_in: int, admission: str = "none") -> list[Any]:
    return [
        events.ArrestMade(allegations=c.one, arrest=str(uuid4())),
        events.InterviewHeld(allegations=c.one, voluntary=False, solicitor=True),
        events.AdmissionRecorded(allegations=c.one, admission=admission),
        events.BailStarted(
            allegations=c.one,
            bail=str(uuid4()),
            arrested_on=c.day.isoformat(),
            return_on=c.iso(return_in),
            conditions="No contact with the child harmed\nLives and sleeps at home\nPhone only with a parent present",
        ),
    ]


def voluntary(admission: str = "partial") -> Step:
    return says(
        "amy",
        lambda c: [
            events.InterviewHeld(allegations=c.one, voluntary=True, solicitor=True),
            events.AdmissionRecorded(allegations=c.one, admission=admission),
        ],
    )


def arrest(return_in: int, admission: str = "none") -> Step:
    return says("amy", lambda c: _arrest(c, return_in, admission))


def second_bail(return_in: int) -> Step:
    def step(telling: Telling) -> None:
        at = telling.later(days=1)
        actions.add_allegation(
            case=telling.young,
            offence="Taking an indecent image of a child",
            alleged_on="",
            sexual=True,
            occurred=at,
            by=telling.people["amy"],
            at=at,
            press=uuid4(),
        )
        at = telling.later()
        case, court = telling.young, Court(telling)
        ids, day = court.all[-1:], clock.local_date(at)
        actions.record_occasion(
            case=case,
            entries=[
                events.ArrestMade(allegations=ids, arrest=str(uuid4())),
                events.BailStarted(
                    allegations=ids,
                    bail=str(uuid4()),
                    arrested_on=day.isoformat(),
                    return_on=court.iso(return_in),
                    conditions="No messaging app on any device",
                ),
            ],
            occurred=clock.instant_on(day, at=at),
            by=telling.people["amy"],
            at=at,
            press=uuid4(),
        )

    return step


def charge(hearing_in: int) -> Step:
    """Charged, with a first hearing so many days from today (it may have passed)."""
    return says(
        "amy",
        lambda c: [
            events.ChargeMade(allegations=c.one, charge=str(uuid4())),
            events.HearingSet(
                allegations=c.one,
                hearing=str(uuid4()),
                hearing_on=max(c.day, c.today + timedelta(days=hearing_in)).isoformat(),
                time="10:00",
                purpose="first_hearing",
                court="Aldermere Youth Court",
            ),
        ],
        days=2,
    )


def plead(plea: str, *, next_in: int, report: bool = False) -> Step:
    def made(c: Court) -> list[Any]:
        following = str(uuid4())
        day = c.iso(next_in)
        said: list[Any] = [
            *c.held(),
            events.PleaEntered(allegations=c.one, plea=plea),
            events.HearingSet(
                allegations=c.one,
                hearing=following,
                hearing_on=day,
                time="10:00",
                purpose="sentence" if plea == "guilty" else "trial",
                court="Aldermere Youth Court",
            ),
        ]
        if report:
            said.append(
                events.ReportRequested(allegations=c.one, report=str(uuid4()), hearing=following, hearing_on=day)
            )
        return said

    return says("hannah", made, days=3)


def verdict(guilty: bool) -> Step:
    return says("hannah", lambda c: [events.FindingMade(allegations=c.one, guilty=guilty)], days=4)


def sentence(order: str, *, until_in: int) -> Step:
    return says(
        "hannah",
        lambda c: [
            events.SentencePassed(
                allegations=c.one,
                order=order,
                order_id=str(uuid4()),
                from_on=c.day.isoformat(),
                until=c.iso(until_in),
                aim_required=order == "referral_order",
                court="Aldermere Youth Court",
            )
        ],
        days=2,
    )


remand = says(
    "hannah",
    lambda c: [
        events.RemandMade(
            allegations=c.one, custody=str(uuid4()), kind="local_authority", until=c.iso(12), where="A foster home"
        )
    ],
)
order = says(
    "amy",
    lambda c: [
        events.OrderMade(
            allegations=c.one,
            order="interim_sro",
            order_id=str(uuid4()),
            from_on=c.day.isoformat(),
            until=c.iso(150),
            court="Aldermere Youth Court",
            terms="No messaging app on any device",
        )
    ],
)
released = says("amy", lambda c: [events.ReleasedUnderInvestigation(allegations=c.one, release=str(uuid4()))])


def disposed(disposal: str, admission: str) -> Step:
    return says(
        "amy",
        lambda c: [
            events.AdmissionRecorded(allegations=c.one, admission=admission),
            events.OutOfCourt(allegations=c.one, disposal=disposal, conditions="Work with YOS for three months"),
        ],
        days=3,
    )


def told(telling: Telling) -> None:
    """The social worker or MASH has said that they know of the outcomes so far."""
    case = telling.young
    for outcome in list(case.outcomes_to_tell.filter(known_at=None, withdrawn=False)):
        who = "omar" if outcome.to_role == "mash_worker" else "daniel"
        actions.acknowledge(
            case=case, outcome=str(UUID(str(outcome.pk))), by=telling.people[who], at=telling.later(), press=uuid4()
        )


def stories(begun: tuple[Step, ...]) -> tuple[tuple[int, Family, tuple[Step, ...]], ...]:
    """Answer (days ago, family, steps) of each story. `begun` is how every one of them begins: sent, claimed, decided, allocated."""
    start = (*begun, police_join)
    return (
        (12, Family(53, age=14, criminal="investigation"), (*start, voluntary())),
        (20, Family(54, age=15, criminal="investigation"), (*start, arrest(3), second_bail(40))),
        (24, Family(55, age=13, criminal="investigation"), (*start, arrest(20), released)),
        (30, Family(56, age=14, criminal="investigation"), (*start, voluntary("none"), disposed("outcome_22", "none"), told)),
        (32, Family(57, age=16, criminal="investigation"), (*start, voluntary("full"), disposed("youth_caution", "full"), told)),
        (26, Family(58, age=16, criminal="investigation"), (*start, arrest(30, "partial"), charge(0))),
        (35, Family(59, age=16, criminal="investigation"), (*start, arrest(30, "partial"), charge(-20), plead("guilty", next_in=10, report=True))),
        (60, Family(60, age=15, criminal="investigation"), (*start, arrest(10), charge(-45), plead("not_guilty", next_in=20), verdict(False))),
        (70, Family(61, age=15, criminal="investigation"), (*start, arrest(10, "full"), charge(-55), plead("guilty", next_in=25), told, sentence("referral_order", until_in=200))),
        (22, Family(62, age=16, criminal="investigation"), (*start, arrest(20), charge(12), remand)),
        (28, Family(63, age=16, criminal="investigation"), (*start, arrest(35), order)),
    )  # fmt: skip
