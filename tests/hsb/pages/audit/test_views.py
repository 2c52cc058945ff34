"""Who reads the audit: information governance all of it, everybody else what is theirs, in both walls."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies import actions as agency_actions
from hsb.agencies import queries as agencies
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.audit import actions as audit
from hsb.audit import sealing
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent, AuditSeal
from hsb.cases import access, barring
from hsb.cases.models import Case
from hsb.database import as_principals, as_worker
from hsb.notes import actions as notes
from tests.factories.cases import put_on, young_person

pytestmark = [pytest.mark.both, pytest.mark.django_db]
AUDIT = "/audit/"


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, social_worker: User, police_officer: User) -> Case:
    """A record two people are on, one of whom has looked twice, with a note nobody outside may read."""
    made = young_person(at)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    put_on(made, police_officer, Role.POLICE_OFFICER, at)
    access.get_case(social_worker, made.reference, look="overview")
    access.get_case(social_worker, made.reference, look="notes")
    notes.add_note(case=made, text="Zanzibar", by=social_worker, at=at)
    return made


@pytest.fixture
def reader(information_governance: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(information_governance)


def acting(user: User):
    return as_principals(agencies.principals(user), user.pk)


def test_information_governance_sees_entries_and_headlines_and_no_words(reader, case):
    page = reader.get(AUDIT).text

    assert "Priya Shah" in page and case.reference in page
    assert "Looked at a case: overview" in page and "Chronology: Note" in page
    assert "Zanzibar" not in page and "Mallory" not in page


def test_a_hidden_headline_is_not_told(at, reader, case, social_worker, stranger):
    barring.deny(case=case, user=stranger, by=social_worker, at=at, reason="A cousin.")

    page = reader.get(AUDIT).text

    assert "Said that a person must not see a record (Sam Outis)" in page
    assert "A person denied" not in page and "cousin" not in page


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ({"person": "shah"}, "Looked at a case: notes", "Ines Cole"),
        ({"person": "social_worker@example"}, "Looked at a case: notes", "No entry matches"),
        ({"person": "nobody at all"}, "Nobody has this name", "Looked at a case: notes"),
        ({"kind": "case.looked_at"}, "Looked at a case: notes", "Chronology: Note"),
        ({"kind": "chronology"}, "Chronology: Note", "Looked at a case: notes"),
        ({"since": "6/3/2026"}, "No entry matches", "Looked at a case: notes"),
        ({"since": "5/3/2026", "until": "5/3/2026"}, "Looked at a case: notes", "No entry matches"),
        ({"until": "2026-03-04"}, "No entry matches", "Looked at a case: notes"),
        ({"since": "soon"}, "Enter dates as", "No entry matches"),
        ({"case": "HSB-99-9999"}, "No case has this reference", "Looked at a case: notes"),
        ({"case": "x\x00", "person": "\x00", "by": "²", "after": "9~9~9"}, "No case has", "Looked at"),
    ],
)
def test_the_list_is_narrowed(reader, case, asked, shown, hidden):
    page = reader.get(AUDIT, asked).text

    assert shown in page
    assert hidden not in page.rpartition("</form>")[2]


def test_a_case_by_its_reference_and_who_saw_it(reader, case, at):
    other = young_person(at)

    page = reader.get(AUDIT, {"case": case.reference.lower()}).text
    assert "Looked at a case: notes" in page and other.reference not in page
    assert reverse("pages:audit_case", args=[case.reference]) in page

    seen = reader.get(reverse("pages:audit_case", args=[case.reference])).text
    assert "Priya Shah" in seen and "Amy Sorrell" not in seen
    assert '<td class="govuk-table__cell hsb-num">2</td>' in seen
    assert reader.get(reverse("pages:audit_case", args=["HSB-99-9999"])).status_code == 404


def test_what_a_person_opened(reader, case, social_worker):
    opened = reader.get(reverse("pages:audit_person", args=[social_worker.pk])).text

    assert "What Priya Shah opened" in opened and case.reference in opened
    assert reader.get(reverse("pages:audit_person", args=[9**9])).status_code == 404
    entries = reader.get(AUDIT, {"by": social_worker.pk}).text
    assert "Entries of <b>Priya Shah</b>" in entries


def test_reading_the_audit_is_in_the_audit_and_an_export_is_a_disclosure(reader, case, information_governance, at):
    audit.record(AuditKind.SIGNED_OUT, by=information_governance, at=at, what="=HYPERLINK(1)")

    answer = reader.get(AUDIT, {"export": "csv", "case": case.reference})
    whole = reader.get(AUDIT, {"export": "csv"})

    lines = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert lines[0][:3] == ["When", "Who", "E-mail"] and {line[6] for line in lines[1:]} == {case.reference}
    assert "'=HYPERLINK(1)" in whole.text and ",=HYPERLINK" not in whole.text
    assert "Mallory" not in whole.text and "Zanzibar" not in whole.text
    first, _ = AuditEvent.objects.filter(kind="record.disclosed").order_by("pk")
    assert (first.by_id, first.case_ref, first.facts["rows"]) == (information_governance.pk, case.pk, len(lines) - 1)
    reader.get(AUDIT)
    assert AuditEvent.objects.filter(kind="list.looked_at", what="audit").count() == 1


def test_every_entry_is_on_exactly_one_page(at, reader, case, social_worker):
    for number in range(60):
        audit.record(AuditKind.SIGNED_IN, by=social_worker, at=at + timedelta(minutes=number % 4), what=f"nr {number}.")
        notes.add_note(case=case, text="one more", by=social_worker, at=at + timedelta(minutes=number % 3))
    seen: list[tuple[int, int]] = []
    address, pages = f"{AUDIT}?until=5/3/2026", 0
    while address and pages < 9:
        answer = reader.get(address)
        seen += [(row["at"], row["what"]) for row in answer.context["rows"] if row["what"].startswith("nr")]
        following = answer.context["pages"].next
        address, pages = f"{AUDIT}{following}" if following else "", pages + 1

    assert len(seen) == len(set(seen)) == 60
    assert [when for when, _ in seen] == sorted((when for when, _ in seen), reverse=True)


def test_the_list_asks_the_same_however_long_it_is(at, reader, case, social_worker, person):
    def asked() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert reader.get(AUDIT).status_code == 200
        return len(taken)

    asked()  # the first page of a session asks a little more
    few = asked()
    for name in ("dsl", "health", "iro", "yos_officer"):
        made = young_person(at)
        put_on(made, person(name), Role.IRO, at)
        access.get_case(person(name), made.reference, look="overview")
    assert asked() == few <= 40


@pytest.mark.parametrize("name", ["social_worker", "csws_manager", "administrator", "lscb_officer"])
def test_nobody_else_reads_it(person, client_for, case, name):
    client = client_for(person(name))

    for address in (
        AUDIT,
        reverse("pages:audit_case", args=[case.reference]),
        reverse("pages:audit_person", args=[person(name).pk]),
    ):
        assert client.get(address).status_code == 403
    assert reverse("pages:audit") not in client.get("/").text


def test_the_way_there_is_in_the_navigation(reader):
    assert f'href="{AUDIT}"' in reader.get("/").text


# -- the second wall -----------------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_the_database_shows_each_their_own_and_their_cases_entries(
    at, case, social_worker, police_officer, stranger, information_governance
):
    audit.record(AuditKind.SIGNED_IN, by=stranger, at=at)
    audit.record(AuditKind.SIGN_IN_FAILED, by=None, at=at)

    with acting(stranger):
        assert set(AuditEvent.objects.values_list("by_id", flat=True)) == {stranger.pk}
    with acting(police_officer):  # on the case: sees who looked
        assert set(AuditEvent.objects.filter(case_ref=case.pk).values_list("by_id", flat=True)) == {social_worker.pk}
        assert not AuditEvent.objects.exclude(case_ref=case.pk).exclude(by_id=police_officer.pk).exists()
    with acting(information_governance):
        assert {None, stranger.pk, social_worker.pk} <= set(AuditEvent.objects.values_list("by_id", flat=True))
        assert not Case.objects.exists()
    with as_principals([], None):
        assert not AuditEvent.objects.exists()


@pytest.mark.postgres
def test_information_governance_is_over_when_the_role_is(at, case, information_governance):
    membership = Membership.objects.get(user=information_governance)
    agency_actions.end_role(membership=membership, by=information_governance, at=at, until_on=membership.from_on)

    with acting(information_governance):
        assert set(AuditEvent.objects.values_list("by_id", flat=True)) <= {information_governance.pk}


@pytest.mark.postgres
def test_everybody_adds_to_the_audit_and_the_sealer_seals_it(at, case, stranger, information_governance):
    with as_principals([], None):
        audit.record(AuditKind.SIGN_IN_FAILED, by=None, at=at)
    with acting(stranger):
        audit.record(AuditKind.REFUSED, by=stranger, at=at, case_id=case.pk)
    with as_worker():
        assert AuditEvent.objects.filter(kind="session.sign_in_failed").exists()
        AuditSeal.objects.create(
            first_id=1, last_id=1, upto_transaction=0, entries=1, digest="d", previous=sealing.GENESIS, sealed_at=at
        )

    with acting(stranger):
        assert not AuditSeal.objects.exists()
    with acting(information_governance):
        assert AuditSeal.objects.count() == 1
