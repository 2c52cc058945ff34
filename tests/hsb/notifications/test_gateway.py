"""Real SMTP to a gateway on this machine that fails in the ways gateways fail (targets.md S10, S33)."""

import socketserver
import threading
from collections.abc import Iterator
from time import monotonic

import pytest

from hsb.notifications import mail
from hsb.notifications.models import MailRecord, MailState
from hsb.outbox import actions as outbox
from hsb.outbox.handlers import LEASE, handler_of
from hsb.outbox.models import Message

pytestmark = pytest.mark.django_db


class Gateway(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `recipient` is what it says to RCPT TO; `hang` makes it fall silent."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.recipient = "250 OK"
        self.hang = False
        self.taken: list[str] = []
        self.over = threading.Event()


class Conversation(socketserver.StreamRequestHandler):
    server: Gateway

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.hang:
            self.server.over.wait(30)
            return
        self.say("220 gateway.example.invalid")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "RCPT":
                self.say(self.server.recipient)
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                while (part := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(part)
                self.server.taken.append("\n".join(lines))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK")


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def record(social_worker) -> MailRecord:
    mail.send(to=social_worker, template="referral_receipt", context={"reference": "R-26-0011"}, key="1")
    return MailRecord.objects.get()


def work_again() -> None:
    Message.objects.update(lease_until=None)
    outbox.work()


def test_the_gateway_gets_the_text_and_the_key(gateway, record):
    outbox.work()

    (text,) = gateway.taken
    assert "To: social_worker@example.invalid" in text
    assert f"Idempotency-Key: {record.pk}" in text
    assert f"Message-ID: <{record.pk}@" in text
    record.refresh_from_db()
    assert record.state == MailState.SENT


@pytest.mark.parametrize("answer", ["451 try later", "421 closing", "452 full"])
def test_a_gateway_that_says_later_is_asked_later(gateway, record, answer):
    gateway.recipient = answer
    outbox.work()
    assert gateway.taken == []

    gateway.recipient = "250 OK"
    work_again()

    assert len(gateway.taken) == 1
    record.refresh_from_db()
    assert (record.state, record.attempts) == (MailState.SENT, 2)


@pytest.mark.parametrize("answer", ["550 no such user", "553 bad mailbox"])
def test_an_address_the_gateway_refuses_is_a_bounce(gateway, record, answer):
    gateway.recipient = answer

    outbox.work()
    work_again()

    record.refresh_from_db()
    assert (record.state, record.attempts) == (MailState.BOUNCED, 1)


def test_a_gateway_that_hangs_is_left_in_time_for_the_lease(gateway, record, settings):
    settings.EMAIL_TIMEOUT = 1
    gateway.hang = True
    started = monotonic()

    tally = outbox.work()

    assert monotonic() - started < 10
    assert tally.failed == 1
    record.refresh_from_db()
    assert record.state == MailState.QUEUED


def test_a_gateway_that_is_away_loses_nothing(gateway, record, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9  # discard: nobody listens
    outbox.work()
    settings.EMAIL_PORT = port

    work_again()

    assert len(gateway.taken) == 1


def test_the_time_limit_of_the_mail_backend_fits_into_the_lease(settings):
    # Connecting and each of a handful of exchanges may take the limit; one slow step must not lose the row to another worker.
    assert settings.EMAIL_TIMEOUT * 2 < handler_of("mail.send").lease.total_seconds() == LEASE.total_seconds()
