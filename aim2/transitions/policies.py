"""May this person, and does the state allow it: every refusal on the way towards 18, as a sentence."""

from datetime import date

from aim2.models import HandOver, TransitionPlan
from aim2.transitions.states import RUNNING, TRANSITIONS, To, TransitionState
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.ages import age_on
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.eligibility import limits


def check_may_approve(opened: OpenCase) -> None:
    """The YOS manager lets the pack leave and records the acceptance."""
    if not opened.may(RecordClass.INTERVENTION_PLAN, Level.APPROVE):
        raise AccessDenied("The YOS manager sends the hand-over and records its acceptance. Ask them.")


def check_needs(needs: str) -> None:
    """A plan says what is needed."""
    if not needs.strip():
        raise ActionNotAllowed("Write what the young person needs from 18 on.")


def check_running(plan: TransitionPlan | None) -> TransitionPlan:
    """There is a plan that has not ended."""
    if plan is None or plan.state not in RUNNING:
        raise ActionNotAllowed("Begin a transition plan first.")
    return plan


def check_step(plan: TransitionPlan, to: TransitionState) -> None:
    """The table of `states.py` has that step."""
    if to not in TRANSITIONS[TransitionState(plan.state)]:
        raise ActionNotAllowed(
            f"The plan stands at “{plan.get_state_display()}”: this cannot be done now. Reload the page."
        )


def check_can_send(plan: TransitionPlan, *, service: str, person: str, gateway: str, why: str) -> None:
    """A pack goes to somebody at a service, by a gateway, and says why this much."""
    check_step(plan, TransitionState.SENT)
    if plan.to == To.NOBODY:
        raise ActionNotAllowed("The plan says that nobody takes over. Change it, or record that the work is finished.")
    if not service.strip() or not person.strip():
        raise ActionNotAllowed("Say which service it goes to, and to whom there.")
    if not gateway:
        raise ActionNotAllowed("Choose the gateway: by what right it leaves.")
    if not why.strip():
        raise ActionNotAllowed("Say why this much and no more.")


def check_can_accept(plan: TransitionPlan, sent: HandOver | None, *, on: date, today: date, name: str) -> None:
    """What was sent is accepted by somebody, on a day that has come and not before it was sent."""
    check_step(plan, TransitionState.ACCEPTED)
    if sent is None:
        raise ActionNotAllowed("Nothing has been sent yet.")
    if on > today:
        raise ActionNotAllowed("Enter the day it was accepted. A day to come cannot be recorded.")
    if on < clock.local_date(sent.sent_at):
        raise ActionNotAllowed("Enter a day that is not before the hand-over was sent.")
    if not name.strip():
        raise ActionNotAllowed("Say who accepted it there.")


CORRECTORS = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER, Role.YOS_MANAGER})


def check_may_correct(opened: OpenCase) -> None:
    """Social care, or the YOS manager, puts a date of birth right."""
    if not opened.roles & CORRECTORS:
        raise AccessDenied("The social worker, their manager or the YOS manager puts a date of birth right. Ask them.")


def check_can_correct(case: Case, born_on: date, *, today: date, reason: str) -> None:
    """It is another day, and one on which a child can have been born; with where it is known from."""
    if case.born_on is None:
        raise ActionNotAllowed("No date of birth is on the record yet. It is added with the referral or by MASH.")
    if born_on == case.born_on:
        raise ActionNotAllowed("That is the date on the record already.")
    if born_on > today or age_on(born_on, today) > 25:
        raise ActionNotAllowed("Enter the day of birth of a child or young person. Check the year.")
    if not reason.strip():
        raise ActionNotAllowed("Say where it is known from: a birth certificate, the school’s roll, a parent.")


def crossed(before: date, after: date, *, today: date) -> str:
    """Answer which age at which another pathway begins lies between the two as of today, "" for none: what has begun stays."""
    then, now = sorted((age_on(before, today), age_on(after, today)))
    ages = limits.chosen()
    return " and ".join(str(age) for age in (ages.lowest_age, ages.adult_age) if then < age <= now)


def check_reason(reason: str) -> None:
    """It says why."""
    if not reason.strip():
        raise ActionNotAllowed("Say why.")
