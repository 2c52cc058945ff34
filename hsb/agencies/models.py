"""Agencies of the partnership, and who works for which of them in which role.

Each (agency, role) has one group: that group, and each person's personal group, are the *principals* that grants name.
"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hsb.accounts.models import User
from hsb.agencies.permissions import ROLE_SENTENCES, Role


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
    EDUCATION = "education", "Education service"
    OTHER = "other", "Other agency"


TAKES_MINUTES = (AgencyKind.CSWS, AgencyKind.YOS)
"""Whose people take the minutes: those who run meetings. Anywhere else that role is a partner's who is called to one."""
CALLED, CALLED_SENTENCE = (
    "Partner called to meetings",
    "Comes to the meetings they are called to by name, and opens nothing else.",
)


def job_title(role: str, agency: "Agency") -> str:
    """Answer what somebody in this role at this agency is called, in words they know themselves by."""
    return CALLED if _is_called(role, agency) else Role(role).label


def job_sentence(role: str, agency: "Agency") -> str:
    """Answer what they do here, in a sentence."""
    return CALLED_SENTENCE if _is_called(role, agency) else ROLE_SENTENCES[Role(role)]


def _is_called(role: str, agency: "Agency") -> bool:
    return role == Role.MINUTE_TAKER and agency.kind not in TAKES_MINUTES


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
        return f"{job_title(self.role, self.agency)}, {self.agency.short_name}"


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

    # Whose role it is, where somebody holds it only while that person is away (`queries.memberships`).
    acting_for: User | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency_role"], condition=Q(until_on=None), name="agencies_membership_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="agencies_membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.agency_role}"

    @property
    def role(self) -> Role:
        return Role(self.agency_role.role)

    @property
    def title(self) -> str:
        """Answer what they are called there: `job_title`."""
        return job_title(self.role, self.agency)

    @property
    def agency(self) -> Agency:
        return self.agency_role.agency


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        """Absences that nobody has ended early, whenever they are."""
        return self.filter(ended_at=None)

    def away(self, on: date) -> "AbsenceQuerySet":
        """Absences in force on a London day: the person is away, whether or not anybody acts for them."""
        return self.standing().filter(from_on__lte=on, until_on__gt=on)

    def overlapping(self, from_on: date, until_on: date) -> "AbsenceQuerySet":
        """Absences that share a day with those from `from_on` to the day before `until_on`."""
        return self.standing().filter(from_on__lt=until_on, until_on__gt=from_on)

    def covered(self, on: date) -> "AbsenceQuerySet":
        """Absences in which somebody acts for the person on a London day.

        Nobody acts for somebody who holds no role that day or whose account is closed; nor does somebody whose own account is
        closed, who does not work at every agency the other works for that day, or who is away that day.
        """
        held = Membership.objects.current(on).filter(user=OuterRef("person"))
        theirs = Membership.objects.current(on).filter(
            user=OuterRef(OuterRef("acting")), agency_role__agency=OuterRef("agency_role__agency")
        )
        return (
            self.away(on)
            .filter(acting__is_active=True, person__is_active=True)
            .filter(Exists(held), ~Exists(held.filter(~Exists(theirs))))
            .filter(~Exists(Absence.objects.away(on).filter(person=OuterRef("acting"))))
        )


class Absence(models.Model):
    """A person is away from one London day until, but not on, another; while it lasts another may act for them.

    Why they are away is nobody's business here.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    acting = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acts_in", null=True, blank=True
    )
    from_on = models.DateField()
    until_on = models.DateField(help_text="the day they are back")
    both_children_reason = models.CharField(
        max_length=500, blank=True, help_text="why the acting person may be on both children's records of one matter"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="back early, or not away at all")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["acting"], condition=Q(ended_at=None), name="agencies_absence_acting"),
            models.Index(fields=["person"], condition=Q(ended_at=None), name="agencies_absence_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="agencies_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(acting=None) | ~Q(acting=F("person")), name="agencies_absence_nobody_acts_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="agencies_absence_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person", "from_on"], condition=Q(ended_at=None), name="agencies_absence_one_from_each_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.from_on} until {self.until_on}"

    @property
    def last_on(self) -> date:
        """The last day away."""
        return self.until_on - timedelta(days=1)


class EscalationContactQuerySet(models.QuerySet["EscalationContact"]):
    def current(self, on: date) -> "EscalationContactQuerySet":
        """Contacts who are named for a London day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class EscalationContact(models.Model):
    """Whom the partnership names at an agency for work that stays late, and for issues raised with it (P7).

    They need not be on any case: being named opens none.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="escalation_contacts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="escalation_contacts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = EscalationContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"], condition=Q(until_on=None), name="agencies_escalationcontact_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="agencies_escalationcontact_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.agency.short_name}"


class Press(models.Model):
    """One press of a button that changed something: what it carried, as a keyed digest only, and where it led its person.

    It is written in the transaction of the change, so that of two equal presses sent together one waits for the other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presses")
    once = models.UUIDField(help_text="the name of the press, which came with the form")
    path = models.CharField(max_length=300)
    carried = models.CharField(max_length=64)
    led_to = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()

    web_verbs = "select insert update delete"
    row_policy = "user_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "once", "path"], name="agencies_press_once")]

    def __str__(self) -> str:
        return f"press {self.once}"
