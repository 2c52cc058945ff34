"""Reading disagreements: the levels of this partnership, whom a level asks, and which disagreements somebody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F, Prefetch, Q

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.agencies.profile import Profile, profile
from hsb.cases.access import OpenCase
from hsb.cases.models import NARROW_PARTS, Case, Involvement, Part, PersonPart
from hsb.cases.visible import visible_cases
from hsb.escalation import rules
from hsb.escalation.models import Escalation, EscalationQuerySet, Letter, Question, Step
from hsb.escalation.rules import EscalationLevel
from hsb.timeliness.models import Deadline

CLOCKS = {1: "T48b", 2: "T48c", 3: "T48d", 4: "T48e"}
"""The standard of each level's clock, in timescales.toml."""

SHOWN = 100


def levels() -> tuple[EscalationLevel, ...]:
    """Answer the levels of our partnership, in order."""
    return _levels(profile().code)


@cache
def _levels(code: str) -> tuple[EscalationLevel, ...]:
    our: Profile = profile()
    assert our.code == code
    return rules.read_levels(our.settings["escalation"])


@dataclass(frozen=True)
class Addressee:
    """Who answers at a level for one kind of agency: the role, or the one person named; and which groups that is."""

    kind: str
    role: Role
    places: tuple[Agency, ...]
    person: User | None = None


def addressees(case: Case, level: EscalationLevel, on: date) -> list[Addressee]:
    """Answer whom a level asks on this case: the agencies of each kind that are on it in the role that answers; where none is,
    every agency of the kind. Every escalation contact of theirs, each once, where the level is for contacts and any is named."""
    found = []
    for asked in level.asked:
        role = Role(asked.role)
        here = Involvement.objects.open().filter(case=case, agency__kind=asked.kind, role=role, user=None)
        places = list(Agency.objects.filter(pk__in=here.exclude(part__in=[*NARROW_PARTS, Part.CHECK]).values("agency")))
        places = places or list(Agency.objects.filter(kind=asked.kind))
        named = agencies.escalation_contacts(places, on) if level.contacts else []
        for contact in {one.user_id: one for one in named}.values():
            own = [m.role for m in agencies.own_memberships(contact.user, on) if m.agency == contact.agency]
            found.append(Addressee(asked.kind, own[0], (contact.agency,), contact.user))
        if not named:
            found.append(Addressee(asked.kind, role, tuple(places)))
    return found


def escalations_of(opened: OpenCase) -> list[Escalation]:
    """Answer the disagreements of a case this person may read, those still open first, with who is asked. Two statements."""
    found = _with_steps(Escalation.objects.of_case(opened.case.pk))
    return [one for one in found if may_read(opened, one)]


def escalation_of(opened: OpenCase, number: int) -> Escalation | None:
    """Answer one disagreement of a case with its steps, questions and letters; None for one this person may not read."""
    found = _with_steps(Escalation.objects.filter(case=opened.case, number=number)).first()
    return found if found is not None and may_read(opened, found) else None


def _with_steps(rows: EscalationQuerySet) -> EscalationQuerySet:
    return rows.select_related("case", "raised_by", "agency", "ended_by", "on_behalf_of").prefetch_related(
        Prefetch("steps", Step.objects.select_related("by").order_by("level")),
        Prefetch(
            "questions",
            Question.objects.select_related("answered_by", "person").order_by("level", "kind", "person__full_name"),
        ),
        Prefetch("letters", Letter.objects.select_related("by", "document").order_by("at")),
    )


def may_read(opened: OpenCase, escalation: Escalation) -> bool:
    """Answer whether this person reads this disagreement: who reads every one, who raised it, and who is or was asked about it."""
    if opened.may(RecordClass.ESCALATION, Level.READ):
        return True
    if not opened.may(RecordClass.ESCALATION, Level.SUMMARY):
        return False
    return speaks_for_raiser(opened.user, escalation) or any(
        is_asked(opened.user, one) for one in escalation.questions.all()
    )


