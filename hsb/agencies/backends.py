"""Who a session belongs to, and with them where they work: every page needs both, so they come in one statement."""

from hsb import clock
from hsb.accounts.backends import EmailBackend
from hsb.accounts.models import User
from hsb.agencies import queries


class PartnershipBackend(EmailBackend):
    """Signs in as `EmailBackend` does."""

    def get_user(self, user_id: int) -> User | None:
        """Answer the active person of that id, who already knows their memberships of today."""
        user = queries.person_at_work(user_id, clock.today()) or super().get_user(user_id)
        return user if user and self.user_can_authenticate(user) else None
