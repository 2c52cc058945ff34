"""The door. Which cases exist for you, and how far you may go in one.

Everything that shows a case asks here: pages, lists, PDFs, exports, search, counts, feeds. A stranger gets a 404, so that a
reference tells nothing; somebody on the case whose role does not reach that far gets a 403 with a sentence. Every look is
written to the audit in the same transaction. Which cases those are `visible` reads from the table of grants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import (
    CALLED_LEVELS,
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
from hsb.cases import people
from hsb.cases.models import NARROW_PARTS, Case, CaseDenied, IdentityDetails, Involvement, Part, Person
from hsb.cases.visible import visible_cases
from hsb.errors import AccessDenied


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
    RecordClass.CONSENT: "record of consent",
    RecordClass.SAFETY_PLAN: "safety plan",
    RecordClass.SECTION_47: "section 47 enquiry",
    RecordClass.MEETING: "meetings",
    RecordClass.CHILD_PLAN: "child’s plan",
    RecordClass.POLICE_RESTRICTED: "police-restricted information",
    RecordClass.DOCUMENTS: "documents",
    RecordClass.NOTES: "notes",
    RecordClass.CLOSE_NOTES: "notes kept close",
    RecordClass.CHILD_WORDS: "child’s own words",
    RecordClass.TASKS: "tasks",
    RecordClass.ACCESS_LOG: "access log",
    RecordClass.ESCALATION: "disagreements",
    RecordClass.AIM_WORKING: "AIM assessment",
    RecordClass.AIM_REPORT: "AIM report",
    RecordClass.MAPPA: "MAPPA record",
    RecordClass.INTERVENTION_PLAN: "intervention plan",
    RecordClass.CUSTODY: "record of custody",
    RecordClass.LOOKED_AFTER: "record of care",
    RecordClass.CLOSURE: "end of the work",
    RecordClass.SUPPORT: "needs and support",
}


def levels_of(involvements: Sequence[Involvement]) -> dict[RecordClass, Level]:
    """Answer how far somebody goes with each class, from the parts they have: the furthest of them counts. Pure."""
    held = [_levels_of(one) for one in involvements]
    return {c: max((table[c] for table in held), default=Level.NONE) for c in RecordClass}


def _levels_of(involvement: Involvement) -> dict[RecordClass, Level]:
    if involvement.part == Part.REFERRER or not involvement.role:
        return REFERRER_LEVELS
    if involvement.part in NARROW_PARTS:
        return CALLED_LEVELS if involvement.part == Part.MEETING else MATTER_LEVELS
    role = Role(involvement.role)
    return asked_levels(role) if involvement.part == Part.CHECK else PERMISSIONS[role]


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
