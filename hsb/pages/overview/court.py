"""A chronology on paper: chosen days and kinds, for one audience, each line with its date, who, what and where it stands.

Who it is for decides what is left out, whatever its reader may read on the screen; what the reader may not read is never in it.
No line of another child is: the chronology is of one record, and any name of the other is masked once more before it leaves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame, conditions_on_paper
from hsb.cases.other_children import hidden_from, masked
from hsb.chronology import queries as chronology
from hsb.chronology.declare import DECLARED
from hsb.documents.download import record_as_pdf
from hsb.notes.kinds import CLOCK_EVENT, NOTE_CODES
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm, CheckboxesField, DateField, RadioField
from hsb.ui.press import press_of
from hsb.ui.words import day_month_year, time_words

C = RecordClass
LONGEST = 3000
"""Lines of one PDF: more is asked for in parts, by its days."""


@dataclass(frozen=True)
class Audience:
    """For whom, and which classes of record are printed for them."""

    label: str
    hint: str
    classes: frozenset[RecordClass]


_KEPT_IN = frozenset({C.POLICE_RESTRICTED, C.MAPPA, C.ACCESS_LOG, C.ESCALATION, C.AIM_WORKING})
_COURT = frozenset(C) - _KEPT_IN
AUDIENCES: dict[str, Audience] = {
    "court": Audience(
        "The court",
        "Without what the police restricted, MAPPA, disagreements, unfinished assessments and who looked at the record",
        _COURT,
    ),
    "agencies": Audience(
        "Agencies on the record",
        "As for the court, without notes kept close, the child’s own words, needs and support, names and addresses",
        _COURT - {C.CLOSE_NOTES, C.CHILD_WORDS, C.SUPPORT, C.IDENTITY},
    ),
    "family": Audience(
        "The child’s family",
        "Decisions, assessment, plans and care alone",
        frozenset(
            {C.ASSESSMENT, C.CHILD_PLAN, C.SAFETY_PLAN, C.CONSENT, C.ENGAGEMENT, C.INTERVENTION_PLAN, C.LOOKED_AFTER}
        ),
    ),
}

CONTACTS = frozenset({*NOTE_CODES, "child.said", *CLOCK_EVENT.values()})
_DECIDED = frozenset({C.DECISION, C.MEETING, C.ASSESSMENT, C.SECTION_47, C.CHILD_PLAN, C.SAFETY_PLAN, C.SCREENING})
_COURTS = frozenset({C.CRIMINAL, C.CUSTODY, C.MAPPA})
KINDS = (
    ("contacts", "Notes, contacts and visits"),
    ("decided", "Referrals, decisions, meetings, assessments and plans"),
    ("criminal", "Police, court and custody"),
    ("other", "Everything else that happened"),
)


def kind_of(code: str) -> str:
    """Answer which of the kinds an event is printed as. Pure."""
    of_class = RecordClass(DECLARED[code].record_class)
    if code in CONTACTS:
        return "contacts"
    if of_class in _DECIDED or of_class in (C.REFERRAL, C.INCIDENT):
        return "decided"
    return "criminal" if of_class in _COURTS else "other"


def codes_for(audience: Audience, kinds: Collection[str], readable: Collection[str]) -> list[str]:
    """Answer the events that are printed: of these kinds, for this audience, of what the reader may read. Pure."""
    return [
        code
        for code, one in DECLARED.items()
        if not one.quiet
        and not one.takes_away
        and one.record_class in readable
        and RecordClass(one.record_class) in audience.classes
        and kind_of(code) in kinds
    ]


class CourtForm(BaseForm):
    """Which days, which kinds, for whom."""

    since = DateField(label="From", what="the first day", required=False, help_text="Nothing: from the beginning")
    until = DateField(
        label="To", what="the last day", not_after=clock.today, required=False, help_text="Nothing: today"
    )
    kinds = CheckboxesField(
        label="What is printed?", choices=KINDS, small=True, error_messages={"required": "Choose what is printed"}
    )
    audience = RadioField(
        label="For whom?",
        choices=[(key, f"{one.label}. {one.hint}") for key, one in AUDIENCES.items()],
        error_messages={"required": "Choose for whom it is printed"},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", "Enter a last day that is not before the first")
        return given


@require_http_methods(READ_AND_CHANGE)
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose what a chronology on paper says, and get it as a PDF."""
    needs = (RecordClass.HEADER, Level.READ)
    opened = access.get_case(request.user, reference, look="chronology on paper", needs=needs)
    at = clock.now()
    initial = {"kinds": [key for key, _ in KINDS], "audience": "court", "until": clock.today()}
    form = CourtForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lines = _lines(opened, given)
        if len(lines) <= LONGEST:
            return record_as_pdf(
                request,
                "pdf/chronology.html",
                paper(opened, lines, given, at=at),
                name=f"{opened.case.reference}-chronology",
                case_id=opened.case.pk,
                what=f"chronology PDF for {AUDIENCES[given['audience']].label.lower()}",
                at=at,
                instead=lambda: redirect("cases:chronology_copy", reference),
            )
        form.add_error(None, f"That is more than {LONGEST:,} entries. Choose fewer days, and print it in parts.")
    context = {**case_frame(opened, "overview", today=clock.today()), "form": form, "once": press_of(request)}
    return render(request, "cases/chronology_copy.html", context, status=422 if form.errors else 200)


def _lines(opened: OpenCase, given: dict[str, Any]) -> list[chronology.Line]:
    audience = AUDIENCES[given["audience"]]
    found = chronology.lines(
        [opened.case.pk],
        readable=opened.readable & {str(one) for one in audience.classes},
        codes=codes_for(audience, given["kinds"], opened.readable),
        since=clock.start_of(given["since"]) if given["since"] else None,
        until=clock.end_of(given["until"]) if given["until"] else None,
        limit=LONGEST + 1,
    )
    # What was put right is printed as it was put right.
    return [line for line in reversed(found) if line.corrected_by is None]


def paper(opened: OpenCase, lines: Sequence[chronology.Line], given: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Answer the context of `pdf/chronology.html`."""
    others = hidden_from(opened.case)
    today = clock.local_date(at)
    return {
        "partnership": profile().partnership,
        "on_paper": conditions_on_paper(opened, today=today),
        "reference": opened.case.reference,
        "version": f"chronology of {day_month_year(today)}",
        "recipient": AUDIENCES[given["audience"]].label,
        "rendered_at": at,
        "initials": opened.case.label,
        "days": _days(given["since"], given["until"] or today),
        "kinds": [label for key, label in KINDS if key in given["kinds"]],
        "made_by": opened.user.full_name,
        "lines": [
            {
                "when": _when(line),
                "who": ", ".join(filter(None, (line.who_in_full, line.agency))) or "The system",
                "what": masked(line.sentence, others),
                "source": f"Entry {line.number}, recorded {day_month_year(line.recorded_at)}",
                "corrected": line.corrects is not None,
            }
            for line in lines
        ],
    }


def _when(line: chronology.Line) -> str:
    day = day_month_year(line.occurred_at)
    return day if clock.is_known_by_its_day(line.occurred_at) else f"{day}, {time_words(line.occurred_at)}"


def _days(since: date | None, until: date) -> str:
    return f"{day_month_year(since) if since else 'The beginning'} to {day_month_year(until)}"
