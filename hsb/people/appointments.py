"""A role that opens records is given by two people: an administrator proposes it, somebody who knows the work agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, Membership
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.people import actions, policies, queries
from hsb.people.models import RoleProposal
from hsb.people.policies import opens_records

TELL = "people.role"


@dataclass(frozen=True)
class Somebody:
    """Whom a role is for: an account there is, or the address an invitation goes to."""

    email: str
    full_name: str
    person: User | None = None

    @classmethod
    def known(cls, person: User) -> "Somebody":
        return cls(person.email, person.full_name, person)


@transaction.atomic
def propose(*, whom: Somebody, agency: Agency, role: Role, by: User, at: datetime) -> RoleProposal:
    """The role waits for somebody who agrees, and they are told. Raises ActionNotAllowed where it is held or proposed already, or
    nobody may agree."""
    email, today = whom.email.strip().lower(), clock.local_date(at)
    policies.check_can_appoint(by, email, agency, role)
    held = Membership.objects.current(today).filter(agency_role__agency=agency, agency_role__role=role)
    if held.filter(user__email=email).exists():
        raise ActionNotAllowed(f"{whom.full_name} already is {role.label} at {agency.name}.")
    agreeing = who_agrees(agency, role, by=by, email=email, on=today)
    if not agreeing:
        raise ActionNotAllowed(
            "Nobody there may agree to this yet. The first managers are named on the server: manage.py invite_administrator."
        )
    try:
        with transaction.atomic():
            proposal = RoleProposal.objects.create(
                person=whom.person,
                email=email,
                full_name=whom.full_name,
                agency=agency,
                role=role,
                proposed_by=by,
                proposed_at=at,
            )
    except IntegrityError:
        raise ActionNotAllowed(f"{whom.full_name} is proposed already. It waits for a manager.") from None
    audit.record(AuditKind.ROLE_PROPOSED, by=by, at=at, facts=_facts(proposal))
    _tell(proposal, "role.proposed", agreeing)
    return proposal


@transaction.atomic
def agree(*, proposal: RoleProposal, by: User, at: datetime) -> None:
    """The person holds the role, or has the link that makes their account. They, the agency's managers and information governance
    are told. Raises AccessDenied for whoever may not agree."""
    waiting = _waiting(proposal, by, at)
    role = Role(waiting.role)
    policies.check_can_appoint(waiting.proposed_by, waiting.email, waiting.agency, role)
    waiting.decided_by, waiting.decided_at, waiting.agreed = by, at, True
    waiting.save(update_fields=["decided_by", "decided_at", "agreed"])
    audit.record(AuditKind.ROLE_AGREED, by=by, at=at, facts=_facts(waiting))
    given = {"agency": waiting.agency, "role": role, "by": waiting.proposed_by, "at": at, "agreed_by": by}
    if waiting.person is not None:
        actions.give_role(person=waiting.person, **given)
    else:
        actions.invite(email=waiting.email, full_name=waiting.full_name, **given)
    on = clock.local_date(at)
    told = [*_managers(waiting.agency, on), *queries.holders(Role.INFORMATION_GOVERNANCE, on)]
    _tell(waiting, "role.given", [one for one in told if one.pk != by.pk])
    if waiting.person is not None:
        _tell(waiting, "role.yours", [waiting.person])


@transaction.atomic
def refuse(*, proposal: RoleProposal, why: str, by: User, at: datetime) -> None:
    """Nothing is given, and the proposer is told; why stands with the proposal. The proposer may take it back the same way."""
    if not why.strip():
        raise ActionNotAllowed("Say why, so that the administrator knows what to do instead.")
    waiting = _waiting(proposal, by, at, own_too=True)
    waiting.decided_by, waiting.decided_at, waiting.agreed, waiting.why_not = by, at, False, why.strip()
    waiting.save(update_fields=["decided_by", "decided_at", "agreed", "why_not"])
    audit.record(AuditKind.ROLE_REFUSED, by=by, at=at, facts=_facts(waiting))
    if by.pk != waiting.proposed_by_id:
        _tell(waiting, "role.refused", [waiting.proposed_by])


def _tell(proposal: RoleProposal, kind: str, whom: Iterable[User]) -> None:
    """The worker tells them: the web writes no notices."""
    payload = {"proposal": str(proposal.pk), "kind": kind, "whom": [one.pk for one in whom]}
    outbox.put(TELL, payload, key=f"{TELL}:{kind}:{proposal.pk}")


def who_agrees(agency: Agency, role: Role, *, by: User, email: str, on: date) -> list[User]:
    """Answer who may agree that somebody holds a role there: the agency's managers; where it has none, others who hold that role
    there; else children's social work managers. Never the proposer, never the person themselves, never by acting for somebody."""
    return _agreeing(_held({agency.pk}, on), agency.pk, role, by_id=by.pk, email=email)


