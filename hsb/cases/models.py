"""A case is one child's record. Two children are two cases, joined by links that show nothing by themselves (design.md §4).

Over 300 lines: every table that hangs on a case stands here, so that what the walls guard is read in one place.
"""

import uuid
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase

from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.ages import age_on
from hsb.cases import sealing
from hsb.cases.states import CriminalJustice, Safeguarding, YouthOffending
from hsb.guards import MATTER_RULE, called_too


class CaseKind(models.TextChoices):
    DISPLAYED = "displayed", "Young person who displayed the behaviour"
    HARMED = "harmed", "Child or person harmed"
    CONSIDERED = "considered", "Child of the household, considered"


class Case(models.Model):
    """One child's record. Its key is made by us, so that it can be inserted before anybody may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=CaseKind.choices)
    # What lists show: initials and birth date of a young person; for a person harmed the chosen name and no date.
    initials = models.CharField(max_length=10, blank=True)
    born_on = models.DateField(null=True, blank=True)
    pseudonym = models.CharField(max_length=60, blank=True)
    safeguarding = models.CharField(max_length=20, choices=Safeguarding.choices, default=Safeguarding.NOT_OPEN)
    youth_offending = models.CharField(max_length=20, choices=YouthOffending.choices, default=YouthOffending.NOT_OPEN)
    criminal_justice = models.CharField(
        max_length=20, choices=CriminalJustice.choices, default=CriminalJustice.NOT_OPEN
    )
    alleged = models.BooleanField(default=True)
    standing_words = models.CharField(
        max_length=60, blank=True, help_text="“1 finding, 1 alleged”, for those who may know of the criminal side"
    )
    looked_after = models.BooleanField(default=False, help_text="as claimed, until somebody has said since when")
    looked_after_since = models.DateField(null=True, blank=True, help_text="a social worker, or a remand, says so")
    restricted = models.BooleanField(default=False)
    provisional = models.BooleanField(default=True, help_text="until MASH has said whether this child is known already")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    version = models.PositiveIntegerField(default=1)

    # Opening writes the case before its grants exist; reading still needs them.
    row_insert_policy = "true"
    narrow_parts_too = True  # its reference

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="cases_newest_first")]

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """What the child is called where names are not shown: initials, or the chosen name in quotation marks."""
        return f"“{self.pseudonym}”" if self.kind == CaseKind.HARMED else self.initials or "Not named"

    @property
    def is_harmed(self) -> bool:
        return self.kind == CaseKind.HARMED

    @property
    def has_displayed(self) -> bool:
        return self.kind == CaseKind.DISPLAYED

    @property
    def is_considered(self) -> bool:
        """Whether the child neither harmed nor was harmed as far as is known: a brother, a sister, another child there."""
        return self.kind == CaseKind.CONSIDERED

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a London day; None where the day of birth is not known."""
        return age_on(self.born_on, day) if self.born_on else None


