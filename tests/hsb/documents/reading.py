"""Reads PDFs back, with nothing but pikepdf: their text as a page shows it, and what a screen reader would trip over."""

import io
import re
from collections import Counter
from typing import Any

import pikepdf


def pages_of(pdf: bytes) -> list[str]:
    """Answer the text of each page, a line for every line laid out."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_text_of(page) for page in document.pages]


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """Answer the text without any space, for comparing across line breaks."""
    return re.sub(r"[\s\u200b]", "", text)


def _text_of(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    pieces: list[str] = []
    letters: dict[bytes, str] = {}
    height = None
    for operands, operator in ((i.operands, str(i.operator)) for i in pikepdf.parse_content_stream(page)):
        if operator == "Tf":
            letters = fonts[str(operands[0])]
        elif operator == "Tm":
            if height is not None:
                pieces.append("\n" if operands[5] != height else " ")
            height = operands[5]
        elif operator in ("Tj", "TJ"):
            strings = operands[0] if operator == "TJ" else [operands[0]]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    code = bytes(string)
                    pieces += [letters.get(code[i : i + 2], "\ufffd") for i in range(0, len(code), 2)]
    return "".join(pieces)


def _letters(font: Any) -> dict[bytes, str]:
    """Answer what each glyph of a font stands for, from the map that makes text searchable."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s+<([0-9a-fA-F]+)>\s*\n", table)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def bookmarks_of(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        found: list[str] = []

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                found.append(item.title)
                walk(list(item.children))

        walk(list(outline.root))
        return found


def accessibility_faults(pdf: bytes) -> list[str]:
    """Answer what breaks PDF/UA-1 or PDF/A-2a in a way that can be seen without a validator. Empty means none."""
    faults: Counter[str] = Counter()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        faults.update(document.check_pdf_syntax())  # what `qpdf --check` says
        root = document.Root
        if not str(root.get("/Lang", "")):
            faults["no language"] += 1
        if not root.get("/MarkInfo", {}).get("/Marked"):
            faults["not marked as tagged"] += 1
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
            faults["title not shown"] += 1
        with document.open_metadata() as metadata:
            text = str(metadata)
            for needed in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "dc:title"):
                if needed not in text:
                    faults[f"metadata without {needed}"] += 1
        if "/OutputIntents" not in root:
            faults["no colour profile"] += 1
        if "/EmbeddedFiles" in root.get("/Names", {}):
            faults["embedded file"] += 1
        if "/StructTreeRoot" not in root:
            faults["no structure"] += 1
        else:
            headings: list[int] = []
            _walk(root.StructTreeRoot.K, faults, headings)
            for before, after in zip([0, *headings], headings, strict=False):
                if after > before + 1:
                    faults["skipped heading level"] += 1
        for page in document.pages:
            _check_page(page, faults)
    return sorted(faults)


def _walk(element: Any, faults: Counter[str], headings: list[int]) -> None:
    if isinstance(element, pikepdf.Array):
        for one in element:
            _walk(one, faults, headings)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        tag = str(element.S)
        if match := re.fullmatch(r"/H([1-6])", tag):
            headings.append(int(match[1]))
        if tag == "/Figure" and "/Alt" not in element:
            faults["figure without words"] += 1
        if tag == "/LI" and "/K" not in element:
            faults["empty list item"] += 1
        if "/K" in element:
            _walk(element.K, faults, headings)


def _check_page(page: pikepdf.Page, faults: Counter[str]) -> None:
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") == "/Link" and "/Contents" not in annotation:
            faults["link without words"] += 1
    for font in page.resources.get("/Font", {}).values():
        descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            faults["font not embedded"] += 1
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in ("Tj", "TJ", "S", "f", "f*", "B", "Do") and depth == 0:
            faults["paint outside the structure"] += 1
