"""What may be quoted of the meetings about one child: words of minutes that were sent, of this child's own part alone.

Sent minutes name no child of another family (`policies.check_names_nobody_else`). What the family must not be told, and what was
said without them, is quoted nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hsb import clock
from hsb.agencies.models import AgencyKind
from hsb.cases.models import Case
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.parts import PARTS
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Decision, Information, Meeting, MeetingChild, PartWritten

SENT = (MeetingState.ISSUED, MeetingState.AMENDED)
NEWEST = 6
"""Of so many meetings, the newest: a child who is met about every six weeks has more than anybody reads through."""
_NOT_ABOUT_THE_MATTER = frozenset(
    {"family_context", "legal_status", "needs", "roles", "safety", "since_last", "needs_as_harmed", "needs_to_be_safe"}
    | {"how_took_part", "progress", "protective"}
)
_SAID = frozenset({"stance", "child_view", "family_view"})


@dataclass(frozen=True)
class Quote:
    """Words of a meeting: which, on which day, under what heading, whose they are; and whether they may be about what is alleged."""

    key: str
    meeting: str
    held_on: date
    heading: str
    text: str
    who: str
    is_decision: bool = False
    is_said: bool = False
    about_the_matter: bool = True


def quotes(case: Case) -> list[Quote]:
    """Answer what may be quoted of this child's meetings, the newest first. Four statements."""
    rows = MeetingChild.objects.filter(case=case, meeting__state__in=SENT).select_related("meeting__chair")
    held = {row.meeting_id: row.meeting for row in rows.order_by("-meeting__starts_at")[:NEWEST]}
    found = [*_parts(case, held), *_information(case, held), *_decisions(case, held)]
    place = {pk: number for number, pk in enumerate(held)}
    return [quote for _, quote in sorted(found, key=lambda pair: place[pair[0]])]


def _of(meeting: Meeting) -> tuple[str, date]:
    return kind_of(meeting.kind).title, clock.local_date(meeting.starts_at)


def _parts(case: Case, held: dict[object, Meeting]) -> Iterator[tuple[object, Quote]]:
    for row in PartWritten.objects.filter(case=case, meeting__in=held).exclude(text="").order_by("pk"):
        part, meeting = PARTS.get(row.part), held[row.meeting_id]
        if part is None:
            continue
        yield (
            row.meeting_id,
            Quote(
                f"{str(row.meeting_id)[:8]}:{row.part}",
                *_of(meeting),
                part.title,
                row.text,
                meeting.chair.full_name,
                is_decision=row.part in ("decision", "threshold", "section_47"),
                is_said=row.part in _SAID,
                about_the_matter=row.part not in _NOT_ABOUT_THE_MATTER,
            ),
        )


def _information(case: Case, held: dict[object, Meeting]) -> Iterator[tuple[object, Quote]]:
    rows = Information.objects.filter(case=case, meeting__in=held, police_restricted=False).select_related("agency")
    for row in rows.order_by("number"):
        agency = row.agency.name if row.agency else AgencyKind(row.agency_kind).label
        heading = f"{'opinion' if row.is_opinion else 'information'} of {agency}"
        key, who = f"{str(row.meeting_id)[:8]}:said{row.number}", row.said_by or agency
        yield row.meeting_id, Quote(key, *_of(held[row.meeting_id]), heading, row.text, who, is_said=row.is_opinion)


def _decisions(case: Case, held: dict[object, Meeting]) -> Iterator[tuple[object, Quote]]:
    for row in Decision.objects.filter(case=case, meeting__in=held).order_by("number"):
        meeting = held[row.meeting_id]
        key = f"{str(row.meeting_id)[:8]}:decision{row.number}"
        yield (
            row.meeting_id,
            Quote(key, *_of(meeting), "decision", row.text, meeting.chair.full_name, is_decision=True),
        )
