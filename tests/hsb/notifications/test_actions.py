from datetime import timedelta

import pytest

from hsb import outbox
from hsb.cases import grants
from hsb.cases.models import CaseDenied, Part
from hsb.notifications import actions, queries
from hsb.notifications.models import MailRecord, Notice
from hsb.outbox import actions as outbox_actions

pytestmark = pytest.mark.django_db


def tell(event, *, at) -> None:
    actions.tell(event_id=event.pk, code=event.code, at=at)


def told(case=None) -> set[tuple[str, str]]:
    found = Notice.objects.filter(case=case) if case else Notice.objects.all()
    return {(notice.user.email.split("@")[0], notice.kind) for notice in found}


def mailed() -> list[tuple[str, str]]:
    return sorted((mail.to.email.split("@")[0], mail.template) for mail in MailRecord.objects.all())


@pytest.fixture
def referral(case, join, police_officer, mash_worker, csws_manager, yos_manager):
    """A police officer's referral on both routes has arrived at MASH and YOS."""
    join(case, police_officer, Part.REFERRER)
    join(case, mash_worker, Part.FRONT_DOOR, agency=True)
    join(case, csws_manager, Part.FRONT_DOOR, agency=True)
    join(case, yos_manager, Part.SCREENING, agency=True)
    return case


def receive(happens, referral, by, destination="mash"):
    return happens("referral.received", referral, by=by, destination=destination, reference="R-26-0011")


def test_a_referral_is_told_to_its_destination_and_acknowledged_to_its_sender(referral, happens, police_officer, at):
    tell(receive(happens, referral, police_officer), at=at)

    assert told() == {("mash_worker", "referral.received"), ("csws_manager", "referral.received")}
    assert mailed() == [
        ("csws_manager", "something_is_waiting"),
        ("mash_worker", "something_is_waiting"),
        ("police_officer", "referral_receipt"),
    ]


def test_the_other_destination_hears_of_its_own_event(referral, happens, police_officer, at):
    tell(receive(happens, referral, police_officer, "yos"), at=at)

    assert told() == {("yos_manager", "referral.received")}


def test_one_receipt_for_one_referral_with_two_destinations_and_two_children(
    referral, harmed_case, join, happens, police_officer, at
):
    join(harmed_case, police_officer, Part.REFERRER)
    for event in (
        receive(happens, referral, police_officer),
        receive(happens, referral, police_officer, "yos"),
        receive(happens, harmed_case, police_officer),
    ):
        tell(event, at=at)

    receipts = MailRecord.objects.filter(template="referral_receipt")
    assert [receipt.context for receipt in receipts] == [{"reference": "R-26-0011"}]


def test_telling_twice_tells_once(referral, happens, police_officer, at):
    event = receive(happens, referral, police_officer)

    tell(event, at=at)
    before = (Notice.objects.count(), MailRecord.objects.count())
    tell(event, at=at + timedelta(hours=1))

    assert (Notice.objects.count(), MailRecord.objects.count()) == before


def test_whoever_did_it_is_not_told(referral, happens, mash_worker, csws_manager, at):
    tell(happens("mash.claimed", referral, by=mash_worker), at=at)

    assert told() == {("csws_manager", "mash.claimed")}


def test_nobody_who_is_only_on_the_other_childs_record_is_told(
    referral, harmed_case, join, happens, victim_worker, social_worker, yos_officer, at
):
    join(harmed_case, victim_worker, Part.ALLOCATED)
    join(referral, social_worker, Part.ALLOCATED)

    tell(happens("safety_plan.agreed", harmed_case, by=yos_officer), at=at)

    assert told() == {("victim_worker", "safety_plan.agreed")}
    assert not Notice.objects.filter(case=referral).exists()


def test_a_person_denied_the_case_is_not_told(referral, happens, csws_manager, mash_worker, administrator, at):
    CaseDenied.objects.create(case=referral, user=mash_worker, reason="A relative.", at=at, by=administrator)

    tell(happens("referral.addendum_added", referral), at=at)

    assert ("mash_worker", "referral.addendum_added") not in told()
    assert ("csws_manager", "referral.addendum_added") in told()


def test_an_involvement_that_ended_or_ran_out_tells_nobody(case, join, happens, social_worker, yos_officer, at):
    ended = join(case, social_worker, Part.ALLOCATED)
    ended.closed_at = at
    ended.save()
    ran_out = join(case, yos_officer, Part.ALLOCATED)
    ran_out.expires_at = at - timedelta(minutes=1)
    ran_out.save()
    grants.sync(case.pk)

    tell(happens("stance.recorded", case), at=at)

    assert told() == set()


def test_a_membership_that_ended_and_an_account_that_ended_are_not_told(
    referral, happens, mash_worker, csws_manager, at
):
    mash_worker.memberships.update(until_on=at.date())
    csws_manager.is_active = False
    csws_manager.save()

    tell(happens("referral.addendum_added", referral), at=at)

    assert {name for name, _ in told()} == {"yos_manager"}


def test_only_the_agency_that_was_asked_hears_of_a_check(case, join, happens, dsl, health, mash_worker, at):
    school = join(case, dsl, Part.CHECK, agency=True)
    join(case, health, Part.CHECK, agency=True)

    event = happens("agency_check.asked", case, by=mash_worker, agency="school", agency_id=school.agency_id)
    tell(event, at=at)

    assert told() == {("dsl", "agency_check.asked")}


