"""Taking a file in, having it looked at, and putting it on its case."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.permissions import RecordClass
from hsb.cases.models import Case
from hsb.chronology.actions import lock, record
from hsb.documents import cell, policies, rules, scanner, store
from hsb.documents.events import DocumentAdded, DocumentRefused
from hsb.documents.models import Document, DocumentKind
from hsb.documents.states import State
from hsb.errors import ActionNotAllowed
from hsb.outbox.actions import put

log = logging.getLogger(__name__)

EXAMINING_SECONDS = 20
SCAN = "documents.scan"
STRAY_AGE = timedelta(days=1)
NOT_SCANNED = "Not scanned for malware: this demonstration has no scanner."
NO_SCANNER = "Waiting for a malware scanner: none is set up. Tell your administrator."


class UploadRefused(ActionNotAllowed):
    """The file was not taken, and nothing of it is kept. The sentence says why and what to do."""


def store_upload(
    *,
    file: File[bytes],
    title: str,
    by: User,
    at: datetime,
    case: Case | None = None,
    draft: UUID | None = None,
    kind: DocumentKind = DocumentKind.ATTACHMENT,
    record_class: RecordClass = RecordClass.DOCUMENTS,
    holding: Callable[[], object] | None = None,
    press: UUID | None = None,
) -> Document:
    """The file is stored on the case (or on the referral being written), kept apart until the scanner has looked at it.

    Raises UploadRefused when it is of a kind we do not take, too large, empty, or carries something that runs. Give either a
    case, which the caller has opened through the door, or the id of a draft; `holding` takes the lock of what it belongs to and
    refuses where that no longer stands. One press of the button is one document.
    """
    if (case is None) == (draft is None):
        raise TypeError("Give a case or a draft.")
    name = rules.clean_name(file.name or "")
    content = _content_of(file)
    content_type = _examined(content, name)
    document = Document(
        id=(key := press or uuid4()),
        case=case,
        draft_id=draft,
        title=(title.strip() or name)[:200],
        kind=kind,
        record_class=record_class,
        original_name=name,
        stored_name=store.name_for(uuid4() if press else key),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    if not scanner.is_set_up():
        document.state, document.state_note = (
            (State.CLEAN, NOT_SCANNED) if settings.DEMO else (State.QUARANTINED, NO_SCANNER)
        )
    try:
        store.write(document.stored_name, content)
    except OSError as trouble:
        raise UploadRefused(rules.NO_ROOM) from trouble
    try:
        with transaction.atomic():
            if holding is not None:
                holding()
            there = Document.objects.filter(pk=press, uploaded_by=by).first() if press else None
            if there is not None and there.sha256 == document.sha256:
                store.remove(document.stored_name)
                return there
            if there is not None:  # the press came again with another file: both are kept
                document.pk = key = uuid4()
            document.number = _next_number(case, draft, by)
            document.save(force_insert=True)
            if case is not None:
                record(DocumentAdded(document=str(key), title=document.title), case=case, by=by, at=at)
            if document.state == State.QUARANTINED:
                put(SCAN, {"document": str(key)}, key=f"{SCAN}:{key}")
    except BaseException:
        store.remove(document.stored_name)
        raise
    return document


@transaction.atomic
def issue(
    *,
    content: bytes,
    title: str,
    case: Case,
    kind: DocumentKind,
    record_class: RecordClass,
    by: User,
    at: datetime,
) -> Document:
    """A PDF we made ourselves is a document of the case, with its digest. What it was made for records that, in its own words."""
    key = uuid4()
    document = Document(
        id=key,
        case=case,
        number=_next_number(case, None, by),
        title=title[:200],
        kind=kind,
        record_class=record_class,
        original_name="letter.pdf",
        stored_name=store.name_for(key),
        content_type=rules.PDF.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=State.CLEAN,
        uploaded_by=by,
        uploaded_at=at,
    )
    store.write(document.stored_name, content)
    try:
        document.save(force_insert=True)
    except BaseException:
        store.remove(document.stored_name)
        raise
    return document


def _next_number(case: Case | None, draft: UUID | None, by: User) -> int:
    if case is not None:
        lock(case)
        return Document.objects.of_case(case.pk).next_number()
    assert draft is not None
    return Document.objects.of_draft(draft, by.pk).next_number()


def _content_of(file: File[bytes]) -> bytes:
    content: bytes = file.read(rules.LARGEST_BYTES + 1)
    if not content:
        raise UploadRefused(rules.EMPTY)
    if len(content) > rules.LARGEST_BYTES:
        raise UploadRefused(rules.TOO_LARGE)
    return content


def _examined(content: bytes, name: str) -> str:
    """Answer the content type, found by a process of its own that nothing in the file can harm us through."""
    if why_not := rules.why_not_by_name(name):
        raise UploadRefused(why_not)
    try:
        ended = cell.run(
            "hsb.documents.examine",
            rules.extension_of(name),
            given=content,
            seconds=EXAMINING_SECONDS,
            cache=Path(settings.VAR) / "font-cache",
        )
    except cell.TookTooLong as slow:
        raise UploadRefused(rules.TOO_LONG_TO_EXAMINE) from slow
    except OSError as trouble:  # neither memory nor a folder to hand it over in
        raise UploadRefused(rules.NO_ROOM) from trouble
    try:
        finding: dict[str, str] = json.loads(ended.output)
    except ValueError as crashed:
        raise UploadRefused(rules.DAMAGED) from crashed
    if "content_type" not in finding:
        raise UploadRefused(finding["refused"])
    return finding["content_type"]


@transaction.atomic
def attach_draft(*, draft: UUID, case: Case, by: User, also_about: Iterable[Case] = ()) -> int:
    """Everything this person added to the draft is on the case, numbered after what it has; answers how many that is.

    A file may show any child of the matter, so with `also_about` only those who may see every one of them may have it.
    Part of the transaction that sends the referral. The referral's own event says what was sent, so none is recorded here.
    """
    lock(case)
    others = [str(other.pk) for other in also_about]
    first = Document.objects.of_case(case.pk).next_number()
    added = list(Document.objects.of_draft(draft, by.pk))
    for number, document in enumerate(added, start=first):
        document.case, document.number, document.also_about = case, number, others
        document.save(update_fields=["case", "number", "also_about"])
    return len(added)


@transaction.atomic
def remove_from_draft(*, document: Document, by: User) -> None:
    """The document is gone from a referral that has not been sent, and its bytes with it. Gone already, nothing changes."""
    held = Document.objects.select_for_update().filter(pk=document.pk).first()
    if held is None:
        return
    policies.check_can_remove(by, held)
    stored_name = held.stored_name
    held.delete()
    transaction.on_commit(lambda: store.remove(stored_name))


# -- the scanner's part, called by the outbox ------------------------------------------------------------------------------


@transaction.atomic
def settle(document_id: UUID, verdict: scanner.Verdict, *, at: datetime) -> None:
    """The document is open, or refused with its bytes deleted and its case told. A second answer changes nothing."""
    document = Document.objects.waiting().filter(pk=document_id).first()
    if document is None:
        return
    document.state = State.CLEAN if verdict.clean else State.REFUSED
    document.state_note = (
        "" if verdict.clean else f"Refused by the malware scanner ({verdict.found}) and deleted. Ask for a clean copy."
    )
    document.checked_at = at
    document.save(update_fields=["state", "state_note", "checked_at"])
    if verdict.clean:
        return
    log.warning("documents: %s refused by the scanner", document)
    if document.case is not None:
        # A title may name another child: of a file about several, only that there was one.
        title = "" if document.also_about else document.title
        record(DocumentRefused(document=str(document.pk), title=title), case=document.case, by=None, at=at)
    transaction.on_commit(lambda: store.remove(document.stored_name))


@transaction.atomic
def scan_again(*, at: datetime) -> int:
    """Every document still in quarantine will be scanned again; answers how many. For when the scanner was away for long."""
    waiting = list(Document.objects.waiting().values_list("pk", flat=True))
    for key in waiting:
        put(SCAN, {"document": str(key)}, key=f"{SCAN}:{key}:{at.isoformat()}")
    return len(waiting)


def remove_strays(*, at: datetime) -> int:
    """No file is kept that no document knows, once it is a day old; answers how many were removed.

    A page that fails after its upload was stored takes the document's row back with it, but cannot take back the file.
    """
    removed = 0
    for names in _batched(store.names_before(at - STRAY_AGE), 500):
        known = set(Document.objects.filter(stored_name__in=names).values_list("stored_name", flat=True))
        for name in set(names) - known:
            store.remove(name)
            removed += 1
    return removed


def _batched(names: list[str], size: int) -> Iterator[list[str]]:
    """Answer the names a few at a time: databases take only so many in one question."""
    return (names[start : start + size] for start in range(0, len(names), size))
