"""Databases of our own with volume in them, and a browser for each named person: the whole product, without a socket."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.test import Client
from psycopg2 import sql

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases import grants


class BenchmarkFailed(Exception):
    """What was to be measured did not work; the sentence says what."""


@dataclass
class World:
    """One database with so many cases."""

    cases: int
    name: str
    wrapper: BaseDatabaseWrapper
    application: Callable[..., Any]
    _people: dict[str, User] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)

    def enter(self) -> None:
        """From now on Django's default database is this one."""
        connections["default"] = self.wrapper

    def person(self, key: str) -> User:
        """Answer somebody of hsb.demonstration.volume.PEOPLE, with what a request already knows of them."""
        if key not in self._people:
            self.enter()
            self._people[key] = User.objects.get(email=f"{key}@volume.invalid")
            agencies.memberships(self._people[key])
        return self._people[key]

    def fetch(self, key: str, path: str) -> Callable[[], bytes]:
        """Answer what asks for a page as that person, through every middleware, and gives its body."""
        if key not in self._cookies:
            client = Client()
            self.enter()
            client.force_login(self.person(key), backend="hsb.agencies.backends.PartnershipBackend")
            self._cookies[key] = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        address = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address.path,
            "QUERY_STRING": address.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self._cookies[key],
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

        def ask() -> bytes:
            self.enter()
            status: list[str] = []
            answer = self.application(
                {**environ, "wsgi.input": io.BytesIO()}, lambda line, headers, exc_info=None: status.append(line)
            )
            body = b"".join(answer)
            answer.close()
            if not status[0].startswith("200"):
                raise BenchmarkFailed(f"{path} as {key} answered {status[0]}")
            return body

        return ask

    def raw(self, statement: str, values: list[Any]) -> Callable[[], list[Any]]:
        """Answer what runs a bare statement on the same connection, without Django and without the second wall."""

        def ask() -> list[Any]:
            self.enter()
            self.wrapper.ensure_connection()
            with self.wrapper.connection.cursor() as cursor:
                cursor.execute(statement, values)
                return list(cursor.fetchall())

        return ask


class Server:
    """A PostgreSQL server on which databases are made for one run, and dropped after it."""

    def __init__(self, url: str, tag: str) -> None:
        self.url, self.tag = url, tag
        self.worlds: dict[int, World] = {}
        self.template = ""
        self.application = get_wsgi_application()

    def world(self, cases: int) -> World:
        """Answer a database with so many cases, made the first time."""
        if cases not in self.worlds:
            if not self.template:
                self.template = f"{self.tag}_template"
                self._say("CREATE DATABASE {}", self.template)
                made = self._wrapper(self.template)
                connections["default"] = made
                call_command("migrate", verbosity=0)
                made.close()
            name = f"{self.tag}_{cases}"
            self._say("CREATE DATABASE {} TEMPLATE {}", name, self.template)
            found = World(cases, name, self._wrapper(name), self.application)
            found.enter()
            call_command("seed_volume", cases=cases)
            _as_guardian_would_have_it()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            self.worlds[cases] = found
        self.worlds[cases].enter()
        return self.worlds[cases]

    def remove(self) -> None:
        """Nothing we made is left."""
        for world in self.worlds.values():
            world.wrapper.close()
        for name in [world.name for world in self.worlds.values()] + [self.template]:
            if name:
                self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def connect(self, name: str) -> BaseDatabaseWrapper:
        """Answer a connection of its own to one of our databases, for a thread."""
        return self._wrapper(name)

    def _wrapper(self, name: str) -> BaseDatabaseWrapper:
        settings = {**connections.settings["default"], "NAME": name}
        return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")

    def _say(self, statement: str, *names: str) -> None:
        with contextlib.closing(psycopg2.connect(self.url)) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _as_guardian_would_have_it() -> None:
    """Guardian's own functions go by Django's groups, so everybody is in the groups of their roles; and grants are right."""
    if grants.differences():
        raise BenchmarkFailed("Grants do not follow from involvements.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user_groups (user_id, group_id) SELECT m.user_id, r.group_id FROM agencies_membership m"
            " JOIN agencies_agencyrole r ON r.id = m.agency_role_id ON CONFLICT DO NOTHING"
        )


@contextlib.contextmanager
def server(url: str, tag: str) -> Iterator[Server]:
    """Give a server, and clean up after."""
    found = Server(url, tag)
    try:
        yield found
    finally:
        found.remove()
