"""What is refused of an instrument pack, and of whom."""

from aim2.instruments.pack import DEMONSTRATION, Pack
from aim2.models import InstrumentPack
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.errors import AccessDenied, ActionNotAllowed


def check_may_set(user: User) -> None:
    """Raises AccessDenied unless this person says with which instruments the partnership works."""
    if not agencies.has_power(user, Power.SET_INSTRUMENTS):
        raise AccessDenied("A YOS manager or an AIM supervisor loads and withdraws instruments. Ask one of them.")


def check_demonstration(is_demonstration: bool, *, demo: bool) -> None:
    """What is invented is used in a demonstration and nowhere else."""
    if is_demonstration and not demo:
        raise ActionNotAllowed(
            f"“{DEMONSTRATION}” is invented: nobody is assessed with it. It is loaded in a demonstration only."
        )


def check_licence(pack: Pack, *, needed: bool, holder: str, accepted: bool) -> None:
    """A licensed pack names the holder of the licence, and somebody has accepted its terms."""
    if not needed:
        return
    if not holder.strip():
        raise ActionNotAllowed(
            f"Say who holds the licence for {pack.name}: it is named beside everything rated with it."
        )
    if not accepted:
        raise ActionNotAllowed(
            "Accept the terms of the licence first. If you are not sure that you may, ask the holder of the licence."
        )


def check_not_another(held: InstrumentPack | None, *, same: bool) -> None:
    """A version is loaded once, and never edited."""
    if held is None:
        return
    if hasattr(held, "withdrawal"):
        raise ActionNotAllowed(
            "This version was withdrawn by its holder and cannot be loaded again. Load the version that takes its place."
        )
    if not same:
        raise ActionNotAllowed(
            f"{held.name}, {held.edition}, version {held.version} is loaded already and says something else. "
            "A version is never edited: give the new one a higher version number."
        )


def check_can_withdraw(pack: InstrumentPack, because: str) -> None:
    """A pack is withdrawn once, with the reason."""
    if hasattr(pack, "withdrawal"):
        raise ActionNotAllowed("This pack has been withdrawn already. Reload the page.")
    if not because.strip():
        raise ActionNotAllowed("Say why it is withdrawn, and on whose word.")
