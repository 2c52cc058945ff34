"""The boxes of what happens in court."""

from typing import Any
from uuid import uuid4

from aim2.proceedings import events
from aim2.proceedings.fields.base import Given, choose, court_box, day_box, kind_of, long_text, pairs
from aim2.proceedings.states import Plea
from aim2.proceedings.words import PURPOSES, SENTENCES
from hsb.ui.forms import CheckboxField, Choice, SelectField, TimeField


@kind_of("hearing.held", lambda: {"result": long_text("Result in a line", required=False)})
def _held(g: Given) -> Any:
    return events.HearingHeld(allegations=g.allegations, hearing=g.about, result=g.text("result"))


@kind_of(
    "plea.entered",
    lambda: {"plea": choose("Plea", [Choice(one.value, one.label) for one in Plea], "the plea")},
)
def _plea(g: Given) -> Any:
    return events.PleaEntered(allegations=g.allegations, plea=g.text("plea"))


@kind_of(
    "finding.made",
    lambda: {
        "verdict": choose("Verdict", [Choice("guilty", "Guilty"), Choice("not_guilty", "Not guilty")], "the verdict")
    },
)
def _finding(g: Given) -> Any:
    return events.FindingMade(allegations=g.allegations, guilty=g.text("verdict") == "guilty")


@kind_of("charge.discontinued", lambda: {"reason": long_text("Why?", required=True)})
def _dropped(g: Given) -> Any:
    return events.ChargeDiscontinued(allegations=g.allegations, reason=g.text("reason"))


@kind_of(
    "hearing.set",
    lambda: {
        "hearing_on": day_box("Day of the hearing", required=True),
        "time": TimeField(label="Time", required=False),
        "purpose": SelectField(label="What for?", choices=list(PURPOSES.items()), initial="other", empty_label=""),
        "court": court_box(),
    },
)
def _hearing(g: Given) -> Any:
    at = g.said.get("time")
    return events.HearingSet(
        allegations=g.allegations,
        hearing=str(uuid4()),
        hearing_on=g.iso("hearing_on"),
        time=f"{at:%H:%M}" if at else "",
        purpose=g.text("purpose") or "other",
        court=g.text("court"),
    )


@kind_of(
    "hearing.moved",
    lambda: {"hearing_on": day_box("New day", required=True), "time": TimeField(label="Time", required=False)},
)
def _moved(g: Given) -> Any:
    hearing = next((one for one in g.now.hearings if one.id == g.about), None)
    at = g.said.get("time")
    return events.HearingMoved(
        allegations=g.allegations,
        hearing=g.about,
        hearing_on=g.iso("hearing_on"),
        time=f"{at:%H:%M}" if at else "",
        was_on=g.text("was_on") or (hearing.on.isoformat() if hearing else ""),
    )


@kind_of("hearing.vacated")
def _vacated(g: Given) -> Any:
    return events.HearingVacated(allegations=g.allegations, hearing=g.about)


@kind_of("psr.requested")
def _report(g: Given) -> Any:
    """For the hearing it is about, else the one set on the same occasion, else the next one of these allegations."""
    fresh = g.made.get("hearing.set")
    if fresh is not None:
        return events.ReportRequested(
            allegations=g.allegations, report=str(uuid4()), hearing=fresh.hearing, hearing_on=fresh.hearing_on
        )
    held = {one.hearing for one in g.made.values() if one.code == "hearing.held"}
    to_come = [one for one in g.now.hearings if one.is_to_come and one.id not in held]
    found = next((one for one in to_come if one.id == g.about), None) or next(
        (one for one in sorted(to_come, key=lambda h: h.on) if set(one.allegations) & set(g.allegations)), None
    )
    return events.ReportRequested(
        allegations=g.allegations,
        report=str(uuid4()),
        hearing=found.id if found else "",
        hearing_on=found.on.isoformat() if found else g.day.isoformat(),
    )


def _hearing_of(g: Given) -> str:
    return next((one.hearing for one in g.now.reports if one.id == g.about), "")


@kind_of("psr.lodged")
def _lodged(g: Given) -> Any:
    return events.ReportLodged(allegations=g.allegations, report=g.about, hearing=_hearing_of(g))


@kind_of("psr.withdrawn")
def _report_withdrawn(g: Given) -> Any:
    return events.ReportWithdrawn(allegations=g.allegations, report=g.about, hearing=_hearing_of(g))


@kind_of(
    "sentence.passed",
    lambda: {
        "order": choose("Sentence", pairs(SENTENCES), "the sentence"),
        "until": day_box("Runs until, if it runs"),
        "aim_required": CheckboxField(label="The order requires AIM2", required=False),
        "court": court_box(),
        "detail": long_text("Requirements, or what else matters"),
    },
)
def _sentence(g: Given) -> Any:
    return events.SentencePassed(
        allegations=g.allegations,
        order=g.text("order"),
        order_id=str(uuid4()),
        from_on=g.day.isoformat(),
        until=g.iso("until"),
        aim_required=bool(g.said.get("aim_required")),
        court=g.text("court"),
        detail=g.text("detail"),
    )
