"""Invented casework in any amount, for measuring (targets.md D). One generator for every benchmark.

Rows are made in Python, a story for each case, and copied in bulk, so that ten thousand cases take seconds. They are what the
actions would have left: chains that verify, clocks that are the fold of their events, grants that follow from involvements.
Lighter than real life in three ways: an event without words has no words row, nothing waits in the outbox, and no documents.

The same seed on the same day gives the same rows (but for ciphertext, which never repeats). What each named person sees is a
fixed share: see `PEOPLE`.

Over 300 lines: one generator; its tables and its story hang together by every id.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import connection, models, transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind, AgencyRole, Membership
from hsb.agencies.permissions import Role
from hsb.cases import events as of_cases
from hsb.cases.grants import VIEW
from hsb.cases.models import (
    Case,
    CaseAccess,
    CaseDenied,
    CaseKind,
    Identity,
    IdentityDetails,
    Involvement,
    Part,
    Person,
    PersonPart,
)
from hsb.cases.states import Safeguarding, Strand, YouthOffending
from hsb.chronology.declare import Event
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.database import count_rows
from hsb.demonstration.volume_rows import Chronicle, Table
from hsb.notifications.models import Notice
from hsb.timeliness import queries
from hsb.timeliness.models import Breach, Deadline
from referrals import events as of_referrals
from referrals.models import Receipt, Referral, ReferralCase

PREFIX = "VOL"
YEARS_BACK = 4
CHUNK = 2000
NOTICES_EACH = 40

GIVEN = "Ada Abel Bea Carys Dai Edie Evan Finn Gwen Hana Idris Ivo Jory Kezia Lowri Mabli Nye Orla Pip Rafe Sian Taliesin Una Wren"
FAMILY_STARTS = "Ald Bram Crew Dun Elm Fen Garth Hol Ing Kel Lang Mar Nor Oak Pen Rud Sten Thorn Ull Wend"
FAMILY_ENDS = "ley ford wick by stead combe more field worth gate"
STREETS = "Mill Lane,Orchard Rise,Station Road,Canal Street,Beacon Hill"


@dataclass(frozen=True)
class Named:
    """Somebody a benchmark signs in as: their role, at which agency, and how many cases are theirs by name."""

    key: str
    agency: str
    role: Role
    share: float = 0.0  # of all cases, in person
    cases: int = 0  # so many cases, in person

    @property
    def email(self) -> str:
        return f"{self.key}@volume.invalid"


PEOPLE = (
    Named("everything", "mash", Role.MASH_WORKER),  # their team is on every case: nobody sees more
    Named("u1", "locality 1", Role.SOCIAL_WORKER, share=0.001),  # 0.9 %: a team with 0.8 %, and 0.1 % in person
    Named("u2", "locality 0", Role.SOCIAL_WORKER),  # 1 %: their team's
    Named("u3", "school 0", Role.DSL, cases=100),  # 200: half their school's, half in person
    Named("list25", "school 1", Role.DSL, cases=25),
    Named("list100", "school 1", Role.DSL, cases=100),
    Named("list1000", "school 1", Role.DSL, cases=1000),
)
SCHOOL_OF_U3 = 100  # cases
LOCALITIES, SCHOOLS = 100, 40


class NotForThisDatabase(Exception):
    """The database holds real people or cases, or has volume in it already."""


def check_database() -> None:
    """Nothing happens on an empty database or the demonstration; raises NotForThisDatabase where anybody is real.

    Invented people have addresses that can never exist (“.invalid”), so one address that could is a real person.
    """
    if User.objects.exclude(email__endswith=".invalid").exists():
        raise NotForThisDatabase("People with real addresses have accounts here. Volume is only for an empty database.")
    if Case.objects.exclude(reference__startswith=f"{PREFIX}-").exists() and not User.objects.exists():
        raise NotForThisDatabase("There are cases here that this command did not make.")
    if Case.objects.filter(reference__startswith=f"{PREFIX}-").exists():
        raise NotForThisDatabase("Volume has been loaded here before. Start from an empty database.")


# -- the partnership --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Team:
    """A role at an agency, as involvements name it."""

    agency_id: int
    agency_name: str
    role: Role
    group_id: int


@dataclass(frozen=True)
class Partnership:
    """Who works in the invented partnership."""

    teams: dict[str, Team]
    people: dict[str, User]
    workers: list[User]


def make_partnership(cases: int, *, seed: int, at: datetime) -> Partnership:
    """Agencies, their roles and everybody who works there exist."""
    since = clock.local_date(at) - timedelta(days=366 * (YEARS_BACK + 1))
    wanted = [("mash", AgencyKind.CSWS, Role.MASH_WORKER), ("youth offending", AgencyKind.YOS, Role.YOS_OFFICER)]
    wanted += [(f"locality {n}", AgencyKind.CSWS, Role.SOCIAL_WORKER) for n in range(LOCALITIES)]
    wanted += [(f"school {n}", AgencyKind.SCHOOL, Role.DSL) for n in range(SCHOOLS)]
    teams: dict[str, Team] = {}
    for key, kind, role in wanted:
        agency, _ = Agency.objects.get_or_create(
            name=f"Volume {key}", defaults={"kind": kind, "short_name": key.capitalize()[:40]}
        )
        place = agencies.agency_role(agency, role)
        teams[key] = Team(agency.pk, agency.name, role, place.group_id)
    people = {named.key: _person(named.key, f"Volume {named.key}", seed) for named in PEOPLE}
    for named in PEOPLE:
        agencies.give_role(
            user=people[named.key],
            agency=Agency.objects.get(pk=teams[named.agency].agency_id),
            role=named.role,
            by=None,
            at=at,
            from_on=since,
        )
    return Partnership(teams, people, _workers(max(LOCALITIES, min(cases // 50, 2000)), teams, seed=seed, since=since))


def _person(key: str, name: str, seed: int) -> User:
    group = Group.objects.create(name=f"person:{_uuid(random.Random(f'{seed}/person/{key}'))}")
    user = User.objects.create(email=f"{key}@volume.invalid", full_name=name, personal_group=group, password="!")
    user.groups.add(group)
    return user


def _workers(number: int, teams: dict[str, Team], *, seed: int, since: date) -> list[User]:
    """Answer so many social workers, shared out over the localities in turn."""
    rng = random.Random(f"{seed}/workers")
    groups = Group.objects.bulk_create(Group(name=f"person:{_uuid(rng)}") for _ in range(number))
    workers = User.objects.bulk_create(
        User(
            email=f"worker{n}@volume.invalid",
            full_name=f"{rng.choice(GIVEN.split())} {_family(rng)}",
            personal_group=group,
            password="!",
        )
        for n, group in enumerate(groups)
    )
    belongs = User.groups.through
    belongs.objects.bulk_create(belongs(user_id=user.pk, group_id=user.personal_group_id) for user in workers)
    places = {place.group_id: place for place in AgencyRole.objects.all()}
    Membership.objects.bulk_create(
        Membership(user=user, agency_role=places[teams[f"locality {n % LOCALITIES}"].group_id], from_on=since)
        for n, user in enumerate(workers)
    )
    return workers


# -- the stories ------------------------------------------------------------------------------------------------------


class Volume:
    """So many cases, each with its story, for one partnership."""

    def __init__(self, cases: int, *, seed: int, at: datetime, partnership: Partnership) -> None:
        self.cases, self.seed, self.at = cases, seed, at
        self.who = partnership
        self.book = queries.book()
        self.view = Permission.objects.get(content_type__app_label="cases", codename=VIEW).pk
        order = (Case, Person, Identity, Involvement, CaseAccess, CaseDenied, CaseEvent, CaseEventWords)
        order += (Deadline, Breach, Referral, ReferralCase, Receipt, Notice)
        self.tables: dict[type[models.Model], Table] = {model: Table(model) for model in order}
        self.told: defaultdict[int, int] = defaultdict(int)

    def load(self, say: Callable[[int], None]) -> dict[str, int]:
        """Every case is in the database; answers how many rows of each model that took."""
        written: defaultdict[str, int] = defaultdict(int)
        for first in range(0, self.cases, CHUNK):
            for number in range(first, min(first + CHUNK, self.cases)):
                self._tell(number)
            for model, table in self.tables.items():
                written[model.__name__] += len(table.rows)
                table.write()
            say(min(first + CHUNK, self.cases))
        for table in self.tables.values():
            table.settle()
        return dict(written)

    def _tell(self, number: int) -> None:
        rng = random.Random(f"{self.seed}/{number}")
        # Most of the work is young: half the cases are less than half a year old, a third still have a clock running.
        opened = self.at - timedelta(seconds=60 + int(YEARS_BACK * 365 * 86400 * rng.random() ** 3))
        case_id, referral_id = _uuid(rng), _uuid(rng)
        story = _Story(rng, opened, self.at)
        harmed = rng.random() < 0.2
        restricted = rng.random() < 0.005
        locality = self._locality(rng)
        worker = self.who.workers[locality + LOCALITIES * rng.randrange(len(self.who.workers) // LOCALITIES)]
        details = _details(rng, opened)
        self.tables[Case].add(
            id=case_id,
            reference=f"{PREFIX}-{opened:%y}-{number + 1:07}",
            kind=str(CaseKind.HARMED if harmed else CaseKind.DISPLAYED),
            initials="" if harmed else details.initials,
            born_on=None if harmed else details.born_on,
            pseudonym=details.known_as if harmed else "",
            safeguarding=str(story.safeguarding),
            youth_offending=str(story.youth_offending),
            alleged=rng.random() < 0.8,
            looked_after=rng.random() < 0.1,
            restricted=restricted,
            provisional=False,
            opened_at=opened,
            closed_at=story.closed_at,
        )
        self._identify(rng, case_id, details, harmed=harmed, at=opened)
        self._involve(rng, case_id, number, opened, locality, worker if story.allocated_at else None, story)
        self._refer(rng, case_id, referral_id, number, opened, story)
        if restricted:
            denied = self.who.workers[rng.randrange(len(self.who.workers))]
            self.tables[CaseDenied].add(
                case_id=case_id,
                user_id=denied.pk,
                reason="Lives next door.",
                at=opened,
                by_id=self.who.people["everything"].pk,
            )
        self._record(
            case_id, story.events(f"R-{number + 1:07}", harmed, worker), kind="harmed" if harmed else "displayed"
        )

    def _locality(self, rng: random.Random) -> int:
        drawn = rng.random()
        return 0 if drawn < 0.01 else 1 if drawn < 0.018 else rng.randrange(2, LOCALITIES)

    def _identify(
        self, rng: random.Random, case_id: UUID, details: IdentityDetails, *, harmed: bool, at: datetime
    ) -> None:
        person_id = _uuid(rng)
        self.tables[Person].add(id=person_id, case_id=case_id, part=str(PersonPart.SUBJECT), added_at=at)
        identity = Identity(id=_uuid(rng), person_id=person_id, case_id=case_id)
        identity.hold(details, harmed=harmed)
        self.tables[Identity].add(**{name: getattr(identity, name) for name in self.tables[Identity].fields})

    def _involve(
        self,
        rng: random.Random,
        case_id: UUID,
        number: int,
        opened: datetime,
        locality: int,
        worker: User | None,
        story: "_Story",
    ) -> None:
        teams = [("mash", Part.FRONT_DOOR), (f"locality {locality}", Part.INVOLVED)]
        if story.youth_offending != YouthOffending.NOT_OPEN:
            teams.append(("youth offending", Part.SCREENING))
        if self._is_one_of(number, SCHOOL_OF_U3, shift=1):
            teams.append(("school 0", Part.INVOLVED))
        elif rng.random() < 0.5:
            teams.append((f"school {rng.randrange(2, SCHOOLS)}", Part.INVOLVED))
        for key, part in teams:
            team = self.who.teams[key]
            self._involved(rng, case_id, opened, part, team.group_id, role=team.role, agency_id=team.agency_id)
        people = [worker] if worker else []
        for named in PEOPLE:
            wanted = named.cases or int(named.share * self.cases)
            if wanted and self._is_one_of(number, wanted):
                people.append(self.who.people[named.key])
        for user in people:
            self._involved(
                rng, case_id, opened, Part.ALLOCATED, user.personal_group_id, role=Role.SOCIAL_WORKER, user_id=user.pk
            )
            if user is not worker and self.told[user.pk] < NOTICES_EACH:
                self.told[user.pk] += 1
                self.tables[Notice].add(
                    id=_uuid(rng),
                    user_id=user.pk,
                    case_id=case_id,
                    kind="referral.received",
                    at=opened,
                    key=f"volume:{user.pk}:{number}",
                    read_at=opened if rng.random() < 0.7 else None,
                )

    def _is_one_of(self, number: int, wanted: int, shift: int = 0) -> bool:
        """Answer whether this is one of so many cases spread evenly over all."""
        stride = max(1, self.cases // max(1, wanted))
        return (number - shift) % stride == 0 and 0 <= (number - shift) // stride < wanted

    def _involved(
        self, rng: random.Random, case_id: UUID, opened: datetime, part: Part, group_id: int, **who: Any
    ) -> None:
        self.tables[Involvement].add(
            id=_uuid(rng), case_id=case_id, group_id=group_id, part=str(part), opened_at=opened, **who
        )
        self.tables[CaseAccess].add(
            content_object_id=case_id, group_id=group_id, permission_id=self.view, opened_at=opened
        )

    def _refer(
        self, rng: random.Random, case_id: UUID, referral_id: UUID, number: int, opened: datetime, story: "_Story"
    ) -> None:
        sender = self.who.people["u3"].pk
        self.tables[Referral].add(
            id=referral_id,
            reference=f"R-{number + 1:07}",
            submitted_by_id=sender,
            agency_id=self.who.teams["school 0"].agency_id,
            submitted_at=opened,
            danger_now="no",
            child_protection_route=True,
            children=1,
        )
        self.tables[ReferralCase].add(
            id=_uuid(rng), referral_id=referral_id, case_id=case_id, called="the young person", submitted_by_id=sender
        )
        self.tables[Receipt].add(
            id=_uuid(rng),
            case_id=case_id,
            referral_id=referral_id,
            destination="mash",
            received_at=opened,
            closed_at=story.decided_at,
        )

    def _record(self, case_id: UUID, happened: Iterable[tuple[datetime, Event]], *, kind: str) -> None:
        """The events stand in the chronology, chained, with the clocks and breaches they fold to."""
        by = self.who.people["everything"]
        told = Chronicle(self.tables, case_id, agency="MASH")
        for at, event in happened:
            told.add(event, by=by, at=at)
        told.fold(self.book, kind=kind, at=self.at)


class _Story:
    """What has become of one case by now: decided, allocated, assessed, passed on to YOS, closed."""

    def __init__(self, rng: random.Random, opened: datetime, now: datetime) -> None:
        def by_now(at: datetime | None) -> datetime | None:
            return at if at and at < now else None

        def later(at: datetime | None, low: float, high: float) -> datetime | None:
            return by_now(at + timedelta(seconds=int(86400 * rng.uniform(low, high)))) if at else None

        self.opened = opened
        self.outcome = rng.choices(
            ("assessment", "no_further_action", "early_help", "strategy_meeting"), (60, 20, 10, 10)
        )[0]
        goes_on = self.outcome in ("assessment", "strategy_meeting")
        self.decided_at = later(opened, 0.1, 1.6)
        self.allocated_at = later(self.decided_at, 0.1, 2) if goes_on else None
        self.assessed_at = later(self.allocated_at, 20, 75)
        to_yos = rng.random() < 0.4
        self.accepted_at = later(opened, 2, 9) if to_yos else None
        self.yos_allocated_at = later(self.accepted_at, 0.5, 4)
        self.closed_at = later(self.assessed_at, 60, 500) if goes_on else self.decided_at
        self.safeguarding, self.youth_offending = self._states(to_yos)

    def _states(self, to_yos: bool) -> tuple[str, str]:
        yos = (
            YouthOffending.ALLOCATED if self.yos_allocated_at else YouthOffending.ACCEPTED if self.accepted_at else None
        )
        youth_offending = (yos or YouthOffending.REFERRED) if to_yos else YouthOffending.NOT_OPEN
        if self.closed_at:
            return Safeguarding.CLOSED, youth_offending
        if self.assessed_at:
            return Safeguarding.CHILD_IN_NEED, youth_offending
        if self.decided_at:
            stands = Safeguarding.STRATEGY if self.outcome == "strategy_meeting" else Safeguarding.ASSESSMENT
            return stands, youth_offending
        return Safeguarding.REFERRED, youth_offending

    def events(self, reference: str, harmed: bool, worker: User) -> list[tuple[datetime, Event]]:
        """Answer what happened, in order."""
        said = of_referrals
        found: list[tuple[datetime | None, Event]] = [
            (self.opened, of_cases.CaseOpened(kind="harmed" if harmed else "displayed")),
            (self.opened, said.submission.ReferralReceived("mash", reference, "Volume school 0")),
            (self.decided_at, said.mash.MashDecisionApproved(outcome=self.outcome)),
            (self.allocated_at, said.mash.WorkerAllocated(worker.pk, False, who=worker.full_name)),
            (self.assessed_at, said.assessment.CfAssessmentAuthorised(reference, "child_in_need")),
            (self.closed_at, of_cases.StrandMoved(Strand.SAFEGUARDING.value, "child_in_need", "closed")),
        ]
        if self.youth_offending != YouthOffending.NOT_OPEN:
            found += [
                (self.opened, said.submission.YosReferred(reference, "child_protection")),
                (self.accepted_at, said.yos.YosAccepted(reference)),
                (self.yos_allocated_at, said.yos.YosAllocated(worker.pk, False, who=worker.full_name)),
            ]
        return sorted(((at, event) for at, event in found if at), key=lambda pair: pair[0])


def _uuid(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _family(rng: random.Random) -> str:
    return rng.choice(FAMILY_STARTS.split()) + rng.choice(FAMILY_ENDS.split())


def _details(rng: random.Random, opened: datetime) -> IdentityDetails:
    born = clock.local_date(opened) - timedelta(days=rng.randrange(12 * 366, 17 * 365))
    return IdentityDetails(
        given_name=rng.choice(GIVEN.split()),
        family_name=_family(rng),
        known_as=rng.choice(GIVEN.split()),
        born_on=born.isoformat(),
        address=f"{rng.randrange(1, 200)} {rng.choice(STREETS.split(','))}",
        postcode=f"ZZ{rng.randrange(1, 99)} {rng.randrange(1, 9)}{rng.choice('ABDEF')}{rng.choice('GHJKL')}",
    )


def load(cases: int, *, seed: int, at: datetime, say: Callable[[int], None] = lambda done: None) -> dict[str, int]:
    """So many invented cases are in the database, all or none; answers the rows written, by model.

    Raises NotForThisDatabase where anybody is real.
    """
    check_database()
    with transaction.atomic():
        partnership = make_partnership(cases, seed=seed, at=at)
        if connection.vendor == "postgresql":
            _trust_our_keys()
        written = Volume(cases, seed=seed, at=at, partnership=partnership).load(say)
    count_rows()
    return written


def _trust_our_keys() -> None:
    """As a restore does, a superuser skips the check of each foreign key for this transaction: it is a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
