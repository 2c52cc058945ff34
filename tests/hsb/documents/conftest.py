"""What documents' tests need: a folder of their own for files, and a scanner that speaks to a real socket."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.hsb.documents.files import EICAR


@pytest.fixture(autouse=True)
def own_folder(settings: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Files of these tests go to a folder that is thrown away."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLAMD_SOCKET = ""
    return tmp_path / "media"


class PretendClamd:
    """Speaks clamd's INSTREAM over a Unix socket and knows one virus. `mood` is what it does instead."""

    def __init__(self, folder: str) -> None:
        self.address = f"{folder}/clamd.sock"
        self.mood = "well"
        self.limit = 25 * 1024**2
        self.seen: list[bytes] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.address)
        self._socket.listen(8)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line:
                try:
                    line.sendall(self._answer(line))
                except OSError:
                    continue

    def _answer(self, line: socket.socket) -> bytes:
        if self.mood == "hangs up":
            return b""
        if self.mood == "talks nonsense":
            self._take(line)
            return b"PONG\0"
        if self._exactly(line, 10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = self._take(line)
        if content is None:
            return b"INSTREAM size limit exceeded. ERROR\0"
        self.seen.append(content)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"

    def _take(self, line: socket.socket) -> bytes | None:
        if self.mood == "talks nonsense":
            return line.recv(65536)
        content = b""
        while size := struct.unpack("!I", self._exactly(line, 4))[0]:
            content += self._exactly(line, size)
            if len(content) > self.limit:
                return None
        return content

    def _exactly(self, line: socket.socket, size: int) -> bytes:
        content = b""
        while len(content) < size:
            received = line.recv(size - len(content))
            if not received:
                raise ConnectionResetError
            content += received
        return content


@pytest.fixture
def clamd(settings: pytest.FixtureRequest) -> Iterator[PretendClamd]:
    """A scanner is set up, and well."""
    with TemporaryDirectory(prefix="clamd-") as folder:  # tmp_path is too long for a socket's address
        scanner = PretendClamd(folder)
        settings.CLAMD_SOCKET = scanner.address
        yield scanner
        scanner.stop()
