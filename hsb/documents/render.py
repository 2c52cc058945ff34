"""Turns one HTML document (standard input) into one PDF (standard output), alone in a process with nothing to lose.

Run by `hsb.documents.pdf` as `python -m hsb.documents.render`. It knows no Django, no settings and no secrets; it limits
its own processor time and memory, runs behind everybody else, and can reach neither the network nor files other than its
fonts and libraries. It is the only importer of WeasyPrint. The PDF is PDF/UA-1 (readable by assistive technology) and
PDF/A-2a (readable in thirty years) at once, and the same HTML always gives the same bytes, so a stored hash can be checked.
"""

import io
import os
import sys
import tempfile
from enum import IntEnum
from typing import Any

CPU_SECONDS = 20
DATA_BYTES = 512 * 1024**2
ADDRESS_SPACE_BYTES = 1024 * 1024**2
LARGEST_PDF_BYTES = 50 * 1024**2
BACKGROUND = 19

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


def main() -> int:
    """Read HTML, write the PDF, answer an `Outcome`. Nothing about the document is ever written to standard error."""
    _limit_this_process()
    html = sys.stdin.buffer.read()
    try:
        import weasyprint
        from weasyprint.urls import FatalURLFetchingError
    except OSError:
        return Outcome.NO_PANGO
    scratch = tempfile.mkdtemp(prefix="hsb-pdf-")
    tempfile.tempdir = scratch
    try:
        _wall_in(scratch)
        try:
            pdf = identify_as_pdf_ua(_lay_out(weasyprint, html))
        except FatalURLFetchingError:
            return Outcome.ASKED_FOR_A_RESOURCE
        except (MemoryError, RecursionError):
            return Outcome.TOO_LARGE
        except Exception as error:  # the parent gets the kind of failure, never the child's words inside it
            sys.stderr.write(type(error).__name__)
            return Outcome.COULD_NOT_LAY_OUT
        if len(pdf) > LARGEST_PDF_BYTES:
            return Outcome.TOO_LARGE
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
        return Outcome.DONE
    finally:
        _remove(scratch)


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


def _limit_this_process() -> None:
    """Give up processor time, memory and priority before reading anything; a system without a limit does without it."""
    try:
        os.nice(BACKGROUND)
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_CPU": CPU_SECONDS, "RLIMIT_DATA": DATA_BYTES, "RLIMIT_AS": ADDRESS_SPACE_BYTES, "RLIMIT_CORE": 0}
    for name, amount in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (amount, amount))
        except (AttributeError, ValueError, OSError):
            continue


REFUSED_EVENTS = (
    "ctypes.dlopen",
    "ftplib.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "socket.",
    "subprocess.",
    "urllib.Request",
)


def _wall_in(scratch: str) -> None:
    """Refuse, for the rest of this process, the network, other programs, and files outside the libraries and `scratch`.

    A second wall behind the fetcher: an audit hook cannot be taken off again.
    """
    places = (scratch, sys.prefix, sys.base_prefix, *_library_folders())
    allowed = tuple(os.path.realpath(place) + os.sep for place in places)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED_EVENTS):
            if event != "urllib.Request" or not str(arguments[0]).startswith("data:"):
                raise PermissionError(event)
        elif event == "open" and isinstance(arguments[0], (str, bytes)):
            if not os.path.realpath(os.fsdecode(arguments[0])).startswith(allowed):
                raise PermissionError(event)

    sys.addaudithook(refuse)


def _library_folders() -> list[str]:
    import pikepdf
    import weasyprint

    return [os.path.dirname(os.path.dirname(module.__file__)) for module in (weasyprint, pikepdf)]


def _remove(scratch: str) -> None:
    import shutil

    shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
