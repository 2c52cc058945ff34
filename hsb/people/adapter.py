"""allauth's account adapter, with the mail door: what happened to an account is told to its owner by e-mail, naming nobody."""

import logging
from typing import Any

from hsb.accounts.adapter import AccountAdapter as QuietAdapter
from hsb.accounts.models import User
from hsb.people import actions

log = logging.getLogger(__name__)

# allauth's notice -> our mail. What is not here is not mailed.
TOLD = {
    "account/email/password_changed": "account_password_changed",
    "account/email/password_reset": "account_password_changed",
    "mfa/email/totp_activated": "account_second_step_set_up",
    "mfa/email/totp_deactivated": "account_second_step_removed",
    "mfa/email/recovery_codes_generated": "account_recovery_codes",
}


class AccountAdapter(QuietAdapter):
    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        if template := TOLD.get(template_prefix):
            actions.tell(user, template)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing goes round the mail door. Reaching this means allauth grew a mail we have not decided about."""
        log.error("accounts: allauth wanted to send %s, which is not one of our mails", template_prefix)
