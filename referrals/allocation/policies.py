"""Whom a case may be given to."""

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power, Role
from hsb.cases.models import Case, CaseDenied
from hsb.cases.states import OPEN_STATES, Strand
from hsb.errors import AccessDenied, ActionNotAllowed


def check_can_allocate(
    case: Case,
    worker: User,
    by: User,
    *,
    holds_it: bool,
    former: User | None,
    reason: str,
    works_with_other: bool,
    despite: str,
) -> None:
    """A manager gives the case to a social worker; two children of one matter have two workers, or a reason why not."""
    if not agencies.has_power(by, Power.ALLOCATE_SOCIAL_WORKER):
        raise AccessDenied("A team manager allocates social workers.")
    if case.safeguarding not in OPEN_STATES[Strand.SAFEGUARDING]:
        raise ActionNotAllowed(
            "Children’s social care is not working with this child. Open the case with a referral first."
        )
    if Role.SOCIAL_WORKER not in agencies.own_roles(worker) or not worker.is_active:
        raise ActionNotAllowed("Choose somebody who is a social worker today.")
    if CaseDenied.objects.filter(case=case, user=worker).exists():
        raise ActionNotAllowed("This social worker cannot hold this case. Choose another.")
    if holds_it:
        raise ActionNotAllowed(f"{worker.full_name} already holds this case.")
    if former is not None and not reason.strip():
        raise ActionNotAllowed(f"{former.full_name} holds this case. Say why it changes hands: their access ends.")
    if works_with_other and not despite.strip():
        raise ActionNotAllowed(
            f"{worker.full_name} works with the other child of this matter. Choose another worker, or say why it must be the same."
        )