class CaseAccess(GroupObjectPermissionBase):
    """The one table of grants: guardian's own, and what lists and the second wall read. Written by `cases/grants.py` alone."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="access")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    narrow = models.BooleanField(default=False, help_text="held by nothing but a narrow part: the case is in no list")

    web_verbs = "select"
    # Written so that the planner takes it to keep nearly every row, as it does: every statement names the groups itself, and a
    # second `= ANY` made it expect none and read all of a team's grants to show the newest 25.
    row_policy = (
        "array_position((SELECT nullif(current_setting('app.principals', true), ''))::int[], group_id) IS NOT NULL"
    )

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [
            models.Index(fields=["group", "-opened_at", "-content_object"], name="access_newest_first"),
            models.Index(fields=["content_object", "group"], name="access_by_case"),
        ]


class Part(models.TextChoices):
    """What somebody is to a case."""

    REFERRER = "referrer", "Referrer"
    FRONT_DOOR = "front_door", "MASH"
    SCREENING = "screening", "YOS screening"
    ALLOCATED = "allocated", "Allocated"
    CHECK = "check", "Asked for a check"
    INVOLVED = "involved", "Involved"
    BREAK_GLASS = "break_glass", "Emergency access"
    DISAGREEMENT = "disagreement", "Asked about a disagreement"
    MEETING = "meeting", "Called to a meeting"


NARROW_PARTS = frozenset({Part.DISAGREEMENT, Part.MEETING})
"""Parts that reach one matter and nothing else of a record: no page of the case, no line in a list, no search finds it."""


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def open(self) -> "InvolvementQuerySet":
        return self.filter(closed_at=None)

    def in_force(self, at: datetime) -> "InvolvementQuerySet":
        """Open ones that have not run out by an instant."""
        return self.open().filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def lendable(self) -> "InvolvementQuerySet":
        """Those somebody else has the use of by acting for who holds them: what ends by itself (emergency access) is in a person's
        own name, as `access.Way` has it."""
        return self.filter(expires_at=None)


class Involvement(models.Model):
    """An agency's role, or one person, is on this case. What people read as “who can see this”; grants follow from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="involvements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="involvements", null=True, blank=True)
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="involvements", null=True, blank=True
    )
    part = models.CharField(max_length=20, choices=Part.choices)
    reason = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = InvolvementQuerySet.as_manager()

    # Who is here for one matter only learns of no other part than their own.
    row_policy = (
        f"({{case_rule}} OR ({MATTER_RULE.format(column='cases_involvement.case_id')} AND array_position("
        "(SELECT nullif(current_setting('app.principals', true), ''))::int[], group_id) IS NOT NULL))"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "group", "part"], condition=Q(closed_at=None), name="cases_involvement_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="cases_involvement_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} on {self.case_id}"


class CaseDenied(models.Model):
    """This person may not see this case, whatever their agency: a conflict of interest, a relative. Applied last, in both walls."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="denials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="denials")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    # Every policy asks this table, so it cannot ask the policies; it holds ids and a reason that names nobody.
    row_policy = "true"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="cases_casedenied_once")]

    def __str__(self) -> str:
        return f"{self.user_id} denied {self.case_id}"


class CaseLink(models.Model):
    """From one child's record to another's. One row each way; the far side is named only by the chosen name kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    linked_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    called = models.CharField(max_length=60, help_text="what readers of this case may call the other: never a name")
    relationship = models.CharField(max_length=200, blank=True)
    same_school = models.BooleanField(null=True)
    same_household = models.BooleanField(null=True)
    occasion = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "linked_case"], name="cases_caselink_once")]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.linked_case_id}"


class PersonPart(models.TextChoices):
    SUBJECT = "subject", "The child this record is about"
    PARENT_CARER = "parent_carer", "Parent or carer"
    HOUSEHOLD = "household", "Lives in the household"
    OTHER_CHILD = "other_child", "Other child"
    CONTACT = "contact", "Professional or other contact"


class Person(models.Model):
    """Somebody in or around one case. Who they are is in `Identity`; here is only what they are to the child and how to treat them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    part = models.CharField(max_length=20, choices=PersonPart.choices)
    relationship = models.CharField(max_length=200, blank=True)
    has_parental_responsibility = models.BooleanField(null=True)
    may_be_contacted = models.BooleanField(null=True)
    contact_warning = models.TextField(blank=True)
    address_confidential = models.BooleanField(default=False)
    language = models.CharField(max_length=100, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    communication_needs = models.TextField(blank=True)
    risks_to_workers = models.TextField(blank=True)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    # A meeting's page says who the child is.
    row_policy = called_too("cases_person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(part="subject"), name="cases_person_one_subject_each")
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} on {self.case_id}"


@dataclass(frozen=True)
class IdentityDetails:
    """Who somebody is. Every field may be empty: not knowing is an answer."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    born_on: str = ""  # ISO date, or empty
    age_estimated: str = ""
    sex: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    nhs_number: str = ""
    upn: str = ""
    ethnicity: str = ""
    religion: str = ""
    school: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def initials(self) -> str:
        return "".join(f"{part[0].upper()}." for part in (self.given_name, self.family_name) if part)


SEALED = tuple(field.name for field in fields(IdentityDetails))


