"""Opening a record in an emergency: found by who the child is, never by a reference, and so often and no more.

References can be guessed in order; a child's name, date of birth and postcode must be known. At least three of the four, each
exactly, by their blind indexes: one of the narrow ways past the second wall. None, several, restricted and denied read alike, and
each counts towards what one person may ask in a day. The rest is a manager's to let.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import PERMISSIONS, POWERS, Level, Power, RecordClass, Role
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import barring, policies, sealing
from hsb.cases.involvement import withdraw
from hsb.cases.models import Case, EmergencyAttempt, Involvement, Part
from hsb.chronology.actions import lock
from hsb.database import WEB_ROLE, opening
from hsb.definer import Definer
from hsb.errors import ActionNotAllowed
from hsb.outbox.actions import put

FIELDS = ("given", "family", "born", "postcode")
ENOUGH = 3
OFTEN = "emergency.often"

# Any three of the four have one of these among them; each branch uses one index, so that a million identities are never walked.
_CANDIDATES = " UNION ".join(
    f"SELECT x.id FROM cases_identity x WHERE x.{field}_index <> '' AND x.{field}_index = {{{field}}}"
    for field in ("given", "born", "postcode")
)
_AGREES = " AND ".join(f"({{{field}}} = '' OR i.{field}_index = {{{field}}})" for field in FIELDS)
_FOUND = f"""
    SELECT DISTINCT i.case_id FROM cases_identity i
    JOIN cases_person p ON p.id = i.person_id AND p.part = 'subject'
    JOIN cases_case c ON c.id = i.case_id AND NOT c.restricted AND c.merged_into_id IS NULL
    WHERE i.id IN ({_CANDIDATES}) AND {_AGREES}
    LIMIT 2
"""
_NAMED = {field: f"wanted_{field}" for field in FIELDS}
_GIVEN = " + ".join(f"(wanted_{field} <> '')::int" for field in FIELDS)
_TYPES = ", ".join(f"wanted_{field} text" for field in FIELDS)

DEFINER = Definer(
    name="hsb_emergency",
    arguments=_TYPES,
    returns="uuid",
    body=f"""SELECT CASE WHEN count(*) = 1 AND {_GIVEN} >= {ENOUGH} THEN min(found.case_id::text)::uuid END
       FROM ({_FOUND.format(**_NAMED)}) found""",
    callers=(WEB_ROLE,),
    reads={
        "cases_identity": ("id", "case_id", "person_id", *(f"{field}_index" for field in FIELDS)),
        "cases_person": ("id", "part"),
        "cases_case": ("id", "restricted", "merged_into_id"),
    },
)


@dataclass(frozen=True)
class Child:
    """Who is looked for, as far as the asker knows it; `born` as an ISO date."""

    given: str = ""
    family: str = ""
    born: str = ""
    postcode: str = ""

    def indexes(self) -> dict[str, str]:
        """Answer the blind index of each answer, "" for one that is not known."""
        purposes = {"given": "given_name", "family": "family_name", "born": "born_on", "postcode": "postcode"}
        return {field: sealing.blind(purpose, getattr(self, field)) for field, purpose in purposes.items()}


@dataclass(frozen=True)
class Limits:
    """How often one person may ask, in how many hours, and how many records they may have open so at once."""

    attempts: int
    hours: int
    open_at_once: int


def limits() -> Limits:
    """Answer what the partnership's profile says: three in a day and one at a time, where it says nothing else."""
    chosen = profile().settings.get("emergency", {})
    return Limits(
        attempts=int(chosen.get("attempts", 3)),
        hours=int(chosen.get("hours", 24)),
        open_at_once=int(chosen.get("open_at_once", 1)),
    )


def find(child: Child) -> Case | None:
    """Answer the one record of this child, opened to this transaction only; None for none, several, a restricted or a joined one."""
    wanted = child.indexes()
    if sum(bool(index) for index in wanted.values()) < ENOUGH:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT hsb_emergency(%s, %s, %s, %s)", [wanted[field] for field in FIELDS])
            found: UUID | None = cursor.fetchone()[0]
        else:
            cursor.execute(_FOUND.format(**{field: f"%({field})s" for field in FIELDS}), wanted)
            rows = cursor.fetchall()
            found = UUID(hex=rows[0][0]) if len(rows) == 1 else None
    if found is None:
        return None
    opening(found)
    return Case.objects.get(pk=found)


