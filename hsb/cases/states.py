"""The life of a case: three strands that run in parallel, each a table (domain.md §5).

`TRANSITIONS` says where a strand can go, `OWNER` whose move it is while it is there, `EVENT` what the chronology says when it
arrives. A case's own status is derived, never stored.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from hsb.agencies.models import AgencyKind


class Strand(TextChoices):
    SAFEGUARDING = "safeguarding", "Safeguarding"
    YOUTH_OFFENDING = "youth_offending", "Youth offending"
    CRIMINAL_JUSTICE = "criminal_justice", "Criminal justice"


class Safeguarding(TextChoices):
    NOT_OPEN = "not_open", "Not open"
    REFERRED = "referred", "Referred to MASH"
    DECISION_PROPOSED = "decision_proposed", "Decision waiting for approval"
    ASSESSMENT = "assessment", "Child and family assessment"
    STRATEGY = "strategy", "Strategy meeting to be held"
    ENQUIRY = "enquiry", "Section 47 enquiry"
    CONFERENCE = "conference_called", "Conference called"
    PROTECTION_PLAN = "protection_plan", "Child protection plan"
    CHILD_IN_NEED = "child_in_need", "Child in need"
    EARLY_HELP = "early_help", "Early help"
    TO_CLOSE = "to_close", "No further work decided, to be closed"
    CLOSED = "closed", "Closed"


class YouthOffending(TextChoices):
    NOT_OPEN = "not_open", "Not open"
    REFERRED = "referred", "Referred to YOS"
    SCREENING = "screening", "Being screened"
    MORE_ASKED = "more_asked", "More information asked for"
    ACCEPTED = "accepted", "Accepted, to be allocated"
    ALLOCATED = "allocated", "Allocated"
    DECLINED = "declined", "Declined, alternative given"
    CLOSED = "closed", "Closed"


class CriminalJustice(TextChoices):
    NOT_OPEN = "not_open", "None known"
    INVESTIGATION = "investigation", "Investigation"
    ON_BAIL = "on_bail", "On bail"
    RELEASED = "released", "Released under investigation"
    CHARGED = "charged", "Charged"
    CONVICTED = "convicted", "Found guilty, to be sentenced"
    COURT_ORDER = "court_order", "Court order"
    IN_CUSTODY = "in_custody", "In custody"
    ON_LICENCE = "on_licence", "On licence"
    ENDED = "ended", "Investigation ended"


S, Y, C = Safeguarding, YouthOffending, CriminalJustice

TRANSITIONS: dict[Strand, dict[str, frozenset[str]]] = {
    Strand.SAFEGUARDING: {
        S.NOT_OPEN: frozenset({S.REFERRED}),
        S.REFERRED: frozenset({S.DECISION_PROPOSED, S.STRATEGY, S.CONFERENCE}),
        S.DECISION_PROPOSED: frozenset({S.REFERRED, S.ASSESSMENT, S.STRATEGY, S.ENQUIRY, S.EARLY_HELP, S.CLOSED}),
        S.ASSESSMENT: frozenset({S.STRATEGY, S.ENQUIRY, S.CONFERENCE, S.CHILD_IN_NEED, S.EARLY_HELP, S.TO_CLOSE}),
        S.STRATEGY: frozenset({S.ENQUIRY, S.ASSESSMENT, S.CONFERENCE, S.CHILD_IN_NEED, S.EARLY_HELP, S.TO_CLOSE}),
        S.ENQUIRY: frozenset({S.STRATEGY, S.ASSESSMENT, S.CONFERENCE, S.CHILD_IN_NEED, S.EARLY_HELP, S.TO_CLOSE}),
        # A discussion or enquiry while a conference is called or a plan runs ends neither: the strand stays.
        S.CONFERENCE: frozenset({S.PROTECTION_PLAN, S.ENQUIRY, S.ASSESSMENT, S.CHILD_IN_NEED, S.EARLY_HELP}),
        S.PROTECTION_PLAN: frozenset({S.CHILD_IN_NEED, S.EARLY_HELP}),
        S.CHILD_IN_NEED: frozenset({S.REFERRED, S.STRATEGY, S.CONFERENCE, S.EARLY_HELP, S.CLOSED}),
        S.EARLY_HELP: frozenset({S.REFERRED, S.STRATEGY, S.CONFERENCE, S.CHILD_IN_NEED, S.CLOSED}),
        # Work that began ends by a closure, which a manager approves; until then it is open, and may still turn.
        S.TO_CLOSE: frozenset(
            {S.STRATEGY, S.ENQUIRY, S.ASSESSMENT, S.CONFERENCE, S.CHILD_IN_NEED, S.EARLY_HELP, S.CLOSED}
        ),
        S.CLOSED: frozenset({S.REFERRED}),
    },
    Strand.YOUTH_OFFENDING: {
        Y.NOT_OPEN: frozenset({Y.REFERRED}),
        Y.REFERRED: frozenset({Y.SCREENING, Y.MORE_ASKED, Y.ACCEPTED, Y.DECLINED}),
        Y.SCREENING: frozenset({Y.MORE_ASKED, Y.ACCEPTED, Y.DECLINED}),
        Y.MORE_ASKED: frozenset({Y.SCREENING, Y.ACCEPTED, Y.DECLINED}),
        Y.ACCEPTED: frozenset({Y.ALLOCATED, Y.CLOSED}),
        Y.ALLOCATED: frozenset({Y.ALLOCATED, Y.CLOSED}),
        Y.DECLINED: frozenset({Y.REFERRED}),
        Y.CLOSED: frozenset({Y.REFERRED}),
    },
    # It shows the furthest of several allegations that is still open: when that one ends, it goes to any of the others.
    Strand.CRIMINAL_JUSTICE: {state: frozenset(C) - {C.NOT_OPEN, state} for state in C},
}

OWNER: dict[Strand, dict[str, AgencyKind | None]] = {
    Strand.SAFEGUARDING: {**dict.fromkeys(S, AgencyKind.CSWS), S.NOT_OPEN: None, S.CLOSED: None},
    Strand.YOUTH_OFFENDING: {
        **dict.fromkeys(Y, AgencyKind.YOS),
        Y.NOT_OPEN: None,
        Y.CLOSED: None,
        Y.DECLINED: None,
        Y.MORE_ASKED: AgencyKind.CSWS,
    },
    Strand.CRIMINAL_JUSTICE: {
        **dict.fromkeys(C, AgencyKind.POLICE),
        **dict.fromkeys((C.CHARGED, C.CONVICTED, C.COURT_ORDER, C.ON_LICENCE), AgencyKind.YOS),
        C.IN_CUSTODY: AgencyKind.SECURE,
        C.NOT_OPEN: None,
        C.ENDED: None,
    },
}

STATES: dict[Strand, type[TextChoices]] = {
    Strand.SAFEGUARDING: Safeguarding,
    Strand.YOUTH_OFFENDING: YouthOffending,
    Strand.CRIMINAL_JUSTICE: CriminalJustice,
}

OPEN_STATES: dict[Strand, frozenset[str]] = {
    Strand.SAFEGUARDING: frozenset(S) - {S.NOT_OPEN, S.CLOSED},
    Strand.YOUTH_OFFENDING: frozenset(Y) - {Y.NOT_OPEN, Y.CLOSED, Y.DECLINED},
    Strand.CRIMINAL_JUSTICE: frozenset(C) - {C.NOT_OPEN, C.ENDED},
}


@dataclass(frozen=True)
class End:
    """What an end of a strand is, and the events that say why and whose it was."""

    what: str
    said_by: tuple[str, ...]


_REFUSED = End("A referral that was never accepted: MASH’s decision, with its reasons, a second person’s approval and the answer to"
    " the referrer", ("mash.decided", "mash.decision_approved"))  # fmt: skip
_DECLINED = End(
    "A referral that was never accepted: YOS’s screening, with its reasons and the alternative",
    ("yos.screened", "yos.declined"),
)
_CLOSED = End("Work that began: a closure, proposed by who does it and approved by their manager", ("strand.closed",))
_OUTCOME = End(
    "No work of an agency but a matter of the police and the courts: its outcome, as they recorded it",
    ("investigation.ended", "outcome.no_further_action", "outcome.out_of_court", "charge.discontinued", "finding.made")
    + ("order.ended",),
)
ENDS: dict[Strand, dict[str, End]] = {
    Strand.SAFEGUARDING: {
        S.DECISION_PROPOSED: _REFUSED,
        S.CHILD_IN_NEED: _CLOSED,
        S.EARLY_HELP: _CLOSED,
        S.TO_CLOSE: _CLOSED,
    },
    Strand.YOUTH_OFFENDING: {
        **dict.fromkeys((Y.REFERRED, Y.SCREENING, Y.MORE_ASKED), _DECLINED),
        **dict.fromkeys((Y.ACCEPTED, Y.ALLOCATED), _CLOSED),
    },
    Strand.CRIMINAL_JUSTICE: dict.fromkeys(frozenset(C) - {C.ENDED}, _OUTCOME),
}
"""From which states a strand ends, and where it is said why: whatever else goes to a state that is not open is a mistake."""
