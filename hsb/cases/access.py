"""The door. Which cases exist for you, and how far you may go in one.

Everything that shows a case asks here: pages, lists, PDFs, exports, search, counts, feeds. A stranger gets a 404, so that a
reference tells nothing; somebody on the case whose role does not reach that far gets a 403 with a sentence. Every look is
written to the audit in the same transaction. This is the only module besides `grants` that reads the table of grants.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import (
    MATTER_LEVELS,
    PERMISSIONS,
    REFERRER_LEVELS,
    Level,
    RecordClass,
    Role,
    asked_levels,
)
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import people, sealing
from hsb.cases.models import (
    NARROW_PARTS,
    Case,
    CaseAccess,
    CaseDenied,
    Identity,
    IdentityDetails,
    Involvement,
    Part,
    Person,
)
from hsb.errors import AccessDenied

PAGE_SIZE = 25
COUNT_CAP = 1000


class CaseNotThere(Http404):
    """No such case for this person. Says the same whether it does not exist or is not theirs."""

    def __init__(self) -> None:
        super().__init__("There is no such record, or you are not on it.")


@dataclass(frozen=True)
class OpenCase:
    """A case somebody may see, with how far each of their parts in it lets them go."""

    case: Case
    user: User
    involvements: tuple[Involvement, ...]
    levels: dict[RecordClass, Level]
    everyone: tuple[Involvement, ...] = ()  # all who are on it now, in the order they joined

    def level(self, record_class: RecordClass) -> Level:
        """Answer how far this person goes with a class of record on this case."""
        return self.levels[record_class]

    def may(self, record_class: RecordClass, level: Level) -> bool:
        """Answer whether this person goes at least that far."""
        return self.levels[record_class] >= level

    def check(self, record_class: RecordClass, level: Level) -> None:
        """Nothing happens when they may; raises AccessDenied with a sentence when they may not."""
        if not self.may(record_class, level):
            raise AccessDenied(
                f"Your part in this case does not let you {_VERBS[level]} its {_CLASS_WORDS[record_class]}."
                " Ask the allocated worker if you need it."
            )

    @property
    def readable(self) -> frozenset[str]:
        """The record classes whose words this person may read."""
        return frozenset(str(c) for c, level in self.levels.items() if level >= Level.READ)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(i.role) for i in self.involvements if i.role)

    @property
    def workers(self) -> list[Involvement]:
        """The people allocated on it."""
        return [i for i in self.everyone if i.part == Part.ALLOCATED and i.user_id is not None]

    @cached_property
    def people(self) -> list[tuple[Person, IdentityDetails]]:
        """Everybody in and around the case with who they are, its subject first. Read once a page; check that they may be."""
        return people.everybody(self.case)

    def knows(self, everybody: list[tuple[Person, IdentityDetails]]) -> None:
        """`people` are these, which the page has read together with something else."""
        vars(self)["people"] = everybody

    @property
    def knows_people(self) -> bool:
        """Whether `people` have been read."""
        return "people" in vars(self)

    @property
    def is_narrow(self) -> bool:
        """Whether this person is on the case for one matter only: they see that, and the case's reference."""
        return bool(self.involvements) and all(i.part in NARROW_PARTS for i in self.involvements)

    @property
    def is_allocated(self) -> bool:
        """Whether it is theirs to work: allocated to them, or to somebody they act for."""
        return any(i.part == Part.ALLOCATED and i.user_id is not None for i in self.involvements)


_VERBS = {Level.NONE: "see", Level.SUMMARY: "see", Level.READ: "read", Level.WRITE: "change", Level.APPROVE: "approve"}
_CLASS_WORDS = {
    RecordClass.HEADER: "overview",
    RecordClass.REFERRAL: "referral",
    RecordClass.INCIDENT: "account of what happened",
    RecordClass.IDENTITY: "names and addresses",
    RecordClass.DECISION: "decisions",
    RecordClass.CHECKS: "agency checks",
    RecordClass.ASSESSMENT: "assessment",
    RecordClass.CRIMINAL: "criminal justice record",
    RecordClass.SCREENING: "screening",
    RecordClass.ENGAGEMENT: "record of the offer",
    RecordClass.SAFETY_PLAN: "safety plan",
    RecordClass.DOCUMENTS: "documents",
    RecordClass.NOTES: "notes",
    RecordClass.TASKS: "tasks",
    RecordClass.ACCESS_LOG: "access log",
    RecordClass.ESCALATION: "disagreements",
}


