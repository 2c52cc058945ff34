"""Short ways to make something happen on a case by `record`, with the events the product declares."""

import dataclasses
import typing
from datetime import datetime
from typing import Any

from hsb.cases.models import Case
from hsb.chronology import actions
from hsb.chronology.declare import DECLARED, Event
from hsb.chronology.models import CaseEvent
from tests.hsb.timeliness.builders import at

_EXAMPLES: dict[Any, Any] = {int: 1, bool: False, str: "x"}


def event(code: str, **facts: Any) -> Event:
    """Answer the declared event of that code; facts that are not given are examples of their kind."""
    kind = DECLARED[code].kind
    hints = typing.get_type_hints(kind)
    given = {
        one.name: facts.get(one.name, _EXAMPLES.get(hints[one.name], ""))
        for one in dataclasses.fields(kind)
        if one.name in facts or one.default is dataclasses.MISSING
    }
    return kind(**given)  # type: ignore[no-any-return]


def happens(
    case: Case,
    code: str,
    when: str | datetime,
    *,
    recorded: datetime | None = None,
    corrects: CaseEvent | None = None,
    **facts: Any,
) -> CaseEvent:
    """It happened on the case, London time, and was recorded then unless said otherwise."""
    occurred = at(when) if isinstance(when, str) else when
    return actions.record(
        event(code, **facts), case=case, by=None, at=recorded or occurred, occurred=occurred, corrects=corrects
    )
