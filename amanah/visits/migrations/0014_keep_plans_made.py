"""The plan a round went out with: which families, in which order. Replanning changes its stops, never this."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER visits_planmade_is_never_changed BEFORE UPDATE OR DELETE ON visits_planmade
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER visits_planmade_is_never_truncated BEFORE TRUNCATE ON visits_planmade
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();
"""
ALLOW = """
DROP TRIGGER visits_planmade_is_never_truncated ON visits_planmade;
DROP TRIGGER visits_planmade_is_never_changed ON visits_planmade;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0013_learn_and_replan")]
    operations = [
        migrations.CreateModel(
            name="PlanMade",
            fields=[
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="plan_made",
                        serialize=False, to="visits.round",
                    ),
                ),
                ("families", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]  # fmt: skip
