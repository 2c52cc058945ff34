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
    "task": {
        "done": _tag("Done", ""),
        "started": _tag("Started", "grey"),
        "not_started": _tag("Not started", "blue"),
        "to_go": _tag("To finish", "blue"),
        "locked": _tag("Not yet", ""),
        "problem": _tag("To put right", "red"),
    },
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
        "running": _tag("Running", "blue"),
        "not_due": _tag("Not due", "grey"),
        "due_soon": _tag("Due soon", "yellow"),
        "due_today": _tag("Due today", "yellow"),
        "overdue": _tag("Overdue", "red", "!"),
        "breached": _tag("Overdue", "red", "!"),
        "paused": _tag("Paused", "purple"),
        "met": _tag("Met", "green", "✓"),
        "met_late": _tag("Met late", "orange"),
        "cancelled": _tag("No longer needed", "grey"),
    },
    "referral": {
        "draft": _tag("Draft", "grey"),
        "sent": _tag("Sent", "blue"),
        "received": _tag("Received", "blue"),
        "claimed": _tag("Being looked at", "blue"),
        "question_asked": _tag("Question asked", "yellow"),
        "information_requested": _tag("Question asked", "yellow"),
        "decided": _tag("Decided", "green"),
        "accepted": _tag("Accepted", "green"),
        "declined": _tag("Not taken further", "grey"),
        "redirected": _tag("Passed on", "grey"),
        "withdrawn": _tag("Withdrawn", "grey"),
    },
    "strand": {
        "not_open": _tag("Not open", ""),
        "open": _tag("Open", "blue"),
        "closed": _tag("Closed", "grey"),
        "reopened": _tag("Opened again", "blue"),
        "waiting": _tag("Waiting", "yellow"),
        "on_hold": _tag("On hold", "purple"),
    },
    "document": {
        "quarantined": _tag("Being checked", "yellow"),
        "clean": _tag("Checked", "", "✓"),
        "refused": _tag("Refused: not safe to open", "red"),
        "superseded": _tag("Replaced", "grey"),
        "draft": _tag("Draft", "grey"),
        "issued": _tag("Issued", "green"),
    },
    "meeting": {
        "arranged": _tag("Arranged", "blue"),
        "held": _tag("Held", "green"),
        "cancelled": _tag("Cancelled", "grey"),
        "minutes_due": _tag("Minutes to write", "yellow"),
    },
    "work": {
        "overdue": _tag("Overdue", "red", "!"),
        "today": _tag("Today", "yellow"),
        "waiting": _tag("Waiting", "grey"),
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
