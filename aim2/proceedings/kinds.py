"""The entries, as one table: who records them, what they are about, what else may be said on the same occasion, what follows.

A row here, an event in `events`, an effect in `effects`, its needs in `needs` and its boxes in `fields` are one entry.
Over 300 lines: it is one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aim2.proceedings import events
from aim2.proceedings.states import Plea, Standing
from hsb.agencies.permissions import Role

S = Standing
POLICE = frozenset({Role.POLICE_OFFICER})
COURT = frozenset({Role.COURT_OFFICER, Role.YOS_MANAGER})
REPORTS = COURT | {Role.YOS_OFFICER}
CUSTODY = COURT | {Role.SECURE_WORKER}
BEFORE = frozenset({S.REPORTED, S.ON_BAIL, S.RELEASED})
IN_COURT = frozenset({S.CHARGED, S.CONVICTED})


class About(StrEnum):
    """What an entry is about: allegations that are chosen, or one thing that stands already, with the allegations it has."""

    ALLEGATIONS = "allegations"
    BAIL = "bail"
    COURT_BAIL = "court_bail"
    RELEASE = "release"
    HEARING = "hearing"
    REPORT = "report"
    ORDER = "order"
    BINDING = "binding"
    CUSTODY = "custody"
    NOTIFICATION = "notification"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Kind:
    """One kind of entry."""

    event: Any
    label: str
    group: str
    recorders: frozenset[Role]
    about: About = About.ALLEGATIONS
    takes: frozenset[Standing] = frozenset(S)  # where an allegation must stand to be chosen
    not_taken: str = "so this does not concern it"
    also: tuple[str, ...] = ()  # what may be said on the same occasion
    step: str = ""  # of which families are told and safety plans follow: a key of consequences.STEPS

    @property
    def code(self) -> str:
        return str(self.event.code)

    @property
    def asked_of(self) -> str:
        """The kind of agency that confirms what somebody else has heard of it."""
        return "police" if Role.POLICE_OFFICER in self.recorders else "yos"


_ROWS: tuple[Kind, ...] = (
    Kind(events.AllegationAdded, "Further allegation", "Police", POLICE, about=About.NOTHING),
    Kind(
        events.AllegationConfirmed,
        "Confirm what was referred",
        "Police",
        POLICE | COURT,
        also=("admission.recorded",),
    ),
    Kind(
        events.ArrestMade,
        "Arrest",
        "Police",
        POLICE,
        takes=BEFORE | {S.NO_FURTHER_ACTION},
        also=("interview.held", "admission.recorded", "bail.started", "rui.started", "charge.made"),
        step="arrest",
    ),
    Kind(
        events.InterviewHeld,
        "Interview under caution",
        "Police",
        POLICE,
        takes=BEFORE | {S.NO_FURTHER_ACTION},
        also=("admission.recorded",),
        step="interview",
    ),
    Kind(events.AdmissionRecorded, "What was admitted", "Police", POLICE | COURT),
    Kind(
        events.BailStarted,
        "Bail before charge",
        "Police",
        POLICE,
        takes=frozenset({S.REPORTED, S.RELEASED, S.NO_FURTHER_ACTION}),
        not_taken="so change or extend that bail instead",
        step="bail",
    ),
    Kind(events.BailChanged, "Bail conditions changed", "Police", POLICE, about=About.BAIL, step="bail"),
    Kind(events.BailExtended, "Bail extended", "Police", POLICE, about=About.BAIL, step="bail"),
    Kind(events.BailBreached, "Bail broken", "Police", POLICE, about=About.BAIL, step="breach"),
    Kind(events.BailEnded, "Bail ended", "Police", POLICE, about=About.BAIL, also=("rui.started",), step="bail"),
    Kind(
        events.ReleasedUnderInvestigation,
        "Released under investigation",
        "Police",
        POLICE,
        takes=frozenset({S.REPORTED, S.ON_BAIL}),
        step="bail",
    ),
    Kind(events.InvestigationReviewed, "Investigation reviewed", "Police", POLICE, about=About.RELEASE),
    Kind(events.PapersSent, "Papers sent to the CPS", "Police", POLICE, takes=BEFORE),
    Kind(
        events.ChargingDecided,
        "CPS decision",
        "Police",
        POLICE,
        takes=BEFORE,
        also=("charge.made", "outcome.no_further_action"),
    ),
    Kind(
        events.InvestigationEnded,
        "No further action",
        "Police",
        POLICE,
        takes=BEFORE,
        not_taken="so the charge can be dropped instead",
        step="no_further_action",
    ),
    Kind(
        events.OutOfCourt,
        "Community resolution, outcome 22 or caution",
        "Police",
        POLICE,
        takes=BEFORE,
        also=("admission.recorded", "notification.required"),
        step="out_of_court",
    ),
    Kind(
        events.ChargeMade,
        "Charge",
        "Police",
        POLICE,
        takes=BEFORE | {S.NO_FURTHER_ACTION, S.DEFERRED, S.CAUTIONED, S.DISCONTINUED},
        also=("hearing.set",),
        step="charge",
    ),
    Kind(
        events.HearingHeld,
        "Hearing held",
        "Court",
        COURT,
        about=About.HEARING,
        also=(
            "plea.entered",
            "finding.made",
            "charge.discontinued",
            "hearing.set",
            "psr.requested",
            "court_bail.given",
        ),
    ),
    Kind(
        events.PleaEntered,
        "Plea",
        "Court",
        COURT,
        takes=frozenset({S.CHARGED}),
        not_taken="so no plea can be taken",
        also=("hearing.set", "psr.requested", "sentence.passed", "court_bail.given"),
        step="plea",
    ),
    Kind(
        events.FindingMade,
        "Verdict",
        "Court",
        COURT,
        takes=frozenset({S.CHARGED}),
        not_taken="so there can be no verdict",
        also=("hearing.set", "psr.requested", "sentence.passed", "order.made"),
        step="guilty",
    ),
    Kind(
        events.ChargeDiscontinued,
        "Charge dropped",
        "Court",
        COURT | POLICE,
        takes=frozenset({S.CHARGED}),
        step="discontinued",
    ),
    Kind(events.HearingSet, "Hearing set", "Court", COURT | POLICE, takes=IN_COURT | {S.SENTENCED}),
    Kind(events.HearingMoved, "Hearing moved", "Court", COURT | POLICE, about=About.HEARING),
    Kind(events.HearingVacated, "Hearing taken out of the list", "Court", COURT, about=About.HEARING),
    Kind(events.ReportRequested, "Pre-sentence report asked for", "Court", COURT, about=About.HEARING),
    Kind(events.ReportLodged, "Pre-sentence report lodged", "Court", REPORTS, about=About.REPORT),
    Kind(events.ReportWithdrawn, "Report no longer asked for", "Court", COURT, about=About.REPORT),
    Kind(
        events.SentencePassed,
        "Sentence",
        "Court",
        COURT,
        takes=frozenset({S.CONVICTED}),
        not_taken="so there can be no sentence",
        also=("order.made",),
        step="sentence",
    ),
    Kind(events.OrderMade, "Prevention or restraining order", "Court", COURT | POLICE, step="order"),
    Kind(
        events.BreachRecorded,
        "Breach of court bail, remand, order or licence",
        "Court",
        COURT | POLICE,
        about=About.BINDING,
        step="breach",
    ),
    Kind(events.OrderEnded, "Order ended", "Court", COURT | POLICE, about=About.ORDER, step="order"),
    Kind(
        events.NotificationRequired,
        "Must notify the police",
        "Court",
        POLICE | COURT,
        takes=frozenset({S.CAUTIONED, S.CONVICTED, S.SENTENCED}),
    ),
    Kind(events.NotificationMade, "Notified the police", "Court", POLICE, about=About.NOTIFICATION),
    Kind(events.CourtBailGiven, "Bail by the court", "Court", COURT, takes=IN_COURT, step="bail"),
    Kind(events.CourtBailEnded, "Bail by the court ended", "Court", COURT, about=About.COURT_BAIL, step="bail"),
    Kind(events.RemandMade, "Remand", "Custody", COURT | POLICE, takes=IN_COURT, step="remand"),
    Kind(events.CustodyEntered, "Custody dates and establishment", "Custody", CUSTODY, about=About.CUSTODY),
    Kind(events.FirstReviewSet, "First review in custody set", "Custody", CUSTODY, about=About.CUSTODY),
    Kind(events.CustodyReleased, "Release", "Custody", CUSTODY, about=About.CUSTODY, step="release"),
    Kind(events.PanelHeld, "Referral order panel held", "Court", REPORTS, about=About.ORDER),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ROWS}
ORDER: tuple[str, ...] = (
    *("allegation.added", "allegation.confirmed", "arrest.made", "interview.held", "admission.recorded"),
    *("bail.started", "bail.changed", "bail.extended", "bail.breached", "bail.ended", "rui.started", "rui.reviewed"),
    *("charging.papers_sent", "charging.decided", "outcome.no_further_action", "outcome.out_of_court", "charge.made"),
    *("hearing.held", "plea.entered", "finding.made", "charge.discontinued", "hearing.moved", "hearing.vacated"),
    *(
        "hearing.set",
        "psr.requested",
        "psr.lodged",
        "psr.withdrawn",
        "sentence.passed",
        "order.made",
        "breach.recorded",
    ),
    "order.ended",
    *("notification.required", "notification.made", "court_bail.given", "court_bail.ended", "remand.made"),
    *("custody.entered", "custody.first_review_set", "custody.released", "panel.held"),
)
"""In which order the entries of one occasion happened."""


def recorded_by(roles: frozenset[Role]) -> list[Kind]:
    """Answer the kinds these roles record themselves, in the order of the table."""
    return [kind for kind in _ROWS if kind.recorders & roles]


def step_of(code: str, facts: Mapping[str, Any]) -> str:
    """Answer which step an entry is, for the family and the safety plans; "" for none."""
    if code == "finding.made" and not facts.get("guilty"):
        return "not_guilty"
    if code == "entry.struck_out":
        return "correction"
    kind = KINDS.get(code)
    return kind.step if kind else ""


_LATEST: dict[str, int] = {
    "conviction": 3,
    "acquittal": 4,
    "discontinued": 2,
    "nfa": 1,
    "out_of_court": 2,
    "sentence": 5,
}


def outcome_of(code: str, facts: Mapping[str, Any]) -> str:
    """Answer which outcome an entry is, of which social care must know (P6.5); "" for none."""
    if code == "plea.entered":
        return "conviction" if facts.get("plea") == Plea.GUILTY else ""
    if code == "finding.made":
        return "conviction" if facts.get("guilty") else "acquittal"
    return {
        "outcome.no_further_action": "nfa",
        "charge.discontinued": "discontinued",
        "outcome.out_of_court": "out_of_court",
        "sentence.passed": "sentence",
    }.get(code, "")


def furthest_outcome(outcomes: list[str]) -> str:
    """Answer the one outcome an occasion is told as."""
    return max(outcomes, key=lambda one: _LATEST[one], default="")


WELFARE: dict[str, str] = {"nfa": "nfa", "discontinued": "discontinued", "acquittal": "acquitted"}
"""The outcomes after which bail falls away and a welfare decision is asked."""
