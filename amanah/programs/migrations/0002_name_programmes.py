"""The programmes known from the start; others are added when the ministry opens them."""

from __future__ import annotations

from django.db import migrations

# code, label, law it rests on
PROGRAMMES = (
    ("SEMBAKO", "Sembako", "Perpres 63/2017; Permensos 4/2023"),
    ("PKH", "PKH", "Permensos 1/2018"),
    ("BLT", "BLT", ""),
    ("BLTS", "BLTS", ""),
    ("BST", "BST", ""),
    ("YAPI", "YAPI", ""),
)


def name_them(apps, schema_editor):
    programme = apps.get_model("programs", "Programme")
    programme.objects.bulk_create(
        [programme(code=code, label=label, law=law) for code, label, law in PROGRAMMES], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
