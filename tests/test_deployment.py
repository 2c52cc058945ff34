"""docker-compose.yml, run without Docker: its very commands and variables, on a real PostgreSQL and Redis of our own."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests import services
from tests.test_repository import FILLED, command_of, environment_of, owner_statements

psycopg2 = pytest.importorskip("psycopg2")

pytestmark = [pytest.mark.services, pytest.mark.slow]

BROWSER = {"Host": "casework.example.org", "X-Forwarded-Proto": "https"}


class Deployment:
    """The services of docker-compose.yml as processes, each with its own environment and nothing else."""

    def __init__(self, folder: Path, postgres: services.Postgres, redis: services.Redis) -> None:
        self.folder, self.port = folder, services.free_port()
        self.places = {
            "@postgres:5432/": f"@127.0.0.1:{postgres.port}/",
            "@redis:6379/": f"@127.0.0.1:{redis.port}/",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "/tmp/beat-schedule": str(folder / "beat-schedule"),
        }

    def here(self, text: str) -> str:
        for there, ours in self.places.items():
            text = text.replace(there, ours)
        return text

    def environment(self, service: str) -> dict[str, str]:
        given = {name: self.here(value) for name, value in environment_of(service).items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {**given, "PATH": path, "VAR_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "hsb.settings"}

    def start(self, service: str) -> subprocess.Popen[bytes]:
        # An empty word (--pidfile "") must stay one; a single command takes the shell's place, so that it gets our signals.
        command = (self.here(command_of(service)) + " ").replace("--pidfile  ", "--pidfile= ")
        if "&&" not in command:
            command = f"exec {command}"
        with (self.folder / f"{service}.log").open("wb") as log:
            return subprocess.Popen(
                ["sh", "-c", command], cwd=settings.BASE_DIR, env=self.environment(service), stdout=log, stderr=log
            )

    def log(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text(errors="replace")

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=10) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), dict(error.headers)

    def wait_for(self, what: str, question, seconds: float = 60) -> None:
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError):
                if question():
                    return
            time.sleep(0.2)
        logs = "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-2000:]}" for path in self.folder.glob("*.log")
        )
        pytest.fail(f"{what} did not happen.\n{logs}")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    with contextlib.ExitStack() as stack:
        postgres, redis = services.Postgres(), services.Redis(FILLED["REDIS_PASSWORD"])
        for server in (postgres, redis):
            stack.callback(server.remove)
            server.start()
        with contextlib.closing(psycopg2.connect(postgres.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                # What the postgres image runs once.
                for statement in owner_statements():
                    cursor.execute(statement)
        deployment = Deployment(folder, postgres, redis)
        # What the image was built with.
        for command in (["build_assets"], ["collectstatic", "--no-input", "--verbosity", "0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR,
                env={"PATH": os.environ["PATH"], "DEMO": "true", "VAR_DIR": str(folder)},
                check=True,
                stdout=subprocess.DEVNULL,
            )
        migrated = deployment.start("migrate")
        assert migrated.wait(300) == 0, deployment.log("migrate")
        running = [deployment.start(service) for service in ("web", "worker", "beat")]
        try:
            deployment.wait_for("the first answer", lambda: deployment.ask("/health/live")[0] == 200)
            yield deployment
        finally:
            for process in running:
                process.terminate()
            for process in running:
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def test_ready_as_the_web_login_behind_row_level_security(deployment: Deployment) -> None:
    status, body, _ = deployment.ask("/health/ready")

    assert (status, json.loads(body)) == (
        200,
        {"status": "ready", "database": "ok", "migrations": "ok", "broker": "ok", "calendar": "ok"},
    ), deployment.log("web")
    assert "The web login owns nothing and cannot go round row-level security." in deployment.log("web")


def test_signing_in_by_https_is_offered_with_locked_down_headers(deployment: Deployment) -> None:
    status, body, headers = deployment.ask("/accounts/login/", BROWSER)

    assert status == 200, deployment.log("web")
    assert "<h1" in body
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Set-Cookie"].startswith("__Host-csrf=")
    assert "Secure" in headers["Set-Cookie"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_plain_http_is_sent_to_https(deployment: Deployment) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    request = urllib.request.Request(f"http://127.0.0.1:{deployment.port}/", headers={"Host": "casework.example.org"})

    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=10)

    assert (refused.value.code, refused.value.headers["Location"]) == (301, "https://casework.example.org/")


def test_an_unknown_host_is_refused(deployment: Deployment) -> None:
    assert deployment.ask("/", {"Host": "elsewhere.example.org", "X-Forwarded-Proto": "https"})[0] == 400


def test_beat_wakes_the_worker_which_may_do_its_work(deployment: Deployment) -> None:
    def worked() -> bool:
        return "hsb.outbox.tasks.work" in deployment.log("worker") and "succeeded in" in deployment.log("worker")

    deployment.wait_for("work by the worker", worked)

    assert "Traceback" not in deployment.log("worker"), deployment.log("worker")


def test_the_owner_may_not_serve_people(deployment: Deployment) -> None:
    environment = {**deployment.environment("web"), "DATABASE_URL": deployment.environment("migrate")["DATABASE_URL"]}

    refused = subprocess.run(
        ["sh", "-c", "python manage.py database check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert refused.returncode == 1
    assert "owns tables" in refused.stderr
