"""Waits with a module's libraries loaded, and does each piece of work in a copy of itself that knows nothing of the others.

Started by `hsb.documents.cell` as `python -m hsb.documents.warm_cell <module> <number of its line>`. It reads no input itself:
input and output are files that come with the request and go to the copy. It ends, with all that is at work, when its line is
closed, and by itself after a while with nothing to do. What raises is never written anywhere: it might hold a child's words.
"""

import contextlib
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from typing import Any

IDLE_SECONDS = 120


def main(module: str, line: socket.socket) -> int:
    """Answer 0 when the line was closed or nothing came for a while."""
    work = importlib.import_module(module)
    if hasattr(work, "prepare"):
        work.prepare()
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler nothing wakes
    at_work: dict[int, int] = {}  # whom each copy's end is told
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        waiting.register(woken, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in waiting.select(IDLE_SECONDS)]
            if not ready and not at_work:
                return 0
            if woken in ready:
                woken.recv(4096)
                _tell_who_ended(at_work)
            if line in ready:
                request, files = _heard(line)
                if request is None:
                    for number in at_work:
                        _end(number)
                    return 0
                if "end" not in request:
                    _begin(work, request, files, at_work, [line, woken, wakes])
                elif request["end"] in at_work:
                    _end(request["end"])


def _heard(line: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """Answer the next request and its files; None when the line was closed."""
    first, files, _, _ = socket.recv_fds(line, 4, 3)
    size = first + _received(line, 4 - len(first))
    words = _received(line, int.from_bytes(size, "big"))
    return (json.loads(words) if words else None), files


def _received(line: socket.socket, size: int) -> bytes:
    """Answer so many bytes, and none of what comes after them; fewer when the line was closed."""
    received = b""
    while len(received) < size and (more := line.recv(size - len(received))):
        received += more
    return received


def _begin(
    work: Any, request: dict[str, Any], files: list[int], at_work: dict[int, int], ours: list[socket.socket]
) -> None:
    """A copy of this process is at work on the request; whoever asked knows its number."""
    given, made, tells = files
    number = os.fork()
    if number:
        os.close(given)
        os.close(made)
        at_work[number] = tells
        if not _tell(tells, number):
            _end(number)
        return
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in at_work.values():
            os.close(other)
        for one in ours:
            one.close()
        os.dup2(given, 0)
        os.dup2(made, 1)
        for file in files:
            os.close(file)
        os.environ["TMPDIR"] = request["scratch"]
        tempfile.tempdir = None
        sys.argv = [work.__name__, *request["arguments"]]
        code = int(work.main() or 0)
        sys.stdout.flush()
    except BaseException:  # whatever it was: the parent gets a number
        code = code or 1
    finally:
        os._exit(code)


def _tell_who_ended(at_work: dict[int, int]) -> None:
    for number in list(at_work):
        ended, status = os.waitpid(number, os.WNOHANG)
        if ended:
            tells = at_work.pop(number)
            _tell(tells, os.waitstatus_to_exitcode(status))
            os.close(tells)


def _tell(tells: int, number: int) -> bool:
    """Answer whether whoever asked is still there to hear it."""
    try:
        os.write(tells, b"%d\n" % number)
    except BrokenPipeError:
        return False
    return True


def _end(number: int) -> None:
    """The copy and all it began is ended. It may not have a group of its own yet, and has none when it is just gone."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(number, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], socket.socket(fileno=int(sys.argv[2]))))
