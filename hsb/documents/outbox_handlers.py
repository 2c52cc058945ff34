"""The kind of outbox work that documents do."""

from typing import Any
from uuid import UUID

from hsb import clock
from hsb.database import as_worker
from hsb.documents import actions, queries, scanner, store
from hsb.outbox import handles
from hsb.outbox.handlers import GiveUp


def settle(result: tuple[UUID, scanner.Verdict] | None) -> None:
    """The scanner's answer stands on the document."""
    if result is not None:
        document_id, verdict = result
        actions.settle(document_id, verdict, at=clock.now())


@handles(actions.SCAN, finish=settle)
def scan(payload: dict[str, Any], *, key: str) -> tuple[UUID, scanner.Verdict] | None:
    """Ask the scanner about one document. While it does not answer, the document stays in quarantine and we ask again."""
    if not scanner.is_set_up():
        raise GiveUp("No malware scanner is set up: set CLAMD_SOCKET, then run `manage.py scan_again`.")
    with as_worker():
        document = queries.waiting(UUID(payload["document"]))
    if document is None:
        return None
    return document.pk, scanner.scan(store.read(document.stored_name, sha256=document.sha256))
