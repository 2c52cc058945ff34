"""Find, or start, the PostgreSQL and Redis that the tests use. Standard library only: start.py asks it what is missing.

In this order (docs/architecture.md): DATABASE_URL and REDIS_URL as given; else a server that already answers on the usual
local port and lets us make databases of our own; else a private server in a temporary folder, gone when the tests end.
PostgreSQL refuses to run as root, so as root it runs as the user postgres, or nobody.

    python -m tests.services -- pytest -m services      # runs a command with DATABASE_URL and REDIS_URL set
"""

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

LOCALHOST = "127.0.0.1"
POSTGRES_PORT = 5432
REDIS_PORT = 6379
# Redis numbers its databases; ours is the last one, and it must be empty when we come.
REDIS_DATABASE = 15
START_SECONDS = 30

POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/pgsql-*/bin",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class ServiceMissing(Exception):
    """A server the tests need can be neither found nor started; the sentence says what to install."""


# -- finding ------------------------------------------------------------------------------------------------------


def postgres_program(name: str) -> str | None:
    """Answer the path of one of PostgreSQL's own programs, which Debian keeps off the PATH."""
    places = [path for pattern in POSTGRES_PLACES for path in sorted(glob.glob(pattern), reverse=True)]
    return shutil.which(name) or next((found for place in places if (found := shutil.which(name, path=place))), None)


