"""That no further work was decided and the strand is still open, on every page of the record: its end is the next move."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.cases.frame import ConditionSource
from hsb.cases.states import Safeguarding
from hsb.ui.components import Condition, Link


def _words(opened: OpenCase, rows: Sequence[Any], today: date) -> list[Condition]:
    if opened.case.safeguarding != Safeguarding.TO_CLOSE or not opened.may(RecordClass.CLOSURE, Level.READ):
        return []
    return [
        Condition(
            title="No further work by children’s social care is decided:",
            text="it is open until its end is proposed and a manager approves it.",
            link=Link("End of the work", reverse("aim2:closures", args=[opened.case.reference])),
        )
    ]


TO_CLOSE = ConditionSource(rows=lambda opened: None, words=_words)
