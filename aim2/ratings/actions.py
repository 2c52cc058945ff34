"""Rating: with which pack, one item, and the rating two people settle on. Each checks, locks, changes and records in one transaction.

Nothing is written over: a rating that changes is another row, with its author and what it rests on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from aim2.assessments import evidence, gates
from aim2.assessments import policies as assessments
from aim2.instruments import policies as instruments
from aim2.instruments import queries
from aim2.instruments.scoring import Answer
from aim2.instruments.sheet import Line, Sheet
from aim2.models import Assessment, InstrumentPack, RatedWith, Rating, Resolution
from aim2.ratings import events, policies
from hsb import clock
from hsb.accounts.models import User
from hsb.cases import people
from hsb.cases.access import OpenCase
from hsb.cases.models import Case, PersonPart
from hsb.cases.other_children import check_names_no_other
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, StaleVersion

LONGEST_REASON = 4000


def _held(assessment: Assessment, by: User, *, at: datetime) -> Assessment:
    """The assessment as it is now, locked, after everything that must hold before anything is rated."""
    lock(assessment.case)
    found = Assessment.objects.select_related("case", "lead", "co_worker").get(pk=assessment.pk)
    assessments.check_is_assessor(found, by)
    assessments.check_can_write(found)
    gates.check_may_work(found.case, tool=found.tool, at=at)
    assessments.check_may_be_rated(found)
    return found


def _sheet(found: Assessment, *, at: datetime) -> Sheet:
    held = policies.check_can_rate(queries.sheet(found, locked=bool(gates.locks(found.case, at=at))))
    instruments.check_demonstration(held.row.demonstration, demo=settings.DEMO)
    return held


@transaction.atomic
def choose(*, assessment: Assessment, pack: InstrumentPack, by: User, at: datetime) -> RatedWith:
    """The assessment is rated with this version of this pack, and stays on it. History rated with the same pack before is taken over."""
    found = _held(assessment, by, at=at)
    instruments.check_demonstration(pack.demonstration, demo=settings.DEMO)
    held = queries.chosen(found)
    if held is not None and held.pack_id == pack.pk:
        return held
    policies.check_can_choose(
        held,
        queries.pack_of(pack),
        has_ratings=held is not None and queries.has_ratings(held),
        is_offered=any(one.pk == pack.pk for one in queries.offered(found.tool)),
        age=found.case.age_on(clock.local_date(at)),
        sex=_sex(found.case),
    )
    row = RatedWith(case=found.case, assessment=found, number=(held.number if held else 0) + 1, pack=pack, at=at, by=by)
    row.save(force_insert=True)
    _take_over(found, row, by=by, at=at)
    event = events.AimInstrumentChosen(
        assessment=str(found.pk), pack=str(pack.pk), called=f"{pack.name}, {pack.edition}, version {pack.version}"
    )
    record(event, case=found.case, by=by, at=at)
    return row


def _sex(case: Case) -> str:
    own = next((who for person, who in people.everybody(case) if person.part == PersonPart.SUBJECT), None)
    return own.sex if own else ""


def _take_over(found: Assessment, row: RatedWith, *, by: User, at: datetime) -> None:
    """History stands as the signed version before had it, settled; what can change is rated again by both."""
    before = queries.rated_before(found.case, found, row.pack)
    if before is None:
        return
    Resolution.objects.bulk_create(
        Resolution(
            case=found.case,
            chosen=row,
            item=code,
            number=1,
            said=line.counts.said,
            value=line.counts.value,
            because=f"History, as version {before.assessment.number} had it.",
            carried=True,
            at=at,
            by=by,
        )
        for code, line in before.lines.items()
        if line.item.nature == "static" and line.counts is not None
    )


@transaction.atomic
def rate(
    *,
    assessment: Assessment,
    item: str,
    typed: str,
    why: str = "",
    sources: Sequence[str] = (),
    number: int,
    by: User,
    at: datetime,
    opened: OpenCase | None = None,
) -> Rating:
    """This person's rating of an item stands with its reasoning and evidence; what they said before is kept.

    `typed` is a value, “n” not known, “x” not applicable, or “same”: only what it rests on has changed. `number` is that of their
    own rating they had before them (0: none); `opened` the record as they may read it. Raises StaleVersion when they rated it in
    another window meanwhile.
    """
    found = _held(assessment, by, at=at)
    sheet = _sheet(found, at=at)
    line = policies.check_item(sheet, item)
    mine = line.of(by.pk, found)
    before = queries.answer_of(mine)
    answer = policies.parse(sheet.pack, line.item, typed) or before
    policies.check_not_settled(line, before, answer)
    if len(why) > LONGEST_REASON:
        raise ActionNotAllowed(
            f"Your reasoning has {len(why):,} characters; {LONGEST_REASON:,} is the most. Shorten it: nothing is lost."
        )
    held = mine.evidence if mine else []
    check_names_no_other(found.case, [why])
    values: dict[str, Any] = {
        "said": answer.said if answer else Rating.Said.OPEN,
        "value": answer.value if answer else None,
        "why": why.strip(),
        "evidence": _evidence(found, sources, held, at=at, opened=opened),
    }
    if mine is not None and all(getattr(mine, name) == value for name, value in values.items()):
        return mine
    if number != (mine.number if mine else 0):
        raise StaleVersion(
            mine,
            "You rated this item in another window meanwhile. What is stored is shown: look at it, then rate again.",
        )
    row = Rating(
        case=found.case, chosen=sheet.chosen, item=item, number=(mine.number if mine else 0) + 1, at=at, by=by, **values
    )
    row.save(force_insert=True)
    return row


def _evidence(
    found: Assessment, sources: Sequence[str], held: list[Any], *, at: datetime, opened: OpenCase | None
) -> list[dict[str, str]]:
    """What is ticked, as it reads today; what was attached before, as it read then."""
    kept = {one["source"]: one for one in held if one["source"] in sources}
    if missing := [source for source in dict.fromkeys(sources) if source not in kept]:
        offers, _ = evidence.offers(found.case, found, locked=bool(gates.locks(found.case, at=at)), opened=opened)
        known = {one.source: one for one in offers}
        for source in missing:
            if source not in known:
                raise ActionNotAllowed(
                    "An entry you ticked is not on this young person’s record any more, or is locked. Tick another."
                )
            offer = known[source]
            kept[source] = {
                "source": offer.source,
                "title": offer.title,
                "words": offer.words,
                "who": offer.who,
                "nature": str(offer.nature),
            }
    return list(kept.values())


@transaction.atomic
def settle(
    *, assessment: Assessment, item: str, typed: str, because: str, number: int, by: User, at: datetime
) -> Resolution:
    """The two stand by one rating, with the reason; both of theirs are kept beside it. Raises StaleVersion when the other settled
    it first."""
    found = _held(assessment, by, at=at)
    sheet = _sheet(found, at=at)
    line = policies.check_item(sheet, item)
    answer = policies.check_rated_something(policies.parse(sheet.pack, line.item, typed))
    held = line.resolution
    if held is not None and _is(held, answer, because):
        return held
    policies.check_can_settle(line, because)
    check_names_no_other(found.case, [because])
    if number != (held.number if held else 0):
        raise StaleVersion(
            held,
            "Your colleague settled this item meanwhile. What was settled is shown: look at it, then decide again.",
        )
    return _settled(found, sheet, line, answer, because.strip(), by=by, at=at)


def _is(held: Resolution, answer: Answer, because: str) -> bool:
    return queries.answer_of(held) == answer and held.because == because.strip()


def _settled(
    found: Assessment, sheet: Sheet, line: Line, answer: Answer, because: str, *, by: User, at: datetime
) -> Resolution:
    row = Resolution(
        case=found.case,
        chosen=sheet.chosen,
        item=line.item.code,
        number=(line.resolution.number if line.resolution else 0) + 1,
        said=answer.said,
        value=answer.value,
        because=because,
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row
