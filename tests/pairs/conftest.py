"""A database whose rows are really committed: two people can press at once in it, and it is gone afterwards."""

import os
import random
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections

from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from tests.conftest import AGENCIES, CAST, LONG_AGO, NOW
from tests.factories.referrals import partnership
from tests.pairs.pressing import People


@pytest.fixture(scope="module")
def shared_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """A copy of the migrated database, with the cast in it. Only PostgreSQL has two people at once."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has two transactions at once")
    with django_db_blocker.unblock():
        connections.close_all()
        own = connection.settings_dict["NAME"]
        name = f"{own}_pairs"
        _on_server(own, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
        connection.settings_dict["NAME"] = name
        try:
            yield _cast()
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = own
            _on_server(own, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(own: str, *statements: str) -> None:
    given = connection.settings_dict
    server = psycopg2.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"], dbname="postgres"
    )
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()


def _cast() -> People:
    partnership()
    people = {}
    for name, (full_name, kind, role) in CAST.items():
        user = User.objects.create_user(f"{name}@example.invalid", full_name, password="correct-horse-battery")
        agency_name, short = AGENCIES[kind]
        agency, _ = Agency.objects.get_or_create(name=agency_name, defaults={"kind": kind, "short_name": short})
        agencies.give_role(user=user, agency=agency, role=role, by=None, at=NOW, from_on=LONG_AGO)
        people[name] = user
    return People(people)


@pytest.fixture
def some() -> random.Random:
    """Which pairs are taken, the same every time."""
    return random.Random(8)


def whole() -> bool:
    """Answer whether every pair is asked for (`just prove D1`), not the gate's part."""
    return os.environ.get("PROVE") == "D1"  # tests/prove.py
