"""Run the whole product on this machine: web, worker and beat under one supervisor, with the demonstration partnership loaded."""

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections import deque
from collections.abc import Iterator
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

READY_SECONDS = 60
STOP_SECONDS = 15
# A background process that ends is started again; one that ends this often in a minute is broken, and we say so.
RESTARTS_A_MINUTE = 5
PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """Somebody asked us to stop. Not an Exception: no handler below the supervisor may swallow it."""


def _die_with_supervisor() -> None:
    # Runs in the child. Linux then ends it when the supervisor dies, however it dies. macOS has no such call. Nobody is left to
    # insist, and Celery asked politely waits for its work: so it is killed. What was not done is a row that the next start finds.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """One part of the product, in a session of its own: a Ctrl+C reaches the supervisor only, which then stops each in turn."""

    def __init__(self, name: str, *arguments: str, environment: dict[str, str]) -> None:
        self.name, self.arguments, self.environment = name, arguments, environment
        self.starts: deque[float] = deque(maxlen=RESTARTS_A_MINUTE + 1)
        self.popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.popen = subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_supervisor,
        )

    def has_ended(self) -> bool:
        return self.popen is not None and self.popen.poll() is not None

    def keeps_ending(self) -> bool:
        return len(self.starts) > RESTARTS_A_MINUTE and self.starts[-1] - self.starts[0] < 60

    def signal(self, number: signal.Signals) -> None:
        """The whole session gets the signal, so that a child of a killed process goes too."""
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, number)

    def ask_to_stop(self) -> None:
        # Only the leader: gunicorn and Celery stop their own children, and a child asked twice cuts its work short.
        if self.popen is not None and self.popen.poll() is None:
            self.popen.terminate()

    def wait(self, give_up: float) -> None:
        """The process has ended when this returns, of itself or because its time was up."""
        if self.popen is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(max(0.1, give_up - time.monotonic()))
            self.signal(signal.SIGKILL)
            self.popen.wait()


class Command(BaseCommand):
    help = "Migrate, load the demonstration partnership, and run web, worker and beat until Ctrl+C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This loads accounts whose passwords everybody knows. Set DEMO=true, or run python3 start.py."
            )
        self._refuse_a_taken_port(host, port)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._prepare()
            processes = self._processes(host, port)
            with self._running(processes):
                self._wait_until_ready(host, port, processes)
                self._greet(host, port)
                self._watch(processes)
        except Stopped:
            self._say("Everything has stopped.")

    # -- preparing ------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        started = time.monotonic()
        call_command("build_assets")
        self._say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        if "load_demonstration" in get_commands():
            if not (settings.VAR / "demo-accounts.json").exists():
                self._say("Loading the demonstration partnership (first time only; it takes a minute) …")
            call_command("load_demonstration")
        else:
            self._say("There is no demonstration partnership to load yet: the command load_demonstration is missing.")
        call_command("collectstatic", verbosity=0, interactive=False)
        connections.close_all()
        self._say(f"Prepared in {time.monotonic() - started:.0f} s.")

    def _refuse_a_taken_port(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Cannot listen on {host} port {port} ({error.strerror}). Choose another: python3 start.py --port {port + 1}"
                ) from error

    # -- running --------------------------------------------------------------------------------------------------

    def _processes(self, host: str, port: int) -> list[Process]:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hsb.settings", "PYTHONUNBUFFERED": "1"}
        # In a container everything is root's; Celery's advice about it is for production.
        environment.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
        environment.setdefault("PUBLIC_URL", self._address(host, port))
        # On loopback only loopback names are answered; who opens the demonstration to a network means every name it has.
        environment.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if self._is_loopback(host) else "*")
        celery = ("celery", "--quiet", "-A", "hsb.celery")
        beat_file = str(settings.VAR / "beat-schedule")
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return [
            Process(
                "web", "gunicorn", "hsb.wsgi", "--bind", bind, "--worker-class", "gthread", "--workers", "2",
                "--threads", "4", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
                environment=environment,
            ),
            Process(
                "worker", *celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "warning",
                "--without-gossip", "--without-mingle", "--without-heartbeat", environment=environment,
            ),
            Process("beat", *celery, "beat", "--loglevel", "warning", "--schedule", beat_file, "--pidfile", "", environment=environment),
        ]  # fmt: skip

    @contextlib.contextmanager
    def _running(self, processes: list[Process]) -> Iterator[None]:
        """All run inside; none is left afterwards, whatever ended it."""
        try:
            for process in processes:
                process.start()
            yield
        finally:
            # A second Ctrl+C must not leave anything behind.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            for process in reversed(processes):
                process.ask_to_stop()
            give_up = time.monotonic() + STOP_SECONDS
            for process in processes:
                process.wait(give_up)

    def _watch(self, processes: list[Process]) -> NoReturn:
        while True:
            self._restart_what_ended(processes)
            time.sleep(0.5)

    def _restart_what_ended(self, processes: list[Process]) -> None:
        for process in processes:
            if process.has_ended():
                assert process.popen is not None
                if process.keeps_ending():
                    raise CommandError(f"The {process.name} process keeps ending; its own words are above.")
                self._say(f"The {process.name} process ended ({process.popen.returncode}); starting it again.")
                process.signal(signal.SIGKILL)
                process.start()

    def _wait_until_ready(self, host: str, port: int, processes: list[Process]) -> None:
        """The first page can be asked for when this returns."""
        place = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104: asks, does not listen
        # Never through the machine's proxy: it is our own address.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        give_up = time.monotonic() + READY_SECONDS
        answer = "no answer"
        while time.monotonic() < give_up:
            self._restart_what_ended(processes)
            try:
                with direct.open(self._address(place, port) + "/health/ready", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                answer = f"{error.code}: {error.read(300).decode(errors='replace')}"
            except OSError as error:
                answer = str(error)
            time.sleep(0.1)
        raise CommandError(f"The web process runs but is not ready ({answer}).")

    # -- words ----------------------------------------------------------------------------------------------------

    def _greet(self, host: str, port: int) -> None:
        accounts_file = settings.VAR / "demo-accounts.json"
        if accounts_file.exists():
            accounts = json.loads(accounts_file.read_text())
            width = {key: max(len(str(a.get(key, ""))) for a in accounts) for key in ("email", "password", "role")}
            self._say("\nAccounts to try (all people and agencies are invented):")
            for account in accounts:
                columns = [str(account.get(key, "")).ljust(width[key]) for key in ("email", "password", "role")]
                self._say("  " + "  ".join([*columns, str(account.get("agency", ""))]).rstrip())
        self._say(self.style.SUCCESS(f"\nOpen {self._address(host, port)}/   (Ctrl+C stops everything)"))

    @staticmethod
    def _address(host: str, port: int) -> str:
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @staticmethod
    def _is_loopback(host: str) -> bool:
        return host in ("localhost", "::1") or host.startswith("127.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    @staticmethod
    def _stop(number: int, frame: object) -> NoReturn:
        raise Stopped
