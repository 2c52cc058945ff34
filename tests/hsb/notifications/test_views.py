from datetime import timedelta

import pytest
from django.urls import reverse

from hsb.cases.models import Part
from hsb.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(case, join, at):
    """The person is allocated to the case and has notices about it."""

    def make(user, n=1):
        join(case, user, Part.ALLOCATED)
        return Notice.objects.bulk_create(
            Notice(
                user=user,
                case=case,
                kind="stance.recorded",
                at=at + timedelta(minutes=i),
                key=f"{user.pk}:{i}",
                url_name="cases:overview",
                url_args={"reference": case.reference},
            )
            for i in range(n)
        )

    return make


def test_the_page_lists_what_i_was_told_and_leads_to_the_case(client_for, social_worker, told):
    told(social_worker)

    page = client_for(social_worker).get(reverse("notices:list")).content.decode()

    assert "You have 1 unread notice." in page
    assert "What the young person or a parent says about the work was recorded" in page
    assert 'href="/cases/HSB-26-0417/"' in page
    assert "Thursday 5 March 2026, 2:30pm" in page


def shown(response):
    """How many notices stand on the page."""
    return sum(len(matter.rows) for matter in response.context["matters"])


def test_notices_stand_by_record_and_are_read_together(client_for, social_worker, stranger, told):
    first, *others = told(social_worker, 3)
    client = client_for(social_worker)

    page = client.get(reverse("notices:list"))
    assert [(matter.case.reference, matter.unread) for matter in page.context["matters"]] == [("HSB-26-0417", 3)]

    whole = f"{reverse('notices:read', args=[first.pk])}?record=1"
    client_for(stranger).post(whole)
    assert Notice.objects.filter(read_at=None).count() == 3
    client.post(whole)
    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_sees_somebody_elses_notices(client_for, social_worker, stranger, told):
    told(social_worker)

    page = client_for(stranger).get(reverse("notices:list")).content.decode()

    assert "HSB-26-0417" not in page
    assert "You have no notices yet." in page


def test_marking_one_as_read(client_for, social_worker, told):
    (notice,) = told(social_worker)

    response = client_for(social_worker).post(reverse("notices:read", args=[notice.pk]))

    assert response.url == reverse("notices:list")
    notice.refresh_from_db()
    assert notice.read_at


def test_marking_somebody_elses_as_read_changes_nothing(client_for, social_worker, stranger, told):
    (notice,) = told(social_worker)

    client_for(stranger).post(reverse("notices:read", args=[notice.pk]))

    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_as_read_says_how_many(client_for, social_worker, told):
    told(social_worker, 3)
    client = client_for(social_worker)

    page = client.post(reverse("notices:read_all"), follow=True).content.decode()

    assert "3 notices marked as read." in page
    assert "You have read everything." in page
    assert "You have no notices yet." not in page


def test_only_unread_and_the_next_page_keep_the_choice(client_for, social_worker, told):
    notices = told(social_worker, 40)
    Notice.objects.filter(pk=notices[0].pk).update(read_at=notices[0].at)
    client = client_for(social_worker)

    first = client.get(reverse("notices:list"), {"show": "unread"})
    assert shown(first) == 25
    assert first.context["pages"].next.startswith("?show=unread&after=")
    second = client.get(reverse("notices:list") + first.context["pages"].next)
    assert shown(second) == 14


@pytest.mark.parametrize("n", [1, 25])
def test_the_number_of_statements_does_not_grow_with_the_notices(
    client_for, social_worker, told, n, django_assert_max_num_queries
):
    told(social_worker, n)
    client = client_for(social_worker)
    client.get(reverse("notices:list"))

    with django_assert_max_num_queries(14):
        client.get(reverse("notices:list"))


def test_following_a_notice_to_its_case_reads_it(client_for, social_worker, told):
    (notice,) = told(social_worker)

    page = client_for(social_worker).get(notice.url)

    assert page.status_code == 200
    notice.refresh_from_db()
    assert notice.read_at


def test_a_get_marks_nothing(client_for, social_worker, told):
    (notice,) = told(social_worker)

    assert client_for(social_worker).get(reverse("notices:read", args=[notice.pk])).status_code == 405
    assert client_for(social_worker).get(reverse("notices:read_all")).status_code == 405


def test_an_anonymous_visitor_is_sent_to_sign_in(client):
    response = client.get(reverse("notices:list"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
