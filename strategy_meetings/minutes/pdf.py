"""The PDF of a copy: from what was stored when it was sent, so that it can be made again and is the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from hsb.agencies.profile import profile
from hsb.documents import pdf
from strategy_meetings.minutes.states import PdfState
from strategy_meetings.models import MinutesCopy

MARKING = "OFFICIAL-SENSITIVE: CHILDREN"
GROUPS = 4


def marking() -> str:
    """Answer the protective marking of this partnership's minutes."""
    return str(profile().settings.get("minutes_marking", MARKING))


def digest_words(digest: str) -> str:
    """Answer the first letters of a digest in groups of four, as they stand in the footer."""
    return " ".join(digest[n * 4 : n * 4 + 4] for n in range(GROUPS))


def context(copy: MinutesCopy, contents: dict[str, Any], digest: str, *, at: datetime, number: str) -> dict[str, Any]:
    """Answer what the template needs. `number` is empty on a preview."""
    agency = copy.agency.name if copy.agency else ""
    return {
        "partnership": profile().partnership,
        "reference": copy.case.reference,
        "recipient": ", ".join(filter(None, (copy.recipient_name, agency))),
        "version": copy.version,
        "rendered_at": at,
        "copy": contents,
        "number": number,
        "digest": digest_words(digest),
        "marking": marking(),
        "is_draft": not number,
        "address": profile().settings.get("minutes_address", []),
    }


def render(copy: MinutesCopy) -> bytes:
    """Answer the bytes of a copy that was sent; always the same. Raises pdf.RenderingFailed where none can be made."""
    assert copy.sent_at is not None
    return pdf.render(
        "pdf/minutes.html", context(copy, copy.contents, copy.digest, at=copy.sent_at, number=str(copy.number))
    )


def keep(copy_id: UUID, content: bytes, sha256: str) -> None:
    """The bytes are kept with their own digest. Made once: a second making changes nothing."""
    MinutesCopy.objects.filter(pk=copy_id).exclude(pdf_state=PdfState.READY).update(
        pdf=content, pdf_sha256=sha256, pdf_state=PdfState.READY, pdf_note=""
    )


def fail(copy_id: UUID, sentence: str) -> None:
    """The PDF could not be made, and the page says why; what the copy says is read on the page."""
    MinutesCopy.objects.filter(pk=copy_id).exclude(pdf_state=PdfState.READY).update(
        pdf_state=PdfState.FAILED, pdf_note=sentence[:300]
    )
