"""GOV.UK Notify, by its own client, against a server on this machine that answers as its API does (targets.md S10, S33)."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit
from uuid import uuid4

import pytest

from hsb import clock
from hsb.accounts.models import User
from hsb.notifications import delivery, mail
from hsb.notifications.models import MailRecord, MailState, Notice
from hsb.notifications.notify_backend import CONNECT_SECONDS
from hsb.outbox import actions as outbox
from hsb.outbox.handlers import LEASE
from hsb.outbox.models import Message

pytestmark = pytest.mark.django_db

SERVICE, SECRET = str(uuid4()), str(uuid4())
TEMPLATE = str(uuid4())


Answer = tuple[int, dict[str, Any]]


def refusal(status: int, kind: str, message: str) -> Answer:
    """What Notify says when it does not do as asked."""
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


class Notify(ThreadingHTTPServer):
    """Notify as far as we use it: sending an e-mail, one message by its id, messages by reference.

    `answer` overrules everything. `swallow` takes the message and then says nothing good about it;
    `hang` falls silent.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[dict[str, Any]] = []
        self.status: dict[str, str] = {}
        self.asked: list[str] = []
        self.answer: Answer | None = None
        self.swallow = False
        self.hang = False
        self.over = threading.Event()


class Conversation(BaseHTTPRequestHandler):
    server: Notify

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def say(self, status: int, body: Any) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def is_ours(self) -> bool:
        """The bearer token is signed with the key's secret, names the service, and is half a minute old at most."""
        head, _, signature = self.headers["Authorization"].removeprefix("Bearer ").rpartition(".")
        expected = hmac.new(SECRET.encode(), head.encode(), hashlib.sha256).digest()
        claims = json.loads(base64.urlsafe_b64decode(head.split(".")[1] + "=="))
        return (
            hmac.compare_digest(base64.urlsafe_b64decode(signature + "=="), expected)
            and claims["iss"] == SERVICE
            and abs(time.time() - claims["iat"]) <= 30
        )

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.hang:
            self.server.over.wait(30)
        else:
            self.say(*self.take(asked))

    def take(self, asked: dict[str, Any]) -> Answer:
        notify = self.server
        if not self.is_ours():
            return refusal(403, "AuthError", "Invalid token: API key not found")
        if notify.answer:
            return notify.answer
        if asked["template_id"] != TEMPLATE or set(asked["personalisation"]) != {"subject", "body"}:
            return refusal(400, "BadRequestError", "Missing personalisation")
        sent = {"id": str(uuid4()), **asked}
        notify.taken.append(sent)
        notify.status[sent["id"]] = "created"
        if notify.swallow:
            return refusal(500, "Exception", "Internal server error")
        return 201, {"id": sent["id"], "reference": asked["reference"], "content": {}, "template": {}, "uri": ""}

    def do_GET(self) -> None:
        self.say(*self.tell(urlsplit(self.path)))

    def tell(self, address: SplitResult) -> Answer:
        notify = self.server
        notify.asked.append(address.path)
        if notify.answer:
            return notify.answer
        if address.path == "/v2/notifications":
            (reference,) = parse_qs(address.query)["reference"]
            found = [{"id": one["id"]} for one in notify.taken if one["reference"] == reference]
            return 200, {"notifications": found, "links": {}}
        wanted = address.path.rpartition("/")[2]
        if wanted not in notify.status:
            return refusal(404, "NoResultFound", "No result found")
        return 200, {"id": wanted, "status": notify.status[wanted], "type": "email"}


@pytest.fixture
def notify(settings: Any) -> Iterator[Notify]:
    with Notify() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "hsb.notifications.notify_backend.NotifyBackend"
        settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.server_address[1]}"
        settings.NOTIFY_API_KEY = f"casework-{SERVICE}-{SECRET}"
        settings.NOTIFY_TEMPLATE_ID = TEMPLATE
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def record(social_worker: User) -> MailRecord:
    mail.send(to=social_worker, template="referral_receipt", context={"reference": "R-26-0011"}, key="1")
    return MailRecord.objects.get()


def work_again() -> None:
    Message.objects.update(lease_until=None)
    outbox.work()


def state(record: MailRecord) -> str:
    record.refresh_from_db()
    return str(record.state)


def test_notify_gets_our_subject_and_text_with_the_record_as_its_reference(notify: Notify, record: MailRecord) -> None:
    outbox.work()

    (taken,) = notify.taken
    assert taken["email_address"] == "social_worker@example.invalid"
    assert taken["reference"] == str(record.pk)
    assert taken["personalisation"]["subject"] == "Your referral has been received"
    assert "R-26-0011" in taken["personalisation"]["body"]
    assert state(record) == MailState.SENT
    assert record.provider_id == taken["id"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "RateLimitError"),
        (429, "TooManyRequestsError"),
        (500, "Exception"),
        (503, "Exception"),
        (403, "AuthError"),
    ],
)
def test_what_may_pass_is_tried_again(notify: Notify, record: MailRecord, status: int, kind: str) -> None:
    notify.answer = refusal(status, kind, "Not now")
    outbox.work()
    assert state(record) == MailState.QUEUED

    notify.answer = None
    work_again()
    assert (state(record), record.attempts, len(notify.taken)) == (MailState.SENT, 2, 1)


