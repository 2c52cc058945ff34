"""The forms around a draft: is anyone in danger, a file, an addition after sending."""

from collections.abc import Sequence
from typing import Any

from hsb.agencies.models import Agency
from hsb.documents import rules as document_rules
from hsb.ui.forms import BaseForm, Choice, FileField, LongTextField, RadioField, TextField
from referrals.models import Danger


class DangerForm(BaseForm):
    danger = RadioField(
        label="Is anyone in danger now?",
        help_text="For example: a child is with the young person and nobody is there to protect them.",
        choices=[
            Choice(Danger.YES, "Yes", hint="Ring 999 before you write anything here"),
            Choice(Danger.NO, "No"),
            Choice(Danger.NOT_SURE, "I am not sure", hint="Ring and talk it through; you can go on here afterwards"),
        ],
        what="whether anyone is in danger now",
        label_size="l",
        label_tag="h1",
        error_messages={"required": "Say whether anyone is in danger now. If you do not know, choose “I am not sure”"},
    )


class StartForm(DangerForm):
    """The first page. Somebody who works at more than one agency also says for which one they write."""

    agency = RadioField(
        label="Which agency are you writing for?", what="the agency you are writing for", label_size="m"
    )

    def __init__(self, data: Any = None, *, agencies: Sequence[Agency] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if len(agencies) > 1:
            self.fields["agency"].choices = [(str(agency.pk), agency.name) for agency in agencies]  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]


class FileForm(BaseForm):
    title = TextField(
        label="What is it?",
        help_text="For example: chronology from school. No names.",
        what="what it is",
        max_length=150,
    )
    file = FileField(
        label="File",
        help_text="PDF, Word, picture or text, up to 20 MB. Never sexual images of a child: tell the police where they are.",
        what="a file",
        max_megabytes=document_rules.LARGEST_BYTES // (1024 * 1024),
    )


class AddendumForm(BaseForm):
    text = LongTextField(
        label="What do you want to add?",
        help_text="If a child said more, write it in the child’s own words, with who heard it and when. It cannot be changed afterwards.",
        rows=10,
        what="what you want to add",
        label_size="m",
    )
