"""Reads of a person's own referrals: the one being written, and the list of all."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from hsb.accounts.models import User
from hsb.cases import sealing
from hsb.documents.models import Document
from referrals.models import Draft, DraftSection, ReferralOriginal
from referrals.sections import YOUNG_PERSON

SHOWN = {"writing": "Being written", "sent": "Sent"}
ORDERS = {"": "Last saved first", "newest": "Started last first", "oldest": "Started first"}


def mine(user: User, draft_id: UUID) -> Draft:
    """Answer the person's own draft with its sections; to everybody else there is none."""
    draft = Draft.objects.owned_by(user).filter(pk=draft_id).prefetch_related("sections").first()
    if draft is None:
        raise Http404("No such referral")
    return draft


def was_thrown_away(user: User, draft_id: UUID) -> bool:
    """Answer whether the person threw this draft of theirs away."""
    return Draft.objects.filter(owner=user, pk=draft_id).exclude(discarded_at=None).exists()


def my_referrals(user: User, show: str = "", sort: str = "") -> QuerySet[Draft]:
    """Answer the person's referrals, the one they touched last first unless they asked for another order."""
    order = {"oldest": "created_at", "newest": "-created_at"}.get(sort, "-updated_at")
    drafts = Draft.objects.owned_by(user).prefetch_related("sections").order_by(order, "pk")
    if show == "writing":
        return drafts.filter(submitted_at=None)
    if show == "sent":
        return drafts.exclude(submitted_at=None)
    return drafts


def young_persons(drafts: Iterable[Draft]) -> dict[UUID, dict[str, Any]]:
    """Answer what each of these says of the young person: what is typed so far, or of one that was sent what its sealed original
    says, since nothing of it stays in the draft. One statement for all that were sent."""
    drafts = list(drafts)
    sent = ReferralOriginal.objects.filter(referral_id__in=[one.pk for one in drafts if one.submitted_at is not None])
    said: dict[UUID, Any] = {row.referral_id: sealing.unseal(bytes(row.sealed)).get("young-person") for row in sent}
    return {one.pk: said.get(one.pk) or YOUNG_PERSON.read(one.typed().get("young-person", {})) for one in drafts}


def saved_section(draft: Draft, key: str) -> DraftSection | None:
    """Answer what is stored of one section, from what was read with the draft."""
    return next((section for section in draft.sections.all() if section.key == key), None)


def files(draft: Draft) -> list[Document]:
    """Answer the files added so far."""
    return list(Document.objects.of_draft(draft.pk, draft.owner_id))


def initials(child: dict[str, Any]) -> str:
    """Answer "K.D." from the young person's answers or what was typed there; empty while there is no name."""
    names = [child.get("given_name") or child.get("known_as") or "", child.get("family_name") or ""]
    return "".join(f"{name.strip()[0].upper()}." for name in names if name.strip())
