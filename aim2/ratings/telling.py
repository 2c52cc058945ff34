"""Who is told of ratings: the two who rate, when the holder takes back what they rate with. Of a single rating nobody: the two see
each other's on the page, and quality assurance is told when it waits."""

from collections.abc import Mapping
from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import Involved, Link, on_case, silent, tells


def _rates(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return somebody.user_id in (facts.get("lead"), facts.get("co_worker"))


def assessment(event: CaseEvent, *, in_person: bool) -> Link:
    """Answer the page from which another instrument is chosen; whoever acts for one of the two rates nothing, and reads the case's."""
    return "aim2:assessment", {"reference": event.case.reference}


silent("aim.instrument_chosen")
tells(
    "aim.instrument_withdrawn",
    on_case(
        Part.SCREENING,
        Part.ALLOCATED,
        Part.INVOLVED,
        mail=True,
        when=_rates,
        called="the lead and the co-worker of the assessment",
    ),
    says="The instrument you rate with was withdrawn by its holder: nothing more is rated with it",
    leads_to=assessment,
)
