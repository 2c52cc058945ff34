from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from hsb import clock, outbox
from hsb.outbox import actions
from hsb.outbox.handlers import ATTEMPTS, LEASE
from hsb.outbox.models import LONGEST_LEASE, Message

pytestmark = pytest.mark.django_db


def put(bench, n: int = 1) -> None:
    for i in range(n):
        outbox.put(bench.KIND, {"id": i}, key=f"bench:{i}")


def end_leases() -> None:
    Message.objects.exclude(lease_until=None).update(lease_until=Now() - timedelta(seconds=1))


def test_work_does_everything_due_once(bench):
    put(bench, 120)

    tally = actions.work()
    again = actions.work()

    assert (tally.done, again.total) == (120, 0)
    assert sorted(bench.acted) == sorted(f"bench:{i}" for i in range(120))
    assert not Message.objects.open().exists()


def test_work_stops_at_its_limit_and_says_so(bench):
    put(bench, 5)

    tally = actions.work(limit=3)

    assert (tally.done, tally.ran_out) == (3, True)
    assert Message.objects.open().count() == 2


def test_work_leaves_what_is_not_due(bench):
    outbox.put(bench.KIND, {}, key="later", not_before=clock.now() + timedelta(minutes=5))

    assert actions.work().total == 0

    Message.objects.update(not_before=clock.now())
    assert actions.work().done == 1


def test_work_leaves_kinds_of_a_newer_release(bench):
    put(bench)
    Message.objects.update(kind="invented.later")

    assert actions.work().total == 0
    assert Message.objects.get().attempts == 0


def test_act_runs_outside_the_two_transactions_and_finish_inside_the_second(bench):
    depth = len(connection.savepoint_ids)
    seen = {}
    bench.on_act = lambda payload, key: seen.update(act=len(connection.savepoint_ids) - depth)
    bench.on_finish = lambda result: seen.update(finish=len(connection.savepoint_ids) - depth)
    put(bench)

    actions.work()

    assert seen == {"act": 0, "finish": 1}


def test_a_claim_is_not_given_twice(bench):
    put(bench)
    pk = Message.objects.get().pk

    first, second = actions.claim(pk), actions.claim(pk)

    assert first is not None
    assert second is None


def test_a_dead_workers_row_is_taken_over_when_its_lease_ends(bench):
    put(bench)
    actions.claim(Message.objects.get().pk)
    assert actions.work().total == 0

    end_leases()

    assert actions.work().done == 1
    assert Message.objects.get().attempts == 2


def test_a_lease_from_a_clock_that_jumped_is_not_honoured(bench):
    put(bench)
    actions.claim(Message.objects.get().pk)
    Message.objects.update(lease_until=Now() + LONGEST_LEASE + LEASE)

    assert actions.work().done == 1


def test_a_slow_worker_whose_row_was_taken_over_writes_nothing(bench):
    def somebody_else_takes_over(payload, key):
        if len(bench.acted) == 1:
            end_leases()
            assert actions.work().done == 1

    bench.on_act = somebody_else_takes_over
    put(bench)

    tally = actions.work()

    assert (tally.done, tally.lost) == (0, 1)
    assert bench.acted == ["bench:0", "bench:0"]
    assert len(bench.finished) == 1


def test_finish_and_the_mark_stand_or_fall_together(bench):
    def write_then_fail(result):
        Message.objects.create(kind="test.result", payload={}, key="result", created_at=clock.now())
        raise DatabaseError("no")

    bench.on_finish = write_then_fail
    put(bench)

    tally = actions.work()

    row = Message.objects.get()
    assert (tally.failed, row.done_at, row.last_error) == (1, None, "DatabaseError")


def test_a_failure_waits_before_it_is_tried_again(bench):
    def fail(payload, key):
        raise TimeoutError("a message that may quote somebody")

    bench.on_act = fail
    put(bench)

    assert actions.work().failed == 1
    assert actions.work().total == 0

    row = Message.objects.get()
    assert (row.attempts, row.last_error, row.claimed_by) == (1, "TimeoutError", "")
    bench.on_act = lambda payload, key: None
    end_leases()
    assert actions.work().done == 1


def test_after_its_last_attempt_a_row_fails_and_the_administrators_are_told_once(bench, failures):
    def fail(payload, key):
        raise TimeoutError

    bench.on_act = fail
    put(bench)

    for _ in range(ATTEMPTS + 3):
        actions.work()
        end_leases()

    row = Message.objects.get(kind=bench.KIND)
    assert row.failed_at
    assert row.attempts == ATTEMPTS == len(bench.acted)
    assert bench.gave_up == [({"id": 0}, "TimeoutError")]
    assert failures == [{"message": row.pk, "kind": bench.KIND}]


def test_give_up_fails_at_once_with_its_sentence(bench, failures):
    def refuse(payload, key):
        raise outbox.GiveUp("The address does not exist.")

    bench.on_act = refuse
    put(bench)

    actions.work()

    row = Message.objects.get(kind=bench.KIND)
    assert row.failed_at
    assert (row.attempts, row.last_error) == (1, "The address does not exist.")
    assert len(failures) == 1


def test_work_that_kills_every_worker_is_given_up_without_trying_again(bench, failures):
    put(bench)
    Message.objects.update(attempts=F("attempts") + ATTEMPTS)

    actions.work()

    assert bench.acted == []
    assert Message.objects.get(kind=bench.KIND).last_error == "The worker died every time."
    assert len(failures) == 1


def test_a_failed_row_can_be_tried_again(bench, failures):
    put(bench)
    Message.objects.update(failed_at=Now(), attempts=ATTEMPTS)
    pk = Message.objects.get().pk

    assert actions.retry(pk)
    assert not actions.retry(pk)

    assert actions.work().done == 1


def test_a_failing_neighbour_does_not_hold_up_the_rest(bench):
    def fail_first(payload, key):
        if payload["id"] == 0:
            raise TimeoutError

    bench.on_act = fail_first
    put(bench, 3)

    tally = actions.work()

    assert (tally.done, tally.failed) == (2, 1)


def test_done_and_failed_exclude_each_other(bench):
    put(bench)

    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(done_at=Now(), failed_at=Now())
