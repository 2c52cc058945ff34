"""The door to the malware scanner: clamd, spoken to over its own socket.

`CLAMD_SOCKET` is the path of its Unix socket, or `host:port`. Anything but a clear answer is no answer: the document stays in
quarantine and the question is asked again.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

CHUNK_BYTES = 64 * 1024
SECONDS = 20.0
LONGEST_ANSWER = 4096


class ScannerUnavailable(Exception):
    """The scanner is not set up, not there, or gave no clear answer."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says: clean, or what it found."""

    clean: bool
    found: str = ""


def is_set_up() -> bool:
    """Answer whether this deployment has a scanner."""
    return bool(settings.CLAMD_SOCKET)


def scan(content: bytes) -> Verdict:
    """Answer what the scanner says of these bytes; raises ScannerUnavailable when it says nothing clear."""
    if not is_set_up():
        raise ScannerUnavailable("No malware scanner is set up: set CLAMD_SOCKET (see dotenv-sample).")
    try:
        answer = _ask(content)
    except OSError as trouble:
        raise ScannerUnavailable(f"The malware scanner did not answer ({type(trouble).__name__}).") from trouble
    if answer.endswith(": OK"):
        return Verdict(clean=True)
    if answer.endswith(" FOUND"):
        return Verdict(clean=False, found=answer.partition(": ")[2].removesuffix(" FOUND")[:100])
    if "size limit exceeded" in answer:
        return Verdict(clean=False, found="too large for the scanner")
    raise ScannerUnavailable("The malware scanner gave no clear answer.")


def _ask(content: bytes) -> str:
    """Answer the scanner's line for one INSTREAM conversation."""
    with _connect() as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it stops listening when its size limit is passed, and has said so: read that
        answer = b""
        while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
            received = line.recv(LONGEST_ANSWER)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0\n").decode("utf-8", errors="replace")


def _connect() -> socket.socket:
    address = settings.CLAMD_SOCKET
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _pieces(content: bytes) -> Iterable[bytes]:
    return (content[start : start + CHUNK_BYTES] for start in range(0, len(content), CHUNK_BYTES))
