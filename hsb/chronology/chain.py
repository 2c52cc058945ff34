"""The digests that chain a case's events, and the check that the chain is whole. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


def canonical(value: Mapping[str, Any]) -> bytes:
    """Answer one and the same bytes for equal facts."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def words_digest(words: Mapping[str, Any], salt: str) -> str:
    """Answer the digest of an event's words; salted, so that it gives nothing away once the words are destroyed."""
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest()


def event_digest(
    *,
    previous: str,
    case_id: str,
    number: int,
    code: str,
    facts: Mapping[str, Any],
    occurred_at: datetime,
    recorded_at: datetime,
    by_id: int | None,
    corrects_id: int | None,
    spoken: str,
    acting_for: str = "",
) -> str:
    """Answer the digest of one event over the one before it."""
    line = {
        "previous": previous,
        "case": case_id,
        "number": number,
        "code": code,
        "facts": facts,
        "occurred": occurred_at.timestamp(),
        "recorded": recorded_at.timestamp(),
        "by": by_id,
        "corrects": corrects_id,
        "words": spoken,
    }
    # Not where there is nothing to say: what was recorded before anybody acted for anybody keeps its digest.
    if acting_for:
        line["acting_for"] = acting_for
    return hashlib.sha256(canonical(line)).hexdigest()


def faults(events: Iterable[Any], spoken: Mapping[int, tuple[dict[str, Any], str]]) -> list[str]:
    """Answer a sentence for each event of one case that is not what was recorded.

    `events` in order of number; `spoken` maps event id to (words, salt). Missing words are not a fault: retention may have
    destroyed them lawfully, and the digest that stays behind still holds the chain.
    """
    found: list[str] = []
    previous = GENESIS
    for number, event in enumerate(events, start=1):
        if event.number != number:
            found.append(f"Event {event.number} stands where event {number} should: one is missing.")
        expected = event_digest(
            previous=event.previous,
            case_id=str(event.case_id),
            number=event.number,
            code=event.code,
            facts=event.facts,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            by_id=event.by_id,
            corrects_id=event.corrects_id,
            spoken=event.words_digest,
            acting_for=event.acting_for,
        )
        if event.previous != previous or event.digest != expected:
            found.append(f"Event {event.number} ({event.code}) is not what was recorded.")
        if event.pk in spoken and words_digest(*spoken[event.pk]) != event.words_digest:
            found.append(f"The words of event {event.number} ({event.code}) are not what was recorded.")
        previous = event.digest
    return found
