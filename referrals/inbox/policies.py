"""Who may use the MASH inbox, and whose a referral there is."""

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.agencies.profile import profile
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.models import Receipt


def check_may_use_inbox(by: User) -> None:
    """Only MASH has this inbox."""
    if not agencies.has_power(by, Power.MASH_INBOX):
        raise AccessDenied(f"Only {profile().name('mash')} staff and their managers work this inbox.")


def check_is_waiting(receipt: Receipt) -> None:
    """What was decided has left the inbox."""
    if receipt.closed_at is not None:
        raise ActionNotAllowed("This referral has been decided and has left the inbox. Open the case to go on.")


def check_can_take_over(receipt: Receipt, by: User, reason: str) -> None:
    """Somebody else's work is taken over with a reason, so that nobody does it twice."""
    if receipt.claimed_by_id in (None, by.pk) or reason.strip():
        return
    holder = receipt.claimed_by.full_name if receipt.claimed_by else "A colleague"
    raise ActionNotAllowed(f"{holder} is dealing with this referral. To take it over, say why.")


def check_holds_claim(receipt: Receipt, by: User) -> None:
    """Two people do not decide the same referral side by side."""
    if receipt.claimed_by_id not in (None, by.pk):
        holder = receipt.claimed_by.full_name if receipt.claimed_by else "A colleague"
        raise ActionNotAllowed(f"{holder} is dealing with this referral. Take it over first if you are to decide.")
