"""How two people's views of one text become one, and how old an assessment may be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How far a domain's text has come between the two who write it."""

    LOCKED = "locked"
    NOT_STARTED = "not_started"
    WRITING = "writing"
    LEAD_FINISHED = "lead_finished"
    CO_FINISHED = "co_finished"
    BOTH_FINISHED = "both_finished"
    SETTLED = "settled"
    KEPT = "kept"

    @property
    def is_done(self) -> bool:
        """Whether nothing of this text stands in the way of agreeing the assessment."""
        return self in (Standing.LOCKED, Standing.SETTLED, Standing.KEPT)


@dataclass(frozen=True)
class View:
    """What one of the two has written of a text, and whether they say it is finished."""

    text: str = ""
    finished: bool = False
    kept: bool = False  # the two views stand side by side, with a reason


NOTHING = View()


def standing(*, lead: View, co: View | None, common: View | None, locked: bool) -> Standing:
    """Answer how far a text has come. `co` is None where nobody co-works: then the lead's finished view settles it.

    Nobody sees the other's view before both have finished their own; two views that say the same are settled by that.
    """
    if locked:
        return Standing.LOCKED
    if common is not None:
        return Standing.SETTLED
    if co is None:
        return Standing.SETTLED if lead.finished else _begun(lead)
    if lead.finished and co.finished:
        if lead.kept:
            return Standing.KEPT
        return Standing.SETTLED if _same(lead.text, co.text) else Standing.BOTH_FINISHED
    if lead.finished:
        return Standing.LEAD_FINISHED
    if co.finished:
        return Standing.CO_FINISHED
    return _begun(lead, co)


def _begun(*views: View) -> Standing:
    return Standing.WRITING if any(view.text.strip() for view in views) else Standing.NOT_STARTED


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def sees_both(found: Standing) -> bool:
    """Whether the two may read each other's view of a text."""
    return found in (Standing.BOTH_FINISHED, Standing.SETTLED, Standing.KEPT)


def is_stale(*, signed_on: date, today: date, months: int) -> bool:
    """Answer whether what can change was rated longer ago than the partnership allows (a setting; three months suggested)."""
    due = signed_on.month - 1 + months
    year, month = signed_on.year + due // 12, due % 12 + 1
    return (today.year, today.month, today.day) > (year, month, signed_on.day)


def missing(
    *,
    standings: Mapping[str, Standing],
    titles: Mapping[str, str],
    needed: Mapping[str, str],
    texts: Mapping[str, str],
    sessions: int,
    has_sources: bool,
    totals_answered: int,
    totals_wanted: int,
    level_wanted: bool,
    level: str,
    level_reason: str,
    works_alone: bool,
    alone_because: str,
) -> list[str]:
    """Answer a sentence for each thing still needed before the assessment can go to quality assurance."""
    found = []
    if not sessions:
        found.append("Record the first session: an assessment has not started before it.")
    if not has_sources:
        found.append("Say who was seen, what was read and what could not be had.")
    waiting = [titles[key] for key, one in standings.items() if not one.is_done]
    if waiting:
        more = f" and {len(waiting) - 3} more" if len(waiting) > 3 else ""
        found.append(f"Finish {'; '.join(waiting[:3])}{more}.")
    found += [f"Write “{title}”." for key, title in needed.items() if not texts.get(key, "").strip()]
    if totals_answered < totals_wanted:
        found.append("Enter each of the four sub-totals from the manual, or say why there is none.")
    if level_wanted and not level:
        found.append("Recommend a level of supervision: it is your judgement.")
    if level and not level_reason.strip():
        found.append("Give the reason for the level of supervision.")
    if works_alone and not alone_because.strip():
        found.append("Name a co-worker, or say why you work alone.")
    return found
