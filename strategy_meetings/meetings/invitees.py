"""Who must and who should be at a meeting about a child, as it follows from the case, each with the reason shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases import people
from hsb.cases.folding import plain
from hsb.cases.models import Case, CaseDenied, Involvement, Part
from strategy_meetings.meetings.kinds import ABOUT_ALL, Invites, Kind
from strategy_meetings.models import Invitation

FROM_PARTS = frozenset({Part.ALLOCATED, Part.INVOLVED})
"""The parts from which somebody is asked: never emergency access, a disagreement, or having referred alone."""

# Who speaks for an agency of a kind of which nobody is on the record yet.
SPEAKS_FOR: dict[str, Role] = {
    AgencyKind.POLICE: Role.POLICE_OFFICER,
    AgencyKind.HEALTH: Role.HEALTH_PRACTITIONER,
    AgencyKind.YOS: Role.YOS_MANAGER,
}

NO_CASEWORK = (Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE, Role.MINUTE_TAKER)
"""Who holds nothing but one of these speaks for no agency at a meeting."""


@dataclass(frozen=True)
class Proposed:
    """Somebody to be asked for one child, or an agency of which nobody can be named yet (`user` is None)."""

    case: Case
    kind: str  # of agency
    required: bool
    because: str
    user: User | None = None
    agency: Agency | None = None
    role: str = ""
    is_sure: bool = True  # asked unless somebody takes them out; otherwise one of several, to be chosen among

    @property
    def key(self) -> str:
        """Answer what a form calls this line."""
        return f"{self.case.pk}:{self.user.pk}" if self.user else f"{self.case.pk}:{self.kind}"

    @property
    def words(self) -> str:
        where = self.agency.short_name if self.agency else AgencyKind(self.kind).label
        return f"{self.user.full_name}, {where}" if self.user else f"{AgencyKind(self.kind).label}: nobody is named yet"


def proposed(kind: Kind, case: Case, *, chair: User | None, at: datetime) -> list[Proposed]:
    """Answer who is to be asked about this child, in the order of the kind's table: about five statements."""
    today = clock.local_date(at)
    here = _on_the_record(case, at=at)
    denied = set(CaseDenied.objects.filter(case=case).values_list("user_id", flat=True))
    found: list[Proposed] = []
    for asked in kind.invited_at(case.age_on(today)):
        lines = [
            one
            for one in here
            if one.agency is not None
            and one.agency.kind == asked.agency
            and one.user is not None
            and one.user.pk not in denied
            and (chair is None or one.user.pk != chair.pk)
        ]
        found += [_required(one, asked) for one in lines]
        chairs = chair is not None and asked.agency == AgencyKind.CSWS
        if not lines and not chairs:
            found += _named_elsewhere(asked, case, denied, today)
    return _once_each(found)


def _required(one: Proposed, asked: Invites) -> Proposed:
    return Proposed(one.case, one.kind, asked.required, one.because, one.user, one.agency, one.role)


def _on_the_record(case: Case, *, at: datetime) -> list[Proposed]:
    """Answer everybody who is allocated to this child or involved, by name or by the role their agency holds here."""
    parts = list(
        Involvement.objects.in_force(at)
        .filter(case=case, part__in=FROM_PARTS)
        .select_related("agency", "user")
        .order_by("part", "opened_at")
    )
    whole = {one.group_id: one for one in parts if one.user_id is None and one.role != Role.CSWS_MANAGER}
    found = [
        Proposed(
            case,
            one.agency.kind,
            False,
            f"{one.get_part_display()} on this child’s record",
            one.user,
            one.agency,
            one.role,
        )
        for one in parts
        if one.user is not None and one.user.is_active and one.agency is not None
    ]
    members = (
        Membership.objects.current(clock.local_date(at))
        .filter(agency_role__group__in=list(whole), user__is_active=True)
        .select_related("user", "agency_role__agency")
        .order_by("user__full_name")
    )
    found += [
        Proposed(
            case,
            m.agency.kind,
            False,
            f"{m.role.label} of an agency on this child’s record",
            m.user,
            m.agency,
            m.agency_role.role,
        )
        for m in members
    ]
    by_name = [
        Proposed(case, m.agency.kind, False, "Allocated on this child’s record", m.user, m.agency, m.agency_role.role)
        for m in Membership.objects.current(clock.local_date(at))
        .filter(user__in=[one.user_id for one in parts if one.user_id and one.agency_id is None])
        .select_related("user", "agency_role__agency")
    ]
    return [*found, *by_name]


