"""What stands at the top of every page of one case: who it is about, conditions in force, the tabs.

A later stage adds its tabs and conditions here by registering them when its app starts, so that the frame never learns of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import people
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, PersonPart
from hsb.cases.other_children import hidden_from, masked
from hsb.cases.states import OPEN_STATES, STATES, Strand
from hsb.together import together
from hsb.ui.components import Condition, IdentityBar, Tab, TabGroup


@dataclass(frozen=True)
class TabPlace:
    """A tab: shown to whoever may read its class of record, where its page exists."""

    key: str
    label: str
    url_name: str
    record_class: RecordClass
    group: str
    order: int
    level: Level = Level.SUMMARY
    harmed_too: bool = True
    shown: Callable[[Case], bool] | None = None  # only on cases of which this is so


@dataclass(frozen=True)
class ConditionSource:
    """Conditions in force on cases: the rows that hold those of one case (None where its reader must not know), and their words."""

    rows: Callable[[OpenCase], QuerySet[Any] | None]
    words: Callable[[OpenCase, Sequence[Any], date], list[Condition]]
    on_paper: bool = False  # also at the head of every PDF of the case: it names nobody


# Twenty tabs in a row are read by nobody: they stand in groups, by the part of the work they are about.
GROUPS = {
    "case": "Case",
    "referral": "Referral",
    "safeguarding": "Safeguarding",
    "criminal": "Court and police",
    "aim2": "AIM2",
}
TABS: dict[str, TabPlace] = {}
CONDITIONS: list[ConditionSource] = []
Read = dict[str, list[Any]]


def add_tab(
    key: str,
    label: str,
    url_name: str,
    record_class: RecordClass,
    *,
    group: str,
    order: int,
    level: Level = Level.READ,
    harmed_too: bool = True,
    shown: Callable[[Case], bool] | None = None,
) -> None:
    """Every case page has this tab from now on, in one of `GROUPS`, for those who go that far with its class of record; a harmed
    child's, if `harmed_too`."""
    if group not in GROUPS:
        raise ValueError(f"No group of tabs is called {group!r}: {', '.join(GROUPS)}.")
    TABS[key] = TabPlace(key, label, url_name, record_class, group, order, level, harmed_too, shown)


def add_conditions(source: ConditionSource) -> None:
    """The source is asked on every case page which conditions are in force that this reader must keep to."""
    if source not in CONDITIONS:
        CONDITIONS.append(source)


add_tab("overview", "Overview", "cases:overview", RecordClass.HEADER, group="case", order=10, level=Level.SUMMARY)
add_tab("notes", "Notes", "cases:notes", RecordClass.NOTES, group="case", order=70)
add_tab("people", "People", "cases:people", RecordClass.IDENTITY, group="case", order=65)
add_tab("documents", "Documents", "cases:documents", RecordClass.DOCUMENTS, group="case", order=80)
add_tab("access", "Access", "cases:access", RecordClass.ACCESS_LOG, group="case", order=90)


def read(opened: OpenCase, **lists: QuerySet[Any]) -> Read:
    """Answer the rows that the frame is made of, and the page's own `lists` with them. One statement."""
    asked: dict[str, QuerySet[Any]] = dict(lists)
    if opened.may(RecordClass.IDENTITY, Level.READ) and not opened.knows_people:
        asked |= people.who_is_on(opened.case)
    for n, source in enumerate(CONDITIONS):
        if (rows := source.rows(opened)) is not None:
            asked[f"conditions{n}"] = rows
    found = together(**asked)
    if "people" in found:
        opened.knows(people.paired(found["people"], found["identities"]))
    return found


def conditions_on_paper(opened: OpenCase, *, today: date) -> list[Condition]:
    """Answer the conditions in force that stand at the head of a PDF of this case: the child on the other side is named in
    none. One statement, none where there can be none."""
    found = []
    for source in CONDITIONS:
        if source.on_paper and (rows := source.rows(opened)) is not None:
            found += source.words(opened, list(rows), today)
    others = hidden_from(opened.case) if found else []
    return [replace(one, text=masked(one.text, others)) for one in found]


def case_frame(opened: OpenCase, active_tab: str, *, today: date, found: Read | None = None) -> dict[str, Any]:
    """Answer the context every template that extends `case_base.html` needs; from what `read` found, or after reading it."""
    case = opened.case
    if found is None:
        found = read(opened)
    return {
        "open_case": opened,
        "case": case,
        "identity_bar": _identity_bar(opened, today),
        "conditions": [
            condition
            for n, source in enumerate(CONDITIONS)
            for condition in source.words(opened, found.get(f"conditions{n}", ()), today)
        ],
        "tab_groups": _tab_groups(opened, active_tab),
        "active_tab": active_tab,
    }


def _tab_groups(opened: OpenCase, active_tab: str) -> list[TabGroup]:
    """Answer the groups this reader has, each with its tabs in their order; the one with the active tab is current."""
    found: dict[str, list[Tab]] = {key: [] for key in GROUPS}
    for place in sorted(TABS.values(), key=lambda one: one.order):
        if not opened.may(place.record_class, place.level) or (opened.case.is_harmed and not place.harmed_too):
            continue
        if place.shown is not None and not place.shown(opened.case):
            continue
        try:
            href = reverse(place.url_name, args=[opened.case.reference])
        except NoReverseMatch:
            continue
        found[place.group].append(Tab(place.key, place.label, href))
    return [
        TabGroup(GROUPS[key], tabs, current=any(tab.key == active_tab for tab in tabs))
        for key, tabs in found.items()
        if tabs
    ]


def _identity_bar(opened: OpenCase, today: date) -> IdentityBar:
    case = opened.case
    full_name = ""
    if opened.may(RecordClass.IDENTITY, Level.READ):
        full_name = next((who.full_name for person, who in opened.people if person.part == PersonPart.SUBJECT), "")
    badges = [
        label
        for shown, label in (
            (case.restricted, "Restricted"),
            # Only for those who decide: to a referrer it would tell that somebody compares records.
            (case.provisional and opened.may(RecordClass.DECISION, Level.READ), "Not yet matched"),
            (case.looked_after, "Looked after" if case.looked_after_since else "Said to be looked after"),
            (True, _alleged(opened)),
            (case.is_harmed, "Person harmed"),
            (case.is_considered, "Considered"),
        )
        if shown and label
    ]
    strands = [
        (strand.label, STATES[strand](getattr(case, strand.value)).label)
        for strand in Strand
        if getattr(case, strand.value) in OPEN_STATES[strand]
    ]
    return IdentityBar(
        reference=case.reference,
        initials=case.initials or "Not named",
        age=case.age_on(today),
        full_name=full_name,
        pseudonym=case.label if case.is_harmed else "",
        badges=badges,
        strands=strands or [("Record", "Nothing open")],
        people=workers(opened),
        href=reverse("cases:overview", args=[case.reference]),
    )


def _alleged(opened: OpenCase) -> str:
    """Answer what the badge says: that the behaviour is alleged, or what is found and what is still alleged."""
    case = opened.case
    if not case.has_displayed:
        return ""
    if case.standing_words and opened.may(RecordClass.CRIMINAL, Level.SUMMARY):
        return case.standing_words
    return "Alleged" if case.alleged else ""


def workers(opened: OpenCase) -> list[tuple[str, str, str]]:
    """Answer who is allocated on the case: (what the partnership calls their agency, name, address of nothing yet)."""
    return [
        (profile().name(i.agency.kind) if i.agency else i.get_role_display(), i.user.full_name if i.user else "", "")
        for i in opened.workers
    ]
