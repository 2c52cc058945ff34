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
    payload = {"event": 7, "case": "0b1f", "codes": ["a", None, True]}

    outbox.put(bench.KIND, payload, key="1")

    assert json.dumps(Message.objects.get().payload, sort_keys=True) == json.dumps(payload, sort_keys=True)
