"""What can happen to a meeting, as each child's chronology says it. Facts are ids, codes and dates; what somebody said is words."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.parts import OUTCOME_WORDS

_MEETING = "meeting"


@declare("meeting.called", strand="safeguarding", title="Meeting called", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingCalled:
    meeting: str
    kind: str
    when: str  # "Wednesday 2 December 2026, 10:00am"

    def sentence(self) -> str:
        return f"{kind_of(self.kind).title} called for {self.when}."


@declare(
    "strategy.decided", strand="safeguarding", title="Strategy discussion to be held", record_class=_MEETING, quiet=True
)
@dataclass(frozen=True)
class StrategyDecided:
    meeting: str

    def sentence(self) -> str:
        return "It was decided to hold a strategy discussion."


@declare("meeting.moved", strand="safeguarding", title="Meeting moved", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingMoved:
    meeting: str
    kind: str
    when: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"{kind_of(self.kind).title} moved to {self.when}. {self.reason}".strip()


@declare("meeting.called_off", strand="safeguarding", title="Meeting called off", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingCalledOff:
    meeting: str
    kind: str
    still_needed: bool
    reason: str = words("")

    def sentence(self) -> str:
        then = " Another is called." if self.still_needed else ""
        return f"{kind_of(self.kind).title} called off. {self.reason}{then}"


@declare(
    "strategy.called_off",
    strand="safeguarding",
    title="No strategy discussion needed",
    record_class=_MEETING,
    quiet=True,
)
@dataclass(frozen=True)
class StrategyCalledOff:
    meeting: str

    def sentence(self) -> str:
        return "No strategy discussion is needed any more."


@declare(
    "planning_meeting.called_off",
    strand="safeguarding",
    title="No planning meeting needed",
    record_class=_MEETING,
    quiet=True,
)
@dataclass(frozen=True)
class PlanningCalledOff:
    meeting: str

    def sentence(self) -> str:
        return "No planning meeting is needed any more."


@declare("meeting.chair_changed", strand="safeguarding", title="Chair handed over", record_class=_MEETING)
@dataclass(frozen=True)
class ChairChanged:
    meeting: str
    chair: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} chairs the meeting now. {self.reason}".strip()


@declare("meeting.begun", strand="safeguarding", title="Meeting begun", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class MeetingBegun:
    meeting: str
    kind: str

    def sentence(self) -> str:
        return f"{kind_of(self.kind).title} began."


@declare("strategy.held", strand="safeguarding", title="Strategy discussion held", record_class=_MEETING)
@dataclass(frozen=True)
class StrategyHeld:
    meeting: str
    kind: str
    outcome: str  # parts.OUTCOME_WORDS
    section_47: str = ""  # none, single, joint

    def sentence(self) -> str:
        joint = {"joint": " Joint with the police.", "single": " By social care alone."}
        more = joint.get(self.section_47, "") if self.outcome == "s47" else ""
        return f"{kind_of(self.kind).title} held. {OUTCOME_WORDS.get(self.outcome, '')}{more}".strip()


@declare("planning_meeting.held", strand="safeguarding", title="Planning meeting held", record_class=_MEETING)
@dataclass(frozen=True)
class PlanningMeetingHeld:
    meeting: str
    kind: str

    def sentence(self) -> str:
        return "Planning meeting held."


@declare("risk_panel.held", strand="safeguarding", title="Risk panel held", record_class=_MEETING)
@dataclass(frozen=True)
class RiskPanelHeld:
    meeting: str
    kind: str

    def sentence(self) -> str:
        return "Risk panel held."


@declare("meeting.not_quorate", strand="safeguarding", title="Meeting not quorate", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingNotQuorate:
    meeting: str
    kind: str
    missing: str

    def sentence(self) -> str:
        return f"{kind_of(self.kind).title} ended without {self.missing}: it counts as not held, its notes are kept."


@declare("meeting.approved", strand="safeguarding", title="Record of the meeting approved", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingApproved:
    meeting: str
    kind: str

    def sentence(self) -> str:
        return f"The chair approved the record of the {kind_of(self.kind).title.lower()}."


@declare("strategy.record_sent", strand="safeguarding", title="Strategy record sent", record_class=_MEETING)
@dataclass(frozen=True)
class StrategyRecordSent:
    meeting: str

    def sentence(self) -> str:
        return "The record of the strategy discussion was sent."


@declare("meeting.record_sent", strand="safeguarding", title="Record of the meeting sent", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingRecordSent:
    meeting: str
    kind: str

    def sentence(self) -> str:
        return f"The record of the {kind_of(self.kind).title.lower()} was sent."


@declare("meeting.amended", strand="safeguarding", title="Minutes amended", record_class=_MEETING)
@dataclass(frozen=True)
class MeetingAmended:
    meeting: str
    kind: str
    number: int
    reason: str = words("")

    def sentence(self) -> str:
        return f"Minutes of the {kind_of(self.kind).title.lower()} amended ({self.number}). {self.reason}".strip()


@declare("strategy.asked_for", strand="safeguarding", title="Strategy discussion asked for", record_class=_MEETING)
@dataclass(frozen=True)
class StrategyAskedFor:
    asked_by: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} asked for a strategy discussion. {self.reason}".strip()


@declare("strategy.refused", strand="safeguarding", title="No strategy discussion called", record_class=_MEETING)
@dataclass(frozen=True)
class StrategyRefused:
    asked_by: int
    reason: str = words("")

    def sentence(self) -> str:
        return f"No strategy discussion is called. {self.reason}".strip()


@declare("meeting.family_told", strand="safeguarding", title="The family was told", record_class=_MEETING)
@dataclass(frozen=True)
class FamilyTold:
    meeting: str
    whom: str = words("")
    by_whom: str = words("")

    def sentence(self) -> str:
        return f"{self.whom} was told what the meeting agreed, by {self.by_whom}."


@declare("not_discussed.set", strand="safeguarding", title="Not to be discussed with the child", record_class=_MEETING)
@dataclass(frozen=True)
class NotDiscussedSet:
    meeting: str
    what: str = words("")
    until_what: str = words("")

    def sentence(self) -> str:
        return f"Not to be discussed with the child: {self.what}, until {self.until_what}."


@declare(
    "not_discussed.lifted", strand="safeguarding", title="May be discussed with the child again", record_class=_MEETING
)
@dataclass(frozen=True)
class NotDiscussedLifted:
    meeting: str
    what: str = words("")
    because: str = words("")

    def sentence(self) -> str:
        return f"May be discussed with the child again: {self.what}. {self.because}"
