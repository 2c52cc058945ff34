"""Turns one HTML document (standard input) into one PDF (standard output), alone in a process with nothing to lose.

Run by `hsb.documents.pdf` in a cell (`hsb.documents.cell`). It knows no Django, no settings and no secrets, and can
reach neither the network nor files other than its fonts and libraries. It is the only importer of
WeasyPrint. The PDF is PDF/UA-1 (readable by assistive technology) and PDF/A-2a (readable in thirty years) at once, and the
same HTML always gives the same bytes, so that a stored hash can be checked.
"""

import io
import sys
from enum import IntEnum
from typing import Any

from hsb.documents import cell

CPU_SECONDS = 20
LARGEST_PDF_BYTES = 50 * 1024**2

PDF_UA_IDENTIFICATION = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class Outcome(IntEnum):
    """How the process ended; the parent turns each into a sentence."""

    DONE = 0
    NO_PANGO = 3
    ASKED_FOR_A_RESOURCE = 4
    COULD_NOT_LAY_OUT = 5
    TOO_LARGE = 6


def prepare() -> None:
    """The libraries are loaded and know their fonts: everything that is the same for every document."""
    try:
        import weasyprint
    except OSError:
        sys.exit(Outcome.NO_PANGO)
    identify_as_pdf_ua(_lay_out(weasyprint, b'<!doctype html><html lang="en"><title>x</title><p>x <b>x</b></p></html>'))


def main() -> int:
    """Read HTML, write the PDF, answer an `Outcome`. Nothing about the document is ever written to standard error."""
    cell.give_up_resources(cpu_seconds=CPU_SECONDS, niceness=10)
    html = sys.stdin.buffer.read()
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    cell.wall_in()
    try:
        pdf = identify_as_pdf_ua(_lay_out(weasyprint, html))
    except FatalURLFetchingError:
        return Outcome.ASKED_FOR_A_RESOURCE
    except (MemoryError, RecursionError):
        return Outcome.TOO_LARGE
    except Exception:  # whatever it was: the parent gets a number, never a child's words inside an error
        return Outcome.COULD_NOT_LAY_OUT
    if len(pdf) > LARGEST_PDF_BYTES:
        return Outcome.TOO_LARGE
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return Outcome.DONE


def _lay_out(weasyprint: Any, html: bytes) -> bytes:
    """Answer the PDF/A-2a of the HTML; any reference to anything outside the document ends the work."""
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    document = weasyprint.HTML(string=html.decode("utf-8"), url_fetcher=fetcher)
    return document.write_pdf(pdf_variant="pdf/a-2a")


def identify_as_pdf_ua(pdf: bytes) -> bytes:
    """Answer the same PDF, also marked PDF/UA-1, with an identifier that depends on its content alone."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        metadata = document.Root.Metadata
        xmp = metadata.read_bytes()
        end = xmp.rindex(b"</rdf:RDF>")
        metadata.write(xmp[:end] + PDF_UA_IDENTIFICATION + xmp[end:])
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        result = io.BytesIO()
        document.save(result, deterministic_id=True)
    return result.getvalue()
