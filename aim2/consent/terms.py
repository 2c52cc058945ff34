"""The words of consent: what is asked, of whom, what they are told and what they answer (policy P6.1, P6.3)."""

from django.db.models import TextChoices

SUGGESTED_DAYS_TO_NEXT_OFFER = 28
EXPLANATION = "Explanation of 1 April 2026, version 3"


class Purpose(TextChoices):
    """What consent is asked for. Each has a record of its own; agreeing to one says nothing of the others."""

    TAKE_PART = "take_part", "To take part in AIM2"
    SHARE = "share", "To share what AIM2 finds"
    CONTACT = "contact", "To be reached directly"


class Giver(TextChoices):
    """Who answers."""

    YOUNG_PERSON = "young_person", "The young person"
    PARENT = "parent", "A parent or carer"
    LOCAL_AUTHORITY = "local_authority", "A social care manager, under a care order"


class Reply(TextChoices):
    """What they answered."""

    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Refuses"
    MORE_TIME = "more_time", "Wants more time"
    WITHDRAWS = "withdraws", "Withdraws what was agreed"


class Responsibility(TextChoices):
    """By what right an adult answers for a child."""

    BIRTH_MOTHER = "birth_mother", "Mother, since birth"
    BIRTH_CERTIFICATE = "birth_certificate", "Named on the birth certificate"
    MARRIAGE = "marriage", "Married to the mother, or civil partner"
    AGREEMENT = "agreement", "An agreement on parental responsibility"
    COURT = "court", "An order of a court"
    CARE_ORDER = "care_order", "A care order, for the local authority"
    NONE = "none", "Has no parental responsibility"


class Method(TextChoices):
    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By phone or video"
    WRITING = "writing", "In writing"


class Interpreter(TextChoices):
    NOT_NEEDED = "not_needed", "Not needed"
    USED = "used", "Used"


class Told(TextChoices):
    """What has to be explained before anybody answers (P6.3)."""

    EXPLICIT = "explicit", "Conversations will be sexually explicit"
    PARENTS = "parents", "Parents may be asked to talk with their child about sexual matters, and to show attitudes"
    PRIVATE = "private", "What stays private, and when it cannot"
    DISCLOSED = "disclosed", "What may be disclosed, to police and court too"
    STOP = "stop", "They may stop at any time, and what then happens"


TOLD_PARENTS_ONLY = frozenset({Told.PARENTS})
"""What is said to parents; a young person may be told it too."""
NO = frozenset({Reply.REFUSES, Reply.WITHDRAWS})
