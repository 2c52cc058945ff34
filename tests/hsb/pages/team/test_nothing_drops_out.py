"""Nothing drops out of sight with somebody who leaves: every open case and task has somebody here, or a manager's list shows it."""

import os
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases import holding
from hsb.cases.models import Case, Involvement, Part
from hsb.errors import AccessDenied
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from hsb.pages.team.lists import TEAMS, Team
from hsb.people import absences
from hsb.people import actions as people
from hsb.tasks import actions as tasks
from hsb.tasks.models import Task
from tests.factories.cases import harmed_child, put_on, put_role_on, young_person
from tests.pages import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday
BEFORE = NOW - timedelta(days=30)
HISTORIES = int(os.environ.get("HSB_HISTORIES", "6"))
STEPS = 14


def somebody(name: str, agency: Agency, *roles: Role) -> User:
    user = User.objects.create_user(f"{name}@example.invalid", name.title(), password="correct-horse-battery")
    for role in roles:
        agencies.give_role(user=user, agency=agency, role=role, by=None, at=BEFORE, from_on=BEFORE.date())
    return user


@pytest.fixture
def at_work():
    with time_machine.travel(NOW, tick=False) as clock_:
        yield clock_


# -- one leaver, in the user's words ---------------------------------------------------------------------------------------------


@pytest.fixture
def held(at_work, social_worker, csws_manager, administrator) -> list[Case]:
    made = []
    for number in range(3):
        case = young_person(BEFORE + timedelta(hours=number))
        Case.objects.filter(pk=case.pk).update(safeguarding="child_in_need")
        put_role_on(case, csws_manager.memberships.get().agency, Role.CSWS_MANAGER, BEFORE)
        put_on(case, social_worker, Role.SOCIAL_WORKER, BEFORE)
        made.append(case)
    tasks.set_task(case=made[0], kind="task", what="Ring the school.", due_on=(NOW + timedelta(days=3)).date(),
                   to=f"person:{social_worker.pk}", by=csws_manager, at=BEFORE)  # fmt: skip
    outbox.work()
    Notice.objects.all().delete()
    return made


@pytest.mark.parametrize("how", ["account closed", "role ended"])
def test_the_cases_of_somebody_who_left_stand_to_be_allocated_the_same_day_and_the_manager_is_told(
    how, held, social_worker, csws_manager, administrator, client_for
):
    if how == "account closed":
        people.close_account(person=social_worker, by=administrator, at=NOW)
    else:
        people.end_role(membership=social_worker.memberships.get(), by=administrator, at=NOW)
    outbox.work()

    page = text_of(client_for(csws_manager).get(reverse("pages:team")))
    listed = client_for(csws_manager).get(reverse("pages:team_unallocated"))
    assert [row.reference for row in listed.context["rows"]] == [case.reference for case in held]
    assert "Left by Priya Shah, who is not here any more" in page
    assert reverse("referrals:allocate", args=[held[0].reference]) in page
    assert "Tasks of people who have left" in page and "Ring the school." in page
    told = Notice.objects.filter(user=csws_manager, kind="people.left")
    assert told.count() == 1 and told.get().url_name == "pages:team"


def test_somebody_who_is_only_away_keeps_their_cases(held, social_worker, csws_manager, client_for):
    absences.record_absence(
        person=social_worker,
        acting=None,
        from_on=NOW.date(),
        until_on=(NOW + timedelta(days=9)).date(),
        by=csws_manager,
        at=NOW,
    )

    page = client_for(csws_manager).get(reverse("pages:team"))
    assert not page.context["unallocated"] and not page.context["left_tasks"]
    assert "nobody acts" in text_of(page) and Notice.objects.filter(kind="people.left").count() == 0


