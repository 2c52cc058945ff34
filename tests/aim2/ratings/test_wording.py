"""Whose wording it is: searched for wherever it could have gone, and found in the signed report alone."""

import io
import logging
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from aim2.assessments import signing
from aim2.disclosures import actions as disclosing
from aim2.disclosures.kinds import AUDIENCES, Kind
from aim2.disclosures.views import pdf_context
from aim2.instruments import loading, queries, shipped
from aim2.models import Assessment
from aim2.ratings.report import context_of
from hsb.documents import pdf
from hsb.errors import ActionNotAllowed
from tests.aim2.assessments import builders
from tests.aim2.instruments.packs import BANDS, pack, written
from tests.aim2.ratings import sheets
from tests.aim2.ratings.conftest import AT
from tests.aim2.ratings.test_rating_actions import everything

pytestmark = pytest.mark.django_db
OWNED = "Quillwort"  # a word that stands nowhere else
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def signed(case, yos_officer, social_worker, yos_manager, caplog) -> Assessment:
    caplog.set_level(logging.DEBUG)
    items = [
        {"code": f"1.{n}", "domain": "A", "text": f"{OWNED} wording {n}", "guidance": f"{OWNED} guidance {n}"}
        for n in range(1, 6)
    ]
    totals = [{"code": "T", "title": "Total", "bands": BANDS}]
    data = written(pack(code="aim2", items=items, totals=totals))
    row = loading.load(data=data, holder="Aldermere YOS", accepted=True, by=yos_manager, at=AT)
    assessment = builders.begun(case, yos_officer, social_worker, AT)
    sheets.rated_with(assessment, row, yos_officer, AT)
    everything(assessment, yos_officer, social_worker)
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    signing.sign(assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=AT)
    assessment.refresh_from_db()
    return assessment


def everything_stored() -> str:
    """Every value of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [
                bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
                for r in cursor.fetchall()
                for v in r
            ]
    return "\n".join(found)


def text_in(data: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


def test_it_is_signed_by_the_accreditation_for_what_it_was_rated_with(
    case, yos_officer, social_worker, yos_manager
) -> None:
    data = written(pack(code="aim3", instrument="AIM3"))
    row = loading.load(data=data, holder="Aldermere YOS", accepted=True, by=yos_manager, at=AT)
    assessment = builders.begun(case, yos_officer, social_worker, AT)
    sheets.rated_with(assessment, row, yos_officer, AT)
    everything(assessment, yos_officer, social_worker)
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)

    with pytest.raises(ActionNotAllowed, match="is not accredited for AIM3 today"):
        signing.sign(
            assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=AT
        )


def test_it_stands_in_no_table_no_log_and_no_entry_of_the_audit(signed, caplog) -> None:
    assert apps.get_model("aim2", "Rating").objects.count() == 10
    assert OWNED not in everything_stored()
    assert OWNED not in caplog.text


def test_no_document_that_leaves_has_it(signed, case, yos_officer) -> None:
    opened = builders.opened(yos_officer, case)
    for kind in (Kind.FULL, Kind.CONFERENCE, Kind.COURT, Kind.YOUNG_PERSON):
        hearing = AT.date() if kind == Kind.COURT else None
        made = disclosing.prepare(assessment=signed, opened=opened, kind=kind, to="A reader", hearing_on=hearing, at=AT)
        given = disclosing.offered_for(made, at=AT)
        if AUDIENCES[kind].headings:
            disclosing.save(
                disclosure=made,
                opened=opened,
                picked={one.name for one in given},
                ties={one.name: "none" for one in given},
                values={"gateway": str(AUDIENCES[kind].gateways[0]), "why": "It is asked for.", "own_words": ""},
                version=made.version,
                at=AT,
            )
            made.refresh_from_db()
        assert OWNED not in str(pdf_context(made, at=AT))
    assert OWNED not in everything_stored()


def test_the_signed_report_has_it_and_its_readers_are_the_three(
    signed, case, yos_officer, social_worker, yos_manager, police_officer, client_for
) -> None:
    address = f"/cases/{case.reference}/aim2-assessment/1/report/copy/"
    for reader in (yos_officer, social_worker, yos_manager):
        answer = client_for(reader).get(address)
        assert answer["Content-Type"] == "application/pdf"
    assert client_for(police_officer).get(address).status_code == 403

    said = text_in(answer.content)

    assert f"{OWNED} wording 1" in said and "licence of Aldermere YOS" in said and "Middle" in said


def test_no_other_page_and_no_search_has_it(signed, case, yos_officer, police_officer, yos_manager, client_for) -> None:
    pages = (
        "",
        *(f"aim2-assessment/{page}" for page in ("", "1/totals/", "1/report/", "1/part/family/", "documents/")),
    )
    for reader in (yos_officer, yos_manager, police_officer):
        browser = client_for(reader)
        answers = [browser.get(f"/cases/{case.reference}/{page}") for page in pages]
        assert {answer.status_code for answer in answers} <= {200, 403} and answers[0].status_code == 200
        assert not any(OWNED in answer.text for answer in answers)
        found = browser.get("/cases/", {"q": OWNED})
        assert found.status_code == 200 and case.reference not in found.text
    rated = client_for(yos_officer).get(f"/cases/{case.reference}/aim2-assessment/1/ratings/domain/A/")
    assert f"{OWNED} wording 1" in rated.text


def test_no_file_that_is_exported_has_it(signed, case, yos_officer, yos_manager, client_for) -> None:
    """Lists and figures as files, and every other PDF of the record, as they are made."""
    files = [("/cases/?export=csv", yos_officer), ("/cases/?export=csv", yos_manager)]
    files += [
        (f"/delay/{page}?export={kind}", yos_manager)
        for page in ("", "waiting/", "clocks/")
        for kind in ("csv", "xlsx")
    ]
    for address, reader in files:
        answer = client_for(reader).get(address)
        assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], address
        assert OWNED not in inside(answer.content), address
    opened = builders.opened(yos_officer, case)
    made = disclosing.prepare(assessment=signed, opened=opened, kind=Kind.FULL, to="The court", at=AT)
    papers = [f"aim2-assessment/documents/{made.number}/copy/", "aim2/consent/copy/"]
    for address in papers:
        answer = client_for(yos_officer).get(f"/cases/{case.reference}/{address}")
        assert answer["Content-Type"] == "application/pdf", address
        assert OWNED not in text_in(answer.content), address


def inside(data: bytes) -> str:
    """What a file says; of one that is an archive, what each of its parts says."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_once_its_holder_took_it_back_it_stands_in_what_was_signed_before_alone(
    signed, case, yos_officer, yos_manager, client_for
) -> None:
    row = sheets.sheet(signed).row
    loading.withdraw(pack=row, because="The licence ended.", by=yos_manager, at=AT)
    again = signing.rate_again(assessment=signed, opened=builders.opened(yos_officer, case), at=AT)

    assert OWNED in str(
        client_for(yos_officer).get(f"/cases/{case.reference}/aim2-assessment/1/ratings/domain/A/").text
    )
    assert row not in queries.offered(again.tool)


def test_nothing_that_is_shipped_generated_or_tested_with_has_somebodys_wording() -> None:
    """What stands in the repository beside an item is its code, or says that it is invented."""
    for name, data in shipped.files().items():
        assert b'"guidance"' not in data, name
    assert not any((ROOT / "docs").glob("*.pack.json"))


def test_the_report_is_drawn_the_same_each_time(signed) -> None:
    first, second = (pdf.render("pdf/aim2_report.html", context_of(signed, rendered_at=AT)) for _ in range(2))

    assert first == second
