"""Events of an AIM2 assessment. A draft saved is none of them; the first session is the start."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words

_IN = {"strand": "youth_offending"}


@declare("aim_planning.held", title="AIM planning meeting held", **_IN)
@dataclass(frozen=True)
class AimPlanningHeld:
    on: str
    who: str = words("")

    def sentence(self) -> str:
        return f"The first AIM planning meeting was held. {self.who}".strip()


@declare("aim.started", title="AIM assessment started", **_IN)
@dataclass(frozen=True)
class AimStarted:
    assessment: str
    number: int
    called: str = "AIM2"

    def sentence(self) -> str:
        return f"{self.called} started, with its first session. Version {self.number}."


@declare("aim.co_worker_agreed", title="AIM assessment agreed by both workers", **_IN)
@dataclass(frozen=True)
class AimCoWorkerAgreed:
    assessment: str
    alone: bool = False
    by_social_care: bool = False  # under 12: their manager signs

    def sentence(self) -> str:
        who = "The lead, who works alone, has" if self.alone else "Lead and co-worker have"
        return f"{who} finished the assessment. It waits for quality assurance."


@declare("aim.returned", title="AIM assessment returned", record_class="aim_working", **_IN)
@dataclass(frozen=True)
class AimReturned:
    assessment: str
    comment: str = words("")

    def sentence(self) -> str:
        return f"The assessment was returned from quality assurance: {self.comment}"


@declare("aim.report_signed_off", title="AIM report signed off", **_IN)
@dataclass(frozen=True)
class AimReportSignedOff:
    assessment: str
    number: int
    part_locked: bool = False
    until: str = words("")

    def sentence(self) -> str:
        locked = f" Part of it is locked until {self.until}." if self.part_locked else ""
        return f"The AIM report, version {self.number}, was signed off.{locked}"


@declare("aim.lock_opened", title="What was locked in an AIM report is open", **_IN)
@dataclass(frozen=True)
class AimLockOpened:
    assessment: str
    number: int

    def sentence(self) -> str:
        return f"What was locked when version {self.number} of the AIM report was signed is open. That part can be completed."


@declare("aim.family_answered", title="AIM report and the family", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class AimFamilyAnswered:
    assessment: str
    shared: bool
    reason: str = words("")

    def sentence(self) -> str:
        if self.shared:
            return f"The report was shared with the family. {self.reason}".strip()
        return f"The report was not shared with the family: {self.reason}"


@declare("aim.superseded", title="AIM report replaced", quiet=True, **_IN)
@dataclass(frozen=True)
class AimSuperseded:
    assessment: str
    number: int

    def sentence(self) -> str:
        return f"Version {self.number} of the AIM report was replaced by a later one."


@declare("aim.ended", title="AIM assessment ended without a report", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class AimEnded:
    assessment: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"The assessment ended without a report: {self.reason}"


@declare("aim.kept", title="AIM not rated again", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class AimKept:
    assessment: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"What can change was not rated again, by the manager’s decision: {self.reason}"


@declare("aim.opinion_asked", title="Specialist opinion asked for", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class AimOpinionAsked:
    assessment: str
    what: str = words("")

    def sentence(self) -> str:
        return f"A specialist opinion was asked for: {self.what}"
