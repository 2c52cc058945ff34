"""Whether a document's state allows what somebody wants to do with it."""

from hsb.accounts.models import User
from hsb.documents.models import Document
from hsb.documents.states import State
from hsb.errors import ActionNotAllowed


def check_can_download(document: Document) -> None:
    """Nothing happens for a checked document; raises ActionNotAllowed with a sentence for any other."""
    if document.state == State.QUARANTINED:
        raise ActionNotAllowed("This document is still being checked for malware. Try again in a few minutes.")
    if document.state == State.REFUSED:
        raise ActionNotAllowed(document.state_note or "This document was refused and is not kept.")


def check_can_remove(user: User, document: Document) -> None:
    """Nothing happens for a draft's own document; once a referral is sent, what was sent stays."""
    if document.case_id is not None:
        raise ActionNotAllowed(
            "This document was sent with the referral and cannot be removed. Add a note to correct it."
        )
    if document.uploaded_by_id != user.pk:
        raise ActionNotAllowed("Only the person who added this document can remove it.")
