"""What is refused when an answer about consent is recorded, each with what to do instead. Nobody overrides a refusal."""

from dataclasses import dataclass
from datetime import date, timedelta

from aim2.consent.rules import OWN_CONSENT_AGE, Given, Standing
from aim2.consent.terms import NO, Giver, Interpreter, Purpose, Reply, Responsibility
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, Person, PersonPart
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.words import long_date

LONGEST_TO_NEXT_OFFER = timedelta(days=366)


@dataclass(frozen=True)
class Answered:
    """What is recorded of one answer, as it was typed."""

    purpose: str
    giver: str
    reply: str
    answered_on: date
    method: str
    interpreter: str
    told: tuple[str, ...] = ()
    person: Person | None = None
    share_with: str = ""
    contact_how: str = ""
    responsibility: str = ""
    order_detail: str = ""
    parents_consulted: str = ""
    able: bool | None = None
    reasoning: str = ""
    parent_told: str = ""
    interpreter_who: str = ""
    reasons: str = ""
    next_offer_on: date | None = None


def check_can_answer(
    case: Case, answer: Answered, before: list[Given], *, care_order: bool, by: User, today: date
) -> None:
    """Raise ActionNotAllowed, or AccessDenied for a signature that is a manager's, where this answer cannot stand."""
    _check_case_and_day(case, answer, today)
    _check_purpose(answer)
    if answer.giver == Giver.YOUNG_PERSON:
        _check_young_person(answer, case.age_on(answer.answered_on))
    elif answer.giver == Giver.PARENT:
        _check_parent(case, answer)
    else:
        _check_local_authority(answer, care_order, by)
    _check_reply(answer, before)


def _check_case_and_day(case: Case, answer: Answered, today: date) -> None:
    if case.is_harmed:
        raise ActionNotAllowed("AIM2 is work with a young person. This child’s wishes are kept in their own plan.")
    if case.merged_into_id is not None:
        raise ActionNotAllowed("This record is joined to another. Record the answer on that one.")
    if answer.answered_on > today:
        raise ActionNotAllowed("The day of the answer cannot be after today. Enter the day it was given.")
    if answer.interpreter == Interpreter.USED and not answer.interpreter_who.strip():
        raise ActionNotAllowed("Say who interpreted: it must not be a relative.")


def _check_purpose(answer: Answered) -> None:
    if answer.purpose == Purpose.SHARE and not answer.share_with.strip():
        raise ActionNotAllowed("Say with whom it may be shared: each has an answer of its own.")
    if answer.purpose == Purpose.CONTACT and answer.reply == Reply.AGREES and not answer.contact_how.strip():
        raise ActionNotAllowed("Say how they may be reached directly.")


def _check_young_person(answer: Answered, age: int | None) -> None:
    younger = age is None or age < OWN_CONSENT_AGE
    law = "Gillick" if younger else "the Mental Capacity Act"
    if younger and answer.reply == Reply.AGREES and answer.able is None:
        raise ActionNotAllowed(
            "Say whether the young person understands enough to decide (Gillick), and why you think so."
        )
    if answer.able is not None and not answer.reasoning.strip():
        raise ActionNotAllowed(f"Write what they said and did that shows it ({law}), not only your view.")
    alone = answer.able is True or (not younger and answer.able is None)
    if (
        answer.purpose == Purpose.TAKE_PART
        and answer.reply == Reply.AGREES
        and alone
        and not answer.parent_told.strip()
    ):
        raise ActionNotAllowed(
            "Their own consent is enough. Say whether a parent was told, or why that would not be safe."
        )


def _check_parent(case: Case, answer: Answered) -> None:
    person = answer.person
    if person is None or person.case_id != case.pk or person.part != PersonPart.PARENT_CARER:
        raise ActionNotAllowed("Choose which parent or carer of this child answered.")
    called = person.relationship.strip() or "This parent or carer"
    if answer.responsibility == Responsibility.NONE or person.has_parental_responsibility is False:
        raise ActionNotAllowed(
            f"{called[:1].upper()}{called[1:]} has no parental responsibility, so their answer decides nothing. Ask somebody "
            "who has. What they said can be kept as a note, or under “Engagement”."
        )
    if answer.responsibility in ("", Responsibility.CARE_ORDER):
        raise ActionNotAllowed("Say by what right they answer for the child: what you saw, or were told.")


def _check_local_authority(answer: Answered, care_order: bool, by: User) -> None:
    if Role.CSWS_MANAGER not in agencies.roles(by):
        raise AccessDenied(
            "Only a social care manager signs for the local authority. Ask the manager of the social worker."
        )
    if not care_order or answer.responsibility != Responsibility.CARE_ORDER:
        raise ActionNotAllowed(
            "No care order is on this record for that day. Without one the parents alone hold responsibility: under section 20 and on "
            "remand too. Ask a parent, or have the order recorded under “Care”."
        )
    if not answer.order_detail.strip():
        raise ActionNotAllowed("Enter court and date of the care order.")
    if not answer.parents_consulted.strip():
        raise ActionNotAllowed("Say how the parents were consulted, or why they could not be.")


def _check_reply(answer: Answered, before: list[Given]) -> None:
    who = str(answer.person.pk) if answer.person is not None else answer.giver
    own = [one for one in before if one.who == who]
    if answer.reply == Reply.WITHDRAWS and not (own and own[-1].agrees):
        raise ActionNotAllowed(
            "There is nothing to withdraw: they have not agreed to this. If they say no, record a refusal."
        )
    if answer.reply in NO and not answer.reasons.strip():
        raise ActionNotAllowed("Write the reasons they gave, in their words, or that they gave none.")
    check_next_offer(answer.next_offer_on, answer.answered_on, needed=answer.reply in NO)


def check_next_offer(next_offer_on: date | None, after: date, *, needed: bool) -> None:
    """Raise where a no does not say when it is offered again, or says a day that cannot be."""
    if next_offer_on is None:
        if needed:
            raise ActionNotAllowed("Say on which day it is offered again: 28 days on is usual, earlier is fine.")
        return
    if next_offer_on <= after:
        raise ActionNotAllowed(f"Choose a day after {long_date(after)} for the next offer.")
    if next_offer_on > after + LONGEST_TO_NEXT_OFFER:
        raise ActionNotAllowed("Offer it again within a year: what they think changes.")


def check_can_decide_after_refusal(by: User, standing: Standing) -> None:
    """A YOS manager decides what is done instead, once consent was refused or withdrawn."""
    if Role.YOS_MANAGER not in agencies.roles(by):
        raise AccessDenied("A YOS manager decides what is done instead. You can tell them what you think.")
    if not standing.is_no:
        raise ActionNotAllowed(
            "Consent is not refused or withdrawn now, so there is nothing to decide. Reload the page."
        )
