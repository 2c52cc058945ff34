"""The door to PDFs: a Django template and its context in, the bytes of an accessible, archivable PDF out.

The laying out happens in a cell of its own (`hsb.documents.render`) that is given the HTML and nothing else: no settings,
no secrets, no network. Nobody waits longer than `SECONDS_ALLOWED` for it, and its whole process group is ended when the
time is up.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from hsb.documents import cell
from hsb.documents.render import Outcome

SECONDS_ALLOWED = 20
USE_PRINT_PAGE = "Open the page and use its Print button instead."
SENTENCES = {
    Outcome.NO_PANGO: f"This computer cannot make PDFs because the Pango library is not installed. {USE_PRINT_PAGE}",
    Outcome.ASKED_FOR_A_RESOURCE: (
        f"The PDF was not made because its text asks for a file or address outside the document. {USE_PRINT_PAGE}"
    ),
    Outcome.COULD_NOT_LAY_OUT: f"The PDF could not be laid out. Nothing is lost. {USE_PRINT_PAGE}",
    Outcome.TOO_LARGE: f"The document is too large to make into one PDF. Nothing is lost. {USE_PRINT_PAGE}",
}
TOOK_TOO_LONG = f"The PDF took longer than {SECONDS_ALLOWED} seconds and was stopped. Nothing is lost. {USE_PRINT_PAGE}"

UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF), "\ufffd")

TAG = re.compile(r"(<[^>]*>)")
ONE_LETTER = r"(?>&[#\w]{1,10};|\S)"
ENDLESS_WORD = re.compile(rf"({ONE_LETTER}{{80}})(?={ONE_LETTER}{{20}})")


class RenderingFailed(Exception):
    """No PDF was made. The sentence says why and what to do; the text it was made from is untouched."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Stamp:
    """What was issued: enough to show later that a PDF in somebody's hand is the one this system made."""

    sha256: str
    size: int
    rendered_at: datetime


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """Answer the PDF of a template under `templates/pdf/`; the same context always gives the same bytes."""
    return render_html(render_to_string(template, dict(context)))


def render_html(html: str, *, seconds: float = SECONDS_ALLOWED) -> bytes:
    """Answer the PDF of an HTML document, laid out by a child process that is ended after `seconds`."""
    try:
        ended = cell.run(
            "hsb.documents.render", given=_printable(html), seconds=seconds, cache=Path(settings.VAR) / "font-cache"
        )
    except cell.TookTooLong as ended_early:
        raise RenderingFailed(TOOK_TOO_LONG) from ended_early
    except OSError as trouble:  # no room to lay it out in
        raise RenderingFailed(SENTENCES[Outcome.COULD_NOT_LAY_OUT]) from trouble
    if ended.code == Outcome.DONE and ended.output.startswith(b"%PDF-"):
        return ended.output
    raise RenderingFailed(SENTENCES.get(ended.code, SENTENCES[Outcome.COULD_NOT_LAY_OUT]))


def stamp(pdf: bytes, *, rendered_at: datetime) -> Stamp:
    """Answer the stamp of a PDF that was made at `rendered_at`."""
    return Stamp(sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf), rendered_at=rendered_at)


def _printable(html: str) -> bytes:
    """Answer the HTML as UTF-8; characters no page can show become the replacement mark instead of ending the text."""
    return _breakable(html.translate(UNPRINTABLE)).encode("utf-8", errors="replace")


def _breakable(html: str) -> str:
    """Answer the HTML with a place to break in every run of 100 characters without a space.

    Laying out one endless word takes time in the square of its length: 100,000 letters took more than 20 seconds.
    """
    parts = TAG.split(html)
    parts[::2] = [ENDLESS_WORD.sub("\\1\u200b", text) for text in parts[::2]]
    return "".join(parts)
