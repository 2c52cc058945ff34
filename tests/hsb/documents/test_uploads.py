"""What is taken in and what is not (targets.md S21), and what happens to it until the scanner has answered."""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.chronology.models import CaseEvent
from hsb.database import as_principals
from hsb.documents import actions, queries, store
from hsb.documents.models import Document
from hsb.documents.states import State
from hsb.errors import ActionNotAllowed
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message
from tests.factories import cases
from tests.hsb.documents import files
from tests.hsb.documents.conftest import PretendClamd

DRAFT = UUID(int=7)


def add(
    by: User, at: datetime, content: bytes = b"Notes of the call", name: str = "notes.txt", **where: object
) -> Document:
    where = where or {"draft": DRAFT}
    return actions.store_upload(file=ContentFile(content, name=name), title="School notes", by=by, at=at, **where)


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("label", files.GOOD)
def test_every_good_file_is_taken_whole(label: str, dsl: User, at: datetime) -> None:
    name, make = files.GOOD[label]
    content = make()

    document = add(dsl, at, content, name)

    assert store.read(document.stored_name, sha256=document.sha256) == content
    assert document.size == len(content)
    assert not {"/", "\\", "\0", "\u202e", "\r", "\n"} & set(document.original_name)
    assert len(document.original_name) <= 150


@pytest.mark.slow
@pytest.mark.parametrize("label", files.BAD)
def test_every_bad_file_is_refused_with_a_sentence_and_not_kept(
    label: str, dsl: User, at: datetime, own_folder: Path
) -> None:
    name, make = files.BAD[label]

    with pytest.raises(actions.UploadRefused) as refused:
        add(dsl, at, make(), name)

    assert refused.value.sentence[0].isupper()
    assert refused.value.sentence.endswith(".")
    assert stored_files(own_folder) == []
    assert not Document.objects.exists()


def test_there_are_enough_files() -> None:
    assert len(files.GOOD) + len(files.BAD) >= 80


@pytest.mark.parametrize("label", ["a plain PDF", "a JPEG", "a Word document", "plain text"])
def test_a_file_of_each_kind_is_taken(label: str, dsl: User, at: datetime) -> None:
    name, make = files.GOOD[label]

    assert add(dsl, at, make(), name).pk


@pytest.mark.parametrize(
    "label", ["an empty text", "a PDF that runs a program when opened", "Word with macros, renamed"]
)
def test_a_few_bad_files_are_refused(label: str, dsl: User, at: datetime) -> None:
    name, make = files.BAD[label]

    with pytest.raises(actions.UploadRefused):
        add(dsl, at, make(), name)


def test_files_are_stored_where_only_the_product_reads_under_a_name_that_says_nothing(
    dsl: User, at: datetime, own_folder: Path
) -> None:
    document = add(dsl, at, name="Jordan Mallory.txt")

    (path,) = stored_files(own_folder)
    assert document.pk.hex in path.name
    assert "Jordan" not in str(path)
    assert os.stat(path).st_mode & 0o077 == 0


def test_an_upload_has_a_case_or_a_draft(dsl: User, at: datetime) -> None:
    with pytest.raises(TypeError):
        actions.store_upload(file=ContentFile(b"a", name="a.txt"), title="", by=dsl, at=at)


def test_a_document_of_a_case_is_in_its_chronology(social_worker: User, at: datetime) -> None:
    case = cases.young_person(at)

    document = add(social_worker, at, case=case)

    event = CaseEvent.objects.get(case=case, code="document.added")
    assert event.facts == {"document": str(document.pk)}


def test_nothing_is_left_when_the_row_cannot_be_written(at: datetime, own_folder: Path, db: None) -> None:
    nobody = User(full_name="Not Saved")

    with pytest.raises(ValueError, match="unsaved"):
        add(nobody, at)

    assert stored_files(own_folder) == []
    assert not Document.objects.exists()


# -- quarantine -----------------------------------------------------------------------------------------------------------


def test_the_demonstration_says_that_nothing_was_scanned(dsl: User, at: datetime) -> None:
    document = add(dsl, at)

    assert document.state == State.CLEAN
    assert "Not scanned" in document.state_note


def test_without_a_scanner_a_real_deployment_opens_nothing(
    settings: pytest.FixtureRequest, dsl: User, at: datetime
) -> None:
    settings.DEMO = False

    document = add(dsl, at)
    outbox.work()

    document.refresh_from_db()
    assert document.state == State.QUARANTINED
    assert "none is set up" in document.state_note
    assert "CLAMD_SOCKET" in Message.objects.get(kind="documents.scan").last_error


def test_a_clean_file_opens_once_the_scanner_has_answered(clamd: PretendClamd, dsl: User, at: datetime) -> None:
    document = add(dsl, at)
    assert document.state == State.QUARANTINED

    outbox.work()

    document.refresh_from_db()
    assert document.state == State.CLEAN
    assert document.checked_at is not None
    assert clamd.seen == [b"Notes of the call"]


