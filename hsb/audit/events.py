"""Every kind of audit entry, on one page. What happens on a case is the chronology's; this is everything else.

An entry holds ids and labels, never a name or a sentence somebody typed.
"""

from django.db.models import TextChoices


class AuditKind(TextChoices):
    CASE_LOOKED_AT = "case.looked_at", "Looked at a case"
    LIST_LOOKED_AT = "list.looked_at", "Looked at a list"
    SEARCHED = "search.made", "Searched"
    DOCUMENT_DOWNLOADED = "document.downloaded", "Downloaded a document"
    COPY_MADE = "copy.made", "Made a copy as PDF"
    REFUSED = "access.refused", "Was refused"
    SIGNED_IN = "session.signed_in", "Signed in"
    SIGN_IN_FAILED = "session.sign_in_failed", "Failed to sign in"
    SIGNED_OUT = "session.signed_out", "Signed out"
    SESSION_EXPIRED = "session.expired", "Was signed out by the time limit"
    SESSION_ENDED = "session.ended", "Ended a session somewhere else"
    PASSWORD_CHANGED = "account.password_changed", "Changed a password"
    RECOVERY_ASKED = "account.recovery_asked", "Asked to recover an account"
    SECOND_FACTOR_CHANGED = "account.second_factor_changed", "Changed a second factor"
    INVITED = "account.invited", "Invited a person"
    INVITATION_ACCEPTED = "account.invitation_accepted", "Accepted an invitation"
    INVITATION_REVOKED = "account.invitation_revoked", "Withdrew an invitation"
    DEACTIVATED = "account.deactivated", "Closed an account"
    REACTIVATED = "account.reactivated", "Reopened an account"
    ROLE_GIVEN = "role.given", "Gave a role"
    ROLE_ENDED = "role.ended", "Ended a role"
    ABSENCE_RECORDED = "absence.recorded", "Recorded an absence"
    ABSENCE_CHANGED = "absence.changed", "Changed an absence"
    ABSENCE_ENDED = "absence.ended", "Ended an absence"
    FEED_MADE = "calendar.made", "Made a calendar address"
    FEED_STOPPED = "calendar.stopped", "Stopped a calendar address"
    FEED_READ = "calendar.read", "Had their calendar address read"
    SETTING_CHANGED = "setting.changed", "Changed a setting"
    DENIED = "access.denied", "Said that a person must not see a record"
    DENIAL_LIFTED = "access.denial_lifted", "Let a person see a record again"
    DISCLOSED = "record.disclosed", "Disclosed a record"
