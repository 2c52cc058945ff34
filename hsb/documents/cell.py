"""A process with nothing to lose, for work on things we did not write: laying out a PDF, looking into an upload.

`run` starts `python -m hsb.documents.<module>` with the input and nothing else: no settings, no secrets, no inherited
variables; nobody waits longer than the time allowed, and then its whole process group is ended. The process itself calls
`give_up_resources` before it reads, and `wall_in` before it works. No Django here: the child must not know it.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def run(module: str, *arguments: str, given: bytes, seconds: float, cache: Path) -> Ended:
    """Answer what the module's process wrote; raises TookTooLong when it was ended for time. No process is left behind."""
    with tempfile.TemporaryDirectory(prefix="hsb-") as scratch:
        child = subprocess.Popen(  # our own module, no shell
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env=_environment(cache, scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            output, _ = child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as expired:
            raise TookTooLong from expired
        finally:
            _end(child)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TookTooLong
    return Ended(code=child.returncode, output=output)


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


def _environment(cache: Path, scratch: str) -> dict[str, str]:
    """Answer the few variables the child needs to find its libraries and fonts; none of ours are among them."""
    handed_on = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return handed_on | {
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "TMPDIR": scratch,
        "XDG_CACHE_HOME": str(cache),
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
