"""Behind the door: what the database shows when the application forgets to ask. PostgreSQL only."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, models, transaction
from django.db.utils import DatabaseError, ProgrammingError

from hsb import guards
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseAccess, Identity, Involvement, Part, Person
from hsb.chronology.models import CaseEvent
from hsb.database import as_principals, as_worker
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has the first wall only")


def acting(user):
    return as_principals(agencies.principals(user), user.pk)


@on_postgres
def test_a_query_without_a_filter_shows_only_granted_cases(at, social_worker, stranger):
    case = young_person(at)
    harmed_child(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    for model in (Case, Person, Identity, Involvement, CaseEvent, CaseAccess):
        with acting(social_worker):
            mine = set(model.objects.values_list("case_id" if hasattr(model, "case_id") else "pk", flat=True))
        with acting(stranger):
            assert not model.objects.exists(), model
        assert mine, model


@on_postgres
def test_somebody_denied_is_refused_by_the_database_too(at, social_worker, csws_manager):
    from hsb.cases import barring

    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    barring.deny(case=case, user=social_worker, by=csws_manager, at=at, reason="A relative.")

    with acting(social_worker):
        assert not Case.objects.exists()
        assert Case.objects.filter(pk=case.pk).update(version=9) == 0


@on_postgres
def test_emergency_access_ends_by_the_product_s_clock(at, social_worker):
    from hsb.cases.involvement import involve

    case, until = young_person(at), at + timedelta(hours=72)
    involve(
        case=case, part=Part.BREAK_GLASS, user=social_worker, role=Role.SOCIAL_WORKER, by=social_worker, at=at,
        expires_at=until,
    )  # fmt: skip

    for now, rows in ((until - timedelta(seconds=1), 1), (until, 0)):
        with time_machine.travel(now, tick=False), acting(social_worker):
            assert Case.objects.count() == rows


@on_postgres
def test_without_principals_nothing_is_there(at):
    young_person(at)

    with as_principals([], None):
        assert not Case.objects.exists()


@on_postgres
def test_the_web_role_cannot_write_its_own_grants(at, stranger):
    case = young_person(at)

    with pytest.raises(ProgrammingError, match="permission denied"), acting(stranger), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseaccess WHERE content_object_id = %s", [case.pk])


@on_postgres
def test_the_settings_held_before_come_back(at, social_worker, stranger):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)

    with acting(social_worker):
        with acting(stranger):
            assert not Case.objects.exists()
        assert Case.objects.count() == 1
        with pytest.raises(RuntimeError), acting(stranger):
            raise RuntimeError
        assert Case.objects.count() == 1
    assert Case.objects.count() == 1


@on_postgres
def test_the_worker_sees_every_case(at):
    young_person(at)

    with as_worker():
        assert Case.objects.count() == 1


@on_postgres
def test_every_case_bearing_table_has_row_security_and_its_policies(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename, count(*) FROM pg_policies GROUP BY 1")
        policies = dict(cursor.fetchall())

    for model in guards.project_models():
        if guards.row_rule(model) is not None:
            assert model._meta.db_table in secured, model
            assert policies[model._meta.db_table] >= 3, model


def test_a_table_with_a_foreign_key_to_a_case_belongs_to_one(db):
    """A row that hangs on a case by another name than `case` would escape the second wall unless it says so itself."""
    for model in guards.project_models():
        to_case = [f for f in model._meta.local_fields if isinstance(f, models.ForeignKey) and f.related_model is Case]
        if to_case and model is not Case:
            assert guards.row_rule(model) is not None, (
                f"{model._meta.label} hangs on a case but no rule guards its rows"
            )


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_append_only_tables_refuse_change(at, social_worker, verb):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    from hsb.cases import access

    access.get_case(social_worker, case.reference, look="a test")
    tried = 0
    for model in guards.project_models():
        row = model.objects.first() if getattr(model, "append_only", False) else None
        if row is None:
            continue
        tried += 1
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows = model.objects.filter(pk=row.pk)
            rows._raw_delete(rows.db) if verb == "delete" else rows.update(
                **{_some_field(model): models.F(_some_field(model))}
            )
    assert tried >= 3


def _some_field(model):
    return next(f.name for f in model._meta.local_concrete_fields if not f.primary_key)