def test_a_case_that_no_manager_here_would_be_shown_stands_unowned_with_the_mash_managers(
    at_work, yos_officer, yos_manager, csws_manager, administrator, client_for
):
    case = young_person(BEFORE)
    Case.objects.filter(pk=case.pk).update(youth_offending="allocated")
    yos = yos_manager.memberships.get().agency
    put_role_on(case, yos, Role.YOS_MANAGER, BEFORE)
    put_on(case, yos_officer, Role.YOS_OFFICER, BEFORE)
    keeper = somebody("keeper", yos, Role.ADMINISTRATOR)
    for leaver in (yos_officer, yos_manager):
        people.close_account(person=leaver, by=keeper, at=NOW)
        outbox.work()

    page = client_for(csws_manager).get(reverse("pages:team"))
    assert [row.reference for row in page.context["unallocated"]] == [case.reference]
    assert Involvement.objects.open().get(case=case, role="csws_manager").reason == holding.NOBODY_HERE
    assert Notice.objects.filter(user=csws_manager, kind="people.left").exists()

    Involvement.objects.filter(case=case, user=yos_officer).update(closed_at=NOW)
    page = client_for(csws_manager).get(reverse("pages:team"))
    assert [row.reference for row in page.context["unowned"]] == [case.reference]
    assert "Nobody who works here holds these" in text_of(page)


# -- any history -----------------------------------------------------------------------------------------------------------------


