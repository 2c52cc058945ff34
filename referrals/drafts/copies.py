"""What its sender reads of a referral that was sent: the words as they were, who has it, what was added since."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hsb.agencies.permissions import Role
from hsb.agencies.profile import Profile, profile
from hsb.cases import sealing
from hsb.timeliness import queries as timeliness
from hsb.timeliness.explain import amount_words
from hsb.ui import words
from referrals import sections
from referrals.models import Addendum, Destination, Draft, Receipt, Referral, ReferralCase, ReferralOriginal


@dataclass(frozen=True)
class InInbox:
    """Where the referral stands with one of those who received it."""

    destination: str
    received_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True)
class Added:
    """Something added after sending, as its writer wrote it."""

    at: datetime
    by: str
    text: str


def referral(draft: Draft) -> Referral:
    """Answer the referral this draft became."""
    return Referral.objects.get(pk=draft.pk)


def original(draft: Draft) -> dict[str, sections.Answers]:
    """Answer the answers as they were sent."""
    return sealing.unseal(ReferralOriginal.objects.get(referral_id=draft.pk).sealed)  # type: ignore[no-any-return]


def receipts(draft: Draft) -> list[InInbox]:
    """Answer who has it, MASH first."""
    rows = (
        Receipt.objects.filter(referral_id=draft.pk, case__referral_cases__number=0).order_by("destination").distinct()
    )
    return [InInbox(row.get_destination_display(), row.received_at, row.first_opened_at) for row in rows]


@dataclass(frozen=True)
class Step:
    """What one of those who have it does next, by when and why."""

    title: str
    more: str
    due_on: date | None = None
    amount: str = ""
    explanation: Any = None


def steps(draft: Draft, today: date) -> list[Step]:
    """Answer what each of those who have it does next, with the dates they are held to."""
    names = profile()
    case = ReferralCase.objects.filter(referral_id=draft.pk, number=0).values_list("case_id", flat=True).first()
    clocks = {
        clock.standard_code: clock
        for clock in timeliness.clocks_of([case] if case else [])
        if clock.standard_code in ("T1", "T23", "T45") and clock.adopted
    }
    known = timeliness.book() if clocks else None
    said = [("T1", f"{names.name('mash')} decides what to do.", "You will be told what they decide and why.")]
    if Receipt.objects.filter(referral_id=draft.pk, destination=Destination.YOS).exists():
        more = "They may ring you for what the school or service knows."
        said.append(("T23", f"{names.name('yos')} checks its part.", more))
    if "T45" in clocks:
        said.append(("T45", *_who_keeps_the_plan(clocks["T45"].owner_role, names)))
    return [
        Step(
            title,
            more,
            clocks[code].due_on if code in clocks else None,
            amount=amount_words(known.standard_of(clocks[code])) if known and code in clocks else "",
            explanation=timeliness.explanation_for(clocks[code], today, given=known) if code in clocks else None,
        )
        for code, title, more in said
    ]


def _who_keeps_the_plan(role: str, names: Profile) -> tuple[str, str]:
    """Answer who writes the safety plan, and what becomes of it."""
    what = "It says how the child is kept safe from today."
    if role == Role.DSL:
        return "The school on the record agrees a safety plan.", what
    if role == Role.CSWS_MANAGER:
        return (
            f"The managers of {names.name('csws')} see to the safety plan.",
            f"{what} No school is on the record, so it is on their list until a social worker has the case.",
        )
    return "The worker on the case agrees a safety plan.", what


def addenda(draft: Draft) -> list[Added]:
    """Answer what was added, oldest first, once each."""
    found: dict[str, Addendum] = {}
    for row in Addendum.objects.filter(referral_id=draft.pk).select_related("by").order_by("at", "masked"):
        found.setdefault(row.key, row)
    return [Added(row.at, row.by.full_name, row.text) for row in found.values()]


def conditions(answers: Mapping[str, sections.Answers]) -> list[str]:
    """Answer bail conditions and orders, which bind whoever reads the copy."""
    found = []
    for allegation in answers["police"]["allegations"]:
        if allegation["status"] == "bail" and allegation["bail_conditions"]:
            until = (
                f" until {words.day_month_year(date.fromisoformat(allegation['bail_until']))}"
                if allegation["bail_until"]
                else ""
            )
            found.append(f"Bail{until}: {allegation['bail_conditions']}")
        if allegation["status"] == "court_order" and allegation["order_detail"]:
            found.append(f"Court order: {allegation['order_detail']}")
    return found


NOT_DISCLOSED = "Left out: this address must not be disclosed"


def without_protected_addresses(answers: Mapping[str, sections.Answers]) -> tuple[dict[str, sections.Answers], bool]:
    """Answer the answers for a copy that may lie about, and whether an address was left out of them."""
    whole: dict[str, sections.Answers] = copy.deepcopy(dict(answers))
    protected = [person for person in whole["harmed"]["people"] if person["address_confidential"]]
    protected += [parent for parent in whole["home"]["parents"] if parent["address_confidential"]]
    if whole["contact"]["address_confidential"]:
        protected.append(whole["young-person"])
    for person in protected:
        person["address"], person["postcode"] = NOT_DISCLOSED, ""
        person["unread"] = {
            name: text for name, text in person["unread"].items() if name not in ("address", "postcode")
        }
    return whole, bool(protected)


def numbered(answers: Mapping[str, sections.Answers]) -> list[dict[str, Any]]:
    """Answer the sections as the PDF lays them out."""
    found: list[dict[str, Any]] = []
    for section in sections.IN_ORDER:
        blocks = section.blocks(answers[section.key], context=answers)
        if not blocks and not section.needed:
            continue
        own = [block for block in blocks if not block.title]
        found.append(
            {
                "number": len(found) + 1,
                "title": section.title,
                "rows": _rows(own[0]) if own else [],
                "groups": [{"title": block.title, "rows": _rows(block)} for block in blocks if block.title],
            }
        )
    return found


def _rows(block: sections.Block) -> list[dict[str, Any]]:
    return [{"label": row.label, "value": row.value, "quote": row.is_quote, "points": []} for row in block.rows]
