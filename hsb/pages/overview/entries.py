"""The chronology of a case page: what it is narrowed to, and its days and entries as the page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.states import Strand
from hsb.chronology import queries as chronology
from hsb.chronology.declare import DECLARED
from hsb.notes.kinds import NOTE_CODES, Kind
from hsb.pages.overview.leads import record_of
from hsb.ui.components import Day, Entry, Filter
from hsb.ui.numbers import whole_number

FILTERS = ("strand", "agency", "kind", "person")
EVERYTHING = "everything"
KINDS = (*((str(one), one.label) for one in Kind if one is not Kind.NOTE), (str(Kind.NOTE), "Other notes"))


@dataclass(frozen=True)
class Asked:
    """What the chronology of a page is narrowed to, as far as it means something on this record to this reader."""

    strand: str
    agency: str
    kind: str
    person: int | None

    def narrowing(self) -> dict[str, Any]:
        """Answer what `chronology.lines` is asked for."""
        codes = NOTE_CODES if self.kind in Kind.values else _codes(self.strand, everything=self.kind == EVERYTHING)
        facts = {"kind": [self.kind]} if self.kind in Kind.values else None
        return {"codes": codes, "agency": self.agency, "person": self.person, "facts": facts}

    def filters(
        self,
        agencies: Sequence[str],
        people: Mapping[int, str],
        linked: Sequence[Case],
        links: Sequence[Mapping[str, Any]],
    ) -> list[Filter]:
        """Answer the controls, each as it stands."""
        strands = (("", "All strands"), *((s.value, s.label) for s in Strand))
        kinds = (("", "What happened"), (EVERYTHING, "Everything recorded"), *KINDS)
        persons = (("", "Everybody"), *((str(pk), name) for pk, name in people.items()))
        return [
            Filter("strand", "Strand", strands, self.strand),
            Filter("agency", "Agency", (("", "All agencies"), *((name, name) for name in agencies)), self.agency),
            Filter("kind", "Show", kinds, self.kind),
            Filter("person", "Recorded by", persons, str(self.person or "")),
            *_of_child(linked, links),
        ]


def asked(request: HttpRequest, agencies: Sequence[str], people: Mapping[int, str]) -> Asked:
    """Answer what the address asks for; an agency or a person that did nothing here this reader is told of narrows nothing."""
    agency = request.GET.get("agency", "")
    person = whole_number(request.GET.get("person", ""), digits=18)
    return Asked(
        strand=request.GET.get("strand", ""),
        agency=agency if agency in agencies else "",
        kind=request.GET.get("kind", ""),
        person=person if person in people else None,
    )


def _codes(strand: str, *, everything: bool) -> list[str] | None:
    """Answer the event codes a filtered chronology shows; None means all of them."""
    if everything and not strand:
        return None
    return [
        code
        for code, declared in DECLARED.items()
        if (everything or not declared.quiet) and strand in ("", declared.strand)
    ]


def days(opened: OpenCase, lines: Sequence[chronology.Line]) -> list[Day]:
    found: list[Day] = []
    wrong = {line.id: line for line in lines if line.corrected_by}
    for line in lines:
        if line.corrected_by and any(other.corrects == line.id for other in lines):
            continue  # shown struck through in front of what corrects it
        moment = clock.local_time(line.occurred_at)
        entry = Entry(
            sentence=line.sentence,
            by=line.agency,
            at="" if clock.is_known_by_its_day(moment) else f"{moment:%H:%M}",
            struck=wrong[line.corrects].sentence if line.corrects in wrong else "",
            # What corrects it is not on this page: of another agency than the filter shows, or on an earlier page.
            cancelled=line.corrected_by is not None,
            note=_note(line),
            strand=line.strand,
            anchor=f"entry-{line.id}",
            href=record_of(opened, line),
            write=_write_about(opened, line),
            about=line.title,
        )
        if found and found[-1].on == moment.date():
            found[-1] = Day(moment.date(), [*found[-1].entries, entry])
        else:
            found.append(Day(moment.date(), [entry]))
    return found


def _write_about(opened: OpenCase, line: chronology.Line) -> str:
    """Answer where one writes a note about an entry, for those who write notes and read what it is about; "" for a note itself."""
    if not opened.may(RecordClass.NOTES, Level.WRITE) or not line.readable or line.code in NOTE_CODES:
        return ""
    return f"{reverse('cases:notes', args=[opened.case.reference])}?about={line.id}#id_text"


def _of_child(linked: Sequence[Case], links: Sequence[Mapping[str, Any]]) -> list[Filter]:
    """Answer the choice of whose chronology it is, where this reader is on the record of another child of the same matter."""
    open_to = [(one["reference"], str(one["called"])) for one in links if one["reference"]]
    if not linked or not open_to:
        return []
    return [Filter("child", "Child", (("", "This child"), *((ref, f"{called}, {ref}") for ref, called in open_to)), "")]


def other_record(request: HttpRequest, linked: Sequence[Case]) -> HttpResponse | None:
    """Answer the chronology of another child, as it is asked for here, by its own record: never two children on one page."""
    wanted = request.GET.get("child", "")
    if not wanted or wanted not in {case.reference for case in linked}:
        return None
    kept = {name: request.GET[name] for name in ("strand", "agency", "kind") if request.GET.get(name)}
    return redirect(f"{reverse('cases:overview', args=[wanted])}?{urlencode(kept)}#chronology")


def _note(line: chronology.Line) -> str:
    """Answer what an entry says beside itself: who corrected what, and for which absent colleague somebody acted."""
    if line.corrects:
        return f"Corrected by {line.who_in_full}, {clock.local_time(line.recorded_at):%-d %B}."
    said = f"By {line.who_in_full}." if line.acting_for else ""
    return f"{said} Corrected since.".strip() if line.corrected_by else said
