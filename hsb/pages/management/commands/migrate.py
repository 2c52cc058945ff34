"""Django's migrate, after which the database's own guards stand again (hsb/guards.py)
and its clocks run by the standards of this release."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from hsb import clock, database, guards
from hsb.chronology import recounting
from hsb.database import has_row_security
from hsb.pages.management.commands.database import create_roles
from hsb.timeliness import calendar_table, versions
from hsb.timeliness.models import CalendarDay, StandardVersion


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if has_row_security():
            create_roles()
        super().handle(*args, **options)
        whole = options.get("app_label") is None and not options.get("check_unapplied") and not options.get("plan")
        if whole:
            guards.apply()
            self._load_what_there_is_none_of()
            self._bring_standards_up_to_date(quiet=not options.get("verbosity"))

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
