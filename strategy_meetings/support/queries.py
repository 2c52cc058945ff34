"""Reading a harmed child's needs and support."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hsb.cases.models import Case
from strategy_meetings.models import SupportNeed, SupportOffer
from strategy_meetings.support import rules
from strategy_meetings.support.states import ASKED, OfferedTo, State


def needs_of(case: Case) -> QuerySet[SupportNeed]:
    """Answer the needs of this child, in the order they were recorded."""
    return SupportNeed.objects.filter(case=case).select_related("recorded_by").order_by("number")


def offers_of(case: Case) -> QuerySet[SupportOffer]:
    """Answer every support offered to this child, the newest first."""
    found = SupportOffer.objects.filter(case=case).select_related("recorded_by", "need")
    return found.order_by("-offered_on", "-number")


def need_of(case: Case, need_id: UUID) -> SupportNeed | None:
    """Answer one need of this child; None for anything else."""
    return SupportNeed.objects.filter(case=case, pk=need_id).select_related("case").first()


def offer_of(case: Case, offer_id: UUID) -> SupportOffer | None:
    """Answer one offer to this child; None for anything else."""
    return SupportOffer.objects.filter(case=case, pk=offer_id).select_related("case").first()


def next_move(needs: Sequence[SupportNeed], offers: Sequence[SupportOffer], *, today: date) -> rules.NextMove:
    """Answer what comes next, from every need and offer of one child."""
    offered_for = {one.need_id for one in offers}
    return rules.next_move(
        [rules.Needed(one.pk, one.what, one.pk in offered_for) for one in needs if one.met_on is None],
        [
            rules.Waits(one.pk, one.service, ASKED[OfferedTo(one.offered_to)], one.offered_on)
            for one in offers
            if one.state == State.WAITING
        ],
        any_yet=bool(needs or offers),
        runs=any(one.state == State.TAKEN_UP for one in offers),
        today=today,
    )


def waits(case: Case) -> bool:
    """Answer whether an offer to this child waits for its answer."""
    return SupportOffer.objects.filter(case=case, state=State.WAITING).exists()
