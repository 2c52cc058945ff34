"""The second wall: a person's own notices only, and of a case only while they may see it. E-mails may be put, not read."""

import pytest
from django.db import ProgrammingError, transaction

from hsb.agencies import queries as agencies
from hsb.cases import grants
from hsb.cases.models import Part
from hsb.database import as_principals
from hsb.notifications import actions, mail
from hsb.notifications.models import MailRecord, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def as_user(user):
    return as_principals(agencies.principals(user), user.pk)


@pytest.fixture
def told(case, join, social_worker, at):
    involvement = join(case, social_worker, Part.ALLOCATED)
    Notice.objects.create(user=social_worker, case=case, kind="stance.recorded", at=at, key="a case")
    Notice.objects.create(user=social_worker, kind="outbox.failed", at=at, key="no case")
    return involvement


def keys() -> set[str]:
    return set(Notice.objects.values_list("key", flat=True))


def test_a_person_sees_their_own_notices(told, social_worker, stranger):
    with as_user(social_worker):
        assert keys() == {"a case", "no case"}
    with as_user(stranger):
        assert keys() == set()


def test_a_colleague_on_the_same_case_does_not_see_them(told, case, join, yos_officer):
    join(case, yos_officer, Part.ALLOCATED)

    with as_user(yos_officer):
        assert keys() == set()


def test_losing_the_case_takes_its_notices_away(told, case, social_worker, at):
    told.closed_at = at
    told.save()
    grants.sync(case.pk)

    with as_user(social_worker):
        assert keys() == {"no case"}


def test_a_person_may_mark_their_own_as_read(told, social_worker, stranger, at):
    with as_user(stranger):
        assert Notice.objects.update(read_at=at) == 0
    with as_user(social_worker):
        assert actions.read_all(user=social_worker, at=at) == 2


def test_the_web_writes_no_notices_and_reads_no_emails(told, social_worker, administrator, at):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_user(social_worker):
        Notice.objects.bulk_create([Notice(user=social_worker, kind="outbox.failed", at=at, key="mine")])
    with as_user(social_worker):
        mail.send(to=social_worker, template="something_is_waiting", context={}, key="1")
    with as_user(administrator):
        assert not MailRecord.objects.exists()


def test_only_an_administrator_reads_of_an_email_and_only_of_one_that_did_not_arrive(social_worker, administrator):
    for key in ("1", "2"):
        mail.send(to=social_worker, template="something_is_waiting", context={}, key=key)
    refused = MailRecord.objects.get(key="1")
    actions.mail_given_up(refused.pk, reason="OSError")

    with as_user(administrator):
        assert list(MailRecord.objects.values_list("pk", flat=True)) == [refused.pk]
    with as_user(social_worker):
        assert not MailRecord.objects.exists()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_user(administrator):
        MailRecord.objects.update(attempts=0)
