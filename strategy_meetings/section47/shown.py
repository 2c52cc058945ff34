"""A section 47 enquiry as its page shows it: short facts, then every text that says something."""

from hsb.ui.components import Fact
from hsb.ui.words import date_time, long_date
from strategy_meetings.models import Section47


def facts_of(enquiry: Section47) -> list[Fact]:
    """Answer the short facts of an enquiry, as its page shows them."""
    seen = f"Seen alone on {long_date(enquiry.seen_alone_on)}" if enquiry.seen_alone_on else enquiry.not_seen_reason
    with_whom = f"{enquiry.get_kind_display()}"
    if enquiry.joint_officer:
        with_whom = f"{with_whom}. {enquiry.joint_officer}"
    facts = [
        Fact("Begun by", f"{enquiry.get_basis_display()}, {long_date(enquiry.began_on)}"),
        Fact("Led by", enquiry.lead.full_name if enquiry.lead else "Nobody yet"),
        Fact("Single or joint", with_whom),
        Fact("Child seen alone", seen or "Not yet"),
        Fact("Medical", enquiry.get_medical_display()),
        Fact("Recorded interview", enquiry.get_interview_display()),
    ]
    if enquiry.outcome:
        facts.append(Fact("Outcome", enquiry.get_outcome_display()))
    if enquiry.then:
        facts.append(Fact("What happens next", enquiry.get_then_display()))
    if enquiry.proposed_at and enquiry.proposed_by:
        facts.append(Fact("Proposed", f"{enquiry.proposed_by.full_name}, {date_time(enquiry.proposed_at)}"))
    if enquiry.authorised_at and enquiry.authorised_by:
        facts.append(Fact("Authorised", f"{enquiry.authorised_by.full_name}, {date_time(enquiry.authorised_at)}"))
    if enquiry.no_conference_at and enquiry.no_conference_by:
        said = f"{enquiry.no_conference_by.full_name}, {date_time(enquiry.no_conference_at)}"
        facts.append(Fact("No conference", f"{said}: {enquiry.no_conference_reasons}"))
    return facts


def texts_of(enquiry: Section47) -> list[tuple[str, str]]:
    """Answer (heading, words) of every text of an enquiry that says something."""
    named = (
        ("What the child says", enquiry.childs_views),
        ("About the medical", enquiry.medical_detail),
        ("About the interview", enquiry.interview_detail),
        ("What was found", enquiry.enquiries),
        ("Reasons for the outcome", enquiry.reasons),
    )
    return [(title, text) for title, text in named if text]
