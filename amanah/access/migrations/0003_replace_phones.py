"""Phones that replace another, and how much a lost vault held."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_name_devices")]

    operations = [
        migrations.AddField("phone", "had_seq", models.BigIntegerField(default=0)),
        migrations.AddField(
            "phone",
            "replaces",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.phone"
            ),
        ),
        migrations.AddField(
            "enrolmentticket",
            "replaces",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.phone"
            ),
        ),
    ]
