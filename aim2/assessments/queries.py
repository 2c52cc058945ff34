"""Reading assessments: for their pages, for what leaves them, and for those who work after them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from aim2.assessments import gates, parts
from aim2.assessments.gates import Lock
from aim2.assessments.rules import NOTHING, Standing, View, sees_both, standing
from aim2.assessments.states import FINAL, OPEN, State
from aim2.instruments import queries as instruments
from aim2.instruments.sheet import Sheet
from aim2.models import (
    Assessment,
    AssessmentText,
    EarlierText,
    Evidence,
    Session,
    Source,
    SubTotal,
    TimelineEntry,
)
from hsb import clock
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.declare import DECLARED
from hsb.chronology.models import CaseEvent
from strategy_meetings.opinions.states import State as Opinion

SIGNIFICANT = (
    "incident.recorded", "allegation.added", "charge.made", "finding.made", "sentence.passed", "placement.started",
    "placement.ended", "looked_after.started", "looked_after.ended", "custody.arrived", "custody.left", "s47.begun",
)  # fmt: skip
"""After any of these, what can change is rated again, or the manager says why not."""

_PEOPLE = ("lead", "co_worker", "signed_by", "agreed_by", "returned_by", "shared_by")


def versions(case: Case) -> list[Assessment]:
    """Answer every version of the assessment of a case, newest first."""
    return list(Assessment.objects.filter(case=case).select_related(*_PEOPLE).order_by("-number"))


def current(found: list[Assessment]) -> Assessment | None:
    """Answer the one being worked on, else the one in force, else the last there was."""
    first = next((one for one in found if one.state in OPEN), None)
    return first or next((one for one in found if one.state in FINAL), None) or (found[0] if found else None)


def in_force(case: Case) -> Assessment | None:
    """Answer the signed assessment that holds, if there is one."""
    return Assessment.objects.filter(case=case, state__in=FINAL).select_related(*_PEOPLE).first()


def signed_with_a_lock() -> list[Assessment]:
    """Answer the signed assessments of which part was locked and of whom nobody was told that it is open. One statement."""
    told = CaseEvent.objects.filter(case=OuterRef("case"), code="aim.lock_opened", occasion=OuterRef("pk"))
    found = Assessment.objects.filter(~Exists(told), state__in=FINAL).exclude(part_locked="")
    return list(found.select_related("case").order_by("pk"))


def running(case: Case) -> Assessment | None:
    """Answer the assessment that is being worked on, if there is one."""
    return Assessment.objects.filter(case=case, state__in=OPEN).select_related(*_PEOPLE).first()


def one(case: Case, number: int) -> Assessment | None:
    """Answer one version of the assessment of a case."""
    return Assessment.objects.filter(case=case, number=number).select_related(*_PEOPLE, "case").first()


@dataclass(frozen=True)
class Written:
    """One text of a domain as it stands between the two who write it."""

    key: str
    standing: Standing
    lead: AssessmentText | None = None
    co: AssessmentText | None = None
    common: AssessmentText | None = None

    @property
    def text(self) -> str:
        """The words that count: the common ones, else the lead's."""
        row = self.common or self.lead
        return row.text if row else ""

    @property
    def other_view(self) -> str:
        """The co-worker's words, where both views stand side by side."""
        return self.co.text if self.standing == Standing.KEPT and self.co else ""

    def of(self, user_id: int, assessment: Assessment) -> AssessmentText | None:
        """Answer the row this person writes on."""
        if self.common:
            return self.common
        return self.co if user_id == assessment.co_worker_id else self.lead

    @property
    def both_shown(self) -> bool:
        return sees_both(self.standing)


def _view(row: AssessmentText | None) -> View:
    return View(row.text, row.finished_at is not None, bool(row.kept_because)) if row else NOTHING


@dataclass(frozen=True)
class Whole:
    """Everything written of one assessment, read once."""

    assessment: Assessment
    domains: dict[str, Written]
    texts: dict[str, AssessmentText]
    totals: dict[str, SubTotal]
    sessions: list[Session]
    sources: list[Source]
    timeline: list[TimelineEntry]
    locks: list[Lock]
    sheet: Sheet | None = None

    def words(self, key: str) -> str:
        """Answer the words of a text, whichever it is."""
        if key in self.domains:
            return self.domains[key].text
        return self.texts[key].text if key in self.texts else ""

    @property
    def rated(self) -> bool:
        """Whether the totals come from ratings, and none is entered by hand."""
        return self.sheet is not None and self.sheet.rated

    @property
    def totals_answered(self) -> int:
        locked = gates.LOCKED_TOTALS if self.locks else frozenset()
        return sum(1 for kind in parts.Kind.values if kind in self.totals or kind in locked)


