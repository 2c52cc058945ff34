"""A mail gateway on this machine that fails in the ways gateways do, and counts what it took."""

import re
import socketserver
import threading
import time
from collections import Counter
from typing import Any

SILENCE = 12  # seconds: longer than EMAIL_TIMEOUT


class Conversation(socketserver.StreamRequestHandler):
    """One SMTP conversation (RFC 5321), as far as a client that sends one message needs."""

    server: Any

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        trouble = self.server.gateway.next_trouble()
        if trouble == "silent":
            time.sleep(SILENCE)
            return
        if trouble == "cut":
            return
        self.say("220 gateway.invalid")
        for line in self.rfile:
            match line[:4].upper().strip():
                case b"EHLO" | b"HELO":
                    self.say("250 gateway.invalid")
                case b"MAIL" if trouble == "busy":
                    self.say("451 Try again later")
                case b"DATA":
                    self.say("354 Go on")
                    self.server.gateway.take(self._text())
                    if trouble == "unconfirmed":
                        return
                    self.say("250 Taken")
                case b"QUIT":
                    self.say("221 Goodbye")
                    return
                case _:
                    self.say("250 Yes")

    def _text(self) -> str:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)


class Gateway:
    """`troubles` are used up one a conversation; `taken` counts messages by their idempotency key."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self._server.gateway = self  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]

    def __enter__(self) -> "Gateway":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def next_trouble(self) -> str:
        with self._lock:
            return self.troubles.pop(0) if self.troubles else ""

    def take(self, text: str) -> None:
        key = re.search(r"^Idempotency-Key: (\S+)", text, re.MULTILINE)
        with self._lock:
            self.taken[key.group(1) if key else "without a key"] += 1
