"""Who records what of MAPPA, and whether the state allows it: every refusal as a sentence."""

from datetime import date

from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass, Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.errors import AccessDenied, ActionNotAllowed, check_said
from strategy_meetings.mappa.states import HELD_TRANSITIONS, TRANSITIONS, Held, State
from strategy_meetings.models import MappaEligibility, MappaMeeting, MappaReferral

COORDINATE = frozenset({AgencyKind.MAPPA, AgencyKind.PROBATION})
SEES_TO_ATTENDANCE = frozenset({Role.CSWS_MANAGER, Role.SOCIAL_WORKER})


def check_has_a_part(opened: OpenCase) -> None:
    """Of other agencies only MAPPA coordination and probation learn of it."""
    if opened.roles - {Role.PARTNER_PRACTITIONER} or opened.may(RecordClass.MAPPA, Level.READ):
        return
    kinds = {membership.agency_role.agency.kind for membership in agencies.memberships(opened.user)}
    if not kinds & COORDINATE:
        raise AccessDenied("MAPPA is between the agencies that manage the risk. Ask YOS if you need to know.")


def check_may_see_to_attendance(opened: OpenCase) -> None:
    """Children's services say who of them goes; police and YOS may write it down for them."""
    if not (SEES_TO_ATTENDANCE & opened.roles or opened.may(RecordClass.MAPPA, Level.WRITE)):
        raise AccessDenied("Children’s services say who of them attends. Ask their manager on this record.")


def may_see_to_attendance(opened: OpenCase) -> bool:
    return bool(SEES_TO_ATTENDANCE & opened.roles) or opened.may(RecordClass.MAPPA, Level.WRITE)


def check_is_a_young_persons(case: Case) -> None:
    """MAPPA manages who offended: there is nothing of it on another child's record."""
    if not case.has_displayed:
        raise ActionNotAllowed(
            "MAPPA is about young people who were cautioned or convicted. It has no part in this record."
        )


def check_can_record(*, what: str, source_detail: str, decided_on: date, today: date) -> None:
    """What was imposed, by whom it is recorded and from which source, on a day that has come."""
    if decided_on > today:
        raise ActionNotAllowed("Enter the day of the caution, conviction or sentence: that day is still to come.")
    check_said(what, "Say what the caution, conviction or sentence was for, and what was imposed.")
    check_said(source_detail, "Say who told you, or which record it is from.")


def check_can_refer(
    eligibility: MappaEligibility | None, open_one: MappaReferral | None, *, level: int, sent_on: date, today: date
) -> None:
    """Only who is eligible is referred, once at a time."""
    if eligibility is None:
        raise ActionNotAllowed("Record the caution, conviction or sentence first: without one nobody is eligible.")
    if not eligibility.is_eligible:
        raise ActionNotAllowed("Not eligible for MAPPA. Hold a risk panel instead.")
    if open_one is not None:
        raise ActionNotAllowed("A MAPPA referral is open already. Record the reply to it.")
    check_level(level)
    if sent_on > today or sent_on < eligibility.decided_on:
        raise ActionNotAllowed(
            "Enter the day the referral was sent: after the caution, conviction or sentence, not after today."
        )


def check_level(level: int) -> None:
    if level not in (1, 2, 3):
        raise ActionNotAllowed("Choose level 1, 2 or 3.")


def check_can_reply(referral: MappaReferral, to: State, *, replied_on: date, reply: str, today: date) -> None:
    """The coordinator replies once, on a day after the sending."""
    _check_step(referral, to)
    if replied_on > today or replied_on < referral.sent_on:
        raise ActionNotAllowed("Enter the day of the reply: between the sending and today.")
    if to == State.DECLINED:
        check_said(reply, "Say in a sentence why it was not accepted.")


def check_can_end(referral: MappaReferral, *, ended_on: date, reason: str, today: date) -> None:
    _check_step(referral, State.ENDED)
    if ended_on > today:
        raise ActionNotAllowed("Enter the day it ended: that day is still to come.")
    check_said(reason, "Say why MAPPA management ended.")


def check_is_managed(referral: MappaReferral) -> None:
    """Levels, meetings and actions are of a referral that was accepted and has not ended."""
    if referral.state != State.ACCEPTED:
        raise ActionNotAllowed(
            "This referral has not been accepted, or has ended. Reload the page to see how it stands."
        )


def check_can_record_meeting(
    meeting: MappaMeeting, to: Held, *, on: date, who_went: str, told: str, today: date
) -> None:
    """A meeting was held on a day that has come, with who of ours was there and what the family is told: they never attend."""
    if to not in HELD_TRANSITIONS[Held(meeting.state)]:
        raise ActionNotAllowed("This meeting has been recorded already. Reload the page.")
    if to != Held.HELD:
        return
    if on > today:
        raise ActionNotAllowed("Enter the day it was held: that day is still to come.")
    check_said(who_went, "Say who of our agencies was there.")
    check_said(told, "Say what the young person and family are told, and by whom; or why nothing.")


def _check_step(referral: MappaReferral, to: State) -> None:
    if to not in TRANSITIONS[State(referral.state)]:
        raise ActionNotAllowed("This referral has been answered already. Reload the page to see how it stands.")
