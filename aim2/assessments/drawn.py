"""One text as it is drawn for one of the two who write it: what they may do with it, and what of the other's they see."""

from dataclasses import dataclass, field

from django.http import Http404

from aim2.assessments import gates, pages, parts, queries
from aim2.assessments.queries import Whole
from aim2.assessments.rules import Standing
from aim2.models import AssessmentText, Evidence


@dataclass
class Part:
    """One text as drawn on a page."""

    key: str
    title: str
    hint: str
    words: str
    text: str = ""
    version: int = 0
    rows: int = 4
    editable: bool = False
    locked: bool = False
    may_finish: bool = False
    both: bool = False
    kept: bool = False
    settle: bool = False
    mine: str = ""
    theirs: str = ""
    their_name: str = ""
    waits: str = ""
    kept_because: str = ""
    saved: AssessmentText | None = None
    picked: list[Evidence] = field(default_factory=list)
    error: str = ""
    typed: str = ""  # what was refused
    typed_reason: str = ""

    def refuse(self, sentence: str, typed: str, *, as_reason: bool) -> None:
        """The text says why it was not taken, and holds what was typed: in its box, or to be copied where there is none any more."""
        self.error = sentence
        if as_reason and self.settle:
            self.typed_reason = typed
        elif self.editable:
            self.text = typed
        else:
            self.typed = typed

    @property
    def dom_id(self) -> str:
        return self.key.replace(".", "-")


def _domain_part(found: Whole, key: str, you: int, picked: dict[str, list[Evidence]], *, writable: bool) -> Part:
    assessment, written = found.assessment, found.domains[key]
    mine = written.of(you, assessment)
    other = written.co if you == assessment.lead_id else written.lead
    colleague = assessment.co_worker if you == assessment.lead_id else assessment.lead
    standing = written.standing
    own_open = standing in (Standing.NOT_STARTED, Standing.WRITING) or (
        standing in (Standing.LEAD_FINISHED, Standing.CO_FINISHED) and not (mine and mine.finished_at)
    )
    locked = standing == Standing.LOCKED
    shown = written.both_shown or not writable
    waits = ""
    if colleague and not shown and not locked:
        waits = _waits(standing, other, mine, colleague.full_name)
    return Part(
        key=key,
        title=str(parts.Kind(key.partition(".")[2]).label),
        hint="",
        words=pages.standing_words(standing, assessment, you),
        text=mine.text if mine else "",
        version=mine.version if mine else 0,
        editable=writable and not locked and (own_open or written.common is not None),
        locked=locked,
        may_finish=own_open and writable and not locked,
        both=standing == Standing.BOTH_FINISHED or standing == Standing.KEPT,
        kept=standing == Standing.KEPT,
        settle=standing == Standing.BOTH_FINISHED and writable,
        mine=mine.text if mine else "",
        theirs=other.text if other and shown else "",
        their_name=colleague.full_name if colleague else "",
        waits=waits,
        kept_because=written.lead.kept_because if written.lead else "",
        saved=mine,
        picked=picked.get(key, []),
    )


def _waits(standing: Standing, other: AssessmentText | None, mine: AssessmentText | None, name: str) -> str:
    if mine and mine.finished_at:
        return f"Yours is finished. You read {name}’s view when it is finished too."
    if other and other.finished_at:
        return f"{name} has written their view. You see it when you say yours is finished, and they see yours."
    return f"{name} writes a view too. Each of you reads the other’s when both are finished; nobody else does before."


def _whole_part(found: Whole, part: parts.TextPart, *, writable: bool) -> Part:
    row = found.texts.get(part.key)
    locked = gates.is_locked(part.key, found.locks)
    said = "Locked" if locked else "Written" if row and row.text.strip() else "Needed" if part.needed else "Not written"
    return Part(
        key=part.key,
        title=part.title,
        hint=part.hint,
        words=said,
        text=row.text if row else "",
        version=row.version if row else 0,
        rows=part.rows,
        editable=writable and not locked,
        locked=locked,
        saved=row,
    )


def parts_on(found: Whole, page: str, you: int, *, writable: bool) -> list[Part]:
    if page in parts.Domain.values:
        picked = queries.evidence_of(found.assessment, page)
        keys = [parts.domain_key(page, kind) for kind in parts.Kind.values]
        return [_domain_part(found, key, you, picked, writable=writable) for key in keys]
    if page in parts.PAGES:
        return [_whole_part(found, part, writable=writable) for part in parts.parts_on(page)]
    raise Http404("This assessment has no such part.")
