"""A manager's team: who works in it, what each holds and owes, and what is nobody's yet. Numbers and lists come from one query.

Everything is asked of the cases the manager may see, and of people of the manager's own agency.
Over 300 lines: a number and its list stand beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Case_
from django.db.models.functions import Coalesce

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Absence, Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases import holding
from hsb.cases.models import Case, Involvement, Part
from hsb.cases.states import Safeguarding, YouthOffending
from hsb.cases.visible import open_cases
from hsb.errors import AccessDenied
from hsb.pages.work.lists import decided_with, on_lines
from hsb.tasks import queries as tasks
from hsb.tasks.models import Task
from hsb.timeliness.models import Deadline, DeadlineQuerySet
from hsb.timeliness.moves import APPROVED
from referrals.inbox.queries import STANDARDS
from referrals.models import Destination, Receipt


@dataclass(frozen=True)
class Kind:
    """What a manager of this role manages: who works in the team, who holds its cases, and when a case needs somebody."""

    agency: AgencyKind
    holder: Role
    others: tuple[Role, ...]
    strand: str
    states: tuple[str, ...]  # in these the case needs a holder
    allocate: str  # the page where one is given
    destination: Destination  # whose inbox it decides on

    @property
    def roles(self) -> tuple[Role, ...]:
        return (self.holder, *self.others)


TEAMS: dict[Role, Kind] = {
    Role.CSWS_MANAGER: Kind(
        AgencyKind.CSWS,
        Role.SOCIAL_WORKER,
        (Role.MASH_WORKER,),
        "safeguarding",
        (Safeguarding.ASSESSMENT, Safeguarding.STRATEGY, Safeguarding.ENQUIRY, Safeguarding.CHILD_IN_NEED),
        "referrals:allocate",
        Destination.MASH,
    ),
    Role.YOS_MANAGER: Kind(
        AgencyKind.YOS,
        Role.YOS_OFFICER,
        holding.OF_YOS[1:],
        "youth_offending",
        (YouthOffending.ACCEPTED,),
        "referrals:yos_allocate",
        Destination.YOS,
    ),
}


@dataclass(frozen=True)
class Worker:
    """One line of the team: the person, and what stands against their name."""

    person: User
    role: str
    cases: int = 0
    overdue: int = 0
    this_week: int = 0
    tasks: int = 0
    oldest: date | None = None
    away: str = ""


@dataclass(frozen=True)
class Rest:
    """What is overdue and due this week of the team and stands against nobody's name: not taken on yet, or for a manager to approve."""

    overdue: int = 0
    this_week: int = 0


