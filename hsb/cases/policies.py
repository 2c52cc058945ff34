"""What the state of a case allows of who is on it. How far a person's own role goes, the door has asked (`access.get_case`)."""

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import PERMISSIONS, Level, RecordClass, Role
from hsb.cases import queries
from hsb.cases.models import NARROW_PARTS, Case, CaseDenied, Involvement, Part
from hsb.errors import ActionNotAllowed

# One sentence for a record that is unknown, restricted, joined to another or denied to the asker: it tells nothing apart.
NOT_IN_AN_EMERGENCY = "No record can be opened in an emergency with these answers. Check them, or ring MASH."
SHORTEST_EMERGENCY_REASON = 20  # characters


def deciders() -> frozenset[Role]:
    """Answer the roles that decide on a record: without one of them by name or by post nobody would."""
    return frozenset(role for role in Role if PERMISSIONS[role][RecordClass.DECISION] >= Level.APPROVE)


def check_in_own_name(by: User) -> None:
    """Raise for somebody who decides on records only while they act for a colleague: what they bar would outlast it."""
    if agencies.roles(by) & deciders() and not agencies.own_roles(by) & deciders():
        raise ActionNotAllowed(
            "You decide here only while you act for a colleague, so you cannot bar anybody from a record or restrict it."
            " Ask a manager."
        )


def check_can_deny(case: Case, user: User, by: User) -> None:
    check_in_own_name(by)
    if user.pk == by.pk:
        raise ActionNotAllowed("You cannot deny yourself. Ask another manager, or ask to be taken off this record.")
    if CaseDenied.objects.filter(case=case, user=user).exists():
        raise ActionNotAllowed(f"{user.full_name} is denied this record already.")


WORKS_WITH_HARMED = frozenset({Role.VICTIM_WORKER})
WITHOUT_CASES = frozenset({Role.LSCB_OFFICER, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE})


def check_can_join(case: Case, role: Role, user: User | None, by: User) -> None:
    """Raise when this role has no part in this child's record, the person must not see it (P3.7), or puts themselves on it:
    somebody who only acts for a colleague would stay when the colleague is back."""
    if user is not None and user.pk == by.pk:
        raise ActionNotAllowed("You are on this record already. Ask a manager to put you on it by name.")
    if role in WITHOUT_CASES:
        raise ActionNotAllowed(f"{role.label}s are on no child’s record. Choose somebody who works with the family.")
    if role in WORKS_WITH_HARMED and not case.is_harmed:
        raise ActionNotAllowed("A victim worker works with the child harmed. Put them on that child’s own record.")
    if user is not None and CaseDenied.objects.filter(case=case, user=user).exists():
        raise ActionNotAllowed(f"{user.full_name} must not see this record. Choose somebody else.")


def check_can_end(involvement: Involvement) -> None:
    """Raise when the involvement is over, or the child would be left without a social worker or without anybody who decides."""
    if involvement.closed_at is not None:
        raise ActionNotAllowed("This has ended already.")
    if involvement.part == Part.MEETING:
        raise ActionNotAllowed("They were called to a meeting. Take them off the invitation there.")
    if involvement.part in NARROW_PARTS:
        raise ActionNotAllowed("They were asked about a disagreement. This ends when the disagreement does.")
    others = Involvement.objects.open().filter(case_id=involvement.case_id).exclude(pk=involvement.pk)
    allocated = {"part": Part.ALLOCATED, "role": Role.SOCIAL_WORKER}
    if (involvement.part, involvement.role) == tuple(allocated.values()) and not others.filter(**allocated).exists():
        raise ActionNotAllowed("This child would have no social worker. Allocate another first.")
    if involvement.role in deciders() and not others.filter(role__in=deciders(), expires_at=None).exists():
        raise ActionNotAllowed("Nobody who decides would be left on this record. Put another manager on it first.")


def check_emergency_reason(reason: str) -> None:
    """Raise when nobody could review by what is given as the reason. Asked before the record is looked for."""
    if len(reason.strip()) < SHORTEST_EMERGENCY_REASON:
        raise ActionNotAllowed(
            "Say in a sentence or two why you need this record now: the case's manager reads it today."
        )


def check_can_review_emergency(involvement: Involvement, by: User) -> None:
    if involvement.user_id == by.pk:
        raise ActionNotAllowed("You used this access yourself. Another manager reviews it.")
    if involvement.pk in queries.reviews(involvement.case_id):
        raise ActionNotAllowed("This emergency access has been reviewed already.")
