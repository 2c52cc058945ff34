"""Events of a referral arriving."""

from dataclasses import dataclass
from datetime import date

from hsb.chronology.declare import declare, words
from hsb.timeliness.english import long_date

DESTINATIONS = {"mash": "MASH", "yos": "YOS"}


@declare("first_account.given", strand="safeguarding", title="First account received", record_class="incident")
@dataclass(frozen=True)
class FirstAccountGiven:
    how_came: str
    directness: str
    received_by: str = words("")

    def sentence(self) -> str:
        how = {"disclosure": "First account given", "discovery": "Behaviour discovered"}.get(
            self.how_came, "First account"
        )
        return f"{how}, received by {self.received_by}." if self.received_by else f"{how}."


@declare("incident.known", strand="safeguarding", title="Behaviour known", quiet=True)
@dataclass(frozen=True)
class IncidentKnown:
    """`agency`, `agency_id` and `role`: who writes the safety plan."""

    incidents: int
    agency: str = "school"
    agency_id: int | None = None
    role: str = "dsl"

    def sentence(self) -> str:
        return "The agencies know of the behaviour; a safety plan is due the same day."


@declare("referral.received", strand="safeguarding", title="Referral received")
@dataclass(frozen=True)
class ReferralReceived:
    destination: str
    reference: str
    from_agency: str = ""

    def sentence(self) -> str:
        sender = f" from {self.from_agency}" if self.from_agency else ""
        return f"{DESTINATIONS[self.destination]} received referral {self.reference}{sender}."


@declare("yos.referred", strand="youth_offending", title="Referred to YOS", quiet=True)
@dataclass(frozen=True)
class YosReferred:
    reference: str
    route: str

    def sentence(self) -> str:
        return f"Referred to YOS ({self.reference})."


@declare("referral.addendum_added", strand="safeguarding", title="Referrer added something", record_class="referral")
@dataclass(frozen=True)
class AddendumAdded:
    reference: str

    def sentence(self) -> str:
        return f"The referrer added to referral {self.reference}."


@declare(
    "criminal.recorded", strand="criminal_justice", title="Criminal justice position recorded", record_class="criminal"
)
@dataclass(frozen=True)
class CriminalRecorded:
    status: str
    until: str = ""

    def sentence(self) -> str:
        said = {
            "investigation": "Police are investigating",
            "bail": "On bail",
            "rui": "Released under investigation",
            "charged": "Charged",
            "court_order": "Court order in force",
            "nfa": "Police take no further action",
        }.get(self.status, "Criminal justice status recorded")
        return f"{said}, until {long_date(date.fromisoformat(self.until))}." if self.until else f"{said}."
