"""Reading the family's engagement: the timeline, what it waits for, and what is still to be recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from hsb import clock
from hsb.cases.models import Case, Person, PersonPart
from hsb.ui.components import Moment
from hsb.ui.words import day_month_year
from referrals.models import (
    DecisionToEngage,
    Destination,
    InvestigationEnd,
    Offer,
    OfferResponse,
    Receipt,
    Referral,
    ReferralPart,
    Stance,
    StanceKind,
)
from referrals.sections import codes


def referral_of(case: Case) -> Referral | None:
    """Answer the newest referral on this child's record, or on a record joined to it."""
    ids = [case.pk, *case.merged_from.values_list("pk", flat=True)]
    return (
        Referral.objects.filter(cases__case__in=ids)
        .select_related("agency")
        .order_by("-submitted_at")
        .distinct()
        .first()
    )


def asked_for(case: Case) -> str:
    """Answer what the referrer asked for and why it was decided to engage, to begin the referral to YOS with."""
    found = referral_of(case)
    part = ReferralPart.objects.filter(case=case, referral=found, section="request").first() if found else None
    asked = part.answers if part else {}
    named = {choice.value: choice.label for choice in codes.WANTS}
    wants = [named[want] for want in asked.get("wants", []) if want in named]
    decision = last_decision(case)
    said = [
        f"Asked for at first: {'; '.join(wants)}." if wants else "",
        str(asked.get("wants_why") or ""),
        f"Why engage now: {decision.reasons}" if decision else "",
    ]
    return "\n".join(line for line in said if line.strip())


def last_decision(case: Case) -> DecisionToEngage | None:
    """Answer the decision to engage that holds now."""
    return DecisionToEngage.objects.filter(case=case).select_related("by").order_by("-at").first()


def last_end(case: Case) -> InvestigationEnd | None:
    """Answer the enquiry or investigation that ended last."""
    return InvestigationEnd.objects.filter(case=case).order_by("-ended_on", "-recorded_at").first()


def yos_receipt(case: Case) -> Receipt | None:
    """Answer the referral as YOS has it."""
    return Receipt.objects.filter(case=case, destination=Destination.YOS).order_by("-received_at").first()


def parents(case: Case) -> list[tuple[str, str]]:
    """Answer (id, what they are to the child) of each parent or carer, without names."""
    found = Person.objects.filter(case=case, part=PersonPart.PARENT_CARER).order_by("added_at", "pk")
    told: list[tuple[str, str]] = []
    for number, person in enumerate(found, start=1):
        said = person.relationship.strip() or f"Parent or carer {number}"
        same = sum(1 for _, words in told if words.split(" (")[0] == said)
        told.append((str(person.pk), f"{said} ({same + 1})" if same else said))
    return told


def parent(case: Case, person_id: str) -> Person | None:
    """Answer one parent or carer of this child by id; None for anything else."""
    return next(
        (one for one in Person.objects.filter(case=case, part=PersonPart.PARENT_CARER) if str(one.pk) == person_id),
        None,
    )


@dataclass(frozen=True)
class Engagement:
    """Everything on the engagement page of one case."""

    moments: tuple[Moment, ...]
    latest: tuple[tuple[str, str, date], ...]  # who, how they stand, since when
    open_offers: tuple[Offer, ...]
    ended: InvestigationEnd | None
    decision: DecisionToEngage | None
    refused: bool
    denied: bool

    @property
    def decision_is_due(self) -> bool:
        """Whether something has ended and nobody has decided since whether to engage."""
        if self.ended is None:
            return False
        return self.decision is None or clock.local_date(self.decision.at) < self.ended.ended_on


def engagement(case: Case) -> Engagement:
    """Answer what is on record of this family's engagement, newest first. Four statements."""
    ends = list(InvestigationEnd.objects.filter(case=case).select_related("recorded_by"))
    decisions = list(DecisionToEngage.objects.filter(case=case).select_related("by").order_by("-at"))
    offers = list(Offer.objects.filter(case=case).select_related("recorded_by").order_by("-made_on", "-recorded_at"))
    stances = list(Stance.objects.filter(case=case).select_related("by").order_by("-on", "-at"))
    points: list[tuple[date, datetime, Moment]] = []
    for end in ends:
        title = f"{end.get_kind_display()} ended"
        points.append(
            (end.ended_on, end.recorded_at, _moment(title, end.ended_on, end.recorded_by.full_name, end.outcome))
        )
    for decision in decisions:
        on = clock.local_date(decision.at)
        title = "Decided to engage" if decision.engage else "Decided not to engage for now"
        points.append((on, decision.at, _moment(title, on, decision.by.full_name, decision.reasons)))
    for offer in offers:
        said = [
            f"To: {offer.get_made_to_display()[0].lower()}{offer.get_made_to_display()[1:]}",
            f"How it was put: {offer.framing}",
        ]
        answer = offer.get_response_display()
        said.append(f"Answer: {answer[0].lower()}{answer[1:]}. {offer.response_words}".strip())
        if offer.what_next:
            said.append(f"What next: {offer.what_next}")
        points.append(
            (
                offer.made_on,
                offer.recorded_at,
                _moment("Help offered", offer.made_on, offer.made_by_name, "\n".join(said)),
            )
        )
    for one in stances:
        title = f"{one.called[:1].upper()}{one.called[1:]}: {_small(one.get_stance_display())}"
        points.append((one.on, one.at, _moment(title, one.on, one.by.full_name, one.words)))
    newest: dict[str, tuple[str, str, date]] = {}
    for one in stances:
        who = f"{one.called[:1].upper()}{one.called[1:]}"
        newest.setdefault(f"{one.whose}{one.person_id}", (who, one.get_stance_display(), one.on))
    last_offer = offers[0] if offers else None
    return Engagement(
        moments=tuple(moment for _, _, moment in sorted(points, key=lambda point: point[:2], reverse=True)),
        latest=tuple(newest.values()),
        open_offers=tuple(offer for offer in offers if offer.awaits_answer),
        ended=max(ends, key=lambda end: end.ended_on, default=None),
        decision=decisions[0] if decisions else None,
        refused=last_offer is not None and last_offer.response == OfferResponse.REFUSED,
        denied=any(how == StanceKind.DENIES.label for _, how, _ in newest.values()),
    )


def _small(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _moment(title: str, on: date, by: str, text: str) -> Moment:
    return Moment(title=title, when=day_month_year(on), by=by, text=text)
