"""The forms of the way towards 18. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.disclosures.kinds import Gateway
from aim2.transitions.states import To
from hsb import clock
from hsb.ui.forms import BaseForm, CheckboxesField, DateField, LongTextField, RadioField, TextField, VersionField

GATEWAYS = (Gateway.SAFEGUARDING, Gateway.CRIME, Gateway.CARE_PLANNING, Gateway.COURT_ORDER)


class PlanForm(BaseForm):
    """What becomes of the work at 18."""

    to = RadioField(label="Who takes over?", choices=To.choices, error_messages={"required": "Choose who takes over"})
    needs = LongTextField(
        label="What is needed from 18 on",
        help_text="Risk, support, where they will live. Nobody else by name.",
        rows=5,
        error_messages={"required": "Write what is needed from 18 on"},
    )
    goes_on = LongTextField(label="Orders, licence, notification that go on", rows=3, required=False)
    own_view = LongTextField(label="What the young person says", rows=3, required=False)
    version = VersionField()


class SendForm(BaseForm):
    """To whom the pack goes, by what right, and what goes with it."""

    service = TextField(label="Service", max_length=200, error_messages={"required": "Say which service"})
    person = TextField(label="To whom there", max_length=200, error_messages={"required": "Say to whom it goes"})
    gateway = RadioField(
        label="By what right does it leave?",
        choices=[(one.value, one.label) for one in GATEWAYS],
        error_messages={"required": "Choose the gateway"},
    )
    why = LongTextField(
        label="Why this much and no more", rows=3, error_messages={"required": "Say why this much and no more"}
    )
    enclosed = CheckboxesField(label="Reports that go with it", required=False)

    def __init__(self, *args: Any, reports: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reports:
            self.fields["enclosed"].choices = list(reports)
        else:
            del self.fields["enclosed"]


class AcceptForm(BaseForm):
    """The other service has accepted."""

    on = DateField(label="Accepted on", what="the day it was accepted", not_after=clock.today)
    name = TextField(
        label="Who accepted it there", max_length=200, error_messages={"required": "Say who accepted it there"}
    )


class ReasonForm(BaseForm):
    """Why."""

    reason = LongTextField(label="Why?", rows=3, error_messages={"required": "Say why"})


class BirthDateForm(BaseForm):
    """The day of birth as it is."""

    born_on = DateField(label="Born on", what="the date of birth", not_after=clock.today)
    reason = LongTextField(
        label="Where is it known from?", rows=2, error_messages={"required": "Say where it is known from"}
    )
