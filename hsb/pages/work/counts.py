"""The two numbers in the frame of every page: unread notices, and work that is overdue or due by tomorrow.

Each is how many lines the page behind it shows; both are taken in one hand-written statement, because every page asks. The same
statement says whether today is a day off, by which the frame knows who answers the telephone; a case page learns with it whether
its reader was told anything about the case, and by which calendar dates are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import profile
from hsb.agencies.profile import PhoneNumber
from hsb.cases.models import Case
from hsb.cases.visible import visible_sql
from hsb.timeliness.models import NonWorkingDay
from hsb.timeliness.moves import moves_sql
from hsb.timeliness.queries import STAMP

CAP = 100

# The children of one referral are decided on one line of My work: only the first of them is counted.
_DECIDED_WITH_ANOTHER = """t.standard_code = 'T1' AND EXISTS (SELECT 1 FROM referrals_referralcase own
    JOIN referrals_referralcase other ON other.referral_id = own.referral_id AND other.number < own.number
    JOIN timeliness_deadline o ON o.case_id = other.case_id AND o.standard_code = 'T1' AND o.state IN ('open', 'paused')
     AND o.adopted AND o.judged_on = t.judged_on AND o.approval_role = t.approval_role
    WHERE own.case_id = t.case_id)"""


def unread(user: User) -> int:
    """Answer how many of the person's notices are unread, counting no further than 100."""
    return _kept(user).unread


def to_do(user: User) -> int:
    """Answer how much of a person's work is overdue or due by tomorrow, counting no further than 100."""
    return _kept(user).to_do


@dataclass(frozen=True)
class Numbers:
    """The two numbers of the frame; on a case page also what else it has to know first."""

    unread: int
    to_do: int
    day_off: bool = False  # today, though it be a weekday
    told: bool = False  # an unread notice is about this case
    stamp: tuple[object, ...] = ()


def answering(phones: Sequence[PhoneNumber], user: User | None) -> PhoneNumber | None:
    """Answer the number that is answered now. A reader's own numbers say whether today is a day off, for anybody else it is one
    small statement; a page that says that something went wrong gives a number also where the database cannot be asked."""
    try:
        off = _kept(user).day_off if user is not None else NonWorkingDay.objects.filter(day=clock.today()).exists()
    except DatabaseError:
        off = False
    return profile.answering(phones, clock.now(), day_off=off)


def take(user: User, *, on: UUID) -> Numbers:
    """Answer the numbers for the page of a case, kept for its frame: notices about the case itself are as good as read."""
    user.__dict__["_frame_counts"] = taken = _counted(user, on)
    return taken


def _kept(user: User) -> Numbers:
    """Answer the numbers, kept on the person for the length of one request."""
    if "_frame_counts" not in user.__dict__:
        user.__dict__["_frame_counts"] = _counted(user, None)
    found: Numbers = user.__dict__["_frame_counts"]
    return found


def _counted(user: User, case_id: UUID | None) -> Numbers:
    of_notices, notice_values = visible_sql(user, "n.case_id")
    of_clocks, clock_values = visible_sql(user, "t.case_id")
    mine, move_values = moves_sql(user, "t")
    this = Case._meta.pk.get_db_prep_value(case_id, connection) if case_id else None
    about = [user.pk, this]
    values: list[Any] = [user.pk, *([this] if this else []), *notice_values, CAP]
    values += [connection.ops.adapt_datefield_value(clock.today() + timedelta(days=1))]
    values += move_values
    values += [*clock_values, CAP, connection.ops.adapt_datefield_value(clock.today()), *(about if this else [])]
    told = "EXISTS (SELECT 1 FROM notifications_notice n WHERE n.user_id = %s AND n.read_at IS NULL AND n.case_id = %s)"
    besides = f", {told}, {STAMP}" if this else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT (SELECT count(*) FROM (SELECT 1 FROM notifications_notice n WHERE n.user_id = %s AND n.read_at IS NULL
                      AND (n.case_id IS NULL OR ({"n.case_id <> %s AND" if this else ""} {of_notices})) LIMIT %s) unread),
                   (SELECT count(*) FROM (SELECT 1 FROM timeliness_deadline t WHERE t.state IN ('open', 'paused') AND t.adopted
                      AND NOT (t.state = 'paused' AND t.late_at IS NULL)
                      AND t.judged_on <= %s AND {mine} AND {of_clocks} AND NOT ({_DECIDED_WITH_ANOTHER}) LIMIT %s) due),
                   EXISTS (SELECT 1 FROM timeliness_nonworkingday o WHERE o.day = %s)
                   {besides}
            """,  # noqa: S608
            values,
        )
        notices, due, off, *more = cursor.fetchone()
    return Numbers(int(notices), int(due), bool(off), *((bool(more[0]), tuple(more[1:])) if more else ()))
