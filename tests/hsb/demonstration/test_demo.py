"""The supervisor of `python3 start.py`: one command brings everything up, one signal takes everything down, and nothing is ever left."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.services import free_port

pytestmark = [pytest.mark.services, pytest.mark.slow]

UP_SECONDS = 900
DOWN_SECONDS = 30


class Demo:
    """A running demonstration, found by a word that each of its processes carries in its environment."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder, self.output = free_port(), folder, folder / "output"
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env={**kept, "DEMO": "true", "VAR_DIR": str(folder)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def ask(self, path: str) -> tuple[int, bytes]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read()

    def pids(self, word: str = "") -> set[int]:
        """Answer its processes that live, by their own environment, so that an orphan is found too."""
        mark, found = f"VAR_DIR={self.folder}\0".encode(), set()
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                try:
                    is_ours = mark in (place / "environ").read_bytes() + b"\0"
                    command, state = (
                        (place / "cmdline").read_text(),
                        (place / "stat").read_text().rsplit(")", 1)[1].split()[0],
                    )
                except (OSError, IndexError):
                    continue
                if is_ours and word in command and state != "Z":
                    found.add(int(place.name))
        return found


def eventually(question: Callable[[], object], seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if question():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: from the second test on, each start is a second start."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(folder: Path) -> Iterator[Demo]:
    if not Path("/proc/self/environ").exists():
        pytest.skip("finds processes through /proc")
    demo = Demo(folder)
    try:
        assert eventually(lambda: "Open http" in demo.said() or demo.process.poll() is not None, UP_SECONDS)
        assert demo.process.poll() is None, demo.said()
        yield demo
    finally:
        for pid in demo.pids():
            os.kill(pid, signal.SIGKILL)
        demo.process.wait()


def test_one_command_brings_up_web_worker_and_beat_and_one_signal_takes_all_down(demo: Demo) -> None:
    assert json.loads(demo.ask("/health/ready")[1])["status"] == "ready"
    assert demo.pids("gunicorn")
    assert demo.pids("worker")
    assert demo.pids("beat")
    accounts = json.loads((demo.folder / "demo-accounts.json").read_text())
    assert all(set(account) >= {"email", "password", "agency", "role"} for account in accounts)
    assert all(account["email"] in demo.said() and account["password"] in demo.said() for account in accounts)

    demo.process.send_signal(signal.SIGTERM)

    assert demo.process.wait(DOWN_SECONDS) == 0
    assert demo.pids() == set()
    assert "Everything has stopped." in demo.said()


def test_a_part_that_is_killed_comes_back(demo: Demo) -> None:
    for part in ("worker", "beat", "gunicorn"):
        before = demo.pids(part)

        for pid in before:
            os.kill(pid, signal.SIGKILL)

        assert eventually(lambda part=part, before=before: demo.pids(part) - before, 15), part
    assert eventually(lambda: demo.pids("gunicorn") and _answers(demo), 20)


def test_nothing_outlives_a_supervisor_that_is_killed(demo: Demo) -> None:
    demo.process.kill()

    assert eventually(lambda: not demo.pids(), DOWN_SECONDS), demo.pids()


def test_a_taken_port_is_named_before_anything_is_done(demo: Demo) -> None:
    second = subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", str(demo.port)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEMO": "true", "DJANGO_SETTINGS_MODULE": "hsb.settings"},
        capture_output=True,
        text=True,
    )

    assert second.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {demo.port}" in second.stderr
    assert f"--port {demo.port + 1}" in second.stderr


def _answers(demo: Demo) -> bool:
    try:
        return demo.ask("/health/live")[0] == 200
    except OSError:
        return False
