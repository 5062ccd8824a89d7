"""A round that goes on with that of a replaced phone: one a payer and day besides those."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("access", "0003_replace_phones"), ("visits", "0007_keep_grants")]

    operations = [
        migrations.AddField(
            "round",
            "goes_on",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.round"
            ),
        ),
        migrations.RemoveConstraint("round", "round_once_a_payer_and_day"),
        migrations.AddConstraint(
            "round",
            models.UniqueConstraint(
                fields=["payer", "day", "stage"], condition=Q(goes_on__isnull=True), name="round_once_a_payer_and_day"
            ),
        ),
    ]
