"""What may be picked for a document: paragraph by paragraph, each with its allegation, masked; and what it then says."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aim2.assessments import gates, parts
from aim2.assessments.allegations import Numbered
from aim2.assessments.queries import Whole
from aim2.disclosures.kinds import AUDIENCES, HEADINGS, Kind
from aim2.models import Disclosure
from hsb.cases import people
from hsb.cases.masking import Hidden, hidden, mask_text
from hsb.cases.models import Case, PersonPart
from hsb.cases.other_children import hidden_from
from hsb.ui.words import day_month_year, long_date

FULL = "full"
NONE = "none"
"""The tie of a paragraph that concerns no allegation."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or timeline entry that may be picked, as it would read."""

    key: str
    digest: str
    heading: str
    text: str
    source: str
    masked: bool
    tie: str  # an allegation's id, NONE, or "" where nobody has said yet
    fixed: bool  # the timeline entry says its allegation itself
    why_not: str
    picked: bool = False

    @property
    def name(self) -> str:
        return f"{self.key}:{self.digest}"


def hidden_people(case: Case) -> list[Hidden]:
    """Answer whose names must not stand in anything that leaves: the child harmed, by their own names too (whoever writes may know
    them), and other children on this record."""
    found = hidden_from(case)
    everybody = people.everybody(case)
    own = next((who for person, who in everybody if person.part == PersonPart.SUBJECT), None)
    shared = [own.family_name] if own else []
    for person, who in everybody:
        if person.part == PersonPart.OTHER_CHILD:
            found.append(
                hidden(
                    given_name=who.given_name,
                    family_name=who.family_name,
                    known_as=who.known_as,
                    called="another child",
                    shared=shared,
                )
            )
    if own and own.school.strip():
        found.append(Hidden(names=(own.school,), called="the school"))
    return found


def masked(text: str, people_hidden: Iterable[Hidden]) -> tuple[str, bool]:
    """Answer the text without the names of anybody hidden, and whether any stood in it."""
    return mask_text(text, people_hidden)


def offered(found: Whole, disclosure: Disclosure, known: list[Numbered], hide: list[Hidden]) -> list[Paragraph]:
    """Answer everything that may be picked for this document, in the order of its headings, and what may not and why."""
    audience = AUDIENCES[Kind(disclosure.kind)]
    held = {(one["key"], one["digest"]): one for one in disclosure.picks}
    rows = [*_of_texts(found, audience.headings), *_of_timeline(found, audience.headings)]
    said = {str(one.pk): one for one in known}
    for_family = disclosure.kind in (Kind.YOUNG_PERSON, Kind.PARENT)
    accounts = frozenset(parts.paragraphs(found.words("parent_account"))) if for_family else frozenset()
    offers = []
    for key, heading, text, source, fixed in rows:
        shown, was = masked(text, hide)
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        pick = held.get((key, digest))
        tie = fixed if fixed is not None else (pick["allegation"] if pick else "" if known else NONE)
        why_not = _why_not(tie, said) if audience.criminal else ""
        if text in accounts:
            why_not = "Cannot be picked: it is a parent’s own account, word for word"
        offers.append(
            Paragraph(
                key=key,
                digest=digest,
                heading=heading,
                text=shown,
                source=source,
                masked=was,
                tie=tie,
                fixed=fixed is not None,
                why_not=why_not,
                picked=bool(pick and pick["picked"]) and not why_not,
            )
        )
    order = list(HEADINGS)
    return sorted(offers, key=lambda one: order.index(one.heading))


def _why_not(tie: str, known: dict[str, Numbered]) -> str:
    if not tie or tie == NONE:
        return ""
    return known[tie].why_not if tie in known else "Cannot be picked: its allegation is not on this record any more"


def _of_texts(found: Whole, headings: tuple[str, ...]) -> Iterable[tuple[str, str, str, str, str | None]]:
    for part in parts.WHOLE:
        heading = {"for_young_person": "young_person", "for_parents": "parents"}.get(part.key, part.heading)
        if heading not in headings or gates.is_locked(part.key, found.locks):
            continue
        row = found.texts.get(part.key)
        if row is None:
            continue
        for paragraph in parts.paragraphs(row.text):
            yield part.key, heading, paragraph, f"{part.title}, {day_month_year(row.saved_at)}", None


def _of_timeline(found: Whole, headings: tuple[str, ...]) -> Iterable[tuple[str, str, str, str, str | None]]:
    if "timeline" not in headings:
        return
    for entry in found.timeline:
        tie = str(entry.allegation_id) if entry.allegation_id else NONE
        yield f"timeline-{entry.pk}", "timeline", f"{entry.when}: {entry.what}", entry.source, tie


