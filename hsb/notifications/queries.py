"""What a person is told, and whom an event concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence, Membership
from hsb.agencies.permissions import POWERS, Power, Role
from hsb.cases.models import Case, Involvement
from hsb.cases.visible import may_see, visible_cases
from hsb.notifications import mail
from hsb.notifications.models import MailRecord, MailState, Notice, NoticeQuerySet
from hsb.notifications.recipients import Involved

PAGE_SIZE = 25
COUNT_CAP = 99


def notices(user: User) -> NoticeQuerySet:
    """Answer the person's notices, newest first, leaving out those about a case they may no longer see."""
    visible = Q(case=None) | Q(case__in=visible_cases(user))
    return Notice.objects.of(user).filter(visible).order_by("-at", "-id")


def unread_count(user: User) -> int:
    """Answer how many of the person's notices are unread, counting no further than 100 (shown as “99+”). One statement."""
    return notices(user).unread().order_by()[: COUNT_CAP + 1].count()


def unread_words(count: int) -> str:
    """Answer the count as a badge shows it."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


@dataclass(frozen=True)
class NoticePage:
    """One page of notices and the key with which the next begins ("" on the last)."""

    rows: list[Notice]
    next_key: str


@dataclass(frozen=True)
class Matter:
    """What a page says of one record, newest first: who it is about, as far as names are not shown; without a record, of itself."""

    case: Case | None
    rows: list[Notice]

    @property
    def unread(self) -> int:
        return sum(1 for row in self.rows if row.read_at is None)


def by_matter(rows: Iterable[Notice]) -> list[Matter]:
    """Answer the notices of a page together by the record they are about, in the order of each record's newest."""
    found: dict[object, Matter] = {}
    for row in rows:
        found.setdefault(row.case_id or row.pk, Matter(row.case, [])).rows.append(row)
    return list(found.values())


def notice_page(user: User, *, unread_only: bool = False, after: str = "") -> NoticePage:
    """Answer one page, newest first. `after` is the key of the page before; one that makes no sense begins at the top."""
    found = notices(user).select_related("case")
    if unread_only:
        found = found.unread()
    edge = _edge(after)
    if edge:
        at, pk = edge
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=pk))
    rows = list(found[: PAGE_SIZE + 1])
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return NoticePage(rows[:PAGE_SIZE], f"{last.at.isoformat()}~{last.pk}" if last else "")


def _edge(after: str) -> tuple[datetime, UUID] | None:
    instant, _, key = after.partition("~")
    try:
        return datetime.fromisoformat(instant).astimezone(clock.UTC), UUID(key)
    except (ValueError, OverflowError):
        return None


Told = list[tuple[User, Involved]]


def on_case(case: Case, *, at: datetime, on: date) -> Told:
    """Answer who is on a case by an open involvement and may see it: each person with each part and role they have there.

    An involvement is one person's, or a whole agency role's: then everybody who holds it on that day; and whoever acts that day
    for one of them, as that person. Seeing is asked of the door, so that a denial or an end of access leaves a person out.
    """
    open_now = Involvement.objects.in_force(at).filter(case=case)
    by_group: dict[int, list[Involvement]] = {}
    for involvement in open_now.order_by("opened_at", "pk"):
        by_group.setdefault(involvement.group_id, []).append(involvement)
    found: Told = []
    for user, group_id in _members(by_group, on):
        found += [(user, Involved(i.part, i.role, i.agency_id, user.pk)) for i in by_group[group_id]]
    own = _allowed(found, case, at)
    acting = _acting((user for user, _ in own), on)
    lent = [(acting[user.pk], replace(who, by_acting=True)) for user, who in own if user.pk in acting]
    return own + _allowed(lent, case, at)


def _allowed(found: Told, case: Case, at: datetime) -> Told:
    allowed = {user.pk: may_see(user, case.pk, at=at) for user, _ in found}
    return [(user, involved) for user, involved in found if allowed[user.pk]]


