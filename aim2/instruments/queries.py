"""Reading instrument packs, and what was rated with them."""

from functools import lru_cache
from uuid import UUID

from aim2.instruments.pack import Item, Pack
from aim2.instruments.scoring import Answer, Said
from aim2.instruments.settling import settle
from aim2.instruments.sheet import Line, Sheet
from aim2.models import Assessment, InstrumentPack, RatedWith, Rating, Resolution
from hsb.agencies.profile import profile
from hsb.cases import sealing
from hsb.cases.models import Case

DEFAULT: dict[str, list[str]] = {"aim2": ["aim2", "aim3"], "under_12": ["aim_under_12"]}
_PEOPLE = ("accepted_by", "loaded_by", "withdrawal", "withdrawal__by")


@lru_cache(maxsize=32)
def _opened(sealed: bytes) -> Pack:
    return Pack.model_validate(sealing.unseal(sealed))


def pack_of(row: InstrumentPack) -> Pack:
    """Answer what a loaded pack says. Opened once a process: its row never changes."""
    return _opened(bytes(row.sealed))


def packs() -> list[InstrumentPack]:
    """Answer every pack that was loaded, newest first."""
    return list(InstrumentPack.objects.select_related(*_PEOPLE).order_by("-loaded_at", "code"))


def one(pk: UUID) -> InstrumentPack | None:
    """Answer one pack."""
    return InstrumentPack.objects.select_related(*_PEOPLE).filter(pk=pk).first()


def version(code: str, edition: str, number: int) -> InstrumentPack | None:
    """Answer one version of one edition of an instrument, if it was loaded."""
    found = InstrumentPack.objects.select_related(*_PEOPLE)
    return found.filter(code=code, edition=edition, version=number).first()


def offered(tool: str) -> list[InstrumentPack]:
    """Answer the packs an assessment by this framework may be rated with: of each instrument the partnership uses, what was
    loaded last, is not withdrawn and has a scale."""
    codes = dict(profile().settings.get("aim_instruments", DEFAULT)).get(tool, [])
    rows = InstrumentPack.objects.filter(code__in=codes, withdrawal=None).order_by("-loaded_at", "-version")
    latest: dict[str, InstrumentPack] = {}
    for row in rows:
        if row.code not in latest and pack_of(row).can_be_rated:
            latest[row.code] = row
    return [latest[code] for code in codes if code in latest]


def chosen(assessment: Assessment) -> RatedWith | None:
    """Answer with what an assessment is rated now; None where nobody has said."""
    found = RatedWith.objects.filter(assessment=assessment).select_related("pack", "pack__withdrawal", "by")
    return found.order_by("-number").first()


def sheet(assessment: Assessment, *, locked: bool) -> Sheet | None:
    """Answer everything rated of an assessment; None where nobody has said with what. Three statements, one where there is none."""
    with_what = chosen(assessment)
    if with_what is None:
        return None
    return _sheet(assessment, with_what, locked=locked)


def _sheet(assessment: Assessment, with_what: RatedWith, *, locked: bool) -> Sheet:
    pack = pack_of(with_what.pack)
    last: dict[tuple[str, int], Rating] = {}
    # A note beside no rating stands where it is the last word, and then nothing is rated.
    for row in Rating.objects.filter(chosen=with_what).select_related("by").order_by("number"):
        last[row.item, row.by_id] = row
    settled: dict[str, Resolution] = {}
    for one in Resolution.objects.filter(chosen=with_what).select_related("by").order_by("number"):
        settled[one.item] = one
    lines = {}
    for item in pack.items:
        lead = last.get((item.code, assessment.lead_id))
        co = last.get((item.code, assessment.co_worker_id)) if assessment.co_worker_id else None
        lines[item.code] = _line(item, lead, co, settled.get(item.code), assessment, locked=locked)
    return Sheet(assessment, with_what, pack, lines)


def _line(
    item: Item, lead: Rating | None, co: Rating | None, resolution: Resolution | None, of: Assessment, *, locked: bool
) -> Line:
    found = settle(
        lead=answer_of(lead),
        co=answer_of(co),
        alone=of.co_worker_id is None,
        resolved=answer_of(resolution),
        locked=locked and item.about_the_matter,
    )
    return Line(item, lead, co, resolution, found)


def answer_of(row: Rating | Resolution | None) -> Answer | None:
    """Answer what a row says; None where nothing was rated yet."""
    if row is None or row.said == Rating.Said.OPEN:
        return None
    return Answer(Said(row.said), row.value)


def earlier_sheets(assessment: Assessment) -> list[Sheet]:
    """Answer what was rated in the signed versions before this one, newest first."""
    before = Assessment.objects.filter(
        case_id=assessment.case_id, number__lt=assessment.number, signed_at__isnull=False
    ).select_related("lead", "co_worker")
    rows = RatedWith.objects.filter(assessment__in=before).select_related(
        "pack", "pack__withdrawal", "by", "assessment"
    )
    last: dict[UUID, RatedWith] = {}
    for row in rows.order_by("number"):
        last[row.assessment_id] = row
    held = {one.pk: one for one in before}
    newest_first = sorted(last.values(), key=lambda row: -held[row.assessment_id].number)
    return [_sheet(held[row.assessment_id], row, locked=False) for row in newest_first[:4]]


def ratings_of(sheet: Sheet, item: str, by: int | None = None) -> list[Rating]:
    """Answer every rating of an item, newest first; of one person where one is named."""
    rows = Rating.objects.filter(chosen=sheet.chosen, item=item)
    if by is not None:
        rows = rows.filter(by_id=by)
    return list(rows.select_related("by").order_by("-at", "-number"))


def resolutions_of(sheet: Sheet, item: str) -> list[Resolution]:
    """Answer every time an item was settled, newest first."""
    return list(Resolution.objects.filter(chosen=sheet.chosen, item=item).select_related("by").order_by("-number"))


def has_ratings(with_what: RatedWith) -> bool:
    """Whether anybody rated with it, or anything was taken over into it."""
    return Rating.objects.filter(chosen=with_what).exists() or Resolution.objects.filter(chosen=with_what).exists()


def rated_before(case: Case, assessment: Assessment, pack: InstrumentPack) -> Sheet | None:
    """Answer what the last signed version before this one was rated with the same pack, if it was."""
    found = (
        Assessment.objects.filter(case=case, signed_at__isnull=False, number__lt=assessment.number)
        .select_related("lead", "co_worker")
        .order_by("-number")
        .first()
    )
    held = chosen(found) if found else None
    if found is None or held is None or held.pack_id != pack.pk:
        return None
    return _sheet(found, held, locked=False)
