from django.db import migrations


def forget(apps, schema_editor):
    """Who asked for a new password is not told from what waits to be done: no address stays in the outbox. Whoever asked in the
    minute before asks again."""
    messages = apps.get_model("outbox", "Message").objects.filter(kind="people.recovery")
    messages.filter(payload__has_key="email").update(payload={})


class Migration(migrations.Migration):
    dependencies = [("people", "0004_proceedings"), ("outbox", "0001_initial")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
