import json
from datetime import timedelta

import pytest
from django.db import transaction

from hsb import clock, outbox
from hsb.outbox.models import Message
from hsb.outbox.wake import wake_workers


def test_put_is_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        outbox.put("test.bench", {}, key="1")


@pytest.mark.django_db
def test_put_refuses_a_kind_nobody_handles(bench):
    with pytest.raises(ValueError, match=r"No outbox handler for 'test\.bensh'"):
        outbox.put("test.bensh", {}, key="1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    [
        {"email": "nadia@example.invalid"},
        {"who": "Jordan"},
        {"who": "Jordan Mallory"},
        {"said": "he told his teacher"},
        {"phone": "01632 960 001"},
        {"postcode": "AL1 2CD"},
        {"deep": {"list": [1, "Tamsin"]}},
        {"Jordan": 1},
    ],
)
def test_put_refuses_what_says_something_about_somebody(bench, payload):
    with pytest.raises(ValueError, match="must hold ids only"):
        outbox.put(bench.KIND, payload, key="1")
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_put_takes_ids_days_and_codes(bench):
    payload = {
        "event": 7,
        "case": "5f0c9a3e-6a58-4a39-8c3e-0b1f3a2a9d11",
        "code": "referral.received",
        "day": "2026-03-05",
        "at": "2026-03-05T14:30:00+00:00",
        "of": [1, None],
    }
    outbox.put(bench.KIND, payload, key="1")

    assert Message.objects.get().payload == payload


def test_every_row_is_made_by_put_which_looks_at_what_it_holds():
    import ast
    from pathlib import Path

    from django.conf import settings

    makers = []
    for package in settings.OUR_PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            if "hsb.outbox" not in path.read_text() and "outbox" not in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Message":
                    makers.append(str(Path(path).relative_to(settings.BASE_DIR)))
    assert makers == ["hsb/outbox/actions.py"]


@pytest.mark.django_db
def test_put_vanishes_with_the_change_it_belongs_to(bench):
    with transaction.atomic():
        outbox.put(bench.KIND, {"id": 1}, key="1")
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_same_key_twice_is_one_piece_of_work(bench):
    outbox.put(bench.KIND, {"id": 1}, key="1")
    outbox.put(bench.KIND, {"id": 1}, key="1")

    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_put_asks_only_for_the_insert_privilege(bench, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        outbox.put(bench.KIND, {"id": 1}, key="1")

    sql = queries.captured_queries[0]["sql"]
    assert sql.startswith("INSERT")
    assert "RETURNING" not in sql


@pytest.mark.django_db
def test_one_wake_up_follows_the_commit_however_many_rows(bench, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for n in range(5):
            outbox.put(bench.KIND, {"id": n}, key=str(n))

    assert callbacks == [wake_workers]


@pytest.mark.django_db
def test_no_wake_up_for_what_is_not_due_yet(bench, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.put(bench.KIND, {}, key="later", not_before=clock.now() + timedelta(hours=1))

    assert callbacks == []


@pytest.mark.django_db
def test_payload_comes_back_as_it_was_put(bench):
    payload = {"event": 7, "case": "day.first", "codes": ["a", None, True]}

    outbox.put(bench.KIND, payload, key="1")

    assert json.dumps(Message.objects.get().payload, sort_keys=True) == json.dumps(payload, sort_keys=True)
