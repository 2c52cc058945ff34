"""Agencies of the partnership, and who works for which of them in which role.

Each (agency, role) has one group: that group, and each person's personal group, are the *principals* that grants name.
"""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q

from hsb.agencies.permissions import Role


class AgencyKind(models.TextChoices):
    CSWS = "csws", "Children's Social Work Services"
    YOS = "yos", "Youth Offending Service"
    POLICE = "police", "Police"
    SCHOOL = "school", "School or college"
    HEALTH = "health", "Health"
    SECURE = "secure", "Secure establishment"
    LSCB = "lscb", "Safeguarding board"
    MAPPA = "mappa", "MAPPA coordination"
    PROBATION = "probation", "Probation Service"
    OTHER = "other", "Other agency"


class Agency(models.Model):
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class AgencyRole(models.Model):
    """One role at one agency, with the group that stands for everybody who holds it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agency_roles")
    role = models.CharField(max_length=30, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="agency_role")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="agencies_agencyrole_one_group_each")]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.agency.short_name}"


class HelpEntry(models.Model):
    """One link the partnership puts on its help page (P8): local procedures, tools, other agencies."""

    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    about = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "help entries"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> "MembershipQuerySet":
        """Memberships in force on a London day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    agency_role = models.ForeignKey(AgencyRole, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency_role"], condition=Q(until_on=None), name="agencies_membership_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="agencies_membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.agency_role}"

    @property
    def role(self) -> Role:
        return Role(self.agency_role.role)

    @property
    def agency(self) -> Agency:
        return self.agency_role.agency
