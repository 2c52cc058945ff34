"""Reading documents."""

from collections.abc import Sequence
from uuid import UUID

from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.visible import may_see, visible_cases
from hsb.documents.models import Document, DocumentQuerySet


def documents_of(opened: access.OpenCase) -> list[tuple[int, Document]]:
    """Answer a case's documents with their numbers: of the classes this person may read, and not those that may show another
    child whose record they are not on. Two statements."""
    return permitted(opened, list(readable(opened).select_related("uploaded_by")))


def readable(opened: access.OpenCase) -> DocumentQuerySet:
    """Answer a case's documents of the classes this person may read: before anything is shown, `permitted` leaves some out."""
    return Document.objects.of_case(opened.case.pk).filter(record_class__in=opened.readable)


def permitted(opened: access.OpenCase, found: Sequence[Document]) -> list[tuple[int, Document]]:
    """Answer those of these documents, with their numbers, that show no other child than those whose record this person is on.

    One statement when any of them may show another child, else none.
    """
    about = {UUID(case) for document in found for case in document.also_about}
    seen = set(visible_cases(opened.user).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    return [(one.number, one) for one in found if all(UUID(case) in seen for case in one.also_about)]


def drafts_of(draft_id: UUID, *, owner: User) -> DocumentQuerySet:
    """Answer what this person added to a referral they have not sent."""
    return Document.objects.of_draft(draft_id, owner.pk)


def document_for(user: User, document_id: UUID) -> tuple[Document, str]:
    """Answer a document this person may read, with the reference it goes under.

    A case's document is behind the case's door, which writes the look; a draft's is its writer's alone. Raises CaseNotThere
    (404) for everybody else, in the same words whether it exists or not.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise access.CaseNotThere
    if document.case_id is None:
        if document.uploaded_by_id != user.pk:
            raise access.CaseNotThere
        return document, "referral-draft"
    if not all(may_see(user, UUID(case)) for case in document.also_about):
        raise access.CaseNotThere
    opened = access.get_case_by_id(
        user, document.case_id, look="documents:download", needs=(RecordClass(document.record_class), Level.READ)
    )
    return document, opened.case.reference


def waiting(document_id: UUID) -> Document | None:
    """Answer the document if it is still in quarantine. For the outbox, which sees every case."""
    return Document.objects.waiting().filter(pk=document_id).first()
