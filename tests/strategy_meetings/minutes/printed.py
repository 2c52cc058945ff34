"""What a copy of minutes is printed from: for the tests of its PDF, and for the benchmark that measures how long it takes (P19)."""

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from strategy_meetings.minutes.audiences import Audience, compose
from strategy_meetings.minutes.pdf import MARKING
from strategy_meetings.minutes.record import OneChild, Said
from tests.strategy_meetings.minutes.examples import one_child

MINUTES = "pdf/minutes.html"


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
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head><body><h1>T</h1>'
        f"<table style='border-collapse:collapse;width:100%'>{cells}</table></body></html>"
    )
