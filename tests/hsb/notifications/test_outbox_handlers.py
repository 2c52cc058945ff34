"""From something that happens on a case to what people are told, through the real outbox."""

import pytest

from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases import barring
from hsb.cases.involvement import involve
from hsb.cases.models import CaseKind, Part
from hsb.notifications.models import MailRecord, Notice
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_emergency_access_reaches_the_cases_manager(at, csws_manager, social_worker, mailoutbox):
    case = cases.open_case(kind=CaseKind.DISPLAYED, by=csws_manager, at=at)
    csws = Agency.objects.get(kind="csws")
    involve(case=case, part=Part.FRONT_DOOR, agency=csws, role=Role.CSWS_MANAGER, by=csws_manager, at=at)
    barring.break_glass(
        case=case, user=social_worker, role=Role.SOCIAL_WORKER, at=at, reason="The child is at the police station."
    )
    assert not Notice.objects.exists()

    outbox.work()

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.case, notice.at) == (csws_manager, "break_glass.used", case, at)
    assert notice.url == f"/cases/{case.reference}/"
    (message,) = mailoutbox
    assert message.to == [csws_manager.email]
    for told in (message.subject + message.body, str(notice.facts), notice.sentence):
        assert case.reference not in told
        assert social_worker.full_name not in told
        assert "police station" not in told


def test_every_piece_of_work_of_a_case_is_done(at, csws_manager):
    cases.open_case(kind=CaseKind.DISPLAYED, by=csws_manager, at=at)

    outbox.work()

    assert Message.objects.exists()
    assert not Message.objects.open().exists()
    assert not Message.objects.failed().exists()


def test_a_change_that_is_rolled_back_tells_nobody(at, csws_manager, social_worker):
    from django.db import transaction

    with transaction.atomic():
        cases.open_case(kind=CaseKind.DISPLAYED, by=csws_manager, at=at)
        transaction.set_rollback(True)

    assert outbox.work().total == 0
    assert not Notice.objects.exists()
    assert not MailRecord.objects.exists()
