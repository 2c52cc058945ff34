"""Django's migrate, after which the database's own guards stand again (hsb/guards.py)."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from hsb import guards
from hsb.database import has_row_security
from hsb.pages.management.commands.database import create_roles


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if has_row_security():
            create_roles()
        super().handle(*args, **options)
        whole = options.get("app_label") is None and not options.get("check_unapplied") and not options.get("plan")
        if whole:
            guards.apply()