def redis_program() -> str | None:
    """Answer the path of a Redis server (Valkey speaks the same)."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def chromium_program() -> str | None:
    """Answer the browser to drive: CHROMIUM if set, else the first one installed."""
    named = os.environ.get("CHROMIUM")
    installed = [found for name in CHROMIUM_NAMES if (found := shutil.which(name))]
    return named or next(iter(installed + [path for path in CHROMIUM_PLACES if os.path.exists(path)]), None)


def answers(port: int, host: str = LOCALHOST) -> bool:
    """Answer whether anything listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def free_port() -> int:
    """Answer a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        return int(probe.getsockname()[1])


def postgres_within_reach() -> bool:
    """Answer whether the full tests will have a PostgreSQL without anything being installed."""
    return bool(os.environ.get("DATABASE_URL") or postgres_program("initdb") or answers(POSTGRES_PORT))


def redis_within_reach() -> bool:
    """Answer whether the full tests will have a Redis without anything being installed."""
    return bool(os.environ.get("REDIS_URL") or redis_program() or answers(REDIS_PORT))


# -- starting -----------------------------------------------------------------------------------------------------


class Server:
    """One private server in a folder of its own. A test may kill it and start it again: that is what it is for."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hsb-test-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The server answers when this returns."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **self.as_user(),
            )
        give_up = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                log_tail = (self.folder / "log").read_text(errors="replace")[-800:]
                self.remove()
                raise ServiceMissing(f"{type(self).__name__} would not start. Its log ends:\n{log_tail}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals) -> None:
        """Nothing of the server runs when this returns."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self) -> None:
        """The server is gone as if its machine had lost power, children too."""
        if self.process is not None:
            for pid in (self.process.pid, *self._children()):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _children(self) -> list[int]:
        # PostgreSQL gives each of its processes a session of its own, so killing the group would miss them.
        assert self.process is not None
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if listing.exists():
            return [int(pid) for pid in listing.read_text().split()]
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
        pairs = (map(int, line.split()) for line in listed.splitlines())
        return [pid for pid, parent in pairs if parent == self.process.pid]

    def restart(self) -> None:
        """The server answers again, on the same port, with what it had made durable."""
        self.start()

    def remove(self) -> None:
        """Neither the server nor its folder is left."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self) -> list[str]:
        raise NotImplementedError

    def as_user(self) -> dict[str, object]:
        return {}

    def is_ready(self) -> bool:
        return answers(self.port)


class Postgres(Server):
    """A private PostgreSQL with the superuser `hsb`, no password, and durability on (or the kill tests would prove nothing)."""

    def __init__(self) -> None:
        initdb, postgres = postgres_program("initdb"), postgres_program("postgres")
        if not initdb or not postgres:
            raise ServiceMissing("PostgreSQL is not installed. Debian or Ubuntu: apt-get install -y postgresql")
        super().__init__()
        self.program = postgres
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            owner = self._owner()
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        made = subprocess.run(
            [initdb, "-D", str(self.data), "-U", "hsb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self.as_user(),
        )
        if made.returncode:
            self.remove()
            raise ServiceMissing(f"PostgreSQL's initdb failed: {made.stderr.strip()[-400:]}")
        with (self.data / "postgresql.conf").open("a") as conf:
            # Tests open a connection for each process and copy databases from a template; the defaults assume a server.
            conf.write("max_connections = 200\nshared_buffers = 128MB\nwal_level = minimal\nmax_wal_senders = 0\n")
        self.url = f"postgres://hsb@{LOCALHOST}:{self.port}/postgres"

    @staticmethod
    def _owner() -> pwd.struct_passwd:
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise ServiceMissing("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")

    def as_user(self) -> dict[str, object]:
        if os.geteuid() != 0:
            return {}
        owner = self._owner()
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def command(self) -> list[str]:
        # No socket file: only this port on this machine.
        return [self.program, "-D", str(self.data), "-h", LOCALHOST, "-p", str(self.port), "-k", ""]

    def start(self) -> None:
        # After a kill the old lock file names a process that is gone; PostgreSQL sees that itself unless the number is in use.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        super().start()

    def is_ready(self) -> bool:
        program = postgres_program("pg_isready")
        if program is None:
            return super().is_ready()
        asked = [program, "-q", "-h", LOCALHOST, "-p", str(self.port), "-U", "hsb", "-d", "postgres"]
        return subprocess.run(asked, capture_output=True).returncode == 0

    def remove(self) -> None:
        self.stop(signal.SIGINT)  # fast shutdown
        super().remove()


class Redis(Server):
    """A private Redis that writes every change to disk, as the production file asks it to."""

    def __init__(self, password: str = "") -> None:
        program = redis_program()
        if not program:
            raise ServiceMissing("Redis is not installed. Debian or Ubuntu: apt-get install -y redis-server")
        super().__init__()
        self.program = program
        self.password = password
        self.url = f"redis://{f':{password}@' if password else ''}{LOCALHOST}:{self.port}/0"

    def command(self) -> list[str]:
        options = {
            "bind": LOCALHOST,
            "port": self.port,
            "dir": self.folder,
            "appendonly": "yes",
            "appendfsync": "always",
            "save": "",
            **({"requirepass": self.password} if self.password else {}),
        }
        return [self.program, *(part for name, value in options.items() for part in (f"--{name}", str(value)))]

    def remove(self) -> None:
        self.stop(signal.SIGTERM)
        super().remove()


# -- what a test run gets -----------------------------------------------------------------------------------------


@contextlib.contextmanager
def postgres(*, private: bool = False) -> Iterator[str]:
    """Give the address of a database the tests may use; what they make there is theirs to drop. `private` may be killed."""
    if not private and os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    if not private and (found := _local_postgres()) is not None:
        with _database_of_our_own(found) as url:
            yield url
        return
    server = Postgres()
    server.start()
    try:
        yield server.url
    finally:
        server.remove()


@contextlib.contextmanager
def migrated(url: str) -> Iterator[str]:
    """Give the name of a database on that server, migrated, of which each process of a run makes its own as a copy."""
    import psycopg2

    place, _, own = url.rpartition("/")
    name = f"{own}_migrated"

    def on_server(*statements: str) -> None:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    drop = f'drop database if exists "{name}" with (force)'
    on_server(drop, f'create database "{name}"')
    try:
        with tempfile.TemporaryDirectory(prefix="hsb-var-") as folder:
            given = {"DATABASE_URL": f"{place}/{name}", "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--run-syncdb"],
                env=os.environ | given,
                check=True,
            )
        yield name
    finally:
        on_server(drop)


@contextlib.contextmanager
def redis(*, private: bool = False) -> Iterator[str]:
    """Give the address of a Redis database nobody else uses. `private` may be killed."""
    if not private and os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    if not private and (found := _local_redis()) is not None:
        try:
            yield found
        finally:
            _redis_says(b"SELECT %d\r\nFLUSHDB\r\n" % REDIS_DATABASE)
        return
    server = Redis()
    server.start()
    try:
        yield server.url
    finally:
        server.remove()


def _local_postgres() -> str | None:
    """Answer the address of a local server that lets us make roles and databases, or None."""
    if not answers(POSTGRES_PORT):
        return None
    try:
        import psycopg2
    except ImportError:
        return None
    address = f"postgres://{LOCALHOST}:{POSTGRES_PORT}/postgres"
    for user in dict.fromkeys((pwd.getpwuid(os.geteuid()).pw_name, "postgres")):
        with contextlib.suppress(psycopg2.Error):
            connection = psycopg2.connect(
                host=LOCALHOST, port=POSTGRES_PORT, user=user, dbname="postgres", connect_timeout=2
            )
            with contextlib.closing(connection), connection.cursor() as cursor:
                cursor.execute("select rolsuper from pg_roles where rolname = current_user")
                if cursor.fetchone() == (True,):
                    return address.replace("://", f"://{user}@")
    return None


@contextlib.contextmanager
def _database_of_our_own(url: str) -> Iterator[str]:
    """Give the address of a new empty database on that server, and drop it afterwards with all that was derived from its name."""
    import psycopg2

    name = f"hsb_tests_{secrets.token_hex(4)}"

    def on_server(*statements: str) -> None:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def ours() -> list[str]:
        with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute("select datname from pg_database where datname like %s", [f"%{name}%"])
            return [row[0] for row in cursor.fetchall()]

    on_server(f'create database "{name}"')
    try:
        yield url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        on_server(*(f'drop database if exists "{database}" with (force)' for database in ours()))


def _local_redis() -> str | None:
    """Answer the address of our own database on a local Redis, or None when it is absent, guarded or in use."""
    if not answers(REDIS_PORT):
        return None
    reply = _redis_says(b"SELECT %d\r\nDBSIZE\r\n" % REDIS_DATABASE)
    return f"redis://{LOCALHOST}:{REDIS_PORT}/{REDIS_DATABASE}" if reply.split() == [b"+OK", b":0"] else None


def _redis_says(commands: bytes) -> bytes:
    with contextlib.suppress(OSError), socket.create_connection((LOCALHOST, REDIS_PORT), timeout=2) as line:
        line.sendall(commands + b"QUIT\r\n")
        return b"".join(iter(lambda: line.recv(4096), b"")).removesuffix(b"+OK\r\n")
    return b""


def main(command: list[str]) -> int:
    """Run the command with both services, and answer its exit status."""
    with postgres() as database_url, redis() as redis_url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url})


if __name__ == "__main__":
    try:
        sys.exit(main([part for part in sys.argv[1:] if part != "--"]))
    except ServiceMissing as missing:
        sys.exit(str(missing))
