"""Documents that go with the referral. The files themselves are `documents.Document`; here is only which."""

from hsb.ui.forms import TextField
from hsb.writing.fields import SectionForm, line, long_text
from hsb.writing.sections import ItemList, Section


class AttachmentsForm(SectionForm):
    note = long_text(
        "Is there anything you cannot attach?",
        "Say what it is and where it is kept. Never attach sexual images of a child: tell the police where they are.",
        rows=3,
    )


class FileEntryForm(SectionForm):
    """One attached file. Made by the upload page, not typed."""

    document = TextField(label="Document", required=False)
    title = line("What it is")


ATTACHMENTS = Section(
    key="attachments",
    title="Documents",
    purpose="Chronologies, body maps, letters, school records",
    form=AttachmentsForm,
    lists=(
        ItemList(
            key="files",
            title="Files",
            one="file",
            form=FileEntryForm,
            add="Attach a file",
            name=lambda item: str(item.get("title", "")),
        ),
    ),
)
