"""The boxes of what police record."""

from typing import Any
from uuid import uuid4

from aim2.proceedings import events
from aim2.proceedings.fields.base import Given, choose, day_box, kind_of, long_text, pairs
from aim2.proceedings.standing import BailNow
from aim2.proceedings.states import Admission
from aim2.proceedings.words import CPS, OUTCOMES, PERIODS, RANKS
from hsb.ui.forms import CheckboxField, Choice, TextField


@kind_of(
    "allegation.confirmed",
    lambda: {
        "what": long_text("What do police or YOS confirm?", "In their words: how often, when, where.", required=True),
        "alleged_on": day_box("Day of the behaviour, if another"),
    },
)
def _confirmed(g: Given) -> Any:
    return events.AllegationConfirmed(allegations=g.allegations, what=g.text("what"), alleged_on=g.iso("alleged_on"))


@kind_of("arrest.made")
def _arrest(g: Given) -> Any:
    return events.ArrestMade(allegations=g.allegations, arrest=str(uuid4()))


@kind_of(
    "interview.held",
    lambda: {
        "how": choose(
            "How did they come to be interviewed?",
            [Choice("voluntary", "They came of their own accord"), Choice("arrest", "Under arrest")],
            "how they came to be interviewed",
        ),
        "adult": CheckboxField(label="An appropriate adult was there", required=False, initial=True),
        "solicitor": CheckboxField(label="A solicitor was there", required=False),
    },
)
def _interview(g: Given) -> Any:
    return events.InterviewHeld(
        allegations=g.allegations,
        voluntary=g.text("how") == "voluntary",
        adult=bool(g.said.get("adult")),
        solicitor=bool(g.said.get("solicitor")),
    )


@kind_of(
    "admission.recorded",
    lambda: {
        "admission": choose(
            "What was admitted?",
            [Choice(one.value, one.label) for one in Admission if one != Admission.NOT_INTERVIEWED],
            "what was admitted",
        )
    },
)
def _admission(g: Given) -> Any:
    return events.AdmissionRecorded(allegations=g.allegations, admission=g.text("admission"))


def _arrested_on(g: Given) -> str:
    if "arrest.made" in g.made:
        return g.day.isoformat()
    days = [one.arrested_on for one in g.now.allegations if one.id in g.allegations and one.arrested_on]
    return max(days).isoformat() if days else ""


@kind_of(
    "bail.started",
    lambda: {
        "return_on": day_box(
            "To return on", "At most three months, counted from the day after the arrest.", required=True
        ),
        "conditions": long_text(
            "Conditions", "One a line. They stand on every page of this record while they are in force."
        ),
    },
)
def _bail(g: Given) -> Any:
    return events.BailStarted(
        allegations=g.allegations,
        bail=str(uuid4()),
        arrested_on=_arrested_on(g),
        return_on=g.iso("return_on"),
        conditions=g.text("conditions"),
    )


def _bail_of(g: Given) -> BailNow | None:
    return next((one for one in g.now.bails if one.id == g.about), None)


@kind_of(
    "bail.changed",
    lambda: {
        "conditions": long_text("Conditions from now on", "All of them, one a line."),
        "return_on": day_box("To return on, if that changed"),
    },
)
def _bail_changed(g: Given) -> Any:
    return events.BailChanged(
        allegations=g.allegations, bail=g.about, return_on=g.iso("return_on"), conditions=g.text("conditions")
    )


@kind_of(
    "bail.extended",
    lambda: {
        "rank": choose("Who extended it?", pairs(RANKS), "who extended it"),
        "return_on": day_box(
            "To return on",
            "An inspector up to six, a superintendent up to nine months after the arrest; in a designated case up to twelve.",
            required=True,
        ),
    },
)
def _bail_extended(g: Given) -> Any:
    bail = _bail_of(g)
    return events.BailExtended(
        allegations=g.allegations,
        bail=g.about,
        arrested_on=bail.arrested_on.isoformat() if bail and bail.arrested_on else "",
        return_on=g.iso("return_on"),
        period=PERIODS[g.text("rank")],
        rank=g.text("rank"),
    )


@kind_of("bail.ended")
def _bail_ended(g: Given) -> Any:
    return events.BailEnded(allegations=g.allegations, bail=g.about, why="ended")


@kind_of("bail.breached", lambda: {"what": long_text("What happened?", required=True)})
def _bail_breached(g: Given) -> Any:
    return events.BailBreached(allegations=g.allegations, bail=g.about, what=g.text("what"))


@kind_of("rui.started")
def _released(g: Given) -> Any:
    return events.ReleasedUnderInvestigation(allegations=g.allegations, release=str(uuid4()))


@kind_of("rui.reviewed", lambda: {"stands": long_text("Where does the investigation stand?", required=True)})
def _reviewed(g: Given) -> Any:
    return events.InvestigationReviewed(allegations=g.allegations, release=g.about, stands=g.text("stands"))


def _their_bail(g: Given) -> str:
    return next((one.bail for one in g.now.allegations if one.id in g.allegations and one.bail), "")


@kind_of(
    "charging.papers_sent",
    lambda: {
        "disclosed": long_text(
            "What went with the papers from social care, YOS or school?", "Exactly what, and its date.", required=True
        )
    },
)
def _papers(g: Given) -> Any:
    return events.PapersSent(allegations=g.allegations, bail=_their_bail(g), disclosed=g.text("disclosed"))


@kind_of(
    "charging.decided",
    lambda: {
        "decision": choose("What did the CPS decide?", pairs(CPS), "what the CPS decided"),
        "reason": long_text("Why, or what is still needed?"),
    },
)
def _decided(g: Given) -> Any:
    return events.ChargingDecided(
        allegations=g.allegations, bail=_their_bail(g), decision=g.text("decision"), reason=g.text("reason")
    )


@kind_of(
    "outcome.out_of_court",
    lambda: {
        "disposal": choose("Which outcome?", pairs(OUTCOMES), "the outcome"),
        "conditions": long_text("Conditions, or the work agreed"),
    },
)
def _out_of_court(g: Given) -> Any:
    return events.OutOfCourt(allegations=g.allegations, disposal=g.text("disposal"), conditions=g.text("conditions"))


@kind_of(
    "outcome.no_further_action",
    lambda: {
        "by_whom": choose("Who decided?", [Choice("police", "Police"), Choice("cps", "The CPS")], "who decided"),
        "reason": long_text("Why?", required=True),
    },
)
def _no_further_action(g: Given) -> Any:
    return events.InvestigationEnded(allegations=g.allegations, by_whom=g.text("by_whom"), reason=g.text("reason"))


@kind_of("charge.made", lambda: {"offence": TextField(label="Charged with, if in other words", required=False)})
def _charge(g: Given) -> Any:
    return events.ChargeMade(allegations=g.allegations, charge=str(uuid4()), offence=g.text("offence"))
