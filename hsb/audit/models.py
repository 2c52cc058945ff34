"""What is not casework but must be provable: looks, refusals, sign-ins, disclosures, administration.

Rows are inserted unchained (a chain head would lock every page view) and sealed in batches by one sealer (design.md §2).
"""

from django.db import models

from hsb.audit.events import AuditKind
from hsb.database import NOW
from hsb.guards import CASE_RULE

ME = "(SELECT nullif(current_setting('app.user', true), ''))::bigint"
# Holds the role of information governance on this London day. Asks nothing of the row, so it is answered once a statement.
INFORMATION_GOVERNANCE = f"""(SELECT EXISTS (SELECT 1 FROM agencies_membership m
  JOIN agencies_agencyrole r ON r.id = m.agency_role_id
  WHERE m.user_id = {ME} AND r.role = 'information_governance'
    AND m.from_on <= ({NOW} AT TIME ZONE 'Europe/London')::date
    AND (m.until_on IS NULL OR m.until_on > ({NOW} AT TIME ZONE 'Europe/London')::date)))"""  # noqa: S608


class AuditEvent(models.Model):
    """One thing somebody did. Append-only: a database trigger refuses change and deletion."""

    append_only = True
    kind = models.CharField(max_length=40, choices=AuditKind.choices)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(
        null=True, blank=True, help_text="accounts.User, by id: the log never hangs on live data"
    )
    case_ref = models.UUIDField(null=True, blank=True, help_text="cases.Case, by id")
    what = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=dict)
    # PostgreSQL fills this by trigger with the writing transaction's id, so that the sealer knows what is complete.
    written_in = models.BigIntegerField(default=0)

    # Everybody adds; one reads one's own entries, those of a case one is on, and information governance reads all.
    row_policy = (
        f"({INFORMATION_GOVERNANCE} OR audit_auditevent.by_id = {ME}"
        f" OR {CASE_RULE.format(column='audit_auditevent.case_ref')})"
    )
    row_insert_policy = "true"

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["case_ref", "-at"], name="audit_by_case"),
            models.Index(fields=["by_id", "-at"], name="audit_by_person"),
            models.Index(fields=["written_in", "id"], name="audit_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class AuditSeal(models.Model):
    """A digest over the entries since the seal before, and over that seal's digest. Append-only."""

    append_only = True
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    upto_transaction = models.BigIntegerField()
    entries = models.IntegerField()
    digest = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    # The sealer works as the worker role, which has a policy of its own.
    row_policy = INFORMATION_GOVERNANCE
    web_verbs = "select"

    def __str__(self) -> str:
        return f"seal {self.pk} over {self.entries} entries"