def speaks_for_raiser(user: User, escalation: Escalation) -> bool:
    """Answer whether somebody says how it goes on: whoever raised it or acts for them; once they left, their agency’s people here."""
    if escalation.raised_by_id in agencies.stands_for(user):
        return True
    return not escalation.raised_by.is_active and escalation.agency_id in {
        membership.agency.pk for membership in agencies.memberships(user)
    }


def is_asked(user: User, question: Question) -> bool:
    """Answer whether a question is put to this person or to somebody they act for: by name, or by role and agency."""
    if question.person_id is not None:
        return question.person_id in agencies.stands_for(user)
    return any(
        (str(m.agency.kind), str(m.role)) == (question.kind, question.role)
        and question.agency_id in (None, m.agency.pk)
        for m in agencies.memberships(user)
    )


def asked_of(user: User, escalation: Escalation) -> list[Question]:
    """Answer the questions of the present level that wait for this person's answer."""
    return [
        one
        for one in escalation.questions.all()
        if one.level == escalation.level and one.is_open and is_asked(user, one)
    ]


def clocks(escalations: Sequence[Escalation]) -> dict[str, Deadline]:
    """Answer the clock of each question of these disagreements, by the question's id. One statement."""
    keys = [str(question.pk) for one in escalations for question in one.questions.all()]
    cases = {one.case_id for one in escalations}
    found = Deadline.objects.filter(case_id__in=cases, standard_code__in=CLOCKS.values(), key__in=keys)
    return {deadline.key: deadline for deadline in found.with_owners()}


# -- lists over cases ----------------------------------------------------------------------------------------------------


def waiting_for(user: User) -> list[Question]:
    """Answer the questions on any case that wait for this person or a role they hold, the longest first; at most 100."""
    held = Q(person__in=agencies.stands_for(user))
    for membership in agencies.memberships(user):
        place = Q(agency=None) | Q(agency=membership.agency)
        held |= Q(place, person=None, kind=membership.agency.kind, role=membership.role)
    found = Question.objects.filter(held, case__in=visible_cases(user), answered_at=None, passed_over=False)
    return list(
        found.select_related("escalation__raised_by", "escalation__case", "step").order_by("step__at", "pk")[:SHOWN]
    )


def raised_by(user: User) -> list[Escalation]:
    """Answer what this person raised on cases they may still see, what is open first; at most 100."""
    found = Escalation.objects.filter(raised_by=user, case__in=visible_cases(user)).select_related("case")
    return list(found.order_by(F("ended_at").desc(nulls_first=True), "-raised_at")[:SHOWN])


def at_the_board(user: User) -> list[Question]:
    """Answer what reached the board, what waits for it first and then the newest; at most 100."""
    board = [asked for level in levels() if level.board for asked in level.asked]
    asked = Q(pk=None)
    for one in board:
        asked |= Q(kind=one.kind, role=one.role)
    found = Question.objects.filter(asked, case__in=visible_cases(user))
    return list(
        found.select_related("escalation__raised_by", "escalation__case", "step").order_by(
            F("escalation__ended_at").desc(nulls_first=True), "step__at", "pk"
        )[:SHOWN]
    )


# -- who a disagreement may be raised for ----------------------------------------------------------------------------------


def family(opened: OpenCase) -> list[tuple[UUID, str]]:
    """Answer (id, what they are to the child) of the child and each parent or carer: nobody's name."""
    child = "The child" if opened.case.is_harmed else "The young person"
    told: list[tuple[UUID, str]] = []
    for person, _ in opened.people:
        if person.part == PersonPart.SUBJECT:
            told.append((person.pk, child))
        elif person.part == PersonPart.PARENT_CARER:
            said = person.relationship.strip() or "Parent or carer"
            same = sum(words.split(" (")[0] == said for _, words in told)
            told.append((person.pk, f"{said} ({same + 1})" if same else said))
    return told
