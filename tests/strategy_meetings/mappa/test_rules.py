"""Who is eligible for MAPPA: only a caution, conviction or sentence makes a young person so, each with its reason (P5.9)."""

import pytest

from strategy_meetings.mappa.rules import Ground, eligible, must_attend

pytestmark = pytest.mark.policy("P5.9")


@pytest.mark.parametrize(
    ("ground", "category", "because"),
    [
        (Ground("caution", must_notify=True), 1, "notification"),
        (Ground("conviction", must_notify=True), 1, "notification"),
        (Ground("sentence", specified=True, custody_months=12), 2, "12 months"),
        (Ground("sentence", specified=True, custody_months=11), 0, "not 12 months"),
        (Ground("conviction", specified=True, custody_months=12), 0, "Not eligible"),
        (Ground("sentence", custody_months=24), 0, "Not eligible"),
        (Ground("caution", otherwise_dangerous=True), 3, "serious harm"),
        (Ground("conviction", terrorist=True), 4, "terrorist"),
        (Ground("caution"), 0, "Not eligible"),
    ],
)
def test_the_category_and_the_reason_follow_from_what_was_imposed(ground, category, because):
    answer = eligible(ground)

    assert answer.category == category
    assert because in answer.reason


def test_childrens_services_are_at_the_table_from_level_two():
    assert [must_attend(level) for level in (1, 2, 3)] == [False, True, True]
