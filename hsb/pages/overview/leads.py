"""Which record a line of the chronology leads to: the page its notice opens, or the part of the case that keeps it."""

from types import SimpleNamespace
from typing import Any

from django.urls import NoReverseMatch, reverse

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import TABS
from hsb.chronology.declare import DECLARED
from hsb.chronology.queries import Line
from hsb.notes.kinds import NOTE_CODES
from hsb.notifications.recipients import TELLINGS, the_case

# Pages of one thing that whoever reads every record of its class opens; those of a part of the case are its tabs.
OF_ONE_THING = frozenset({"tasks:show", "strategy_meetings:meeting", "escalation:show"})
NOWHERE = frozenset({str(RecordClass.HEADER), str(RecordClass.ACCESS_LOG), str(RecordClass.IDENTITY)})


def record_of(opened: OpenCase, line: Line) -> str:
    """Answer where the record behind a line stands; "" where there is none, or this reader may not open it. Asks no database."""
    if not line.readable or opened.is_narrow:
        return ""
    if line.code in NOTE_CODES or line.facts.get("note"):
        reads = opened.may(RecordClass.NOTES, Level.READ)
        return f"{reverse('cases:notes', args=[opened.case.reference])}#note-{line.id}" if reads else ""
    return _of_its_notice(opened, line) or _part_of_the_case(opened, DECLARED[line.code].record_class)


def _of_its_notice(opened: OpenCase, line: Line) -> str:
    telling = TELLINGS.get(line.code)
    if telling is None or telling.leads_to is the_case:
        return ""
    as_event: Any = SimpleNamespace(
        case=opened.case, case_id=opened.case.pk, facts=line.facts, code=line.code, pk=line.id
    )
    name, arguments = telling.leads_to(as_event, in_person=False)
    if name not in OF_ONE_THING and not any(_shown(opened, key) for key in TABS if TABS[key].url_name == name):
        return ""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


def _part_of_the_case(opened: OpenCase, record_class: str) -> str:
    if record_class in NOWHERE:
        return ""
    key = next((key for key in TABS if TABS[key].record_class == record_class and _shown(opened, key)), "")
    return reverse(TABS[key].url_name, args=[opened.case.reference]) if key else ""


def _shown(opened: OpenCase, key: str) -> bool:
    place = TABS[key]
    return (
        opened.may(place.record_class, place.level)
        and (place.harmed_too or not opened.case.is_harmed)
        and (place.shown is None or place.shown(opened.case))
    )
