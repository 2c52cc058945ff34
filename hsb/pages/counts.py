"""The two numbers in the frame of every page: unread notices, and work that is overdue or due by tomorrow.

`unread_count` and `due_count` say what they mean; here both are taken in one hand-written statement, because every page asks.
"""

from datetime import timedelta
from typing import Any

from django.db import connection

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import access
from hsb.pages.work import owners

CAP = 100


def unread(user: User) -> int:
    """Answer how many of the person's notices are unread, counting no further than 100."""
    return _both(user)[0]


def to_do(user: User) -> int:
    """Answer how much of a person's work is overdue or due by tomorrow, counting no further than 100."""
    return _both(user)[1]


def _both(user: User) -> tuple[int, int]:
    """Answer both, kept on the person for the length of one request."""
    if "_frame_counts" not in user.__dict__:
        user.__dict__["_frame_counts"] = _counted(user)
    found: tuple[int, int] = user.__dict__["_frame_counts"]
    return found


def _counted(user: User) -> tuple[int, int]:
    of_notices, notice_values = access.visible_sql(user, "n.case_id")
    of_clocks, clock_values = access.visible_sql(user, "t.case_id")
    held = owners(user)
    roles = ["(t.owner_person_id IS NULL AND t.owner_kind = %s AND t.owner_role IN ('', %s))"] * len(held)
    mine = " OR ".join(["t.owner_person_id = %s", *roles])
    values: list[Any] = [user.pk, *notice_values, CAP]
    values += [connection.ops.adapt_datefield_value(clock.today() + timedelta(days=1))]
    values += [user.pk, *(value for pair in held for value in pair), *clock_values, CAP]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT (SELECT count(*) FROM (SELECT 1 FROM notifications_notice n WHERE n.user_id = %s AND n.read_at IS NULL
                      AND (n.case_id IS NULL OR ({of_notices})) LIMIT %s) unread),
                   (SELECT count(*) FROM (SELECT 1 FROM timeliness_deadline t WHERE t.state IN ('open', 'paused') AND t.adopted
                      AND t.judged_on <= %s AND ({mine}) AND {of_clocks} LIMIT %s) due)
            """,  # noqa: S608
            values,
        )
        notices, due = cursor.fetchone()
    return int(notices), int(due)
