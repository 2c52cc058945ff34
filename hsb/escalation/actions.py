"""Changes to a disagreement: raised, answered, taken further, settled, withdrawn, closed. Each is one transaction under the case's lock.

Whoever answers may be on the case for this matter only, and then sees nothing else of it in the database either. What happened is
recorded in the case's own chain, so each action opens the case to its transaction first; the door has let the person in.
"""

import uuid
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.cases import involvement as involvements
from hsb.cases.access import OpenCase
from hsb.cases.models import NARROW_PARTS, Involvement
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import StaleVersion, check_said
from hsb.escalation import events, policies, queries
from hsb.escalation.levels import go_to, pass_over
from hsb.escalation.models import Escalation, Question
from hsb.escalation.on_behalf import OnBehalf, person_of
from hsb.escalation.states import State

CHANGED = (
    "Something happened here while you were writing. Your words are kept below: read what is new, then send them again."
)


@transaction.atomic
def raise_with_agencies(
    *,
    opened: OpenCase,
    about: str,
    words: str,
    wanted: str,
    arose_on: date,
    by: User,
    at: datetime,
    on_behalf: OnBehalf | None = None,
    press: uuid.UUID | None = None,
) -> Escalation:
    """The disagreement stands at the first level: CSWS and YOS are asked together, each with a clock. The same press raises one."""
    policies.check_can_raise(opened)
    check_said(words, "Say what the disagreement is about.")
    check_said(wanted, "Say what outcome is wanted.")
    policies.check_arose(arose_on, clock.local_date(at))
    case = opened.case
    lock(case)
    if chronology.has_happened(case.pk, "escalation.opened", press):
        return Escalation.objects.filter(case=case, raised_by=by).latest("raised_at")
    held = agencies.own_memberships(by)
    person = person_of(case, on_behalf, at=at) if on_behalf else None
    escalation = Escalation(
        case=case,
        number=Escalation.objects.next_number(case.pk),
        about=about,
        words=words.strip(),
        wanted=wanted.strip(),
        arose_on=arose_on,
        agency=held[0].agency if held else None,
        raised_at=at,
        raised_by=by,
        on_behalf_of=person,
        hear_by=on_behalf.hear_by if on_behalf else "",
        address_withheld=bool(on_behalf and on_behalf.address_withheld),
        interpreter=on_behalf.interpreter.strip() if on_behalf else "",
    )
    escalation.save(force_insert=True)
    record(
        events.EscalationOpened(
            **escalation.event_facts,
            about=about,
            agency=str(held[0].agency.kind) if held else "",
            role=str(held[0].role) if held else "",
            on_behalf=on_behalf is not None,
            text=words.strip(),
        ),
        case=case,
        by=by,
        at=at,
        occurred=min(datetime.combine(arose_on, time(12), tzinfo=clock.LONDON), at),
        occasion=press,
    )
    go_to(escalation, queries.levels()[0], reason="", by=by, at=at)
    return escalation