class Identity(models.Model):
    """Who a person is: sealed when the case is a harmed person's, and then found only by exact blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="identity")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="identities")
    sealed = models.BinaryField()
    # Searchable words of a young person's own name (“mallory jordan”); always empty on a harmed person's case.
    search_name = models.CharField(max_length=300, blank=True)
    born_on = models.DateField(null=True, blank=True)
    given_index = models.CharField(max_length=40, blank=True)
    family_index = models.CharField(max_length=40, blank=True)
    born_index = models.CharField(max_length=40, blank=True)
    postcode_index = models.CharField(max_length=40, blank=True)
    nhs_index = models.CharField(max_length=40, blank=True)
    upn_index = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    # A meeting's page says who the child is.
    row_policy = called_too("cases_identity")

    class Meta:
        verbose_name_plural = "identities"
        indexes = [
            models.Index(fields=["given_index"], condition=~Q(given_index=""), name="identity_by_given"),
            models.Index(fields=["family_index"], condition=~Q(family_index=""), name="identity_by_family"),
            models.Index(fields=["born_index"], condition=~Q(born_index=""), name="identity_by_born"),
            models.Index(fields=["postcode_index"], condition=~Q(postcode_index=""), name="identity_by_postcode"),
            models.Index(fields=["nhs_index"], condition=~Q(nhs_index=""), name="identity_by_nhs"),
            models.Index(fields=["upn_index"], condition=~Q(upn_index=""), name="identity_by_upn"),
            models.Index(fields=["born_on"], name="identity_by_date"),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"

    def details(self) -> IdentityDetails:
        """Answer who this is. Reading it is the caller's responsibility: only through an open case that may."""
        return IdentityDetails(**{k: str(v) for k, v in sealing.unseal(self.sealed).items() if k in SEALED})

    def hold(self, details: IdentityDetails, *, harmed: bool) -> None:
        """The row holds these details, sealed, with its indexes; saving is the action's. Everybody's details are sealed:
        what differs is that a harmed person is in no readable search column."""
        self.sealed = sealing.seal(asdict(details))
        self.given_index = sealing.blind("given_name", details.given_name)
        self.family_index = sealing.blind("family_name", details.family_name)
        self.born_index = sealing.blind("born_on", details.born_on)
        self.postcode_index = sealing.blind("postcode", details.postcode)
        self.nhs_index = sealing.blind("nhs_number", details.nhs_number)
        self.upn_index = sealing.blind("upn", details.upn)
        self.search_name = "" if harmed else searchable(details)
        self.born_on = None if harmed or not details.born_on else date.fromisoformat(details.born_on)


class EmergencyAttempt(models.Model):
    """Somebody asked for a record in an emergency and it was opened, or refused; or a manager let them ask again. Never of which
    child: that stands on the record that was opened, and of a refusal nobody is told."""

    class What(models.TextChoices):
        OPENED = "opened", "Opened a record"
        REFUSED = "refused", "Was refused"
        LET = "let", "Was let ask again"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="emergency_attempts")
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="cases_emergency_newest")]

    def __str__(self) -> str:
        return f"{self.what} {self.user_id}"


def searchable(details: IdentityDetails) -> str:
    """Answer the words a name search looks through: given, family and known-as names, without case or accents."""
    words = (
        sealing.normalised(word)
        for part in (details.given_name, details.family_name, details.known_as)
        for word in part.split()
    )
    return " ".join(dict.fromkeys(word for word in words if word))[:300]


class MatchSuggestion(models.Model):
    """At submission this case's child looked like one already known. Only MASH sees it; the referrer is never told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="match_suggestions")
    other_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suggested_for")
    agreeing = models.CharField(max_length=100, help_text="which of name, date of birth and postcode agree")
    at = models.DateTimeField()
    answer = models.CharField(
        max_length=10, blank=True, choices=[("same", "Same child"), ("different", "Different child")]
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other_case"], name="cases_matchsuggestion_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="cases_matchsuggestion_both_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} looks like {self.other_case_id}"


class Reference(models.Model):
    """The last number given out for a prefix and year, so that references have no gaps by accident and never repeat."""

    prefix = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="cases_reference_once_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.year}"
