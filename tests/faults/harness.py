"""The servers and processes a fault test may kill, and what it counts afterwards."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg2

from tests import services
from tests.shifted import later

REPOSITORY = Path(__file__).resolve().parents[2]
TEMPLATE = "hsb_faults_template"
CATCH_UP = 60  # seconds: targets.md S10
START = 120  # a worker's start on a busy machine is no part of catching up


class Program:
    """One of our own processes in a session of its own, so that it can be killed with its children and nothing else."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self.killed = False
        with log.open("ab") as sink:
            self.process = subprocess.Popen(
                command,
                env=environment,
                cwd=REPOSITORY,
                stdout=sink,
                stderr=sink,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def children(self) -> list[int]:
        """Answer the processes it started that still run."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = (map(int, line.split()) for line in listed.splitlines())
        return [pid for pid, parent in pairs if parent == self.process.pid]

    def signal_all(self, what: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, what)

    def kill(self) -> None:
        """It and its children are gone at once, as if the machine had lost power."""
        self.killed = True
        self.signal_all(signal.SIGKILL)
        self.process.wait()


class Site:
    """A private PostgreSQL and Redis, and the product's processes on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.var = folder / "var"
        self.var.mkdir()
        self.postgres = services.Postgres()
        self.redis = services.Redis()
        self.programs: list[Program] = []
        self.database = TEMPLATE
        self.more: dict[str, str] = {}  # for the environment of the next processes

    # -- servers ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Both servers answer and the template is migrated."""
        self.postgres.start()
        self.redis.start()
        self.on_server(f"CREATE DATABASE {TEMPLATE}")
        self.manage("migrate", "--verbosity", "0")
        with self.cursor() as cursor:
            cursor.execute("CREATE TABLE fault_effect (id bigserial PRIMARY KEY, key text NOT NULL)")
            cursor.execute("GRANT INSERT ON fault_effect TO hsb_worker")
            cursor.execute("GRANT USAGE ON SEQUENCE fault_effect_id_seq TO hsb_worker")

    def fresh_database(self, name: str) -> None:
        """The next processes work on a new copy of the template."""
        self.database = name
        self.more = {}
        self.on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        for left in (self.var / "outside", *(self.var / "mail").glob("*")):
            left.unlink(missing_ok=True)

    def on_server(self, *statements: str) -> None:
        with contextlib.closing(psycopg2.connect(self.postgres.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

    @contextlib.contextmanager
    def cursor(self) -> Iterator["psycopg2.extensions.cursor"]:
        url = self.postgres.url.rsplit("/", 1)[0] + f"/{self.database}"
        with contextlib.closing(psycopg2.connect(url, connect_timeout=5)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor

    def remove(self) -> None:
        """Nothing of it is left running."""
        self.end_programs()
        self.redis.remove()
        self.postgres.remove()

    # -- our own processes ------------------------------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        # Without the template of the run, with which nothing waits for the disk (tests/settings.py): a kill would prove nothing.
        kept = {name: value for name, value in os.environ.items() if name != "HSB_TESTS_TEMPLATE"}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DEMO": "1",
            "DATABASE_URL": self.postgres.url.rsplit("/", 1)[0] + f"/{self.database}",
            "REDIS_URL": self.redis.url,
            "VAR_DIR": str(self.var),
            **self.more,
        }

    def manage(self, *words: str) -> str:
        return self._finished("manage.py", *words)

    def run_script(self, module: str, *words: str) -> str:
        return self._finished("-m", module, *words)

    def _finished(self, *words: str) -> str:
        """Run one of our programs to its end and answer what it said."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment(),
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def run(self, name: str, *words: str, **more: str) -> Program:
        command = [sys.executable, "-m", *words]
        program = Program(name, command, self.environment() | more, self.folder / f"{name}.log")
        self.programs.append(program)
        return program

    def worker(self, name: str = "worker", *, processes: int = 2, ready: bool = True, shifted: int = 0) -> Program:
        """A worker runs; when `ready`, it takes work by now, so that its start does not count as catching up.

        `shifted`: its clock is wrong by so many seconds.
        """
        lonely = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO"]
        who = ["-n", f"{name}@%h", "-c", str(processes)]
        when = later(by=timedelta(seconds=shifted)) if shifted else {}
        worker = self.run(name, "celery", "-A", "hsb.celery", "worker", *who, *lonely, **when)
        if ready:
            self.wait_until(lambda: b"ready." in worker.log.read_bytes(), seconds=START, what=f"{name} is ready")
        return worker

    def beat(self) -> Program:
        schedule = str(self.folder / "beat-schedule")
        return self.run("beat", "celery", "-A", "hsb.celery", "beat", "-s", schedule, "--pidfile=", "-l", "WARNING")

    def end_programs(self) -> None:
        for program in self.programs:
            program.signal_all(signal.SIGCONT)
            program.kill()
            program.log.unlink()
        self.programs.clear()

    # -- work and what became of it -----------------------------------------------------------------------------------------

    def put(self, count: int, *, seconds: float = 0.05, kind: str = "fault.effect", prefix: str = "row") -> list[float]:
        """The rows are put down by a process of its own; answers how long each commit took."""
        said = self.run_script("tests.faults.put", kind, str(count), str(seconds), prefix)
        return [float(line) for line in said.split()]

    def one(self, sql: str) -> int:
        with self.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    def done(self) -> int:
        return self.one("SELECT count(*) FROM outbox_message WHERE done_at IS NOT NULL")

    def wait_until(self, question: Callable[[], bool], *, seconds: float, what: str) -> float:
        """Answer how long it took until the answer was yes; fails when it does not come in time, or a process of ours ended."""
        started = time.monotonic()
        while not question():
            ended = [p.name for p in self.programs if not p.killed and p.process.poll() is not None]
            if ended or time.monotonic() - started > seconds:
                why = f"{', '.join(ended)} ended" if ended else f"not within {seconds:g} s"
                raise AssertionError(f"{what}: {why}\n{self.log_ends()}")
            time.sleep(0.1)
        return time.monotonic() - started

    def wait_for_done(self, count: int, *, seconds: float = CATCH_UP) -> float:
        return self.wait_until(lambda: self.done() >= count, seconds=seconds, what=f"{count} rows are done")

    def log_ends(self) -> str:
        return "\n".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in self.folder.glob("*.log")
        )

    def rows_by_key(self) -> Counter[str]:
        with self.cursor() as cursor:
            cursor.execute("SELECT key FROM fault_effect")
            return Counter(key for (key,) in cursor.fetchall())

    def outside_by_key(self) -> Counter[str]:
        outside = self.var / "outside"
        return Counter(outside.read_text().split()) if outside.exists() else Counter()

    def mails_by_key(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for file in (self.var / "mail").iterdir():
            found.update(line for line in file.read_text().splitlines() if line.startswith("Idempotency-Key: "))
        return found

    def assert_exactly_once(self, count: int, *, prefix: str = "row", repeats_outside: int = 0) -> str:
        """LOST 0 and DOUBLED 0 in the database; outside, nothing lost and at most so many repeats, each under its own key."""
        expected = {f"{prefix}:{n}" for n in range(count)}
        rows, outside = self.rows_by_key(), self.outside_by_key()
        lost, doubled = expected - set(rows), {key for key, times in rows.items() if times > 1}
        assert (len(lost), len(doubled)) == (0, 0), f"LOST {sorted(lost)[:5]} DOUBLED {sorted(doubled)[:5]}"
        assert set(rows) == set(outside) == expected
        repeats = outside.total() - count
        assert repeats <= repeats_outside, f"{repeats} repeats outside, at most {repeats_outside} expected"
        return f"executed {rows.total()} LOST 0 DOUBLED 0 repeats outside {repeats}"
