"""The PDF of minutes: nothing written in any of its fields reaches anything, and cards are faster than a wide table."""

import os
import resource
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from hsb.documents import pdf
from strategy_meetings.minutes.audiences import Audience, compose
from strategy_meetings.minutes.pdf import MARKING
from strategy_meetings.minutes.record import OneChild, Said
from tests.hsb.documents import payloads, reading
from tests.hsb.documents.test_pdf import everywhere, listener, page, secret  # noqa: F401
from tests.strategy_meetings.minutes.examples import one_child

MINUTES = "pdf/minutes.html"
WHOLE = os.environ.get("PROVE") == "P19"


def context(record: OneChild) -> dict[str, Any]:
    """Answer what the template of a copy of the whole part needs."""
    return {
        "partnership": "Aldermere Safeguarding Partnership",
        "reference": record.reference,
        "recipient": "DC Amy Sorrell, Aldermere Police",
        "version": "1.0",
        "rendered_at": datetime(2026, 12, 3, 9, 31, tzinfo=UTC),
        "copy": compose(record, Audience.RESTRICTED).as_json(),
        "number": "1",
        "digest": "a1b2 c3d4 e5f6 a7b8",
        "marking": MARKING,
        "is_draft": False,
        "address": [],
    }


def test_s19_nothing_written_in_any_field_of_minutes_reaches_anything(listener: Any, secret: Path) -> None:  # noqa: F811
    attempts = payloads.generated(listener.address, secret)
    assert len(attempts) >= 60
    usual = context(one_child())
    said = everywhere(usual["copy"], "<img src=x>")
    together = " ".join(attempts.values())
    spoken = replace(one_child(), said=(Said("said:1", "school", "School", together),), happened=together[:2000])

    made = pdf.render(MINUTES, {**usual, "copy": said, "recipient": "<img src=x>", "partnership": "<img src=x>"})
    with_all = pdf.render(MINUTES, context(spoken))

    assert listener.knocks == 0
    assert b"CANARY-7731" not in made + with_all
    assert reading.text_of(made).count("<img src=x>") >= 40  # shown as what was written
    assert reading.squeezed("@font-face{font-family:f;") in reading.squeezed(reading.text_of(with_all))


# -- P19 -------------------------------------------------------------------------------------------------------------------------

WORDS = (
    "He came from his father’s in June and has been seen by the school nurse since; nothing was noticed before that. "
    * 3
)


def long_record(entries: int) -> OneChild:
    said = tuple(Said(f"said:{n}", f"agency:{n % 10}", f"Agency {n % 10}", f"{n}. {WORDS}") for n in range(entries))
    return replace(one_child(), said=said)


def stock_table(record: OneChild) -> str:
    """Answer the same content as it is usually laid out: one wide table, a row a paragraph."""
    rows = [
        (section["title"], row["label"], para["text"])
        for section in compose(record, Audience.RESTRICTED).as_json()["sections"]
        for row in section["rows"]
        for para in row["paras"]
    ]
    cells = "".join(
        "<tr>" + "".join(f"<td style='border:1px solid'>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return page(f"<table style='border-collapse:collapse;width:100%'>{cells}</table>")


def seconds(html: str) -> tuple[float, bytes]:
    """Answer what the processor needed in the process that makes the PDF, whatever else the machine was busy with, and the PDF."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = pdf.render_html(html, seconds=240)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, made


@pytest.mark.slow
def test_p19_cards_are_faster_than_a_wide_table_and_grow_no_faster_than_the_pages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each the best of a few, one after the other in turn, by the processor’s own seconds: a busy machine slows neither."""
    ten, hundred = long_record(70), long_record(1050)
    pdf.render(MINUTES, context(one_child()))  # warm
    cards, tables = [], []
    for _ in range(5 if WHOLE else 3):
        cards.append(seconds(render_to_string(MINUTES, context(ten))))
        tables.append(seconds(stock_table(ten)))
    longest, whole = seconds(render_to_string(MINUTES, context(hundred)))
    pages, many = (len(reading.pages_of(made)) for made in (cards[0][1], whole))
    card, table = min(cards)[0], min(tables)[0]

    with capsys.disabled():
        print(
            f"\nP19: {pages} pages in {card:.2f} s, the same as a table {table:.2f} s: {card / table:.2f}x;"
            f" {many} pages {longest / card:.1f}x"
        )
    assert card / table <= (0.7 if WHOLE else 1)  # only what a full run prints is claimed: `just prove P19`
    assert longest / card <= 1.1 * many / pages
