"""Reading the front door: the inbox, one referral as MASH reads it, checks, matches, what the referrer was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Value
from django.db.models import When as Is
from django.http import Http404
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access, people
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, CaseKind, MatchSuggestion
from hsb.errors import AccessDenied
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import add_working_days
from hsb.timeliness.explain import Explanation
from hsb.timeliness.models import Deadline
from hsb.ui.components import Fact, InboxRow
from hsb.ui.words import long_date, time_words
from referrals.mash import criteria, policies, wording
from referrals.models import (
    Addendum,
    AgencyCheck,
    DecisionState,
    Destination,
    Feedback,
    MashDecision,
    Merge,
    Outcome,
    Receipt,
    Referral,
    ReferralCase,
    ReferralPart,
)
from referrals.sections import IN_ORDER, SECTIONS, codes

PAGE_SIZE = 25
RAIL = 12
LONGEST_RAIL = 1000
STANDARD = "T1"
STANDS_OPEN = frozenset({"account", "young-person", "behaviour", "harmed", "analysis", "safety", "request"})


# -- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class InboxFilter:
    """What the inbox is narrowed to and in which order. Codes from the address; unknown ones mean any."""

    claimed: str = ""  # me, nobody, others
    route: str = ""  # child_protection, criminal_justice
    danger: str = ""  # yes
    sort: str = ""  # due (when empty), newest, danger


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox, how many wait in all, and how many of them are late."""

    rows: tuple[InboxRow, ...]
    waiting: int
    overdue: int
    shown: int
    first: int
    has_more: bool

    @property
    def heading(self) -> str:
        """Answer “6 waiting, 1 overdue”."""
        return f"{self.waiting} waiting, {self.overdue} overdue" if self.overdue else f"{self.waiting} waiting"


def waiting(user: User) -> QuerySet[Receipt]:
    """Answer what waits for MASH on the cases that exist for this person."""
    return Receipt.objects.filter(destination=Destination.MASH, closed_at=None, case__in=access.visible_cases(user))


def inbox(
    user: User, wanted: InboxFilter, *, today: date, start: int = 0, size: int = PAGE_SIZE, opened: UUID | None = None
) -> InboxPage:
    """Answer one page of the inbox. Four statements, whatever waits."""
    everything = waiting(user)
    late = Deadline.objects.filter(
        case_id=OuterRef("case_id"), standard_code=STANDARD, judged_on__lt=today, started_at=OuterRef("received_at")
    ).running()
    overdue = everything.filter(Exists(late)).count()
    found = _narrowed(everything, wanted, user)
    shown = found.count()
    order = {
        "newest": ("-received_at", "referral_id", "case__kind", "pk"),
        "danger": ("-in_danger", "received_at", "referral_id", "case__kind", "pk"),
    }.get(wanted.sort, ("received_at", "referral_id", "case__kind", "pk"))
    page = list(
        found.annotate(
            in_danger=When(Is(referral__danger_now="yes", then=Value(1)), default=Value(0), output_field=IntegerField())
        )
        .select_related("case", "referral__agency", "referral__submitted_by", "claimed_by")
        .order_by(*order)[start : start + size + 1]
    )
    clocks = clocks_of(page[:size], today=today)
    rows = tuple(_row(receipt, clocks.get(receipt.pk), user, today=today, opened=opened) for receipt in page[:size])
    return InboxPage(
        rows=rows,
        waiting=everything.count() if any((wanted.claimed, wanted.route, wanted.danger)) else shown,
        overdue=overdue,
        shown=shown,
        first=start,
        has_more=len(page) > size,
    )


