"""How a document leaves, and for whom it does not exist."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from hsb.accounts.models import User
from hsb.agencies.permissions import RecordClass, Role
from hsb.audit.models import AuditEvent
from hsb.documents import actions, store
from hsb.documents.models import Document
from hsb.documents.states import State
from tests.factories import cases
from tests.hsb.documents import files

Browser = Callable[[User], Client]


def address(document_id: UUID) -> str:
    return f"/documents/{document_id}/"


@pytest.fixture
def on_case(social_worker: User, at: datetime) -> Document:
    """A social worker's case with two documents; this is the second."""
    case = cases.young_person(at)
    cases.put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    for content, name in ((b"First", "first.txt"), (files.pdf(), "Jordan Mallory’s report.pdf")):
        document = actions.store_upload(
            file=ContentFile(content, name=name), title="Report", by=social_worker, at=at, case=case
        )
    return document


def test_it_is_saved_never_shown_and_named_after_nobody(
    client_for: Browser, social_worker: User, on_case: Document
) -> None:
    response = client_for(social_worker).get(address(on_case.pk))

    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{on_case.case.reference}-document-2.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert response.content == files.pdf() or response.content.startswith(b"%PDF")
    assert "Mallory" not in str(response.headers)


def test_the_download_is_in_the_audit(client_for: Browser, social_worker: User, on_case: Document) -> None:
    client_for(social_worker).get(address(on_case.pk))

    kinds = sorted(AuditEvent.objects.filter(case_ref=on_case.case_id).values_list("kind", flat=True))
    assert kinds == ["case.looked_at", "document.downloaded"]


def test_a_stranger_and_a_wrong_number_get_the_same_answer(
    client_for: Browser, stranger: User, on_case: Document
) -> None:
    browser = client_for(stranger)

    theirs, nobodys = browser.get(address(on_case.pk)), browser.get(address(uuid4()))

    assert theirs.status_code == nobodys.status_code == 404
    assert b"%PDF" not in theirs.content


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, on_case: Document) -> None:
    assert client.get(address(on_case.pk)).status_code == 302


def test_a_role_that_may_not_read_documents_is_told_so(
    client_for: Browser, dsl: User, at: datetime, on_case: Document
) -> None:
    cases.put_on(on_case.case, dsl, Role.DSL, at)

    response = client_for(dsl).get(address(on_case.pk))

    assert response.status_code == 403
    assert b"%PDF" not in response.content


def test_the_class_of_record_decides(client_for: Browser, victim_worker: User, at: datetime) -> None:
    case = cases.harmed_child(at)
    cases.put_on(case, victim_worker, Role.VICTIM_WORKER, at)
    read, unread = (
        actions.store_upload(
            file=ContentFile(b"Text", name="a.txt"),
            title="",
            by=victim_worker,
            at=at,
            case=case,
            record_class=record_class,
        )
        for record_class in (RecordClass.REFERRAL, RecordClass.SCREENING)
    )

    browser = client_for(victim_worker)

    assert browser.get(address(read.pk)).status_code == 200
    assert browser.get(address(unread.pk)).status_code == 403


@pytest.mark.parametrize(("state", "word"), [(State.QUARANTINED, b"being checked"), (State.REFUSED, b"Refused by")])
def test_nothing_leaves_before_it_is_clean(
    client_for: Browser, social_worker: User, on_case: Document, state: State, word: bytes
) -> None:
    Document.objects.filter(pk=on_case.pk).update(state=state, state_note="Refused by the malware scanner.")

    response = client_for(social_worker).get(address(on_case.pk))

    assert response.status_code == 403
    assert word in response.content


def test_a_file_changed_on_the_disk_does_not_leave(client_for: Browser, social_worker: User, on_case: Document) -> None:
    store.remove(on_case.stored_name)
    store.write(on_case.stored_name, b"%PDF-1.7 something else")

    response = client_for(social_worker).get(address(on_case.pk))

    assert response.status_code == 403
    assert b"something else" not in response.content
    assert b"administrator" in response.content


def test_a_drafts_document_is_its_writers_alone(
    client_for: Browser, dsl: User, social_worker: User, at: datetime
) -> None:
    document = actions.store_upload(file=ContentFile(b"Text", name="a.txt"), title="", by=dsl, at=at, draft=UUID(int=1))

    mine, theirs = (client_for(who).get(address(document.pk)) for who in (dsl, social_worker))

    assert mine["Content-Disposition"] == 'attachment; filename="referral-draft-document-1.txt"'
    assert theirs.status_code == 404


def test_only_getting_is_allowed(client_for: Browser, social_worker: User, on_case: Document) -> None:
    assert client_for(social_worker).post(address(on_case.pk)).status_code == 405
