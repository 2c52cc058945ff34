"""Documents of a record leave by one view."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from hsb import clock
from hsb.documents import queries
from hsb.documents.download import download_of


@require_GET
def download(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document, as a file to save; strangers to its record get the same answer whether it exists or not."""
    document, reference = queries.document_for(request.user, document_id)
    return download_of(document, reference, by=request.user, at=clock.now(), what="documents:download")