def _acting(people: Iterable[User], on: date) -> dict[int, User]:
    """Answer who acts that day for those of these people who are away, by the absent person's id. One statement."""
    covered = Absence.objects.covered(on).filter(person__in={one.pk for one in people}).select_related("acting")
    return {one.person_id: one.acting for one in covered if one.acting is not None}


def _members(groups: Iterable[int], on: date) -> list[tuple[User, int]]:
    wanted = list(groups)
    persons = User.objects.active().filter(personal_group_id__in=wanted).order_by("pk")
    members = (
        Membership.objects.current(on)
        .filter(agency_role__group_id__in=wanted, user__is_active=True)
        .select_related("user", "agency_role")
        .order_by("user_id", "pk")
    )
    return [(user, user.personal_group_id) for user in persons] + [(m.user, m.agency_role.group_id) for m in members]


def administrators(on: date) -> list[User]:
    """Answer the people who keep the system running on a day, and whoever acts for one of them."""
    roles = [role for role, powers in POWERS.items() if Power.ADMINISTER in powers]
    held = Membership.objects.current(on).filter(agency_role__role__in=roles).values("user")
    acting = Absence.objects.covered(on).filter(person__in=held).values("acting")
    return list(User.objects.active().filter(Q(pk__in=held) | Q(pk__in=acting)).order_by("pk"))


def who_answers_for_emergencies(user_id: int, on: date) -> list[User]:
    """Answer the managers at this person's agencies, those who decide on records where there is none, and information governance."""
    current = Membership.objects.current(on)
    agencies = current.filter(user=user_id).values("agency_role__agency")
    managing = [role for role, powers in POWERS.items() if Power.MANAGE_TEAM in powers]
    managers = current.filter(agency_role__role__in=managing, agency_role__agency__in=agencies).exclude(user=user_id)
    if not managers.exists():
        managers = current.filter(agency_role__role=Role.CSWS_MANAGER).exclude(user=user_id)
    governing = current.filter(agency_role__role=Role.INFORMATION_GOVERNANCE)
    who = Q(pk__in=managers.values("user")) | Q(pk__in=governing.values("user"))
    return list(User.objects.active().filter(who).exclude(pk=user_id).order_by("pk"))


def who_gives_on(case: Case, *, on: date) -> list[User]:
    """Answer the managers on a case, as their whole role, who give its work to people: those of every team that holds it."""
    managing = [str(role) for role, powers in POWERS.items() if Power.MANAGE_TEAM in powers]
    groups = Involvement.objects.open().filter(case=case, role__in=managing, user=None).values("group")
    members = Membership.objects.current(on).filter(agency_role__group__in=groups).values("user")
    acting = Absence.objects.covered(on).filter(person__in=members).values("acting")
    return list(User.objects.active().filter(Q(pk__in=members) | Q(pk__in=acting)).order_by("pk"))


@dataclass(frozen=True)
class Undelivered:
    """An e-mail that did not arrive: to whom, what it was, when, and why. Never what stood in it."""

    record: MailRecord
    subject: str

    @property
    def address(self) -> str:
        return self.record.to.email if self.record.to else self.record.address


def undelivered(people: Any, *, addresses: Any = (), limit: int = 100) -> list[Undelivered]:
    """Answer the newest e-mails to these people, or to these addresses, that were refused or given up. For an administrator.

    `people` and `addresses` are values or sub-queries of them.
    """
    theirs = Q(to__in=people) | Q(to=None, address__in=addresses)
    found = MailRecord.objects.filter(theirs, state__in=[MailState.FAILED, MailState.BOUNCED]).select_related("to")
    return [
        Undelivered(record, mail.TEMPLATES[record.template].subject if record.template in mail.TEMPLATES else "E-mail")
        for record in found.order_by("-created_at")[:limit]
    ]


def refused(user: User) -> MailRecord | None:
    """Answer the newest e-mail that the person's address refused, if one did."""
    return MailRecord.objects.filter(to=user, state=MailState.BOUNCED).order_by("-created_at").first()
