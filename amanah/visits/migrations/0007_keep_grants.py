"""Grants for contested leases, only ever added."""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids

REFUSE = """
CREATE TRIGGER visits_grant_is_never_changed BEFORE UPDATE OR DELETE ON visits_grant
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
"""
ALLOW = "DROP TRIGGER visits_grant_is_never_changed ON visits_grant;"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_name_devices"),
        ("programs", "0001_initial"),
        ("visits", "0006_keep_faces_not_remade"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.entitlement",
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.phone"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entitlement", "fence"), name="grant_given_once_a_lease")
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
