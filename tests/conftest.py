"""The same small cast everywhere: who works where, and a browser for each. States of the world are built by `tests/factories`."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.timeliness import queries
from tests import shifted
from tests.kept import KEPT, Kept

shifted.begin()
# Playwright's loop lives in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["tests.cost"]

# How fast examples come is a matter of the machine: a busy one is no reason to fail.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# A Thursday in term time, with a weekend ahead.
NOW = datetime(2026, 3, 5, 14, 30, tzinfo=clock.LONDON)
LONG_AGO = date(2020, 1, 1)

CAST: dict[str, tuple[str, AgencyKind, Role]] = {
    "social_worker": ("Priya Shah", AgencyKind.CSWS, Role.SOCIAL_WORKER),
    "mash_worker": ("Omar Field", AgencyKind.CSWS, Role.MASH_WORKER),
    "csws_manager": ("Helen Brandreth", AgencyKind.CSWS, Role.CSWS_MANAGER),
    "yos_manager": ("Tom Kessell", AgencyKind.YOS, Role.YOS_MANAGER),
    "yos_officer": ("Ruth Adeyemi", AgencyKind.YOS, Role.YOS_OFFICER),
    "police_officer": ("Amy Sorrell", AgencyKind.POLICE, Role.POLICE_OFFICER),
    "dsl": ("Nadia Iqbal", AgencyKind.SCHOOL, Role.DSL),
    "health": ("Joan Pryce", AgencyKind.HEALTH, Role.HEALTH_PRACTITIONER),
    "victim_worker": ("Esther Lowe", AgencyKind.YOS, Role.VICTIM_WORKER),
    "lscb_officer": ("Guy Marlow", AgencyKind.LSCB, Role.LSCB_OFFICER),
    "administrator": ("Kit Vane", AgencyKind.CSWS, Role.ADMINISTRATOR),
    "information_governance": ("Ines Cole", AgencyKind.CSWS, Role.INFORMATION_GOVERNANCE),
    "conference_chair": ("Dora Finch", AgencyKind.CSWS, Role.CONFERENCE_CHAIR),
    "iro": ("Hal Rook", AgencyKind.CSWS, Role.IRO),
    "court_officer": ("Hannah Lyle", AgencyKind.YOS, Role.COURT_OFFICER),
    "aim_supervisor": ("Mo Teller", AgencyKind.YOS, Role.AIM_SUPERVISOR),
    "secure_worker": ("Vi Stone", AgencyKind.SECURE, Role.SECURE_WORKER),
    "partner_practitioner": ("Ola Benn", AgencyKind.PROBATION, Role.PARTNER_PRACTITIONER),
    "minute_taker": ("Sam Okoye", AgencyKind.CSWS, Role.MINUTE_TAKER),
}
AGENCIES: dict[AgencyKind, tuple[str, str]] = {
    AgencyKind.CSWS: ("Aldermere Children's Social Work Services", "CSWS"),
    AgencyKind.YOS: ("Aldermere Youth Offending Service", "YOS"),
    AgencyKind.POLICE: ("Aldermere Police", "Police"),
    AgencyKind.SCHOOL: ("Fernhill Academy", "School"),
    AgencyKind.HEALTH: ("Aldermere Community Health", "Health"),
    AgencyKind.SECURE: ("Thornbeck Secure Children's Home", "Secure"),
    AgencyKind.LSCB: ("Aldermere Safeguarding Partnership", "LSCB"),
    AgencyKind.PROBATION: ("Aldermere Probation", "Probation"),
}


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    """Limits on how often something may be asked start full in every test."""
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_is_remembered_of_the_calendar() -> None:
    """What a test rolls back takes its row numbers with it on SQLite, by which the book of standards is remembered."""
    queries._book_of.cache_clear()


@pytest.fixture(scope="session")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Kept]:
    """What the tests of this process share, until the database is put away."""
    yield KEPT
    with django_db_blocker.unblock():
        KEPT.let_go()


@pytest.fixture
def at() -> datetime:
    return NOW


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Answer somebody of the cast, made with their agency and role the first time."""
    return cast


def cast(name: str) -> User:
    """The same for what a module's tests share."""
    full_name, kind, role = CAST[name]
    email = f"{name}@example.invalid"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = User.objects.create_user(email, full_name, password="correct-horse-battery")
    agency_name, short = AGENCIES[kind]
    agency, _ = Agency.objects.get_or_create(name=agency_name, defaults={"kind": kind, "short_name": short})
    agencies.give_role(user=user, agency=agency, role=role, by=None, at=NOW, from_on=LONG_AGO)
    return user


def _cast_member(name: str) -> Callable[..., User]:
    @pytest.fixture(name=name)
    def member(person: Callable[..., User]) -> User:
        return person(name)

    return member


for _name in CAST:
    globals()[_name] = _cast_member(_name)


@pytest.fixture
def stranger(db: None) -> User:
    """A social worker of the same partnership who is on no case at all."""
    user = User.objects.create_user("stranger@example.invalid", "Sam Outis", password="correct-horse-battery")
    agency, _ = Agency.objects.get_or_create(
        name="Aldermere Children's Social Work Services", defaults={"kind": AgencyKind.CSWS, "short_name": "CSWS"}
    )
    agencies.give_role(user=user, agency=agency, role=Role.SOCIAL_WORKER, by=None, at=NOW, from_on=LONG_AGO)
    return user


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Answer a browser signed in as that person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


# What a run of the whole suite leaves to another (tests/suite.py); a run without a part takes everything.
PART = os.environ.get("HSB_TESTS_PART", "")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only PostgreSQL promises is skipped on SQLite; a part of the whole suite takes its tests; the matrix's world comes last."""
    chosen = [item for item in items if _is_of_this_part(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _is_of_this_part(item)])
    items[:] = sorted(chosen, key=_is_in_the_world)
    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="only PostgreSQL promises this"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The matrix's world, which one transaction holds, is gone before a test that has nothing to do with it."""
    if KEPT.is_idle and not _is_in_the_world(item):
        with item.config.stash[blocking_manager_key].unblock():
            KEPT.let_go()


def _is_in_the_world(item: pytest.Item) -> bool:
    # By what holds it, not by its name: another folder may call its own fixture `world`.
    return "kept" in getattr(item, "fixturenames", ())


def _is_of_this_part(item: pytest.Item) -> bool:
    on_sqlite = bool(item.get_closest_marker("sqlite"))
    if PART == "sqlite":
        return on_sqlite or bool(item.get_closest_marker("both")) or not _touches_the_database(item)
    return PART != "postgresql" or (_touches_the_database(item) and not on_sqlite)


def _touches_the_database(item: pytest.Item) -> bool:
    # pytest-django refuses a query to any other test, so no other can tell one database from another.
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"})
