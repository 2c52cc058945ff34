"""Who is told of what happens in this app: found when the product starts. Each subject says it of its own."""

from aim2.assessments import telling as assessments
from aim2.closures import telling as closures
from aim2.consent import telling as consent
from aim2.custody import telling as custody
from aim2.dated import telling as dated
from aim2.disclosures import telling as disclosures
from aim2.looked_after import telling as looked_after
from aim2.plans import telling as plans
from aim2.proceedings import telling as proceedings
from aim2.ratings import telling as ratings
from aim2.transitions import telling as transitions

__all__ = [
    "assessments",
    "closures",
    "consent",
    "custody",
    "dated",
    "disclosures",
    "looked_after",
    "plans",
    "proceedings",
    "ratings",
    "transitions",
]
