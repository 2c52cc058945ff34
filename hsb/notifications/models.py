"""What people were told: notices in the product, and e-mails that name nobody."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from hsb.database import NOW
from hsb.guards import MATTER_RULE
from hsb.notifications.wording import detail, sentence


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: Any) -> NoticeQuerySet:
        return self.filter(user=user)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One person is told of one thing, once (`key`). Its facts and link hold references, never a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices", null=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    url_name = models.CharField(max_length=60, blank=True)
    url_args = models.JSONField(default=dict)
    key = models.CharField(max_length=120, unique=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()
    # A person's own notices, and of a case only while they may see it.
    web_verbs = "select update"
    row_policy = (
        "user_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint AND (case_id IS NULL OR "
        + MATTER_RULE.format(column="notifications_notice.case_id")
        + ")"
    )

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notifications_newest_first"),
            models.Index(fields=["user", "case"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"

    @property
    def sentence(self) -> str:
        return sentence(self.kind, self.facts)

    @property
    def detail(self) -> str:
        return detail(self.kind, self.facts)

    @property
    def reference(self) -> str:
        """The record it is about, also where the notice opens none (a reminder brought to an agency's contact)."""
        return self.case.reference if self.case else str(self.facts.get("reference", ""))

    @property
    def url(self) -> str:
        """Where the notice leads; "" for a page that a later release no longer has."""
        try:
            return reverse(self.url_name, kwargs=self.url_args) if self.url_name else ""
        except NoReverseMatch:
            return ""


# Holds the role of administrator on this London day. Asks nothing of the row, so it is answered once a statement.
_ADMINISTRATOR = f"""(SELECT EXISTS (SELECT 1 FROM agencies_membership m
  JOIN agencies_agencyrole r ON r.id = m.agency_role_id
  WHERE m.user_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint AND r.role = 'administrator'
    AND m.from_on <= ({NOW} AT TIME ZONE 'Europe/London')::date
    AND (m.until_on IS NULL OR m.until_on > ({NOW} AT TIME ZONE 'Europe/London')::date)))"""  # noqa: S608


class MailState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Not sent"
    BOUNCED = "bounced", "Address refused"


class MailRecord(models.Model):
    """One e-mail to one person: what was asked for, and what became of it. The text is made from the template when it leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail", null=True)
    # Only for somebody who has no account yet; an account's address is looked up when the e-mail leaves.
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    key = models.CharField(max_length=150, unique=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # Only where the service that took it can be asked what became of it (GOV.UK Notify).
    provider_id = models.CharField(max_length=40, blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")

    # Everybody puts; nobody reads but an administrator, and only what did not arrive.
    web_verbs = "select insert"
    row_policy = f"(state IN ('failed', 'bounced') AND {_ADMINISTRATOR})"
    row_insert_policy = "true"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False) | ~Q(state=MailState.SENT),
                name="%(app_label)s_%(class)s_sent_has_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.DELIVERED, delivered_at__isnull=False)
                | ~Q(state=MailState.DELIVERED) & Q(delivered_at=None),
                name="%(app_label)s_%(class)s_delivered_has_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=False, address="") | Q(to=None) & ~Q(address=""),
                name="%(app_label)s_%(class)s_one_addressee",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-created_at"],
                condition=Q(state__in=["failed", "bounced"]),
                name="notifications_mail_undelivered",
            ),
            models.Index(
                fields=["asked_at", "sent_at"],
                condition=Q(state="sent") & ~Q(provider_id=""),
                name="notifications_mail_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.key}"

    @property
    def bounced(self) -> bool:
        return self.state == MailState.BOUNCED


class QuietWeekday(models.Model):
    """On this day of every week the person gets no e-mail that can wait. Monday is 0."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiet_weekdays")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "weekday"], name="notifications_quietweekday_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="notifications_quietweekday_is_a_weekday"),
        ]
        indexes = [models.Index(fields=["weekday", "user"], name="notifications_quiet_weekday")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.weekday}"


class QuietSpell(models.Model):
    """From the first day to the last, both included, the person gets no e-mail that can wait."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quiet_spells")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="notifications_quietspell_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["last_on", "first_on"], name="notifications_quiet_spell")]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.first_on} to {self.last_on}"
