"""Held the calendar and the standards of its day. `migrate` itself loads both where there are none, as they are today."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timeliness", "0001_initial")]

    operations = []
