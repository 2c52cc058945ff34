"""docs/timescales.md, from the table of standards as shipped."""

from hsb.timeliness import table as tables
from hsb.timeliness.english import counted, listed
from hsb.timeliness.explain import amount_words, owner_words
from hsb.timeliness.standards import PAUSE_WORDS, Basis, Between, Rung, Standard, Trigger
from hsb.timeliness.table import Table

STRANDS = {
    "safeguarding": "Safeguarding",
    "youth_offending": "Youth offending and AIM",
    "criminal_justice": "Criminal justice",
    "": "Between colleagues, on any strand",
}
_CLOSING = frozenset({"case.closed", "strand.closed", "strand.moved"})


def markdown(table: Table | None = None) -> str:
    """Answer the page: how time is counted, every standard by strand, and what is no clock on a case."""
    rows = table or tables.read()
    lines = [
        "# Timescales",
        "",
        "Every clock the product knows, from `hsb/timeliness/timescales.toml`. What law, statutory guidance or the policy sets",
        "is on. A suggestion is measured and shown, never red, until a manager adopts a number; a dormant one runs no clock",
        "before that. Rows marked *later* wait for the release that brings their events.",
        "",
        "## How time is counted",
        "",
        "- The day of the trigger is day 0; counting starts the next working day and the time ends with its last day.",
        "- Working days leave out Saturdays, Sundays and the bank holidays of England and Wales, and days an administrator adds.",
        "- School days count as working days, marked provisional, until a school calendar is loaded.",
        "- Months end on the same day of the month, or on the month's last day where it is shorter. Hours are hours, also when",
        "  the clocks change.",
        "- A pause leaves what was left: counting goes on from the day of resuming. A pause that begins after the due date",
        "  changes nothing. No clock pauses for a criminal investigation (P6.2).",
        "- An extension stands beside the due date. What law or statutory guidance sets is held to its own date all the same.",
        "- Closing the case or the strand ends a clock, unless the row says otherwise.",
        "- A date past the known calendar, or counted in school days, is marked provisional.",
    ]
    lines += [
        "",
        "## How they change",
        "",
        "- The page *Timescales* shows every one with its history. A manager changes those of their own agency: of the youth",
        "  offending service its managers, every other one the managers of Children's Social Work, which leads.",
        "- Adopting a suggestion, another number or another ladder is a new version from today or a later day. Clocks that start",
        "  from that day run by it; those that run keep theirs. Nothing is edited, and the audit says who did it.",
        "- What law or statutory guidance sets can be made shorter, never longer. Who is reminded when is the partnership's own.",
        "- A local standard can be retired from a day. Rows marked *later* cannot be adopted yet.",
        "- The page *Working days* holds the days off, and which years are known. An administrator adds a proclaimed day, alone or",
        "  from a list, after reading how many due dates move. A list with a wrong line is refused whole.",
        "- After each change every clock is counted again in the background. Each case whose due date moved says so in its",
        "  chronology, and *Why this date?* says from when to when and why.",
    ]
    for strand, title in STRANDS.items():
        lines += ["", f"## {title}", ""]
        lines += [
            "| code | what | time | starts | met by | basis | owner | source |",
            "|---|---|---|---|---|---|---|---|",
        ]
        lines += [_row(row) for row in rows.standards if row.strand == strand]
        lines += [line for row in rows.standards if row.strand == strand for line in _notes(row)]
    lines += ["", "## No clock on a case", ""]
    lines += [f"- **{row.code}** {row.title}. {row.reason}" for row in rows.not_clocks]
    lines += [
        "",
        "## Chasing",
        "",
        "Counted in working days from the day a clock is held to. Only clocks that can be late are chased.",
        "",
    ]
    ladders: dict[tuple[Rung, ...], list[str]] = {}
    for row in rows.standards:
        ladders.setdefault(row.ladder, []).append(row.code)
    lines += [f"- {', '.join(codes)}: {ladder_words(ladder)}" for ladder, codes in ladders.items()]
    return "\n".join(lines) + "\n"


def _row(row: Standard) -> str:
    title = f"{row.title} *(later)*" if row.awaiting else row.title
    owner = f"the agency asked ({row.owner_fact})" if row.owner_fact else owner_words(row.owner_kind, row.owner_role)
    cells = (
        row.code,
        title,
        amount_words(row),
        _named(row.starts_on),
        _named(row.met_by),
        _basis(row),
        owner,
        row.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _basis(row: Standard) -> str:
    if row.adopted:
        return row.basis.value
    return f"{row.basis.value}, {'dormant' if row.dormant else 'suggested' if not row.binding else 'for information'}"


def _named(triggers: tuple[Trigger, ...]) -> str:
    return "; ".join(_trigger(trigger) for trigger in triggers)


def _trigger(trigger: Trigger) -> str:
    conditions = ", ".join(f"{name} {_condition(condition)}" for name, condition in trigger.where)
    return f"`{trigger.event}`" + (f" ({conditions})" if conditions else "")


def _condition(condition: object) -> str:
    if isinstance(condition, Between):
        ends = [
            f"from {condition.low}" if condition.low else "",
            f"to {condition.high}" if condition.high != "~" else "",
        ]
        return " ".join(end for end in ends if end)
    if isinstance(condition, tuple):
        return " or ".join(str(one) for one in condition).replace("_", " ")
    return str(condition).replace("_", " ")


def _notes(row: Standard) -> list[str]:
    """Answer what a row's columns leave out, as a list item below the table."""
    cancels = tuple(trigger for trigger in row.cancels_on if trigger.event not in _CLOSING)
    said = [
        row.note,
        f"Pauses on {_named(row.pauses_on)}, goes on with {_named(row.resumes_on)}." if row.pauses_on else "",
        f"People may pause it when {listed([PAUSE_WORDS[one] for one in row.pause_reasons], 'or')}."
        if row.pause_reasons
        else "",
        f"Ends with {_named(cancels)}." if cancels else "",
        f"Dated by {_named(row.dated_by)}." if row.dated_by else "",
        "Goes on after the case is closed." if row.outlives_closure else "",
    ]
    words = " ".join(sentence for sentence in said if sentence)
    return ["", f"**{row.code}**: {words}"] if words else []


def ladder_words(ladder: tuple[Rung, ...]) -> str:
    """Answer who is reminded when: "2 working days before: the owner. On the day: the owner. 1 working day late: …"."""
    if not ladder:
        return "Nobody is reminded."
    return " ".join(f"{_days(rung.days)}: {listed([_RECIPIENTS[to] for to in rung.to])}." for rung in ladder)


def pause_words(row: Standard) -> str:
    """Answer whether a clock may stand still, and for what."""
    if not row.pause_reasons:
        return "It never pauses."
    reasons = listed([PAUSE_WORDS[reason] for reason in row.pause_reasons], "or")
    return f"It may pause when {reasons}. Counting goes on with what was left."


def standing_words(row: Standard) -> str:
    """Answer how a standard stands with this partnership: in force, adopted, suggested, retired, later."""
    if row.awaiting:
        return "Comes with a later release"
    if row.dormant:
        return "Retired: starts no clock" if row.partnership else "Not adopted: starts no clock"
    if row.adopted:
        return "Adopted" if row.basis is Basis.LOCAL and row.partnership else "In force"
    return "For information" if row.binding else "Suggested: measured, never late"


_RECIPIENTS = {"owner": "the owner", "manager": "the manager", "escalation": "the escalation contact"}


def _days(days: int) -> str:
    if not days:
        return "On the day"
    return f"{counted(abs(days), 'working day')} {'before' if days < 0 else 'late'}"
