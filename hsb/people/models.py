"""An invitation: the only way to an account."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hsb.agencies.models import job_title
from hsb.agencies.permissions import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations neither taken up nor withdrawn; whether the link has run out is another question."""
        return self.filter(accepted_at=None, revoked_at=None)

    def usable(self, at: datetime) -> "InvitationQuerySet":
        """Invitations whose link works at that instant."""
        return self.open().filter(expires_at__gt=at)


class Invitation(models.Model):
    """One person asked to one role at one agency. The link is signed, not stored: it names this row and `sends`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address")
    full_name = models.CharField(max_length=200)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=30, choices=Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_made"
    )
    invited_at = models.DateTimeField()
    sends = models.PositiveSmallIntegerField(default=1, help_text="only the newest link works")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_taken_up"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_withdrawn"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "agency", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="people_invitation_one_open_each",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="people_invitation_not_taken_up_and_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="people_invitation_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="people_invitation_revoked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {str(self.pk)[:8]}"

    @property
    def title(self) -> str:
        """Answer what they will be called there."""
        return job_title(self.role, self.agency)


class RoleProposal(models.Model):
    """A role that opens records, proposed by an administrator. It is given when somebody else agrees, and not before."""

    web_verbs = "select insert update"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField("e-mail address")
    full_name = models.CharField(max_length=200)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles_proposed")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    why_not = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "agency", "role"],
                condition=Q(decided_at=None),
                name="people_roleproposal_one_open_each",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, agreed=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                name="people_roleproposal_decided_by_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(agreed=True)
                | (~Q(decided_by=F("proposed_by")) & (Q(person=None) | ~Q(decided_by=F("person")))),
                name="people_roleproposal_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} proposed for {self.email}"


class CalendarFeed(models.Model):
    """An address at which a calendar program reads one person's due dates. Only the digest of its token is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="people_calendarfeed_one_open_each"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"
