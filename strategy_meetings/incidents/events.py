"""What can happen to a new incident on a record that is open already."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("incident.recorded", strand="safeguarding", title="New incident", record_class="incident")
@dataclass(frozen=True)
class IncidentRecorded:
    """Whatever runs, the strategy decision is asked again, of a manager of children's social care."""

    incident: str
    number: int
    what: str = words("")

    def sentence(self) -> str:
        return f"New incident {self.number}: the strategy decision is asked again. {self.what}".strip()


@declare("incident.decided", strand="safeguarding", title="New incident: decided", record_class="incident")
@dataclass(frozen=True)
class IncidentDecided:
    incident: str
    decision: str  # strategy, goes_on, held
    reasons: str = words("")

    def sentence(self) -> str:
        decided = {
            "strategy": "A strategy discussion is held about the new incident.",
            "goes_on": "No strategy discussion about the new incident: what runs goes on.",
            "held": "The strategy discussion that was held answers the new incident.",
        }[self.decision]
        return f"{decided} {self.reasons}".strip()
