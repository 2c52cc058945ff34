"""Which children are of one family: brothers, sisters, one household. A child of another family is never part of a family’s meeting."""

from collections.abc import Sequence

from django.db.models import Q

from hsb.cases.models import Case, CaseKind, CaseLink

KIN = ("brother", "sister", "sibling", "twin", "step")
"""Words of a relationship that say that two children grow up together."""


def of_one_family() -> Q:
    """Answer the condition on links to children of the same family: considered beside, living together, or called brother or sister."""
    found = Q(linked_case__kind=CaseKind.CONSIDERED) | Q(case__kind=CaseKind.CONSIDERED) | Q(same_household=True)
    for word in KIN:
        found |= Q(relationship__icontains=word)
    return found


def is_one_family(children: Sequence[Case]) -> bool:
    """Answer whether every one of these children is linked to the first as of the same family."""
    first, *others = children
    if not others:
        return True
    linked = set(CaseLink.objects.filter(of_one_family(), case=first).values_list("linked_case_id", flat=True))
    linked |= set(CaseLink.objects.filter(of_one_family(), linked_case=first).values_list("case_id", flat=True))
    return all(one.pk in linked for one in others)
