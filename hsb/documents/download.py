"""How a file leaves: saved, never shown, never kept by the browser, never named after anybody."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.documents import pdf, policies, rules, store
from hsb.documents.models import Document
from hsb.errors import AccessDenied, ActionNotAllowed

log = logging.getLogger(__name__)


def download_of(document: Document, reference: str, *, by: object, at: datetime, what: str) -> HttpResponse:
    """Answer a document as a file to save, once it is clean and still what was stored; the download is in the audit.

    The caller has asked the door. Raises AccessDenied with a sentence for one that cannot leave.
    """
    try:
        policies.check_can_download(document)
        content = store.read(document.stored_name, sha256=document.sha256)
    except ActionNotAllowed as not_now:
        raise AccessDenied(not_now.sentence) from not_now
    except store.FileMissing as missing:
        log.error("documents: the stored file of %s is missing or changed", document)
        raise AccessDenied("The stored file is missing or damaged. Tell your administrator.") from missing
    audit.record(
        AuditKind.DOCUMENT_DOWNLOADED,
        by=by,
        at=at,
        case_id=document.case_id,
        what=what,
        facts={"document": document.pk},
    )
    name = rules.download_name(reference, document.number, document.content_type)
    return as_download(content, document.content_type, name)


def as_download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Answer a response that browsers save and do nothing else with. `name` is a reference and a number: no person's name."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def pdf_to_save(content: bytes, name: str) -> HttpResponse:
    """Answer a PDF that was made just now as a file to save, named by a reference."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def record_as_pdf(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    name: str,
    case_id: UUID,
    what: str,
    at: datetime,
    instead: Callable[[], HttpResponse],
) -> HttpResponse:
    """Answer a part of a case, which the caller has opened, as a PDF to save; that a copy was made is in the audit, as `what`.

    Where no PDF can be made, `instead` is answered, with the sentence that says why on the next page.
    """
    try:
        content = pdf.render(template, context)
    except pdf.RenderingFailed as failed:
        messages.error(request, failed.sentence)
        return instead()
    audit.record(AuditKind.COPY_MADE, by=request.user, at=at, case_id=case_id, what=what)
    return pdf_to_save(content, name)