def test_a_message_notify_took_without_saying_so_is_not_sent_twice(notify: Notify, record: MailRecord) -> None:
    notify.swallow = True
    outbox.work()
    assert state(record) == MailState.QUEUED

    notify.swallow = False
    work_again()
    assert (state(record), len(notify.taken)) == (MailState.SENT, 1)
    assert record.provider_id == notify.taken[0]["id"]


def test_a_silent_notify_is_left_in_time_for_the_lease(notify: Notify, record: MailRecord, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 1
    notify.hang = True
    started = monotonic()
    tally = outbox.work()
    assert monotonic() - started < 10
    assert tally.failed == 1
    assert state(record) == MailState.QUEUED


def test_the_longest_attempt_ends_before_its_lease(settings: Any) -> None:
    assert LEASE.total_seconds() > 2 * (CONNECT_SECONDS + settings.EMAIL_TIMEOUT)


def test_a_notify_that_is_away_loses_nothing(notify: Notify, record: MailRecord, settings: Any) -> None:
    there, settings.NOTIFY_BASE_URL = settings.NOTIFY_BASE_URL, "http://127.0.0.1:9"  # discard: nobody listens
    outbox.work()
    assert state(record) == MailState.QUEUED
    settings.NOTIFY_BASE_URL = there
    work_again()
    assert state(record) == MailState.SENT


def test_an_address_notify_will_not_have_is_a_bounce_the_administrator_hears_of(
    notify: Notify, record: MailRecord, administrator: User
) -> None:
    notify.answer = refusal(400, "ValidationError", "email_address Not a valid email address")
    outbox.work()
    work_again()
    assert (state(record), record.attempts) == (MailState.BOUNCED, 1)
    assert [n.kind for n in Notice.objects.filter(user=administrator)] == ["mail.bounced"]


@pytest.mark.parametrize(
    "message", ["Can't send to this recipient using a team-only API key", "Missing personalisation: body"]
)
def test_a_deployment_set_up_wrongly_is_given_up_with_what_to_check(
    notify: Notify, record: MailRecord, message: str
) -> None:
    notify.answer = refusal(400, "BadRequestError", message)
    outbox.work()
    assert (state(record), record.attempts) == (MailState.FAILED, 1)
    assert record.last_error.startswith("GOV.UK Notify does not take it (BadRequestError).")


# -- what became of it --------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(notify: Notify, record: MailRecord) -> MailRecord:
    outbox.work()
    record.refresh_from_db()
    return record


def ask(notify: Notify, record: MailRecord, status: str) -> int:
    notify.status[record.provider_id] = status
    return delivery.ask(at=clock.now())


@pytest.mark.parametrize(
    ("status", "expected", "error"),
    [
        ("created", MailState.SENT, ""),
        ("sending", MailState.SENT, ""),
        ("a word of next year", MailState.SENT, ""),
        ("delivered", MailState.DELIVERED, ""),
        ("permanent-failure", MailState.BOUNCED, "There is no such mailbox."),
        ("temporary-failure", MailState.FAILED, "The mailbox took no mail for three days. It may be full."),
        ("technical-failure", MailState.FAILED, "GOV.UK Notify could not tell whether it arrived."),
    ],
)
def test_the_record_says_what_became_of_it(
    notify: Notify, sent: MailRecord, status: str, expected: str, error: str
) -> None:
    ended = ask(notify, sent, status)
    assert (state(sent), sent.last_error) == (expected, error)
    assert ended == (expected != MailState.SENT)
    assert (sent.delivered_at is not None) == (expected == MailState.DELIVERED)


def test_a_mailbox_that_does_not_exist_is_told_to_the_administrator_once(
    notify: Notify, sent: MailRecord, administrator: User
) -> None:
    ask(notify, sent, "permanent-failure")
    ask(notify, sent, "permanent-failure")
    assert Notice.objects.filter(user=administrator, kind="mail.bounced").count() == 1


def test_what_has_come_to_an_end_is_asked_after_no_more(notify: Notify, sent: MailRecord) -> None:
    ask(notify, sent, "delivered")
    asked = len(notify.asked)
    ask(notify, sent, "delivered")
    assert len(notify.asked) == asked


def test_what_notify_no_longer_knows_stays_as_it_is(notify: Notify, sent: MailRecord) -> None:
    notify.status.clear()
    assert delivery.ask(at=clock.now()) == 0
    assert state(sent) == MailState.SENT
    before = len(notify.asked)
    delivery.ask(at=clock.now() + timedelta(days=8))
    assert len(notify.asked) == before, "after a week Notify has forgotten it"


def test_the_longest_unasked_is_asked_first_and_trouble_ends_the_round(
    notify: Notify, social_worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 1)
    for number in range(2):
        mail.send(to=social_worker, template="referral_receipt", context={"reference": "R-26-0011"}, key=str(number))
    outbox.work()
    at: datetime = clock.now()
    for minute in range(2):
        delivery.ask(at=at + timedelta(minutes=minute))
    assert len(set(notify.asked)) == 2
    notify.answer = refusal(500, "Exception", "Internal server error")
    assert delivery.ask(at=at + timedelta(minutes=3)) == 0


def test_mail_that_went_by_smtp_is_not_asked_after(notify: Notify, sent: MailRecord) -> None:
    MailRecord.objects.update(provider_id="")
    delivery.ask(at=clock.now())
    assert notify.asked == []
