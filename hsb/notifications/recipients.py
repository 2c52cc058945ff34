"""Who is told of what. One page that a practitioner can check.

A line says: when this happens on a case, everyone who is on *that* case in one of these parts, in one of these roles, is told.
A case is one child's record, so people who are only on the other child's record never appear. Whoever did it is not told, and
nobody is told of a case they may not see: `actions.tell` makes sure of both, whatever stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part


@dataclass(frozen=True)
class Involved:
    """What a line may ask about somebody on the case: their part and role in it, their agency, and who they are.

    `by_acting`: somebody else is told in their place, because they are away.
    """

    part: str
    role: str
    agency_id: int | None
    user_id: int = 0
    by_acting: bool = False


Condition = Callable[[Mapping[str, Any], Involved], bool]


@dataclass(frozen=True)
class Recipient:
    """People on the case by part and role (no roles: any role), if the event's facts are about them (`when`).

    `mail` also sends the e-mail that says only that something is waiting. `receipt` sends the e-mail of that name instead of a
    notice, and to whoever did it too: it is their proof.
    """

    parts: frozenset[Part]
    roles: frozenset[Role] = frozenset()
    mail: bool = False
    receipt: str = ""
    when: Condition | None = None
    called: str = ""  # how docs/notices.md says who that is, where parts and roles do not

    def includes(self, somebody: Involved, facts: Mapping[str, Any]) -> bool:
        """Answer whether this line means somebody with that part and role."""
        return (
            somebody.part in self.parts
            and (not self.roles or somebody.role in self.roles)
            and (self.when is None or self.when(facts, somebody))
        )


def on_case(
    *parts: Part,
    roles: tuple[Role, ...] = (),
    mail: bool = False,
    receipt: str = "",
    when: Condition | None = None,
    called: str = "",
) -> Recipient:
    """Answer the line for these parts."""
    return Recipient(frozenset(parts), frozenset(roles), mail, receipt, when, called)


def _it_went_to_them(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return {Part.FRONT_DOOR: "mash", Part.SCREENING: "yos"}[Part(somebody.part)] == facts["destination"]


def _their_agency_was_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return facts["agency_id"] == somebody.agency_id


def _they_are_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return facts["to_person"] == somebody.user_id if facts["to_person"] else facts["agency_id"] == somebody.agency_id


def _they_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["set_by"] == somebody.user_id)


def _they_were_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    """By name where a person was named, else everybody in the role."""
    return somebody.user_id == facts["person"] if facts["person"] else somebody.role == facts["role"]


def _they_raised_it(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return somebody.user_id == facts["raised_by"]


MANAGERS = (Role.CSWS_MANAGER, Role.YOS_MANAGER)

REFERRER = on_case(Part.REFERRER, mail=True)
MASH = on_case(Part.FRONT_DOOR)
MASH_BY_MAIL = on_case(Part.FRONT_DOOR, mail=True)
YOS = on_case(Part.SCREENING)
YOS_BY_MAIL = on_case(Part.SCREENING, mail=True)
ALLOCATED = on_case(Part.ALLOCATED)
ALLOCATED_BY_MAIL = on_case(Part.ALLOCATED, mail=True)
MANAGER = on_case(Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=MANAGERS)
MANAGER_BY_MAIL = on_case(Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=MANAGERS, mail=True)
CSWS_MANAGER_BY_MAIL = on_case(Part.FRONT_DOOR, Part.ALLOCATED, roles=(Role.CSWS_MANAGER,), mail=True)
ASKED_BY_MAIL = on_case(*Part, mail=True, when=_they_were_asked, called="Whoever is asked")
RAISER = on_case(*Part, when=_they_raised_it, called="Whoever raised it")
RAISER_BY_MAIL = on_case(*Part, mail=True, when=_they_raised_it, called="Whoever raised it")
ASKED_ABOUT_DISAGREEMENTS = on_case(Part.DISAGREEMENT)
SAFEGUARDING_LEAD = on_case(Part.INVOLVED, roles=(Role.DSL,), mail=True)
ASKED = on_case(*Part, mail=True, when=_they_are_asked)
WHO_ASKED = on_case(*Part, mail=True, when=_they_asked)

RECIPIENTS: dict[str, tuple[Recipient, ...]] = {
    # the referral
    "referral.received": (
        on_case(Part.REFERRER, receipt="referral_receipt"),
        on_case(Part.FRONT_DOOR, Part.SCREENING, mail=True, when=_it_went_to_them),
    ),
    "referral.acknowledged": (REFERRER,),
    "referral.addendum_added": (MASH_BY_MAIL, YOS_BY_MAIL, ALLOCATED_BY_MAIL),
    "match.suggested": (
        on_case(Part.FRONT_DOOR, roles=(Role.MASH_WORKER,)),
    ),  # the referrer is never told: design.md §4
    # MASH
    "mash.claimed": (MASH,),
    "agency_check.asked": (on_case(Part.CHECK, mail=True, when=_their_agency_was_asked),),
    "agency_check.replied": (MASH_BY_MAIL, ALLOCATED_BY_MAIL),
    "mash.decided": (CSWS_MANAGER_BY_MAIL,),
    "mash.decision_returned": (MASH_BY_MAIL,),
    "mash.decision_approved": (MASH, YOS, ALLOCATED),
    "mash.feedback_sent": (REFERRER,),
    # CSWS
    "worker.allocated": (ALLOCATED_BY_MAIL, MANAGER),
    "cf_assessment.started": (MANAGER,),
    "cf_assessment.submitted": (CSWS_MANAGER_BY_MAIL,),
    "cf_assessment.returned": (ALLOCATED_BY_MAIL,),
    "cf_assessment.authorised": (ALLOCATED_BY_MAIL,),
    "hsb.finding_recorded": (YOS, ALLOCATED, MANAGER),
    "investigation.ended": (ALLOCATED_BY_MAIL, YOS_BY_MAIL, MANAGER),
    "engagement.decided": (ALLOCATED, MANAGER),
    "offer.made": (ALLOCATED, MANAGER),
    "offer.answered": (ALLOCATED, MANAGER),
    "stance.recorded": (ALLOCATED,),
    "safety_plan.agreed": (ALLOCATED_BY_MAIL, SAFEGUARDING_LEAD, MANAGER),
    "safety_plan.reviewed": (ALLOCATED, SAFEGUARDING_LEAD, MANAGER),
    # YOS
    "yos.claimed": (YOS,),
    "yos.screened": (YOS,),
    "yos.information_requested": (REFERRER, ALLOCATED_BY_MAIL),
    "yos.information_received": (YOS_BY_MAIL,),
    "yos.accepted": (REFERRER, ALLOCATED_BY_MAIL, CSWS_MANAGER_BY_MAIL),
    "yos.declined": (REFERRER, ALLOCATED_BY_MAIL, CSWS_MANAGER_BY_MAIL),
    "yos.allocated": (ALLOCATED_BY_MAIL, MANAGER),
    # tasks and questions: the one asked, and the one who asked
    "task.set": (ASKED,),
    "task.passed": (ASKED, on_case(*Part, when=_they_asked)),
    "task.asked_again": (ASKED,),
    "task.replied": (on_case(*Part, when=_they_are_asked), on_case(*Part, when=_they_asked)),
    "task.answered": (WHO_ASKED,),
    "task.done": (WHO_ASKED,),
    "task.withdrawn": (on_case(*Part, when=_they_are_asked),),
    # disagreements: nobody but those in it learns of it
    "escalation.moved": (ASKED_BY_MAIL,),
    "escalation.answered": (RAISER_BY_MAIL,),
    "escalation.resolved": (RAISER_BY_MAIL, MANAGER, ASKED_ABOUT_DISAGREEMENTS),
    "escalation.withdrawn": (RAISER_BY_MAIL, MANAGER, ASKED_ABOUT_DISAGREEMENTS),
    "escalation.closed": (RAISER_BY_MAIL, MANAGER),
    "escalation.letter_made": (RAISER,),
    # any
    "document.refused": (MASH, YOS, ALLOCATED),
    "break_glass.used": (MANAGER_BY_MAIL,),
    "clock.extended": (ALLOCATED, MANAGER),
    "clock.paused": (ALLOCATED, MANAGER),
    "clock.resumed": (ALLOCATED, MANAGER),
    "delay.explained": (MANAGER,),
    "case.restricted": (ALLOCATED, MANAGER),
    "case.unrestricted": (ALLOCATED, MANAGER),
}

# What happens without anybody being told: it is seen on the case when somebody looks. A new event is listed here or above;
# a test sees to it.
SILENT: frozenset[str] = frozenset(
    {
        "case.opened",
        "case.linked",
        "case.denied",  # the person is not told why, and nobody else needs to be
        "case.denial_lifted",
        "break_glass.reviewed",
        "strand.moved",  # the event that moved it tells
        "involvement.opened",
        "involvement.closed",
        "note.added",
        "first_account.given",
        "incident.known",
        "criminal.recorded",
        "mash.opened",
        "agency_check.closed",
        "match.answered",
        "match.merged",
        "match.unmerged",
        "conference.considered",
        "document.added",
        "escalation.opened",  # escalation.moved tells those who are asked
        "escalation.passed",  # what moved it on, or ended it, tells
        "yos.referred",  # referral.received with destination yos tells
        "yos.asked",
        "yos.opened",
        "clock.moved",  # the new date stands wherever the clock does
    }
)
