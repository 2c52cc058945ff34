"""The sections of a child and family assessment, and what of the referral each one carries forward (P3.8–3.9). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from referrals.sections import SECTIONS as REFERRAL_SECTIONS


@dataclass(frozen=True)
class Source:
    """Answers of one section of the referral: its own fields, and fields of each repeated thing by list."""

    part: str
    fields: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """One text of the assessment."""

    key: str
    title: str
    hint: str
    sources: tuple[Source, ...] = ()
    needed: bool = False


_FACTORS = {
    factor: (factor, f"{factor}_source", f"{factor}_evidence")
    for factor in ("attachment", "domestic_abuse", "rejection", "empathy")
}
_OWN_HARM = (
    "own_harm",
    "own_harm_kinds",
    "own_harm_age",
    "own_harm_detail",
    "own_harm_reported",
    "own_harm_reported_detail",
)
_INCIDENT = (
    "when",
    "on",
    "until",
    "when_words",
    "place_kind",
    "online",
    "description",
    "frequency",
    "frequency_detail",
)

DISPLAYED: tuple[Section, ...] = (
    Section(
        "needs",
        "The young person’s needs",
        "Health, education, identity and daily life, seen apart from what happened.",
        (
            Source("needs", ("disability", "disability_detail", "health")),
            Source("young-person", ("looked_after", "legal_status")),
        ),
    ),
    Section(
        "learning",
        "Learning and communication",
        "How they understand and express themselves, and what helps. It decides how to speak with them and which tools suit.",
        (
            Source(
                "needs",
                (
                    "learning_need",
                    "learning_detail",
                    "neurodiversity",
                    "neurodiversity_detail",
                    "ehcp",
                    "send_detail",
                    "communication",
                ),
            ),
            Source("young-person", ("first_language", "interpreter_needed")),
        ),
    ),
    Section(
        "development",
        "Development and attachment",
        "Early years, losses and moves, how they are with adults and with other children.",
        (
            Source("needs", ("development", "attachment")),
            Source("background", (*_FACTORS["attachment"], *_FACTORS["rejection"], *_FACTORS["empathy"])),
        ),
    ),
    Section(
        "family",
        "Family and environment",
        "Who lives there, how the home works, school and neighbourhood, and who supervises what.",
        (
            Source("needs", ("family_context",)),
            Source(
                "home",
                ("home_detail", "other_children_at_risk", "other_children_detail"),
                {"household": ("relationship", "is_child", "age_estimate", "worries")},
            ),
            Source("background", (*_FACTORS["domestic_abuse"], "significant_events")),
        ),
    ),
    Section(
        "behaviour",
        "The behaviour",
        "What is known, what is alleged and what is opinion. How it came about, what was gained by it, how it went on.",
        (
            Source("behaviour", ("statement",), {"incidents": _INCIDENT}),
            Source(
                "analysis",
                (
                    "age_gap",
                    "age_gap_detail",
                    "developmental_gap",
                    "developmental_gap_detail",
                    "mutual",
                    "mutual_detail",
                    "coercion",
                    "coercion_detail",
                    "distress",
                    "distress_detail",
                    "planning",
                    "planning_detail",
                    "previous_incidents",
                    "response_when_challenged",
                ),
            ),
            Source("ratings", ("hackett", "hackett_rationale", "hackett_judged_by")),
        ),
    ),
    Section(
        "own_victimisation",
        "Harm to the young person",
        "What may have been done to them, when and by whom. Ask the question of yourself even where nothing was reported.",
        (
            Source(
                "own-harm",
                (
                    "own_harm",
                    "own_harm_kinds",
                    "own_harm_age",
                    "own_harm_detail",
                    "own_harm_reported",
                    "own_harm_reported_detail",
                ),
            ),
        ),
    ),
    Section(
        "risk",
        "Risk to others",
        "To whom, where, when and how likely; what lowers it now.",
        (
            Source("analysis", ("compulsive", "secret", "continues", "persistence_detail")),
            Source("home", ("other_children_at_risk", "other_children_detail")),
            Source("safety", ("steps", "steps_detail", "where_now", "needs_protection", "needs_protection_detail")),
        ),
    ),
    Section(
        "strengths",
        "Strengths and protection",
        "What goes well, who they trust, what the family does to keep children safe.",
        (Source("background", ("strengths",)),),
    ),
    Section(
        "child_views",
        "What the young person says",
        "In their words where you can. If they were not asked, why not.",
        (Source("views", ("child_knows", "child_views", "child_views_not_sought")),),
    ),
    Section(
        "parent_views",
        "What parents and carers say",
        "Each of them apart, where they differ.",
        (Source("views", ("parents_know", "parents_agree", "parents_not_sought_reason", "parents_views")),),
    ),
    Section(
        "analysis",
        "Analysis and recommendation",
        "What it all means for this young person and for others, and what should happen. The family may read this one day.",
        needed=True,
    ),
)

HARMED: tuple[Section, ...] = (
    Section(
        "needs",
        "The child’s needs",
        "Health, education, identity and daily life, and what has changed since.",
        (Source("harmed", (), {"people": ("needs", "first_language", "interpreter_needed")}),),
    ),
    Section("learning", "Learning and communication", "How they understand and express themselves, and what helps."),
    Section(
        "development",
        "Development and attachment",
        "Early years, losses and moves, how they are with adults and children.",
    ),
    Section(
        "family",
        "Family and environment",
        "Who lives there, what support they have, school and neighbourhood.",
        (Source("harmed", (), {"people": ("where_now", "same_school", "lives_with", "carer_knows")}),),
    ),
    Section(
        "harm",
        "What happened and how it affects the child",
        "What is known, what is alleged and what is opinion.",
        (
            Source("account", ("words", "demeanour")),
            Source("behaviour", ("statement",), {"incidents": _INCIDENT}),
        ),
    ),
    Section(
        "safety",
        "Safety now",
        "Where and when the child could meet the risk again, and what prevents it.",
        (Source("harmed", (), {"people": ("safe_now", "safe_detail")}),),
    ),
    Section(
        "strengths",
        "Strengths and support",
        "What goes well, who they trust, what support was offered.",
        (Source("harmed", (), {"people": ("support",)}),),
    ),
    Section(
        "child_views",
        "What the child says",
        "In their words where you can. If they were not asked, why not.",
        (Source("harmed", (), {"people": ("views",)}),),
    ),
    Section("parent_views", "What parents and carers say", "Each of them apart, where they differ."),
    Section(
        "analysis",
        "Analysis and recommendation",
        "What it all means for this child, and what should happen. The family may read this one day.",
        needed=True,
    ),
)


def sections_for(*, is_harmed: bool) -> tuple[Section, ...]:
    """Answer the sections of the assessment of this kind of child, in order."""
    return HARMED if is_harmed else DISPLAYED


def section_of(key: str, *, is_harmed: bool) -> Section | None:
    """Answer the section of that key, if this kind of assessment has it."""
    return next((section for section in sections_for(is_harmed=is_harmed) if section.key == key), None)


@dataclass(frozen=True)
class Carried:
    """What one referral says that belongs into a section, and where it comes from."""

    reference: str
    sent_at: datetime
    sender: str
    rows: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Answer it as the text a section begins with."""
        return "\n".join(
            f"{label} {value}" if label.endswith("?") else f"{label}: {value}" for label, value in self.rows
        )


def rows_of(section: Section, parts: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Answer (label, value) of everything a referral said that belongs into this section."""
    found: list[tuple[str, str]] = []
    for source in section.sources:
        answers = parts.get(source.part)
        if not answers:
            continue
        chosen: dict[str, Any] = {name: answers.get(name) for name in source.fields}
        for name, fields in source.lists.items():
            chosen[name] = [
                {"n": one.get("n", 1), **{f: one.get(f) for f in fields}} for one in answers.get(name) or []
            ]
        found += [
            (label, value)
            for label, value, _ in REFERRAL_SECTIONS[source.part].summary(chosen, context=dict(parts), identity=False)
        ]
    return tuple(dict.fromkeys(found))
