"""Photos from which a newer model could make no template, only ever added."""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids

REFUSE = """
CREATE TRIGGER visits_fieldfacenotremade_is_never_changed BEFORE UPDATE OR DELETE ON visits_fieldfacenotremade
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
"""
ALLOW = "DROP TRIGGER visits_fieldfacenotremade_is_never_changed ON visits_fieldfacenotremade;"


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0005_keep_outside_asks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldFaceNotRemade",
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
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "photo", "model"), name="field_face_not_remade_once")
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
