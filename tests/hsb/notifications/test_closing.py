"""A reminder whose work is done closes itself, and what waited in the post is not sent any more (A6)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind, EscalationContact
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, Part
from hsb.notifications import actions, chasing, closing
from hsb.notifications.models import MailRecord, Notice
from hsb.outbox import actions as outbox
from hsb.timeliness.models import Deadline
from referrals.mash import actions as mash
from referrals.models import MashDecision
from tests.factories import cases as records
from tests.factories import deadlines
from tests.factories.referrals import sent

pytestmark = [pytest.mark.both, pytest.mark.django_db]
DUE = date(2026, 3, 12)  # a Thursday
THURSDAY = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)


def on(day: str, hour: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=clock.LONDON)


@pytest.fixture
def late(at, social_worker: User, csws_manager: User, person) -> Deadline:
    """Late work that its owner, their manager and the agency's contact, who is not on the case, were reminded of."""
    case: Case = records.young_person(at - timedelta(days=20))
    agency = Agency.objects.get(kind=AgencyKind.CSWS)
    records.put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    records.put_role_on(case, agency, Role.CSWS_MANAGER, at, Part.FRONT_DOOR)
    EscalationContact.objects.create(agency=agency, user=person("iro"), from_on=at.date())
    running = deadlines.running(case, due=DUE, at=at, standard_code="T5", next_chase_on=at.date(), broken_on=DUE)
    for day in ("03-10", "03-12", "03-13", "03-19"):
        chasing.sweep(at=on(day))
    return running


def waiting() -> set[str]:
    return {one.user.full_name for one in Notice.objects.unread().select_related("user")}


def test_when_the_work_is_done_nobody_is_reminded_of_it_any_more(late: Deadline) -> None:
    assert waiting() == {"Priya Shah", "Helen Brandreth", "Hal Rook"}
    assert closing.close_done(late.case_id, at=on("03-20")) == 0

    Deadline.objects.update(state="met_late", met_at=on("03-20"), met_on=on("03-20").date(), met_event=1)

    assert closing.close_done(late.case_id, at=on("03-20")) == Notice.objects.count()
    assert waiting() == set()
    assert closing.close_done(late.case_id, at=on("03-20")) == 0


def test_a_later_date_closes_the_reminders_of_the_one_before_and_other_work_keeps_its_own(late: Deadline, at) -> None:
    other = deadlines.running(late.case, due=DUE, at=at, standard_code="T5", next_chase_on=at.date())
    chasing.sweep(at=on("03-20"))
    mine = Notice.objects.unread().filter(key__startswith=f"chase:T5:{other.root_event}:").count()
    assert mine

    Deadline.objects.filter(pk=late.pk).update(judged_on=date(2026, 4, 30))
    closing.close_done(late.case_id, at=on("03-20"))

    assert Notice.objects.unread().count() == mine


def test_what_a_colleague_finished_reminds_whoever_approves_it_and_no_longer_the_colleague(
    dsl: User, mash_worker: User, csws_manager: User
) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        referral = sent(dsl, THURSDAY)
    chasing.sweep(at=THURSDAY + timedelta(days=1))
    reminders = Notice.objects.unread().filter(key__startswith="chase:T1:")
    assert {one.user for one in reminders.filter(kind="chase.owner")} == {mash_worker}

    written = [
        mash.Written(row.case, 0, {"outcome": "strategy_meeting", "reasons": "To make safe."})
        for row in referral.cases.all()
    ]
    proposed = THURSDAY + timedelta(days=1, hours=1)
    mash.propose(referral=referral, written=written, by=mash_worker, at=proposed)
    for decision in MashDecision.objects.all():
        newest = decision.case.events.order_by("-number").first()
        actions.close_reminders(event_id=newest.pk, at=proposed)
    assert not reminders.filter(user=mash_worker).exists()

    chasing.sweep(at=THURSDAY + timedelta(days=4))  # the Monday: it was due on the Friday
    late = reminders.filter(facts__late=1)
    assert {one.user for one in late.filter(kind="chase.owner")} == {csws_manager}
    assert not reminders.filter(user=mash_worker).exists()


def test_an_email_about_what_was_seen_to_meanwhile_is_not_sent(late: Deadline, social_worker: User, mailoutbox) -> None:
    from hsb.notifications import mail

    mail.send(to=social_worker, template="statutory_breach", context={}, key="breach", at=on("03-20"))
    Deadline.objects.update(state="met_late", met_at=on("03-20"), met_on=on("03-20").date(), met_event=1)
    closing.close_done(late.case_id, at=on("03-20"))

    with time_machine.travel(on("03-20", "12:00"), tick=False):
        outbox.work()

    assert not [message for message in mailoutbox if "time limit" in message.subject]
    assert MailRecord.objects.get(key="breach").last_error == "Everything was seen to meanwhile."