def levels_of(involvements: Sequence[Involvement]) -> dict[RecordClass, Level]:
    """Answer how far somebody goes with each class, from the parts they have: the furthest of them counts. Pure."""
    held = [_levels_of(one) for one in involvements]
    return {c: max((table[c] for table in held), default=Level.NONE) for c in RecordClass}


def _levels_of(involvement: Involvement) -> dict[RecordClass, Level]:
    if involvement.part == Part.REFERRER or not involvement.role:
        return REFERRER_LEVELS
    if involvement.part in NARROW_PARTS:
        return MATTER_LEVELS
    role = Role(involvement.role)
    return asked_levels(role) if involvement.part == Part.CHECK else PERMISSIONS[role]


# A grant that has not run out, of `cases_caseaccess a`.
_IN_FORCE = "(a.expires_at IS NULL OR a.expires_at > {now})"


@dataclass(frozen=True)
class Way:
    """Groups through which somebody comes to cases, and the people whose denials bar it: oneself, and whoever lends them.

    What is granted for some hours (emergency access) is in a person's own name: nobody has it by acting for them.
    """

    groups: tuple[int, ...]
    barred: tuple[int, ...]
    is_lent: bool = False


def _ways(user: User) -> list[Way]:
    """Answer the ways to cases that this person has today: their own, then one for each person they act for. No statement."""
    lent = agencies.lent(user)
    borrowed = {group for group, _ in lent}
    own = tuple(group for group in agencies.principals(user) if group not in borrowed)
    ways = [Way(own, (user.pk,))] if own else []
    for whose in dict.fromkeys(person for _, person in lent):
        ways.append(Way(tuple(group for group, person in lent if person == whose), (user.pk, whose), is_lent=True))
    return ways


def visible_cases(user: User, *, at: datetime | None = None) -> QuerySet[Case]:
    """Answer the cases that exist for this person, for use as `case__in=`. Never counted or listed page by page: see `case_rows`."""
    return _visible(user, at or clock.now())


def open_cases(user: User, *, at: datetime | None = None) -> QuerySet[Case]:
    """Answer those of the visible cases that this person may know more of than its reference: not on it for one matter only."""
    return _visible(user, at or clock.now(), narrow=False)


def _visible(user: User, instant: datetime, **more: Any) -> QuerySet[Case]:
    reached = Q(pk__in=[])
    for way in _ways(user):
        in_force = Q(expires_at=None) if way.is_lent else Q(expires_at=None) | Q(expires_at__gt=instant)
        granted = CaseAccess.objects.filter(
            in_force,
            content_object=OuterRef("pk"),
            group_id__in=way.groups,
            **more,
        )
        denied = CaseDenied.objects.filter(case=OuterRef("pk"), user__in=way.barred)
        reached |= Q(Exists(granted), ~Exists(denied))
    return Case.objects.filter(reached)


def get_case(
    user: User,
    reference: str,
    *,
    look: str,
    needs: tuple[RecordClass, Level] = (RecordClass.HEADER, Level.SUMMARY),
) -> OpenCase:
    """Answer the case of that reference as this person may see it, and write the look to the audit.

    `look` names the page, without anybody's name. Raises CaseNotThere (404) for a stranger, AccessDenied (403) for somebody on
    the case who may not go as far as `needs`.
    """
    if "\x00" in reference:
        raise CaseNotThere  # PostgreSQL cannot even be asked
    return _opened(user, {"reference": reference}, look, needs)


