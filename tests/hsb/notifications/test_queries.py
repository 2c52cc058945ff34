from datetime import timedelta

import pytest

from hsb.cases.models import Part
from hsb.notifications import queries
from hsb.notifications.models import Notice

pytestmark = pytest.mark.django_db


def tell(user, at, n=1, case=None):
    Notice.objects.bulk_create(
        Notice(user=user, case=case, kind="stance.recorded", at=at + timedelta(seconds=i), key=f"{user.pk}:{at}:{i}")
        for i in range(n)
    )


def test_unread_count_stops_at_a_hundred_in_one_statement(social_worker, at, django_assert_num_queries):
    tell(social_worker, at, 130)
    queries.unread_count(social_worker)

    with django_assert_num_queries(1):
        count = queries.unread_count(social_worker)

    assert count == 100
    assert queries.unread_words(count) == "99+"
    assert queries.unread_words(99) == "99"


def test_a_notice_goes_away_with_the_access_to_its_case(case, join, social_worker, at):
    involvement = join(case, social_worker, Part.ALLOCATED)
    tell(social_worker, at, case=case)
    assert queries.unread_count(social_worker) == 1

    involvement.closed_at = at
    involvement.save()
    from hsb.cases import grants

    grants.sync(case.pk)

    assert queries.unread_count(social_worker) == 0
    assert queries.notice_page(social_worker).rows == []


def test_pages_follow_each_other_without_gap_or_repeat(social_worker, at):
    tell(social_worker, at, 60)
    seen, after = [], ""

    while True:
        page = queries.notice_page(social_worker, after=after)
        seen += [notice.pk for notice in page.rows]
        after = page.next_key
        if not after:
            break

    assert len(seen) == len(set(seen)) == 60
    assert seen == list(queries.notices(social_worker).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "after", ["", "~", "yesterday~x", "2026-03-05T10:00:00~not-an-id", "2026-03-05T10:00:00", "\x00"]
)
def test_a_page_key_that_makes_no_sense_begins_at_the_top(social_worker, at, after):
    tell(social_worker, at, 3)

    assert len(queries.notice_page(social_worker, after=after).rows) == 3
