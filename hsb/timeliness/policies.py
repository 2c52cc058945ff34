"""What the state of a clock, a standard or the calendar, or the policy, does not allow; and who may change them."""

from datetime import date

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Power
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.calendar import Holidays
from hsb.timeliness.english import long_date
from hsb.timeliness.standards import PAUSE_WORDS, Basis, PauseReason, Standard


def check_pause_allowed(standard: Standard, reason: PauseReason | str) -> None:
    """Refuse to pause a clock for a reason its standard does not know; the policy forbids one reason everywhere (P6.2)."""
    try:
        known = PauseReason(reason)
    except ValueError:
        raise ActionNotAllowed(f"A clock cannot pause for “{reason}”. Choose one of the listed reasons.") from None
    if known is PauseReason.CRIMINAL_INVESTIGATION:
        raise ActionNotAllowed(
            f"“{standard.title}” does not wait for a criminal investigation. The policy (6.2) says that help need not be "
            "held up: agree with the police and the Crown Prosecution Service what may be worked on meanwhile."
        )
    if known not in standard.pause_reasons:
        allowed = " or ".join(f"when {PAUSE_WORDS[one]}" for one in standard.pause_reasons)
        raise ActionNotAllowed(
            f"“{standard.title}” does not pause because {PAUSE_WORDS[known]}."
            + (
                f" It pauses only {allowed}."
                if allowed
                else " It never pauses: a manager can agree a later date, with a reason."
            )
        )


def check_may_keep_calendar(by: User) -> None:
    """Refuse everybody but an administrator."""
    if not agencies.has_power(by, Power.ADMINISTER):
        raise AccessDenied("Only an administrator can change the working days.")


def check_can_be_day_off(day: date, name: str, known: Holidays) -> None:
    """Refuse a day the calendar does not reach, one that is off already, and one without a name."""
    if known.known_until is None or day > known.known_until:
        raise ActionNotAllowed(f"{long_date(day)} lies beyond the known calendar. Load more years first.")
    if known.known_from is None or day < known.known_from:
        raise ActionNotAllowed(f"{long_date(day)} lies before the known calendar begins. Check the year.")
    if day in known:
        raise ActionNotAllowed(f"{long_date(day)} is a day off already: {known.names[day]}.")
    if not name.strip():
        raise ActionNotAllowed(f"Give {long_date(day)} its name, as it was proclaimed.")


def may_set(by: User, standard: Standard) -> bool:
    """Is this standard theirs to set? The youth offending service's are its managers'; every other one is that of the agency
    that leads: Children's Social Work's."""
    if not agencies.has_power(by, Power.SET_TIMESCALES):
        return False
    kind = AgencyKind.YOS if standard.owner_kind == AgencyKind.YOS else AgencyKind.CSWS
    return any(held.agency.kind == kind for held in agencies.memberships(by))


def check_may_set(by: User, standard: Standard) -> None:
    """Refuse whoever does not manage the agency that answers for it."""
    if not may_set(by, standard):
        whose = "Youth Offending Service" if standard.owner_kind == AgencyKind.YOS else "Children's Social Work"
        raise AccessDenied(f"Only a manager of the {whose} can change this timescale.")


def check_can_set(standard: Standard, effective_from: date, today: date) -> None:
    """Refuse what nobody can run yet, and what would reach back to clocks that run."""
    if standard.awaiting:
        raise ActionNotAllowed(
            f"“{standard.title}” cannot be adopted yet: the pages that start and end its clock come with a later release."
        )
    if effective_from < today:
        raise ActionNotAllowed("Choose today or a later day: clocks that run already keep the time they were given.")


def check_can_retire(standard: Standard) -> None:
    """Refuse to drop what is not a local choice, or what runs no clock anyway."""
    if standard.basis is not Basis.LOCAL:
        raise ActionNotAllowed(
            f"“{standard.title}” is set by {standard.basis}, not by this partnership: it cannot be retired."
        )
    if standard.dormant:
        raise ActionNotAllowed(f"“{standard.title}” starts no clock as it is.")