def get_case_by_id(
    user: User,
    case_id: UUID,
    *,
    look: str,
    needs: tuple[RecordClass, Level] = (RecordClass.HEADER, Level.SUMMARY),
) -> OpenCase:
    """As `get_case`, for what hangs on a case and knows only its id."""
    return _opened(user, {"pk": case_id}, look, needs)


def _opened(user: User, wanted: dict[str, Any], look: str, needs: tuple[RecordClass, Level]) -> OpenCase:
    """The case comes with everybody who is on it, in one statement. Without anybody it is nobody's: grants follow from them."""
    at = clock.now()
    # The one case first, by a sub-select that answers it: asked for as one of some cases, PostgreSQL went through everybody there is.
    the_case = Subquery(visible_cases(user, at=at).filter(**wanted).values("pk")[:1])
    on_it = Involvement.objects.in_force(at).filter(case=the_case)
    everyone = tuple(_with_bars(user, on_it).select_related("case", "agency", "user").order_by("opened_at", "pk"))
    if not everyone:
        raise CaseNotThere
    case = everyone[0].case
    involvements = _own_and_lent(user, everyone)
    opened = OpenCase(
        case=case, user=user, involvements=involvements, levels=levels_of(involvements), everyone=everyone
    )
    opened.check(*needs)
    audit.record(AuditKind.CASE_LOOKED_AT, by=user, at=at, case_id=case.pk, what=look)
    return opened


def _with_bars(user: User, found: QuerySet[Involvement]) -> QuerySet[Involvement]:
    """The same involvements, each knowing which of the people this person acts for may not see its case. In the same statement."""
    for whose in {person for _, person in agencies.lent(user)}:
        denied = CaseDenied.objects.filter(case=OuterRef("case"), user=whose)
        found = found.annotate(**{f"barred_{whose}": Exists(denied)})
    return found


def _own_and_lent(user: User, everyone: Sequence[Involvement]) -> tuple[Involvement, ...]:
    """Answer the parts this person has in an opened case: their own, and those of the people they act for who may see it."""
    lent = agencies.lent(user)
    own = set(agencies.principals(user)) - {group for group, _ in lent}
    open_to = {group for group, whose in lent if not getattr(everyone[0], f"barred_{whose}")}
    return tuple(i for i in everyone if i.group_id in own or (i.group_id in open_to and i.expires_at is None))


def may_see(user: User, case_id: UUID, *, at: datetime | None = None) -> bool:
    """Answer whether this case exists for the person, without looking at it. One statement."""
    where, values = visible_sql(user, "w.id", at=at)
    given = "CAST(%s AS uuid)" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM (SELECT {given} AS id) w WHERE {where}", [_key(case_id), *values])
        return cursor.fetchone() is not None


def visible_sql(user: User, column: str, *, at: datetime | None = None) -> tuple[str, list[Any]]:
    """Answer `visible_cases` as a condition on a column that holds a case's id, and its values.

    For statements that run on every page, where building the query in Python was measured to cost more than running it.
    """
    return _reached_sql(user, column, at or clock.now())


def open_sql(user: User, column: str) -> tuple[str, list[Any]]:
    """Answer `open_cases` in the same way: for lists that say more of a case than its reference."""
    return _reached_sql(user, column, clock.now(), " AND NOT a.narrow")


def _reached_sql(user: User, column: str, at: datetime, more: str = "") -> tuple[str, list[Any]]:
    instant = connection.ops.adapt_datetimefield_value(at)
    ways: list[str] = []
    values: list[Any] = []
    for way in _ways(user):
        barred, bar_values = _barred(way, column)
        in_force, force_values = (
            ("a.expires_at IS NULL", []) if way.is_lent else (_IN_FORCE.format(now="%s"), [instant])
        )
        ways.append(
            f"(EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.content_object_id = {column} AND a.group_id IN"
            f" ({_places(way.groups)}) AND {in_force}{more}) AND {barred})"
        )
        values += [*way.groups, *force_values, *bar_values]
    return (f"({' OR '.join(ways)})" if ways else "1 = 0"), values


