"""Which page does the step a clock waits for, and what the button says. One table: a new clock gets a line here."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.clock_policies import is_theirs
from hsb.timeliness.models import Deadline


@dataclass(frozen=True)
class Move:
    """A step somebody takes: verb first."""

    what: str
    who: str
    button: str = ""
    href: str = ""


# standard code -> (button, url name taking the case's reference). What to do is said by the standard itself (`action`).
MOVES: dict[str, tuple[str, str]] = {
    "T1": ("Open referral", "referrals:mash_case"),
    "T5": ("Open assessment", "referrals:assessment"),
    "T23": ("Screen", "referrals:yos_case"),
    "T24": ("Allocate", "referrals:yos_allocate"),
    "T29": ("Open engagement", "referrals:engagement"),
    "T45": ("Write the plan", "strategy_meetings:safety_plan"),
    "T46a": ("Review", "strategy_meetings:safety_plan"),
    "T46b": ("Review", "strategy_meetings:safety_plan"),
    "T48b": ("Answer", "escalation:list"),
    "T48c": ("Answer", "escalation:list"),
    "T48d": ("Answer", "escalation:list"),
    "T48e": ("Answer", "escalation:list"),
    "CHECK": ("Open checks", "referrals:checks"),
    "TASK": ("Open task", "tasks:show"),
    "QUESTION": ("Answer", "tasks:show"),
}


def for_clock(opened: OpenCase, deadline: Deadline) -> Move:
    """Answer the step this clock waits for, with a button for those whose move it is."""
    mine = is_theirs(opened, deadline)
    button, url_name = MOVES.get(deadline.standard_code, ("", ""))
    return Move(
        what=deadline.action,
        who=owner_words(deadline),
        button=button if mine else "",
        href=href(url_name, opened.case.reference, deadline.key) if mine and url_name else "",
    )


def href(url_name: str, reference: str, key: str = "") -> str:
    """Answer where the step is done, a task's on its own page; the case page while there is no page of its own."""
    try:
        return reverse(url_name, args=[reference, key] if url_name == "tasks:show" else [reference])
    except NoReverseMatch:
        return reverse("cases:overview", args=[reference])


def clock_href(deadline: Deadline, reference: str) -> str:
    """Answer the page of a clock, where its date explains itself."""
    return reverse("cases:clock", args=[reference, deadline.pk])


def owner_words(deadline: Deadline, *, briefly: bool = False) -> str:
    """Answer whose move it is: the person where it is one's own, else role (unless `briefly`) and agency: the one that is asked,
    or its kind as it is called here."""
    if deadline.owner_person:
        return deadline.owner_person.full_name
    agency = deadline.owner_agency.name if deadline.owner_agency else profile().name(deadline.owner_kind)
    if briefly:
        return agency
    role = Role(deadline.owner_role).label if deadline.owner_role else ""
    return ", ".join(filter(None, (role, agency)))
