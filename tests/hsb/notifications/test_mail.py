import smtplib

import pytest
from django.core import mail as django_mail

from hsb.notifications import actions, mail, queries
from hsb.notifications.models import MailRecord, MailState, Notice
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message

pytestmark = pytest.mark.django_db


def send(user, key="1", **context):
    mail.send(to=user, template="referral_receipt", context={"reference": "R-26-0011"} | context, key=key)


def test_an_email_leaves_through_the_outbox_and_is_recorded(social_worker, mailoutbox, settings):
    send(social_worker)
    assert mailoutbox == []

    outbox.work()

    (message,) = mailoutbox
    record = MailRecord.objects.get()
    assert message.to == ["social_worker@example.invalid"]
    assert message.subject == "Your referral has been received"
    assert "R-26-0011" in message.body
    assert settings.PUBLIC_URL in message.body
    assert message.extra_headers["Idempotency-Key"] == str(record.pk)
    assert (record.state, record.attempts) == (MailState.SENT, 1)
    assert record.sent_at


def test_the_same_key_is_one_email(social_worker, mailoutbox):
    send(social_worker)
    send(social_worker)

    outbox.work()

    assert len(mailoutbox) == 1


def test_a_key_always_makes_the_same_message_id(social_worker):
    send(social_worker)
    record = MailRecord.objects.get()

    first, second = mail.compose(record), mail.compose(record)

    assert first.extra_headers == second.extra_headers


def test_somebody_without_an_account_is_written_to_by_address(db, mailoutbox):
    mail.send(to="new@example.invalid", template="something_is_waiting", context={}, key="1")

    outbox.work()

    assert mailoutbox[0].to == ["new@example.invalid"]


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"reference": "Mallory Jordan"},
        {"reference": "R-26-0011", "name": "Mallory"},
        {"reference": "R-26-0011\nBcc: all@example.invalid"},
        {"reference": ""},
    ],
)
def test_an_email_takes_no_free_text(social_worker, context):
    with pytest.raises(ValueError, match="takes exactly"):
        mail.send(to=social_worker, template="referral_receipt", context=context, key="1")

    assert not MailRecord.objects.exists()


def test_an_unknown_template_is_refused(social_worker):
    with pytest.raises(ValueError, match="no e-mail template"):
        mail.send(to=social_worker, template="gossip", context={}, key="1")


def test_sending_asks_only_for_the_insert_privilege(social_worker, django_assert_num_queries):
    with django_assert_num_queries(2) as queries:
        send(social_worker)

    assert all(q["sql"].startswith("INSERT") and "RETURNING" not in q["sql"] for q in queries.captured_queries)


class Gateway:
    """A mail gateway that answers as the test says."""

    def __init__(self, monkeypatch, *answers):
        self.answers = list(answers)
        self.sent = []
        monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda message: self.take(message))

    def take(self, message):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.sent.append(message)


def refused(code):
    return smtplib.SMTPRecipientsRefused({"social_worker@example.invalid": (code, b"no")})


def test_a_gateway_that_fails_for_now_is_tried_again(social_worker, monkeypatch):
    gateway = Gateway(monkeypatch, smtplib.SMTPServerDisconnected("gone"), refused(451), None)
    send(social_worker)

    for _ in range(3):
        outbox.work()
        Message.objects.update(lease_until=None)

    record = MailRecord.objects.get()
    assert len(gateway.sent) == 1
    assert (record.state, record.attempts) == (MailState.SENT, 3)


def test_an_address_that_is_refused_counts_as_bounced_and_is_not_tried_again(social_worker, monkeypatch, administrator):
    Gateway(monkeypatch, refused(550), None)
    send(social_worker)

    outbox.work()

    record = MailRecord.objects.get(to=social_worker)
    assert (record.state, record.last_error) == (MailState.BOUNCED, "The address was refused.")
    assert Message.objects.get(payload__mail=str(record.pk)).failed_at
    # The administrator hears whose address it is, once, and nothing about failed work.
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (administrator, "mail.bounced")
    assert notice.url == f"/people/{social_worker.pk}/"


def test_an_email_given_up_after_all_attempts_counts_as_failed(social_worker, monkeypatch):
    Gateway(monkeypatch, *[smtplib.SMTPServerDisconnected("gone")] * 20)
    send(social_worker)

    for _ in range(10):
        outbox.work()
        Message.objects.update(lease_until=None)

    record = MailRecord.objects.get()
    assert (record.state, record.attempts, record.last_error) == (MailState.FAILED, 8, "SMTPServerDisconnected")


def test_an_account_that_ended_gets_no_email_and_raises_no_alarm(social_worker, mailoutbox, administrator):
    send(social_worker)
    social_worker.is_active = False
    social_worker.save()

    outbox.work()

    assert mailoutbox == []
    record = MailRecord.objects.get()
    assert (record.state, record.last_error) == (MailState.FAILED, "The account has ended.")
    assert not Message.objects.failed().exists()


def test_a_late_bounce_is_kept_and_told_once(social_worker, mailoutbox, administrator, at):
    send(social_worker)
    outbox.work()
    record = MailRecord.objects.get()

    assert actions.mail_bounced(record.pk, reason="The mailbox is full.", at=at)
    assert not actions.mail_bounced(record.pk, reason="The mailbox is full.", at=at)

    assert Notice.objects.filter(user=administrator, kind="mail.bounced").count() == 1
    assert [found.record.pk for found in queries.undelivered([social_worker])] == [record.pk]
    assert len(django_mail.outbox) == 1


def test_of_one_address_that_refuses_every_day_the_administrator_hears_once(social_worker, administrator, at):
    for day in ("Monday", "Tuesday"):
        send(social_worker, key=day)
    for record in MailRecord.objects.all():
        assert actions.mail_bounced(record.pk, reason="There is no such mailbox.", at=at)
    assert Notice.objects.filter(kind="mail.bounced").count() == 1

    social_worker.email = "new@example.invalid"
    social_worker.save()
    send(social_worker, key="Wednesday")
    assert actions.mail_bounced(MailRecord.objects.get(key="Wednesday").pk, reason="There is no such mailbox.", at=at)
    assert Notice.objects.filter(kind="mail.bounced").count() == 2


def test_an_email_given_up_is_sent_after_all_when_its_row_is_tried_again(social_worker, mailoutbox):
    send(social_worker)
    record = MailRecord.objects.get()
    actions.mail_given_up(record.pk, reason="OSError")
    row = Message.objects.get(kind=mail.KIND)
    Message.objects.filter(pk=row.pk).update(failed_at=record.created_at)

    outbox.retry(row.pk)
    outbox.work()

    record.refresh_from_db()
    assert (record.state, len(mailoutbox)) == (MailState.SENT, 1)
