"""What each version of a safety plan says: one table. School and family hold versions of one truth, drawn from the same rows. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from strategy_meetings.models import SafetyPlan, SafetyPlanLine
from strategy_meetings.safety_plans.states import Setting, Version

S = Setting
# What is written of a setting stands with the risks that were taken there line by line, under one heading.
TEXT_OF: dict[Setting, str] = {
    S.HOME: "at_home",
    S.SCHOOL: "at_school",
    S.JOURNEY: "journeys",
    S.COMMUNITY: "in_the_community",
    S.ONLINE: "online",
}


@dataclass(frozen=True)
class Section:
    """One heading of a plan: the risks of a setting, line by line, and what is written under it."""

    title: str
    lines: list[SafetyPlanLine]
    text: str


@dataclass(frozen=True)
class Drawn:
    """Which parts of a plan a version holds. `known`: whether it says what is known or alleged; `conditions`: those in force."""

    title: str
    for_whom: str
    texts: tuple[str, ...]
    settings: tuple[Setting, ...]
    known: bool = True
    conditions: bool = True


VERSIONS: dict[Version, Drawn] = {
    Version.WHOLE: Drawn(
        "",
        "",
        (
            *("at_school", "journeys", "in_the_community", "at_home", "online", "trusted_adults", "supports"),
            *("childs_views", "parents_views", "who_has_it", "stop_when"),
        ),
        tuple(S),
    ),
    # What school does not need to keep this child safe stays out: nothing of the home.
    Version.SCHOOL: Drawn(
        "for the school",
        "school or college",
        ("at_school", "journeys", "online", "trusted_adults", "supports", "childs_views", "stop_when"),
        (S.SCHOOL, S.JOURNEY, S.ONLINE),
    ),
    # The family knows what is alleged; what professionals say of it, and what may not be discussed, is not for a kitchen wall.
    Version.FAMILY: Drawn(
        "for the family",
        "the child and family",
        (
            *("at_home", "journeys", "in_the_community", "online", "at_school", "trusted_adults", "supports"),
            *("childs_views", "parents_views", "stop_when"),
        ),
        tuple(S),
        known=False,
        conditions=False,
    ),
}


def lines_in(version: Version, lines: Iterable[SafetyPlanLine]) -> list[tuple[str, list[SafetyPlanLine]]]:
    """Answer (setting, its lines) of a version, in the order of its settings; a setting without a line is left out."""
    given = list(lines)
    found = []
    for setting in VERSIONS[version].settings:
        if here := [line for line in given if line.setting == setting]:
            found.append((str(setting.label), here))
    return found


def sections_in(
    version: Version, plan: SafetyPlan, lines: Iterable[SafetyPlanLine], headings: Mapping[str, str]
) -> list[Section]:
    """Answer what a version says: its settings, then its other parts under their `headings`; what says nothing is left out."""
    drawn, given = VERSIONS[version], list(lines)
    found = [
        Section(
            str(setting.label),
            [line for line in given if line.setting == setting],
            getattr(plan, TEXT_OF[setting]) if TEXT_OF[setting] in drawn.texts else "",
        )
        for setting in S
        if setting in drawn.settings or TEXT_OF[setting] in drawn.texts
    ]
    others = [name for name in drawn.texts if name not in TEXT_OF.values()]
    found += [Section(headings[name], [], getattr(plan, name)) for name in others]
    return [one for one in found if one.lines or one.text.strip()]
