"""Loading and withdrawing packs: by whom, on which terms, once, and sealed."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from aim2.instruments import loading, queries, shipped
from aim2.models import InstrumentPack
from hsb import clock
from hsb.audit.models import AuditEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.pages.resealing import reseal
from tests.aim2.instruments.packs import pack, written

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)
WORDING = "Wording that somebody owns"


def load(data: bytes, by, *, holder: str = "Aldermere YOS", accepted: bool = True) -> InstrumentPack:
    return loading.load(data=data, holder=holder, accepted=accepted, by=by, at=AT)


def test_a_licensed_pack_names_its_holder_and_who_accepted_its_terms(yos_manager) -> None:
    for given, sentence in (({"holder": " "}, "who holds the licence"), ({"accepted": False}, "Accept the terms")):
        with pytest.raises(ActionNotAllowed, match=sentence):
            load(written(pack()), yos_manager, **given)

    row = load(written(pack()), yos_manager)

    assert (row.holder, row.accepted_by, row.origin) == ("Aldermere YOS", yos_manager, "licensed")
    assert AuditEvent.objects.filter(what="instrument loaded").exists()


def test_its_wording_is_sealed_at_rest_and_read_back_whole(yos_manager) -> None:
    row = load(written(pack(items=[{"code": "1.1", "domain": "A", "text": WORDING}], totals=[])), yos_manager)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM aim2_instrumentpack")
        (sealed,) = cursor.fetchone()

    assert WORDING.encode() not in bytes(sealed)
    assert queries.pack_of(row).items[0].text == WORDING


def test_it_is_sealed_again_under_another_key_and_still_never_edited(yos_manager, settings) -> None:
    row = load(written(pack()), yos_manager)
    settings.FIELD_KEY = f"the-new-key-of-this-partnership-1,{settings.FIELD_KEY}"
    reseal()
    settings.FIELD_KEY = "the-new-key-of-this-partnership-1"

    row.refresh_from_db()

    assert queries.pack_of(row).code == "of_a_test"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InstrumentPack.objects.update(name="Edited")


def test_the_same_file_again_is_the_same_pack(yos_manager) -> None:
    first = load(written(pack()), yos_manager)
    again = load(written(pack()), yos_manager)
    spaced = load(written(pack()) + b"\n\n", yos_manager)

    assert first.pk == again.pk == spaced.pk and InstrumentPack.objects.count() == 1


def test_a_version_is_never_edited(yos_manager) -> None:
    load(written(pack()), yos_manager)
    with pytest.raises(ActionNotAllowed, match="higher version number"):
        load(written(pack(limits=["Another."])), yos_manager)

    load(written(pack(limits=["Another."], version=2)), yos_manager)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InstrumentPack.objects.update(name="Edited")


def test_what_is_withdrawn_cannot_be_loaded_again(yos_manager) -> None:
    row = load(written(pack()), yos_manager)
    with pytest.raises(ActionNotAllowed, match="why it is withdrawn"):
        loading.withdraw(pack=row, because=" ", by=yos_manager, at=AT)
    loading.withdraw(pack=row, because="The licence ended.", by=yos_manager, at=AT)

    with pytest.raises(ActionNotAllowed, match="withdrawn already"):
        loading.withdraw(pack=row, because="Again.", by=yos_manager, at=AT)
    with pytest.raises(ActionNotAllowed, match="withdrawn by its holder"):
        load(written(pack()), yos_manager)


def test_only_a_manager_or_supervisor_loads(yos_officer, social_worker) -> None:
    for by in (yos_officer, social_worker):
        with pytest.raises(AccessDenied):
            load(written(pack()), by)


def test_what_is_invented_is_refused_outside_a_demonstration(yos_manager, settings) -> None:
    settings.DEMO = False
    data = shipped.files()["demonstration_across.json"]
    with pytest.raises(ActionNotAllowed, match="nobody is assessed with it"):
        loading.load(data=data, by=yos_manager, at=AT)

    found = loading.load_shipped(by=yos_manager, at=AT)

    assert {row.code for row in found} == {"aim2", "aim3", "aim_under_12"}
    assert not any(row.demonstration for row in found)


def test_of_each_instrument_what_was_loaded_last_and_can_be_rated_is_offered(yos_manager) -> None:
    loading.load_shipped(by=yos_manager, at=AT)
    assert [row.code for row in queries.offered("aim2")] == ["demonstration_across", "demonstration_by_domain"]
    ours = load(written(pack(code="aim2")), yos_manager)

    assert ours in queries.offered("aim2")
    assert [row.code for row in queries.offered("under_12")] == ["aim_under_12"]
    assert queries.offered("alternative") == []


def test_a_command_checks_and_loads(yos_manager, tmp_path, capsys) -> None:
    file = tmp_path / "ours.json"
    file.write_bytes(written(pack(version="1")))
    with pytest.raises(CommandError, match="ours.json, line .*version: it must be a whole number"):
        call_command("instrument", "check", str(file))
    file.write_bytes(written(pack()))
    call_command("instrument", "check", str(file))
    with pytest.raises(CommandError, match="Say by whom"):
        call_command("instrument", "load", str(file))
    given = {"by": yos_manager.email, "holder": "Aldermere YOS"}
    with pytest.raises(CommandError, match="Accept the terms"):
        call_command("instrument", "load", str(file), **given)

    call_command("instrument", "load", str(file), accept_terms=True, **given)

    assert InstrumentPack.objects.get().loaded_by == yos_manager


def test_the_page_loads_and_withdraws(yos_manager, yos_officer, client_for) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = client_for(yos_manager)
    assert client_for(yos_officer).get("/aim2/instruments/").status_code == 403
    assert "No instrument is loaded" in browser.get("/aim2/instruments/").text
    archive = {"file": SimpleUploadedFile("pack.json", b"PK\x03\x04rest"), "holder": "Aldermere YOS", "accepted": "on"}
    refused = browser.post("/aim2/instruments/", archive)
    assert refused.status_code == 422 and "is an archive" in refused.text and "Aldermere YOS" in refused.text
    right = {"file": SimpleUploadedFile("pack.json", written(pack())), "holder": "Aldermere YOS", "accepted": "on"}
    assert browser.post("/aim2/instruments/", right).status_code == 302
    assert browser.post("/aim2/instruments/", {"which": "shipped"}).status_code == 302
    row = InstrumentPack.objects.get(code="of_a_test")
    assert f"Terms accepted by {yos_manager.full_name}" in browser.get("/aim2/instruments/").text
    assert browser.post(f"/aim2/instruments/{row.pk}/withdraw/", {"because": ""}).status_code == 422
    assert browser.post(f"/aim2/instruments/{row.pk}/withdraw/", {"because": "It ended."}).status_code == 302
    assert "It ended." in browser.get("/aim2/instruments/").text