def test_emergency_access_is_told_to_the_managers_and_nobody_else(referral, join, happens, social_worker, at):
    join(referral, social_worker, Part.BREAK_GLASS)

    tell(happens("break_glass.used", referral, by=social_worker), at=at)

    assert told() == {("csws_manager", "break_glass.used"), ("yos_manager", "break_glass.used")}


def test_emergency_access_brings_no_notices_of_its_own(case, join, happens, social_worker, at):
    join(case, social_worker, Part.BREAK_GLASS)

    for code in ("safety_plan.agreed", "worker.allocated", "stance.recorded", "investigation.ended"):
        tell(happens(code, case), at=at)

    assert told() == set()


def test_the_referrer_is_never_told_of_a_match(referral, happens, at):
    tell(happens("match.suggested", referral, how_many=1), at=at)

    assert told() == {("mash_worker", "match.suggested")}


def test_an_event_nobody_is_told_of_leaves_nothing(referral, happens, at):
    tell(happens("note.added", referral), at=at)

    assert not Notice.objects.exists()
    assert not MailRecord.objects.exists()


def test_a_correction_says_so_and_renews_no_receipt(referral, happens, police_officer, csws_manager, at):
    first = receive(happens, referral, police_officer)
    again = happens(
        "referral.received", referral, by=police_officer, corrects=first, destination="mash", reference="R-26-0099"
    )

    tell(again, at=at)

    assert Notice.objects.get(user=csws_manager).sentence == "Corrected: a referral has been received"
    assert not MailRecord.objects.filter(template="referral_receipt").exists()


def test_at_most_one_waiting_mail_until_the_person_has_looked(referral, happens, csws_manager, at):
    def waiting() -> int:
        return MailRecord.objects.filter(to=csws_manager, template="something_is_waiting").count()

    for minutes in range(3):
        tell(happens("mash.decided", referral), at=at + timedelta(minutes=minutes))
    assert waiting() == 1

    actions.read_all(user=csws_manager, at=at + timedelta(minutes=5))
    tell(happens("mash.decided", referral), at=at + timedelta(minutes=6))
    assert waiting() == 2


def test_somebody_who_never_looks_hears_again_the_next_day(referral, happens, csws_manager, at):
    tell(happens("mash.decided", referral), at=at)
    tell(happens("mash.decided", referral), at=at + timedelta(days=1))

    assert MailRecord.objects.filter(to=csws_manager, template="something_is_waiting").count() == 2


def test_a_notice_told_late_is_dated_when_it_happened(referral, happens, csws_manager, at):
    tell(happens("mash.decided", referral), at=at + timedelta(days=7))

    assert Notice.objects.get(user=csws_manager).at == at


def test_a_week_told_at_once_is_one_email(referral, happens, csws_manager, at):
    for _ in range(7):
        tell(happens("mash.decided", referral), at=at + timedelta(days=7))

    assert Notice.objects.filter(user=csws_manager).count() == 7
    assert MailRecord.objects.filter(to=csws_manager).count() == 1


def test_an_invented_history_can_be_left_untold(referral, happens, csws_manager, at):
    old, new = happens("mash.decided", referral), happens("mash.decided", referral, later=timedelta(days=3))
    for event in (old, new):
        outbox.put(
            "chronology.event",
            {"event": event.pk, "case": str(referral.pk), "code": event.code},
            key=f"chronology.event:{event.pk}",
        )

    assert actions.tell_nobody_before(at + timedelta(days=1)) == 1
    assert outbox_actions.work().failed == 0

    assert [notice.facts["event"] for notice in Notice.objects.filter(user=csws_manager)] == [new.pk]


def test_no_name_is_stored_with_a_notice_or_an_email(referral, happens, police_officer, at):
    tell(receive(happens, referral, police_officer), at=at)

    for notice in Notice.objects.all():
        assert set(notice.facts) == {"event"}
        assert notice.url_args == {"reference": "HSB-26-0417"}


def test_administrators_hear_of_failed_work_and_get_one_mail_a_day(administrator, at):
    for message_id in (7, 8, 8):
        actions.tell_administrators(message_id=message_id, kind="mail.send", at=at)

    assert Notice.objects.filter(user=administrator, kind="outbox.failed").count() == 2
    assert mailed() == [("administrator", "work_has_failed")]


def test_read_marks_one_and_only_ones_own(referral, happens, csws_manager, yos_manager, at):
    tell(happens("mash.decided", referral), at=at)
    notice = Notice.objects.get(user=csws_manager)

    assert not actions.read(user=yos_manager, notice_id=notice.pk, at=at)
    assert actions.read(user=csws_manager, notice_id=notice.pk, at=at)
    assert not actions.read(user=csws_manager, notice_id=notice.pk, at=at + timedelta(hours=1))

    notice.refresh_from_db()
    assert notice.read_at == at


def test_opening_the_case_reads_what_was_told_about_it(referral, harmed_case, join, happens, csws_manager, at):
    join(harmed_case, csws_manager, Part.FRONT_DOOR)
    for case in (referral, harmed_case):
        tell(happens("mash.decided", case), at=at)

    actions.read_about(user=csws_manager, case_id=referral.pk, at=at)

    assert {notice.case_id for notice in queries.notices(csws_manager).unread()} == {harmed_case.pk}
