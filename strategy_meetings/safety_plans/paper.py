"""A safety plan on paper: what the PDF of one version says. Whoever else's name slipped in is masked once more before it leaves."""

from datetime import date, datetime
from typing import Any

from hsb import clock
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.frame import conditions_on_paper
from hsb.cases.masking import Hidden
from hsb.cases.other_children import hidden_from, masked
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import queries
from strategy_meetings.safety_plans.forms import SafetyPlanForm
from strategy_meetings.safety_plans.states import Signer, Version
from strategy_meetings.safety_plans.versions import VERSIONS, sections_in


def paper(opened: OpenCase, plan: SafetyPlan, which: Version, *, recipient: str, at: datetime) -> dict[str, Any]:
    """Answer the context of `pdf/safety_plan.html` for one version of a plan that was agreed."""
    drawn, others = VERSIONS[which], hidden_from(opened.case)
    headings = {name: str(field.label) for name, field in SafetyPlanForm.base_fields.items()}
    conditions = conditions_on_paper(opened, today=clock.local_date(at)) if drawn.conditions else []
    sections: list[dict[str, Any]] = [
        {
            "title": section.title,
            "text": masked(section.text, others),
            "lines": [
                {
                    "who_when": f"{masked(one.people, others)}, {masked(one.time, others)}",
                    "control": masked(one.control, others),
                    "owner": masked(one.owner, others),
                }
                for one in section.lines
            ],
        }
        for section in sections_in(which, plan, queries.lines_of(plan), headings)
    ]
    happens = [{"when": "If something goes wrong", "then": masked(plan.if_this_happens, others)}]
    return {
        "partnership": profile().partnership,
        "on_paper": conditions,
        "reference": opened.case.reference,
        "version": f"{plan.number}.0",
        "recipient": recipient,
        "rendered_at": at,
        "initials": opened.case.label,
        "setting": drawn.title,
        "effective_from": clock.local_date(plan.agreed_at or at),
        "review_on": plan.review_on,
        "known": masked(plan.what_is_known, others) if drawn.known else "",
        "kept_by": plan.owner_agency.name if plan.owner_agency else "",
        "sections": sections,
        "adults": [],
        "if_this_happens": happens if plan.if_this_happens.strip() else [],
        "sign_off": _sign_off(plan, others),
    }


def _sign_off(plan: SafetyPlan, others: list[Hidden]) -> list[dict[str, Any]]:
    agreed_on: date | None = clock.local_date(plan.agreed_at) if plan.agreed_at else None
    name = plan.agreed_by.full_name if plan.agreed_by else ""
    found: list[dict[str, Any]] = [{"name": name, "role": "Agreed the plan", "agreed_on": agreed_on, "why_not": ""}]
    said = queries.signatures_of(plan)
    for who in Signer:
        one = said.get(str(who))
        signed_on, why_not = (one.signed_on, masked(one.why_not, others)) if one else (None, "")
        role = "Signed" if signed_on else "Not signed" if one else "Not asked yet"
        found.append({"name": str(who.label), "role": role, "agreed_on": signed_on, "why_not": why_not})
    return found