@transaction.atomic
def ask(*, child: Child, user: User, role: Role, reason: str, at: datetime) -> Case | None:
    """The child's record is open to this person for some hours; or it is refused, counted and in the audit, and the answer is None.

    Raises ActionNotAllowed, without looking for anybody, for no reason, too few answers, a record of theirs still open so, or a
    limit that is reached.
    """
    policies.check_emergency_reason(reason)
    if sum(bool(index) for index in child.indexes().values()) < ENOUGH:
        raise ActionNotAllowed("Enter at least three of given name, family name, date of birth and postcode.")
    User.objects.select_for_update().get(pk=user.pk)  # a hundred at once are counted one after the other
    if is_spent(user, at):
        raise ActionNotAllowed(_spent())
    others = open_of(user, at)
    if len(others) >= limits().open_at_once:
        raise ActionNotAllowed("You have a record open in an emergency already. Close it on this page, then ask again.")
    case = find(child)
    opened = case is not None and _break_glass(case, user, role, reason, at)
    what = EmergencyAttempt.What.OPENED if opened else EmergencyAttempt.What.REFUSED
    EmergencyAttempt(user=user, what=what, at=at, by=user).save(force_insert=True)
    if not opened:
        audit.record(AuditKind.EMERGENCY_REFUSED, by=user, at=at)
    if is_spent(user, at):
        day = clock.local_date(at)
        put(OFTEN, {"user": user.pk, "day": day.isoformat()}, key=f"{OFTEN}:{user.pk}:{day}")
    return case if opened else None


def _spent() -> str:
    held = limits()
    return (
        f"You have asked {held.attempts} times in {held.hours} hours, which is as often as one person may. Ring a manager: they "
        "can let you ask again. If a child is in danger now, ring 999."
    )


def _break_glass(case: Case, user: User, role: Role, reason: str, at: datetime) -> bool:
    try:
        barring.break_glass(case=case, user=user, role=role, at=at, reason=reason)
    except ActionNotAllowed:  # denied, or restricted since: it reads like a record that is not there
        return False
    return True


def refused(user: User, at: datetime) -> None:
    """That somebody asked and was not even looked for (a limit, a record still open) is in the audit."""
    audit.record(AuditKind.EMERGENCY_REFUSED, by=user, at=at, what="before looking")


def used(user: User, at: datetime) -> int:
    """Answer how often this person has asked within the hours of the limit, since a manager last let them."""
    since = at - timedelta(hours=limits().hours)
    found = EmergencyAttempt.objects.filter(user=user, at__gt=since)
    let = found.filter(what=EmergencyAttempt.What.LET).aggregate(last=Max("pk"))["last"] or 0
    return found.filter(pk__gt=let).count()


def is_spent(user: User, at: datetime) -> bool:
    """Answer whether this person may not ask any more for now."""
    return used(user, at) >= limits().attempts


def open_of(user: User, at: datetime) -> list[Involvement]:
    """Answer what this person has open by emergency access, newest first."""
    found = Involvement.objects.in_force(at).filter(part=Part.BREAK_GLASS, user=user)
    return list(found.select_related("case").order_by("-opened_at"))


@transaction.atomic
def close(*, user: User, at: datetime) -> int:
    """Nothing is open to this person by emergency access any more; answers how many records that closed."""
    found = open_of(user, at)
    for one in found:
        lock(one.case)
        withdraw(involvement=one, by=user, at=at, reason="Closed by whoever opened it in an emergency.")
    return len(found)


# -- whoever lets somebody ask again ------------------------------------------------------------------------------------------


def may_let(by: User) -> bool:
    """Answer whether this person, in their own name, manages people who open records in an emergency."""
    return any(
        Power.MANAGE_TEAM in POWERS[m.role] or PERMISSIONS[m.role][RecordClass.DECISION] >= Level.APPROVE
        for m in agencies.own_memberships(by)
    )


def waiting_for(by: User, at: datetime) -> list[User]:
    """Answer the colleagues of this manager's agencies who have reached the limit, by name. Two statements, and one for each."""
    if not may_let(by):
        return []
    mine = [m.agency.pk for m in agencies.own_memberships(by)]
    held = limits()
    recent = Q(emergency_attempts__at__gt=at - timedelta(hours=held.hours))
    people: QuerySet[User] = (
        User.objects.filter(memberships__agency_role__agency__in=mine, is_active=True)
        .exclude(pk=by.pk)
        .annotate(asked=Count("emergency_attempts", filter=recent, distinct=True))
        .filter(asked__gte=held.attempts)
        .order_by("full_name")
    )
    return [one for one in people if is_spent(one, at)]


@transaction.atomic
def let_ask_again(*, user: User, by: User, at: datetime) -> None:
    """The colleague may ask as often again. By a manager of theirs, never of oneself; refused where nobody waits for it."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.pk not in {one.pk for one in waiting_for(by, at)}:
        raise ActionNotAllowed("This colleague does not wait for you to let them ask again.")
    EmergencyAttempt(user=user, what=EmergencyAttempt.What.LET, at=at, by=by).save(force_insert=True)
    audit.record(AuditKind.EMERGENCY_LET, by=by, at=at, facts={"user": user.pk})