def rail(user: User, opened: UUID, *, today: date) -> InboxPage:
    """Answer the part of the inbox around the referral that is open, so that the next one is one press away."""
    order = ("received_at", "referral_id", "case__kind", "pk")
    keys = list(waiting(user).order_by(*order).values_list("pk", flat=True)[:LONGEST_RAIL])
    start = max(0, keys.index(opened) - 3) if opened in keys else 0
    return inbox(user, InboxFilter(), today=today, start=start, size=RAIL, opened=opened)


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
    running = Deadline.objects.filter(case_id__in=cases, standard_code=STANDARD).running()
    by_case: dict[UUID, list[timeliness.Due]] = {}
    for deadline in timeliness.with_counts(running, today):
        by_case.setdefault(deadline.case_id, []).append(timeliness.due_words(deadline, today))
    found = {}
    for receipt in receipts:
        dues = by_case.get(receipt.case_id, [])
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
        href=reverse("referrals:mash_receipt", args=[receipt.pk]),
        sender=sender_words(receipt.referral),
        route=route_words(receipt.referral),
        received=f"{moment:%a %-d %b}, {time_words(receipt.received_at)}",
        due=_capitalised(due.words) if due else "",
        late=due.late if due else False,
        danger=receipt.referral.danger_now == "yes",
        claimed_by=claimed,
        reference=receipt.case.reference,
        open=receipt.pk == opened,
    )


