"""What is due over many cases, for police and for the court officer: from the stored rows and clocks. No case is folded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from aim2.models import Bail, HeardOf, Hearing, NumberedAllegation, OutcomeToTell, ReportAsked
from aim2.proceedings.words import PURPOSES
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseKind, Involvement, Part
from hsb.cases.visible import open_cases
from hsb.timeliness import queries as timeliness
from hsb.timeliness.english import long_date, short_date
from hsb.timeliness.models import Deadline
from hsb.ui.components import Link, WorkRow

MOST = 50
BAIL_CLOCKS = ("T30", "T31a", "T31b", "T31c")


def cases_of(user: User, role: Role, at: datetime) -> QuerySet[Case]:
    """Answer the young people's records that a person is on in this role and may see, for use as `case__in=`."""
    parts = Involvement.objects.in_force(at).filter(
        group__in=agencies.principals(user), role=role, part__in=(Part.ALLOCATED, Part.INVOLVED)
    )
    found = Case.objects.filter(pk__in=parts.values("case"), kind=CaseKind.DISPLAYED, closed_at=None)
    return found.filter(pk__in=open_cases(user, at=at).values("pk"))


@dataclass(frozen=True)
class HearingRow:
    """A hearing of today: its result, or a line to type it in."""

    hearing: Hearing
    case: Case
    child: str
    what: str
    numbers: str
    result: str