class Team:
    """One manager's team on a day. Raises AccessDenied for somebody who manages none."""

    def __init__(self, manager: User, today: date) -> None:
        held = [m for m in agencies.memberships(manager) if m.role in TEAMS]
        if not held:
            raise AccessDenied("A manager of children’s social work or of the youth offending service has a team.")
        self.manager, self.today = manager, today
        self.agency: Agency = held[0].agency
        self.manages = held[0].role
        self.kind = TEAMS[self.manages]
        self.week_ends = today + timedelta(days=6 - today.weekday())

    @cached_property
    def visible(self) -> QuerySet[Case]:
        return open_cases(self.manager)

    @cached_property
    def people(self) -> dict[int, tuple[User, str]]:
        """The people of the team by id, with their role in words. One statement."""
        held = (
            Membership.objects.current(self.today)
            .filter(agency_role__agency=self.agency, agency_role__role__in=self.kind.roles, user__is_active=True)
            .select_related("user", "agency_role")
            .order_by("user__full_name", "pk")
        )
        found: dict[int, tuple[User, str]] = {}
        for one in held:
            found.setdefault(one.user_id, (one.user, one.role.label))
        return found

    def holders(self) -> list[User]:
        """Answer who may be given a case of this team. One statement."""
        held = Membership.objects.current(self.today).filter(
            agency_role__agency=self.agency, agency_role__role=self.kind.holder
        )
        return list(User.objects.active().filter(pk__in=held.values("user")).order_by("full_name", "pk"))

    # -- lists, each of which is also counted -------------------------------------------------------------------------

    def moves(self) -> DeadlineQuerySet:
        """Answer the running clocks that are this team's move, or its managers' to approve, each with its `worker`: whom it names,
        who deals with the referral, else who holds the case; nobody where it waits for a manager's approval."""
        return on_lines(self._clocks())

    def _clocks(self) -> DeadlineQuerySet:
        ours = Q(owner_agency=None) | Q(owner_agency=self.agency)
        theirs = Q(APPROVED, ours, owner_kind=self.kind.agency) | Q(approval_role=self.manages)
        found: DeadlineQuerySet = Deadline.objects.filter(theirs, case__in=self.visible).running().for_everybody()
        return found.annotate(worker=Case_(When(~APPROVED, then=Value(None)), default=self._worker()))

    def _worker(self) -> Coalesce:
        holder = (
            Involvement.objects.open()
            .filter(case=OuterRef("case"), part=Part.ALLOCATED, role=OuterRef("owner_role"), user__isnull=False)
            .order_by("opened_at", "pk")
        )
        claimed = Receipt.objects.filter(
            case=OuterRef("case"),
            destination=self.kind.destination,
            received_at=OuterRef("started_at"),
            closed_at=None,
            claimed_by__isnull=False,
        )
        decides = Case_(
            When(standard_code=STANDARDS[self.kind.destination], then=Subquery(claimed.values("claimed_by")[:1]))
        )
        return Coalesce(
            F("owner_person_id"), decides, Subquery(holder.values("user_id")[:1]), output_field=BigIntegerField()
        )

    def decided_with(self, found: Sequence[Deadline]) -> dict[int, list[str]]:
        """Answer by clock what the other children are called whose decision stands on its line. One statement, or none."""
        return decided_with(self._clocks(), found)

    def overdue(self, person: User | None = None) -> DeadlineQuerySet:
        """Answer what is late of the team, or of one of its people, longest first."""
        return self._of(person).overdue(self.today).order_by("judged_on", "id")

    def this_week(self, person: User) -> DeadlineQuerySet:
        """Answer what falls due of one person from today to Sunday."""
        return self._of(person).due_within(self.today, self.week_ends).order_by("judged_on", "id")

    def _of(self, person: User | None) -> DeadlineQuerySet:
        return self.moves() if person is None else self.moves().filter(worker=person.pk)

    def cases_of(self, person: User) -> QuerySet[Case]:
        """Answer the cases one person holds, oldest first."""
        mine = self._allocations().filter(user=person, case=OuterRef("pk"))
        return self.visible.filter(Exists(mine), merged_into=None).order_by("opened_at", "id")

    def unallocated(self) -> QuerySet[Case]:
        """Answer the cases that need somebody and have nobody, oldest first: those of this team, and on the list of a manager of
        children’s social work what would stand on nobody's (`unowned`). Each with whoever `left` it behind, if anybody did.

        Somebody who has left, or holds the role no longer, is nobody (`hsb/cases/holding.py`).
        """
        held = holding.held_here(self.today).filter(part=Part.ALLOCATED, role=self.kind.holder)
        waits = Q(~Exists(held), **{f"{self.kind.strand}__in": self.kind.states})
        behind = self._left_behind()
        mine = waits | Q(Exists(behind))
        left = Subquery(behind.order_by("opened_at", "pk").values("user__full_name")[:1])
        found = self.visible.filter(holding.open_now())
        unowned = Value(False)
        if self.kind.agency == AgencyKind.CSWS:
            unowned = Case_(When(mine, then=Value(False)), default=Value(True))
            mine |= self._nobodys()
        found = found.filter(mine).annotate(left=left, unowned=unowned)
        return found.order_by("unowned", "opened_at", "id")

    def _left_behind(self) -> QuerySet[Involvement]:
        """Inside a query of cases: what somebody of this team left behind. Children’s social work answers for everybody else's
        too, and for the youth offending service's where that has no manager on the case."""
        behind = holding.left_behind(self.today).filter(case=OuterRef("pk"))
        if self.kind.agency != AgencyKind.CSWS:
            return behind.filter(role__in=self.kind.roles)
        theirs = holding.managed(self.today, Role.YOS_MANAGER).filter(case=OuterRef("case"))
        return behind.exclude(Exists(theirs), role__in=holding.OF_YOS)

    def _nobodys(self) -> Q:
        """The condition that nobody here holds a case and no inbox or other manager's list shows it."""
        waiting = Receipt.objects.filter(case=OuterRef("pk"), closed_at=None)
        yos = Q(Exists(holding.managed(self.today, Role.YOS_MANAGER).filter(case=OuterRef("pk"))))
        kind = TEAMS[Role.YOS_MANAGER]
        shown = (
            Q(Exists(holding.held_here(self.today)))
            | Q(Exists(waiting.filter(destination=Destination.MASH)))
            | yos & Q(Exists(waiting.filter(destination=Destination.YOS)))
            | yos & Q(**{f"{kind.strand}__in": kind.states})
        )
        return ~shown

    def left_tasks(self) -> QuerySet[Task]:
        """Answer the waiting tasks that nobody here will do: of this agency; and for children’s social work all that no manager of
        the youth offending service is shown."""
        if self.kind.agency != AgencyKind.CSWS:
            return tasks.nobodys(self.visible, self.today).filter(to_agency=self.agency)
        return tasks.left_to_mash(self.visible, self.today)

    def tasks_of(self, person: User) -> QuerySet[Task]:
        """Answer the waiting tasks one person has by name."""
        return tasks.open_tasks_of([person.pk], self.visible)

    def _allocations(self) -> QuerySet[Involvement]:
        return Involvement.objects.open().filter(part=Part.ALLOCATED, user__isnull=False)

    # -- the table ----------------------------------------------------------------------------------------------------

    def workers(self) -> list[Worker]:
        """Answer the team, line by line. Five statements, however many people and cases."""
        return self.table()[0]

    def table(self) -> tuple[list[Worker], Rest]:
        """Answer the team, line by line, and what is no one person's of it: together all that is overdue and due this week."""
        ids = list(self.people)
        held = dict(
            self._allocations()
            .filter(user__in=ids, case__in=self.visible.filter(merged_into=None))
            .values_list("user")
            .annotate(count=Count("case", distinct=True))
            .order_by()
        )
        owed = self._owed()
        asked = dict(
            tasks.open_tasks_of(ids, self.visible).order_by().values_list("to_person").annotate(count=Count("pk"))
        )
        away = self._away(ids)
        lines = [
            Worker(
                person,
                role,
                cases=held.get(pk, 0),
                tasks=asked.get(pk, 0),
                away=away.get(pk, ""),
                **owed.get(pk, {}),
            )
            for pk, (person, role) in self.people.items()
        ]
        others = [one for pk, one in owed.items() if pk not in self.people]
        return lines, Rest(sum(one["overdue"] for one in others), sum(one["this_week"] for one in others))

    def _owed(self) -> dict[int | None, dict[str, Any]]:
        """Answer what each owes, and nobody in particular: the same clocks as `overdue` and `this_week`, counted. One statement."""
        due = self.moves().due_within(date.min, self.week_ends)
        late = Q(judged_on__lt=self.today)
        rows = (
            due.order_by()
            .values("worker")
            .annotate(overdue=Count("pk", filter=late), this_week=Count("pk", filter=~late), oldest=Min("judged_on"))
        )
        return {
            row["worker"]: {
                "overdue": row["overdue"],
                "this_week": row["this_week"],
                "oldest": row["oldest"] if row["overdue"] else None,
            }
            for row in rows
        }

    def _away(self, ids: Sequence[int]) -> dict[int, str]:
        """Answer who is away today and who acts for them, in words. One statement."""
        found = Absence.objects.away(self.today).filter(person__in=ids).select_related("acting")
        said: dict[int, str] = {}
        for one in found:
            acting = f"; {one.acting.full_name} acts" if one.acting else "; nobody acts"
            said[one.person_id] = f"Away until {one.until_on:%-d %B}{acting}"
        return said