def whole(assessment: Assessment, *, locks: list[Lock]) -> Whole:
    """Answer everything written and rated of an assessment. Six statements; two more where something is rated."""
    rows: dict[tuple[str, int | None], AssessmentText] = {
        (row.key, row.writer_id): row
        for row in AssessmentText.objects.filter(assessment=assessment).select_related("saved_by")
    }
    domains = {}
    for key in parts.DOMAIN_KEYS:
        common, lead = rows.get((key, None)), rows.get((key, assessment.lead_id))
        co = rows.get((key, assessment.co_worker_id)) if assessment.co_worker_id else None
        found = standing(
            lead=_view(lead),
            co=_view(co) if assessment.co_worker_id else None,
            common=_view(common) if common else None,
            locked=gates.is_locked(key, locks),
        )
        domains[key] = Written(key, found, lead, co, common)
    return Whole(
        assessment=assessment,
        domains=domains,
        texts={key: row for (key, writer), row in rows.items() if writer is None and "." not in key},
        totals={row.kind: row for row in SubTotal.objects.filter(assessment=assessment).select_related("entered_by")},
        sessions=list(Session.objects.filter(assessment=assessment).select_related("by").order_by("number")),
        sources=[_as_it_stands(one) for one in _sources(assessment).order_by("at")],
        timeline=list(
            TimelineEntry.objects.filter(assessment=assessment).select_related("allegation").order_by("sorted_on", "at")
        ),
        locks=locks,
        sheet=instruments.sheet(assessment, locked=bool(locks)),
    )


def significant_since(assessment: Assessment, *, readable: frozenset[str]) -> list[tuple[str, date]]:
    """Answer what has happened since the report was signed, or kept as it was, that may change it: title and day, latest first, as
    far as this reader is told of it. One statement."""
    since = assessment.kept_at or assessment.signed_at
    told = [code for code in SIGNIFICANT if not DECLARED[code].hidden or DECLARED[code].record_class in readable]
    if since is None:
        return []
    rows = chronology.standing(assessment.case_id, told).filter(recorded_at__gt=since)
    return [(DECLARED[code].title, clock.local_date(at)) for code, at in rows]


def is_rated(assessment: Assessment) -> bool:
    """Whether the totals of an assessment come from its ratings."""
    found = instruments.sheet(assessment, locked=False)
    return found is not None and found.rated


def rated_by(assessment: Assessment) -> str:
    """Answer for which instrument the lead must be accredited, by what it was rated with; "" where the framework says it."""
    found = instruments.sheet(assessment, locked=False)
    return found.pack.instrument if found is not None and found.rated and not found.pack.is_demonstration else ""


def evidence_of(assessment: Assessment, domain: str = "") -> dict[str, list[Evidence]]:
    """Answer what was picked for each text, in the order it was picked."""
    found: dict[str, list[Evidence]] = {}
    rows = Evidence.objects.filter(assessment=assessment, key__startswith=f"{domain}." if domain else "")
    for row in rows.select_related("by").order_by("at", "pk"):
        found.setdefault(row.key, []).append(row)
    return found


def text_row(assessment: Assessment, key: str, writer_id: int | None) -> AssessmentText | None:
    """Answer one text as one writer (or both, `None`) last saved it."""
    return (
        AssessmentText.objects.select_related("saved_by")
        .filter(assessment=assessment, key=key, writer=writer_id)
        .first()
    )


def rows_of_text(
    assessment: Assessment, key: str, writer_id: int
) -> tuple[AssessmentText | None, list[AssessmentText]]:
    """Answer a text as both, or else this writer, last saved it; and what those wrote who neither lead nor co-work any more, newest
    first. One statement."""
    rows = list(
        AssessmentText.objects.filter(assessment=assessment, key=key)
        .select_related("saved_by", "writer")
        .order_by("-saved_at")
    )
    by_writer = {one.writer_id: one for one in rows}
    held = (None, assessment.lead_id, assessment.co_worker_id)
    former = [one for one in rows if one.writer_id not in held and one.text.strip()]
    return by_writer.get(None) or by_writer.get(writer_id), former


def source_of(assessment: Assessment, pk: UUID) -> Source | None:
    """Answer one source of an assessment."""
    found = _sources(assessment).filter(pk=pk).first()
    return _as_it_stands(found) if found else None


def _sources(assessment: Assessment) -> QuerySet[Source]:
    return Source.objects.filter(assessment=assessment).select_related(
        "assessment__case", "opinion__case", "opinion__document"
    )


_BECAME = {
    Opinion.RECEIVED: Source.Kind.OPINION_CAME,
    Opinion.NOT_COME: Source.Kind.OPINION_NOT_COME,
    Opinion.WITHDRAWN: Source.Kind.OPINION_NOT_COME,
}


def _as_it_stands(source: Source) -> Source:
    """An opinion may have come, or been given up, on the page of the child's opinions: then it has here too."""
    if source.opinion is not None and source.kind == Source.Kind.OPINION_ASKED:
        source.kind = _BECAME.get(Opinion(source.opinion.state), source.kind)
    return source


def has_signed_version(case: Case) -> bool:
    """Whether there ever was a signed assessment of this child."""
    return Assessment.objects.filter(case=case, signed_at__isnull=False).exclude(state=State.ENDED).exists()


def earlier_of(row: AssessmentText) -> list[EarlierText]:
    """Answer what a text said before, newest first."""
    return list(EarlierText.objects.filter(of=row).select_related("saved_by").order_by("-version"))
