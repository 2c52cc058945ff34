"""The inboxes: what waits at MASH and at YOS, the same list with each its own clock; and the copy of one referral beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as Is
from django.http import Http404
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.cases.visible import visible_cases
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import State
from hsb.timeliness.models import Deadline, DeadlineQuerySet
from hsb.timeliness.moves import is_to_approve, whose_words
from hsb.ui.components import Fact, InboxRow
from hsb.ui.words import time_words
from referrals.models import Addendum, Destination, Receipt, Referral, ReferralPart
from referrals.sections import IN_ORDER, SECTIONS

PAGE_SIZE = 25
RAIL = 12
LONGEST_RAIL = 1000
# The clock each destination decides within.
STANDARDS: dict[Destination, str] = {Destination.MASH: "T1", Destination.YOS: "T23"}
STANDS_OPEN = frozenset({"account", "young-person", "behaviour", "harmed", "analysis", "safety", "request"})


@dataclass(frozen=True)
class InboxFilter:
    """What the inbox is narrowed to and in which order. Codes from the address; unknown ones mean any."""

    claimed: str = ""  # me, nobody, others
    route: str = ""  # child_protection, criminal_justice
    danger: str = ""  # yes
    sort: str = ""  # danger, then due (when empty), newest


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox, how many wait in all, in how many somebody is in danger now, how many are late, and
    how many wait only for a manager's approval. What is counted is children: a referral about three waits three times."""

    rows: tuple[InboxRow, ...]
    waiting: int
    danger: int
    overdue: int
    to_approve: int
    shown: int
    first: int
    has_more: bool

    @property
    def heading(self) -> str:
        """Answer “6 children waiting, 2 danger now, 1 overdue, 1 to approve”."""
        said = (
            (1, f"{self.waiting} {'child' if self.waiting == 1 else 'children'} waiting"),
            (self.danger, f"{self.danger} danger now"),
            (self.overdue, f"{self.overdue} overdue"),
            (self.to_approve, f"{self.to_approve} to approve"),
        )
        return ", ".join(words for number, words in said if number)


def waiting(user: User, destination: Destination) -> QuerySet[Receipt]:
    """Answer what waits at a destination on the cases that exist for this person."""
    return Receipt.objects.filter(destination=destination, closed_at=None, case__in=visible_cases(user))


def inbox(
    user: User,
    destination: Destination,
    wanted: InboxFilter | None = None,
    *,
    today: date,
    start: int = 0,
    size: int = PAGE_SIZE,
    opened: UUID | None = None,
) -> InboxPage:
    """Answer one page of an inbox. Four statements, whatever waits."""
    wanted = wanted or InboxFilter()
    everything = waiting(user, destination)
    pressing = everything.aggregate(
        overdue=Count("pk", filter=Exists(_its_clock(destination).overdue(today))),
        to_approve=Count("pk", filter=Exists(_its_clock(destination).exclude(approval_role=""))),
        danger=Count("pk", filter=Q(referral__danger_now="yes")),
    )
    found = _narrowed(everything, wanted, user)
    shown = found.count()
    in_order = _in_order(found, destination, wanted.sort)
    page = list(
        in_order.select_related("case", "referral__agency", "referral__submitted_by", "claimed_by")[
            start : start + size + 1
        ]
    )
    clocks = clocks_of(page[:size], today=today)
    rows = tuple(_row(receipt, clocks.get(receipt.pk), user, today=today, opened=opened) for receipt in page[:size])
    return InboxPage(
        rows=rows,
        waiting=everything.count() if any((wanted.claimed, wanted.route, wanted.danger)) else shown,
        danger=pressing["danger"],
        overdue=pressing["overdue"],
        to_approve=pressing["to_approve"],
        shown=shown,
        first=start,
        has_more=len(page) > size,
    )


def rail(user: User, destination: Destination, opened: UUID, *, today: date) -> InboxPage:
    """Answer the part of the inbox around the referral that is open, so that the next one is one press away."""
    in_order = _in_order(waiting(user, destination), destination)
    keys = list(in_order.values_list("pk", flat=True)[:LONGEST_RAIL])
    start = max(0, keys.index(opened) - 3) if opened in keys else 0
    return inbox(user, destination, today=today, start=start, size=RAIL, opened=opened)


def _its_clock(destination: Destination) -> DeadlineQuerySet:
    """The running decision clock that a receipt's own arrival started, for a sub-query of receipts."""
    started = {"case_id": OuterRef("case_id"), "started_at": OuterRef("received_at")}
    return Deadline.objects.filter(standard_code=STANDARDS[destination], **started).running()


def _in_order(found: QuerySet[Receipt], destination: Destination, sort: str = "") -> QuerySet[Receipt]:
    """The children of one referral stay together. Danger first, then due: what stands still for an answer comes after what does not."""
    together = ("received_at", "referral_id", "case__kind", "pk")
    if sort == "newest":
        return found.order_by("-received_at", *together[1:])
    danger = When(Is(referral__danger_now="yes", then=Value(0)), default=Value(1), output_field=IntegerField())
    running = _its_clock(destination).exclude(state=State.PAUSED.value, late_at=None).most_pressing_first()
    due = Subquery(running.values("judged_on")[:1])
    return found.order_by(danger, due.asc(nulls_last=True), *together)


