"""Every reminder exactly once, whoever else is sweeping and whatever is killed meanwhile (targets.md S11)."""

import json
import os
from collections import Counter

import pytest

pytestmark = [pytest.mark.services, pytest.mark.slow]

CASES = int(os.environ.get("HSB_FAULT_LATE_CASES", "400"))
CHASE = ("celery", "-A", "hsb.celery", "call", "hsb.notifications.tasks.chase")
STILL_TO_CHASE = "SELECT count(*) FROM timeliness_deadline WHERE next_chase_on IS NOT NULL"
NOTICES = "SELECT count(*) FROM notifications_notice WHERE kind LIKE 'chase.%'"


@pytest.fixture
def expected(site) -> Counter[str]:
    """The keys of the notices that must be there in the end."""
    return Counter(json.loads(site.run_script("tests.faults.late", str(CASES))))


def told(site) -> Counter[str]:
    with site.cursor() as cursor:
        cursor.execute("SELECT key FROM notifications_notice WHERE kind LIKE 'chase.%'")
        return Counter(key for (key,) in cursor.fetchall())


def assert_exactly(site, expected: Counter[str]) -> str:
    found = told(site)
    assert not (lost := expected - found), f"LOST {len(lost)}: {sorted(lost)[:5]}"
    assert not (surplus := found - expected), f"SURPLUS {len(surplus)}: {sorted(surplus)[:5]}"
    # A time limit set by law passed for each of them: one e-mail each, however many clocks and sweeps there were.
    mails = site.one("SELECT count(*) FROM notifications_mailrecord WHERE template = 'statutory_breach'")
    people = site.one("SELECT count(DISTINCT user_id) FROM notifications_notice WHERE kind LIKE 'chase.%'")
    assert mails == people
    return f"{len(found):,} notices, as many as expected, LOST 0 DOUBLED 0"


def test_four_sweeps_at_once_and_a_fifth_after_them_tell_everybody_once(site, expected, figure):
    sweeps = [site.run(f"sweep-{n}", "tests.faults.sweep") for n in range(4)]
    shares = [sweep.process.wait(180) for sweep in sweeps]
    for sweep in sweeps:
        sweep.killed = True  # they ended as they should
    again = site.manage("chase")

    assert shares == [0, 0, 0, 0], site.log_ends()
    busy = [log.read_text().split()[-1] for log in (sweep.log for sweep in sweeps)]
    assert sum(map(int, busy)) == len(expected)
    assert again.startswith("0 clocks looked at, 0 notices written")
    figure("S11 four sweeps at once", f"{assert_exactly(site, expected)}, shared {'+'.join(busy)}")


def test_killed_in_the_middle_and_again_with_redis_and_with_postgres(site, expected, chance, figure):
    total = len(expected)

    def mid_sweep(share: float) -> None:
        site.run_script(*CHASE)
        site.wait_until(lambda: site.one(NOTICES) > total * share, seconds=60, what=f"{share:.0%} of the notices")
        assert site.one(STILL_TO_CHASE), "the blow came too late to prove anything"

    worker = site.worker(processes=1)
    mid_sweep(chance.uniform(0.05, 0.2))
    worker.kill()
    site.worker("worker-2", processes=1)
    site.redis.kill()
    site.redis.restart()
    mid_sweep(chance.uniform(0.3, 0.5))
    site.postgres.kill()
    site.postgres.restart()
    site.run_script(*CHASE)  # what beat does every ten minutes
    took = site.wait_until(lambda: site.one(STILL_TO_CHASE) == 0, seconds=60, what="everything is chased")

    figure("S11 worker, Redis, PostgreSQL", f"{assert_exactly(site, expected)}, caught up in {took:.0f} s")
