"""What may be uploaded, and what it is called. Plain values in and out."""

import re
import unicodedata
from dataclasses import dataclass

LARGEST_BYTES = 20 * 1024**2
LARGEST_PICTURE_PIXELS = 30_000_000
LONGEST_NAME = 150
ACCEPTED_WORDS = "PDF, Word (.docx), PNG, JPEG or plain text"


@dataclass(frozen=True)
class FileKind:
    """A kind of file we take: what it is to a browser, what its name may end in, what a person calls it."""

    content_type: str
    extensions: tuple[str, ...]
    called: str


PDF = FileKind("application/pdf", ("pdf",), "a PDF")
PNG = FileKind("image/png", ("png",), "a PNG picture")
JPEG = FileKind("image/jpeg", ("jpg", "jpeg"), "a JPEG picture")
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), "a Word document (.docx)"
)
TEXT = FileKind("text/plain", ("txt",), "a plain text file")
KINDS = (PDF, PNG, JPEG, DOCX, TEXT)
EXTENSIONS: dict[str, FileKind] = {extension: kind for kind in KINDS for extension in kind.extensions}

# What people most often try, and what to do instead.
INSTEAD: dict[str, str] = {
    "doc": "Word’s older .doc files cannot be uploaded. Open it in Word and save it as .docx or PDF.",
    "docm": "Word documents with macros (.docm) cannot be uploaded. Save it as PDF and upload that.",
    "dotm": "Word templates with macros cannot be uploaded. Save the document as PDF and upload that.",
    "rtf": "Rich text (.rtf) cannot be uploaded. Open it in Word and save it as .docx or PDF.",
    "odt": "OpenDocument (.odt) cannot be uploaded. Save it as .docx or PDF.",
    "xls": "Spreadsheets cannot be uploaded. Save the sheet as PDF and upload that.",
    "xlsx": "Spreadsheets cannot be uploaded. Save the sheet as PDF and upload that.",
    "xlsm": "Spreadsheets with macros cannot be uploaded. Save the sheet as PDF and upload that.",
    "pptx": "Presentations cannot be uploaded. Save the slides as PDF and upload that.",
    "zip": "ZIP archives cannot be uploaded. Upload the files in it one by one.",
    "7z": "Archives cannot be uploaded. Upload the files in it one by one.",
    "rar": "Archives cannot be uploaded. Upload the files in it one by one.",
    "eml": "E-mail messages cannot be uploaded. Print the message to PDF and upload that.",
    "msg": "E-mail messages cannot be uploaded. Print the message to PDF and upload that.",
    "heic": "iPhone pictures (.heic) cannot be uploaded. Save or share the picture as JPEG and upload that.",
    "heif": "Pictures of this kind (.heif) cannot be uploaded. Save the picture as JPEG and upload that.",
    "gif": "GIF pictures cannot be uploaded. Save the picture as PNG and upload that.",
    "svg": "SVG drawings can carry programs and cannot be uploaded. Save the drawing as PNG or PDF and upload that.",
    "htm": "Web pages cannot be uploaded. Print the page to PDF and upload that.",
    "html": "Web pages cannot be uploaded. Print the page to PDF and upload that.",
}

EMPTY = "This file is empty. Check that you chose the right one."
TOO_LARGE = "This file is larger than 20 MB. Save it smaller, or split it, and upload the parts."
NO_ROOM = (
    "The file could not be stored: there is no room for it at this moment. Nothing of it is kept. Tell whoever looks after the "
    "system, and choose it again later."
)
TOO_LONG_TO_EXAMINE = "This file took too long to check and was not kept. Save it as a simple PDF and upload that."
DAMAGED = (
    "This file is damaged, so it could not be checked and was not kept. Open it, save it again and upload the new copy."
)


def clean_name(name: str) -> str:
    """Answer a file's name fit to be shown: no folders, no invisible or direction-changing characters, not too long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = re.sub(r"\s+", " ", name.split("/")[-1]).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if dot and len(name) > LONGEST_NAME:
        name = f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip(' .')}.{extension}"
    return name[:LONGEST_NAME] or "document"


def extension_of(name: str) -> str:
    """Answer the last ending of a cleaned name, in lower case and without its dot; empty when it has none."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def why_not_by_name(name: str) -> str:
    """Answer why a file of this cleaned name is not taken, or nothing when its ending is one we take."""
    extension = extension_of(name)
    if extension in EXTENSIONS:
        return ""
    if extension in INSTEAD:
        return INSTEAD[extension]
    if not extension:
        return f"This file’s name has no ending such as .pdf. Upload a {ACCEPTED_WORDS} file with its usual name."
    return f"Files ending in “.{extension[:12]}” cannot be uploaded. Upload a {ACCEPTED_WORDS} file."


def download_name(reference: str, number: int, content_type: str) -> str:
    """Answer the name a document leaves under: the reference and a number, never a word somebody typed."""
    extension = next(kind.extensions[0] for kind in KINDS if kind.content_type == content_type)
    return f"{reference}-document-{number}.{extension}"
