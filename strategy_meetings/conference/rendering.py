"""The kind of outbox work that letters do: their PDFs, off the request."""

import hashlib
from typing import Any
from uuid import UUID

from hsb.database import as_worker
from hsb.documents import pdf
from hsb.outbox import handles
from strategy_meetings.conference import letters
from strategy_meetings.minutes.states import PdfState
from strategy_meetings.models import ConferenceLetter

Made = tuple[UUID, bytes, str]
FAILED = "The PDF could not be made. The letter can be read and printed from its page."


def settle(result: Made | None) -> None:
    """The bytes stand beside the letter, once; or why there are none."""
    if result is None:
        return
    letter_id, content, sentence = result
    waiting = ConferenceLetter.objects.filter(pk=letter_id).exclude(pdf_state=PdfState.READY)
    if content:
        digest = hashlib.sha256(content).hexdigest()
        waiting.update(pdf=content, pdf_sha256=digest, pdf_state=PdfState.READY, pdf_note="")
    else:
        waiting.update(pdf_state=PdfState.FAILED, pdf_note=sentence[:300])


def gave_up(payload: dict[str, Any], error: Exception) -> None:
    """Every attempt failed: the letter’s page says so."""
    settle((UUID(payload["letter"]), b"", FAILED))


@handles(letters.RENDER, finish=settle, gave_up=gave_up)
def render(payload: dict[str, Any], *, key: str) -> Made | None:
    """Lay one letter out, from what was stored when it was sent."""
    with as_worker():
        letter = ConferenceLetter.objects.select_related("case", "family").filter(pk=payload["letter"]).first()
    if letter is None:
        return None
    try:
        context = letters.as_pdf_context(letter, at=letter.sent_at)
        return letter.pk, pdf.render("pdf/conference_letter.html", context), ""
    except pdf.RenderingFailed as failed:
        return letter.pk, b"", failed.sentence
