"""The rows of the outbox. Who may claim one, and what a lease means, is in `actions.py`."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hsb.outbox.handlers import BACK_OFF

# A lease further ahead than any we write can only come from a clock that jumped: it is not honoured.
LONGEST_LEASE = BACK_OFF[-1] * 2


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about work to do. Leases are kept on the database's clock, so that two machines need not agree on the time."""

    def open(self) -> MessageQuerySet:
        """Neither done nor given up."""
        return self.filter(done_at=None, failed_at=None)

    def free(self) -> MessageQuerySet:
        """Open, and held by nobody at this moment."""
        return self.open().filter(
            Q(lease_until=None) | Q(lease_until__lt=Now()) | Q(lease_until__gt=Now() + LONGEST_LEASE),
        )

    def due_by(self, at: datetime) -> MessageQuerySet:
        """Free, and not asked to wait beyond this instant."""
        return self.free().filter(Q(not_before=None) | Q(not_before__lte=at))

    def failed(self) -> MessageQuerySet:
        """Given up: an administrator has to look."""
        return self.exclude(failed_at=None)


class Message(models.Model):
    """One piece of work, written in the transaction of the change that causes it.

    The payload holds identifiers only, never a name: the row is no part of any case, and the web may insert but not read it.
    """

    kind = models.CharField(max_length=64)
    payload = models.JSONField()
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")

    objects = MessageQuerySet.as_manager()
    web_verbs = "insert"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(failed_at=None), name="%(app_label)s_%(class)s_done_or_failed"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at=None, failed_at=None), name="outbox_message_open"),
            models.Index(fields=["-failed_at"], condition=Q(failed_at__isnull=False), name="outbox_message_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