def _narrowed(found: QuerySet[Receipt], wanted: InboxFilter, user: User) -> QuerySet[Receipt]:
    if wanted.claimed == "me":
        found = found.filter(claimed_by=user)
    elif wanted.claimed == "nobody":
        found = found.filter(claimed_by=None)
    elif wanted.claimed == "others":
        found = found.exclude(claimed_by=None).exclude(claimed_by=user)
    if wanted.route == "child_protection":
        found = found.filter(referral__child_protection_route=True)
    elif wanted.route == "criminal_justice":
        found = found.filter(referral__criminal_justice_route=True)
    if wanted.danger == "yes":
        found = found.filter(referral__danger_now="yes")
    return found


def clocks_of(receipts: Sequence[Receipt], *, today: date) -> dict[UUID, timeliness.Due]:
    """Answer the decision clock of each of these receipts: the one its own arrival started. One statement."""
    cases = [receipt.case_id for receipt in receipts]
    running = Deadline.objects.filter(case_id__in=cases, standard_code__in=STANDARDS.values()).running()
    by_case: dict[tuple[UUID, str], list[timeliness.Due]] = {}
    for deadline in timeliness.with_counts(running.with_owners(), today):
        by_case.setdefault((deadline.case_id, deadline.standard_code), []).append(timeliness.due_words(deadline, today))
    found = {}
    for receipt in receipts:
        dues = by_case.get((receipt.case_id, STANDARDS[Destination(receipt.destination)]), [])
        own = [due for due in dues if due.deadline.started_at == receipt.received_at]
        if own or dues:
            found[receipt.pk] = (own or dues)[0]
    return found


def called(case: Case, today: date) -> str:
    """Answer “K.D., 14”, or a chosen name."""
    age = case.age_on(today)
    return f"{case.label}, {age}" if age is not None else case.label


def route_words(referral: Referral) -> str:
    """Answer the routes a referral takes."""
    routes = []
    if referral.child_protection_route:
        routes.append("child protection")
    if referral.criminal_justice_route:
        routes.append("criminal justice")
    return " and ".join(routes)


def sender_words(referral: Referral) -> str:
    """Answer who sent it, by agency where there is one."""
    return referral.agency.name if referral.agency else referral.submitted_by.full_name


def _row(receipt: Receipt, due: timeliness.Due | None, user: User, *, today: date, opened: UUID | None) -> InboxRow:
    moment = clock.local_time(receipt.received_at)
    claimed = ""
    if receipt.claimed_by_id == user.pk:
        claimed = "you"
    elif receipt.claimed_by:
        claimed = receipt.claimed_by.full_name
    return InboxRow(
        child=called(receipt.case, today),
        href=reverse(f"referrals:{receipt.destination}_receipt", args=[receipt.pk]),
        sender=sender_words(receipt.referral),
        route=route_words(receipt.referral),
        received=f"{moment:%a %-d %b}, {time_words(receipt.received_at)}",
        due=_due_words(due) if due else "",
        due_href=reverse("cases:clock", args=[receipt.case.reference, due.deadline.pk]) if due else "",
        late=due.late if due else False,
        danger=receipt.referral.danger_now == "yes",
        claimed_by=claimed,
        reference=receipt.case.reference,
        open=receipt.pk == opened,
    )


def _due_words(due: timeliness.Due) -> str:
    """Answer how the decision stands in time, and whose move it is where it is no longer the inbox's own."""
    words = _capitalised(due.words)
    return f"{words}; {whose_words(due.deadline)} to approve" if is_to_approve(due.deadline) else words


def _capitalised(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def receipt_for(user: User, destination: Destination, receipt_id: UUID) -> Receipt:
    """Answer a receipt at this destination on a case that exists for this person; the caller opens the case next.

    Raises Http404 otherwise.
    """
    found = (
        Receipt.objects.filter(pk=receipt_id, destination=destination, case__in=visible_cases(user))
        .select_related("case", "referral__agency", "referral__submitted_by", "claimed_by", "first_opened_by")
        .first()
    )
    if found is None:
        raise Http404("There is no such referral, or you are not on it.")
    return found


def newest_receipt(case: Case, destination: Destination) -> Receipt | None:
    """Answer the referral a destination received last about this child."""
    return Receipt.objects.filter(case=case, destination=destination).order_by("-received_at").first()


def parts_of(receipt: Receipt) -> dict[str, Any]:
    """Answer this child's copy of the referral, section by section."""
    rows = ReferralPart.objects.filter(case=receipt.case_id, referral=receipt.referral_id)
    return dict(rows.values_list("section", "answers"))


@dataclass(frozen=True)
class PaperPart:
    """A section of the referral copy. Those a decision turns on stand open; the others open when pressed."""

    key: str
    number: int
    title: str
    blocks: tuple[tuple[str, tuple[Fact, ...]], ...]
    stands_open: bool = True


def paper(parts: Mapping[str, Any], *, identity: bool) -> list[PaperPart]:
    """Answer the referral as it is read, without unanswered questions; quotes are marked as such."""
    found: list[PaperPart] = []
    for section in IN_ORDER:
        if section.key not in parts:
            continue
        blocks = SECTIONS[section.key].blocks(parts[section.key], context=dict(parts), identity=identity)
        shown = tuple(
            (block.title, tuple(Fact(row.label, row.value, quote=row.is_quote) for row in block.rows))
            for block in blocks
            if block.rows
        )
        if shown:
            found.append(PaperPart(section.key, len(found) + 1, section.title, shown, section.key in STANDS_OPEN))
    return found


def addenda(receipt: Receipt) -> list[Addendum]:
    """Answer what the referrer added later to this child's copy."""
    return list(
        Addendum.objects.filter(case=receipt.case_id, referral=receipt.referral_id).select_related("by").order_by("at")
    )
