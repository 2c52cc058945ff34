"""The form by which an assessment gets its instrument."""

from collections.abc import Sequence
from typing import Any

from hsb.ui.forms import BaseForm, RadioField


class ChooseForm(BaseForm):
    """With which instrument it is rated."""

    pack = RadioField(
        label="With which instrument is this assessment rated?",
        help_text="It stays on this version once the first item is rated.",
        choices=[],
        error_messages={"required": "Choose the instrument"},
    )

    def __init__(self, *args: Any, packs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = packs  # type: ignore[attr-defined]
