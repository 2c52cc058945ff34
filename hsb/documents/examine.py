"""Looks into one uploaded file (standard input) and answers what it is, or why it is not taken (JSON on standard output).

Run by `hsb.documents.actions` in a cell of its own, with the extension as its argument, because opening somebody
else's file is where parsers break and bombs go off. What a file is follows from its content; its name must agree.

Over 300 lines: it runs alone in a cell, so everything it does to a file is read here.
"""

import io
import json
import re
import stat
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from hsb.documents import cell, rules
from hsb.documents.rules import DOCX, JPEG, PDF, PNG, TEXT, FileKind

CPU_SECONDS = 10


class NotTaken(Exception):
    """The file is not taken; the sentence says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def prepare() -> None:
    """The libraries are loaded, before the wall goes up: libraries load libraries."""
    import pikepdf  # noqa: F401
    from PIL import JpegImagePlugin, MpoImagePlugin, PngImagePlugin  # noqa: F401


def main() -> int:
    """Read the file, write the finding. A crash or a blown limit writes nothing, which the parent reads as “damaged”."""
    cell.give_up_resources(cpu_seconds=CPU_SECONDS, niceness=5)
    content = sys.stdin.buffer.read()
    cell.wall_in()
    try:
        finding = {"content_type": examine(content, sys.argv[1]).content_type}
    except NotTaken as refusal:
        finding = {"refused": refusal.sentence}
    except Exception:  # a parser gave up: to the person the file is damaged
        finding = {"refused": rules.DAMAGED}
    sys.stdout.write(json.dumps(finding))
    return 0


def examine(content: bytes, extension: str) -> FileKind:
    """Answer what the content is; raises NotTaken when it is something else than its name says, or carries what we refuse."""
    expected = rules.EXTENSIONS[extension]
    found = kind_of(content)
    if found is None or (found is TEXT and expected is not TEXT):
        raise NotTaken(
            _what_to_do_instead(content)
            or f"This file is called .{extension} but is not {expected.called}. Open it and save it again as one."
        )
    if found != expected:
        raise NotTaken(
            f"This file is called .{extension} but is {found.called}. Give it the ending .{found.extensions[0]}."
        )
    CHECKS[found](content)
    return found


def _what_to_do_instead(content: bytes) -> str:
    """Answer what to do with a kind we do not take but know by its content, such as an iPhone's picture called .jpg."""
    import puremagic

    try:
        looks_like = puremagic.from_string(content).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""
    return rules.INSTEAD.get(looks_like, "")


def kind_of(content: bytes) -> FileKind | None:
    """Answer which of the kinds we take these bytes are, from the bytes alone."""
    if content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return DOCX if b"word/" in content and b"[Content_Types].xml" in content else None
    return TEXT if _as_text(content) is not None else None


# -- PDF ----------------------------------------------------------------------------------------------------------------

ACTIVE_NAMES = frozenset(
    f"/{name}"
    for name in (
        "EF",
        "EmbeddedFile",
        "EmbeddedFiles",
        "GoToE",
        "ImportData",
        "JavaScript",
        "JS",
        "Launch",
        "Rendition",
        "RichMedia",
        "SubmitForm",
        "XFA",
    )
)
ACTIVE_IN_THE_RAW = re.compile(rb"/JavaScript|/EmbeddedFile|/Launch\b")
PDF_IS_ACTIVE = (
    "This PDF carries a program, a form that sends itself, or another file. Print it to a new PDF and upload that."
)


def _check_pdf(content: bytes) -> None:
    import pikepdf

    _not_also_an_archive(content)
    if ACTIVE_IN_THE_RAW.search(content):
        raise NotTaken(PDF_IS_ACTIVE)
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as locked:
        raise NotTaken("This PDF needs a password. Save a copy without one and upload that.") from locked
    with document:
        if not len(document.pages):
            raise NotTaken(rules.DAMAGED)
        for item in document.objects:
            if any(name in ACTIVE_NAMES for name in _names_in(item)):
                raise NotTaken(PDF_IS_ACTIVE)


def _names_in(item: Any, depth: int = 0) -> Iterator[str]:
    """Answer every name written directly in a PDF object, as key or as value; references are objects of their own."""
    import pikepdf

    if depth > 50:
        raise NotTaken(rules.DAMAGED)
    if depth and isinstance(item, pikepdf.Object) and item.is_indirect:
        return
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in item.keys():  # noqa: SIM118  a stream is not iterable, but has keys
            yield str(key)
            yield from _names_in(item.get(key), depth + 1)
    elif isinstance(item, pikepdf.Array):
        for part in item:
            yield from _names_in(part, depth + 1)
    elif isinstance(item, pikepdf.Name):
        yield str(item)


# -- pictures -----------------------------------------------------------------------------------------------------------

HIDDEN_PAGE = re.compile(rb"<script|<\?php|<!doctype html|<html[\s>]|<svg[\s>]", re.IGNORECASE)
PICTURE_HIDES = "This picture has something else hidden in it. Take a screenshot of it and upload that."


