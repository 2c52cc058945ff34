"""Reads of a person's own referrals: the one being written, and the list of all."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from hsb.accounts.models import User
from hsb.documents.models import Document
from referrals.models import Draft, DraftSection

SHOWN = {"writing": "Being written", "sent": "Sent"}
ORDERS = {"": "Last saved first", "newest": "Started last first", "oldest": "Started first"}


def mine(user: User, draft_id: UUID) -> Draft:
    """Answer the person's own draft with its sections; to everybody else there is none."""
    draft = Draft.objects.owned_by(user).filter(pk=draft_id).prefetch_related("sections").first()
    if draft is None:
        raise Http404("No such referral")
    return draft


def my_referrals(user: User, show: str = "", sort: str = "") -> QuerySet[Draft]:
    """Answer the person's referrals, the one they touched last first unless they asked for another order."""
    order = {"oldest": "created_at", "newest": "-created_at"}.get(sort, "-updated_at")
    drafts = Draft.objects.owned_by(user).prefetch_related("sections").order_by(order, "pk")
    if show == "writing":
        return drafts.filter(submitted_at=None)
    if show == "sent":
        return drafts.exclude(submitted_at=None)
    return drafts


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