def _capitalised(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


# -- one referral ----------------------------------------------------------------------------------------------------


def receipt_for(user: User, receipt_id: UUID) -> Receipt:
    """Answer a MASH receipt on a case that exists for this person. Raises Http404 otherwise; the caller opens the case next."""
    found = (
        Receipt.objects.filter(pk=receipt_id, destination=Destination.MASH, case__in=access.visible_cases(user))
        .select_related("case", "referral__agency", "referral__submitted_by", "claimed_by", "first_opened_by")
        .first()
    )
    if found is None:
        raise Http404("There is no such referral, or you are not on it.")
    return found


def newest_receipt(case: Case) -> Receipt | None:
    """Answer the referral MASH received last about this child."""
    return Receipt.objects.filter(case=case, destination=Destination.MASH).order_by("-received_at").first()


@dataclass(frozen=True)
class Child:
    """One child of the occasion as the decider sees them."""

    receipt: Receipt
    opened: OpenCase
    decision: MashDecision | None

    @property
    def case(self) -> Case:
        return self.opened.case

    @property
    def state(self) -> str:
        return self.decision.state if self.decision else ""

    @property
    def waits_for_approval(self) -> bool:
        return self.state == DecisionState.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.state == DecisionState.APPROVED

    @property
    def is_open(self) -> bool:
        return self.receipt.closed_at is None and self.state in ("", DecisionState.DRAFT, DecisionState.RETURNED)

    @property
    def prefix(self) -> str:
        """Answer what the child's fields are prefixed with: never a name."""
        return f"k{self.receipt.pk.hex[:10]}"


def occasion(user: User, receipt: Receipt, opened: OpenCase) -> list[Child]:
    """Answer the children of this referral that exist for this person and whose referral they may read, this one first."""
    receipts = (
        Receipt.objects.filter(
            referral=receipt.referral_id, destination=Destination.MASH, case__in=access.visible_cases(user)
        )
        .select_related("case", "claimed_by", "referral")
        .order_by("received_at", "case__opened_at", "pk")
    )
    decisions = {
        decision.case_id: decision
        for decision in MashDecision.objects.filter(
            referral=receipt.referral_id, case__in=[one.case_id for one in receipts]
        ).select_related("saved_by", "proposed_by", "returned_by", "approved_by", "case", "referral")
    }
    found = []
    for one in receipts:
        try:
            door = (
                opened
                if one.pk == receipt.pk
                else access.get_case_by_id(
                    user, one.case_id, look="MASH referral, other child", needs=(RecordClass.REFERRAL, Level.READ)
                )
            )
        except AccessDenied:
            continue
        found.append(Child(one, door, decisions.get(one.case_id)))
    return sorted(found, key=lambda child: (child.case.is_harmed, child.case.opened_at, child.case.reference))


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


def shown_criteria(receipt: Receipt, parts: Mapping[str, Any], today: date) -> list[criteria.Shown]:
    """Answer the criteria for this child's copy of the referral."""
    open_matches = MatchSuggestion.objects.filter(case=receipt.case_id, answer="").count()
    return criteria.evaluate(
        parts, is_harmed=receipt.case.is_harmed, called=receipt.case.label, known=open_matches, on=today
    )


def explanation(due: timeliness.Due | None, today: date) -> Explanation | None:
    """Answer why the decision is due when it is."""
    return timeliness.explanation_for(due.deadline, today) if due else None


def due_sentence(receipt: Receipt, due: timeliness.Due | None, today: date) -> str:
    """Answer “Decide on K.D. by the end of today, Thursday 19 November 2026”."""
    if due is None or due.deadline.judged_on is None:
        return f"Decide on {receipt.case.label}"
    day = due.deadline.judged_on
    if due.late:
        return f"Decide on {receipt.case.label} now: the decision was due on {long_date(day)}"
    if day == today:
        return f"Decide on {receipt.case.label} by the end of today, {long_date(day)}"
    if day == today + timedelta(days=1):
        return f"Decide on {receipt.case.label} by the end of tomorrow, {long_date(day)}"
    return f"Decide on {receipt.case.label} by the end of {long_date(day)}"


def names_told(referral_id: UUID) -> dict[UUID, str]:
    """Answer what the referrer reads each child called: “the young person”, or a chosen name."""
    return dict(ReferralCase.objects.filter(referral=referral_id).values_list("case_id", "called"))


def previews(child: Child, called_there: str) -> list[tuple[str, str]]:
    """Answer, for each outcome, what the referrer would be told; the one chosen so far first."""
    chosen = child.decision.outcome if child.decision else ""
    outcomes = sorted(Outcome.values, key=lambda outcome: outcome != chosen)
    return [
        (
            str(Outcome(outcome).label),
            wording.feedback(
                outcome,
                child.decision.planning if child.decision and outcome == chosen else "",
                child.decision.message_to_referrer if child.decision else "",
                child=called_there,
                profile=profile(),
            ),
        )
        for outcome in outcomes
    ]


def would_be_told(child: Child, called_there: str) -> str:
    """Answer what the referrer is told when this decision is approved."""
    assert child.decision is not None
    return wording.feedback(
        child.decision.outcome,
        child.decision.planning,
        child.decision.message_to_referrer,
        child=called_there,
        profile=profile(),
    )


# -- checks ----------------------------------------------------------------------------------------------------------


def checks_of(opened: OpenCase) -> list[AgencyCheck]:
    """Answer the checks this person may read on a case, newest first, with their replies."""
    found = (
        AgencyCheck.objects.filter(case=opened.case)
        .select_related("agency", "asked_by", "closed_by")
        .prefetch_related("replies__by")
        .order_by("-asked_at")
    )
    if policies.reads_all_checks(opened):
        return list(found)
    return [check for check in found if policies.is_asked(opened.user, check)]


def check_of(opened: OpenCase, check_id: UUID) -> AgencyCheck:
    """Answer one check of an open case. Raises Http404 when the case has no such check."""
    found = (
        AgencyCheck.objects.filter(case=opened.case, pk=check_id)
        .select_related("agency", "case", "asked_by", "closed_by")
        .prefetch_related("replies__by")
        .first()
    )
    if found is None:
        raise Http404("There is no such check.")
    return found


def agencies_to_ask() -> list[tuple[str, str]]:
    """Answer (id, name) of every agency with somebody to answer a check."""
    found = Agency.objects.filter(kind__in=list(policies.CHECK_ROLES)).order_by("kind", "name")
    return [(str(agency.pk), agency.name) for agency in found]


def agency(pk: str) -> Agency:
    """Answer an agency by its id, as the form gave it."""
    return Agency.objects.get(pk=pk)


def next_working_day(today: date) -> date:
    """Answer the day a check is due unless somebody chooses another."""
    return add_working_days(today, 1, timeliness.book().holidays)


# -- matches ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggested:
    """A record this child may be, as far as this person may see it."""

    suggestion: MatchSuggestion
    may_compare: bool
    reference: str
    kind_words: str


def suggested(user: User, case: Case) -> list[Suggested]:
    """Answer the records this child may be. Of one the person is not on, only that there is one."""
    rows = list(MatchSuggestion.objects.filter(case=case).order_by("at", "pk"))
    seen = {
        pk: (reference, kind)
        for pk, reference, kind in access.visible_cases(user)
        .filter(pk__in=[row.other_case_id for row in rows])
        .values_list("pk", "reference", "kind")
    }
    return [
        Suggested(
            suggestion=row,
            may_compare=row.other_case_id in seen,
            reference=seen.get(row.other_case_id, ("", ""))[0],
            kind_words=_kind_words(seen.get(row.other_case_id, ("", ""))[1]),
        )
        for row in rows
    ]


_KIND_WORDS: dict[str, str] = {
    CaseKind.DISPLAYED: "a young person’s record",
    CaseKind.HARMED: "the record of a child harmed",
}


def _kind_words(kind: str) -> str:
    return _KIND_WORDS.get(kind, "")


def suggestion_of(case: Case, suggestion_id: UUID) -> MatchSuggestion:
    """Answer one suggestion on a case. Raises Http404 when there is none."""
    found = MatchSuggestion.objects.filter(case=case, pk=suggestion_id).select_related("case", "answered_by").first()
    if found is None:
        raise Http404("There is no such suggestion.")
    return found


_SEX = dict(codes.SEX)
_COMPARED = (
    ("given_name", "Given name"),
    ("family_name", "Family name"),
    ("known_as", "Known as"),
    ("born_on", "Date of birth"),
    ("sex", "Sex"),
    ("address", "Address"),
    ("postcode", "Postcode"),
    ("school", "School"),
    ("nhs_number", "NHS number"),
    ("upn", "Unique pupil number"),
)


@dataclass(frozen=True)
class Compared:
    """One detail of the two records side by side."""

    label: str
    new: str
    known: str

    @property
    def words(self) -> str:
        """Answer whether they agree, in a word."""
        if not self.new or not self.known:
            return "Not known on both"
        return "Agree" if self.new.casefold() == self.known.casefold() else "Differ"

    @property
    def mark(self) -> str:
        return {"Agree": "met", "Differ": "not_met"}.get(self.words, "not_known")


def compared(new: Case, known: Case) -> list[Compared]:
    """Answer the details of two records side by side. Both are open to the reader."""
    ours, theirs = people.subject(new), people.subject(known)
    rows = []
    for name, label in _COMPARED:
        mine = getattr(ours[1], name) if ours else ""
        other = getattr(theirs[1], name) if theirs else ""
        if not mine and not other:
            continue
        if name == "born_on":
            mine, other = _day_words(mine), _day_words(other)
        if name == "sex":
            mine, other = _SEX.get(mine, mine), _SEX.get(other, other)
        rows.append(Compared(label, mine, other))
    return rows


def _day_words(value: str) -> str:
    return long_date(date.fromisoformat(value)) if value else ""


def merge_of(case: Case) -> Merge | None:
    """Answer how this record came to be joined to a known one, while it is."""
    return (
        Merge.objects.filter(case=case, undone_at=None).select_related("known_case", "case", "suggestion", "by").first()
    )


# -- feedback --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a referrer reads about one child."""

    called: str
    words: str
    at: Any


def outcome_for(user: User, referral_id: UUID) -> tuple[Referral, list[Told], list[str]]:
    """Answer a referral of this person's own, what they were told, and which children are still to be decided on.

    Raises Http404 for anybody who did not send it.
    """
    referral = Referral.objects.filter(pk=referral_id, submitted_by=user).select_related("agency").first()
    if referral is None:
        raise Http404("There is no such referral, or you did not send it.")
    names = dict(ReferralCase.objects.filter(referral=referral).order_by("number").values_list("case_id", "called"))
    told = {row.case_id: row for row in Feedback.objects.filter(referral=referral, submitted_by=user)}
    said = [Told(name, told[pk].words, told[pk].at) for pk, name in names.items() if pk in told]
    return referral, said, [name for pk, name in names.items() if pk not in told]