def _named_elsewhere(asked: Invites, case: Case, denied: set[int], today: date) -> list[Proposed]:
    """Answer the named contacts of an agency of which nobody is on the record, else who speaks for it; else that nobody is named."""
    where = list(Agency.objects.filter(kind=asked.agency).order_by("name"))
    if asked.agency == AgencyKind.SCHOOL:
        where = _schools_of(case, where)  # no other school hears of this child
    if not asked.required and asked.agency != AgencyKind.EDUCATION:
        return []
    contacts = [
        Proposed(
            case,
            asked.agency,
            asked.required,
            f"Named contact of {one.agency.name}",
            one.user,
            one.agency,
            is_sure=len(where) == 1,
        )
        for one in agencies.escalation_contacts(where, today)
        if one.user_id not in denied
    ]
    role = SPEAKS_FOR.get(asked.agency)
    if not contacts and role is not None:
        contacts = [
            Proposed(
                case,
                asked.agency,
                asked.required,
                "Nobody from their agency is on this record yet",
                m.user,
                m.agency,
                role,
            )
            for m in Membership.objects.current(today)
            .filter(agency_role__agency__in=where, agency_role__role=role, user__is_active=True)
            .exclude(user__in=denied)
            .select_related("user", "agency_role__agency")
            .order_by("user__full_name")[:1]
        ]
    if contacts or not asked.required:
        return contacts
    return [Proposed(case, asked.agency, True, "They have to be asked to every such meeting")]


def _schools_of(case: Case, schools: Sequence[Agency]) -> list[Agency]:
    """Answer the partner schools whose name stands in what the record says of this child's school."""
    subject = people.subject(case)
    named = plain(subject[1].school) if subject else ""
    return [one for one in schools if plain(one.name) in named]


def _once_each(found: Iterable[Proposed]) -> list[Proposed]:
    seen: dict[str, Proposed] = {}
    for one in found:
        seen.setdefault(one.key, one)
    return list(seen.values())


def may_be_asked_for_all(user: User, kinds: Sequence[str]) -> bool:
    """Answer whether somebody of these kinds of agency may be called for every child of a meeting (the core three)."""
    return bool(ABOUT_ALL & set(kinds))


def colleagues(invitation: Invitation, *, on: date) -> list[User]:
    """Answer who could come instead of somebody called: whoever does casework at the same agency, is not called for this child and is
    not kept from the record."""
    called = Invitation.objects.filter(
        meeting=invitation.meeting_id, case=invitation.case_id, state__in=("invited", "coming", "apologies")
    ).exclude(user=None)
    held = (
        Membership.objects.current(on)
        .filter(agency_role__agency=invitation.agency_id, user__is_active=True)
        .exclude(agency_role__role__in=[str(role) for role in NO_CASEWORK])
        .exclude(user__in=called.values("user"))
        .exclude(user__in=CaseDenied.objects.filter(case=invitation.case_id).values("user"))
        .select_related("user")
        .order_by("user__full_name")
    )
    return list({one.user_id: one.user for one in held}.values())


def has_part(case: Case, user: User, *, at: datetime) -> bool:
    """Answer whether the person is on this child's record otherwise than by being called to a meeting or asked one matter."""
    groups = agencies.principals(user, clock.local_date(at))
    return (
        Involvement.objects.in_force(at)
        .filter(case=case, group__in=groups, part__in=[*FROM_PARTS, Part.FRONT_DOOR, Part.SCREENING])
        .exists()
    )
