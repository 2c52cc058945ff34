"""The product's migrate, from a copy where the same migrations have been run before: for the tests' own databases only.

Each process of each run would otherwise spend some twenty processor seconds on it. The copy stands for every line of ours that
could make it different; whoever changes one runs the migrations.
"""

import fcntl
import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from hsb.pages.management.commands.migrate import Command as ProductMigrate

KEPT = settings.BASE_DIR / "var" / "migrated"


class Command(ProductMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        # run_syncdb: asked for by Django's making of a test database; without it, somebody tests the command itself.
        if connection.vendor == "postgresql" and os.environ.get("HSB_TESTS_TEMPLATE") and options.get("run_syncdb"):
            return  # it is a copy of the suite's (tests/services.py)
        # --nomigrations makes the tables without what the migrations load: that is nobody's copy.
        if (
            connection.vendor != "sqlite"
            or not options.get("run_syncdb")
            or not isinstance(settings.MIGRATION_MODULES, dict)
        ):
            super().handle(*args, **options)
            return
        KEPT.mkdir(parents=True, exist_ok=True)
        copy = KEPT / f"{_fingerprint()}.sqlite3"
        with (KEPT / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not copy.exists():
                super().handle(*args, **options)
                _keep(copy)
                return
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as there:
            there.backup(connection.connection)


def _keep(copy: Path) -> None:
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
    half_done = copy.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half_done)) as there:
        connection.connection.backup(there)
    half_done.rename(copy)


def _fingerprint() -> str:
    """Answer one word for all that a migrated database is made of: our code and data, Django's version, and the tests' day."""
    seen = hashlib.sha256(f"{sys.version} {django.VERSION} {os.environ.get('HSB_TESTS_AT')}".encode())
    for package in settings.OUR_PACKAGES:
        for file in sorted((settings.BASE_DIR / package).rglob("*")):
            if file.suffix in (".py", ".toml") and file.is_file():
                seen.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return seen.hexdigest()[:24]
