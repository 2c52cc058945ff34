"""What a person says about when they can be reached. Shape only: what is allowed is in `policies` and `notifications.quiet`."""

from collections.abc import Sequence
from typing import Any

from hsb import clock
from hsb.accounts.models import User
from hsb.ui.forms import BaseForm, CheckboxesField, DateField, SelectField

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class QuietWeekdaysForm(BaseForm):
    weekdays = CheckboxesField(
        label="Days of the week without e-mail",
        help_text="Tick the days you do not work.",
        choices=[(str(n), name) for n, name in enumerate(WEEKDAYS)],
        required=False,
        small=True,
    )


class QuietSpellForm(BaseForm):
    first_on = DateField(label="First day without e-mail", what="the first day", not_before=clock.today)
    last_on = DateField(label="Last day without e-mail", what="the last day", not_before=clock.today)


class AbsenceForm(BaseForm):
    """Who is away (asked only of those who arrange it for others), which days, and who acts."""

    person = SelectField(label="Who is away?", what="who is away")
    from_on = DateField(label="First day away", what="the first day away")
    until_on = DateField(
        label="Back on",
        what="the day they are back",
        help_text="The first day they are at work again.",
        not_before=clock.today,
    )
    acting = SelectField(
        label="Who acts in that time?",
        help_text="They see what the absent person may see, get their notices and do their work, until the day before they are back.",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args: Any, people: Sequence[User], colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        self._colleagues = {str(one.pk): one for one in colleagues}
        if people:
            self.fields["person"].choices = [
                ("", "Choose"),
                *((key, one.full_name) for key, one in self._people.items()),
            ]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]
        self.fields["acting"].choices = [
            ("", "Nobody"),
            *((key, one.full_name) for key, one in self._colleagues.items()),
        ]  # type: ignore[attr-defined]

    def answers(self, person: User) -> dict[str, Any]:
        """Answer what an absence is recorded with; `person` where the form did not ask."""
        said = self.cleaned_data
        return {
            "person": self._people.get(said.get("person", ""), person),
            "acting": self._colleagues.get(said["acting"]),
            "from_on": said["from_on"],
            "until_on": said["until_on"],
        }