class Lists:
    """The lists of one reader on one day."""

    def __init__(self, user: User, role: Role, *, at: datetime, today: date) -> None:
        self.today = today
        self.cases = list(cases_of(user, role, at).order_by("reference")[:500])
        self.by_id = {case.pk: case for case in self.cases}
        rows = NumberedAllegation.objects.filter(case__in=self.by_id).values_list("allegation_id", "number")
        self.numbers = {str(allegation): number for allegation, number in rows}

    def _numbers(self, ids: list[str]) -> str:
        found = sorted(self.numbers[one] for one in ids if one in self.numbers)
        return f", allegation {' and '.join(str(n) for n in found)}" if found else ""

    def _child(self, case: Case) -> str:
        age = case.age_on(self.today)
        return f"{case.label}, {age}" if age is not None else case.label

    def _row(self, case: Case, what: str, due: str, **more: Any) -> WorkRow:
        return WorkRow(
            what=what,
            child=self._child(case),
            reference=case.reference,
            href=reverse("aim2:proceedings", args=[case.reference]),
            due_words=due,
            **more,
        )

    def _clocks(self, *codes: str) -> list[Deadline]:
        rows = Deadline.objects.filter(case__in=self.by_id, standard_code__in=codes, state__in=["open", "paused"])
        return list(rows.order_by("judged_on", "pk")[:MOST])

    def _record(self, case: Case, code: str, text: str) -> Link:
        return Link(text, reverse("aim2:record_proceedings", args=[case.reference, code]))

    def bails(self) -> list[WorkRow]:
        """Answer police bails in force, the next to return first; the legal limit is its clock's."""
        limits = {row.key: row for row in self._clocks(*BAIL_CLOCKS)}
        held = Bail.objects.filter(case__in=self.by_id, ended_on=None, by_court=False).order_by("return_on", "pk")[
            :MOST
        ]
        found = []
        for bail in held:
            case, row = self.by_id[bail.case_id], limits.get(str(bail.pk))
            stands_still = row is not None and row.state == "paused"
            limit = row.due_on if row else None
            late = bail.return_on is not None and bail.return_on < self.today
            found.append(
                self._row(
                    case,
                    f"{'Bail while papers are with the CPS' if stands_still else 'Extend or end bail'}{self._numbers(bail.allegations)}",
                    long_date(bail.return_on) if bail.return_on else "No return date",
                    left_words="the limit stands still"
                    if stands_still
                    else (f"the law allows to {short_date(limit)}" if limit else ""),
                    late=late,
                    strong=True,
                    action=None if stands_still else self._record(case, "bail.extended", "Record bail"),
                )
            )
        return found

    def released(self) -> list[WorkRow]:
        """Answer those under investigation and not on bail, by the day the review is due."""
        found = []
        for row in self._clocks("T33"):
            case, due = self.by_id[row.case_id], timeliness.due_words(row, self.today)
            action = self._record(case, "rui.reviewed", "Record review")
            when = long_date(row.due_on) if row.due_on else ""
            found.append(
                self._row(case, "Review the investigation", when, left_words=due.left, late=due.late, action=action)
            )
        return found

    def with_cps(self) -> list[WorkRow]:
        """Answer whose papers are with the CPS, the longest first: on bail, under investigation, or interviewed and no more."""
        waiting = NumberedAllegation.objects.filter(case__in=self.by_id, with_cps_since__isnull=False)
        sent: dict[tuple[UUID, date], list[str]] = {}
        for one in waiting.order_by("with_cps_since", "case", "number"):
            assert one.with_cps_since is not None
            sent.setdefault((one.case_id, one.with_cps_since), []).append(str(one.allegation_id))
        return [
            self._row(
                self.by_id[case_id],
                f"Charging decision{self._numbers(allegations)}",
                f"With the CPS since {long_date(since)}",
                action=self._record(self.by_id[case_id], "charging.decided", "Record decision"),
            )
            for (case_id, since), allegations in list(sent.items())[:MOST]
        ]

    def hearings(self) -> list[HearingRow]:
        """Answer the hearings of today."""
        held = Hearing.objects.filter(case__in=self.by_id, hearing_on=self.today, vacated=False).order_by("time", "pk")
        return [
            HearingRow(
                hearing=one,
                case=self.by_id[one.case_id],
                child=self._child(self.by_id[one.case_id]),
                what=f"{one.time} {PURPOSES.get(one.purpose, 'Hearing')}".strip(),
                numbers=self._numbers(one.allegations).removeprefix(", "),
                result=one.result or ("Result recorded" if one.held_on else ""),
            )
            for one in held[:MOST]
        ]

    def overdue_hearings(self) -> list[WorkRow]:
        """Answer hearings that have passed without a result."""
        held = Hearing.objects.filter(case__in=self.by_id, hearing_on__lt=self.today, held_on=None, vacated=False)
        return [
            self._row(
                self.by_id[one.case_id],
                f"Result of the hearing{self._numbers(one.allegations)}",
                long_date(one.hearing_on),
                late=True,
                left_words="no result yet",
                action=Link("Record", reverse("aim2:hearing_result", args=[self.by_id[one.case_id].reference, one.pk])),
            )
            for one in held.order_by("hearing_on")[:MOST]
        ]

    def reports(self) -> list[WorkRow]:
        """Answer pre-sentence reports that are due, each with its hearing."""
        due = {row.key: row for row in self._clocks("T35")}
        asked = ReportAsked.objects.filter(case__in=self.by_id, lodged_on=None, withdrawn=False).order_by("hearing_on")
        found = []
        for one in asked[:MOST]:
            case, row = self.by_id[one.case_id], due.get(str(one.hearing))
            said = timeliness.due_words(row, self.today) if row else None
            found.append(
                self._row(
                    case,
                    f"Pre-sentence report for {short_date(one.hearing_on)}",
                    long_date(row.due_on) if row and row.due_on else "",
                    left_words=said.left if said else "",
                    late=bool(said and said.late),
                    action=self._record(case, "psr.lodged", "Record report"),
                )
            )
        return found

    def outcomes(self) -> list[WorkRow]:
        """Answer the outcomes that social care has not acknowledged."""
        due = {row.key: row for row in self._clocks("T34")}
        waiting = OutcomeToTell.objects.filter(case__in=self.by_id, known_at=None, withdrawn=False).order_by(
            "reached_on"
        )
        found = []
        for one in waiting[:MOST]:
            case, row = self.by_id[one.case_id], due.get(str(one.pk))
            said = timeliness.due_words(row, self.today) if row else None
            whom = "MASH" if one.to_role == "mash_worker" else "the social worker"
            found.append(
                self._row(
                    case,
                    f"Outcome told to {whom}: {one.what}"[:160],
                    f"by {long_date(row.due_on)}" if row and row.due_on else "",
                    left_words=said.left if said else "",
                    late=bool(said and said.late),
                    action=Link("Record call", reverse("aim2:tell_outcome", args=[case.reference, one.pk])),
                )
            )
        return found

    def heard(self, agency: str) -> list[WorkRow]:
        """Answer what others heard and wait to have confirmed."""
        waiting = HeardOf.objects.filter(case__in=self.by_id, answered_at=None, confirmed_by=agency).order_by(
            "heard_on"
        )
        return [
            self._row(
                self.by_id[one.case_id],
                f"Confirm: {one.what}"[:160],
                f"since {short_date(one.heard_on)}",
                action=Link("Confirm", reverse("aim2:answer_heard", args=[self.by_id[one.case_id].reference, one.pk])),
            )
            for one in waiting[:MOST]
        ]
