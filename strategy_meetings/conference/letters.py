"""Letters to the family: invitation, why they are not invited, and the decision with the outline plan (T8).

What a letter says is composed from the rows of one child and frozen with it; nothing of a part without the family, of another
child, or of a child of another family stands in it. The PDF is made by the outbox. One transaction each.

Over 300 lines: what every letter says, in one place.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import record
from hsb.errors import ActionNotAllowed
from hsb.outbox.actions import put
from hsb.ui.words import date_time, long_date
from strategy_meetings.conference import events, policies
from strategy_meetings.conference.family import address_of, details_of
from strategy_meetings.conference.states import Attending, Hand, LetterKind
from strategy_meetings.conference.writing import check_no_other_family
from strategy_meetings.meetings import parts
from strategy_meetings.meetings.calling import locked
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.policies import check_is_chair
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import (
    Action,
    ConferenceChild,
    ConferenceLetter,
    Contingency,
    CoreGroupMember,
    Decision,
    FamilyMember,
    Meeting,
    MeetingChild,
    PartWritten,
)

RENDER = "conference_letter.render"
COMPLAIN = (
    "You can tell the chair or your social worker that you do not agree, and you can complain about how the conference was held."
    " Nobody will treat you differently because you did."
)
Section = tuple[str, list[str]]


@transaction.atomic
def send_invitations(*, meeting: Meeting, case: Case, by: User, at: datetime) -> int:
    """Everybody of this child’s family who has had no letter yet has one: the invitation, or why they are not invited. Answers how
    many were made."""
    held, children = locked(meeting)
    if held.state != MeetingState.CALLED:
        raise ActionNotAllowed("The meeting has begun or is over: nobody is invited by letter any more.")
    count = 0
    for one in held.family.filter(case=case).select_related("person").order_by("number"):
        kind = LetterKind.EXCLUSION if one.state == Attending.EXCLUDED else LetterKind.INVITATION
        if one.letters.filter(kind=kind).exists() or not _may_be_written_to(one):
            continue
        sections = _exclusion(one) if kind == LetterKind.EXCLUSION else _invitation(held, case, one)
        _send(held, case, one, kind, sections, by=by, at=at)
        count += 1
    return count


@transaction.atomic
def send_decision(*, meeting: Meeting, by: User, at: datetime, press: UUID | None = None) -> int:
    """Each child’s family has the chair’s decision and the outline plan by letter, and the clock of it is met. Answers how many."""
    held, children = locked(meeting)
    check_is_chair(held, by)
    if not kind_of(held.kind).is_conference:
        raise ActionNotAllowed("Only a conference has a decision letter.")
    policies.check_has_read(held)
    if chronology.has_happened(children[0].pk, "conference.letter_sent", press) or _sent(held):
        return 0
    count = 0
    for case in children:
        for one in held.family.filter(case=case).select_related("person").order_by("number"):
            if not _may_be_written_to(one):
                continue
            sections = decision_alone(held, case) if one.is_kept_out else decision(held, case)
            _send(held, case, one, LetterKind.DECISION, sections, by=by, at=at)
            count += 1
        record(events.LetterSent(meeting=str(held.pk)), case=case, by=by, at=at, occasion=press)
    return count


@transaction.atomic
def send_end(
    *, meeting: Meeting, case: Case, member: FamilyMember, why: str, lead: User | None, by: User, at: datetime
) -> None:
    """One of the family, who was first invited, has a letter that the plan has ended, once. Whoever was kept away is none of them.
    Raises ActionNotAllowed where none may be sent."""
    if member.letters.filter(kind=LetterKind.PLAN_ENDED).exists():
        return
    _may_be_written_to(member)
    on = long_date(clock.local_date(at))
    sections: list[Section] = [
        (
            "What has ended",
            [f"{case.label}’s child protection plan ended on {on}. You were invited to the conference."],
        ),
        ("Why", [f"{why}."]),
        ("If you have questions", _full([f"You can ask {lead.full_name}." if lead else "", _ring()])),
        ("If you do not agree", [COMPLAIN]),
    ]
    _send(meeting, case, member, LetterKind.PLAN_ENDED, sections, by=by, at=at, signed_by=by)


def _sent(meeting: Meeting) -> bool:
    return meeting.letters.filter(kind=LetterKind.DECISION).exists()


def _may_be_written_to(one: FamilyMember) -> bool:
    """Whoever was left out for a reason is written to only where a letter reaches them safely."""
    try:
        policies.check_can_reach(
            one.person,
            name=one.name,
            by_hand=one.by_hand,
            handed_by=one.handed_by,
            address=address_of(one.person, details_of(one.person)),
        )
    except ActionNotAllowed:
        if one.state == Attending.EXCLUDED:
            return False
        raise
    return True


def _send(
    meeting: Meeting,
    case: Case,
    one: FamilyMember,
    kind: LetterKind,
    sections: list[Section],
    *,
    by: User,
    at: datetime,
    signed_by: User | None = None,
) -> None:
    check_no_other_family(case, *(line for _, lines in sections for line in lines))
    number = (
        ConferenceLetter.objects.filter(meeting=meeting, case=case).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    contents = {
        "kind": str(kind),
        "title": DECISION_ALONE if kind == LetterKind.DECISION and one.is_kept_out else TITLES[kind],
        "dear": one.name,
        "on": long_date(clock.local_date(at)),
        "chair": (signed_by or meeting.chair).full_name,
        "interpreter": one.interpreter,
        "helped_by": one.helped_by,
        "sections": [[title, lines] for title, lines in sections],
    }
    said = json.dumps(contents, sort_keys=True, ensure_ascii=False)
    letter = ConferenceLetter(
        meeting=meeting,
        case=case,
        number=number,
        kind=kind,
        family=one,
        recipient_name=one.name,
        address=address_of(one.person, details_of(one.person)) if one.by_hand == Hand.POST else "",
        contents=contents,
        digest=hashlib.sha256(said.encode()).hexdigest(),
        sent_at=at,
        sent_by=by,
    )
    letter.save(force_insert=True)
    put(RENDER, {"letter": str(letter.pk)}, key=f"{RENDER}:{letter.pk}")
    made = events.LetterMade(meeting=str(meeting.pk), letter=str(letter.pk), letter_kind=str(kind), to_name=one.name)
    record(made, case=case, by=by, at=at)


TITLES = {
    LetterKind.INVITATION: "You are invited to a meeting about your family",
    LetterKind.EXCLUSION: "About the meeting to which you are not invited",
    LetterKind.DECISION: "What the conference decided, and the outline plan",
    LetterKind.PLAN_ENDED: "The child protection plan has ended",
}
DECISION_ALONE = "What the conference decided"


# -- what they say ------------------------------------------------------------------------------------------------------------


def _invitation(meeting: Meeting, case: Case, one: FamilyMember) -> list[Section]:
    child = MeetingChild.objects.get(meeting=meeting, case=case)
    row = ConferenceChild.objects.get(meeting=meeting, case=case)
    where = " ".join(filter(None, (f"{date_time(meeting.starts_at)}, {child.get_how_display().lower()}.", child.place)))
    called = kind_of(meeting.kind).title.lower()
    found: list[Section] = [("When and where", [f"The {called} is on {where}"])]
    if row.opening:
        found.append(("What it is about", [row.opening]))
    helps = [one.helped_by] if one.helped_by else ["You may bring an advocate or a friend who helps you to speak."]
    if one.interpreter:
        helps.append(f"There will be an interpreter: {one.interpreter}.")
    found.append(("What will help you to take part", helps))
    found.append(
        (
            "What happens there",
            [
                "People who know your family say what they are worried about and what goes well. You are asked what you think. The"
                " chair decides nothing alone and has not worked with your family before.",
                "You see the reports before the meeting. Part of it may be without you; then you are told that, and why.",
            ],
        )
    )
    found.append(("If you have questions", [_ring()]))
    return found


def _exclusion(one: FamilyMember) -> list[Section]:
    part = "for part of it" if one.excluded_part == "part" else ""
    return [
        (
            "What was decided",
            [f"There is a meeting about your family, and you are not invited{f' {part}' if part else ''}."],
        ),
        ("Why", [one.excluded_because]),
        (
            "What you can do",
            [
                "You can tell the chair in writing what you want the meeting to know. You can also say that you do not agree.",
                _ring(),
            ],
        ),
    ]


def _ring() -> str:
    phone = str(profile().settings.get("conference_phone", ""))
    return f"Ring us on {phone}." if phone else "Ask the social worker whose number you have."


def decision_alone(meeting: Meeting, case: Case) -> list[Section]:
    """Answer the letter of whoever was kept away from the whole of it: whether there is a plan, and how to disagree. Where the
    child goes when things change, who meets when and what was said may be what they were kept away for."""
    written = _written(meeting, case)
    return [
        ("What was decided", _outcome(meeting, case, written)[:1]),
        ("If you want to know more", ["The chair decides what else you are told, and how.", _ring()]),
        ("If you do not agree", [COMPLAIN]),
    ]


def _written(meeting: Meeting, case: Case) -> dict[str, PartWritten]:
    return {one.part: one for one in PartWritten.objects.filter(meeting=meeting, case=case)}


def _outcome(meeting: Meeting, case: Case, written: dict[str, PartWritten]) -> list[str]:
    outcome = written["decision"].answer
    if outcome != parts.PLAN:
        return [f"{case.label}: {_lower(parts.DECISION_WORDS[outcome])}."]
    named = dict(parts.CATEGORIES)[written["category"].answer].lower()
    return [
        f"{case.label} has a child protection plan from {long_date(clock.local_date(meeting.starts_at))}.",
        f"Category: {named}. The category is for harm that {case.label} has suffered or is likely to suffer.",
    ]


def decision(meeting: Meeting, case: Case) -> list[Section]:
    """Answer what the decision letter about this child says: decision, category, reasons, outline plan, who, when, how to complain."""
    written = _written(meeting, case)
    row = ConferenceChild.objects.select_related("key_worker").get(meeting=meeting, case=case)
    outcome, lines = written["decision"].answer, _outcome(meeting, case, written)
    found: list[Section] = []
    if row.opening:
        found.append(("What the conference was about", [row.opening]))
    found.append(("What was decided", lines))
    if written["decision"].text:
        found.append(("Why", [written["decision"].text]))
    found += _said_and_plan(meeting, case, outcome)
    if outcome == parts.PLAN:
        found += _people(meeting, case, row)
    elif row.key_worker is not None:
        found.append(("Who you can ask", [row.key_worker.full_name]))
    complain = written["complain"].text if "complain" in written else ""
    found.append(("If you do not agree", [*filter(None, [COMPLAIN, complain])]))
    return found


def _said_and_plan(meeting: Meeting, case: Case, outcome: str) -> list[Section]:
    found: list[Section] = []
    if outcome == parts.PLAN:
        items = Action.objects.filter(meeting=meeting, case=case).exclude(need="").order_by("number")
        found.append(
            (
                "Outline plan",
                [
                    f"{one.number}. {_stop(one.need)}\nWhat is done: {_stop(one.what)}\nWho: {one.owner_name}, by"
                    f" {long_date(one.due_on)}.\nHow we shall know: {_stop(one.known_by)}"
                    for one in items
                ],
            )
        )
    others = Decision.objects.filter(meeting=meeting, case=case).order_by("number")
    if more := [one.text for one in others]:
        found.append(("Also decided", more))
    things = [
        f"If {one.if_this}: {_stop(one.then)} Who acts: {one.who}."
        for one in Contingency.objects.filter(meeting=meeting, case=case).order_by("number")
    ]
    return [*found, ("If things change", things)] if things else found


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _stop(text: str) -> str:
    """Answer the sentence with its full stop."""
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _people(meeting: Meeting, case: Case, row: ConferenceChild) -> list[Section]:
    members = [one.name for one in CoreGroupMember.objects.filter(meeting=meeting, case=case).order_by("name")]
    who = [f"Key worker: {row.key_worker.full_name}." if row.key_worker else ""]
    who.append(f"Core group: {', '.join(members)}." if members else "")
    when = [
        f"First core group: {date_time(row.core_group_at)}." if row.core_group_at else "",
        f"The conference looks at the plan again: {date_time(row.review_at)}." if row.review_at else "",
    ]
    return [("Who works on the plan", _full(who)), ("When we meet again", _full(when))]


def _full(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]


def letters_of(meeting: Meeting, cases: Sequence[UUID]) -> list[ConferenceLetter]:
    """Answer the letters about these children, without their bytes."""
    found = ConferenceLetter.objects.filter(meeting=meeting, case__in=list(cases)).defer("pdf")
    return list(found.select_related("case", "family").order_by("case", "number"))


def as_pdf_context(letter: ConferenceLetter, *, at: datetime) -> dict[str, Any]:
    """Answer what the letter’s template needs; the same letter always gives the same."""
    return {
        "partnership": profile().partnership,
        "reference": letter.case.reference,
        "recipient": letter.recipient_name,
        "version": "1.0",
        "rendered_at": at,
        "letter": letter.contents,
        "address": [line for line in letter.address.split("\n") if line],
        "ours": profile().settings.get("minutes_address", []),
        "handed_by": letter.family.handed_by,
    }