def _check_picture(content: bytes) -> None:
    import warnings

    from PIL import Image

    _not_also_an_archive(content)
    if HIDDEN_PAGE.search(content) or content[4:6] == b"/*":
        raise NotTaken(PICTURE_HIDES)
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, with our own sentence
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "MPO"]) as picture:
            width, height = picture.size
            if width * height > rules.LARGEST_PICTURE_PIXELS:
                raise NotTaken("This picture has more than 30 million dots. Save it smaller and upload that.")
            picture.load()


# -- Word ---------------------------------------------------------------------------------------------------------------

MOST_ENTRIES = 2000
LARGEST_UNPACKED = 100 * 1024**2
MAIN_PART = b"wordprocessingml.document.main+xml"
ON_OWN_DISK = re.compile(r"(file:///)?[A-Za-z]:[/\\]|[^/\\:]+$")
WORD_IS_ACTIVE = "This Word document carries a macro, another file, or fetches things from elsewhere. Save it as PDF and upload that."
NOT_PLAIN_WORD = "This is not an ordinary Word document. Open it in Word, save it as PDF and upload that."
RUNS_SOMETHING = re.compile(r"\bDDE(AUTO)?\b|\bINCLUDETEXT\b|\bINCLUDEPICTURE\b\s+\"?\\\\", re.IGNORECASE)


def _check_word(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_entries(archive.infolist())
        types = archive.read("[Content_Types].xml")
        if MAIN_PART not in types or b"macroEnabled" in types or b"vbaProject" in types:
            raise NotTaken(WORD_IS_ACTIVE if b"macro" in types else NOT_PLAIN_WORD)
        for entry in archive.infolist():
            part = archive.read(entry)  # reads every byte, so a wrong checksum or a lying size shows here
            if entry.filename.endswith((".xml", ".rels")):
                _check_part(part, is_relationships=entry.filename.endswith(".rels"))


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive whose table of contents alone gives it away, before anything in it is unpacked."""
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise NotTaken("This document unpacks to more than can be checked. Save it as PDF and upload that.")
    if len(set(names)) != len(names) or "word/document.xml" not in names:
        raise NotTaken(NOT_PLAIN_WORD)
    for entry in entries:
        name = entry.filename.casefold()
        if entry.flag_bits & 0x1 or stat.S_ISLNK(entry.external_attr >> 16):
            raise NotTaken(NOT_PLAIN_WORD)
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name:
            raise NotTaken(NOT_PLAIN_WORD)
        if (
            "vbaproject" in name
            or "vbadata" in name
            or "/activex/" in name
            or "/embeddings/" in name
            or "afchunk" in name
        ):
            raise NotTaken(WORD_IS_ACTIVE)
        if not name.endswith((".xml", ".rels", "/", *MEDIA)):
            raise NotTaken(WORD_IS_ACTIVE)


MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".wdp", ".svg", ".odttf", ".fntdata")
# Printer settings are the one binary part every second document carries; it runs nothing.
MEDIA += ("printersettings1.bin", "printersettings2.bin", "printersettings3.bin")


def _check_part(part: bytes, *, is_relationships: bool) -> None:
    """Refuse an XML part that declares entities, fetches from outside, or has fields that run something."""
    instructions: list[str] = []
    inside = False

    def doctype(*_: Any) -> None:
        raise NotTaken(NOT_PLAIN_WORD)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if is_relationships and _fetches_or_embeds(attributes):
            raise NotTaken(WORD_IS_ACTIVE)
        inside = tag.endswith("instrText")
        instructions.extend(value for name, value in attributes.items() if name.endswith("instr"))

    def text(words: str) -> None:
        if inside:
            instructions.append(words)

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)
    if RUNS_SOMETHING.search("".join(instructions)):
        raise NotTaken(WORD_IS_ACTIVE)


def _fetches_or_embeds(relationship: dict[str, str]) -> bool:
    """Answer whether a part's relationship brings in something that runs, or is fetched when the document opens.

    Links a reader may click are fine, and so is the template a document was begun from while it is on that person's own disk:
    most agencies' documents name one.
    """
    kind, target = relationship.get("Type", ""), relationship.get("Target", "")
    if kind.endswith(("/aFChunk", "/oleObject", "/control", "/vbaProject", "/package")):
        return True
    if relationship.get("TargetMode") != "External" or kind.endswith("/hyperlink"):
        return False
    return not (kind.endswith("/attachedTemplate") and ON_OWN_DISK.match(target))


def _not_also_an_archive(content: bytes) -> None:
    """Refuse a file that is a ZIP archive at the same time (its table of contents sits at the end of anything)."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise NotTaken("This file has an archive hidden in it. Print or save it to a new file and upload that.")


# -- text ---------------------------------------------------------------------------------------------------------------

MARKUP = re.compile(r"\s*(<!doctype|<html|<svg|<script|<\?xml|<\?php|\{\\rtf|#!)", re.IGNORECASE)


def _as_text(content: bytes) -> str | None:
    """Answer the bytes as text when they are nothing else: no control characters, in an encoding people's editors write."""
    marked = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(content[:2])
    for encoding in [marked] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f]", text):
            return text
    return None


def _check_text(content: bytes) -> None:
    text = _as_text(content) or ""
    if MARKUP.match(text):
        raise NotTaken("This text file holds a web page or a program. Print it to PDF and upload that.")


CHECKS = {PDF: _check_pdf, PNG: _check_picture, JPEG: _check_picture, DOCX: _check_word, TEXT: _check_text}