@transaction.atomic
def answer(
    *,
    escalation: Escalation,
    text: str,
    jointly: bool,
    version: int,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> None:
    """The agency's answer stands at this level; given jointly it answers for all that are asked there. When everybody has
    answered, whoever raised it says how it goes on. Raises StaleVersion when something happened since it was read."""
    check_said(text, "Write the answer.")
    opening(escalation.case_id)
    lock(escalation.case)
    if chronology.has_happened(escalation.case_id, "escalation.answered", press):
        return
    held = _held(escalation, version)
    theirs = policies.check_can_answer(by, held)
    waiting = [one for one in held.questions.all() if one.level == held.level and one.is_open]
    # One answer for each agency that is asked, in the name of whoever gives it where they are among those asked.
    answered = {one.kind: one for one in [*(reversed(waiting) if jointly else ()), *reversed(theirs)]}
    for question in answered.values():
        _answered(held, question, text=text.strip(), jointly=jointly, by=by, at=at, press=press)
    pass_over(held, [one for one in waiting if one.kind in answered and one not in answered.values()], by=by, at=at)
    done = all(one.kind in answered for one in waiting)
    _changed(held, state=State.ANSWERED if done else State.WAITING)


def _answered(
    held: Escalation,
    question: Question,
    *,
    text: str,
    jointly: bool,
    by: User,
    at: datetime,
    press: uuid.UUID | None,
) -> None:
    Question.objects.filter(pk=question.pk).update(answer=text, jointly=jointly, answered_at=at, answered_by=by)
    record(
        events.EscalationAnswered(
            **held.event_facts,
            level=held.level,
            question=str(question.pk),
            agency=question.kind,
            jointly=jointly,
            text=text,
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )


@transaction.atomic
def take_further(
    *,
    escalation: Escalation,
    to: int,
    reason: str,
    version: int,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> None:
    """It stands at the next level, whose people are asked. `to` is the level the person read on the page: no level is skipped.
    Raises StaleVersion when something happened since it was read."""
    check_said(reason, "Say why the answer does not settle it.")
    opening(escalation.case_id)
    lock(escalation.case)
    if chronology.has_happened(escalation.case_id, "escalation.moved", press):
        return
    held = _held(escalation, version)
    level = policies.check_can_take_further(by, held, to=to, today=clock.local_date(at))
    pass_over(held, held.questions.all(), by=by, at=at)
    go_to(held, level, reason=reason.strip(), by=by, at=at, press=press)
    _changed(held, state=State.WAITING, level=level.number)


@transaction.atomic
def resolve(
    *, escalation: Escalation, how: str, version: int, by: User, at: datetime, press: uuid.UUID | None = None
) -> None:
    """The disagreement is settled, and whoever raised it says how. Raises StaleVersion when something happened since."""
    check_said(how, "Say what was agreed.")
    opening(escalation.case_id)
    lock(escalation.case)
    if chronology.has_happened(escalation.case_id, "escalation.resolved", press):
        return
    held = _held(escalation, version)
    policies.check_is_the_raisers(by, held)
    policies.check_can_move(held, State.RESOLVED)
    record(
        events.EscalationResolved(
            **held.event_facts,
            level=held.level,
            text=how.strip(),
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )
    _ended(held, state=State.RESOLVED, words=how.strip(), by=by, at=at)


@transaction.atomic
def withdraw(
    *, escalation: Escalation, reason: str, version: int, by: User, at: datetime, press: uuid.UUID | None = None
) -> None:
    """It is not pursued any more, and whoever raised it says why; nobody's clock runs on. Raises StaleVersion as the others do."""
    check_said(reason, "Say why it is withdrawn.")
    opening(escalation.case_id)
    lock(escalation.case)
    if chronology.has_happened(escalation.case_id, "escalation.withdrawn", press):
        return
    held = _held(escalation, version)
    policies.check_is_the_raisers(by, held)
    policies.check_can_move(held, State.WITHDRAWN)
    pass_over(held, held.questions.all(), by=by, at=at)
    record(
        events.EscalationWithdrawn(
            **held.event_facts,
            level=held.level,
            reason=reason.strip(),
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )
    _ended(held, state=State.WITHDRAWN, words=reason.strip(), by=by, at=at)


@transaction.atomic
def close(
    *,
    escalation: Escalation,
    outcome: str,
    text: str,
    version: int,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> None:
    """The board has answered, and with its outcome the disagreement is over. Raises StaleVersion as the others do."""
    check_said(text, "Write the answer of the board.")
    opening(escalation.case_id)
    lock(escalation.case)
    if chronology.has_happened(escalation.case_id, "escalation.closed", press):
        return
    held = _held(escalation, version)
    question = policies.check_can_close(by, held)
    _answered(held, question, text=text.strip(), jointly=False, by=by, at=at, press=press)
    pass_over(held, [one for one in held.questions.all() if one.pk != question.pk], by=by, at=at)
    record(
        events.EscalationClosed(
            **held.event_facts,
            level=held.level,
            outcome=outcome,
            text=text.strip(),
        ),
        case=held.case,
        by=by,
        at=at,
        occasion=press,
    )
    _ended(held, state=State.CLOSED, words=text.strip(), outcome=outcome, by=by, at=at)


def _held(escalation: Escalation, version: int) -> Escalation:
    """Answer the disagreement as it stands, under the lock. Raises StaleVersion when it is not as the person read it."""
    held = Escalation.objects.select_related("case", "raised_by", "agency").get(pk=escalation.pk)
    if held.version != version:
        raise StaleVersion(held, CHANGED)
    return held


def _changed(held: Escalation, **fields: object) -> None:
    Escalation.objects.filter(pk=held.pk).update(**fields, version=F("version") + 1)


def _ended(held: Escalation, *, state: State, words: str, by: User, at: datetime, outcome: str = "") -> None:
    """It is over. Whoever was let in for it alone sees it no more, but for the board: what reached it is its own record."""
    _changed(held, state=state, ended_at=at, ended_by=by, outcome=outcome, outcome_words=words)
    if Escalation.objects.open().filter(case_id=held.case_id).exists():
        return
    let_in = Involvement.objects.open().filter(case_id=held.case_id, part__in=NARROW_PARTS)
    for involvement in let_in.exclude(agency__kind=AgencyKind.LSCB).select_related("case"):
        involvements.withdraw(involvement=involvement, by=by, at=at, reason="The disagreement has ended.", tell=False)
