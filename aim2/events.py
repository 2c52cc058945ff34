"""What can happen in proceedings, consent, assessment and plan: found when the chronology starts. Each subject declares its own."""

from aim2.agreements import events as agreements
from aim2.assessments import events as assessments
from aim2.closures import events as closures
from aim2.consent import events as consent
from aim2.custody import events as custody
from aim2.dated import events as dated
from aim2.disclosures import events as disclosures
from aim2.looked_after import events as looked_after
from aim2.plans import events as plans
from aim2.proceedings import consequences, events
from aim2.ratings import events as ratings
from aim2.requests import events as requests
from aim2.transitions import events as transitions

__all__ = [
    "agreements",
    "assessments",
    "closures",
    "consent",
    "consequences",
    "custody",
    "dated",
    "disclosures",
    "events",
    "looked_after",
    "plans",
    "ratings",
    "requests",
    "transitions",
]