def _barred(way: Way, column: str) -> tuple[str, list[Any]]:
    return (
        f"NOT EXISTS (SELECT 1 FROM cases_casedenied d WHERE d.case_id = {column}"
        f" AND d.user_id IN ({_places(way.barred)}))",
        list(way.barred),
    )


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


# -- lists ------------------------------------------------------------------------------------------------------------

COLUMNS = (
    "id",
    "reference",
    "kind",
    "initials",
    "born_on",
    "pseudonym",
    "safeguarding",
    "youth_offending",
    "criminal_justice",
    "alleged",
    "restricted",
    "opened_at",
)


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed to. Everything is a code; empty means any."""

    kind: str = ""
    safeguarding: str = ""
    youth_offending: str = ""
    criminal_justice: str = ""
    ids: tuple[UUID, ...] | None = None  # from a search; empty means nothing was found


@dataclass(frozen=True)
class Page:
    """One page of cases, newest first, with where the next begins and how many there are (capped at 1,000)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    next_key: str = ""
    count: int = 0

    @property
    def count_words(self) -> str:
        return "1,000+" if self.count > COUNT_CAP else f"{self.count:,}"


def case_rows(user: User, wanted: CaseFilter | None = None, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Answer one page of the cases that exist for this person, with the names of each one's allocated workers. One statement.

    Each of the person's principals gives its newest few by its own index; the union of those holds the newest overall. The
    count is taken the same way, and stops at its cap. `after` is the `next_key` of the page before.
    """
    wanted = wanted or CaseFilter()
    ways = _ways(user)
    if not ways or wanted.ids == ():
        return Page()
    edge = _edge(after)
    rows_of = [_branch(way, group, wanted, edge, size + 1) for way in ways for group in way.groups]
    counted = [_branch(way, group, wanted, ("", []), COUNT_CAP + 1) for way in ways for group in way.groups]
    columns = ", ".join(f"c.{name}" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT n.count, {columns}, {_WORKERS.format(joined=_joined())}"
            f" FROM (SELECT count(*) AS count FROM (SELECT id FROM ({_union(counted)}) u LIMIT %s) k) n"
            f" LEFT JOIN (SELECT * FROM ({_union(rows_of)}) u ORDER BY opened_at DESC, id DESC LIMIT %s) p ON true"
            " LEFT JOIN cases_case c ON c.id = p.id ORDER BY p.opened_at DESC, p.id DESC",
            [*_values(counted), COUNT_CAP + 1, *_values(rows_of), size + 1],
        )
        found = cursor.fetchall()
    count = found[0][0]
    rows = [_row(one[1:]) for one in found if one[1] is not None]
    more = len(rows) > size
    rows = rows[:size]
    next_key = f"{rows[-1]['opened_at'].isoformat()}~{rows[-1]['id']}" if more else ""
    return Page(rows=rows, next_key=next_key, count=count)


_WORKERS = """(SELECT {joined}(w.full_name, ', ') FROM (SELECT s.full_name FROM cases_involvement i
    JOIN accounts_user s ON s.id = i.user_id WHERE i.case_id = c.id AND i.part = 'allocated' AND i.closed_at IS NULL
    ORDER BY i.opened_at) w)"""


def _joined() -> str:
    return "string_agg" if connection.vendor == "postgresql" else "group_concat"


def _branch(way: Way, group: int, wanted: CaseFilter, edge: tuple[str, list[Any]], limit: int) -> tuple[str, list[Any]]:
    """Answer the newest few cases that one group gives, by its own index."""
    where, values = _conditions(way, wanted)
    after, after_values = edge
    return (
        "SELECT a.content_object_id AS id, a.opened_at FROM cases_caseaccess a"
        f" WHERE a.group_id = %s{after} AND {where}"
        " ORDER BY a.opened_at DESC, a.content_object_id DESC LIMIT %s",
        [group, *after_values, *values, limit],
    )


def _union(branches: list[tuple[str, list[Any]]]) -> str:
    return " UNION ".join(f"SELECT * FROM ({sql}) b{n}" for n, (sql, _) in enumerate(branches))


def _values(branches: list[tuple[str, list[Any]]]) -> list[Any]:
    return [value for _, values in branches for value in values]


def _conditions(way: Way, wanted: CaseFilter) -> tuple[str, list[Any]]:
    postgres = connection.vendor == "postgresql"
    barred, values = _barred(way, "a.content_object_id")
    where = [
        "a.expires_at IS NULL" if way.is_lent else _IN_FORCE.format(now="now()" if postgres else "CURRENT_TIMESTAMP"),
        "NOT a.narrow",
        barred,
    ]
    narrowed = [(n, getattr(wanted, n)) for n in ("kind", "safeguarding", "youth_offending", "criminal_justice")]
    narrowed = [(name, value) for name, value in narrowed if value]
    if narrowed:
        tests = " AND ".join(f"f.{name} = %s" for name, _ in narrowed)
        where.append(f"EXISTS (SELECT 1 FROM cases_case f WHERE f.id = a.content_object_id AND {tests})")
        values += [value for _, value in narrowed]
    if wanted.ids is not None:
        where.append(f"a.content_object_id IN ({_places(wanted.ids)})")
        values += [_key(i) for i in wanted.ids]
    return " AND ".join(where), values


def _edge(after: str) -> tuple[str, list[Any]]:
    try:
        instant, key = after.split("~")
        opened_at, case_id = datetime.fromisoformat(instant).astimezone(clock.UTC), UUID(key)
    except (ValueError, OverflowError):
        return "", []
    at = opened_at if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(opened_at)
    return " AND (a.opened_at, a.content_object_id) < (%s, %s)", [at, _key(case_id)]


def _key(case_id: UUID) -> Any:
    return case_id if connection.vendor == "postgresql" else case_id.hex


def _row(found: Sequence[Any]) -> dict[str, Any]:
    row = dict(zip((*COLUMNS, "workers"), found, strict=True))
    if connection.vendor != "postgresql":
        row["id"] = UUID(hex=row["id"])
        row["opened_at"] = row["opened_at"].replace(tzinfo=clock.UTC)
        row["alleged"], row["restricted"] = bool(row["alleged"]), bool(row["restricted"])
    row["label"] = f"“{row['pseudonym']}”" if row["kind"] == "harmed" else row["initials"] or "Not named"
    return row


def search(user: User, text: str, *, limit: int = 100) -> tuple[UUID, ...]:
    """Answer the visible cases whose reference, name or date of birth is `text`, at most `limit`.

    A young person's name may be part of a name and may lack its accents; a harmed person is found only by exactly the name or
    the chosen name, because they are in no readable index. The search itself goes to the audit, without its words.
    """
    words = [word for word in (sealing.normalised(part) for part in text.split()) if word]
    audit.record(AuditKind.SEARCHED, by=user, at=clock.now(), facts={"words": len(words)})
    if not words:
        return ()
    visible = open_cases(user)
    reference = visible.filter(reference__iexact=text.strip()).values_list("pk", flat=True)[:1]
    if found := tuple(reference):
        return found
    born = _date(text)
    if born is not None:
        by_index = Identity.objects.filter(
            case__in=visible, person__part="subject", born_index=sealing.blind("born_on", born.isoformat())
        )
        return tuple(by_index.values_list("case_id", flat=True)[:limit])
    named = Identity.objects.filter(case__in=visible, person__part="subject")
    open_name = Q()
    for word in words:
        open_name &= Q(search_name__contains=word)
    exact = Q(given_index__in=[sealing.blind("given_name", w) for w in words]) & Q(
        family_index__in=[sealing.blind("family_name", w) for w in words]
    )
    if len(words) == 1:
        exact = Q(given_index=sealing.blind("given_name", words[0])) | Q(
            family_index=sealing.blind("family_name", words[0])
        )
    ids = list(named.filter(open_name | exact).values_list("case_id", flat=True)[:limit])
    ids += list(visible.filter(pseudonym__iexact=text.strip()).values_list("pk", flat=True)[:limit])
    return tuple(dict.fromkeys(ids))[:limit]


def _date(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=clock.LONDON).date()
        except ValueError:
            continue
    return None
