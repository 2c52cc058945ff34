"""The calendar, the standards as shipped, and those this partnership's profile says it has adopted."""

from django.db import migrations

from hsb import clock
from hsb.agencies.profile import profile
from hsb.timeliness import calendar_table, versions


def load(apps, schema_editor):
    def table(name):
        return apps.get_model("timeliness", name).objects

    at = clock.now()
    calendar_table.load(at=at, days_off=table("NonWorkingDay"), calendar_days=table("CalendarDay"))
    versions.load(at=at, versions=table("StandardVersion"))
    ours = profile()
    versions.adopt_as_profile_says(
        at=at,
        partnership=ours.code,
        wishes=ours.settings.get("timescales", {}),
        versions=table("StandardVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("timeliness", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
