"""Every state that a page shows: its words, its colour and its sign, in one place. Colour never carries meaning alone.

A state is known by (kind, value): the kind is the thing ("referral", "deadline"), the value is what the database keeps.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class StatusTag:
    """`colour` is one of the design system's tag colours, or "" for plain words (used for "Done": finished is quiet)."""

    words: str
    colour: str = "grey"
    sign: str = ""


def _tag(words: str, colour: str = "grey", sign: str = "") -> StatusTag:
    return StatusTag(words, colour, sign)


STATUS_TAGS: dict[str, dict[str, StatusTag]] = {
    # a section of a task list
    "task": {
        "done": _tag("Done", ""),
        "started": _tag("Started", "grey"),
        "not_started": _tag("Not started", "blue"),
        "to_go": _tag("To finish", "blue"),
        "locked": _tag("Not yet", ""),
        "problem": _tag("To put right", "red"),
    },
    # something one person asked of another
    "asked": {
        "open": _tag("Waiting", "blue"),
        "done": _tag("Done", "green", "✓"),
        "withdrawn": _tag("Withdrawn", "grey"),
    },
    # a criterion, a consideration, a part of a meeting
    "mark": {
        "done": _tag("Done", "", "✓"),
        "missing": _tag("Missing", "", "○"),
        "writing": _tag("Writing", "", "▸"),
        "not_known": _tag("Not known", "", "?"),
        "you_judge": _tag("You judge", "", "→"),
        "confirm": _tag("Confirm", "", "→"),
        "met": _tag("Met", "", "✓"),
        "not_met": _tag("Not met", "", "✗"),
    },
    "deadline": {
        "open": _tag("Running", "blue"),
        "not_due": _tag("Not due", "grey"),
        "due_soon": _tag("Due soon", "yellow"),
        "due_today": _tag("Due today", "yellow"),
        "overdue": _tag("Overdue", "red", "!"),
        "paused": _tag("Paused", "purple", "‖"),
        "met": _tag("Met", "green", "✓"),
        "met_late": _tag("Met late", "orange"),
        "cancelled": _tag("No longer needed", "grey"),
        "measured": _tag("Measured", "grey"),
    },
    "referral": {
        "draft": _tag("Draft", "grey"),
        "sent": _tag("Sent", "blue"),
        "received": _tag("Received", "blue"),
        "claimed": _tag("Being looked at", "blue"),
        "deciding": _tag("Being decided", "blue"),
        "question_asked": _tag("Question asked", "yellow"),
        "decided": _tag("Decided", "green"),
        "accepted": _tag("Accepted by YOS", "green"),
        "declined": _tag("Declined by YOS", "orange"),
        "withdrawn": _tag("Withdrawn", "grey"),
    },
    "decision": {
        "draft": _tag("Being written", "grey"),
        "proposed": _tag("Waiting for approval", "yellow"),
        "returned": _tag("Returned with a comment", "orange"),
        "approved": _tag("Approved", "green"),
    },
    "assessment": {
        "writing": _tag("Being written", "grey"),
        "submitted": _tag("Waiting for authorisation", "yellow"),
        "returned": _tag("Returned with a comment", "orange"),
        "authorised": _tag("Authorised", "green"),
    },
    "safeguarding": {
        "not_open": _tag("Not open", ""),
        "referred": _tag("Referred to MASH", "blue"),
        "decision_proposed": _tag("Decision waiting for approval", "yellow"),
        "assessment": _tag("Child and family assessment", "blue"),
        "strategy": _tag("Strategy meeting to be held", "blue"),
        "enquiry": _tag("Section 47 enquiry", "blue"),
        "conference_called": _tag("Conference called", "blue"),
        "protection_plan": _tag("Child protection plan", "blue"),
        "child_in_need": _tag("Child in need", "blue"),
        "early_help": _tag("Early help", "blue"),
        "to_close": _tag("No further work decided, to be closed", "yellow"),
        "closed": _tag("Closed", "grey"),
    },
    "youth_offending": {
        "not_open": _tag("Not open", ""),
        "referred": _tag("Referred to YOS", "blue"),
        "screening": _tag("Being screened", "blue"),
        "more_asked": _tag("More information asked for", "yellow"),
        "accepted": _tag("Accepted, to be allocated", "yellow"),
        "allocated": _tag("Allocated", "blue"),
        "declined": _tag("Declined, alternative given", "grey"),
        "closed": _tag("Closed", "grey"),
    },
    "criminal_justice": {
        "not_open": _tag("None known", ""),
        "investigation": _tag("Investigation", "blue"),
        "on_bail": _tag("On bail", "blue"),
        "released": _tag("Released under investigation", "blue"),
        "charged": _tag("Charged", "blue"),
        "convicted": _tag("Found guilty, to be sentenced", "blue"),
        "in_custody": _tag("In custody", "blue"),
        "on_licence": _tag("On licence", "blue"),
        "court_order": _tag("Court order", "blue"),
        "ended": _tag("Investigation ended", "grey"),
    },
    "meeting": {
        "called": _tag("Called", "blue"),
        "held_now": _tag("Being held", "yellow"),
        "ended": _tag("Held, record not complete", "yellow"),
        "draft": _tag("Waiting for the chair’s approval", "yellow"),
        "approved": _tag("Approved, to be sent", "blue"),
        "issued": _tag("Minutes sent", "green"),
        "amended": _tag("Minutes amended", "green"),
        "not_quorate": _tag("Not quorate", "grey"),
        "called_off": _tag("Called off", "grey"),
    },
    "document": {
        "quarantined": _tag("Being checked", "yellow"),
        "clean": _tag("Checked", "", "✓"),
        "refused": _tag("Refused", "red", "!"),
        "issued": _tag("Issued", "green"),
    },
    "escalation": {
        "waiting": _tag("Waiting for an answer", "yellow"),
        "answered": _tag("Answered: settled, or taken further?", "blue"),
        "resolved": _tag("Resolved", "green"),
        "withdrawn": _tag("Withdrawn", "grey"),
        "closed": _tag("Closed by the board", "green"),
    },
    "mail": {
        "queued": _tag("Waiting to be sent", "grey"),
        "sent": _tag("Sent", "green"),
        "delivered": _tag("Delivered", "green"),
        "failed": _tag("Not sent", "red", "!"),
        "bounced": _tag("Address refused", "red", "!"),
    },
    "flag": {
        "danger": _tag("Danger", "red"),
        "restricted": _tag("Restricted", "purple"),
        "alleged": _tag("Alleged", "grey"),
        "looked_after": _tag("Looked after", "grey"),
    },
}


def find(kind: str, value: str) -> StatusTag:
    """Answer the tag of a state; a state nobody listed shows its own words in grey, and an architecture test names it."""
    value = str(value)
    known = STATUS_TAGS.get(kind, {}).get(value)
    return known or StatusTag((value.replace("_", " ").strip() or "not known").capitalize(), "grey")


def status_tag_html(kind: str, value: str, words: str = "") -> SafeString:
    """Answer the HTML of a state's tag; `words` replaces the usual words but never the colour or sign."""
    tag = find(kind, value)
    shown = words or tag.words
    if tag.sign and tag.colour:
        sign = format_html('<span aria-hidden="true">{} </span>', tag.sign)
    elif tag.sign:
        return format_html(
            '<span class="hsb-mark hsb-mark--{}"><span aria-hidden="true">{} </span>{}</span>', value, tag.sign, shown
        )
    else:
        sign = SafeString("")
    if not tag.colour:
        return format_html('<span class="hsb-mark">{}</span>', shown)
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}{}</strong>', tag.colour, sign, shown)
