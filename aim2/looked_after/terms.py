"""By which law a child is looked after, and how it ends."""

from django.db.models import TextChoices


class LegalBasis(TextChoices):
    SECTION_20 = "section_20", "Accommodated by agreement, section 20"
    INTERIM_CARE_ORDER = "interim_care_order", "Interim care order, section 38"
    CARE_ORDER = "care_order", "Care order, section 31"
    REMAND_CARE = "local_authority", "Remanded to local authority accommodation"
    REMAND_DETENTION = "youth_detention", "Remanded to youth detention accommodation"


class Ending(TextChoices):
    DETENTION = "detention", "A custodial sentence"
    REMAND_OVER = "remand_over", "The remand is over"
    HOME = "home", "Returned home"
    ORDER_ENDED = "order_ended", "The order ended"
    ADULT = "adult", "Turned 18"
    MISTAKEN = "mistaken", "Recorded by mistake"


BY_REMAND = frozenset({LegalBasis.REMAND_CARE, LegalBasis.REMAND_DETENTION})
"""Follows from the remand and ends with it (Legal Aid, Sentencing and Punishment of Offenders Act 2012, section 104)."""

CARE_ORDERS = frozenset({LegalBasis.INTERIM_CARE_ORDER, LegalBasis.CARE_ORDER})
"""Give the local authority parental responsibility (Children Act 1989, section 33). Section 20 and a remand do not."""

ENDED_BY_DETENTION = BY_REMAND | {LegalBasis.SECTION_20}
"""A custodial sentence ends these. A care order goes on; after section 20, visits go on."""

RECORDED = tuple((one.value, one.label) for one in LegalBasis if one not in BY_REMAND)
"""What a social worker records; a remand is recorded by the court officer, and its status follows."""
