"""Phones say which model they are when they enrol; those enrolled before said nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        migrations.AddField("phone", "device", models.CharField(blank=True, default="", max_length=80)),
    ]