class Partnership:
    """Two social work services, a youth offending service and a school, in which people come and go."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn
        self.agencies = [
            Agency.objects.create(kind=kind, name=f"{kind} {n}", short_name=f"{kind}{n}")
            for n, kind in enumerate((AgencyKind.CSWS, AgencyKind.CSWS, AgencyKind.YOS, AgencyKind.SCHOOL))
        ]
        self.keepers = {one.pk: somebody(f"keeper{one.pk}", one, Role.ADMINISTRATOR) for one in self.agencies}
        first, second, yos, school = self.agencies
        self.roles = {
            first.pk: (Role.SOCIAL_WORKER, Role.SOCIAL_WORKER, Role.MASH_WORKER, Role.CSWS_MANAGER),
            second.pk: (Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.VICTIM_WORKER),
            yos.pk: (Role.YOS_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER),
            school.pk: (Role.DSL,),
        }
        self.people = [
            somebody(f"p{one.pk}x{n}", one, role) for one in self.agencies for n, role in enumerate(self.roles[one.pk])
        ]
        # Somebody stays, or there is nobody at all to show anything to.
        self.stays = next(p for p in self.people if p.memberships.get().role == Role.CSWS_MANAGER)
        self.cases = [self.case(n) for n in range(6)]

    def holding(self, *roles: Role) -> list[tuple[User, Membership]]:
        current = Membership.objects.current(clock.today()).filter(agency_role__role__in=roles, user__is_active=True)
        return [(m.user, m) for m in current.select_related("user", "agency_role__agency").order_by("pk")]

    def case(self, number: int) -> Case:
        make = harmed_child if number % 3 == 2 else young_person
        case = make(BEFORE + timedelta(hours=number))
        strand = self.drawn.choice(["safeguarding", "youth_offending", "both"])
        states = {}
        if strand != "youth_offending" or number % 3 == 2:
            states["safeguarding"] = self.drawn.choice(["assessment", "protection_plan", "child_in_need", "early_help"])
        if strand != "safeguarding":
            states["youth_offending"] = self.drawn.choice(["accepted", "allocated"])
        Case.objects.filter(pk=case.pk).update(**states)
        first, second, yos, school = self.agencies
        for agency in (first, second):
            if self.drawn.random() < 0.7:
                put_role_on(case, agency, Role.CSWS_MANAGER, BEFORE)
        if "youth_offending" in states:
            put_role_on(case, yos, Role.YOS_MANAGER, BEFORE)
            put_on(case, self.drawn.choice(self.holding(Role.YOS_OFFICER))[0], Role.YOS_OFFICER, BEFORE)
        if "safeguarding" in states:
            worker, held = self.drawn.choice(self.holding(Role.SOCIAL_WORKER))
            put_on(case, worker, Role.SOCIAL_WORKER, BEFORE)
        if number % 3 == 2 and self.drawn.random() < 0.5:
            put_on(case, self.holding(Role.VICTIM_WORKER)[0][0], Role.VICTIM_WORKER, BEFORE)
        put_role_on(case, school, Role.DSL, BEFORE)
        return case

    # -- what happens ------------------------------------------------------------------------------------------------

    def joins(self) -> None:
        agency = self.drawn.choice(self.agencies)
        role = self.drawn.choice(self.roles[agency.pk])
        person = somebody(f"new{User.objects.count()}", agency)
        self._gets(person, agency, role)
        self.people.append(person)

    def _gets(self, person: User, agency: Agency, role: Role) -> None:
        keeper = self.keepers[agency.pk]
        another = next(one for one in self.keepers.values() if one != keeper)
        people.give_role(person=person, agency=agency, role=role, by=keeper, agreed_by=another, at=clock.now())

    def ends(self) -> None:
        _, held = self.drawn.choice(self._who_may_go())
        people.end_role(membership=held, by=self.keepers[held.agency.pk], at=clock.now())

    def moves(self) -> None:
        person, held = self.drawn.choice(self._who_may_go())
        people.end_role(membership=held, by=self.keepers[held.agency.pk], at=clock.now())
        to = self.drawn.choice([one for one in self.agencies if one != held.agency])
        role = self.drawn.choice(self.roles[to.pk])
        if not Membership.objects.filter(user=person, agency_role__agency=to, until_on=None).exists():
            self._gets(person, to, role)

    def leaves(self) -> None:
        person, held = self.drawn.choice(self._who_may_go())
        agencies_ = {m.agency.pk for m in Membership.objects.current(clock.today()).filter(user=person)}
        if len(agencies_) == 1:
            people.close_account(person=person, by=self.keepers[held.agency.pk], at=clock.now())

    def is_away(self) -> None:
        person, _ = self.drawn.choice(self._who_may_go())
        if not Absence.objects.standing().filter(person=person).exists():
            absences.record_absence(person=person, acting=None, from_on=clock.today(),
                                    until_on=clock.today() + timedelta(days=5), by=person, at=clock.now())  # fmt: skip

    def closes(self) -> None:
        agency = self.drawn.choice(self.agencies[1:])
        for _, held in self._who_may_go():
            if held.agency == agency:
                people.end_role(membership=held, by=self.keepers[agency.pk], at=clock.now())

    def asks(self) -> None:
        case = self.drawn.choice(self.cases)
        on_it = Involvement.objects.open().filter(case=case, user__isnull=False).filter(holding.here(clock.today()))
        if on_it.exists():
            try:
                tasks.set_task(case=case, kind="task", what="Ring the school.", due_on=clock.today() + timedelta(days=4),
                               to=f"person:{on_it.first().user_id}", by=self.stays, at=clock.now())  # fmt: skip
            except AccessDenied:
                return

    def _who_may_go(self) -> list[tuple[User, Membership]]:
        every = self.holding(*{role for roles in self.roles.values() for role in roles})
        return [(person, held) for person, held in every if person != self.stays]

    # -- what must hold ----------------------------------------------------------------------------------------------

    def out_of_sight(self) -> list[str]:
        """What nobody here has and no manager here is shown, counted by hand from who works where."""
        works = {(user.pk, str(held.role)) for user, held in self.holding(*Role)}
        managers = [Team(user, clock.today()) for user, held in self.holding(*TEAMS)]
        shown = {case.pk for team in managers for case in team.unallocated()}
        handed = {task.pk for team in managers for task in team.left_tasks()}
        lost = []
        for case in Case.objects.filter(holding.open_now()):
            named = Involvement.objects.open().filter(case=case, part=Part.ALLOCATED, user__isnull=False)
            kept = [one for one in named if (one.user_id, one.role) in works]
            gone = [one for one in named if (one.user_id, one.role) not in works]
            if case.pk not in shown and (gone or not kept):
                lost.append(f"{case} {case.safeguarding} {case.youth_offending} kept {kept} gone {gone}")
        for task in Task.objects.filter(state="open").select_related("to_person"):
            here = Membership.objects.current(clock.today()).filter(
                user=task.to_person, agency_role__agency=task.to_agency, user__is_active=True
            )
            if not here.exists() and task.pk not in handed:
                lost.append(f"task on {task.case} of {task.to_person}")
        return lost


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_history_of_people_coming_and_going_leaves_anything_out_of_sight(seed, at_work):
    drawn = random.Random(f"histories {seed}")
    place, happened = Partnership(drawn), Counter()
    outbox.work()

    for _ in range(STEPS):
        at_work.shift(timedelta(hours=drawn.randint(1, 60)))
        what = drawn.choice(["joins", "ends", "moves", "leaves", "is_away", "asks", "asks", "closes"])
        getattr(place, what)()
        outbox.work()
        happened[what] += 1
        assert place.out_of_sight() == [], (what, dict(happened))

    print(f"\nhistory {seed}: {dict(happened)}", end="")
