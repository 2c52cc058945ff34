"""What a copy of the minutes says: composed from the rows of one child and an audience. Pure.

A copy is never cut out of a whole document: only the rows of one child are given, and only what the audience is meant to have
is put in (domain.md §1.3). Of a strategy meeting the family has no copy: what they are told is agreed and recorded. Of a
conference and a core group they have one, without the annex.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from strategy_meetings.meetings.parts import ABOUT, ANALYSIS, DECISION, ENQUIRY, FOUR, NEEDS, PANEL, VIEWS
from strategy_meetings.minutes import sections as make
from strategy_meetings.minutes.record import OneChild
from strategy_meetings.minutes.sections import Composed, Para, Row, Section


class Audience(TextChoices):
    """Who a copy is made for. The codes are those of `meetings/kinds.toml`."""

    WHOLE = "whole", "This child’s whole part"
    RESTRICTED = "police_restricted", "This child’s whole part, with the police-restricted annex"
    AGENCY = "agency", "An agency’s part"
    FAMILY = "family", "The family’s own copy of a conference’s record"


# What bears on the task of an agency that gets its own part only, by kind: the chair may add to it and leave out of it.
BEARS_ON: Mapping[str, frozenset[str]] = {
    "school": frozenset({"safety", "safety_plan"}),
    "education": frozenset({"safety", "safety_plan"}),
    "health": frozenset({"safety", "safety_plan", "needs", "medical"}),
    "secure": frozenset({"safety", "safety_plan", "needs", "legal_status"}),
    "probation": frozenset({"safety", "safety_plan", "legal_status", "mappa"}),
    "mappa": frozenset({"protection", "safety", "safety_plan", "mappa"}),
    "other": frozenset({"safety", "safety_plan"}),
}
# Who has this child's whole part when they took part; and the police-restricted annex with it (domain.md §1.3).
WHOLE_KINDS = frozenset({"csws", "police", "yos"})


def suggested(
    agency_kind: str, *, took_part: bool, has_annex: bool, audiences: Collection[str], in_core_group: bool = False
) -> Audience:
    """Answer the audience that the access matrix gives an agency of this kind: the chair sees it before anything is sent. Whoever
    is in the core group has the whole record of a conference, and the annex only as their agency has it."""
    if agency_kind == "family":
        return Audience.FAMILY
    if in_core_group and agency_kind not in WHOLE_KINDS:
        return Audience.WHOLE
    if agency_kind != "csws" and not (agency_kind in WHOLE_KINDS and took_part):
        return Audience.AGENCY
    if has_annex and Audience.RESTRICTED in audiences:
        return Audience.RESTRICTED
    return Audience.WHOLE


def what_could_be_left_out(record: OneChild) -> list[tuple[str, str]]:
    """Answer (key, words) of every row that can be withheld from a copy."""
    found = [(one.key, f"{one.kind}: {one.text}") for one in record.said]
    found += [(one.key, f"{one.title}: {one.words}") for one in record.written if one.words]
    found += [(one.key, f"Decision {one.number}: {one.text}") for one in record.decided]
    found += [(one.key, f"Action {one.number}: {one.what}") for one in record.to_do]
    found += [(one.key, f"If {one.if_this}") for one in record.if_then]
    found += [(one.key, f"Told {one.whom}: {one.what}") for one in record.told]
    return [(key, words if len(words) <= 120 else f"{words[:117].rstrip()}…") for key, words in found]


def has_annex(record: OneChild) -> bool:
    """Answer whether anything in the record is police-restricted."""
    return any(one.restricted for one in record.said)


def compose(
    record: OneChild,
    audience: str,
    *,
    agency: str = "",
    agency_kind: str = "",
    left_out: Collection[str] = (),
    added: Collection[str] = (),
) -> Composed:
    """Answer what this audience's copy says. `agency` and `agency_kind` are whose copy it is; `left_out` are keys of rows the chair
    withholds, `added` keys of parts given besides what bears on the agency's task."""
    kept = _without(record, frozenset(left_out))
    if audience == Audience.AGENCY:
        sections = _agencys(kept, agency, BEARS_ON.get(agency_kind, BEARS_ON["other"]) | frozenset(added))
    else:
        sections = _whole(kept, agency, audience)
        if audience == Audience.RESTRICTED:
            sections += _annex(kept)
    return Composed(
        audience=str(audience),
        title=f"{record.title} minutes",
        child=record.child,
        reference=record.reference,
        lede=" · ".join(one for one in (f"{record.child}{record.age}", record.reference, record.on) if one),
        facts=record.facts,
        note=_note(audience, kept),
        sections=tuple(sections),
    )


