"""Who may record what in proceedings, on a case they have opened."""

from collections.abc import Iterable
from typing import Any

from aim2.proceedings.kinds import KINDS, recorded_by
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass, Role, manager_of
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied

TELLERS = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.MASH_WORKER})


def check_may_record(opened: OpenCase, codes: Iterable[str]) -> None:
    """Police record theirs, YOS what happens in court, the establishment its dates; others say what they have heard."""
    for code in codes:
        kind = KINDS[code]
        if not kind.recorders & opened.roles:
            who = "police" if Role.POLICE_OFFICER in kind.recorders else "the YOS court officer"
            raise AccessDenied(
                f"“{kind.label}” is recorded by {who}. Say what you have heard instead: they are asked to confirm it."
            )


def may_record_anything(opened: OpenCase) -> bool:
    return opened.may(RecordClass.CRIMINAL, Level.WRITE) and bool(recorded_by(opened.roles))


def check_may_lift(opened: OpenCase) -> None:
    """The YOS manager alone lifts a hold (policy 6.5)."""
    if Role.YOS_MANAGER not in opened.roles:
        raise AccessDenied("Only a YOS manager can lift the hold. Ask them, with the reason.")


def may_lift(opened: OpenCase) -> bool:
    return Role.YOS_MANAGER in opened.roles


def may_choose(opened: OpenCase) -> bool:
    """The YOS manager chooses how the court is told where a report is due before the assessment."""
    return may_lift(opened) and opened.may(RecordClass.CRIMINAL, Level.WRITE)


def check_may_choose(opened: OpenCase) -> None:
    if not may_choose(opened):
        raise AccessDenied("The YOS manager chooses how the court is told. Ask them.")


def may_acknowledge(opened: OpenCase) -> bool:
    """Children's social care says that it knows of an outcome."""
    return bool(TELLERS & opened.roles)


def check_may_acknowledge(opened: OpenCase) -> None:
    if not may_acknowledge(opened):
        raise AccessDenied(
            "Children’s social care says that it knows of an outcome. You can record that you rang them."
        )


def may_tell(opened: OpenCase) -> bool:
    return bool({Role.COURT_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER} & opened.roles)


def may_decide_welfare(opened: OpenCase) -> bool:
    return bool({Role.SOCIAL_WORKER, manager_of("csws"), Role.MASH_WORKER} & opened.roles)


def check_may_confirm(opened: OpenCase, agency: str) -> None:
    """Whoever records such a thing says whether what was heard is so."""
    wanted = {Role.POLICE_OFFICER} if agency == "police" else {Role.COURT_OFFICER, Role.YOS_MANAGER}
    if not wanted & opened.roles:
        raise AccessDenied("This is for police to confirm." if agency == "police" else "This is for YOS to confirm.")


def check_may_read_list(user: Any) -> None:
    """Police and court officers have their page over many cases."""
    if not agencies.has_power(user, Power.READ_PROCEEDINGS):
        raise AccessDenied("This page is for police and for the YOS court officer.")
