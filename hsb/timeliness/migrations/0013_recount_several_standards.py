from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeliness', '0012_say_whose_approval_is_left'),
    ]

    operations = [
        migrations.RenameField(
            model_name='recount',
            old_name='standard_code',
            new_name='standard_codes',
        ),
        migrations.AlterField(
            model_name='recount',
            name='standard_codes',
            field=models.CharField(blank=True, help_text='the standards that changed, with blanks between; empty: the calendar', max_length=300),
        ),
    ]
