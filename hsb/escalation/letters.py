"""Letters to the parent or child a disagreement was raised for: what they say, whether they may be made, and the PDF."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases.access import OpenCase
from hsb.cases.models import CaseLink, IdentityDetails, PersonPart
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.documents import actions as documents
from hsb.documents import pdf
from hsb.documents.models import DocumentKind
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.escalation import events, policies, queries, rules
from hsb.escalation.models import Escalation, HearBy, Letter, LetterKind
from hsb.escalation.states import State
from hsb.escalation.wording import PLAIN_ABOUT


@dataclass(frozen=True)
class Said:
    """What the writer puts in, in plain words."""

    then: str
    ring: str
    said: str = ""


def who_may_not(opened: OpenCase, escalation: Escalation) -> str:
    """Answer why this person cannot make a letter; empty when they can. A letter carries a name and may carry an address."""
    if not escalation.is_on_behalf:
        return "This disagreement was not raised for a parent or child, so nobody gets a letter."
    if opened.is_narrow or not opened.may(RecordClass.IDENTITY, Level.READ):
        return (
            "A letter carries a name and may carry an address, which your part in this case does not let you read."
            f" Ask {profile().name('csws')} or {profile().name('yos')} to make it."
        )
    return ""


def check_may_read(opened: OpenCase) -> None:
    """Raise for whoever is on the case for a disagreement only, as the board is: a letter names a parent or the child, and the board
    has totals and what reached it, no names."""
    if opened.is_narrow:
        raise AccessDenied(
            "A letter carries a name, which your part in this case does not let you read. What was decided stands with the disagreement."
        )


def check_can_write(opened: OpenCase, escalation: Escalation, kind: LetterKind) -> IdentityDetails:
    """Answer who the letter is to. Raises a sentence when none may be made now."""
    if why_not := who_may_not(opened, escalation):
        raise ActionNotAllowed(why_not)
    if kind == LetterKind.OUTCOME and escalation.is_open:
        raise ActionNotAllowed("It has not ended yet. The letter with the outcome is made when it has.")
    person, details = next(pair for pair in opened.people if pair[0].pk == escalation.on_behalf_of_id)
    policies.check_may_hear(person, escalation.hear_by, address_withheld=escalation.address_withheld)
    if not details.full_name:
        raise ActionNotAllowed("Their name is not on the record, so the letter cannot be addressed.")
    if escalation.hear_by == HearBy.POST and not details.address:
        raise ActionNotAllowed(
            "No address of theirs is on the record, so nothing can be posted. Raise it with the allocated worker, who can hand"
            " a letter over."
        )
    return details


def others(opened: OpenCase) -> list[str]:
    """Answer the names that must not stand in a letter to this family: other children's, and what another record's child is called."""
    names = [
        name
        for person, details in opened.people
        if person.part == PersonPart.OTHER_CHILD
        for name in (details.given_name, details.known_as)
        if name
    ]
    called = CaseLink.objects.filter(case=opened.case).values_list("called", flat=True)
    return [*names, *(name for name in called if " " not in name)]


def render(
    opened: OpenCase, escalation: Escalation, kind: LetterKind, said: Said, details: IdentityDetails, *, at: datetime
) -> bytes:
    """Answer the PDF. Raises pdf.RenderingFailed where none can be made."""
    return pdf.render("pdf/letter.html", context(opened, escalation, kind, said, details, at=at))


def context(
    opened: OpenCase, escalation: Escalation, kind: LetterKind, said: Said, details: IdentityDetails, *, at: datetime
) -> dict[str, Any]:
    """Answer what the letter's template needs: nothing in it comes from another child's record."""
    posted = escalation.hear_by == HearBy.POST
    ladder = queries.levels()
    level = rules.level_of(ladder, escalation.level)
    following = rules.next_level(ladder, escalation.level)
    return {
        "partnership": profile().partnership,
        "reference": opened.case.reference,
        "version": "1.0",
        "recipient": details.full_name,
        "rendered_at": at,
        "on": clock.local_date(at),
        "address": [line.strip() for line in (*details.address.split("\n"), details.postcode) if line.strip()]
        if posted
        else [],
        "dear": details.known_as or details.full_name,
        "is_outcome": kind == LetterKind.OUTCOME,
        "raised_on": clock.local_date(escalation.raised_at),
        "raised_by": escalation.raised_by.full_name,
        "about": PLAIN_ABOUT[escalation.about],
        "wanted": escalation.wanted,
        "with_whom": level.plain,
        "answer_by": _answer_by(escalation),
        "withdrawn": escalation.state == State.WITHDRAWN,
        "by_board": escalation.state == State.CLOSED,
        "next_plain": following.plain if following else "",
        "said": said.said,
        "then": said.then,
        "ring": said.ring,
        "interpreter": escalation.interpreter,
        "read_out": escalation.hear_by == HearBy.READ,
    }


def _answer_by(escalation: Escalation) -> date | None:
    """Answer the day by which the present level answers, where a timescale is adopted."""
    now = [one for one in escalation.questions.all() if one.level == escalation.level and one.is_open]
    clocks = queries.clocks([escalation])
    found = [clocks[str(one.pk)] for one in now if str(one.pk) in clocks]
    return max((one.judged_on for one in found if one.adopted and one.judged_on), default=None)


@transaction.atomic
def write(
    *,
    opened: OpenCase,
    escalation: Escalation,
    kind: LetterKind,
    said: Said,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> None:
    """The letter is a document of the case with its digest, for those who read this disagreement. The same press makes one.

    Raises ActionNotAllowed where none may be made or another child is named, pdf.RenderingFailed where no PDF can be.
    """
    lock(opened.case)
    if chronology.has_happened(opened.case.pk, "escalation.letter_made", press):
        return
    escalation.refresh_from_db(fields=["state", "level"])  # somebody may have ended it since the page was drawn
    details = check_can_write(opened, escalation, kind)
    policies.check_names_nobody_else((said.said, said.then, said.ring, escalation.wanted), others(opened))
    document = documents.issue(
        content=render(opened, escalation, kind, said, details, at=at),
        title=f"Disagreement {escalation.number}: letter, {kind.label.lower()}",
        case=opened.case,
        kind=DocumentKind.LETTER,
        record_class=RecordClass.ESCALATION,
        by=by,
        at=at,
    )
    letter = Letter(case=opened.case, escalation=escalation, kind=kind, document=document, at=at, by=by)
    letter.save(force_insert=True)
    record(
        events.EscalationLetterMade(
            **escalation.event_facts,
            letter=str(kind),
            document=str(document.pk),
        ),
        case=opened.case,
        by=by,
        at=at,
        occasion=press,
    )
    audit.record(AuditKind.COPY_MADE, by=by, at=at, case_id=opened.case.pk, what="letter about a disagreement")