def content(
    found: Whole,
    disclosure: Disclosure,
    offers: list[Paragraph],
    *,
    subject: str,
    hide: list[Hidden],
    matter: str,
    stopped_on: date | None = None,
) -> dict[str, Any]:
    """Answer what the document says: facts at the top, then headings with their paragraphs. Plain values, kept as it leaves."""
    assessment, kind = found.assessment, Kind(disclosure.kind)
    sections = _whole_report(found, hide) if kind == Kind.FULL else _picked(offers)
    if AUDIENCES[kind].after_stop:
        sections.insert(0, ("Limits of this report", _limits(found, stopped_on)))
    if disclosure.own_words.strip():
        sections.append(("In addition", parts.paragraphs(masked(disclosure.own_words, hide)[0])))
    if AUDIENCES[kind].level and assessment.level and not disclosure.interim and not assessment.narrative_only:
        reason = masked(assessment.level_reason, hide)[0]
        sections.append(("Recommended level of supervision", [f"{assessment.get_level_display()}. {reason}"]))
    facts = [("For", masked(disclosure.to, hide)[0]), ("About", subject)]
    if kind in (Kind.COURT, Kind.POLICE, Kind.PARTIAL):
        facts.append(("Matter", masked(matter, hide)[0]))
    if disclosure.hearing_on:
        facts.append(("Hearing", long_date(disclosure.hearing_on)))
    facts.append(("Drawn from", _drawn_from(found)))
    if kind not in (Kind.YOUNG_PERSON, Kind.PARENT):
        facts.append(("Written by", _written_by(found)))
    if assessment.part_locked:
        facts.append(("Part locked", assessment.part_locked))
    return {
        "kind": str(kind),
        "title": _TITLES[kind].format(called=assessment.called),
        "interim": disclosure.interim,
        "plain": kind in (Kind.YOUNG_PERSON, Kind.PARENT),
        "facts": [list(pair) for pair in facts],
        "sections": [[heading, list(paragraphs)] for heading, paragraphs in sections],
        "conditions": [f"{lock.why} {lock.opens}" for lock in found.locks],
    }


_TITLES: dict[Kind, str] = {
    Kind.FULL: "{called}: report",
    Kind.CONFERENCE: "{called}: recommendations to the conference",
    Kind.CARE_PLAN: "{called}: recommendations for the care plan",
    Kind.SCHOOL: "Recommendations for the school",
    Kind.HEALTH: "Recommendations for health",
    Kind.POLICE: "{called}: extract for the police",
    Kind.COURT: "{called}: extract for the court",
    Kind.PARTIAL: "{called}: partial report",
    Kind.YOUNG_PERSON: "What we found, and what comes next",
    Kind.PARENT: "What we found, and what comes next",
}


def _limits(found: Whole, stopped_on: date | None) -> list[str]:
    """What a report of unfinished work cannot say, first. Not why it stopped, nor who stopped it."""
    on = f" on {long_date(stopped_on)}" if stopped_on else ""
    held = sum(1 for one in found.sessions if one.attended)
    sessions = "no session had" if not held else "one session had" if held == 1 else f"{held} sessions had"
    unwritten = [one.title for one in parts.WHOLE if not one.shareable and not found.words(one.key).strip()]
    said = [
        f"AIM2 stopped{on} before the assessment was finished: {sessions} taken place.",
        "It was neither agreed by both who wrote it nor signed off. It gives no rating, total, band or level, and none may be drawn "
        "from it.",
    ]
    if unwritten:
        said.append(f"Nothing was written under: {'; '.join(unwritten)}.")
    return said


def _drawn_from(found: Whole) -> str:
    assessment = found.assessment
    if assessment.signed_at:
        return f"{assessment.called}, version {assessment.number}, signed off {day_month_year(assessment.signed_at)}"
    begun = f", begun {day_month_year(assessment.started_on)}" if assessment.started_on else ""
    return f"{assessment.called}, version {assessment.number}{begun}, not finished"


def _written_by(found: Whole) -> str:
    assessment = found.assessment
    co = f", with {assessment.co_worker.full_name}" if assessment.co_worker else ", alone"
    return f"{assessment.lead.full_name}{co}"


def _picked(offers: list[Paragraph]) -> list[tuple[str, list[str]]]:
    sections: dict[str, list[str]] = {}
    for one in offers:
        if one.picked:
            sections.setdefault(one.heading, []).append(one.text)
    return [(HEADINGS[heading], texts) for heading, texts in sections.items()]


def _whole_report(found: Whole, hide: list[Hidden]) -> list[tuple[str, list[str]]]:
    """The narrative of every domain and of the whole; no rating, total or band, and nothing that is locked."""
    sections: list[tuple[str, list[str]]] = []
    sessions = [
        f"{day_month_year(one.held_on)}: {one.get_whom_display().lower()}" for one in found.sessions if one.attended
    ]
    sections.append(("Sessions", sessions))
    sections.append(("Sources", [_source_line(one) for one in found.sources]))
    if found.timeline:
        sections.append(("Behaviour timeline", [f"{one.when}: {one.what}" for one in found.timeline]))
    for domain in parts.Domain:
        texts: list[str] = []
        for kind in parts.Kind:
            written = found.domains[parts.domain_key(domain, kind)]
            if written.standing == "locked":
                texts.append(f"{kind.label}: locked.")
                continue
            texts.append(f"{kind.label}: {written.text or 'nothing was written.'}")
            if written.other_view and found.assessment.co_worker and written.lead:
                name = found.assessment.co_worker.full_name
                texts.append(f"{name} sees it otherwise: {written.other_view}")
                texts.append(f"Both views are kept: {written.lead.kept_because}")
        sections.append((str(domain.label), texts))
    for part in parts.WHOLE:
        text = found.words(part.key)
        if text.strip() and not part.shareable and not gates.is_locked(part.key, found.locks):
            sections.append((part.title, parts.paragraphs(text)))
    return [(heading, [masked(text, hide)[0] for text in texts]) for heading, texts in sections if texts]


def _source_line(source: Any) -> str:
    on = f", {day_month_year(source.on)}" if source.on else ""
    note = f". {source.note}" if source.note else ""
    return f"{source.get_kind_display()}: {source.what}{on}{note}"
