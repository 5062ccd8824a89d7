"""Hazards say what helped against them, and that they are gone. Rows of before say neither."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_protect_references")]
    operations = [
        migrations.AddField("hazard", "helped", models.CharField(max_length=300, blank=True, default="")),
        migrations.AddField("hazard", "gone", models.BooleanField(default=False)),
    ]
