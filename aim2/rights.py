"""How far each role goes with each class of record of this app: found when the product starts. Each subject says it of its own."""

from aim2.assessments import rights as assessments
from aim2.closures import rights as closures
from aim2.consent import rights as consent
from aim2.custody import rights as custody
from aim2.disclosures import rights as disclosures
from aim2.looked_after import rights as looked_after
from aim2.plans import rights as plans

__all__ = ["assessments", "closures", "consent", "custody", "disclosures", "looked_after", "plans"]
