"""Templates sealed in their family's regency instead of for their column alone; references say their quality.

Each template is opened and sealed anew; taking this back seals them for the column again, and loses none.
"""

from __future__ import annotations

import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids
from amanah.vault import queries as vault

WHERE = "registry_facereference.template"


def seal_in_regencies(apps: Any, _: object) -> None:
    table = apps.get_model("registry", "FaceReference")
    for row in table.objects.select_related("family").iterator(chunk_size=500):
        regency = (row.family.village_id or row.family.village_code).replace(".", "")[:4]
        regency = regency if re.fullmatch("[0-9]{4}", regency) else "0000"
        plain = vault.unseal(bytes(row.template), where=WHERE)
        sealed = vault.seal_in(regency, plain, where=WHERE, row=str(row.id))
        table.objects.filter(pk=row.pk).update(template=sealed, regency=regency)


def seal_for_the_column(apps: Any, _: object) -> None:
    table = apps.get_model("registry", "FaceReference")
    for row in table.objects.iterator(chunk_size=500):
        plain = vault.unseal_in(row.regency, bytes(row.template), where=WHERE, row=str(row.id))
        table.objects.filter(pk=row.pk).update(template=vault.seal(plain, where=WHERE))


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_check_keys_at_once"), ("vault", "0001_initial")]
    operations = [
        migrations.AddField("facereference", "regency", models.CharField(default="0000", max_length=4), False),
        migrations.AddField("facereference", "quality", models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField("facereference", "template", models.BinaryField()),
        migrations.RunPython(seal_in_regencies, seal_for_the_column),
        migrations.CreateModel(
            name="FaceNotRemade",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("photo", models.CharField(max_length=64)),
                ("model", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.family",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("family", "photo", "model"), name="face_not_remade_once")
                ],
            },
        ),
    ]
