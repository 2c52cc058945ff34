"""What the page of one case's proceedings shows, put together from what stands, the rows and the steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst

from aim2.models import Bail, HeardOf, Hearing, NumberedAllegation, OutcomeToTell, ReportAsked
from aim2.proceedings import folding, queries
from aim2.proceedings.kinds import KINDS, recorded_by
from aim2.proceedings.queries import CaseStanding
from aim2.proceedings.standing import AllegationNow
from aim2.proceedings.states import Admission, Plea
from aim2.proceedings.words import CALLED, PURPOSES, lower_first
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.chronology import queries as chronology
from hsb.timeliness import queries as timeliness
from hsb.timeliness.english import long_date
from hsb.timeliness.models import Deadline
from referrals.models import Allegation

BAIL_CLOCKS = ("T30", "T31a", "T31b", "T31c")
AS_REFERRED = {"investigation": "under investigation", "bail": "on bail", "rui": "released under investigation"}


@dataclass(frozen=True)
class AllegationCard:
    """One allegation as the page shows it: as referred beside what is confirmed."""

    number: int
    offence: str
    state: str
    is_alleged: bool
    rows: Sequence[tuple[str, str, str, bool]]  # question, as referred, confirmed, whether it is confirmed


def cards(
    stands: CaseStanding, numbered: Sequence[tuple[int, Allegation, NumberedAllegation | None]]
) -> list[AllegationCard]:
    """Answer a card for each allegation, in the order of their numbers."""
    now = {one.id: one for one in stands.allegations}
    return [_card(now[str(row.pk)], row, kept) for _, row, kept in numbered]


def _card(one: AllegationNow, row: Allegation, kept: NumberedAllegation | None) -> AllegationCard:
    said = kept.claimed if kept is not None else queries.claimed(row)
    since = (
        f" since {long_date(one.since)}"
        if one.since and one.is_open
        else (f", {long_date(one.since)}" if one.since else "")
    )
    plea = f" Plea: {lower_first(Plea(one.plea).label)}." if one.plea else (" No plea yet." if one.is_charged else "")
    status = AS_REFERRED.get(str(said.get("status") or ""), str(said.get("status") or "").replace("_", " "))
    when = str(said.get("alleged_when") or "") or (_day(said.get("alleged_on")))
    return AllegationCard(
        number=one.number,
        offence=row.offence,
        state=f"{one.standing.label}{since}.{plea}" if one.confirmed else "Nothing confirmed yet.",
        is_alleged=one.is_alleged,
        rows=(
            (
                "When",
                when,
                long_date(one.alleged_on) if one.alleged_on and one.what_confirmed else "",
                one.what_confirmed,
            ),
            ("Stands", capfirst(status), one.standing.label if one.confirmed else "", one.confirmed),
            (
                "Admission",
                _admission(str(said.get("admission") or "")),
                _admission(one.admission) if one.admission_confirmed else "",
                one.admission_confirmed,
            ),
        ),
    )


def _admission(code: str) -> str:
    return Admission(code).label if code in Admission.values else ""


def _day(iso: Any) -> str:
    return long_date(date.fromisoformat(str(iso))) if iso else ""


@dataclass(frozen=True)
class Step:
    """One line of every step so far."""

    id: int
    code: str
    on: date
    numbers: Sequence[int]
    sentence: str
    who: str
    struck: bool
    note: str
    may_put_right: bool


def steps(opened: OpenCase, numbers: Mapping[str, int]) -> list[Step]:
    """Answer every step, newest first, with the allegations it names. Two statements."""
    case = opened.case
    named = queries.entries_of(case)
    mine = {kind.code for kind in recorded_by(opened.roles)} if opened.may(RecordClass.CRIMINAL, Level.WRITE) else set()
    found = []
    for line in chronology.lines(
        [case.pk], readable=opened.readable, limit=200, codes=[*folding.CODES, "proceedings.heard"]
    ):
        ids = [numbers[one] for one in named.get(line.id, []) if one in numbers]
        found.append(
            Step(
                id=line.id,
                code=line.code,
                on=clock.local_date(line.occurred_at),
                numbers=sorted(ids),
                sentence=line.sentence,
                who=", ".join(filter(None, (line.who_in_full, line.agency))),
                struck=line.corrected_by is not None,
                note="Put right"
                if line.corrects is not None
                else ("To be confirmed" if line.code == "proceedings.heard" else ""),
                may_put_right=line.corrected_by is None and line.code in mine and line.code in KINDS,
            )
        )
    return found


@dataclass(frozen=True)
class BailBox:
    """A bail in force: its return date and its legal limit are two facts."""

    title: str
    conditions: Sequence[str]
    return_on: date | None
    limit: date | None
    stands_still: bool
    why: Any
    marks: Mapping[str, int]  # arrest 0, limit 100: where today and the return date are


def bails(case_id: Any, numbers: Mapping[str, int], today: date) -> list[BailBox]:
    """Answer the bails in force, with the limit their clock says. Two statements."""
    clocks = {
        row.key: row
        for row in Deadline.objects.filter(case_id=case_id, standard_code__in=BAIL_CLOCKS, state__in=["open", "paused"])
    }
    found = []
    for bail in Bail.objects.filter(case_id=case_id, ended_on=None).order_by("started_on", "pk"):
        row = clocks.get(str(bail.pk))
        limit = row.due_on if row else None
        which = " and ".join(str(numbers[one]) for one in bail.allegations if one in numbers)
        found.append(
            BailBox(
                title=f"{'Bail by the court' if bail.by_court else 'Police bail'}, allegation {which}",
                conditions=[line for line in bail.conditions.splitlines() if line.strip()],
                return_on=bail.return_on,
                limit=limit,
                stands_still=bool(row and row.state == "paused"),
                why=timeliness.explanation_for(row, today) if row else None,
                marks=_marks(bail.arrested_on, limit, today, bail.return_on),
            )
        )
    return found


def _marks(start: date | None, limit: date | None, today: date, return_on: date | None) -> dict[str, int]:
    if start is None or limit is None or limit <= start:
        return {}
    whole = (limit - start).days

    def at(day: date) -> int:
        return max(0, min(100, round(100 * (day - start).days / whole)))

    return {"today": at(today)} | ({"back": at(return_on)} if return_on else {})


def side(case_id: Any, today: date) -> dict[str, Any]:
    """Answer hearings to come, orders in force, reports due, outcomes nobody has acknowledged and what was heard. Five statements."""
    hearings = list(Hearing.objects.filter(case_id=case_id, held_on=None, vacated=False).order_by("hearing_on", "time"))
    return {
        "hearings": [(one, PURPOSES.get(one.purpose, "Hearing")) for one in hearings],
        "orders": [(one, CALLED.get(one.kind, one.kind)) for one in queries.orders_in_force(case_id, today)],
        "reports": list(
            ReportAsked.objects.filter(case_id=case_id, lodged_on=None, withdrawn=False).order_by("hearing_on")
        ),
        "outcomes": list(
            OutcomeToTell.objects.filter(case_id=case_id, known_at=None, withdrawn=False).order_by("reached_on")
        ),
        "heard": list(HeardOf.objects.filter(case_id=case_id, answered_at=None).order_by("heard_on")),
    }


def kinds_for(opened: OpenCase) -> list[tuple[str, list[tuple[str, str]]]]:
    """Answer the entries this reader records, by group: (group, [(code, label)])."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in recorded_by(opened.roles):
        groups.setdefault(kind.group, []).append((kind.code, kind.label))
    return list(groups.items())
