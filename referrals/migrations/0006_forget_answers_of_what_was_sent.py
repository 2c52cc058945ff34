from django.db import migrations


def forget(apps, schema_editor):
    """What was sent stands in its sealed original, what was thrown away is nobody's: neither stays in plain text."""
    sections = apps.get_model("referrals", "DraftSection").objects
    sections.filter(draft__submitted_at__isnull=False).exclude(answers={}).update(answers={})
    sections.filter(draft__discarded_at__isnull=False).exclude(answers={}).update(answers={})


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_screening_pathway")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
