"""Stories at the edges: custody before the review, moved, on licence; looked after; under 12; seventeen and a
half; before the hearing."""

from datetime import timedelta
from uuid import uuid4

from aim2.custody import actions as custody
from aim2.dated import actions as dated
from aim2.dated.steps import STEPS
from aim2.looked_after import actions as care
from aim2.models import Tool
from aim2.proceedings import actions as court
from aim2.proceedings import events, queries
from aim2.requests import actions as requests
from aim2.transitions import actions as transitions
from hsb import clock
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.involvement import bring_in
from hsb.demonstration.aim2_stories import BEFORE_THE_HEARING, agrees, begin_with, write_under_12
from hsb.demonstration.families import Family
from hsb.demonstration.people import AGENCIES
from hsb.demonstration.proceedings import arrest, charge, plead, police_join, sentence, told
from hsb.demonstration.story_telling import Step, Telling
from hsb.notes import actions as notes


def _opened(telling: Telling, key: str) -> access.OpenCase:
    return access.get_case(telling.people[key], telling.young.reference, look="demonstration")


def _place(key: str) -> Agency:
    return Agency.objects.get(name=AGENCIES[key][1])


def arrives(place: str, worker: str) -> Step:
    """YOS opens the establishment's part."""

    def step(telling: Telling) -> None:
        at = telling.later(days=1)
        custody.open_stay(
            case=telling.young,
            agency=_place(place),
            worker=telling.people[worker],
            since=clock.local_date(at),
            opened=_opened(telling, "tom"),
            at=at,
        )

    return step


def first_review(in_days: int) -> Step:
    """The establishment enters the date of the first review, so many days from today."""

    def step(telling: Telling) -> None:
        custody.set_dates(
            case=telling.young,
            first_review_on=clock.local_date(telling.now) + timedelta(days=in_days),
            release_on=None,
            opened=_opened(telling, "tom"),
            at=telling.later(days=1),
        )

    return step


def risk(telling: Telling) -> None:
    """What the establishment must know to keep everybody safe."""
    custody.note_risk(
        case=telling.young,
        kind="room",
        text="A room of his own, near the office. An adult on the landing when others are up.",
        opened=_opened(telling, "tom"),
        at=telling.later(),
    )


def moves(place: str, worker: str) -> Step:
    """He is at another establishment, and the first sees nothing any more."""

    def step(telling: Telling) -> None:
        at = telling.later(days=5)
        custody.move(
            case=telling.young,
            agency=_place(place),
            worker=telling.people[worker],
            since=clock.local_date(at),
            lead=None,
            co_worker=None,
            opened=_opened(telling, "tom"),
            at=at,
        )

    return step


def released(telling: Telling) -> None:
    """Out, on licence."""
    at = telling.later(days=10)
    held = next(one for one in queries.standing(telling.young).now.custodies if one.is_held)
    until = (clock.local_date(telling.now) + timedelta(days=120)).isoformat()
    court.record_occasion(
        case=telling.young,
        entries=[
            events.CustodyReleased(custody=held.id, licence_until=until, terms="No contact. Works with YOS each week.")
        ],
        occurred=clock.instant_on(clock.local_date(at), at=at),
        by=telling.people["hannah"],
        at=at,
        press=uuid4(),
    )


def looked_after(telling: Telling) -> None:
    """What the referrer said is so: section 20, a reviewing officer, a placement and a visit."""
    at = telling.later(days=1)
    opened = _opened(telling, "daniel")
    day = clock.local_date(at)
    care.start(case=telling.young, basis="section_20", since=day, detail="His mother agreed.", opened=opened, at=at)
    care.name_reviewer(case=telling.young, user=telling.people["hal"], opened=opened, at=at)
    at = telling.later(days=2)
    step = STEPS["placement.started"]
    dated.record_step(case=telling.young, step=step, on=clock.local_date(at), said={}, opened=opened, at=at)
    at = telling.later(days=2)
    notes.add_note(
        case=telling.young,
        text="Settled in. His room is his own, with a door that locks. He asked when he may ring his mother; agreed: daily at six.",
        by=opened.user,
        at=at,
        kind="placement_visit",
        seen="alone",
        minutes=50,
        who="His carer, for the second half",
        childs_words="It is all right here. I do not want to talk about school yet.",
        roles=opened.roles,
    )


def under_12(telling: Telling) -> None:
    """An accredited social worker writes the narrative for younger children."""
    worker, at = telling.people["daniel"], telling.later(days=2)
    requests.accredit(
        user=worker,
        instrument="AIM Under 12s",
        edition="2019",
        accredited_on=clock.local_date(at) - timedelta(days=200),
        expires_on=clock.local_date(telling.now) + timedelta(days=300),
        certificate="U-7",
        by=telling.people["grace"],
        at=at,
    )
    bring_in(
        case=telling.young,
        role=Role.SOCIAL_WORKER,
        user=telling.people["priya"],
        by=telling.people["helen"],
        at=at,
        reason="Co-works the narrative for younger children.",
    )


def towards_18(telling: Telling) -> None:
    """A transition plan, and a hand-over that waits for its acceptance."""
    at = telling.later(days=1)
    transitions.write_plan(
        case=telling.young,
        to="adult_social_care",
        needs="Somewhere to live from 18 on, and somebody he can ring in the evening.",
        goes_on="",
        own_view="He wants to stay near his grandparents.",
        version=0,
        opened=_opened(telling, "jamie"),
        at=at,
    )
    transitions.send(
        case=telling.young,
        service="Aldermere adult social care",
        person="The duty manager",
        gateway="safeguarding",
        why="What is needed to go on from 18; nothing of the matter itself.",
        enclosed=[],
        opened=_opened(telling, "tom"),
        at=telling.later(days=1),
    )


YOUNGER: tuple[Step, ...] = (
    under_12,
    agrees("daniel"),
    begin_with("daniel", "priya", Tool.UNDER_12),
    write_under_12("priya"),
)


def stories(begun: tuple[Step, ...]) -> tuple[tuple[int, Family, tuple[Step, ...]], ...]:
    """Answer (days ago, family, steps) of each story of custody. `begun` is how every one of them begins."""
    guilty = (*begun, police_join, arrest(-20, "full"), charge(-60), plead("guilty", next_in=-30), told)
    held = (*guilty, sentence("custody", until_in=200), told, arrives("secure", "vi"), risk)
    return (
        (75, Family(101, age=16, criminal="investigation"), (*begun, police_join, arrest(-20, "full"), charge(-60), plead("guilty", next_in=12, report=True), told, *BEFORE_THE_HEARING)),
        (75, Family(64, age=16, criminal="investigation"), (*held, first_review(9))),
        (85, Family(65, age=17, criminal="investigation"), (*held, first_review(20), moves("wexcombe", "lee"), first_review(12))),
        (110, Family(66, age=16, criminal="investigation"), (*held, released)),
    )  # fmt: skip
