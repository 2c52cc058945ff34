"""Nothing lost, nothing doubled, caught up within a minute, whatever is killed (targets.md S10, S11, S33).

What leaves the database may be repeated at most once for each process that was killed in the act, under the same key.
"""

import os
import shutil
import signal

import pytest

pytestmark = [pytest.mark.services, pytest.mark.slow]


def somewhere(chance, rows):
    """A number of finished rows at which the blow falls: well inside the work."""
    return chance.randint(rows // 10, rows // 2)


def test_worker_killed_with_its_children(site, rows, chance, figure):
    site.beat()
    worker = site.worker(processes=2)
    site.put(rows)
    site.wait_for_done(somewhere(chance, rows))

    worker.kill()
    left = rows - site.done()
    site.worker("worker-again", processes=2, ready=False)
    took = site.wait_for_done(rows)

    assert left > 0, "the blow came too late to prove anything"
    figure("S10 worker killed", f"{site.assert_exactly_once(rows, repeats_outside=2)} catch-up {took:.0f} s")


def test_worker_child_killed(site, rows, chance, figure):
    site.beat()
    worker = site.worker(processes=2)
    site.put(rows)
    site.wait_for_done(somewhere(chance, rows))

    # A child that holds a row at this moment, not one that idles.
    victim = site.one(
        "SELECT split_part(claimed_by, ':', 2) FROM outbox_message ORDER BY lease_until DESC NULLS LAST LIMIT 1"
    )
    assert victim in worker.children()
    os.kill(victim, signal.SIGKILL)
    took = site.wait_for_done(rows)

    figure("S10 child killed", f"{site.assert_exactly_once(rows, repeats_outside=1)} catch-up {took:.0f} s")


def test_redis_killed_with_everything_in_it(site, rows, chance, figure):
    site.beat()
    site.worker(processes=2)
    site.put(rows)
    site.wait_for_done(somewhere(chance, rows))

    site.redis.kill()
    shutil.rmtree(site.redis.folder / "appendonlydir")
    commits = site.put(rows // 2, prefix="while-redis-is-down")
    site.redis.restart()
    took = site.wait_for_done(rows + rows // 2)

    # Fifty rows with the broker away: the pages that put them were not held up.
    assert max(commits) < 2
    assert sorted(commits)[len(commits) // 2] < 0.2
    assert_both_exactly_once(site, rows)
    figure("S10 Redis killed", f"executed {rows + rows // 2} LOST 0 DOUBLED 0 catch-up {took:.0f} s")


def test_postgres_killed_and_recovered(site, rows, chance, figure):
    site.beat()
    site.worker(processes=2)
    site.put(rows)
    site.wait_for_done(somewhere(chance, rows))

    site.postgres.kill()
    site.postgres.restart()
    took = site.wait_for_done(rows)

    figure("S10 PostgreSQL killed", f"{site.assert_exactly_once(rows, repeats_outside=2)} catch-up {took:.0f} s")


def test_worker_stopped_for_longer_than_its_lease(site, rows, chance, figure):
    site.beat()
    stopped = site.worker("stopped", processes=1)
    site.put(rows)
    site.wait_for_done(somewhere(chance, rows))

    stopped.signal_all(signal.SIGSTOP)
    site.worker("other", processes=1)
    took = site.wait_for_done(rows)
    stopped.signal_all(signal.SIGCONT)
    # It wakes up in the middle of work that was done by another, and must write nothing.
    site.put(10, prefix="after")
    site.wait_for_done(rows + 10)

    counted = site.rows_by_key()
    assert len(counted) == rows + 10
    assert set(counted.values()) == {1}
    assert site.outside_by_key().total() <= rows + 10 + 1
    figure("S10 worker stopped", f"executed {rows} LOST 0 DOUBLED 0 catch-up {took:.0f} s")


def test_beat_killed_and_wake_ups_go_on(site, rows, figure):
    """The commit itself wakes the workers; beat is only the net below."""
    beat = site.beat()
    site.worker(processes=2)
    site.put(5, prefix="warm")
    site.wait_for_done(5)

    beat.kill()
    site.put(rows, seconds=0.01)
    took = site.wait_for_done(rows + 5)

    figure("S10 beat killed", f"executed {rows} catch-up {took:.0f} s")


def test_four_workers_at_once_do_everything_once(site, rows, figure):
    workers = [site.worker(f"worker-{n}", processes=1) for n in range(4)]
    site.beat()
    site.put(rows * 2, seconds=0.02)
    took = site.wait_for_done(rows * 2)

    claimants = site.one("SELECT count(DISTINCT split_part(claimed_by, ':', 2)) FROM outbox_message")
    assert all(worker.process.poll() is None for worker in workers)
    assert claimants > 1, "only one worker did anything: nothing was proved"
    figure("S11 four workers", f"{site.assert_exactly_once(rows * 2)} {claimants} workers {took:.0f} s")


def test_mail_survives_a_killed_worker_with_the_same_key(site, rows, chance, figure):
    site.beat()
    worker = site.worker(processes=2)
    site.put(rows, kind="mail", prefix="mail")
    site.wait_for_done(rows // 10)

    worker.kill()
    site.worker("worker-again", processes=2, ready=False)
    took = site.wait_for_done(rows)

    sent = site.mails_by_key()
    assert site.one("SELECT count(*) FROM notifications_mailrecord WHERE state = 'sent'") == rows == len(sent)
    assert sent.total() <= rows + 2
    figure("S10 mail", f"{rows} e-mails, LOST 0, repeats {sent.total() - rows} under the same key, {took:.0f} s")


def test_the_command_works_without_a_broker(site, rows):
    site.redis.kill()
    site.put(10, seconds=0)

    said = site.manage("outbox", "work", "--once")

    assert said.startswith("done 10,")
    site.assert_exactly_once(10)


def assert_both_exactly_once(site, rows) -> None:
    expected = {f"row:{n}" for n in range(rows)} | {f"while-redis-is-down:{n}" for n in range(rows // 2)}
    counted = site.rows_by_key()
    assert set(counted) == expected
    assert set(counted.values()) == {1}