def test_the_test_virus_is_refused_deleted_and_told_to_the_case(
    clamd: PretendClamd, social_worker: User, at: datetime, own_folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    case = cases.young_person(clock.now())
    document = add(social_worker, clock.now(), files.EICAR, "eicar.txt", case=case)

    with django_capture_on_commit_callbacks(execute=True):
        outbox.work()

    document.refresh_from_db()
    assert document.state == State.REFUSED
    assert "Eicar-Test-Signature" in document.state_note
    assert stored_files(own_folder) == []
    assert CaseEvent.objects.filter(case=case, code="document.refused").count() == 1


def test_while_the_scanner_is_away_the_document_waits_and_opens_when_it_is_back(
    clamd: PretendClamd, dsl: User, at: datetime
) -> None:
    clamd.mood = "hangs up"
    document = add(dsl, at)
    outbox.work()
    document.refresh_from_db()
    assert document.state == State.QUARANTINED

    clamd.mood = "well"
    Message.objects.update(lease_until=None)
    outbox.work()

    document.refresh_from_db()
    assert document.state == State.CLEAN


def test_what_waits_can_be_scanned_again(clamd: PretendClamd, dsl: User, at: datetime) -> None:
    document = add(dsl, at)
    Message.objects.all().delete()

    call_command("scan_again", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    outbox.work()

    document.refresh_from_db()
    assert document.state == State.CLEAN


def test_a_second_answer_changes_nothing(clamd: PretendClamd, dsl: User, at: datetime) -> None:
    document = add(dsl, at)
    outbox.work()

    actions.settle(document.pk, actions.scanner.Verdict(clean=False, found="late"), at=at)

    document.refresh_from_db()
    assert document.state == State.CLEAN


# -- drafts ---------------------------------------------------------------------------------------------------------------


def test_what_was_added_to_a_draft_goes_with_the_referral(dsl: User, police_officer: User, at: datetime) -> None:
    mine, second = add(dsl, at), add(dsl, at)
    other_draft = add(dsl, at, draft=uuid4())
    somebody_elses = add(police_officer, at)
    case = cases.young_person(at)
    there_already = add(dsl, at, case=case)

    assert actions.attach_draft(draft=DRAFT, case=case, by=dsl) == 2

    assert list(Document.objects.of_case(case.pk)) == [there_already, mine, second]
    assert [one.number for one in Document.objects.of_case(case.pk)] == [1, 2, 3]
    other_draft.refresh_from_db()
    somebody_elses.refresh_from_db()
    assert other_draft.case is None
    assert somebody_elses.case is None


def test_a_drafts_document_can_be_removed_until_it_is_sent(
    dsl: User, police_officer: User, at: datetime, own_folder: Path, django_capture_on_commit_callbacks: object
) -> None:
    document, sent = add(dsl, at), add(dsl, at, draft=uuid4())
    actions.attach_draft(draft=sent.draft_id, case=cases.young_person(at), by=dsl)
    sent.refresh_from_db()

    with pytest.raises(ActionNotAllowed, match="Only the person"):
        actions.remove_from_draft(document=document, by=police_officer)
    with pytest.raises(ActionNotAllowed, match="cannot be removed"):
        actions.remove_from_draft(document=sent, by=dsl)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_from_draft(document=document, by=dsl)

    assert [path.name for path in stored_files(own_folder)] == [sent.pk.hex]


def test_files_no_document_knows_are_removed_after_a_day(dsl: User, own_folder: Path) -> None:
    now = clock.now()
    kept, stray = add(dsl, now), add(dsl, now)
    Document.objects.filter(pk=stray.pk).delete()
    # The file system has a clock of its own, which no test sets.
    for path in stored_files(own_folder):
        os.utime(path, (now.timestamp(), now.timestamp()))

    assert actions.remove_strays(at=now) == 0
    assert actions.remove_strays(at=now + timedelta(days=1, minutes=5)) == 1

    assert [path.name for path in stored_files(own_folder)] == [kept.pk.hex]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("an iPhone picture called JPEG", "Save the picture as JPEG"),
        ("a web page called PDF", "Print the page to PDF"),
        ("a picture called PDF", "Give it the ending .png"),
        ("a program called PDF", "is not a PDF"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(
    label: str, words: str, dsl: User, at: datetime
) -> None:
    name, make = files.BAD[label]

    with pytest.raises(actions.UploadRefused, match=words):
        add(dsl, at, make(), name)


@pytest.mark.policy("P3.7")
def test_a_file_sent_with_a_referral_is_for_those_who_may_see_every_child_in_it(
    dsl: User, yos_officer: User, mash_worker: User, at: datetime
) -> None:
    young, harmed = cases.young_person(at), cases.harmed_child(at)
    cases.put_on(young, yos_officer, Role.YOS_OFFICER, at)
    for case in (young, harmed):
        cases.put_on(case, mash_worker, Role.MASH_WORKER, at)
    document = add(dsl, at)
    actions.attach_draft(draft=DRAFT, case=young, by=dsl, also_about=[harmed])

    def listed(user: User) -> list[Document]:
        return [one for _, one in queries.documents_of(access.get_case_by_id(user, young.pk, look="a test"))]

    assert listed(mash_worker) == [document]
    assert queries.document_for(mash_worker, document.pk)[0] == document
    assert listed(yos_officer) == []
    with pytest.raises(access.CaseNotThere):
        queries.document_for(yos_officer, document.pk)
    if connection.vendor == "postgresql":
        with as_principals(agencies.principals(yos_officer), yos_officer.pk):
            assert not Document.objects.exists()


@pytest.mark.sqlite
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    dsl: User, at: datetime, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel refuses to write on, as on a full disk: no file of this process may grow beyond a few bytes."""
    import resource

    # What is imported meanwhile for the first time would be cached by Python cut short at the limit, for every later process.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    held = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, held[1]))
    try:
        with pytest.raises(actions.UploadRefused, match="no room for it at this moment"):
            add(dsl, at, b"Notes of the call. " * 1_000)
        with pytest.raises(OSError, match="too large"):  # had there been room to look into it
            store.write(store.name_for(uuid4()), b"Notes of the call. " * 1_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, held)

    assert stored_files(own_folder) == []
    assert not Document.objects.exists()
    assert stored_files(own_folder) == [] and add(dsl, at, b"Notes of the call. " * 1_000).size == 19_000