def _note(audience: str, record: OneChild) -> str:
    if audience == Audience.FAMILY:
        return "This is your own copy. Keep it safe, and be careful whom you show it. Tell the chair if something in it is not right."
    said = "Do not copy or forward. Ask the chair before telling anyone who has no copy."
    if audience == Audience.RESTRICTED and has_annex(record):
        return (
            f"{said} The annex is police-restricted: {record.child} and the family must not be told what it says yet."
        )
    if audience == Audience.AGENCY:
        return f"{said} This is your agency’s part of the minutes; the rest is not for your agency."
    return said


def _without(record: OneChild, left_out: frozenset[str]) -> OneChild:
    def kept(rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(one for one in rows if one.key not in left_out)

    names = ("said", "written", "decided", "to_do", "if_then", "told", "shut")
    amended = tuple(one for one in record.amended if one.row not in left_out)
    return replace(record, amended=amended, **{name: kept(getattr(record, name)) for name in names})


# -- the whole part ---------------------------------------------------------------------------------------------------------


def _whole(record: OneChild, agency: str, audience: str = Audience.WHOLE) -> list[Section]:
    open_words = [one for one in record.said if not one.restricted]
    # What the police ask not to be spoken of with the child is not read at home either.
    shut = () if audience == Audience.FAMILY else make.shut(record)
    return make.with_something(
        [
            make.in_short(record, agency, record.to_do),
            Section("statement", "Opening statement", text=record.statement),
            make.who(record),
            Section("enquiry", "How it came to this", rows=make.parts(record, ENQUIRY)),
            Section("needs", f"Needs of {record.child}, each role by itself", passages=make.passages(record, NEEDS)),
            Section("views", "What the child, the family and each agency say", rows=make.views(record, VIEWS)),
            Section("happened", record.happened, text=make.text_of(record, "what_happened")),
            Section("said", "What each agency said", rows=make.said(open_words)),
            Section("four", f"The considerations for {record.child}", passages=make.passages(record, FOUR)),
            Section("about", f"About {record.child}", rows=(*make.parts(record, ABOUT), *shut)),
            Section("risk", "Risk", passages=make.passages(record, PANEL)),
            Section("analysis", "Chair’s analysis", passages=make.passages(record, ANALYSIS)),
            Section(
                "decisions", "Decisions", rows=make.parts(record, DECISION), cards=make.decisions(record, full=True)
            ),
            Section(
                "actions",
                "Plan" if any(one.need for one in record.to_do) else "Actions",
                cards=make.actions(record.to_do, agency),
            ),
            make.contingency(record),
            Section("told", "What the family is told", rows=make.told(record, full=audience != Audience.FAMILY)),
            make.next_steps(record),
            make.amended(record, shown=None),
        ]
    )


def _annex(record: OneChild) -> list[Section]:
    shut = [one for one in record.said if one.restricted]
    if not shut:
        return []
    text = f"Do not tell {record.child} or the family before the police agree. Keep these pages apart from the rest."
    keys = {one.key for one in shut}
    why = tuple(Row(f"Amendment {one.number}", (Para(one.reasons),)) for one in record.amended if one.row in keys)
    return [Section("annex", "Annex: police-restricted", text=text, rows=(*make.said(shut), *why), is_annex=True)]


# -- an agency's part -------------------------------------------------------------------------------------------------------


def _agencys(record: OneChild, agency: str, bears_on: frozenset[str]) -> list[Section]:
    own = [one for one in record.said if agency and one.agency == agency]
    own_actions = [one for one in record.to_do if agency and one.agency == agency]
    bearing = tuple(Row(one.title, (Para(one.words),)) for one in record.written if one.key in bears_on and one.words)
    shared = (*record.decided, *record.if_then, *record.told, *record.shut)
    keys = [*(one.key for one in own), *(one.key for one in own_actions), *bears_on, *(one.key for one in shared)]
    outcome = tuple(
        Row(one.title, (Para(one.answer),))
        for one in record.written
        if one.key in ("section_47", "what_follows", "decision", "category") and one.answer and one.key not in bears_on
    )
    return make.with_something(
        [
            make.in_short(record, agency, own_actions),
            Section("statement", "Opening statement", text=record.statement),
            make.who(record),
            Section("said", "What you said", rows=make.said(own)),
            Section("bears", "What bears on your work", rows=(*bearing, *make.shut(record))),
            Section("decisions", "Decisions", rows=outcome, cards=make.decisions(record, full=False)),
            Section("actions", "Your actions", cards=make.actions(own_actions, agency)),
            make.contingency(record),
            Section("told", "What the family is told", rows=make.told(record, full=False)),
            make.next_steps(record),
            make.amended(record, shown=frozenset(keys)),
        ]
    )
