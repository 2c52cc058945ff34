"""Who is told of a referral, of what is decided about it, checked, assessed and offered, and of what YOS does with it."""

from collections.abc import Mapping
from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import (
    ALLOCATED,
    ALLOCATED_BY_MAIL,
    MANAGER,
    MASH,
    MASH_BY_MAIL,
    YOS,
    YOS_BY_MAIL,
    Involved,
    Link,
    on_case,
    silent,
    tells,
    the_case,
)


def _it_went_to_them(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return {Part.FRONT_DOOR: "mash", Part.SCREENING: "yos"}[Part(somebody.part)] == facts["destination"]


def _their_agency_was_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return facts["agency_id"] == somebody.agency_id


def _the_outcome(event: CaseEvent, *, in_person: bool) -> Link:
    """It is its referrer's own page: whoever acts for them is led to the case."""
    if event.facts.get("referral") and in_person:
        return "referrals:outcome", {"referral_id": event.facts["referral"]}
    return the_case(event, in_person=in_person)


REFERRER = on_case(Part.REFERRER, mail=True)
CSWS_MANAGER_BY_MAIL = on_case(Part.FRONT_DOOR, Part.ALLOCATED, roles=(Role.CSWS_MANAGER,), mail=True)

tells(
    "referral.received",
    on_case(Part.REFERRER, receipt="referral_receipt"),
    on_case(Part.FRONT_DOOR, Part.SCREENING, mail=True, when=_it_went_to_them),
    says="A referral has been received",
)
tells("referral.acknowledged", REFERRER, says="The referral you sent has been acknowledged")
tells("referral.addendum_added", MASH_BY_MAIL, YOS_BY_MAIL, ALLOCATED_BY_MAIL, says="Something was added to a referral")
tells("mash.claimed", MASH, says="A colleague is dealing with this referral")
tells(
    "agency_check.asked",
    on_case(Part.CHECK, mail=True, when=_their_agency_was_asked),
    says="Your agency has been asked for a check",
)
tells("agency_check.replied", MASH_BY_MAIL, ALLOCATED_BY_MAIL, says="An agency has replied to a check")
tells("mash.decided", CSWS_MANAGER_BY_MAIL, says="A MASH decision is waiting for approval")
tells("mash.decision_returned", MASH_BY_MAIL, says="A proposed MASH decision has been returned")
tells("mash.decision_approved", MASH, YOS, ALLOCATED, says="A MASH decision has been approved")
tells("mash.feedback_sent", REFERRER, says="There is feedback on the referral you sent", leads_to=_the_outcome)
tells("worker.allocated", ALLOCATED_BY_MAIL, MANAGER, says="A social worker has been allocated")
tells("cf_assessment.started", MANAGER, says="A child and family assessment has started")
tells(
    "cf_assessment.submitted", CSWS_MANAGER_BY_MAIL, says="A child and family assessment is waiting for authorisation"
)
tells("cf_assessment.returned", ALLOCATED_BY_MAIL, says="A child and family assessment has been returned")
tells("cf_assessment.authorised", ALLOCATED_BY_MAIL, says="A child and family assessment has been authorised")
tells("hsb.finding_recorded", YOS, ALLOCATED, MANAGER, says="The finding on the behaviour has been recorded")
tells("investigation.ended", ALLOCATED_BY_MAIL, YOS_BY_MAIL, MANAGER, says="The enquiry or investigation has ended")
tells("engagement.decided", ALLOCATED, MANAGER, says="Whether to engage the family now has been decided")
tells("offer.made", ALLOCATED, MANAGER, says="Help has been offered to the family")
tells("offer.answered", ALLOCATED, MANAGER, says="The offer of help has been answered")
tells("stance.recorded", ALLOCATED, says="What the young person or a parent says about the work was recorded")
tells("yos.claimed", YOS, says="A colleague is dealing with this referral")
tells("yos.screened", YOS, says="A referral has been screened")
tells("yos.information_requested", REFERRER, ALLOCATED_BY_MAIL, says="More information is needed about a referral")
tells("yos.information_received", YOS_BY_MAIL, says="The information asked for has arrived")
tells("yos.accepted", REFERRER, ALLOCATED_BY_MAIL, CSWS_MANAGER_BY_MAIL, says="A referral has been accepted")
tells(
    "yos.declined",
    REFERRER,
    ALLOCATED_BY_MAIL,
    CSWS_MANAGER_BY_MAIL,
    says="A referral has been declined and an alternative given",
)
tells("yos.allocated", ALLOCATED_BY_MAIL, MANAGER, says="An officer has been allocated")

silent(
    "first_account.given",
    "incident.known",
    "criminal.recorded",
    "mash.opened",
    "agency_check.closed",
    "match.merged",
    "match.unmerged",
    "conference.considered",
    "yos.referred",  # referral.received with destination yos tells
    "yos.asked",
    "yos.opened",
)
