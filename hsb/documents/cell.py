"""A process with nothing to lose, for work on things we did not write: laying out a PDF, looking into an upload.

`run` has a module of ours do one piece of work in a process of its own, which is given the input and nothing else: no
settings, no secrets, no inherited variables; nobody waits longer than the time allowed, and then its whole process group is
ended. Loading the libraries costs several times what one page does, so a *warm cell* (`hsb.documents.warm_cell`), which has
loaded them and never sees any input, lends each piece of work a fresh copy of itself. The copy calls `give_up_resources`
before it reads, and `wall_in` before it works. No Django here: the child must not know it.
"""

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PROJECT = Path(__file__).resolve().parents[2]
HANDED_ON = ("PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")

DATA_BYTES = 512 * 1024**2
ADDRESS_SPACE_BYTES = 1024 * 1024**2

REFUSED_EVENTS = (
    "ctypes.dlopen",
    "ftplib.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "socket.",
    "subprocess.",
    "urllib.Request",
)


class TookTooLong(Exception):
    """The work was ended because its time or processor time was used up."""


@dataclass(frozen=True)
class Ended:
    """How the process ended, and what it wrote."""

    code: int
    output: bytes


class _Gone(Exception):
    """The warm cell ended before it began on the work: it had nothing to do for a while, or could not load its libraries."""


def run(module: str, *arguments: str, given: bytes, seconds: float, cache: Path) -> Ended:
    """Answer what the module's `main()` wrote; raises TookTooLong when it was ended for time. Nothing is left of the work.

    The module may have a `prepare()`, which loads what it needs. What that raises SystemExit with is how the work ended.
    """
    for _ in range(3):
        warm = _warm_cell(module, cache)
        try:
            ended = warm.do(arguments, given, seconds)
        except _Gone:
            if code := warm.put_away():
                return Ended(code=code, output=b"")
            continue
        if ended.code in (-signal.SIGXCPU, -signal.SIGKILL):
            raise TookTooLong
        return ended
    return Ended(code=1, output=b"")


def put_away() -> None:
    """No cell of this process is left, warm or at work. One that is asked for afterwards is a new one."""
    with _STARTING:
        for warm in _WARM.values():
            warm.put_away()
        _WARM.clear()


class _WarmCell:
    """A process of ours that has loaded a module's libraries and waits; it ends with this one, or with nothing to do."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(  # our own module, no shell
                [sys.executable, "-m", "hsb.documents.warm_cell", module, str(theirs.fileno())],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._speaking = threading.Lock()

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def do(self, arguments: Iterable[str], given: bytes, seconds: float) -> Ended:
        """Answer how the work ended; raises _Gone when it was never begun, TookTooLong after `seconds`."""
        until = time.monotonic() + seconds
        with tempfile.TemporaryDirectory(prefix="hsb-") as scratch, _in_memory() as wanted, _in_memory() as made:
            wanted.write(given)
            wanted.seek(0)
            told, tells = os.pipe()
            with open(told, "rb", buffering=0) as heard:
                try:
                    work = json.dumps({"arguments": list(arguments), "scratch": scratch}).encode()
                    self._say(work, [wanted.fileno(), made.fileno(), tells])
                finally:
                    os.close(tells)
                number = _next(heard, until)
                if number == b"":
                    raise _Gone
                code = number and _next(heard, until)
                if number and code is None:
                    self._say(json.dumps({"end": int(number)}).encode(), [])
                    _next(heard, time.monotonic() + seconds)
                if code is None:
                    raise TookTooLong
            made.seek(0)
            # Without a last word the warm cell itself was ended, and with it all that was at work.
            return Ended(code=int(code or -signal.SIGKILL), output=made.read())

    def put_away(self) -> int:
        """Answer how the process ended, with all that was at work in it."""
        self._line.close()
        try:
            return self._process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            return self._process.wait()

    def _say(self, words: bytes, files: list[int]) -> None:
        try:
            with self._speaking:
                # The files travel with the first byte; the length comes first, for a stream has no edges.
                socket.send_fds(self._line, [len(words).to_bytes(4, "big")], files)
                self._line.sendall(words)
        except OSError as closed:
            raise _Gone from closed


_WARM: dict[tuple[str, tuple[tuple[str, str], ...]], _WarmCell] = {}
_STARTING = threading.Lock()


def _warm_cell(module: str, cache: Path) -> _WarmCell:
    environment = _environment(cache)
    key = (module, tuple(sorted(environment.items())))
    with _STARTING:
        if key not in _WARM or _WARM[key].has_ended:
            if key in _WARM:
                _WARM[key].put_away()
            _WARM[key] = _WarmCell(module, environment)
        return _WARM[key]


def _forget() -> None:
    """A copy of this process has none of its warm cells: two that speak on one line would get each other's work."""
    global _STARTING
    _WARM.clear()
    _STARTING = threading.Lock()


os.register_at_fork(after_in_child=_forget)
atexit.register(put_away)


@contextmanager
def _in_memory() -> Iterator[IO[bytes]]:
    """A file that never comes to rest on a disk, where the system has such; elsewhere one without a name."""
    if hasattr(os, "memfd_create"):
        with open(os.memfd_create("hsb"), "w+b") as file:
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            yield file


def _next(heard: IO[bytes], until: float) -> bytes | None:
    """Answer the next line, nothing when there will be none, None when the time is up."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(heard, selectors.EVENT_READ)
        return heard.readline() if waiting.select(max(until - time.monotonic(), 0)) else None


def give_up_resources(*, cpu_seconds: int, niceness: int) -> None:
    """This process has little processor time, memory and priority; a system without one of the limits does without it.

    Somebody may be waiting for the result, and the parent's patience does not grow with the load: behind everybody else, but
    not so far that a busy machine never gets to it (at niceness 19 two busy processes leave it less than a hundredth).
    """
    try:
        os.nice(niceness)
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_CPU": cpu_seconds, "RLIMIT_DATA": DATA_BYTES, "RLIMIT_AS": ADDRESS_SPACE_BYTES, "RLIMIT_CORE": 0}
    for name, amount in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (amount, amount))
        except (AttributeError, ValueError, OSError):
            continue


def wall_in() -> None:
    """Refuse, for the rest of this process, the network, other programs, and files outside Python and the scratch folder.

    The wall behind the library's own: an audit hook cannot be taken off again.
    """
    places = (sys.prefix, sys.base_prefix, tempfile.gettempdir(), *_package_folders())
    allowed = tuple(os.path.realpath(place) + os.sep for place in places)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED_EVENTS):
            if event != "urllib.Request" or not str(arguments[0]).startswith("data:"):
                raise PermissionError(event)
        elif event == "open" and isinstance(arguments[0], (str, bytes)):
            if not os.path.realpath(os.fsdecode(arguments[0])).startswith(allowed):
                raise PermissionError(event)

    sys.addaudithook(refuse)


def _package_folders() -> Iterable[str]:
    return (path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages"))


def _environment(cache: Path) -> dict[str, str]:
    """Answer the few variables the child needs to find its libraries and fonts; none of ours are among them."""
    handed_on = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return handed_on | {
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "XDG_CACHE_HOME": str(cache),
    }
