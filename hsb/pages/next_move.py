"""Which page does the step a clock waits for, and what the button says. One table: a new clock gets a line here."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase


@dataclass(frozen=True)
class Move:
    """A step somebody takes: verb first."""

    what: str
    who: str
    button: str = ""
    href: str = ""


# standard code -> (what to do, button, url name taking the case's reference)
MOVES: dict[str, tuple[str, str, str]] = {
    "T1": ("Decide on the referral and tell the referrer", "Open the referral", "referrals:mash_case"),
    "T5": ("Finish the assessment and have it authorised", "Open the assessment", "referrals:assessment"),
    "T23": ("Accept or decline for AIM2", "Screen the referral", "referrals:yos_case"),
    "T24": ("Allocate a YOS officer", "Allocate", "referrals:yos_allocate"),
    "T29": ("Decide whether to engage, and refer to YOS", "Open engagement", "referrals:engagement"),
    "T45": ("Agree a safety plan", "Write the safety plan", "strategy_meetings:safety_plan"),
    "agency_check": ("Answer the agency check", "Open the checks", "referrals:checks"),
}


def for_clock(opened: OpenCase, deadline: Any) -> Move:
    """Answer the step this clock waits for, with a button where the reader's page for it exists."""
    what, button, url_name = MOVES.get(deadline.standard_code, (deadline.title, "", ""))
    found = href(url_name, opened.case.reference) if url_name else ""
    mine = deadline.owner_role in {str(role) for role in opened.roles}
    return Move(what=what, who=owner_words(deadline), button=button if mine else "", href=found if mine else "")


def href(url_name: str, reference: str) -> str:
    """Answer where the step is done; the case page while there is no page of its own."""
    try:
        return reverse(url_name, args=[reference])
    except NoReverseMatch:
        return reverse("cases:overview", args=[reference])


def owner_words(deadline: Any) -> str:
    """Answer whose move it is: role and agency as this partnership calls it."""
    role = Role(deadline.owner_role).label if deadline.owner_role else ""
    return ", ".join(filter(None, (role, profile().name(deadline.owner_kind))))
