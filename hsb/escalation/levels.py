"""A disagreement goes to a level: who is asked there, let in and passed over."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies_actions
from hsb.agencies import queries as agencies
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Involvement, Part
from hsb.chronology.actions import record
from hsb.escalation import events, queries
from hsb.escalation.models import Escalation, Question, Step
from hsb.escalation.rules import EscalationLevel


def go_to(
    escalation: Escalation,
    level: EscalationLevel,
    *,
    reason: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> None:
    """Everybody whom the level asks is asked, is on the case for that at least, and has a clock."""
    case = escalation.case
    step = Step(case=case, escalation=escalation, level=level.number, reason=reason, at=at, by=by)
    step.save(force_insert=True)
    for asked in queries.addressees(case, level, clock.local_date(at)):
        let_in(case, asked, by=by, at=at)
        question = Question(
            case=case,
            escalation=escalation,
            step=step,
            level=level.number,
            kind=asked.kind,
            agency=asked.places[0] if len(asked.places) == 1 else None,
            role=asked.role,
            person=asked.person,
        )
        question.save(force_insert=True)
        record(
            events.EscalationMoved(
                **escalation.event_facts,
                level=level.number,
                question=str(question.pk),
                agency=asked.kind,
                role=str(asked.role),
                person=asked.person.pk if asked.person else None,
                reason=reason,
                who=asked.person.full_name if asked.person else "",
            ),
            case=case,
            by=by,
            at=at,
            occasion=press,
        )


def let_in(case: Case, asked: queries.Addressee, *, by: User, at: datetime) -> None:
    """Whoever is asked and is not on the case comes to see this matter of it, and nothing else."""
    here = Involvement.objects.open().filter(case=case).exclude(part=Part.CHECK)
    groups = set(here.values_list("group_id", flat=True))
    reason = "Asked about a disagreement; sees nothing else."
    if asked.person is not None:
        theirs = {asked.person.personal_group_id, *agencies.principals(asked.person)}
        if not theirs & groups:
            involve(
                case=case,
                part=Part.DISAGREEMENT,
                user=asked.person,
                role=asked.role,
                by=by,
                at=at,
                reason=reason,
                tell=False,
            )
        return
    for place in asked.places:
        if agencies_actions.agency_role(place, asked.role).group_id not in groups:
            involve(
                case=case,
                part=Part.DISAGREEMENT,
                agency=place,
                role=asked.role,
                by=by,
                at=at,
                reason=reason,
                tell=False,
            )


def pass_over(held: Escalation, questions: Iterable[Question], *, by: User, at: datetime) -> None:
    """Of these, whoever has not answered is not asked any more."""
    for question in questions:
        if not question.is_open:
            continue
        Question.objects.filter(pk=question.pk).update(passed_over=True)
        record(
            events.EscalationPassed(
                escalation=str(held.pk),
                number=held.number,
                level=question.level,
                question=str(question.pk),
                agency=question.kind,
            ),
            case=held.case,
            by=by,
            at=at,
        )
