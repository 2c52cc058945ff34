"""Trouble that is nobody's death: a full disk, a mail gateway that fails, a clock that jumps (targets.md S10)."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.gateway import Gateway
from tests.faults.harness import Site

pytestmark = [pytest.mark.services, pytest.mark.slow]
HOUR = 3600


class SmallDisk:
    """A file system of a few megabytes that holds the tables the worker writes, so that it can be full and PostgreSQL go on."""

    def __init__(self, site: Site, place: Path) -> None:
        self.site, self.place, self.filler = site, place, place / "filler"

    def mount(self) -> None:
        owner = self.site.postgres.as_user()
        who = f"uid={owner['user']},gid={owner['group']}" if owner else ""
        self.place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=8m,{who}", "tmpfs", str(self.place)], check=True)
        self.site.on_server(f"CREATE TABLESPACE small LOCATION '{self.place}'")
        with self.site.cursor() as cursor:
            cursor.execute("ALTER TABLE fault_effect SET TABLESPACE small")

    def fill(self) -> None:
        """Not one more block can be written."""
        with self.filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)

    def empty(self) -> None:
        self.filler.unlink()

    def unmount(self) -> None:
        self.site.end_programs()
        self.site.on_server(f"DROP DATABASE IF EXISTS {self.site.database} WITH (FORCE)", "DROP TABLESPACE small")
        subprocess.run(["umount", str(self.place)], check=True)


@pytest.fixture
def small_disk(site: Site) -> Iterator[SmallDisk]:
    if os.geteuid():
        pytest.skip("only root may mount a small disk")
    disk = SmallDisk(site, site.postgres.folder / "small")
    disk.mount()
    yield disk
    disk.unmount()
    disk.place.rmdir()


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="tmpfs is Linux's")
def test_a_full_disk_loses_nothing(site, small_disk, rows, figure):
    site.beat()
    small_disk.fill()
    worker = site.worker(processes=2)
    site.put(rows, seconds=0.01)
    refused = lambda: b"DiskFull" in worker.log.read_bytes() or b"OperationalError" in worker.log.read_bytes()  # noqa: E731
    site.wait_until(refused, seconds=60, what="the disk refuses a row")
    assert site.one("SELECT count(*) FROM fault_effect") == 0

    small_disk.empty()
    took = site.wait_for_done(rows)

    said = site.assert_exactly_once(rows, repeats_outside=rows * 4)
    figure("S10 disk full", f"{said} catch-up {took:.0f} s")


def test_a_failing_mail_gateway_loses_no_mail_and_repeats_it_only_under_its_key(site, figure):
    with Gateway() as gateway:
        # In turn: no answer at all, refused for now, cut off, taken but never confirmed; then all is well.
        gateway.troubles = ["silent", "busy", "busy", "cut", "unconfirmed"]
        site.more = {
            "FAULT_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(gateway.port),
        }
        site.beat()
        site.worker(processes=2)
        site.put(12, kind="mail", prefix="mail")
        took = site.wait_for_done(12)

    taken = gateway.taken
    assert gateway.troubles == []
    assert site.one("SELECT count(*) FROM notifications_mailrecord WHERE state = 'sent'") == 12 == len(taken)
    assert taken.total() == 13, "one e-mail was taken without a word, and so came twice"
    figure("S10 mail gateway", f"12 e-mails, LOST 0, repeats {taken.total() - 12} under the same key, {took:.0f} s")


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
def test_a_clock_that_jumps_holds_up_nothing(site, rows, jump, figure):
    """Two workers whose clocks differ by an hour: leases are kept on the database's clock."""
    site.beat()
    right = site.worker("right", processes=1)
    site.worker("wrong", processes=1, shifted=jump)
    site.put(rows, seconds=0.02)
    site.wait_for_done(rows // 4)

    right.signal_all(signal.SIGKILL)
    right.killed = True
    took = site.wait_for_done(rows)

    figure(f"S10 clock {jump:+d} s", f"{site.assert_exactly_once(rows, repeats_outside=1)} catch-up {took:.0f} s")
