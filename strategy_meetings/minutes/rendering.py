"""The kind of outbox work that minutes do: their PDFs, off the request."""

import hashlib
from typing import Any
from uuid import UUID

from hsb.database import as_worker
from hsb.documents.pdf import RenderingFailed
from hsb.outbox import handles
from strategy_meetings.minutes import copies, pdf, queries

Made = tuple[UUID, bytes, str]


def settle(result: Made | None) -> None:
    """The bytes stand beside the copy, or why there are none."""
    if result is None:
        return
    copy_id, content, sentence = result
    if content:
        pdf.keep(copy_id, content, hashlib.sha256(content).hexdigest())
    else:
        pdf.fail(copy_id, sentence)


def gave_up(payload: dict[str, Any], error: Exception) -> None:
    """Every attempt failed: the copy's page says so."""
    pdf.fail(UUID(payload["copy"]), "The PDF could not be made. The minutes can be read and printed from their page.")


@handles(copies.RENDER, finish=settle, gave_up=gave_up)
def render(payload: dict[str, Any], *, key: str) -> Made | None:
    """Lay one copy out, from what was stored when it was sent."""
    with as_worker():
        copy = queries.copy_of(UUID(payload["copy"]))
    if copy is None or copy.sent_at is None:
        return None
    try:
        return copy.pk, pdf.render(copy), ""
    except RenderingFailed as failed:
        return copy.pk, b"", failed.sentence
