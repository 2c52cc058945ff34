"""Documents leave by one view."""

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hsb import clock
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.documents import policies, queries, rules, store
from hsb.documents.download import as_download
from hsb.errors import AccessDenied, ActionNotAllowed

log = logging.getLogger(__name__)


@require_GET
def download(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document, as a file to save, once it is clean and still what was stored; the download is in the audit."""
    document, reference = queries.document_for(request.user, document_id)
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
        by=request.user,
        at=clock.now(),
        case_id=document.case_id,
        what="documents:download",
        facts={"document": document.pk},
    )
    name = rules.download_name(reference, document.number, document.content_type)
    return as_download(content, document.content_type, name)
