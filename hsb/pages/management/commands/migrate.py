"""Django's migrate, after which the database's own guards stand again (hsb/guards.py)
and its clocks run by the standards of this release.

A new database gets its tables as the models have them now, in one step, and every migration is written down as done: one after
the other they come to the same tables (tests/hsb/pages/test_new_database.py), in a minute where this takes seconds.
"""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from hsb import clock, database, guards
from hsb.agencies import actions as agencies
from hsb.chronology import recounting
from hsb.database import has_row_security
from hsb.pages.management.commands.database import create_roles
from hsb.timeliness import calendar_table, versions
from hsb.timeliness.models import CalendarDay, StandardVersion


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if has_row_security():
            create_roles()
        whole = not any(options.get(name) for name in ("app_label", "check_unapplied", "plan", "fake", "fake_initial"))
        if whole and not connection.introspection.table_names():
            self._make_the_tables()
        super().handle(*args, **options)
        if whole:
            guards.apply()
            self._load_what_there_is_none_of()
            self._bring_standards_up_to_date(quiet=not options.get("verbosity"))

    def _make_the_tables(self) -> None:
        """The database has every table, and what migrations load into a new one; none of them is left to run."""
        self.verbosity = 0
        loader = MigrationLoader(connection)
        recorder = MigrationRecorder(connection)
        # SQLite makes no tables while it checks references, and a half-made database would be nobody's.
        with connection.constraint_checks_disabled(), transaction.atomic():
            self.sync_apps(connection, loader.migrated_apps)
            recorder.ensure_schema()
            for app_label, name in loader.disk_migrations:
                recorder.record_applied(app_label, name)
            agencies.add_links_of_the_profile(at=clock.now())

    def _load_what_there_is_none_of(self) -> None:
        """A new database has the calendar, and the standards as shipped and as the profile adopts them: no clock waits for those."""
        at = clock.now()
        with database.as_worker():
            if not CalendarDay.objects.exists():
                calendar_table.load(at=at)
            if not StandardVersion.objects.exists():
                versions.bring_up_to_date(at=at)

    def _bring_standards_up_to_date(self, *, quiet: bool) -> None:
        """The standards are those of this release, and every clock is counted by them before anybody looks."""
        at = clock.now()
        with database.as_worker():
            loaded, _, recounts = recounting.bring_up_to_date(at=at)
        for recount in recounts:
            recounting.finish(recount, at=at)
            recount.refresh_from_db()
            if quiet:
                continue
            self.stdout.write(
                f"{recount.cases} cases counted again, dates moved on {recount.moved_cases}: {recount.because}."
            )
        if loaded and not quiet:
            self.stdout.write(f"{len(loaded)} versions of standards loaded.")
