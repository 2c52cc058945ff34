"""Clocks and breaches behind the second wall: written by whoever records, seen by nobody else. PostgreSQL only."""

from datetime import datetime

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.database import as_principals, as_worker
from hsb.timeliness import breaches, deadlines, queries
from hsb.timeliness.models import Breach, Deadline, StandardVersion
from tests.factories.cases import put_on, young_person
from tests.hsb.timeliness.builders import at, event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has the first wall only"),
]

RECEIVED = event(1, "referral.received", "2026-11-18 10:00", destination="mash")
LATE = event(2, "mash.decision_approved", "2026-11-23 09:00", outcome="assessment")


def acting(user: User) -> object:
    return as_principals(agencies.principals(user), user.pk)


@pytest.fixture
def opened_at() -> datetime:
    return at("2026-11-18 09:00")


def test_somebody_on_the_case_refolds_it_and_a_stranger_sees_nothing(
    opened_at: datetime, social_worker: User, stranger: User
) -> None:
    case = young_person(opened_at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, opened_at)

    with acting(social_worker):
        deadlines.refold(case_id=case.pk, events=[RECEIVED, LATE], at=at("2026-11-23 09:00"))
        assert {one.standard_code for one in queries.clocks_of([case.pk])} == {"T1", "T5", "ALLOCATE"}
        assert len(queries.standing_breaches([case.pk])) == 1
    with acting(stranger):
        assert not Deadline.objects.exists()
        assert not Breach.objects.exists()
        assert queries.standards()


def test_the_sweep_sees_every_case_as_the_worker(opened_at: datetime) -> None:
    case = young_person(opened_at)
    deadlines.refold(case_id=case.pk, events=[RECEIVED], at=opened_at)

    with as_worker():
        assert breaches.sees_any_clock()
        assert breaches.record_broken(at=at("2026-11-23 09:00")) == 1


def test_the_web_role_may_add_a_version_of_a_standard_and_not_change_one(stranger: User) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting(stranger):
        StandardVersion.objects.update(adopted=True)