def waiting_for(user: User, on: date) -> list[RoleProposal]:
    """Answer the proposals this person may agree to, oldest first. At most two statements."""
    if not {m.role for m in agencies.own_memberships(user, on) if opens_records(m.role)}:
        return []
    opened = list(_open().exclude(proposed_by=user).order_by("proposed_at"))
    held = _held({one.agency_id for one in opened}, on) if opened else []
    return [one for one in opened if user in _agreeing_to(one, held)]


def _held(places: set[int], on: date) -> list[Membership]:
    """Answer the roles held at these agencies, and by children's social work managers anywhere, by the names of who holds them."""
    fits = Q(agency_role__agency__in=places) | Q(agency_role__role=Role.CSWS_MANAGER)
    held = Membership.objects.current(on).filter(fits, user__is_active=True)
    return list(held.select_related("user", "agency_role").order_by("user__full_name", "user_id"))


def _agreeing(held: list[Membership], agency_id: int, role: Role, *, by_id: int, email: str) -> list[User]:
    others = [m for m in held if m.user_id != by_id and m.user.email != email]
    here = [m for m in others if m.agency_role.agency_id == agency_id]
    managers = [m for m in here if m.role in queries.MANAGERS]
    found = managers or [m for m in here if m.role == role] or [m for m in others if m.role == Role.CSWS_MANAGER]
    return list(dict.fromkeys(m.user for m in found))


def _agreeing_to(found: RoleProposal, held: list[Membership]) -> list[User]:
    return _agreeing(held, found.agency_id, Role(found.role), by_id=found.proposed_by_id, email=found.email)


def proposed_at(places: list[Agency]) -> QuerySet[RoleProposal]:
    """Answer what waits at these agencies, for those who look after their people."""
    return _open().filter(agency__in=[one.pk for one in places]).order_by("proposed_at")


def proposal(pk: UUID) -> RoleProposal | None:
    """Answer one proposal; who may read it is asked afterwards."""
    return RoleProposal.objects.select_related("agency", "proposed_by", "person", "decided_by").filter(pk=pk).first()


def may_read(found: RoleProposal, user: User, on: date) -> bool:
    """Whether this person proposed it or may agree to it."""
    return found.proposed_by_id == user.pk or _may_agree(found, user, on)


def _open() -> QuerySet[RoleProposal]:
    return RoleProposal.objects.filter(decided_at=None).select_related("agency", "proposed_by", "person")


def _may_agree(found: RoleProposal, user: User, on: date) -> bool:
    return user in _agreeing_to(found, _held({found.agency_id}, on))


def _waiting(proposal: RoleProposal, by: User, at: datetime, *, own_too: bool = False) -> RoleProposal:
    locked = RoleProposal.objects.select_for_update(of=("self",)).select_related("agency", "proposed_by", "person")
    waiting = locked.get(pk=proposal.pk)
    if waiting.decided_at is not None:
        raise ActionNotAllowed("This has been decided already.")
    if not (own_too and waiting.proposed_by_id == by.pk) and not _may_agree(waiting, by, clock.local_date(at)):
        raise AccessDenied(
            "Only a manager there, who did not propose it and whom it is not for, can decide on this role."
        )
    return waiting


def _managers(agency: Agency, on: date) -> list[User]:
    held = Membership.objects.current(on).filter(agency_role__agency=agency, agency_role__role__in=queries.MANAGERS)
    return list(User.objects.active().filter(pk__in=held.values("user")).order_by("pk"))


def _facts(found: RoleProposal) -> dict[str, object]:
    return {
        "proposal": str(found.pk),
        "user": found.person_id,
        "agency": found.agency_id,
        "role": str(found.role),
        "proposed_by": found.proposed_by_id,
    }
