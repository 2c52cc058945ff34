"""What can happen to a child protection conference, as one child's chronology says it. Facts are ids, codes and dates."""

from dataclasses import dataclass
from datetime import date

from hsb.chronology.declare import declare, words
from hsb.ui.words import long_date
from strategy_meetings.conference.states import LetterKind
from strategy_meetings.meetings.parts import CATEGORIES, DECISION_WORDS

_MEETING = "meeting"


def _day(on: str) -> str:
    return long_date(date.fromisoformat(on))


@declare("conference.called", strand="safeguarding", title="Conference called", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class ConferenceCalled:
    meeting: str
    held_on: str

    def sentence(self) -> str:
        return f"An initial child protection conference was called for {_day(self.held_on)}."


@declare("review_conference.called", strand="safeguarding", title="Review called", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class ReviewConferenceCalled:
    meeting: str
    held_on: str

    def sentence(self) -> str:
        return f"A review child protection conference was called for {_day(self.held_on)}."


@declare("conference.moved", strand="safeguarding", title="Conference moved", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class ConferenceMoved:
    meeting: str
    held_on: str

    def sentence(self) -> str:
        return f"The conference is on {_day(self.held_on)} now."


@declare("review_conference.moved", strand="safeguarding", title="Review moved", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class ReviewConferenceMoved:
    meeting: str
    held_on: str

    def sentence(self) -> str:
        return f"The review conference is on {_day(self.held_on)} now."


@declare(
    "conference.called_off", strand="safeguarding", title="Conference called off", record_class=_MEETING, quiet=True
)
@dataclass(frozen=True)
class ConferenceCalledOff:
    meeting: str

    def sentence(self) -> str:
        return "The conference was called off."


@declare(
    "review_conference.called_off", strand="safeguarding", title="Review called off", record_class=_MEETING, quiet=True
)
@dataclass(frozen=True)
class ReviewConferenceCalledOff:
    meeting: str

    def sentence(self) -> str:
        return "The review conference was called off."


@declare(
    "conference.report_asked", strand="safeguarding", title="Report to the conference asked for", record_class=_MEETING
)
@dataclass(frozen=True)
class ReportAsked:
    meeting: str
    agency: int
    held_on: str
    asked_of: str = words("")

    def sentence(self) -> str:
        return f"{self.asked_of or 'An agency'} was asked for a report to the conference."


@declare(
    "review_conference.report_asked",
    strand="safeguarding",
    title="Report to the review asked for",
    record_class=_MEETING,
)
@dataclass(frozen=True)
class ReviewReportAsked:
    meeting: str
    agency: int
    held_on: str
    asked_of: str = words("")

    def sentence(self) -> str:
        return f"{self.asked_of or 'An agency'} was asked for a report to the review conference."


@declare(
    "conference.report_sent", strand="safeguarding", title="Report to the conference received", record_class=_MEETING
)
@dataclass(frozen=True)
class ReportSent:
    meeting: str
    agency: int

    def sentence(self) -> str:
        return "A report to the conference reached the chair."


@declare(
    "review_conference.report_sent", strand="safeguarding", title="Report to the review received", record_class=_MEETING
)
@dataclass(frozen=True)
class ReviewReportSent:
    meeting: str
    agency: int

    def sentence(self) -> str:
        return "A report to the review conference reached the chair."


@declare(
    "conference.report_shared", strand="safeguarding", title="Report shared with the family", record_class=_MEETING
)
@dataclass(frozen=True)
class ReportShared:
    meeting: str
    shared_on: str
    how: str = words("")

    def sentence(self) -> str:
        return f"The family was shown a report to the conference on {_day(self.shared_on)}. {self.how}".strip()


@declare("conference.excluded", strand="safeguarding", title="Not invited to the conference", record_class=_MEETING)
@dataclass(frozen=True)
class Excluded:
    meeting: str
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who or 'Somebody'} is not invited to the conference. {self.reason}".strip()


@declare("conference.held", strand="safeguarding", title="Initial conference held", record_class=_MEETING)
@dataclass(frozen=True)
class ConferenceHeld:
    meeting: str
    outcome: str
    category: str = ""

    def sentence(self) -> str:
        return f"Initial child protection conference held. {_decided(self.outcome, self.category)}"


@declare("review_conference.held", strand="safeguarding", title="Review conference held", record_class=_MEETING)
@dataclass(frozen=True)
class ReviewConferenceHeld:
    meeting: str
    outcome: str
    category: str = ""

    def sentence(self) -> str:
        return f"Review child protection conference held. {_decided(self.outcome, self.category)}"


def _decided(outcome: str, category: str) -> str:
    named = dict(CATEGORIES).get(category, "")
    return f"{DECISION_WORDS[outcome]}{f', category: {named.lower()}' if named else ''}."


@declare("core_group.held", strand="safeguarding", title="Core group held", record_class=_MEETING)
@dataclass(frozen=True)
class CoreGroupHeld:
    meeting: str

    def sentence(self) -> str:
        return "Core group held: the plan was gone through item by item."


@declare(
    "conference.letter_made", strand="safeguarding", title="Letter to the family", record_class=_MEETING, quiet=True
)
@dataclass(frozen=True)
class LetterMade:
    meeting: str
    letter: str
    letter_kind: str
    to_name: str = words("")

    def sentence(self) -> str:
        return f"Letter to {self.to_name or 'one of the family'}: {LetterKind(self.letter_kind).label.lower()}."


@declare("conference.letter_sent", strand="safeguarding", title="Decision letter sent", record_class=_MEETING)
@dataclass(frozen=True)
class LetterSent:
    meeting: str

    def sentence(self) -> str:
        return "The chair’s decision letter and the outline plan were sent."


@declare("conference.record_sent", strand="safeguarding", title="Conference record sent", record_class=_MEETING)
@dataclass(frozen=True)
class RecordSent:
    meeting: str

    def sentence(self) -> str:
        return "The record of the conference was sent."


@declare("conference.asked_for", strand="safeguarding", title="Conference asked for", record_class=_MEETING)
@dataclass(frozen=True)
class AskedFor:
    asked_by: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} asked for a child protection conference. {self.reason}".strip()
