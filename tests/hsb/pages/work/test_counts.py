"""The numbers in the frame are what the pages behind them say, in one statement."""

from datetime import timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.backends import PartnershipBackend
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.cases import barring
from hsb.chronology.actions import record
from hsb.notifications import queries as notifications
from hsb.notifications.models import Notice
from hsb.pages.work import counts
from hsb.pages.work import lists as work_lists
from hsb.pages.work.lists import Group, WorkLists
from hsb.timeliness import moves
from referrals.events.submission import ReferralReceived
from referrals.mash import actions as mash
from tests.factories.cases import put_role_on, young_person
from tests.factories.referrals import sent
from tests.referrals.typed import minimal


def test_the_frame_counts_what_the_pages_show_in_one_statement(mash_worker, stranger, django_assert_num_queries):
    at = clock.now() - timedelta(days=10)
    seen, denied = young_person(at), young_person(at)
    agency = mash_worker.memberships.get().agency
    for case in (seen, denied):
        put_role_on(case, agency, Role.MASH_WORKER, at)
        record(ReferralReceived("mash", "R-1"), case=case, by=None, at=at)
        for number, read in enumerate((None, None, at)):
            Notice.objects.create(user=mash_worker, case=case, kind="x", at=at, key=f"{case.pk}{number}", read_at=read)
    barring.deny(case=denied, user=mash_worker, by=stranger, at=at, reason="Lives next door.")

    moves.owners_of(mash_worker)
    with django_assert_num_queries(1):
        shown = counts.unread(mash_worker), counts.to_do(mash_worker)

    assert shown == (notifications.unread_count(mash_worker), due_by_tomorrow(mash_worker)) == (2, 1)
    assert (counts.unread(stranger), counts.to_do(stranger)) == (0, 0)


def due_by_tomorrow(user):
    """How much the page itself shows as overdue or due by tomorrow."""
    lists = WorkLists(user, clock.today())
    found = work_lists.read({group: lists.of(group) for group in (Group.OVERDUE, Group.SOON)}, 1)
    return sum(one.count for one in found.values())


def test_the_number_at_my_work_is_how_many_lines_wait_there(dsl, mash_worker, csws_manager, client_for):
    at = clock.now() - timedelta(days=10)
    person = {"kind": "child", "version": 1}
    two, three = (minimal(harmed={"people": [{"n": n, **person} for n in range(1, many)]}) for many in (2, 3))
    sent(dsl, at, two)
    waiting = sent(dsl, at, three)
    written = [
        mash.Written(row.case, 0, {"outcome": "strategy_meeting", "reasons": "To make safe."})
        for row in waiting.cases.all()
    ]
    mash.propose(referral=waiting, written=written, by=mash_worker, at=at)

    # What is proposed is the manager's move, and no longer the MASH worker's. The manager has besides the safety plan of each of
    # three children harmed, whom no school on the record keeps.
    for reader, lines in ((mash_worker, 1), (csws_manager, 4)):
        sections = client_for(reader).get("/").context["sections"]
        shown = [row for one in sections if one["group"] in ("overdue", "today-and-tomorrow") for row in one["rows"]]
        assert len(shown) == counts.to_do(reader) == due_by_tomorrow(reader) == lines
        waiting_for_others = 1 if reader == mash_worker else 0  # three children, approved on one page
        assert sum(int(one["count"]) for one in sections) == lines + waiting_for_others
        # The age, and the other children decided on the same line.
        assert sorted(row.child.count(",") for row in shown) == ([2] if lines == 1 else [0, 0, 0, 3])


def test_a_session_brings_the_person_and_where_they_work_in_one_statement(mash_worker, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = PartnershipBackend().get_user(mash_worker.pk)
        assert [str(m.role) for m in agencies.memberships(found)] == ["mash_worker"]
        assert found.full_name == mash_worker.full_name


def test_somebody_without_a_role_or_no_longer_active_is_still_who_they_are(mash_worker):
    Membership.objects.all().delete()

    assert PartnershipBackend().get_user(mash_worker.pk) == mash_worker
    User.objects.update(is_active=False)
    assert PartnershipBackend().get_user(mash_worker.pk) is None
